import { onDone, onRefused, say } from "./actions.js";
import { fetchFragment, isDirty, typedFields } from "./fragments.js";
import { isLive } from "./live-status.js";
import { onLive, onResync } from "./live.js";
import { declined } from "./notifications.js";
import { lengthenParts, replaceParts } from "./parts.js";
import { showTab } from "./tabs.js";
import { text } from "./texts.js";

const isWide = matchMedia("(min-width: 67.5em)");
const head = () => document.querySelector(".card-head");
let timer = 0;
/** The number of the last request for the page, and that of the newest answer that was shown. */
let asked = 0;
let shown = 0;
let isLeaving = false;

/** Fetches the page again and replaces what is live on it; several changes at once make one request. */
export function refresh(options) {
  clearTimeout(timer);
  timer = setTimeout(() => refreshNow(options), 150);
}

async function refreshNow(options) {
  const address = location.pathname + location.search;
  const number = ++asked;
  const fragment = await fetchFragment(address).catch(() => null);
  // Of a customer who was erased nothing stays in sight, not even in the page's title.
  if (isErased(fragment) && !isErased(document)) { location.replace(address); return; }
  if (fragment) await lengthenParts(fragment);
  if (!fragment || address !== location.pathname + location.search) return;
  // An answer that was overtaken by a later one is the older.
  if (number < shown) { if (options?.discard) await refreshNow(options); return; }
  shown = number;
  const form = document.getElementById("activity-form");
  const typed = form && options?.discard !== "fields" ? typedFields(form).map((field) => [field.name, seenField(form, field.name)?.value]) : [];
  if (fragment.querySelector("[data-conversation]")) (await import("./chat.js")).takeMessages(fragment);
  // What was just said is not lost to a change that comes right behind it.
  const places = [".card-head .outcome", ".conversation-head .outcome", ".assignment .outcome", "#reply-error"];
  const said = places.map((place) => document.querySelector(place)).map((one) => one?.dataset.until > Date.now() && one);
  replaceParts(fragment, options);
  for (const [index, place] of places.entries()) if (said[index]) document.querySelector(place)?.replaceWith(said[index]);
  const overtaken = typed.filter(([name, print]) => remember(name, print));
  if (overtaken.length) warn();
}

const isErased = (page) => Boolean(page?.querySelector("#page[data-erased]"));

/** The print of a field as it was when the page showed it. */
const seenField = (form, name) => form?.querySelector(`[name="seen.${CSS.escape(name)}"]`);

/** What somebody is changing stays compared with what they saw when they began; true where there is something newer by now. */
function remember(name, print) {
  const field = seenField(document.getElementById("activity-form"), name);
  if (!field || print === undefined || field.value === print) return false;
  field.value = print;
  return true;
}

/** What was typed stays; whoever saves it now is asked which of both is to stay. */
function warn() {
  const note = document.querySelector("[data-stale]");
  if (!note) return;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "small", textContent: text("card.reload") });
  button.onclick = () => refreshNow({ discard: "fields" });
  note.replaceChildren(text("card.changed"), button);
  note.hidden = false;
}

/** Opens the tab that the address names. On a wide screen the conversation is in sight anyway. */
function enterTab() {
  const name = location.hash.slice(1);
  const isChat = name === "chat";
  if (head() && !(isChat && isWide.matches)) showTab(name);
  if (isChat) document.querySelector(".composer textarea")?.focus({ preventScroll: true });
}

function accepted({ id }) {
  if (head()?.dataset.activity !== id) { location.assign(`/activities/${id}#chat`); return; }
  history.replaceState(null, "", "#chat");
  refreshNow().then(enterTab);
}

/** Declining hides it for this operator: their row goes, and the card gives way to the list. */
function afterDecline({ id }) {
  declined(id);
  if (head()?.dataset.activity === id) location.assign("/activities");
}

function closed({ form }) {
  const miniPage = form.closest("#mini-page");
  if (miniPage) miniPage.dispatchEvent(new CustomEvent("dismiss"));
  if (head() || !isLive()) refresh({ discard: "fields" });
}

async function saved({ form }) {
  const isCard = form.id === "activity-form";
  if (isCard) await refreshNow({ discard: "fields" });
  else for (const field of form.elements) keepAsSaved(field);
  say(isCard ? head() : form, text("saved"));
}

function keepAsSaved(field) {
  if (field.type === "checkbox") field.defaultChecked = field.checked;
  else if ("defaultValue" in field) field.defaultValue = field.value;
}

/** Keeps the card in step and does what its buttons say. */
export function watchCard() {
  onDone("accept", accepted);
  onDone("decline", afterDecline);
  onDone("give-back", () => refreshNow());
  onDone("complete", closed);
  onDone("cancel", closed);
  onDone("save", saved);
  onDone("assign", () => refreshNow({ discard: "assignment" }));
  onRefused("given_meanwhile", ({ error }, form) => {
    say(form, error.message);
    refreshNow({ discard: "assignment" });
  });
  onDone("resend", () => isLive() || refresh());
  onRefused("conflicting", ({ error }) => import("./merge.js").then(({ askWhatStays }) => askWhatStays(error.html)));
  onDone("setting", saved);
  onDone("close-chat", () => refresh());
  onLive("activity", (event, data) => {
    if (head() && head().dataset.activity === data.activity && event !== "added") refresh();
  });
  onLive("chat", (event, data) => {
    if (document.querySelector(`[data-conversation="${CSS.escape(data.chat ?? "")}"]`)) refresh();
  });
  // Nothing else changes by itself, and the answer to a form cannot be asked for.
  onResync(() => document.querySelector("#page [data-part], [data-page=contact]") && refresh());
  document.addEventListener("replied", () => refresh());
  addEventListener("beforeunload", (event) => {
    const form = document.getElementById("activity-form");
    if (form && isDirty(form) && !isLeaving) event.preventDefault();
  });
  document.addEventListener("click", (event) => { isLeaving = Boolean(event.target.closest?.("[data-back]")); });
  addEventListener("hashchange", enterTab);
  // Going to the #chat of the address, the browser takes the focus away once the page has loaded; it is given back then.
  addEventListener("load", () => setTimeout(enterTab));
}
