import { setState } from "./live-status.js";
import { showTimes } from "./times.js";

/** The elements of HTML that our own server rendered. */
export function elements(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/**
 * Fetches a page without its frame.
 * @throws {Error} when there is no connection or the answer is no page.
 */
export async function fetchFragment(address, signal) {
  const response = await fetch(address, { headers: { Accept: "text/html", "X-Fragment": "1" }, signal });
  if (response.status === 401) setState("signed-out");
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  return elements(await response.text());
}

/** Whether somebody changed this field since it was drawn. */
function isTyped(field) {
  if (!field.name || field.type === "hidden" || "pick" in field.dataset) return false;
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.localName !== "select") return field.value !== field.defaultValue;
  const standard = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return field.value !== (standard?.value ?? "");
}

export const typedFields = (root) => [...root.querySelectorAll("input, textarea, select")].filter(isTyped);

/** Whether something below `root` was typed and not saved. */
export const isDirty = (root) => typedFields(root).length > 0;

/** Remembers what has the focus below `root`, so that its successor can have it. */
export function keepFocus(root) {
  const focused = document.activeElement;
  if (!focused || !root.contains(focused)) return () => {};
  const attribute = ["id", "name", "data-focus", "data-peek", "href"].find((name) => focused.getAttribute(name));
  const selector = attribute
    ? `${focused.localName}[${attribute}="${CSS.escape(focused.getAttribute(attribute))}"]`
    : `[action="${CSS.escape(focused.form?.getAttribute("action") ?? "")}"] ${focused.localName}`;
  const { selectionStart, selectionEnd } = focused;
  return (successor) => {
    const heir = successor.querySelector(selector);
    heir?.focus({ preventScroll: true });
    if (heir && typeof selectionStart === "number") heir.setSelectionRange(selectionStart, selectionEnd);
  };
}

/** Carries what somebody typed over into the new part; false where the new part has no place for it. */
function carryOver(old, fresh) {
  return typedFields(old).every((field) => {
    const heir = fresh.querySelector(`[name="${CSS.escape(field.name)}"]`);
    if (!heir) return false;
    if (field.type === "checkbox") heir.checked = field.checked;
    else heir.value = field.value;
    return true;
  });
}

/** Closes the mini page if it is open below `root`, which is about to go. */
export const dismissMiniPage = (root) => root.querySelector("#mini-page")?.dispatchEvent(new CustomEvent("dismiss"));

/** Takes an open mini page along into the same row's new form; without such a row it closes. */
function carryMiniPage(old, fresh) {
  const panel = old.querySelector("#mini-page");
  const row = panel?.closest("tr");
  const heir = row?.id && fresh.querySelector(`#${CSS.escape(row.id)} td`);
  if (heir) heir.append(panel);
  else dismissMiniPage(old);
}

/** Rows that are chosen stay so. */
function carryPicks(old, fresh) {
  const picked = new Set([...old.querySelectorAll("[data-pick]:checked")].map((box) => box.value));
  for (const box of fresh.querySelectorAll("[data-pick]")) box.checked = picked.has(box.value);
}

/** Replaces the parts of the page (`data-part`) by those of the fragment. What somebody typed stays, but in the part `discard`. */
export function replaceParts(fragment, { discard = "" } = {}) {
  for (const fresh of fragment.querySelectorAll("[data-part]")) {
    const old = document.querySelector(`#page [data-part="${fresh.dataset.part}"]`);
    if (!old || (fresh.dataset.part !== discard && !carryOver(old, fresh))) continue;
    const restore = keepFocus(old);
    carryMiniPage(old, fresh);
    carryPicks(old, fresh);
    old.replaceWith(fresh);
    restore(fresh);
  }
  showTimes();
  document.dispatchEvent(new Event("parts-replaced"));
}
