import { onLive, onResync } from "./live.js";

/** Changes come in bursts, and all who work here hear of many of them: the numbers are asked for once in a while. */
const pause = 1500;
let waiting = 0;

async function refresh() {
  waiting = 0;
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

const refreshSoon = () => { waiting ||= setTimeout(refresh, pause * (0.5 + Math.random())); };

for (const kind of ["activity", "chat", "notification"]) onLive(kind, refreshSoon);
onResync(refreshSoon);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refreshSoon());
