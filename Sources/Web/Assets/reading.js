import { tellTabs } from "./tabs-of-one.js";

const timers = new Map();
const reading = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    clearTimeout(timers.get(target));
    timers.delete(target);
    if (isIntersecting) timers.set(target, setTimeout(() => markRead(target), 1000));
  }
}, { threshold: 0.8 });

// Whoever signs out may not read any more by the time the page has gone; whoever stays goes on reading.
addEventListener("beforeunload", () => {
  for (const [target, timer] of timers) {
    clearTimeout(timer);
    timers.set(target, setTimeout(() => markRead(target), 5000));
  }
});

/** Notes which of the notifications below `root` somebody reads: whoever has had one before their eyes for a second. */
export function watchReading(root) {
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
