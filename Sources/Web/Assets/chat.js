import { failure, post, sayIn } from "./actions.js";
import { elements, fetchFragment, keepFocus } from "./fragments.js";
import { isLive } from "./live-status.js";
import { onLive } from "./live.js";
import { enterSends, giveBack, sending, settled, unsent } from "./composer.js";
import { isSame } from "./rows.js";
import { text } from "./texts.js";
import { day, showTimes } from "./times.js";

/** With these the server refuses a reply for good: it is no better the next time. */
const final = [400, 403, 404, 409];
/** Browsers let at most 64 KiB outlive a page; a reply that is longer than this waits for the next one. */
const outlives = 16_384;
/** For how long a reply is sent again without being asked for, in milliseconds: later it may not be wanted any more. */
const timely = 12 * 60 * 60 * 1000;
const hasKeyboard = matchMedia("(pointer: fine)");
const messagesOf = (chat) => document.querySelector(`[data-messages="${CSS.escape(chat)}"]`);
/** How each bubble that stands as not sent, and may yet be, is sent again. */
const again = new Map();
/** When the stream told of a message: a page that was asked for before does not know it as it is. */
const toldAt = new WeakMap();
/** What has not arrived yet; it stands last. */
const unplaced = ".message:not([id])";
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

/** Puts messages where they belong. What is shown as it is already stays: it may be played, selected or read aloud. */
function place(list, messages, askedAt) {
  const log = list.closest(".log");
  const wasAtEnd = isAtEnd(log);
  for (const message of messages) placeOne(list, message, askedAt);
  separateDays(list);
  if (wasAtEnd) toEnd(log);
}

function placeOne(list, message, askedAt) {
  const old = document.getElementById(message.id);
  if (toldAt.get(old) >= askedAt) return;
  for (const one of [old ?? message, message]) showTimes(one);
  if (!old) { append(list, message); return; }
  if (isSame(old, message)) return;
  const restore = keepFocus(old);
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(message);
  restore(message);
  if (hadFocus && !message.contains(document.activeElement)) goOnFrom(list);
}

/** A message that is new here stands before what has not arrived yet. It may be one of those, whatever became of its answer. */
function append(list, message) {
  const { reply } = message.dataset;
  const bubble = reply && list.querySelector(`[data-reply="${CSS.escape(reply)}"]:not([id])`);
  const hadFocus = bubble?.contains(document.activeElement);
  bubble?.remove();
  list.insertBefore(message, message.id ? list.querySelector(unplaced) : null);
  if (!bubble) return;
  settled(bubble.dataset.chat, reply);
  if (again.delete(bubble)) explain("");
  if (hadFocus) goOnFrom(list);
}

/** Where whoever works here goes on when what had the focus is gone. */
const goOnFrom = (list) => (document.querySelector(".composer textarea") ?? list.closest(".log")).focus({ preventScroll: true });

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
  const acceptance = form.elements.acceptance?.value;
  const reply = { id: messageID(), text: content, at: new Date().toISOString(), acceptance };
  const bubble = pendingBubble(chat, reply);
  sending(chat, reply);
  field.value = "";
  explain("");
  place(list, [bubble]);
  toEnd(list.closest(".log"));
  await deliver(reply, bubble);
}

/** Says beside the composer, if there is one, why a reply is not sent. */
function explain(reason) {
  const error = document.querySelector(".composer [data-error-for='text']");
  if (error) sayIn(error, reason);
}

/** Sends a reply under the acceptance that it was written under, once or again. */
async function deliver(reply, bubble) {
  const { chat } = bubble.dataset;
  const body = new URLSearchParams({ id: reply.id, text: reply.text });
  if (reply.acceptance) body.set("acceptance", reply.acceptance);
  const result = await post(`/chats/${chat}/messages`, body, String(body).length < outlives);
  // Whoever sends it after this does so whosever the task is by then.
  if (result.status === 409) document.querySelector(".composer [name=acceptance]")?.remove();
  if (!result.ok) { refuse(reply, bubble, failure(result), final.includes(result.status)); return; }
  settled(chat, reply.id);
  if (!isLive()) document.dispatchEvent(new Event("replied"));
  if (document.getElementById(`message-${result.answer.id}`)) { bubble.remove(); return; }
  if (!bubble.isConnected) return;
  bubble.id = `message-${result.answer.id}`;
  bubble.dataset.delivery = result.answer.delivery ?? "queued";
  bubble.querySelector(".delivery").textContent = "";
  const list = bubble.parentElement;
  const first = list.querySelector(unplaced);
  if (!first || first.compareDocumentPosition(bubble) & Node.DOCUMENT_POSITION_PRECEDING) return;
  first.before(bubble);
  separateDays(list);
}

/** What can never be sent is a draft again; what cannot be one, or may yet be sent, stays in sight until somebody decides. */
function refuse(reply, bubble, reason, isFinal) {
  // Its message has come by another way.
  if (!bubble.isConnected && !isFinal) return;
  if (reason) explain(reason);
  if (isFinal && giveBack(bubble.dataset.chat, reply)) { bubble.remove(); return; }
  bubble.dataset.delivery = "failed";
  bubble.querySelector(".delivery").textContent = text("delivery.failed");
  const choices = document.createElement("span");
  const remove = (one) => {
    const hadFocus = choices.contains(document.activeElement);
    const list = bubble.parentElement;
    again.delete(bubble);
    one.remove();
    if (hadFocus) goOnFrom(list);
  };
  const retry = async () => {
    remove(choices);
    explain("");
    bubble.dataset.delivery = "sending";
    bubble.querySelector(".delivery").textContent = text("delivery.sending");
    await deliver(reply, bubble);
  };
  if (!isFinal) again.set(bubble, retry);
  choices.append(isFinal ? reason : choice("delivery.retry", retry));
  choices.append(" ", choice("delivery.discard", () => { settled(bubble.dataset.chat, reply.id); remove(bubble); }));
  bubble.querySelector(".meta").append(" ", choices);
}

function choice(key, choose) {
  const button = document.createElement("button");
  return Object.assign(button, { type: "button", className: "small", textContent: text(key), onclick: choose });
}

const isTimely = (time) => Date.now() - Date.parse(time) < timely;

/** What did not leave while there was no connection leaves, in its order, now that there is one. */
async function sendFailed() {
  for (const [bubble, retry] of [...again]) {
    if (!again.has(bubble) || !isTimely(bubble.querySelector("time").dateTime)) continue;
    await retry();
    if (again.has(bubble)) return;
  }
}

/**
 * Sends again, in their order, what was sent from an earlier page and has not arrived, as far as is known: the page may have
 * been left before the answer. Sent again, it arrives once.
 */
async function sendUnsent(list) {
  const chat = list.dataset.messages;
  const isThere = ({ id }) => list.querySelector(`[data-reply="${CSS.escape(id)}"]`);
  for (const { id } of unsent(chat).filter(isThere)) settled(chat, id);
  const waiting = unsent(chat).map((reply) => [reply, pendingBubble(chat, reply)]);
  for (const [, bubble] of waiting) {
    list.append(bubble);
    showTimes(bubble);
  }
  let goesOn = true;
  for (const [reply, bubble] of waiting) {
    if (goesOn && isTimely(reply.at)) {
      await deliver(reply, bubble);
      goesOn = !again.has(bubble);
    } else refuse(reply, bubble, "", false);
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
  if (list) place(list, fresh.querySelectorAll(".message"), fragment.askedAt);
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
  for (const list of document.querySelectorAll("[data-messages]")) sendUnsent(list);
  showConversation();
  onLive("message", (event, data) => {
    const list = messagesOf(data.chat ?? "");
    const message = list && data.html && elements(data.html).querySelector("li");
    if (!message) return;
    toldAt.set(message, Date.now());
    place(list, [message]);
  });
  document.addEventListener("live-again", sendFailed);
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
