import { text } from "./texts.js";

const done = new Map();
const refused = new Map();
/** How long something said stays at least, in milliseconds, whatever changes beside it. */
const timeToRead = 5000;

/** Calls `handler({form, id, answer})` after the server has done what a form with this `data-action` asks. */
export function onDone(action, handler) {
  done.set(action, handler);
}

/** Calls `handler(answer, form)` when the server refuses what a form asks with this code, instead of saying so beside it. */
export function onRefused(code, handler) {
  refused.set(code, handler);
}

/** What the server answered to a form: `{ok, status, answer}`; `status` 0 means that there was no connection. */
export const send = (form, body) => post(form.getAttribute("action"), body);

/** The same for what no form on the page asks. With `keepalive` it goes out though the page be left. */
export async function post(address, body, keepalive = false) {
  try {
    const response = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body, keepalive });
    const answer = await response.json().catch(() => ({}));
    return { ok: response.ok, status: response.status, answer };
  } catch {
    return { ok: false, status: 0, answer: {} };
  }
}

/** What went wrong, in words. */
export function failure({ status, answer }) {
  const error = answer.error ?? {};
  if (status === 0) return text("error.offline");
  if (error.code === "already_taken" && error.takenBy) return text("error.already_taken", { name: error.takenBy.name });
  return error.message || text("error.other");
}

/** Says it in this place, where it stays for a while. */
export function sayIn(place, words) {
  place.textContent = words;
  if (words) place.dataset.until = Date.now() + timeToRead;
  else delete place.dataset.until;
}

/** Says beside the form what came of it, at the field if one is to blame. */
export function say(form, message, field) {
  const place = form.closest("li, tr, article, [data-part='head']") ?? form;
  const error = field && form.querySelector(`[data-error-for="${CSS.escape(field)}"]`);
  const outcome = error || place.querySelector(".outcome") || document.querySelector("#page .outcome");
  if (!outcome) return;
  sayIn(outcome, message);
  if (error) form.elements[field]?.focus();
}

function lose(form, result) {
  const handler = refused.get(result.answer.error?.code);
  if (handler) { handler(result.answer, form); return; }
  say(form, failure(result), result.answer.error?.field);
  if (!["already_taken", "closed", "already_closed"].includes(result.answer.error?.code)) return;
  for (const button of form.closest("li, tr, .actions")?.querySelectorAll("form button") ?? []) button.disabled = true;
}

/** Sends the forms with `data-action` without leaving the page. Without this script they are plain forms. */
export function takeOverForms() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const handler = done.get(form.dataset?.action);
    if (!handler) return;
    event.preventDefault();
    const button = event.submitter ?? form.querySelector("button");
    if (button?.getAttribute("aria-busy") === "true") return;
    button?.setAttribute("aria-busy", "true");
    for (const error of form.querySelectorAll("[data-error-for]")) error.textContent = "";
    const result = await send(form, new URLSearchParams(new FormData(form, event.submitter)));
    button?.removeAttribute("aria-busy");
    if (result.ok) handler({ form, id: form.getAttribute("action").split("/")[2], answer: result.answer });
    else lose(form, result);
  });
}
