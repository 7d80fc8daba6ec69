import { LiveSource } from "./live-source.js";

// One stream for all tabs of an operator: browsers allow six connections to a host, and the seventh tab would hang.
const silence = 150_000;
const kept = 200;
/** Every tab's port, with the time of its last sign of life: a tab that is gone says nothing. */
const ports = new Map();
const recent = [];
let from = "";
let isOpen = false;
let state = "connecting";

const tell = (message) => { for (const port of ports.keys()) port.postMessage(message); };

/** The parts of a position such as `EPOCH-12`: numbers of one epoch follow one another. */
function parts(position) {
  const dash = position.lastIndexOf("-");
  return { epoch: position.slice(0, dash), number: Number(position.slice(dash + 1)) };
}

/** Whether one position is at or behind another; false where they cannot be compared. */
function reaches(position, other) {
  const [later, earlier] = [parts(position), parts(other)];
  return later.epoch === earlier.epoch && later.number >= earlier.number;
}

/** Keeps the event for tabs that are about to come. What was before a resync leads nowhere. */
function keep(event) {
  if (event.event === "resync") {
    recent.length = 0;
    from = event.id || source.position;
    return;
  }
  recent.push(event);
  if (recent.length > kept) from = recent.shift().id;
}

const source = new LiveSource(
  (event) => {
    keep(event);
    tell({ type: "event", ...event });
  },
  (next) => { state = next; tell({ type: "state", state }); },
);

/** Lets one tab fetch again what it shows. */
const resync = (port) => port.postMessage({ type: "event", event: "resync", id: "", data: {} });

/** Brings a tab up to the stream's position: from memory where it reaches back far enough, else by fetching again. */
function catchUp(port, position) {
  if (position && position === source.position) return;
  if (!position || !reaches(position, from)) {
    resync(port);
    return;
  }
  for (const event of recent) if (!reaches(position, event.id)) port.postMessage({ type: "event", ...event });
}

function greet(port, position) {
  ports.set(port, Date.now());
  port.postMessage({ type: "state", state });
  if (isOpen) {
    catchUp(port, position);
    if (state !== "live") source.open();
    return;
  }
  isOpen = true;
  from = position;
  recent.length = 0;
  source.open(position);
  // What came since the stream was closed is not known to the tabs that were here before.
  for (const other of ports.keys()) if (other !== port || !position) resync(other);
}

/** A tab that slept was taken for gone: it has missed what came since. */
function stir(port) {
  if (ports.has(port) || !isOpen) ports.set(port, Date.now());
  else greet(port, "");
}

function signOut() {
  source.close();
  isOpen = false;
  state = "signed-out";
  tell({ type: "state", state });
}

addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.type === "hello") greet(port, data.position);
    else if (data.type === "alive") stir(port);
    else if (data.type === "bye") ports.delete(port);
    else if (data.type === "sign-out") signOut();
  };
});

setInterval(() => {
  for (const [port, seen] of ports) if (Date.now() - seen > silence) ports.delete(port);
}, 30_000);
addEventListener("online", () => isOpen && source.open());
