import { locale, text } from "./texts.js";

const timeZone = known(document.documentElement.dataset.zone);
const clock = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const date = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: "medium" });
const dayKey = new Intl.DateTimeFormat("en-CA", { timeZone });
const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: "long", day: "numeric", month: "long" });
const relative = new Intl.RelativeTimeFormat(locale, { style: "narrow" });
const unit = (name) => new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" });
const units = { day: unit("day"), hour: unit("hour"), minute: unit("minute") };

/** The time zone if the browser knows it; servers know more of them. Without one it takes its own. */
function known(zone) {
  try { return zone && new Intl.DateTimeFormat("en", { timeZone: zone }) ? zone : undefined; } catch { return undefined; }
}

const full = (moment) => text("date.at", { date: date.format(moment), time: clock.format(moment) });

/** A span as `2:10`, `3 hr` or `2 days`. */
function span(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds < 2 * 86400) return units.hour.format(Math.floor(seconds / 3600));
  return units.day.format(Math.floor(seconds / 86400));
}

function ago(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 45) return text("time.now");
  if (seconds < 3600) return relative.format(-Math.max(1, Math.round(seconds / 60)), "minute");
  if (seconds < 86400) return relative.format(-Math.round(seconds / 3600), "hour");
  return relative.format(-Math.round(seconds / 86400), "day");
}

const formats = {
  ago: (moment, now) => (now - moment < 7 * 86400e3 ? ago(now - moment) : date.format(moment)),
  clock: (moment) => clock.format(moment),
  date: (moment) => full(moment),
  waiting: (moment, now) => span(Math.max(0, now - moment)),
  due: (moment, now) => text(moment > now ? "time.left" : "time.late", { time: span(moment - now) }),
  countdown: (moment, now) => (moment > now ? span(moment - now) : `−${span(now - moment)}`),
};

/** `Today`, `Yesterday` or the day's date, and a key that is equal for moments of the same day. */
export function day(moment) {
  const key = dayKey.format(moment);
  if (key === dayKey.format(Date.now())) return { key, name: text("day.today") };
  if (key === dayKey.format(Date.now() - 86400e3)) return { key, name: text("day.yesterday") };
  return { key, name: weekday.format(moment) };
}

/** Writes the times below `root` as the reader wants them. Only texts change: nothing moves, nothing gets the focus. */
export function showTimes(root = document) {
  const now = Date.now();
  for (const element of root.querySelectorAll("time[data-format]")) {
    const moment = Date.parse(element.dateTime);
    const format = formats[element.dataset.format];
    if (!format || Number.isNaN(moment)) continue;
    const shown = format(moment, now);
    if (element.textContent !== shown) element.textContent = shown;
    if (/countdown|due/.test(element.dataset.format)) element.classList.toggle("late", moment <= now);
    if (!element.title) element.title = full(moment);
  }
}

/** Keeps the times right, once a second and only while somebody can see them. */
export function tick() {
  showTimes();
  setInterval(() => document.visibilityState === "visible" && showTimes(), 1000);
  document.addEventListener("visibilitychange", () => showTimes());
}
