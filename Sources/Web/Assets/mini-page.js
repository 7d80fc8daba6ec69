import { fetchFragment } from "./fragments.js";
import { text } from "./texts.js";
import { showTimes } from "./times.js";

const panel = document.getElementById("mini-page");
const home = panel?.parentElement;
const hoverDelay = 350;
const focusDelay = 700;
const grace = 250;
/** The id of the Activity that it shows. Its row may be drawn anew meanwhile. */
let shownFor = "";
let pinned = false;
let timer = 0;
let request = null;
let returning = false;

/** Beside the title if there is room, else above or below; always whole on the screen. On phones a sheet (by the style). */
function placeBy(anchor) {
  const { left, right, top, bottom } = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const x = right + width + 20 < innerWidth && right - left < 420 ? right + 12 : Math.max(12, Math.min(left, innerWidth - width - 12));
  const isBeside = x > right;
  const below = isBeside ? top - 8 : bottom + 6;
  const y = below + height + 8 < innerHeight ? below : Math.max(8, isBeside ? innerHeight - height - 8 : top - height - 6);
  panel.style.left = `${x}px`;
  panel.style.top = `${y}px`;
}

const idOf = (title) => title.dataset.preview;
const titleOf = (target) => target.closest?.("[data-preview]");
const shownTitle = () => (shownFor ? document.querySelector(`[data-preview="${CSS.escape(shownFor)}"]`) : null);
const peek = (title) => title?.closest("tr")?.querySelector("[data-peek]");
const enter = () => panel.querySelector("a, button")?.focus({ preventScroll: true });

function open(title, { pin = false } = {}) {
  clearTimeout(timer);
  if (shownFor === idOf(title) && !panel.hidden) {
    pinned ||= pin;
    if (pin) enter();
    return;
  }
  close();
  pinned = pin;
  shownFor = idOf(title);
  peek(title)?.setAttribute("aria-expanded", "true");
  // In the row, so that the Tab key leads from the title into it.
  (title.closest("td") ?? title.parentElement).append(panel);
  load(title, pin);
}

async function load(title, pin) {
  request = new AbortController();
  const { signal } = request;
  try {
    const page = await fetchFragment(`/activities/${encodeURIComponent(shownFor)}/preview`, signal);
    if (signal.aborted) return;
    panel.replaceChildren(page);
  } catch {
    if (signal.aborted) return;
    panel.textContent = text("error.offline");
  }
  panel.hidden = false;
  panel.togglePopover?.(true);
  showTimes(panel);
  placeBy(shownTitle() ?? title);
  if (pin) enter();
}

function close({ toTitle = false } = {}) {
  clearTimeout(timer);
  request?.abort();
  const title = shownTitle();
  peek(title)?.setAttribute("aria-expanded", "false");
  shownFor = "";
  pinned = false;
  if (!panel || panel.hidden) return;
  const hadFocus = panel.contains(document.activeElement);
  panel.hidden = true;
  home.append(panel);
  if (toTitle && hadFocus && title) { returning = true; title.focus({ preventScroll: true }); returning = false; }
}

/** Whether it must stay: it has the focus, or was opened on purpose. */
const mustStay = () => pinned || panel.contains(document.activeElement);
const later = (action, delay) => { clearTimeout(timer); timer = setTimeout(action, delay); };

function watchPointer() {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const title = titleOf(event.target);
    if (title && idOf(title) !== shownFor) later(() => title.matches(":hover") && open(title), hoverDelay);
    else if (title || panel.contains(event.target)) clearTimeout(timer);
    else if (shownFor && !mustStay()) later(() => !mustStay() && close(), grace);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-peek]");
    if (button) {
      const title = button.closest("tr").querySelector("[data-preview]");
      if (shownFor === idOf(title) && pinned) close();
      else open(title, { pin: true });
    } else if (event.target.closest?.("[data-close-preview]")) close({ toTitle: true });
    else if (!panel.hidden && event.target.isConnected && !panel.contains(event.target)) close();
  });
}

function watchFocus() {
  document.addEventListener("focusin", (event) => {
    const title = titleOf(event.target);
    if (title && !returning && title.matches(":focus-visible")) later(() => document.activeElement === title && open(title), focusDelay);
    else if (shownFor && !panel.contains(event.target) && event.target !== shownTitle() && !event.target.matches("[data-peek]")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.stopPropagation();
    close({ toTitle: true });
  }, true);
  panel.addEventListener("dismiss", () => close({ toTitle: true }));
}

/** Opens the row's mini page for good; with `ask` at its question for the result. */
export async function openMiniPage(row, ask) {
  const title = row.querySelector("[data-preview]");
  if (!title || !panel) return;
  open(title, { pin: true });
  if (!ask) return;
  while (shownFor === idOf(title) && panel.hidden) await new Promise(requestAnimationFrame);
  const details = panel.querySelector(".ask");
  if (shownFor !== idOf(title) || !details) return;
  details.open = true;
  details.querySelector("select")?.focus();
}

/** Shows the preview of an Activity on hovering, focus, touch and the keyboard. */
export function watchMiniPage() {
  if (!panel) return;
  watchPointer();
  watchFocus();
}
