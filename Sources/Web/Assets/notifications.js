import { onDone } from "./actions.js";
import { goneReason } from "./activities.js";
import { arrived, departed, panelReplaced, watchAlerts } from "./alerting.js";
import { announce, count, showBell, showCount } from "./bell.js";
import { elements, fetchFragment, keepFocus } from "./fragments.js";
import { onLive, onResync } from "./live.js";
import { insertRow, replaceRow, retireRow } from "./rows.js";
import { watchSystemMessages } from "./system-messages.js";
import { onTabs, tellTabs } from "./tabs-of-one.js";
import { enhanceTabs } from "./tabs.js";
import { plural } from "./texts.js";
import { showTimes } from "./times.js";

/** The list is fetched anew rather than growing beyond this. */
const longest = 100;
const summaryStays = 30_000;
/** Ids withdrawn of late, so that a thing done here and then told by the stream counts once. */
const withdrawn = new Set();
/** How many came while nobody could see this tab. */
let unseen = 0;

const reminders = () => document.getElementById("reminders");
const row = (id) => reminders()?.querySelector(`[data-notification="${CSS.escape(id)}"]`);

function add(data) {
  const fresh = data.html && elements(data.html).querySelector("li");
  const list = reminders();
  if (!fresh || !list) return;
  withdrawn.delete(data.activity);
  const old = row(data.activity);
  if (old) { replaceRow(old, fresh); return; }
  insertRow(list, fresh, list.firstElementChild);
  watchReading(fresh);
  showCount("reminders", count("reminders") + 1);
  announce(fresh.querySelector(".title")?.textContent ?? "");
  arrived(fresh.id);
  if (document.hidden) unseen += 1;
  if (list.children.length > longest) refreshSoon();
}

function withdraw(id, reason, name) {
  if (withdrawn.has(id)) return;
  withdrawn.add(id);
  if (withdrawn.size > 200) withdrawn.delete(withdrawn.values().next().value);
  departed(`notification-${id}`);
  const list = reminders();
  const gone = row(id);
  // It was not ours any more, or it is on a page that is not loaded; only the server knows.
  if (!gone) { refreshSoon(); return; }
  if ("unread" in gone.dataset && document.hidden) unseen = Math.max(0, unseen - 1);
  retireRow(list, gone, goneReason(reason, name));
  showCount("reminders", count("reminders") - 1);
  if (!list.querySelector("[data-notification]")) refreshSoon();
}

let refreshing = 0;

/** Fetches the panel again, once for many reasons that come together. */
function refreshSoon() {
  if (!count("reminders") || !reminders()) return;
  clearTimeout(refreshing);
  refreshing = setTimeout(refresh, 400);
}

async function refresh() {
  const fresh = (await fetchFragment("/notifications").catch(() => null))?.getElementById("notifications");
  const old = document.getElementById("notifications");
  // Without a connection, the next resync tries again.
  if (!fresh || !old) return;
  fresh.dataset.tab = old.dataset.tab;
  if (document.hidden) unseen += [...fresh.querySelectorAll("#reminders > [data-unread]")].filter(({ dataset }) => !row(dataset.notification)).length;
  const restore = keepFocus(old);
  old.replaceWith(fresh);
  enhanceTabs(fresh);
  restore(fresh);
  showTimes(fresh);
  watchReading(fresh);
  showBell();
  panelReplaced();
}

/** Whoever comes back is told once how much has come meanwhile. */
function summarise() {
  if (document.hidden) return;
  const summary = document.querySelector("[data-summary]");
  if (summary && unseen > 1) {
    summary.textContent = plural("bell.away", unseen);
    setTimeout(() => { summary.textContent = ""; }, summaryStays);
  }
  unseen = 0;
}

async function loadMore(link) {
  const section = link.closest("section");
  const page = await fetchFragment(link.href).catch(() => null);
  if (!page) return;
  const list = section.querySelector("ol");
  const more = page.querySelectorAll(`#${list.id} > li`);
  list.append(...more);
  link.closest(".more").replaceWith(...page.querySelectorAll(`#${section.id} > .more`));
  more[0]?.querySelector("a")?.focus({ preventScroll: true });
  showTimes(list);
  watchReading(list);
}

// Reading: whoever has had a row before their eyes for a second has read it.
const timers = new Map();
const reading = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    clearTimeout(timers.get(target));
    timers.delete(target);
    if (isIntersecting) timers.set(target, setTimeout(() => markRead(target), 1000));
  }
}, { threshold: 0.8 });

function watchReading(root) {
  const unread = "[data-notification][data-unread]";
  for (const target of [root, ...root.querySelectorAll(unread)]) if (target.matches(unread)) reading.observe(target);
}

async function markRead(target) {
  timers.delete(target);
  const id = target.dataset.notification;
  if (document.visibilityState !== "visible" || !target.isConnected || !id) return;
  reading.unobserve(target);
  const response = await fetch(`/notifications/${id}/reading`, { method: "POST", headers: { Accept: "application/json" } }).catch(() => null);
  if (!response?.ok) return;
  delete target.dataset.unread;
  tellTabs({ seen: id });
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
  onResync(refresh);
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
