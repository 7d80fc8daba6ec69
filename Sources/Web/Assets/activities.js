import { elements } from "./fragments.js";
import { onLive } from "./live.js";
import { insertRow, replaceRow, retireRow, showEmpty } from "./rows.js";
import { hasText, text } from "./texts.js";

const facets = ["type", "status", "queue", "owner", "messenger", "open"];
const lists = () => document.querySelectorAll("tbody[data-activities]");
const rowIn = (list, id) => list.querySelector(`tr[data-activity="${CSS.escape(id)}"]`);

/** Whether the row belongs into a list with these filters. */
function belongs(row, list) {
  const wanted = (facet) => list.dataset[`match${facet[0].toUpperCase()}${facet.slice(1)}`];
  const fits = facets.every((facet) => {
    const value = wanted(facet);
    return !value || (value === "none" ? !row.dataset[facet] : value.split(",").includes(row.dataset[facet]));
  });
  // A supervisor hears of every queue, and is asked to take only from their own.
  if (list.dataset.list === "queue" && !document.getElementById(`notification-${row.dataset.activity}`)) return false;
  const words = wanted("q")?.toLocaleLowerCase();
  return fits && (!words || row.textContent.toLocaleLowerCase().includes(words));
}

/** The row before which a new one stands; undefined where it belongs on a page that is not loaded. Ids sort by time. */
function successor(list, id) {
  const rows = [...list.querySelectorAll("tr[data-activity]")];
  const isAfter = list.dataset.order === "oldest" ? (row) => row.dataset.activity > id : (row) => row.dataset.activity < id;
  const next = rows.find(isAfter);
  return next ?? (list.closest("section")?.querySelector("[data-more]") ? undefined : null);
}

function show(list, fresh) {
  const id = fresh.dataset.activity;
  const old = rowIn(list, id);
  if (old) {
    if (Number(old.dataset.version) > Number(fresh.dataset.version)) return;
    replaceRow(old, fresh);
    if (!belongs(fresh, list) && list.dataset.order !== "none") retireRow(list, fresh, leavingReason(fresh));
  } else if (belongs(fresh, list) && list.dataset.order !== "none") {
    const next = successor(list, id);
    if (next !== undefined) insertRow(list, fresh, next);
  }
}

function leavingReason(row) {
  const owner = row.querySelector(".owner")?.textContent;
  return row.dataset.status === "in_progress" && owner ? text("gone.accepted", { name: owner }) : "";
}

/** Why something left, in words: "taken by Іван". */
export function goneReason(reason, name) {
  const key = `gone.${reason}`;
  return hasText(key) && (name || !text(key, { name: "\0" }).includes("\0")) ? text(key, { name }) : text("gone.other");
}

/** Offers what is designated to somebody only to them: rows are rendered once for all who see them. */
function hideWhatIsOthers() {
  const me = CSS.escape(document.documentElement.dataset.operator ?? "");
  const sheet = new CSSStyleSheet();
  sheet.insertRule(`.activities tr[data-designated]:not([data-designated=""], [data-designated="${me}"]) .act form { display: none; }`);
  document.adoptedStyleSheets.push(sheet);
}

/** Keeps every list of Activities on the page in step. */
export function watchActivities() {
  hideWhatIsOthers();
  onLive("activity", (event, data) => {
    for (const list of lists()) {
      if (event === "withdrawn") {
        const row = rowIn(list, data.activity);
        if (row) retireRow(list, row, goneReason(data.reason, data.by?.name));
      } else if (data.html) {
        const fresh = elements(data.html).querySelector("tr");
        if (fresh) show(list, fresh);
      }
      showEmpty(list);
    }
  });
}
