import { failure, onDone, onRefused, say } from "./actions.js";
import { fetchFragment } from "./fragments.js";
import { onLive, onResync } from "./live.js";
import { replaceParts } from "./parts.js";

/** So many changes make one request; presence tells of nothing by itself. */
const gathering = 700;
const presence = 15_000;
const page = () => document.querySelector("[data-supervision]");
let timer = 0;
let isBehind = false;

async function refresh() {
  timer = 0;
  if (!page()) return;
  isBehind = document.visibilityState !== "visible";
  if (isBehind) return;
  const address = location.pathname + location.search;
  const fragment = await fetchFragment(address).catch(() => null);
  if (fragment && address === location.pathname + location.search) replaceParts(fragment);
}

const soon = () => { timer ||= setTimeout(refresh, gathering); };

/** Keeps the numbers, the lists and who is there in step. */
export function watchSupervision() {
  onLive("activity", soon);
  onLive("chat", soon);
  onResync(soon);
  onDone("give-to", ({ form, answer }) => {
    const { options, selectedIndex } = form.elements.operator;
    // As the row calls them: the answer has the name as it is stored.
    const name = document.querySelector(`#supervised-${answer.id} .contact a`)?.textContent;
    say(form, `✓ ${name ?? answer.contact?.name ?? answer.subject} → ${options[selectedIndex].text}`);
    soon();
  });
  onRefused("given_meanwhile", (answer, form) => {
    say(form, failure({ answer }));
    soon();
  });
  setInterval(soon, presence);
  document.addEventListener("visibilitychange", () => isBehind && soon());
}
