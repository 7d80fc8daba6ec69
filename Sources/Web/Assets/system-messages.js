import { onDone } from "./actions.js";
import { arrived, departed } from "./alerting.js";
import { announce, count, showCount } from "./bell.js";
import { elements } from "./fragments.js";
import { onLive } from "./live.js";
import { insertRow } from "./rows.js";
import { onTabs, tellTabs } from "./tabs-of-one.js";

const list = () => document.getElementById("system-messages");
const row = (id) => document.getElementById(`system-message-${id}`);

function add(data) {
  const fresh = data.html && elements(data.html).querySelector("li");
  if (!fresh || !list() || row(data.message)) return;
  insertRow(list(), fresh, list().firstElementChild);
  const newest = document.querySelector("[data-all-messages] [name='newest']");
  if (newest) newest.value = String(data.message);
  showCount("messages", count("messages") + 1);
  announce(fresh.querySelector(".title").textContent);
  arrived(fresh.id);
}

/** Takes the mark of an unread one away, and leaves the focus near where it was. */
function markRead(message) {
  if (!("unread" in message.dataset)) return;
  const form = message.querySelector("form");
  const hadFocus = form?.contains(document.activeElement);
  delete message.dataset.unread;
  form?.remove();
  departed(message.id);
  if (hadFocus) (message.nextElementSibling?.querySelector("button, a") ?? message.querySelector("a") ?? document.querySelector("[href='#messages-panel']"))?.focus();
}

function read(id) {
  const message = row(id);
  if (!message || !("unread" in message.dataset)) return;
  markRead(message);
  showCount("messages", count("messages") - 1);
}

function readAll(newest) {
  const isLater = (message) => Number(message.dataset.systemMessage) > newest;
  for (const message of list()?.querySelectorAll("[data-unread]") ?? []) if (!isLater(message)) markRead(message);
  showCount("messages", [...(list()?.querySelectorAll("[data-unread]") ?? [])].length);
}

/** Whoever follows a message's link has read it. */
function follow(event) {
  const link = event.target.closest?.("[data-read-message]");
  const message = link?.closest("[data-unread]");
  if (!message) return;
  fetch(`/system-messages/${message.dataset.systemMessage}/reading`, { method: "POST", headers: { Accept: "application/json" }, keepalive: true }).catch(() => {});
  read(message.dataset.systemMessage);
  tellTabs({ read: message.dataset.systemMessage });
}

/** Keeps the tab *System messages* in step, here and in the operator's other tabs. */
export function watchSystemMessages() {
  onLive("system", (event, data) => add(data));
  onDone("read-message", ({ id }) => { read(id); tellTabs({ read: id }); });
  onDone("read-messages", ({ form }) => {
    const newest = Number(form.elements.newest.value);
    readAll(newest);
    tellTabs({ readAll: newest });
  });
  onTabs((news) => {
    if (news.read) read(news.read);
    if (news.readAll) readAll(news.readAll);
  });
  document.addEventListener("click", follow);
}
