// The Activities section alone: choosing rows, columns, views, and searching on.
import { failure, onDone, send } from "./actions.js";
import { searchOn } from "./searching.js";
import { text } from "./texts.js";

const countDelay = 3000;

const list = () => document.getElementById("activities-list");
const form = () => document.getElementById("bulk");
const boxes = () => [...(list()?.querySelectorAll("[data-pick]") ?? [])];

/** Shows how many rows are chosen; without any there is nothing to do. */
function showChosen() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked).length;
  const whole = list()?.querySelector("[data-pick-all]");
  if (whole) {
    whole.checked = chosen > 0 && chosen === all.length;
    whole.indeterminate = chosen > 0 && chosen < all.length;
  }
  if (!form()) return;
  const most = Number(form().dataset.most);
  const limit = text("bulk.most", { limit: most });
  const [count, outcome] = ["[data-chosen]", ".outcome"].map((selector) => form().querySelector(selector));
  count.textContent = text("bulk.chosen", { count: chosen });
  form().querySelector(".primary").disabled = chosen > most;
  if (chosen > most || outcome.textContent === limit) outcome.textContent = chosen > most ? limit : "";
  form().toggleAttribute("data-some", chosen > 0);
}

function watchChoice() {
  let last = null;
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-pick]");
    if (!box) return;
    const all = boxes();
    // With Shift, all from the last one to this.
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((left, right) => left - right);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    }
    last = box;
    showChosen();
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-pick-all]")) return;
    for (const box of boxes()) box.checked = event.target.checked;
    showChosen();
  });
  document.addEventListener("reset", (event) => event.target === form() && setTimeout(showChosen));
}

/** Does the same to all chosen rows; what came of it is said where it was asked for. */
function watchBulk() {
  document.addEventListener("submit", async (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    const asked = form();
    const button = asked.querySelector(".primary");
    if (button.disabled) return;
    button.disabled = true;
    const result = await send(asked, new URLSearchParams(new FormData(asked)));
    button.disabled = false;
    asked.querySelector(".outcome").textContent = result.ok ? result.answer.summary : failure(result);
    asked.toggleAttribute("data-told", true);
    if (!result.ok) return;
    const done = new Set(result.answer.outcomes.filter(({ outcome }) => outcome === "done").map(({ activity }) => activity));
    for (const box of boxes()) if (done.has(box.value)) box.checked = false;
    showChosen();
  });
}

/** Columns come and go at once; Apply puts them into the address. */
function watchColumns() {
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches("[data-columns] input[type=checkbox]")) return;
    list()?.querySelector("table")?.classList.toggle(`with-${box.dataset.cell}`, box.checked);
  });
}

/** A menu closes by Escape and by a click beside it. */
function watchMenus() {
  const openMenus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (event.target.isConnected && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  });
}

function watchViews() {
  const reload = () => location.reload();
  onDone("save-view", ({ answer }) => location.assign(answer.query ? `/activities?${answer.query}` : "/activities"));
  onDone("rename-view", reload);
  onDone("delete-view", reload);
}

const goOn = () => searchOn(list, "tr[data-activity]");

let counting = 0;

/** Counts anew a moment after rows came or went. */
function countSoon() {
  if (counting) return;
  counting = setTimeout(async () => {
    counting = 0;
    const shown = document.querySelector("h1 [data-count]");
    if (!shown || document.hidden) return;
    const query = new URLSearchParams(location.search);
    query.delete("after");
    const answer = await fetch(`/activities/count?${query}`, { headers: { Accept: "application/json" } }).then((response) => response.json()).catch(() => null);
    if (!answer?.text) return;
    shown.title = answer.label;
    shown.firstElementChild.textContent = answer.text;
    shown.lastElementChild.textContent = answer.label;
  }, countDelay);
}

watchChoice();
watchBulk();
watchColumns();
watchMenus();
watchViews();
showChosen();
goOn();
document.addEventListener("page", () => { showChosen(); goOn(); });
for (const name of ["rows", "parts-replaced"]) document.addEventListener(name, () => { showChosen(); countSoon(); });
document.addEventListener("parts-replaced", goOn);
