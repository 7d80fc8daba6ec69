/* What is being written is kept until it is sent, and Enter does what its user wants. */
const drafts = "answerback-drafts";
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

function read() {
  try { return new Map(JSON.parse(stored(drafts)) ?? []); } catch { return new Map(); }
}

function keep(chat, content) {
  const all = read();
  all.delete(place(chat));
  if (content.trim()) all.set(place(chat), content);
  store(drafts, JSON.stringify([...all].slice(-most)));
}

/** Forgets a draft that was sent; what was written since stays. */
export function sent(chat, content) {
  if (read().get(place(chat))?.trim() === content.trim()) keep(chat, "");
}

function restore() {
  const text = field();
  const draft = text && !text.value && read().get(place(text.form.dataset.draft));
  if (draft) text.value = draft;
  for (const box of document.querySelectorAll("[data-enter-sends]")) box.checked = enterSends();
}

/** Brings back what was begun, and keeps what is written from now on. */
export function watchComposer() {
  restore();
  document.addEventListener("parts-replaced", restore);
  document.addEventListener("input", (event) => {
    if (event.target === field()) keep(event.target.form.dataset.draft, event.target.value);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-enter-sends]")) store(preference, event.target.checked ? "yes" : "no");
  });
}
