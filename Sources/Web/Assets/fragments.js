import { setState } from "./live-status.js";

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
  const askedAt = Date.now();
  const response = await fetch(address, { headers: { Accept: "text/html", "X-Fragment": "1" }, signal });
  if (response.status === 401) setState("signed-out");
  if (!response.ok) throw new Error(`${response.status} ${address}`);
  // What the stream told since is newer than what the fragment shows.
  return Object.assign(elements(await response.text()), { askedAt });
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

function selectorOf(element) {
  const attribute = ["id", "name", "data-focus", "data-peek", "href"].find((name) => element.getAttribute(name));
  if (attribute) return `${element.localName}[${attribute}="${CSS.escape(element.getAttribute(attribute))}"]`;
  const action = element.form?.getAttribute("action");
  return action ? `[action="${CSS.escape(action)}"] ${element.localName}` : element.closest("summary") ? "summary" : ":not(*)";
}

/** Remembers what has the focus below `root`, so that its successor can have it. */
export function keepFocus(root) {
  const focused = document.activeElement;
  if (!focused || !root.contains(focused)) return () => {};
  const selector = selectorOf(focused);
  const index = [...root.querySelectorAll(selector)].indexOf(focused);
  const { selectionStart, selectionEnd } = focused;
  return (successor) => {
    const heirs = successor.querySelectorAll(selector);
    const heir = heirs[index] ?? heirs[0];
    heir?.focus({ preventScroll: true });
    if (heir && typeof selectionStart === "number") heir.setSelectionRange(selectionStart, selectionEnd);
  };
}

/** Closes the mini page if it is open below `root`, which is about to go. */
export const dismissMiniPage = (root) => root.querySelector("#mini-page")?.dispatchEvent(new CustomEvent("dismiss"));
