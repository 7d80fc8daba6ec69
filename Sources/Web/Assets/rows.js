import { keepFocus, typedFields } from "./fragments.js";
import { showTimes } from "./times.js";

const stays = 4000;
/** When a row came as it is: a list that was asked for before does not know it. */
const cameAt = new WeakMap();
/** By list, when a row was found to belong there no more, by its id: a list that was asked for before still has it. */
const leftAt = new WeakMap();
const mostLeft = 500;

/** The row that is being read: under the pointer, or with the focus. */
const readRow = (list) => list.querySelector(":scope > :focus-within") ?? list.querySelector(":scope > :hover");

/** Changes a list without moving what is being read: scrolls by as much as the row in view was shifted. */
export function keepStill(list, change) {
  const anchor = readRow(list) ?? [...list.children].find((row) => row.getBoundingClientRect().bottom > 60);
  const top = anchor?.getBoundingClientRect().top;
  change();
  if (!anchor?.isConnected || (top >= 0 && !readRow(list) && isAtTop(list))) return;
  const shift = anchor.getBoundingClientRect().top - top;
  if (shift) scroller(list).scrollBy({ top: shift, behavior: "instant" });
}

/** What scrolls the list: its panel, on phones the middle of the page, else the page. */
function scroller(list) {
  const inner = list.closest(".panel-body .tab-panel, main");
  return inner && getComputedStyle(inner).overflowY === "auto" ? inner : document.scrollingElement;
}
export const isAtTop = (list) => scroller(list).scrollTop < 8;

/** Whether the list goes on where the page does not show it. */
export const hasRest = (list) => Boolean(list.closest("section")?.querySelector("[data-more], [data-rest]"));

/** Shows the list's "nothing here" exactly while nothing is there. */
export function showEmpty(list) {
  const note = list.closest("section")?.querySelector("[data-empty]");
  if (note) note.hidden = list.children.length > 0;
}

/** What is open in the old row is open in the new one, what was typed or chosen in it stays. */
function carryUse(old, fresh) {
  const pick = fresh.querySelector("[data-pick]");
  if (pick) pick.checked = old.querySelector("[data-pick]")?.checked ?? false;
  const heirs = fresh.querySelectorAll("details");
  for (const [index, { open }] of old.querySelectorAll("details").entries()) if (heirs[index]) heirs[index].open = open;
  for (const field of typedFields(old)) {
    const heir = fresh.querySelector(`[name="${CSS.escape(field.name)}"]`);
    if (heir) heir.value = field.value;
  }
}

/** A list that was asked for before `at` may show the row with this id: it does not belong there any more. */
export function noteLeft(list, id, at = Date.now()) {
  if (!leftAt.has(list)) leftAt.set(list, new Map());
  const left = leftAt.get(list);
  left.delete(id);
  left.set(id, at);
  if (left.size > mostLeft) left.delete(left.keys().next().value);
}

/** Puts `fresh`, as it was `at` that time, in the place of `old`; the focus stays where it was. */
export function replaceRow(old, fresh, at = Date.now()) {
  const restore = keepFocus(old);
  const miniPage = old.querySelector("#mini-page");
  // Not into a cell that this list hides.
  if (miniPage) (fresh.querySelector("td.subject") ?? fresh.querySelector("td"))?.append(miniPage);
  carryUse(old, fresh);
  cameAt.set(fresh, at);
  old.replaceWith(fresh);
  // Leaving its place has closed it.
  miniPage?.togglePopover?.(true);
  restore(fresh);
  showTimes(fresh);
}

/** Inserts a new row, as it was `at` that time, before `next` (null: at the end), yet never above the row that is being read. */
export function insertRow(list, row, next, at = Date.now()) {
  const read = readRow(list);
  const isAbove = read && next && (read === next || next.compareDocumentPosition(read) & Node.DOCUMENT_POSITION_FOLLOWING);
  row.dataset.new = "";
  cameAt.set(row, at);
  leftAt.get(list)?.delete(row.id);
  keepStill(list, () => list.insertBefore(row, isAbove ? read.nextSibling : next));
  showTimes(row);
  showEmpty(list);
}

/** Lets a row that no longer belongs here say why for a moment, and go. It counts as gone at once: it has no id any more. */
export function retireRow(list, row, reason, at = Date.now()) {
  noteLeft(list, row.id, at);
  const hadFocus = row.contains(document.activeElement);
  // What stands below it is not to move under the pointer.
  if (readRow(list)) row.style.height = `${row.getBoundingClientRect().height}px`;
  row.removeAttribute("id");
  row.dataset.gone = row.dataset.activity ?? row.dataset.notification ?? row.dataset.chat ?? "";
  for (const name of ["activity", "notification", "chat", "unread"]) delete row.dataset[name];
  for (const control of row.querySelectorAll("form, details, .peek, [data-pick], button[form]")) if (!control.closest("#mini-page")) control.remove();
  const outcome = row.querySelector(".outcome");
  if (outcome && reason) outcome.textContent = reason;
  if (hadFocus) { row.tabIndex = -1; row.focus({ preventScroll: true }); }
  setTimeout(() => removeWhenUnread(list, row), stays);
}

/** Waits with the removal while somebody is at it: nothing may slip under the pointer just before a click. */
function removeWhenUnread(list, row) {
  const isRead = (list.matches(":hover") && row.nextElementSibling) || row.querySelector("#mini-page");
  if (isRead) { setTimeout(() => removeWhenUnread(list, row), 1000); return; }
  const heir = row.nextElementSibling ?? row.previousElementSibling;
  const hadFocus = row.contains(document.activeElement);
  keepStill(list, () => row.remove());
  if (hadFocus) heir?.querySelector("a, button")?.focus({ preventScroll: true });
  showEmpty(list);
}

/** Whether two elements show the same, whatever is open or typed in the first. Times must have been written in both. */
export function isSame(shown, fresh) {
  const copy = shown.cloneNode(true);
  copy.querySelector("#mini-page")?.remove();
  copy.removeAttribute("data-new");
  for (const one of copy.querySelectorAll("details")) one.open = false;
  for (const one of copy.querySelectorAll(".peek")) one.setAttribute("aria-expanded", "false");
  return copy.isEqualNode(fresh);
}

/** Of the rows that are not in `fresh`, those that were loaded behind its end; a search may have stopped before any row. */
function rowsBeyond(present, fresh, { hasRest, isSearching }) {
  const last = present.findLastIndex(({ id }) => fresh.has(id));
  const goesOn = isSearching || (hasRest && last >= 0 && present.length > fresh.size);
  return new Set(goesOn ? present.slice(last + 1) : []);
}

/**
 * Brings a list into step with a fresh one, row by row as if each change had come by itself: nothing moves that is being read.
 * Gives whether the list then ends where the fresh one does.
 */
export function syncRows(list, freshList, { hasRest, isSearching = false, askedAt = Date.now() }) {
  const hasLeft = ({ id }) => leftAt.get(list)?.get(id) >= askedAt;
  const fresh = new Map([...freshList.children].filter((row) => !hasLeft(row)).map((row) => [row.id, row]));
  const present = [...list.children].filter(({ id }) => id);
  const beyond = rowsBeyond(present, fresh, { hasRest, isSearching });
  const isToGo = (row) => !fresh.has(row.id) && !beyond.has(row) && !(cameAt.get(row) >= askedAt);
  for (const row of present.filter(isToGo)) retireRow(list, row, "", askedAt);
  showTimes(list);
  showTimes(freshList);
  const shown = new Map(present.map((row) => [row.id, row]));
  let next = [...beyond][0] ?? null;
  for (const row of [...fresh.values()].reverse()) next = syncRow(list, shown.get(row.id), row, next, fresh, askedAt);
  return beyond.size === 0;
}

/** Puts one row before `next`, in place of the one that is shown if any; gives what stands there then. */
function syncRow(list, shown, fresh, next, known, askedAt) {
  if (!shown) { insertRow(list, fresh, next, askedAt); return fresh; }
  const { version } = shown.dataset;
  const isNewer = version ? Number(version) > Number(fresh.dataset.version) : cameAt.get(shown) >= askedAt;
  const keeps = isNewer || isSame(shown, fresh);
  if (!keeps) replaceRow(shown, fresh, askedAt);
  const row = keeps ? shown : fresh;
  let follower = row.nextElementSibling;
  while (follower && follower !== next && !known.has(follower.id)) follower = follower.nextElementSibling;
  if (follower !== next && !readRow(list)) keepStill(list, () => list.insertBefore(row, next));
  return row;
}
