import { onDone } from "./actions.js";
import { goneReason } from "./activities.js";
import { elements, fetchFragment } from "./fragments.js";
import { onLive, onResync } from "./live.js";
import { insertRow, replaceRow, retireRow } from "./rows.js";
import { enhanceTabs } from "./tabs.js";
import { plural, text } from "./texts.js";
import { showTimes } from "./times.js";

const bell = document.getElementById("bell");
const plainTitle = document.title;
/** Ids withdrawn of late, so that a thing done here and then told by the stream counts once. */
const withdrawn = new Set();
let count = Number(bell?.dataset.count ?? 0);
let announcedAt = 0;

const reminders = () => document.getElementById("reminders");
const row = (id) => reminders()?.querySelector(`[data-notification="${CSS.escape(id)}"]`);

function showCount(next) {
  count = Math.max(0, next);
  const shown = count > 99 ? "99+" : String(count);
  const dot = document.getElementById("bell-count");
  dot.hidden = count === 0;
  dot.textContent = shown;
  bell.dataset.count = String(count);
  bell.setAttribute("aria-label", count ? plural("bell.label", count) : text("bell.none"));
  const tab = document.querySelector("[data-reminder-count]");
  if (tab) tab.textContent = shown;
  document.title = count ? `(${shown}) ${plainTitle}` : plainTitle;
}

/** Tells a screen reader of the newest, at most once in five seconds. */
function announce(fresh) {
  if (Date.now() - announcedAt < 5000) return;
  announcedAt = Date.now();
  const title = fresh.querySelector(".title")?.textContent ?? "";
  document.getElementById("bell-announcer").textContent = text("bell.new", { title });
}

function add(data) {
  const fresh = data.html && elements(data.html).querySelector("li");
  const list = reminders();
  if (!fresh || !list) return;
  withdrawn.delete(data.activity);
  const old = row(data.activity);
  if (old) { replaceRow(old, fresh); return; }
  insertRow(list, fresh, list.firstElementChild);
  watchReading(fresh);
  announce(fresh);
  showCount(data.count ?? count + 1);
}

function withdraw(id, reason, name, newCount) {
  if (withdrawn.has(id)) return;
  withdrawn.add(id);
  if (withdrawn.size > 200) withdrawn.delete(withdrawn.values().next().value);
  const list = reminders();
  const gone = row(id);
  if (!gone) {
    // It was not ours any more, or it is on a page that is not loaded; only the server knows.
    if (newCount !== undefined) showCount(newCount); else refreshSoon();
    return;
  }
  retireRow(list, gone, goneReason(reason, name));
  showCount(newCount ?? count - 1);
  if (count && !list.querySelector("[data-notification]")) refreshSoon();
}

let refreshing = 0;

/** Fetches the panel again, once for many reasons that come together. */
function refreshSoon() {
  if (!count || !reminders()) return;
  clearTimeout(refreshing);
  refreshing = setTimeout(refresh, 400);
}

async function refresh() {
  try {
    const fresh = (await fetchFragment("/notifications")).getElementById("notifications");
    const old = document.getElementById("notifications");
    fresh.dataset.tab = old.dataset.tab;
    old.replaceWith(fresh);
    enhanceTabs(fresh);
    showTimes(fresh);
    watchReading(fresh);
    showCount(Number(fresh.querySelector("[data-reminder-count]").dataset.reminderCount));
  } catch { /* the next resync tries again */ }
}

async function loadMore(link) {
  const page = await fetchFragment(link.href).catch(() => null);
  if (!page) return;
  reminders().append(...page.querySelectorAll("#reminders > li"));
  link.closest(".more").replaceWith(...page.querySelectorAll("#reminders-panel > .more"));
  showTimes(reminders());
  watchReading(reminders());
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
  for (const unread of [root, ...root.querySelectorAll("[data-unread]")]) if (unread.matches("[data-unread]")) reading.observe(unread);
}

async function markRead(target) {
  timers.delete(target);
  if (document.visibilityState !== "visible" || !target.isConnected || !target.dataset.notification) return;
  reading.unobserve(target);
  const response = await fetch(`/notifications/${target.dataset.notification}/reading`, { method: "POST", headers: { Accept: "application/json" } }).catch(() => null);
  if (response?.ok) delete target.dataset.unread;
}

/** Keeps the bell and the Reminders tab in step. */
export function watchNotifications() {
  if (!bell) return;
  showCount(count);
  if (reminders()) watchReading(reminders());
  onLive("notification", (event, data) => {
    if (event === "withdrawn") withdraw(data.activity, data.reason, data.by?.name, data.count);
    else if (event === "added" || row(data.activity)) add(data);
  });
  onResync(refresh);
  onDone("postpone", ({ id }) => withdraw(id, "postponed"));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-more-notifications]");
    if (link) { event.preventDefault(); loadMore(link); }
  });
}

/** Takes the notification away after this operator declined it. */
export const declined = (id) => row(id) && withdraw(id, "declined");
