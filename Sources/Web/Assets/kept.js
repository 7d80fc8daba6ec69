/* What was written to customers and is kept in this browser, each for its time. */
export const drafts = "answerback-drafts";
/** Replies that were sent and are not at the server yet, as far as is known: `{id, text, at, acceptance}` by chat. */
export const replies = "answerback-replies";

/** Whoever signs out leaves none of it to the next who sits here. */
export function watchSignOut() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    try { for (const key of [drafts, replies]) localStorage.removeItem(key); } catch { /* nothing was kept */ }
  });
}
