// What the tabs of one operator in one browser tell each other, and which of them acts for all.
const name = `answerback-${document.documentElement.dataset.operator}`;
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(name) : null;
let leads = false;

/** Tells the other tabs. */
export const tellTabs = (news) => channel?.postMessage(news);

/** Calls `handler` with what another tab tells. */
export const onTabs = (handler) => channel?.addEventListener("message", ({ data }) => handler(data));

/** Whether this tab acts for all of them. Without locks every tab thinks so. */
export const isLeading = () => leads || !navigator.locks;

/**
 * Becomes the tab that acts for all when the one that is leaves; with `steal` at once.
 * @param {() => void} began is called when this tab begins to lead.
 */
export async function lead(began, steal = false) {
  const hold = () => { leads = true; began(); return new Promise(() => {}); };
  // The promise ends only when another tab took the lead: then this one waits for its turn again.
  await navigator.locks?.request(`${name}-lead`, { steal }, hold).catch(() => { leads = false; lead(began); });
}

/** Keeps note, for all tabs, of whether this one has the focus. */
export function noteFocus() {
  const hold = () => document.hasFocus() && new Promise((release) => addEventListener("blur", release, { once: true }));
  const note = () => navigator.locks?.request(`${name}-focus`, { mode: "shared" }, hold);
  addEventListener("focus", note);
  note();
}

/** Whether somebody is looking at any of the tabs. */
export async function isAnyFocused() {
  if (document.hasFocus()) return true;
  const { held } = (await navigator.locks?.query()) ?? { held: [] };
  return held.some((lock) => lock.name === `${name}-focus`);
}
