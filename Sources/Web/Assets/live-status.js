import { text } from "./texts.js";

const keys = { connecting: "live.connecting", live: "live.live", reconnecting: "live.reconnecting", "signed-out": "live.signedOut" };

/** Whether the page is in step with the server at this moment. */
export const isLive = () => document.getElementById("live-status")?.dataset.state === "live";

/** Shows whether the page is in step: `connecting`, `live`, `reconnecting` or `signed-out`. */
export function setState(state) {
  const status = document.getElementById("live-status");
  if (!status || status.dataset.state === state) return;
  const wasBroken = ["reconnecting", "signed-out"].includes(status.dataset.state);
  status.dataset.state = state;
  status.textContent = text(keys[state]);
  if (state === "live" && wasBroken) document.dispatchEvent(new Event("live-again"));
  if (state !== "signed-out") return;
  const link = document.createElement("a");
  link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = text("signIn");
  status.append(" ", link);
}
