// A search that stopped because it had looked through enough goes on by itself.
import { loadMore } from "./pages.js";
import { text } from "./texts.js";

const partsAtOnce = 40;
const enough = 20;
let searching = false;

/** Goes on, part by part, until there is something to read. `section` gives the list's section, `row` tells what is a row of it. */
export async function searchOn(section, row) {
  if (searching) return;
  searching = true;
  for (let round = 0; round < partsAtOnce; round += 1) {
    const further = section()?.querySelector("[data-further]");
    if (!further || section().querySelectorAll(row).length >= enough) break;
    further.querySelector("[role=status]").textContent = text("activities.searching");
    await loadMore(further.querySelector("a"), { focus: false });
    const empty = section()?.querySelector("[data-empty]");
    if (empty) empty.hidden = section().querySelector(row) !== null;
  }
  searching = false;
}
