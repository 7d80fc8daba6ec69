import { chime, mayChime, noteTouch } from "./chime.js";
import { isAnyFocused, isLeading, lead, noteFocus, onTabs } from "./tabs-of-one.js";
import { plural } from "./texts.js";

const gathers = 400;
const quiet = 5000;
const repeats = 60_000;
const remembered = 300;
const key = `answerback-alerted-${document.documentElement.dataset.operator}`;

/** Ids of rows that are new and not alerted of yet. */
const fresh = new Set();
/** The desktop notification that stands, and the ids of the rows that it tells of. */
let shown = null;
let timer = 0;
let alertedAt = 0;

const panel = () => document.getElementById("notifications");
const wants = (way) => panel()?.dataset.alerts.split(" ").includes(way) ?? false;
const rows = () => [...document.querySelectorAll("#reminders > [data-notification], #system-messages > [data-unread]")];

/** Ids that were alerted of already, by whichever tab. */
function known() {
  try { return new Set(JSON.parse(localStorage.getItem(key) ?? "[]")); } catch { return new Set(); }
}

function remember(ids) {
  try { localStorage.setItem(key, JSON.stringify([...ids].slice(-remembered))); } catch { /* lasts for the page */ }
}

/** A row has just come. */
export function arrived(id) {
  if (!isLeading()) return;
  fresh.add(id);
  gather();
}

/** A row is gone: there is nothing to alert of any more. */
export function departed(id) {
  fresh.delete(id);
  const ids = known();
  if (ids.delete(id)) remember(ids);
  if (!shown?.ids.delete(id) || shown.ids.size) return;
  shown.notification.close();
  shown = null;
}

/** The lists were fetched anew, by this page or as a whole: alerts once of all that came meanwhile. */
export function caughtUp() {
  if (!isLeading() || !panel() || new URLSearchParams(location.search).has("after")) return;
  const before = known();
  for (const row of rows()) if ("unread" in row.dataset && !before.has(row.id)) fresh.add(row.id);
  remember(rows().map((row) => row.id));
  if (fresh.size) gather();
}

function gather() {
  timer ||= setTimeout(alertOfFresh, Math.max(gathers, alertedAt + quiet - Date.now()));
}

function alertOfFresh() {
  timer = 0;
  if (!isLeading()) { fresh.clear(); return; }
  const ids = rows().map((row) => row.id).filter((id) => fresh.has(id));
  fresh.clear();
  if (!ids.length) return;
  remember(new Set([...known(), ...ids]));
  alertedAt = Date.now();
  if (wants("sound")) chime();
  showOnDesktop(ids);
}

/** What waits is told of again, as long as it does. */
function repeat() {
  const tab = document.querySelector("[data-reminder-count]");
  const count = Number(tab?.dataset.reminderCount ?? 0);
  if (!isLeading() || !wants("repeated") || !count || Date.now() - alertedAt < repeats / 2) return;
  alertedAt = Date.now();
  if (wants("sound")) chime();
  const ids = rows().filter((row) => row.dataset.notification).map((row) => row.id);
  showOnDesktop(ids, plural("bell.waiting", count));
}

/** One notification at a time, whatever has gathered in it; none while somebody looks at a page of ours. */
async function showOnDesktop(ids, title) {
  if (!wants("desktop") || !("Notification" in window) || Notification.permission !== "granted" || await isAnyFocused()) return;
  const all = new Set([...(shown?.ids ?? []), ...ids]);
  const row = all.size === 1 ? document.getElementById(ids[0]) : null;
  const heading = title ?? row?.querySelector(".title").textContent ?? plural("bell.many", all.size);
  const body = title ? "" : (row?.querySelector(".customer, .about")?.textContent.trim() ?? "");
  const address = row?.querySelector("a")?.href ?? "/notifications";
  const notification = new Notification(heading, { body, tag: key, renotify: true, lang: document.documentElement.lang });
  notification.onclick = () => { focus(); location.assign(address); notification.close(); };
  notification.onclose = () => { if (shown?.notification === notification) shown = null; };
  shown = { notification, ids: all };
}

/** Asks for the browser's permission where the operator wants what it has not been asked for yet. */
function offerPermission() {
  const offer = document.querySelector("[data-allow-desktop]");
  if (offer) offer.hidden = !wants("desktop") || !("Notification" in window) || Notification.permission !== "default";
}

/** Lets one tab alert of what is new in the Notification Center. */
export function watchAlerts() {
  if (!panel()) return;
  const touched = () => {
    for (const name of ["pointerdown", "keydown"]) removeEventListener(name, touched, true);
    noteTouch();
    if (!isLeading()) lead(caughtUp, true);
  };
  // A tab that may not sound leads only until somebody touches one.
  if (mayChime()) noteTouch();
  else for (const name of ["pointerdown", "keydown"]) addEventListener(name, touched, true);
  lead(caughtUp, mayChime());
  noteFocus();
  offerPermission();
  setInterval(repeat, repeats);
  document.addEventListener("click", async (event) => {
    if (!event.target.closest?.("[data-allow-desktop] button")) return;
    await Notification.requestPermission();
    offerPermission();
  });
  onTabs(offerPermission);
}

/** After the panel was replaced. */
export function panelReplaced() {
  offerPermission();
  caughtUp();
}
