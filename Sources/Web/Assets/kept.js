/* What was written to customers and is kept in this browser, each for its time. */
export const drafts = "answerback-drafts";
/** Replies that were sent and are not at the server yet, as far as is known: `{id, text, at, acceptance}` by chat. */
export const replies = "answerback-replies";

/** Calls `handler` when the page is left by signing out; whoever is asked whether to leave, and stays, goes on with their work. */
export function onSignOut(handler) {
  let isAsked = false;
  let isLeaving = false;
  document.addEventListener("submit", (event) => { isAsked = event.target.matches("[data-sign-out]"); });
  // Of two in a row the first came to nothing.
  addEventListener("beforeunload", () => { isLeaving = isAsked; isAsked = false; });
  addEventListener("pagehide", () => { if (isAsked || isLeaving) handler(); });
}

/** Whoever signs out leaves none of it to the next who sits here. */
export function watchSignOut() {
  onSignOut(() => {
    try { for (const key of [drafts, replies]) localStorage.removeItem(key); } catch { /* nothing was kept */ }
  });
}
