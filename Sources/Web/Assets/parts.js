import { dismissMiniPage, fetchFragment, keepFocus, typedFields } from "./fragments.js";
import { isSame, showEmpty, syncRows } from "./rows.js";
import { showTimes } from "./times.js";

/** Lists whose rows have ids: they are brought into step row by row. */
const rowLists = "tbody[data-activities], tbody[data-contacts], tbody[data-supervised], [data-chats]";
/** What leads from a list to what is not on the page. */
const rests = ".more, [data-rest]";
/** How many pages of a list are fetched again at most; what was loaded behind them stays as it is. */
const mostPages = 10;

const partLike = (part) => document.querySelector(`#page [data-part="${part.dataset.part}"]`);

/** Adds further pages to the list in `section` until it has as many rows as the page shows. */
export async function lengthen(section, selector, count) {
  const list = section.querySelector(selector);
  for (let pages = 1; pages < mostPages && list.children.length < count; pages += 1) {
    const more = section.querySelector(".more:has(a)");
    const page = more && await fetchFragment(more.querySelector("a").getAttribute("href")).catch(() => null);
    const rows = page?.querySelector(selector);
    if (!rows) return;
    list.append(...rows.children);
    more.replaceWith(...rows.closest("section").querySelectorAll(".more"));
  }
}

/** Brings a section with a list into step with the same section as the server shows it now. */
export function syncSection(section, fresh, selector, askedAt) {
  const [list, freshList] = [section, fresh].map((one) => one.querySelector(selector));
  const [old, now] = [section, fresh].map((one) => one.querySelector(rests));
  for (const { name, value } of freshList.attributes) list.setAttribute(name, value);
  const isWhole = syncRows(list, freshList, { hasRest: now !== null, isSearching: now?.matches("[data-further]"), askedAt });
  if (isWhole && !(old && now?.isEqualNode(old))) {
    old?.remove();
    if (now) section.append(now);
  }
  showEmpty(list);
}

/** Carries what somebody typed over into the new part; false where the new part has no place for it. */
function carryOver(old, fresh) {
  return typedFields(old).every((field) => {
    const heir = fresh.querySelector(`[name="${CSS.escape(field.name)}"]`);
    if (!heir) return false;
    if (field.type === "checkbox") heir.checked = field.checked;
    else heir.value = field.value;
    return true;
  });
}

function replacePart(old, fresh, isDiscarded) {
  showTimes(old);
  showTimes(fresh);
  if (!isDiscarded && (isSame(old, fresh) || !carryOver(old, fresh))) return;
  const restore = keepFocus(old);
  dismissMiniPage(old);
  old.replaceWith(fresh);
  restore(fresh);
}

/** Fetches what the lists on the page have beyond a fragment's first pages. */
export async function lengthenParts(fragment) {
  for (const part of fragment.querySelectorAll("[data-part]:has(.more)")) {
    const count = partLike(part)?.querySelectorAll(`:is(${rowLists}) > [id]`).length ?? 0;
    if (part.querySelector(rowLists)) await lengthen(part, rowLists, count);
  }
}

/**
 * Brings the parts of the page (`data-part`) into step with those of the fragment: lists row by row, others as a whole.
 * What somebody typed stays, but in the part `discard`.
 */
export function replaceParts(fragment, { discard = "" } = {}) {
  for (const fresh of fragment.querySelectorAll("[data-part]")) {
    const old = partLike(fresh);
    if (!old) continue;
    const haveLists = [old, fresh].every((part) => part.querySelector(rowLists));
    if (haveLists) syncSection(old, fresh, rowLists, fragment.askedAt);
    else replacePart(old, fresh, fresh.dataset.part === discard);
  }
  showTimes();
  document.dispatchEvent(new CustomEvent("parts-replaced", { detail: fragment.askedAt }));
}
