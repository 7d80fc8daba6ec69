import { onDone } from "./actions.js";
import { goneReason } from "./activities.js";
import { arrived, departed, panelReplaced, watchAlerts } from "./alerting.js";
import { announce, count, showBell, showCount } from "./bell.js";
import { elements, fetchFragment } from "./fragments.js";
import { onLive, onResync } from "./live.js";
import { lengthen, syncSection } from "./parts.js";
import { watchReading } from "./reading.js";
import { insertRow, isAtTop, replaceRow, retireRow } from "./rows.js";
import { watchSystemMessages } from "./system-messages.js";
import { isLeading, onTabs } from "./tabs-of-one.js";
import { plural } from "./texts.js";
import { showTimes } from "./times.js";

/** How many rows the server gives at once. The list is fetched anew rather than growing by twice as many. */
const atOnce = 50;
const summaryStays = 30_000;
/** What concerns everybody is not fetched by all of them at the same moment. */
const spread = 2000;
/** Ids withdrawn of late and when, so that a thing done here and then told by the stream counts once. */
const withdrawn = new Map();
/** How many rows somebody wanted to see. */
let wanted = atOnce;
/** Ids that came since the panel was last asked for. */
const came = new Set();
/** How many came while nobody could see this tab. */
let unseen = 0;

const reminders = () => document.getElementById("reminders");
const rows = (list) => [...list.querySelectorAll(":scope > [data-notification]")];
const row = (id) => reminders()?.querySelector(`[data-notification="${CSS.escape(id)}"]`);

function add(data) {
  const fresh = data.html && elements(data.html).querySelector("li");
  const list = reminders();
  if (!fresh || !list) return;
  withdrawn.delete(data.activity);
  const old = row(data.activity);
  if (old) { replaceRow(old, fresh); watchReading(fresh); return; }
  insertRow(list, fresh, list.firstElementChild);
  came.add(data.activity);
  watchReading(fresh);
  showCount("reminders", count("reminders") + 1);
  announce(fresh.querySelector(".title")?.textContent ?? "");
  arrived(fresh.id);
  if (document.hidden) unseen += 1;
  if (list.children.length > wanted + atOnce && isAtTop(list)) refreshSoon();
}

function withdraw(id, reason, name) {
  if (withdrawn.has(id)) return;
  withdrawn.set(id, Date.now());
  came.delete(id);
  if (withdrawn.size > 200) withdrawn.delete(withdrawn.keys().next().value);
  departed(`notification-${id}`);
  const list = reminders();
  const gone = row(id);
  // It was not ours any more, unless it is on a page that is not loaded; then only the server knows.
  if (!gone) { if (list && count("reminders") > rows(list).length) refreshSoon(); return; }
  if ("unread" in gone.dataset && document.hidden) unseen = Math.max(0, unseen - 1);
  retireRow(list, gone, goneReason(reason, name));
  showCount("reminders", count("reminders") - 1);
  if (!list.querySelector("[data-notification]")) refreshSoon();
}

let refreshing = 0;
/** Whether a tab that nobody sees has put off to fetch the panel again. */
let isBehind = false;

/** Fetches the panel again, once for many reasons that come together. */
function refreshSoon() {
  if (!count("reminders") || !reminders()) return;
  if (document.hidden && !isLeading()) isBehind = true;
  else refreshing ||= setTimeout(refresh, 400 + Math.random() * spread);
}

/** Brings the panel into step with what the server shows, row by row: somebody may be at work in it. */
async function refresh() {
  clearTimeout(refreshing);
  refreshing = 0;
  isBehind = false;
  came.clear();
  const fragment = await fetchFragment("/notifications").catch(() => null);
  const fresh = fragment?.getElementById("notifications");
  // Without a connection, the next resync tries again.
  if (!fresh || !reminders()) return;
  const shown = rows(reminders());
  const surplus = shown.length > wanted + atOnce && isAtTop(reminders()) ? shown.slice(wanted) : [];
  await lengthen(fresh.querySelector("#reminders-panel"), "#reminders", shown.length - surplus.length);
  for (const one of surplus) one.remove();
  takeReminders(fresh, fragment.askedAt);
  takeMessages(fresh, fragment.askedAt);
  document.getElementById("notifications").dataset.alerts = fresh.dataset.alerts;
  panelReplaced();
}

function takeReminders(panel, askedAt) {
  const fresh = rows(panel.querySelector("#reminders"));
  const late = fresh.filter(({ dataset }) => withdrawn.get(dataset.notification) >= askedAt);
  for (const one of late) one.remove();
  // What is there again can be withdrawn again.
  for (const one of fresh) if (!late.includes(one)) withdrawn.delete(one.dataset.notification);
  const known = new Set(fresh.map(({ dataset }) => dataset.notification));
  if (document.hidden) unseen += fresh.filter(({ dataset }) => "unread" in dataset && !row(dataset.notification)).length;
  syncSection(document.getElementById("reminders-panel"), panel.querySelector("#reminders-panel"), "#reminders", askedAt);
  const total = Number(panel.querySelector("[data-reminder-count]").dataset.reminderCount);
  showCount("reminders", total - late.length + [...came].filter((id) => !known.has(id)).length);
  watchReading(reminders());
}

function takeMessages(panel, askedAt) {
  const newest = "[data-all-messages] [name='newest']";
  document.querySelector(newest).value = panel.querySelector(newest).value;
  syncSection(document.getElementById("messages-panel"), panel.querySelector("#messages-panel"), "#system-messages", askedAt);
  showCount("messages", Number(panel.querySelector("[data-message-count]").dataset.messageCount));
}

/** Whoever comes back is told once how much has come meanwhile: in the panel, or over the page where that is closed. */
function summarise() {
  if (document.hidden) return;
  if (isBehind) refresh();
  const summary = document.querySelector("[data-summary]");
  if (summary && unseen > 1) {
    summary.textContent = plural("bell.away", unseen);
    setTimeout(() => { summary.textContent = ""; }, summaryStays);
    if (!summary.checkVisibility()) showOver(summary.textContent);
  }
  unseen = 0;
}

function showOver(words) {
  const note = document.createElement("p");
  Object.assign(note, { className: "summary over", textContent: words });
  document.body.append(note);
  document.getElementById("bell-announcer").textContent = words;
  setTimeout(() => note.remove(), summaryStays);
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => note.remove(), { once: true });
}

async function loadMore(link) {
  const section = link.closest("section");
  const page = await fetchFragment(link.href).catch(() => null);
  if (!page) return;
  const list = section.querySelector("ol");
  const more = page.querySelectorAll(`#${list.id} > li`);
  list.append(...more);
  if (list === reminders()) wanted = rows(list).length;
  link.closest(".more").replaceWith(...page.querySelectorAll(`#${section.id} > .more`));
  more[0]?.querySelector("a")?.focus({ preventScroll: true });
  showTimes(list);
  watchReading(list);
}

/** Keeps the bell and the tabs of the Notification Center in step. */
export function watchNotifications() {
  if (!document.getElementById("bell")) return;
  showBell();
  if (reminders()) watchReading(reminders());
  onLive("notification", (event, data) => {
    if (event === "withdrawn") withdraw(data.activity, data.reason, data.by?.name);
    else if (event === "added" || row(data.activity)) add(data);
  });
  // Whichever tab alerts of what comes must know of it also behind others.
  onResync(refresh, isLeading);
  onDone("postpone", ({ id }) => withdraw(id, "postponed"));
  onDone("postpone-all", refresh);
  onTabs(({ seen, alerts }) => {
    if (seen) delete row(seen)?.dataset.unread;
    const panel = document.getElementById("notifications");
    if (alerts !== undefined && panel) panel.dataset.alerts = alerts;
  });
  document.addEventListener("visibilitychange", summarise);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-more-notifications]");
    if (link) { event.preventDefault(); loadMore(link); }
  });
  watchSystemMessages();
  watchAlerts();
}

/** Takes the notification away after this operator declined it. */
export const declined = (id) => row(id) && withdraw(id, "declined");
