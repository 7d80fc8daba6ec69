/** Makes tabs of the links in `[data-tabs]`; without this script they are links to sections that all stand open. */
export function enhanceTabs(root = document) {
  for (const bar of root.querySelectorAll("[data-tabs]")) enhance(bar, bar.closest("[data-tab]"));
}

const panelOf = (tab) => tab.hash.slice(1);

function enhance(bar, container) {
  const tabs = [...bar.querySelectorAll("a")];
  bar.setAttribute("role", "tablist");
  for (const tab of tabs) {
    const panel = container.querySelector(`[data-panel="${panelOf(tab)}"]`);
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panelOf(tab));
    tab.id ||= `tab-${panelOf(tab)}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.removeAttribute("aria-label");
  }
  select(container, tabs.find((tab) => panelOf(tab) === container.dataset.tab) ?? tabs[0]);
  bar.addEventListener("click", (event) => {
    const tab = event.target.closest("a");
    if (!tab) return;
    event.preventDefault();
    select(container, tab);
  });
  bar.addEventListener("keydown", (event) => move(event, container, tabs));
}

function move(event, container, tabs) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const edge = { Home: 0, End: tabs.length - 1 }[event.key];
  if (step === undefined && edge === undefined) {
    if (event.key === " ") { event.preventDefault(); event.target.click(); }
    return;
  }
  event.preventDefault();
  const next = tabs[edge ?? (tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  select(container, next);
  next.focus();
}

function select(container, chosen) {
  container.dataset.tab = panelOf(chosen);
  for (const tab of chosen.closest("[data-tabs]").querySelectorAll("a")) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
  }
  chosen.dispatchEvent(new CustomEvent("tab-selected", { bubbles: true }));
}

/** Shows the tab of this name, if the page has one. */
export function showTab(name) {
  const tab = document.querySelector(`[data-tabs] a[href="#${CSS.escape(name)}"]`);
  if (tab) select(tab.closest("[data-tab]"), tab);
}
