import { elements } from "./fragments.js";
import { text } from "./texts.js";
import { showTimes } from "./times.js";

/** Asks whoever saved second what is to stay; their answers belong to the card's form and are saved with it. */
export function askWhatStays(html) {
  document.getElementById("merge")?.remove();
  const dialog = document.createElement("dialog");
  dialog.id = "merge";
  dialog.className = "merge";
  dialog.setAttribute("aria-labelledby", "merge-title");
  const back = document.createElement("button");
  Object.assign(back, { type: "button", textContent: text("conflict.back") });
  back.onclick = () => dialog.close();
  dialog.append(elements(html));
  dialog.querySelector(".actions").append(back);
  // By itself Enter would press the form's first button, which is one of the card's.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[type=radio]")) return;
    event.preventDefault();
    dialog.querySelector(".primary").click();
  });
  // The answers are read while the form is being sent; then the question is done.
  const end = (event) => event.target.id === "activity-form" && setTimeout(() => dialog.close());
  document.addEventListener("submit", end);
  // Closed without an answer it asks again at the next try.
  dialog.addEventListener("close", () => { document.removeEventListener("submit", end); dialog.remove(); });
  document.getElementById("page").append(dialog);
  showTimes(dialog);
  dialog.showModal();
}
