const longestPause = 30_000;
const names = ["added", "withdrawn", "changed", "resync"];

/** One EventSource on /live that is opened again, at the place where it broke off, until it is closed. */
export class LiveSource {
  #source = null;
  #pause = 1000;
  #timer = 0;
  #woken = Date.now();
  #watch = 0;

  /**
   * @param {(event: {event: string, id: string, data: object}) => void} onEvent
   * @param {(state: string) => void} onState
   */
  constructor(onEvent, onState) {
    this.onEvent = onEvent;
    this.onState = onState;
    /** The id of the newest event, as the server gave it. */
    this.position = "";
  }

  open(position = this.position) {
    this.#stop();
    this.position = position ?? "";
    const source = new EventSource(this.position ? `/live?after=${encodeURIComponent(this.position)}` : "/live");
    this.#source = source;
    source.onopen = () => { this.#pause = 1000; this.onState("live"); };
    source.onerror = () => this.#broken(source);
    for (const name of names) source.addEventListener(name, (message) => this.#receive(name, message));
    this.#watchSleep();
  }

  close() {
    this.#stop();
    clearInterval(this.#watch);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
  }

  #receive(event, message) {
    if (message.lastEventId) this.position = message.lastEventId;
    let data = {};
    try { data = JSON.parse(message.data || "{}"); } catch { event = "resync"; }
    this.onEvent({ event, id: message.lastEventId, data });
  }

  /** The browser reconnects by itself after a broken connection, but not after an answer such as 401 or 503. */
  async #broken(source) {
    this.onState("reconnecting");
    if (source.readyState !== EventSource.CLOSED) return;
    const response = await fetch("/notifications", { headers: { "X-Fragment": "1" }, redirect: "manual" }).catch(() => null);
    if (this.#source !== source) return;
    if (response?.status === 401) this.onState("signed-out");
    this.#timer = setTimeout(() => this.open(), this.#pause * (0.5 + Math.random() / 2));
    this.#pause = Math.min(this.#pause * 2, longestPause);
  }

  /** A connection that was asleep with its machine looks alive and is not. */
  #watchSleep() {
    clearInterval(this.#watch);
    this.#woken = Date.now();
    this.#watch = setInterval(() => {
      const slept = Date.now() - this.#woken > 90_000;
      this.#woken = Date.now();
      if (slept) this.open();
    }, 15_000);
  }
}
