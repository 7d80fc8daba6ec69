import { keepFocus } from "./fragments.js";
import { showTimes } from "./times.js";

const stays = 4000;

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

/** Shows the list's "nothing here" exactly while nothing is there. */
export function showEmpty(list) {
  const note = list.closest("section")?.querySelector("[data-empty]");
  if (note) note.hidden = list.children.length > 0;
}

/** Puts `fresh` in the place of `old`; the focus stays where it was. */
export function replaceRow(old, fresh) {
  const restore = keepFocus(old);
  const miniPage = old.querySelector("#mini-page");
  const pick = fresh.querySelector("[data-pick]");
  if (pick) pick.checked = old.querySelector("[data-pick]")?.checked ?? false;
  if (miniPage) fresh.querySelector("td")?.append(miniPage);
  old.replaceWith(fresh);
  restore(fresh);
  showTimes(fresh);
}

/** Inserts a new row before `next` (null: at the end), yet never above the row that is being read. */
export function insertRow(list, row, next) {
  const read = readRow(list);
  const isAbove = read && next && (read === next || next.compareDocumentPosition(read) & Node.DOCUMENT_POSITION_FOLLOWING);
  row.dataset.new = "";
  keepStill(list, () => list.insertBefore(row, isAbove ? read.nextSibling : next));
  showTimes(row);
  showEmpty(list);
}

/** Lets a row that no longer belongs here say why for a moment, and go. It counts as gone at once: it has no id any more. */
export function retireRow(list, row, reason) {
  const hadFocus = row.contains(document.activeElement);
  row.removeAttribute("id");
  row.dataset.gone = row.dataset.activity ?? row.dataset.notification ?? row.dataset.chat ?? "";
  for (const name of ["activity", "notification", "chat", "unread"]) delete row.dataset[name];
  for (const control of row.querySelectorAll("form, details, .peek, [data-pick]")) if (!control.closest("#mini-page")) control.remove();
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
