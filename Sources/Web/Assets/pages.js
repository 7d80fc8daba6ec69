import { dismissMiniPage, fetchFragment, keepFocus } from "./fragments.js";
import { showTimes } from "./times.js";

/** The page that is on its way. */
let awaited = null;

/** Replaces the page below the frame by the one at this address, which stays in the address bar. The last one asked for comes. */
export async function swap(address, { remember = true } = {}) {
  awaited?.abort();
  const { signal } = awaited = new AbortController();
  document.getElementById("page").setAttribute("aria-busy", "true");
  const fragment = await fetchFragment(address, signal).catch(() => null);
  if (signal.aborted) return;
  const page = document.getElementById("page");
  const fresh = fragment?.getElementById("page");
  if (!fresh) { location.assign(address); return; }
  const restore = keepFocus(page);
  if (remember) history.pushState({ swap: true }, "", address);
  dismissMiniPage(page);
  reopenMenu(page, fresh);
  page.replaceWith(fresh);
  restore(fresh);
  if (document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
  showTimes(fresh);
  document.dispatchEvent(new Event("page"));
}

/** A menu in which somebody is at work stays open. */
function reopenMenu(page, fresh) {
  const menu = document.activeElement?.closest("details[data-menu]:has(form[data-swap])");
  const heir = menu && page.contains(menu) && fresh.querySelector(`#${CSS.escape(menu.id)}`);
  if (heir) heir.open = true;
}

/** The address of a GET form, without its empty fields and what goes without saying. Values of one name are joined; `add` is `name:value`. */
function addressOf(form) {
  const values = new Map();
  const put = (name, value) => value !== "" && value !== "newest" && values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, value] of new FormData(form)) {
    const colon = value.indexOf(":");
    if (name === "add") put(value.slice(0, colon), value.slice(colon + 1));
    else put(name, value);
  }
  const query = new URLSearchParams([...values].map(([name, list]) => [name, list.join(",")]));
  return query.size ? `${form.getAttribute("action")}?${query}` : form.getAttribute("action");
}

/** Appends the rows of the next page. Gives whether some came. */
export async function loadMore(link, { focus = true } = {}) {
  const section = link.closest("section");
  const page = await fetchFragment(link.href).catch(() => null);
  const list = "tbody[data-activities], tbody[data-contacts], [data-chats]";
  if (!page) { location.assign(link.href); return false; }
  if (!link.isConnected) return false;
  // The last part of a search in which nothing was found has no list at all.
  const rows = page.querySelector(`#page :is(${list})`)?.children ?? [];
  const [first] = rows;
  section.querySelector(list).append(...rows);
  link.closest(".more").replaceWith(...page.querySelectorAll(`#page section .more`));
  // A search that is at its end says something else than one that goes on.
  const [note, now] = [section, page].map((one) => one.querySelector("[data-empty]"));
  if (note && now) note.textContent = now.textContent;
  if (focus) first?.querySelector("a")?.focus({ preventScroll: true });
  showTimes(section);
  document.dispatchEvent(new Event("page"));
  return Boolean(first);
}

/** Filters, chips, views and "Load more" without a whole new page. */
export function watchPages() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-swap]")) return;
    event.preventDefault();
    swap(addressOf(event.target));
  });
  document.addEventListener("change", (event) => event.target.matches('form[data-swap=""] select') && event.target.form.requestSubmit());
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest?.("a[data-swap], a[data-more]");
    if (!link) return;
    event.preventDefault();
    if ("more" in link.dataset) loadMore(link);
    else swap(link.getAttribute("href"));
  });
  addEventListener("popstate", (event) => {
    if (event.state?.swap || document.querySelector("form[data-swap]")) swap(location.pathname + location.search, { remember: false });
  });
}
