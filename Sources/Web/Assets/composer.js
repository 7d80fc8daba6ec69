/* What is being written is kept until it is sent, and Enter does what its user wants. */
import { drafts, replies } from "./kept.js";

const preference = "answerback-enter-sends";
const most = 50;

function stored(key) {
  try { return localStorage.getItem(key); } catch { return null; }
}

function store(key, value) {
  try { localStorage.setItem(key, value); } catch { /* cannot be kept */ }
}

/** Whether Enter alone sends; otherwise it needs Ctrl or Command. */
export const enterSends = () => stored(preference) !== "no";

const field = () => document.querySelector(".composer [name=text]");
const place = (chat) => `${document.documentElement.dataset.operator}/${chat}`;

function read(key) {
  try { return new Map(JSON.parse(stored(key)) ?? []); } catch { return new Map(); }
}

/** Keeps what is written, or sent, in this chat; an empty value is forgotten. */
function keep(key, chat, value) {
  const all = read(key);
  all.delete(place(chat));
  if (value.length) all.set(place(chat), value);
  store(key, JSON.stringify([...all].slice(-most)));
}

/** The replies in this chat of which the server has not said that it has them. */
export const unsent = (chat) => read(replies).get(place(chat)) ?? [];

/** A reply was sent: what was a draft is a message now, which is kept until it has arrived. */
export function sending(chat, reply) {
  keep(drafts, chat, "");
  keep(replies, chat, [...unsent(chat), reply]);
}

/** The server has the reply, or nobody wants it any more. */
export const settled = (chat, id) => keep(replies, chat, unsent(chat).filter((reply) => reply.id !== id));

function restore() {
  const text = field();
  const draft = text && !text.value && read(drafts).get(place(text.form.dataset.draft));
  if (draft) text.value = draft;
  for (const box of document.querySelectorAll("[data-enter-sends]")) box.checked = enterSends();
}

/** The server will never take the reply: its text is a draft again. False where there is nothing to write it in. */
export function giveBack(chat, reply) {
  const text = field();
  if (text?.form.dataset.draft !== chat) return false;
  restore();
  text.value = text.value ? `${text.value}\n${reply.text}` : reply.text;
  keep(drafts, chat, text.value);
  settled(chat, reply.id);
  return true;
}

/** Brings back what was begun, and keeps what is written from now on. */
export function watchComposer() {
  restore();
  document.addEventListener("parts-replaced", restore);
  document.addEventListener("input", (event) => {
    if (event.target === field()) keep(drafts, event.target.form.dataset.draft, event.target.value.trim() && event.target.value);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-enter-sends]")) store(preference, event.target.checked ? "yes" : "no");
  });
}
