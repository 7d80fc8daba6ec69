// The bell and its panel: docked on wide screens, elsewhere a sheet.
const isWide = matchMedia("(min-width: 77.5em)");
const bell = document.getElementById("bell");
const panel = document.getElementById("notification-panel");
const root = document.documentElement;

const isOpen = () => (isWide.matches ? root.dataset.dock !== "closed" : "open" in panel.dataset);

function tell() {
  bell.setAttribute("aria-expanded", String(isOpen()));
}

function keepDock(state) {
  root.dataset.dock = state;
  try { localStorage.setItem("answerback-dock", state); } catch { /* lasts for the page */ }
}

/** Opens the panel and moves the focus into it. */
function openPanel() {
  if (isWide.matches) keepDock("open");
  else panel.dataset.open = "";
  tell();
  panel.focus();
}

function closePanel() {
  if (isWide.matches) keepDock("closed");
  else delete panel.dataset.open;
  tell();
  bell.focus();
}

/** By its key: whoever is elsewhere comes into the panel, whoever is in it closes it. */
export function togglePanel() {
  if (!panel) return;
  if (isOpen() && panel.contains(document.activeElement)) closePanel();
  else openPanel();
}

/** Lets the bell open and close the panel. On a page without one the bell leads to the page of notifications. */
export function watchBell() {
  if (!bell || !panel) return;
  tell();
  isWide.addEventListener("change", tell);
  bell.addEventListener("click", (event) => {
    event.preventDefault();
    if (isOpen()) closePanel();
    else openPanel();
  });
  panel.addEventListener("keydown", (event) => event.key === "Escape" && !isWide.matches && closePanel());
  document.addEventListener("click", (event) => {
    const isOutside = event.target.isConnected && !panel.contains(event.target) && !bell.contains(event.target);
    if (event.target.closest?.("[data-close-panel]")) closePanel();
    else if (!isWide.matches && isOpen() && isOutside) { delete panel.dataset.open; tell(); }
  });
}
