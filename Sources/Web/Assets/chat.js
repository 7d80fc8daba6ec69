import { failure, send } from "./actions.js";
import { elements, fetchFragment } from "./fragments.js";
import { isLive } from "./live-status.js";
import { onLive } from "./live.js";
import { arrived, enterSends, sending, unsent } from "./composer.js";
import { text } from "./texts.js";
import { day, showTimes } from "./times.js";

const hasKeyboard = matchMedia("(pointer: fine)");
const messagesOf = (chat) => document.querySelector(`[data-messages="${CSS.escape(chat)}"]`);
const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
const toEnd = (log) => log.scrollTo({ top: log.scrollHeight, behavior: "instant" });

/** Writes a line above the first message of each day. */
function separateDays(list) {
  for (const old of list.querySelectorAll(".day")) old.remove();
  let last = "";
  for (const message of list.querySelectorAll(".message")) {
    const { key, name } = day(Date.parse(message.querySelector("time")?.dateTime) || Date.now());
    if (key === last) continue;
    last = key;
    const line = document.createElement("li");
    line.className = "day";
    line.textContent = name;
    message.before(line);
  }
}

/** Puts a message where it belongs; one that is there already is replaced. */
function place(list, message) {
  const log = list.closest(".log");
  const wasAtEnd = isAtEnd(log);
  const old = document.getElementById(message.id);
  if (old) old.replaceWith(message);
  else {
    const pending = message.dataset.direction === "out" && list.querySelector('[data-delivery="sending"]');
    if (pending && pending.querySelector(".text").textContent === message.querySelector(".text").textContent) pending.replaceWith(message);
    else list.append(message);
  }
  showTimes(message);
  separateDays(list);
  if (wasAtEnd) toEnd(log);
}

/** An id under which a reply is sent again when no answer came, so that the customer gets it once. */
function messageID() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Our own bubble, shown before the server has it. */
function pendingBubble(chat, reply) {
  const bubble = elements('<li class="message" data-direction="out" data-delivery="sending"><p class="text" dir="auto"></p><p class="meta"><time data-format="clock"></time> <span class="delivery"></span></p></li>').firstElementChild;
  bubble.querySelector(".text").textContent = reply.text;
  bubble.querySelector("time").dateTime = reply.at;
  bubble.querySelector(".delivery").textContent = text("delivery.sending");
  bubble.dataset.chat = chat;
  bubble.dataset.reply = reply.id;
  return bubble;
}

async function reply(form) {
  const field = form.elements.text;
  const content = field.value.trim();
  const list = messagesOf(form.closest("[data-conversation]").dataset.conversation);
  if (!content || !list) return;
  const chat = list.dataset.messages;
  const reply = { id: messageID(), text: content, at: new Date().toISOString() };
  const bubble = pendingBubble(chat, reply);
  sending(chat, reply);
  field.value = "";
  place(list, bubble);
  toEnd(list.closest(".log"));
  await deliver(form, reply, bubble);
}

async function deliver(form, reply, bubble) {
  const error = form.querySelector("[data-error-for='text']");
  error.textContent = "";
  const body = new URLSearchParams(new FormData(form));
  for (const name of ["id", "text"]) body.set(name, reply[name]);
  const result = await send(form, body);
  if (!result.ok) { refuse(reply, bubble, failure(result)); return; }
  arrived(bubble.dataset.chat, reply.id);
  if (!isLive()) document.dispatchEvent(new Event("replied"));
  if (document.getElementById(`message-${result.answer.id}`)) { bubble.remove(); return; }
  if (!bubble.isConnected) return;
  bubble.id = `message-${result.answer.id}`;
  bubble.dataset.delivery = result.answer.delivery ?? "queued";
  bubble.querySelector(".delivery").textContent = "";
}

/** Leaves what could not be sent in sight, with a way to send it again. */
function refuse(reply, bubble, reason = "") {
  const error = document.querySelector(".composer [data-error-for='text']");
  if (error) error.textContent = reason;
  bubble.dataset.delivery = "failed";
  const again = document.createElement("button");
  Object.assign(again, { type: "button", textContent: text("delivery.retry") });
  again.onclick = () => {
    // Without a composer there is no right to answer any more.
    const form = document.querySelector(".composer");
    if (!form) return;
    bubble.dataset.delivery = "sending";
    again.remove();
    deliver(form, reply, bubble);
  };
  bubble.querySelector(".delivery").textContent = text("delivery.failed");
  bubble.querySelector(".meta").append(" ", again);
}

/** Shows what was sent from an earlier page and did not arrive, as far as is known; sent again, it arrives once. */
function showUnsent(list) {
  for (const reply of unsent(list.dataset.messages)) {
    if (list.querySelector(`[data-reply="${CSS.escape(reply.id)}"]`)) continue;
    const bubble = pendingBubble(list.dataset.messages, reply);
    list.append(bubble);
    refuse(reply, bubble);
    showTimes(bubble);
  }
}

async function loadEarlier(link) {
  const page = await fetchFragment(link.href).catch(() => null);
  const list = link.closest(".log").querySelector(".messages");
  const older = page?.querySelector(".messages");
  if (!older) return;
  const log = list.closest(".log");
  const fromEnd = log.scrollHeight - log.scrollTop;
  list.prepend(...older.querySelectorAll(".message, .episode"));
  link.closest(".more").replaceWith(...page.querySelectorAll(".log > .more"));
  showTimes(list);
  separateDays(list);
  log.scrollTop = log.scrollHeight - fromEnd;
}

/** Takes over the messages of a page that was fetched again; what is still being sent stays. */
export function takeMessages(fragment) {
  const fresh = fragment.querySelector("[data-messages]");
  const list = fresh && messagesOf(fresh.dataset.messages);
  for (const message of list ? fresh.querySelectorAll(".message") : []) place(list, message);
}

/** Shows the newest of each conversation on the page, and its days. */
export function showConversation() {
  for (const list of document.querySelectorAll("[data-messages]")) {
    separateDays(list);
    toEnd(list.closest(".log"));
  }
}

/** Keeps the open conversation in step and sends replies. */
export function watchConversation() {
  for (const list of document.querySelectorAll("[data-messages]")) showUnsent(list);
  showConversation();
  onLive("message", (event, data) => {
    const list = messagesOf(data.chat ?? "");
    const message = list && data.html && elements(data.html).querySelector("li");
    if (message) place(list, message);
  });
  document.addEventListener("tab-selected", (event) => event.target.closest(".card") && showConversation());
  document.addEventListener("submit", (event) => {
    if (event.target.dataset?.action !== "reply") return;
    event.preventDefault();
    reply(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || !event.target.closest?.(".composer textarea")) return;
    if (!(hasKeyboard.matches && enterSends()) && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-earlier]");
    if (link) { event.preventDefault(); loadEarlier(link); }
  });
}
