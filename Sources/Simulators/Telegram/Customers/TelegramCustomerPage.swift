/// The page on which one plays a customer of Telegram: the conversation and a field to write in.
enum TelegramCustomerPage {
  static let html = """
    <!doctype html>
    <html lang="en">
    <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Telegram customer</title>
      <link rel="stylesheet" href="/simulator/customer.css">
      <script type="module" src="/simulator/customer.js"></script>
    </head>
    <body>
      <header>
        <div>
          <h1 id="name">Customer</h1>
          <p id="state" role="status">Connecting…</p>
        </div>
        <button id="block" type="button">Block the bot</button>
      </header>
      <main>
        <div id="log" role="log" aria-label="Conversation" tabindex="0"><ol id="messages"></ol></div>
        <p id="empty">Nothing written yet. What you write here reaches the bot as a customer's message.</p>
        <form id="composer">
          <label class="unseen" for="text">Message</label>
          <label class="attach" for="file"><span class="unseen">Attach a file</span><span aria-hidden="true">+</span></label>
          <input class="unseen" id="file" type="file">
          <textarea id="text" rows="1" maxlength="4096" placeholder="Message" autocomplete="off" required></textarea>
          <button type="submit">Send</button>
        </form>
      </main>
    </body>
    </html>
    """

  static let script = """
    // Plays the customer whose number is in the address; "?name=" gives a new one their name.
    const id = location.pathname.split("/").pop();
    const address = `/simulator/customers/${encodeURIComponent(id)}`;
    const wantedName = new URLSearchParams(location.search).get("name");
    const find = (name) => document.getElementById(name);
    const log = find("log"), list = find("messages"), text = find("text"), state = find("state"), block = find("block");
    const time = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
    let shown = new Set(), blocked = false;

    function post(path, body) {
      const headers = { "content-type": "application/json" };
      return fetch(address + path, { method: "POST", headers, body: JSON.stringify(body) });
    }

    function row(message) {
      const item = document.createElement("li"), bubble = document.createElement("p"), at = document.createElement("time");
      item.className = message.from;
      bubble.textContent = message.text;
      at.dateTime = message.at;
      at.textContent = time.format(new Date(message.at));
      item.append(bubble, at);
      return item;
    }

    function show({ customer, messages }) {
      const name = customer.name ?? wantedName ?? `Customer ${id}`;
      find("name").textContent = name;
      document.title = `${name} – Telegram customer`;
      blocked = customer.blocked;
      block.textContent = blocked ? "Unblock the bot" : "Block the bot";
      state.textContent = blocked ? "You have blocked the bot" : "Telegram (simulated)";
      const fresh = messages.filter((message) => !shown.has(message.id));
      const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
      for (const message of fresh) { shown.add(message.id); list.append(row(message)); }
      if (fresh.length && atEnd) log.scrollTop = log.scrollHeight;
      find("empty").hidden = shown.size > 0;
    }

    async function refresh() {
      try {
        const answer = await fetch(`${address}/messages`);
        if (!answer.ok) throw new Error(answer.status);
        show(await answer.json());
      } catch {
        state.textContent = "No connection. Trying again…";
      }
    }

    async function watch() {
      if (!document.hidden) await refresh();
      setTimeout(watch, 1000);
    }

    find("composer").addEventListener("submit", async (event) => {
      event.preventDefault();
      const written = text.value.trim();
      if (!written) return;
      try {
        const answer = await post("/messages", { name: wantedName ?? undefined, text: written });
        if (!answer.ok) throw new Error(answer.status);
        text.value = "";
        await refresh();
        log.scrollTop = log.scrollHeight;
      } catch {
        state.textContent = "Not sent. Please try again.";
      }
      text.focus();
    });

    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      find("composer").requestSubmit();
    });

    find("file").addEventListener("change", async ({ target }) => {
      const file = target.files[0];
      if (!file) return;
      const query = new URLSearchParams({ file: file.name, caption: text.value.trim() });
      if (wantedName) query.set("name", wantedName);
      const type = file.type || "application/octet-stream";
      try {
        const answer = await fetch(`${address}/files?${query}`, { method: "POST", headers: { "content-type": type }, body: file });
        if (!answer.ok) throw new Error(answer.status);
        text.value = "";
        await refresh();
      } catch {
        state.textContent = "Not sent. Please try again.";
      }
      target.value = "";
    });

    block.addEventListener("click", async () => {
      try { await post("/block", { blocked: !blocked }); } catch { state.textContent = "Not done. Please try again."; }
      await refresh();
    });

    document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
    watch();
    text.focus();
    """

  static let style = """
    :root {
      color-scheme: light dark;
      --ground: light-dark(#e9eef2, #10171d); --surface: light-dark(#fff, #1b252e); --text: light-dark(#16202a, #e6edf3);
      --muted: light-dark(#56646f, #9fb0bd); --mine: light-dark(#d8f3c6, #24502f); --accent: light-dark(#0b6bb3, #6cb8f0);
      --on-accent: light-dark(#fff, #08131c); --line: light-dark(#cfd8df, #31404c);
    }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    body {
      margin: 0 auto; max-width: 42rem; height: 100dvh; display: flex; flex-direction: column;
      font: 1rem/1.45 system-ui, sans-serif; color: var(--text); background: var(--ground);
    }
    header, form { display: flex; gap: .75rem; align-items: center; padding: .75rem 1rem; background: var(--surface); }
    header { justify-content: space-between; border-bottom: 1px solid var(--line); }
    form { border-top: 1px solid var(--line); align-items: stretch; }
    h1 { margin: 0; font-size: 1.1rem; overflow-wrap: anywhere; }
    header p { margin: 0; font-size: .85rem; color: var(--muted); }
    main { flex: 1; min-height: 0; display: flex; flex-direction: column; }
    #log { flex: 1; padding: 1rem; overflow-y: auto; }
    ol { margin: 0; padding: 0; list-style: none; display: flex; flex-direction: column; gap: .5rem; }
    li { max-width: 80%; padding: .5rem .75rem; border-radius: .9rem; background: var(--surface); align-self: flex-start; }
    li.customer { background: var(--mine); align-self: flex-end; }
    li p { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    time { display: block; text-align: right; font-size: .75rem; color: var(--muted); font-variant-numeric: tabular-nums; }
    li.customer time { color: inherit; }
    #empty { margin: 0; padding: 1rem; text-align: center; color: var(--muted); }
    textarea {
      flex: 1; min-width: 0; resize: none; field-sizing: content; max-height: 8rem; padding: .6rem .75rem; font: inherit;
      color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: .6rem;
    }
    button {
      min-height: 2.5rem; padding: 0 1rem; font: inherit; color: var(--accent); background: none;
      border: 1px solid currentColor; border-radius: .6rem; cursor: pointer;
    }
    form button { color: var(--on-accent); background: var(--accent); border-color: transparent; font-weight: 600; }
    .attach {
      display: grid; place-items: center; min-width: 2.5rem; min-height: 2.5rem; color: var(--accent); cursor: pointer;
      border: 1px solid currentColor; border-radius: .6rem; font-size: 1.4rem;
    }
    .attach:has(+ :focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    ::placeholder { color: var(--muted); opacity: 1; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    """
}
