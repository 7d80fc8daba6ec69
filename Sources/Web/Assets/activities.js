import { elements } from "./fragments.js";
import { onLive } from "./live.js";
import { hasRest, insertRow, isAtTop, noteLeft, replaceRow, retireRow, showEmpty } from "./rows.js";
import { hasText, plural, text } from "./texts.js";

const facets = ["type", "status", "queue", "owner", "messenger", "reason", "open"];
/** Rows that wait until somebody wants to see them, by list and id. */
const held = new WeakMap();
const lists = () => document.querySelectorAll("tbody[data-activities]");
const rowIn = (list, id) => list.querySelector(`tr[data-activity="${CSS.escape(id)}"]`);

/** Whether the row belongs into a list with these filters. */
function belongs(row, list) {
  const wanted = (facet) => list.dataset[`match${facet[0].toUpperCase()}${facet.slice(1)}`];
  const fits = facets.every((facet) => {
    const value = wanted(facet);
    return !value || value.split(",").includes(row.dataset[facet] || "none");
  });
  const { from, before } = list.dataset;
  const created = row.querySelector(".created time")?.dateTime ?? "";
  if ((from && created < from) || (before && created >= before)) return false;
  if ("overdue" in list.dataset && !(row.dataset.open && Date.parse(row.querySelector(".due time")?.dateTime) < Date.now())) return false;
  const words = wanted("q")?.toLocaleLowerCase();
  return fits && (!words || row.textContent.toLocaleLowerCase().includes(words));
}

/** Whether `row` stands behind `fresh` in the list's order. Ids sort by time; what is closed has no time left and comes last. */
function isBehind(list, fresh) {
  const id = fresh.dataset.activity;
  const due = (row) => row.querySelector(".due time")?.dateTime ?? "";
  switch (list.dataset.order) {
    case "oldest": return (row) => row.dataset.activity > id;
    case "due": return (row) => !row.dataset.open || due(row) > due(fresh);
    case "latest-due": return (row) => !row.dataset.open || due(row) < due(fresh);
    default: return (row) => row.dataset.activity < id;
  }
}

/** The row before which a new one stands; undefined where it belongs on a page that is not loaded. */
function successor(list, fresh) {
  const next = [...list.querySelectorAll("tr[data-activity]")].find(isBehind(list, fresh));
  return next ?? (hasRest(list) ? undefined : null);
}

function show(list, fresh) {
  const id = fresh.dataset.activity;
  const old = rowIn(list, id);
  if (old) {
    if (Number(old.dataset.version) > Number(fresh.dataset.version)) return;
    replaceRow(old, fresh);
    if (!belongs(fresh, list) && list.dataset.order !== "none") retireRow(list, fresh, leavingReason(fresh));
  } else if (belongs(fresh, list) && list.dataset.order !== "none") {
    const next = successor(list, fresh);
    if (next === undefined) return;
    if (isInTheWay(list, next)) hold(list, fresh);
    else insertRow(list, fresh, next);
  } else {
    if (!belongs(fresh, list)) noteLeft(list, fresh.id);
    if (held.get(list)?.delete(id)) tellHeld(list);
  }
}

/** Whether a new row before `next` would push away what somebody is at: they have scrolled, or the focus is in the list. */
const isInTheWay = (list, next) =>
  "hold" in list.dataset && next && (list.contains(document.activeElement) || !isAtTop(list) || held.get(list)?.size > 0);

function hold(list, fresh) {
  if (!held.has(list)) held.set(list, new Map());
  held.get(list).set(fresh.dataset.activity, Object.assign(fresh, { heldAt: Date.now() }));
  tellHeld(list);
}

/** Says at the top how many wait: "3 new". */
function tellHeld(list) {
  const button = list.closest("section")?.querySelector("[data-fresh]");
  const count = held.get(list)?.size ?? 0;
  if (!button) return;
  button.hidden = count === 0;
  button.textContent = count ? plural("list.new", count) : "";
}

function showHeld(list) {
  for (const row of held.get(list).values()) insertRow(list, row, successor(list, row) ?? null, row.heldAt);
  held.delete(list);
  tellHeld(list);
  const first = list.querySelector("[data-preview]");
  first?.closest("tr").scrollIntoView({ block: "center" });
  first?.focus({ preventScroll: true });
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
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-fresh]");
    if (button) showHeld(button.closest("section").querySelector("tbody[data-activities]"));
  });
  // What was fetched anew shows what waited, but not what came since it was asked for.
  document.addEventListener("parts-replaced", ({ detail: askedAt }) => {
    for (const list of lists()) {
      for (const [id, row] of held.get(list) ?? []) {
        const isShown = rowIn(list, id);
        if (isShown || row.heldAt < askedAt) held.get(list).delete(id);
        if (isShown) show(list, row);
      }
      tellHeld(list);
    }
  });
  onLive("activity", (event, { html }) => {
    for (const list of lists()) {
      show(list, elements(html).querySelector("tr"));
      showEmpty(list);
    }
    document.dispatchEvent(new Event("rows"));
  });
}
