import { fetchFragment } from "./fragments.js";
import { onLive, onResync } from "./live.js";
import { replaceParts } from "./parts.js";

/** Changes come in bursts, and all who work here hear of many of them: the numbers are asked for once in a while. */
const pause = 1500;
/** Lists are filled up less often: there is enough in them to work on. */
const longPause = 6000;
/** As many rows as the server shows in each list. */
const atOnce = 10;
let waiting = 0;
let filling = 0;

async function refresh() {
  waiting = 0;
  // On coming back it is asked for anyway.
  if (document.hidden) return;
  if (isShort()) filling ||= setTimeout(fill, between(longPause));
  const answer = await fetch("/", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return;
  for (const { name, number } of (await answer.json()).numbers) {
    const tile = document.querySelector(`[data-number="${CSS.escape(name)}"]`);
    if (!tile) continue;
    const shown = tile.querySelector(".figure");
    if (shown.textContent !== number) shown.textContent = number;
    tile.classList.toggle("none", number === "0");
  }
}

/** Whether rows have left a list that goes on elsewhere. */
const isShort = () =>
  [...document.querySelectorAll("#page section:has([data-rest])")].some((section) => section.querySelectorAll("tr[id], li[id]").length < atOnce);

async function fill() {
  filling = 0;
  const fragment = isShort() && await fetchFragment("/").catch(() => null);
  if (fragment) replaceParts(fragment);
}

const between = (milliseconds) => milliseconds * (0.5 + Math.random());
const refreshSoon = () => { waiting ||= setTimeout(refresh, between(pause)); };

for (const kind of ["activity", "chat", "notification"]) onLive(kind, refreshSoon);
onResync(refreshSoon);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refreshSoon());
