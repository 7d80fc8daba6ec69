"""The pages of a test: operators at their desks, and customers."""

import os
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit

from desk.provision import PASSWORD
from playwright.sync_api import BrowserContext, Page, expect
from story import until

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

expect.set_options(timeout=8000)

# Notes when rows and the bell's count come and go, to the millisecond: the test itself would look too late.
NOTING = """
window.noted = [];
const isRow = (id) => /^(notification|activity|message|chat)-/.test(id);
new MutationObserver((changes) => {
  const note = (nodes, what) => nodes.forEach((node) => {
    if (node.nodeType !== 1) return;
    for (const row of [node, ...node.querySelectorAll("[id]")]) {
      if (isRow(row.id)) noted.push({ id: row.id, what, at: Date.now() });
    }
  });
  const noteAttribute = ({ target, attributeName, oldValue }) => {
    // A row that leaves loses its id at once and says for a moment why.
    if (attributeName === "id" && isRow(oldValue) && target.id !== oldValue) noted.push({ id: oldValue, what: "went", at: Date.now() });
    const isBell = attributeName === "hidden" && target.id === "bell-count" && target.hidden !== (oldValue !== null);
    if (isBell) noted.push({ id: target.id, what: target.hidden ? "went" : "came", at: Date.now() });
  };
  for (const change of changes) {
    if (change.type === "attributes") { noteAttribute(change); continue; }
    note(change.addedNodes, "came");
    note(change.removedNodes, "went");
  }
}).observe(document, { childList: true, subtree: true, attributeFilter: ["id", "hidden"], attributeOldValue: true });
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective}: ${event.blockedURI}`));
"""

# A page whose live stream never comes: it shows what is not so any more.
DEAF = """
delete window.SharedWorker;
window.EventSource = class extends EventTarget { readyState = 0; close() {} };
"""


class Workplace:
    def __init__(self, desk, browser, sessions: dict):
        self.desk, self.browser, self.sessions = desk, browser, sessions
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.allowed: dict[tuple[str, str], bool] = {}

    def allow(self, what: int | str, path: str):
        """Lets the browser tell of answers with this status, or of this fault of the network, at these paths; `*` is anything.

        That must happen in the test: what was allowed and never came is a complaint of its own.
        """
        self.allowed.setdefault((str(what), path), False)

    def context(self, **options) -> BrowserContext:
        options.setdefault("viewport", WIDE)
        context = self.browser.new_context(**options)
        context.add_init_script(NOTING)
        context.on("console", lambda message: self._console(message))
        context.on("weberror", lambda error: self.complaints.append(f"error: {error.error}"))
        self.contexts.append(context)
        return context

    def operator(self, login: str, path: str = "/", deaf: bool = False, senses: str = "", clock: bool = False,
                 **options) -> Page:
        """A page of an operator who is signed in, in a browser of their own; with `clock` its time is the test's."""
        if login not in self.sessions:
            self._sign_in(login)
        context = self.context(storage_state=self.sessions[login], **options)
        if deaf:
            context.add_init_script(DEAF)
        if senses:
            context.add_init_script(senses)
        page = context.new_page()
        if clock:
            page.clock.install()
        page.goto(self.desk.url + path)
        if deaf:
            # Without a stream, the page is quiet when it has fetched all that it wanted.
            page.wait_for_load_state("networkidle")
        else:
            is_ready(page)
        return page

    def customer(self, shop, **options) -> Page:
        """A customer's page with the widget open on it."""
        page = self.context(**options).new_page()
        page.goto(shop.url)
        page.get_by_role("button").first.click()
        return page

    def close(self):
        for context in self.contexts:
            context.close()
        missing = [key for key, came in self.allowed.items() if not came]
        self.complaints += [f"{what} at {path} was expected and never came" for what, path in missing]

    def _sign_in(self, login: str):
        context = self.context()
        page = context.new_page()
        page.goto(f"{self.desk.url}/sign-in")
        page.get_by_label("Login").fill(login)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("#page[data-page=home]")).to_be_visible()
        self.sessions[login] = context.storage_state()
        context.close()

    def _console(self, message):
        url = message.location.get("url", "")
        if not self._expects(message.text, urlsplit(url).path):
            self.complaints.append(f"{message.type}: {message.text} ({url})")

    def _expects(self, text: str, path: str) -> bool:
        """Whether the test said so before; it is remembered that it came."""
        for what, pattern in self.allowed:
            says_so = text.startswith(f"Failed to load resource: the server responded with a status of {what} ")
            if (says_so or text == f"Failed to load resource: net::{what}") and fnmatchcase(path, pattern):
                self.allowed[what, pattern] = True
                return True
        return False


def is_ready(page: Page):
    """Waits until all scripts of the page are at work: the last of them opens the stream."""
    expect(page.locator("#live-status")).to_have_attribute("data-state", "live")


def resync(page: Page):
    """Lets the page believe that it has missed something, as after it came from the back-forward cache."""
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")


def fetched_again(page: Page):
    """Lets the page fetch again what it shows, and waits until it has taken that over."""
    page.evaluate("""() => {
      window.wasReplaced = false;
      document.addEventListener("parts-replaced", () => { window.wasReplaced = true; }, { once: true });
    }""")
    resync(page)
    page.wait_for_function("() => window.wasReplaced")


def resync_held_back(page: Page, url: str):
    """Lets the page fetch itself again and keeps the answer back; gives what hands it over, after all that came meanwhile."""
    held = []

    def hold_first(route):
        if held or "x-fragment" not in route.request.headers:
            route.fallback()
        else:
            held.append((route, route.fetch()))

    page.route(url, hold_first)
    resync(page)
    until(lambda: page.evaluate("0") or held)
    route, stale = held[0]
    return lambda: route.fulfill(response=stale)


def hide(page: Page, hidden: bool):
    """Takes the page out of sight, as behind another tab, or back."""
    page.evaluate("""(hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => (hidden ? "hidden" : "visible") });
      document.dispatchEvent(new Event("visibilitychange"));
    }""", hidden)


def noted(page: Page, row: str, what: str) -> float:
    """When a row, or the bell's count, came or went on this page, in seconds since 1970; waits for it."""
    page.wait_for_function(
        "([row, what]) => window.noted.some((note) => note.id === row && note.what === what)", arg=[row, what],
        timeout=8000)
    notes = page.evaluate("window.noted")
    return max(note["at"] for note in notes if note["id"] == row and note["what"] == what) / 1000


def picture(page: Page, name: str):
    """Keeps a picture of the page in the directory that ANSWERBACK_SCREENSHOTS names, if it does."""
    directory = os.environ.get("ANSWERBACK_SCREENSHOTS")
    if directory:
        Path(directory).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(directory) / f"{name}.png")
