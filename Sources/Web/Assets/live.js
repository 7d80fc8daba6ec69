import { onSignOut } from "./kept.js";
import { LiveSource } from "./live-source.js";
import { setState } from "./live-status.js";

const root = document.documentElement.dataset;
const handlers = new Map();
/** What is to be done after something was missed, and whether also in a tab that nobody sees. */
const resyncs = new Map();
/** What such a tab does as soon as somebody looks at it. */
const owed = new Set();
/** When a server begins anew all pages hear of it at once; they ask again spread over so many milliseconds. */
const spread = 3000;
let resyncing = 0;

/** Calls `handler(event, data)` for each `added` or `changed` of this kind; notifications are also `withdrawn`. */
export function onLive(kind, handler) {
  if (!handlers.has(kind)) handlers.set(kind, new Set());
  handlers.get(kind).add(handler);
}

/**
 * Calls `handler` when the page has missed something and must fetch what it shows again; in a hidden tab only when somebody
 * comes back to it, unless `evenHidden()`.
 */
export const onResync = (handler, evenHidden = () => false) => resyncs.set(handler, evenHidden);

function resync() {
  resyncing = 0;
  for (const [handler, evenHidden] of resyncs) {
    if (document.hidden && !evenHidden()) owed.add(handler);
    else handler();
  }
}

function comeBack() {
  if (document.hidden) return;
  for (const handler of owed) handler();
  owed.clear();
}

function receive({ event, id, data }) {
  // Without an id it concerns this page alone.
  if (event === "resync") { resyncing ||= setTimeout(resync, id ? Math.random() * spread : 0); return; }
  for (const handler of handlers.get(data?.kind) ?? []) handler(event, data);
}

/** Connects to the stream: through the worker that all tabs share, or alone while the tab is visible. */
export function connect() {
  document.addEventListener("visibilitychange", comeBack);
  if (typeof SharedWorker === "function") share();
  else alone();
}

function share() {
  const worker = new SharedWorker(new URL("./live-worker.js", import.meta.url), { type: "module", name: `answerback-${root.operator}` });
  const say = (type, position) => worker.port.postMessage({ type, position });
  worker.onerror = () => alone();
  worker.port.onmessage = ({ data }) => {
    if (data.type === "event") receive(data);
    else if (data.type === "state") setState(data.state);
  };
  say("hello", root.live ?? "");
  setInterval(() => say("alive"), 20_000);
  onSignOut(() => say("sign-out"));
  addEventListener("pagehide", () => say("bye"));
  // From the back-forward cache the page comes as it was left: the worker is told that it knows nothing new.
  addEventListener("pageshow", (event) => event.persisted && say("hello", ""));
}

function alone() {
  const source = new LiveSource(receive, setState);
  source.open(root.live ?? "");
  if (!root.live) receive({ event: "resync" });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") source.open();
    else source.close();
  });
  addEventListener("pagehide", () => source.close());
}
