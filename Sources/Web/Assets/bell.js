import { plural, text } from "./texts.js";

const bell = document.getElementById("bell");
const plainTitle = document.title;
const tabs = { reminders: ["[data-reminder-count]", "reminderCount"], messages: ["[data-message-count]", "messageCount"] };
/** Titles of what has come and was not announced yet. */
const unannounced = [];
let timer = 0;

/** How many wait under a tab: `reminders`, or unread `messages`. */
export function count(tab) {
  const [selector, name] = tabs[tab];
  return Number(document.querySelector(selector)?.dataset[name] ?? 0);
}

const shown = (number) => (number > 99 ? "99+" : String(number));

/** Shows how many wait under a tab, on the bell and in the title of the browser's tab. */
export function showCount(tab, number) {
  const [selector, name] = tabs[tab];
  const place = document.querySelector(selector);
  if (place) {
    place.dataset[name] = String(Math.max(0, number));
    place.textContent = shown(count(tab));
  }
  showBell();
}

/** Brings bell, title and what acts on all into step with the tabs' counts. */
export function showBell() {
  const total = document.getElementById("notifications") ? count("reminders") + count("messages") : Number(bell.dataset.count);
  const dot = document.getElementById("bell-count");
  dot.hidden = total === 0;
  dot.textContent = shown(total);
  bell.dataset.count = String(total);
  bell.setAttribute("aria-label", total ? plural("bell.label", total) : text("bell.none"));
  document.title = total ? `(${shown(total)}) ${plainTitle}` : plainTitle;
  for (const tab in tabs) {
    const control = document.querySelector(`[data-all-${tab}]`);
    if (!control) continue;
    const hadFocus = control.contains(document.activeElement);
    control.hidden = count(tab) === 0;
    if (control.hidden && hadFocus) document.querySelector(`[href="#${tab}-panel"]`)?.focus({ preventScroll: true });
  }
}

/** Tells a screen reader what has come; what comes together is told together, and at most once in five seconds. */
export function announce(title) {
  unannounced.push(title);
  timer ||= setTimeout(speak, 500);
}

function speak() {
  const words = unannounced.length === 1 ? text("bell.new", { title: unannounced[0] }) : plural("bell.many", unannounced.length);
  if (unannounced.length) document.getElementById("bell-announcer").textContent = words;
  timer = unannounced.length ? setTimeout(speak, 5000) : 0;
  unannounced.length = 0;
}
