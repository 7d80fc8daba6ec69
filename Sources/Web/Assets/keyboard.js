import { togglePanel } from "./panel.js";

const key = "answerback-single-keys";
const dialog = document.getElementById("shortcuts");
const titles = () => [...document.querySelectorAll("main tr:not([data-gone]) [data-preview], main .chat-row .who a, main [data-contacts] .subject a")];
const currentRow = () => document.activeElement?.closest("tr:not([data-gone]):has([data-preview])");
const isOn = () => { try { return localStorage.getItem(key) !== "off"; } catch { return true; } };

function move(step) {
  const all = titles();
  const row = document.activeElement?.closest("tr, .chat-row");
  const index = all.findIndex((title) => row?.contains(title));
  const next = all[Math.max(0, Math.min(all.length - 1, index < 0 ? 0 : index + step))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function accept() {
  const scope = currentRow() ?? document.activeElement?.closest(".notification") ?? document.querySelector(".card-head");
  scope?.querySelector("[data-accept]")?.click();
}

async function preview(row, ask) {
  const { openMiniPage } = await import("./mini-page.js");
  openMiniPage(row, ask);
}

/** A row's task asks for its result; the card's button waits for Enter, for what is completed stays so. */
function complete() {
  if (currentRow()) preview(currentRow(), true);
  else document.querySelector(".card-head [data-focus=complete]")?.focus();
}

const commands = {
  j: () => move(1),
  k: () => move(-1),
  a: accept,
  c: complete,
  x: () => currentRow()?.querySelector("[data-pick]")?.click(),
  i: () => currentRow() && preview(currentRow()),
  n: togglePanel,
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": showShortcuts,
};

/**
 * What a key asks for: by its sign, else by its place where the sign is a letter of another script. A key between those of the
 * Latin letters has a sign of its own on each layout; on Cyrillic ones it is the dot.
 */
function commandOf({ key, code, shiftKey }) {
  const sign = shiftKey ? key : key.toLowerCase();
  if (commands[sign]) return commands[sign];
  if (code === "Slash" && /^[.,]$/.test(key)) return commands[shiftKey ? "?" : "/"];
  const isOfAnotherScript = !shiftKey && /^(?!\p{Script=Latin})\p{L}$/u.test(key);
  return isOfAnotherScript && code.startsWith("Key") ? commands[code.at(-1).toLowerCase()] : undefined;
}

function showShortcuts() {
  dialog.querySelector("[data-single-keys]").checked = isOn();
  if (!dialog.open) dialog.showModal();
}

/** Ctrl+Enter in a longer text saves its form. The composer of replies has its own rule. */
function saveByKey(event) {
  const form = event.target.closest?.("textarea")?.form;
  if (!form || form.matches(".composer") || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
}

/** Single keys for those who work in lists all day. They can be switched off (WCAG 2.1.4). */
export function watchKeyboard() {
  if (!dialog) return;
  document.addEventListener("keydown", saveByKey);
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, dialog, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !isOn()) return;
    const command = commandOf(event);
    if (!command) return;
    event.preventDefault();
    command();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-shortcuts]")) showShortcuts();
    const account = document.querySelector(".account[open]");
    if (account && !account.contains(event.target)) account.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const account = event.key === "Escape" && document.querySelector(".account[open]");
    if (!account) return;
    account.open = false;
    account.querySelector("summary").focus();
  });
  dialog.querySelector("[data-single-keys]").addEventListener("change", (event) => {
    try { localStorage.setItem(key, event.target.checked ? "on" : "off"); } catch { /* cannot be kept */ }
  });
}
