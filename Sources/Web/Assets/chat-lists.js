import { elements } from "./fragments.js";
import { onLive } from "./live.js";
import { hasRest, insertRow, noteLeft, replaceRow, retireRow, showEmpty } from "./rows.js";

const lists = () => document.querySelectorAll("[data-chats]");
const rowIn = (list, id) => list.querySelector(`li[data-chat="${CSS.escape(id)}"]`);

function belongs(row, { matchState, matchQueue }) {
  return (!matchState || row.dataset.state === matchState) && (!matchQueue || row.dataset.queue === matchQueue);
}

/** Whoever waits longest stands first; answered and closed chats stand with the newest first. */
function place(list, fresh) {
  const old = rowIn(list, fresh.dataset.chat);
  if (list.dataset.order === "none" || (old && belongs(fresh, list.dataset))) {
    if (old) replaceRow(old, fresh);
  } else if (old) {
    replaceRow(old, fresh);
    retireRow(list, fresh, "");
  } else if (belongs(fresh, list.dataset)) {
    if (list.dataset.order !== "oldest") insertRow(list, fresh, list.firstElementChild);
    else if (!hasRest(list)) insertRow(list, fresh, null);
  } else {
    noteLeft(list, fresh.id);
  }
}

/** Keeps every list of chats on the page in step. */
export function watchChatLists() {
  onLive("chat", (event, { html }) => {
    for (const list of lists()) {
      place(list, elements(html).querySelector("li"));
      showEmpty(list);
    }
  });
}
