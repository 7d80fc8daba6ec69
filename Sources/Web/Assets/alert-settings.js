import { chime } from "./chime.js";
import { tellTabs } from "./tabs-of-one.js";

const form = document.querySelector("[data-alert-settings]");
const { desktop, sound } = form.elements;
const canNotify = "Notification" in window;

function showBlocked() {
  form.querySelector("[data-blocked]").hidden = !desktop.checked || (canNotify && Notification.permission !== "denied");
}

async function ask() {
  if (desktop.checked && canNotify && Notification.permission === "default") await Notification.requestPermission();
  showBlocked();
}

desktop.addEventListener("change", ask);
const trial = form.querySelector("[data-try-alert]");
trial.hidden = false;
trial.addEventListener("click", async () => {
  if (sound.checked) chime();
  await ask();
  if (desktop.checked && canNotify && Notification.permission === "granted") new Notification("Answerback", { body: trial.dataset.text, tag: "trial" });
});
showBlocked();
// What was just saved holds in all tabs.
if (new URLSearchParams(location.search).has("saved")) tellTabs({ alerts: document.getElementById("notifications")?.dataset.alerts ?? "" });
