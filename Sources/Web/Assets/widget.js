// The customer's web chat: <script src="https://HOST/widget.js" data-channel="site" async></script>
// Optional: data-lang (en, uk), data-name (the customer's name if the page knows it), data-theme (light, dark).
(() => {
  "use strict";
  const script = document.currentScript;
  const { channel, name, theme } = script.dataset;
  if (!channel || document.querySelector(`answerback-chat[channel="${CSS.escape(channel)}"]`)) return;
  const api = new URL(`widget/${encodeURIComponent(channel)}/`, script.src).href;

  const all = {
    en: { title: "Chat with us", open: "Open the chat", close: "Close the chat", hello: "Hello! Write to us, and we answer here.", field: "Message", placeholder: "Your message", send: "Send", sending: "sending…", failed: "Not sent.", again: "Try again", offline: "No connection. We keep trying.", log: "Messages", unread: "New messages: ", we: "We" },
    uk: { title: "Чат з нами", open: "Відкрити чат", close: "Закрити чат", hello: "Вітаємо! Напишіть нам, ми відповімо тут.", field: "Повідомлення", placeholder: "Ваше повідомлення", send: "Надіслати", sending: "надсилається…", failed: "Не надіслано.", again: "Спробувати ще раз", offline: "Немає з’єднання. Пробуємо далі.", log: "Повідомлення", unread: "Нові повідомлення: ", we: "Ми" },
  };
  const lang = [script.dataset.lang, ...navigator.languages].map((code) => code?.slice(0, 2)).find((code) => code in all) ?? "en";
  const t = all[lang];
  const clock = new Intl.DateTimeFormat(lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  // What must outlive the page: the visitor's token, what is not sent yet, and which of our messages the customer has read.
  const store = (key, value) => {
    try {
      if (value === undefined) return localStorage.getItem(`answerback-${key}-${channel}`) ?? "";
      localStorage.setItem(`answerback-${key}-${channel}`, value);
    } catch { /* a page without storage forgets at its end */ }
    return value ?? "";
  };
  const parsed = (text) => { try { return JSON.parse(text) ?? []; } catch { return []; } };
  let token = store("visitor");
  let outbox = parsed(store("outbox"));
  let seen = parsed(store("seen"));
  let messages = [];
  let isVisiting = false;
  let isLeading = false;
  let isHere = true;
  let isFlushing = false;
  const others = typeof BroadcastChannel === "function" ? new BroadcastChannel(`answerback-${channel}`) : null;

  // --- Appearance
  const h = (tag, attributes = {}, ...children) => {
    const element = tag === "svg" || tag === "path" ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const icon = (d) => h("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d }));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host { all: initial; color-scheme: light dark; --bg: light-dark(#fff, #181c22); --text: light-dark(#171b21, #e7eaee); --muted: light-dark(#566070, #a0a9b6); --line: light-dark(#868e9b, #6b7583); --soft: light-dark(#eef0f4, #272d36); --accent: light-dark(#1d5fd0, #86b2ff); --on: light-dark(#fff, #0b1a33); --late: light-dark(#b3261e, #ff9d94); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
:host([theme=light]) { color-scheme: light; } :host([theme=dark]) { color-scheme: dark; }
* { box-sizing: border-box; margin: 0; } [hidden] { display: none !important; }
button, textarea { font: inherit; color: inherit; } button { cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; display: block; }
.launcher { position: fixed; z-index: 2147483000; right: 20px; bottom: max(20px, env(safe-area-inset-bottom)); display: grid; place-items: center; width: 56px; height: 56px; border: 0; border-radius: 50%; background: var(--accent); color: var(--on); box-shadow: 0 4px 18px #0005; }
.launcher span { position: absolute; top: -3px; right: -3px; min-width: 22px; padding: 0 6px; border-radius: 11px; background: #b3261e; color: #fff; font-size: 13px; font-weight: 700; line-height: 22px; }
dialog { position: fixed; z-index: 2147483001; inset: auto 20px max(20px, env(safe-area-inset-bottom)) auto; flex-direction: column; width: 370px; height: min(560px, calc(100dvh - 40px)); padding: 0; border: 1px solid light-dark(#dcdfe5, #2c323b); border-radius: 14px; background: var(--bg); color: var(--text); box-shadow: 0 12px 44px #0006; overflow: hidden; }
dialog[open] { display: flex; } dialog::backdrop { background: none; }
header { display: flex; justify-content: space-between; align-items: center; padding: 8px 8px 8px 16px; background: var(--accent); color: var(--on); }
h2 { font-size: 16px; font-weight: 650; }
header button { padding: 6px; border: 0; border-radius: 8px; background: none; } header button:focus-visible { outline-color: currentColor; outline-offset: -2px; }
.log { flex: 1; overflow-y: auto; padding: 14px 16px; overscroll-behavior: contain; } .log:focus-visible { outline-offset: -3px; }
ol { display: flex; flex-direction: column; gap: 8px; padding: 0; list-style: none; }
.hello { margin-bottom: 12px; color: var(--muted); }
li { max-width: 85%; padding: 7px 12px; border-radius: 14px 14px 14px 4px; background: var(--soft); align-self: flex-start; overflow-wrap: anywhere; white-space: pre-wrap; }
li.mine { align-self: flex-end; border-radius: 14px 14px 4px; background: var(--accent); color: var(--on); }
li.pending, li.failed { background: none; color: var(--text); outline: 1px dashed var(--line); outline-offset: -1px; }
small { display: block; font-size: 12px; } li:not(.mine) small { color: var(--muted); } .failed small { color: var(--late); }
small button { min-height: 24px; padding: 0 4px; border: 0; background: none; color: inherit; text-decoration: underline; }
form { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px max(10px, env(safe-area-inset-bottom)); border-top: 1px solid light-dark(#dcdfe5, #2c323b); }
textarea { flex: 1; min-width: 0; min-height: 42px; max-height: 120px; padding: 9px 11px; border: 1px solid var(--line); border-radius: 10px; background: var(--bg); font-size: 16px; line-height: 1.35; resize: none; field-sizing: content; }
textarea::placeholder { color: var(--muted); opacity: 1; }
form button { display: grid; place-items: center; width: 42px; height: 42px; border: 0; border-radius: 10px; background: var(--accent); color: var(--on); }
.offline { padding: 6px 16px; color: var(--muted); font-size: 13px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 500px) { dialog { inset: 0; width: 100%; max-width: none; height: 100dvh; max-height: none; border: 0; border-radius: 0; } }`);

  const badge = h("span", { "aria-hidden": "true", hidden: "" });
  const launcher = h("button", { type: "button", class: "launcher", "aria-label": t.open, "aria-haspopup": "dialog", "aria-expanded": "false" }, icon("M20 5H4v11h4v4l5-4h7z"), badge);
  const list = h("ol");
  const log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": t.log, tabindex: "0" }, h("p", { class: "hello" }, t.hello), list);
  const offline = h("p", { class: "offline", role: "status" });
  const field = h("textarea", { "aria-label": t.field, placeholder: t.placeholder, rows: "1", maxlength: "4000", dir: "auto" });
  const form = h("form", {}, field, h("button", { "aria-label": t.send }, icon("M5 12h13M12 6l6 6-6 6")));
  const closer = h("button", { type: "button", "aria-label": t.close }, icon("M7 7l10 10M17 7L7 17"));
  const dialog = h("dialog", { "aria-labelledby": "title" }, h("header", {}, h("h2", { id: "title" }, t.title), closer), log, offline, form);
  const announcer = h("p", { class: "unseen", role: "status" });
  const host = h("answerback-chat", { channel, lang, ...(theme && { theme }) });
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(launcher, dialog, announcer);

  const bubbles = new Map();
  const bubble = (key) => {
    if (!bubbles.has(key)) bubbles.set(key, h("li", { dir: "auto" }));
    return bubbles.get(key);
  };

  function draw() {
    const wasAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const shown = new Map();
    for (const message of messages) {
      const isMine = message.direction === "in";
      const line = bubble(message.id);
      const author = isMine ? "" : `${message.author ?? t.we} · `;
      shown.set(message.id, line);
      line.className = isMine ? "mine" : "";
      if (!line.hasChildNodes()) line.append(message.text, h("small", {}, author + clock.format(new Date(message.at))));
    }
    for (const message of outbox) {
      const line = bubble(message.id);
      shown.set(message.id, line);
      line.className = message.failed ? "mine failed" : "mine pending";
      const state = h("small", {}, message.failed ? `${t.failed} ` : t.sending);
      if (message.failed) {
        const again = h("button", { type: "button" }, t.again);
        again.onclick = () => { delete message.failed; flush(); };
        state.append(again);
      }
      line.replaceChildren(message.text, state);
    }
    for (const [key, line] of bubbles) if (!shown.has(key)) { line.remove(); bubbles.delete(key); }
    [...shown.values()].forEach((line, index) => list.children[index] !== line && list.insertBefore(line, list.children[index] ?? null));
    if (wasAtEnd) log.scrollTop = log.scrollHeight;
    showUnread();
  }

  function showUnread() {
    // One by one and not up to a place: a reply may come behind what the customer wrote after it.
    const unread = messages.filter((message) => message.direction === "out" && !seen.includes(message.id));
    if (dialog.open && document.visibilityState === "visible") { markSeen(unread); return; }
    badge.hidden = unread.length === 0;
    badge.textContent = unread.length;
    launcher.setAttribute("aria-label", unread.length ? `${t.open}. ${t.unread}${unread.length}` : t.open);
    announcer.textContent = unread.length ? `${t.unread}${unread.length}` : "";
  }

  function markSeen(unread) {
    badge.hidden = true;
    announcer.textContent = "";
    launcher.setAttribute("aria-label", t.open);
    const ids = unread.slice(-200).map((message) => message.id);
    const keep = (list) => { seen = list.slice(-500); store("seen", JSON.stringify(seen)); };
    if (!ids.length) return;
    keep([...seen, ...ids]);
    call("receipts", { ids }).catch(() => keep(seen.filter((id) => !ids.includes(id))));
  }

  // --- Talking to the server
  async function call(path, body, more = {}) {
    const headers = { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { "Content-Type": "application/json" }) };
    const response = await fetch(api + path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), credentials: "omit", ...more });
    if (!response.ok) throw Object.assign(new Error(path), { status: response.status });
    return response;
  }

  function take(fresh) {
    for (const message of fresh) {
      if (message.clientId) outbox = outbox.filter((pending) => pending.id !== message.clientId);
      if (!messages.some((known) => known.id === message.id)) messages.push(message);
    }
    messages = messages.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1)).slice(-500);
    draw();
  }

  async function visit() {
    const answer = await (await call("visits", token ? { token } : {})).json();
    if (answer.token !== token) messages = [];
    token = store("visitor", answer.token);
    take(answer.messages ?? []);
  }

  const keepOutbox = () => { store("outbox", JSON.stringify(outbox)); draw(); };
  const sleepers = new Set();
  const pause = (tries) => new Promise((resolve) => {
    const wake = () => { clearTimeout(timer); sleepers.delete(wake); resolve(); };
    const timer = setTimeout(wake, Math.min(30_000, 1000 * 2 ** tries) * (0.5 + Math.random() / 2));
    sleepers.add(wake);
  });

  /** Sends what waits, in its order. The id stays the same at every try, so that nothing arrives twice. */
  async function flush() {
    keepOutbox();
    if (isFlushing) return;
    isFlushing = true;
    for (let tries = 0, next; (next = outbox.find((message) => !message.failed));) {
      try {
        if (!token) await visit();
        const answer = await (await call("messages", { id: next.id, text: next.text, ...(name && { name }) })).json();
        outbox = outbox.filter((message) => message.id !== next.id);
        take([answer]);
        others?.postMessage([answer]);
        tries = 0;
        offline.textContent = "";
      } catch (error) {
        if (error.status === 401) token = store("visitor", "");
        else if (error.status >= 400 && error.status < 500 && ![408, 425, 429].includes(error.status)) next.failed = true;
        else offline.textContent = t.offline;
        if (!next.failed) await pause(tries++);
      }
      keepOutbox();
    }
    isFlushing = false;
    follow();
  }

  /** Reads the stream once, until it ends or is silent for longer than two heartbeats. */
  async function read() {
    const stop = new AbortController();
    let timer = setTimeout(() => stop.abort(), 45_000);
    try {
      const stream = (await call("live", null, { signal: stop.signal })).body.pipeThrough(new TextDecoderStream()).getReader();
      // From a minute before the newest on: a reply becomes visible up to that long after its time.
      const after = messages.findLast((message) => Date.parse(message.at) < Date.parse(messages.at(-1).at) - 60_000)?.id;
      const missed = await (await call(`messages${after ? `?after=${encodeURIComponent(after)}` : ""}`)).json();
      take(missed.messages);
      offline.textContent = "";
      for (let rest = "", part; !(part = await stream.read()).done;) {
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), 45_000);
        const blocks = (rest + part.value).split("\n\n");
        rest = blocks.pop().slice(-65_536);
        const fresh = blocks.filter((block) => /^event: ?message$/m.test(block)).flatMap((block) => parsed(`[${block.match(/^data: ?(.*)$/m)?.[1] ?? ""}]`));
        if (fresh.length) { take(fresh); others?.postMessage(fresh); }
      }
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }

  /** Stays in step while the page is there. Of several tabs only one holds the stream and tells the others. */
  async function follow() {
    if (isVisiting || !token) return;
    isVisiting = true;
    const alone = (work) => (navigator.locks ? navigator.locks.request(`answerback-${channel}`, work) : work());
    await alone(async () => {
      isLeading = true;
      for (let tries = 0; isHere;) {
        const start = Date.now();
        try { await visit(); await read(); } catch (error) { if (error.status === 401) token = store("visitor", ""); }
        tries = Date.now() - start > 30_000 ? 0 : tries + 1;
        if (isHere) await pause(tries);
      }
      isLeading = false;
    });
    isVisiting = false;
  }

  function leave() {
    isHere = false;
    if (isLeading) call("departure", {}, { keepalive: true }).catch(() => {});
  }

  // --- What the customer does
  function open() {
    launcher.hidden = true;
    launcher.setAttribute("aria-expanded", "true");
    if (matchMedia("(max-width: 500px)").matches) dialog.showModal();
    else dialog.show();
    log.scrollTop = log.scrollHeight;
    field.focus();
    draw();
  }

  function close() {
    if (dialog.open) dialog.close();
    launcher.hidden = false;
    launcher.setAttribute("aria-expanded", "false");
    launcher.focus();
  }

  function newID() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    outbox.push({ id: newID(), text });
    log.scrollTop = log.scrollHeight;
    flush();
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  launcher.addEventListener("click", open);
  closer.addEventListener("click", close);
  dialog.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); } });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  document.addEventListener("visibilitychange", showUnread);
  addEventListener("online", () => { for (const wake of sleepers) wake(); });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) { isHere = true; follow(); } });
  if (others) others.onmessage = ({ data }) => take(data);

  const start = () => { document.body.append(host); draw(); if (outbox.length) flush(); else follow(); };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();
