"""The desk that `answerback demo` shows: full from the first look on, and its journey can be played."""

import re

import pytest
from desk import free_port
from desk.program import Process
from playwright.sync_api import expect
from workplace import is_ready

SAMPLE = {"olena": "operator", "oksana": "supervisor", "admin": "administrator"}
# Eight weeks take the debug build a while.
UNTIL_READY = 180
ROWS = "main :is(tbody tr, .chat-row, .figures, [data-number], .notification, [data-page=administration])"


# Whoever supervises has no tasks of their own.
EMPTY = "main section:not([data-part=mine]) .empty:visible"
# What the navigation does not lead to.
BESIDES = {
    "olena": ["/notifications"], "oksana": ["/notifications", "/system-messages"],
    "admin": ["/notifications", "/system-messages", "/audit", "/skills"],
}


class Demo:
    def __init__(self, directory):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.folder = directory / "temporary"
        self.folder.mkdir()
        self.process = Process(
            ["demo", "--port", str(self.port), "--telegram-port", str(free_port())], directory / "demo.log",
            {"TMPDIR": str(self.folder)})
        self.process.wait_for(f"{self.url}/health/ready", UNTIL_READY)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo"))
    yield demo
    assert demo.process.stop(), "the demo did not stop by itself"
    assert list(demo.folder.iterdir()) == [], "something of the demo stays"


@pytest.fixture(scope="module")
def sessions(desk, browser):
    """Everybody of the sample signs in as the page for it says."""
    return {login: sign_in(desk, browser, login) for login in SAMPLE}


@pytest.fixture(autouse=True)
def nothing_waits():
    """At this desk much waits."""


def test_it_begins_with_people_queues_and_eight_weeks_behind_it(desk, workplace):
    page = workplace.operator("admin")
    assert len(told(page, "/queues")["queues"]) == 3
    assert len(told(page, "/operators")["operators"]) >= 12
    assert len({channel["kind"] for channel in told(page, "/channels")["channels"]}) >= 5
    report = told(page, "/reports?period=8w&by=day")
    days = [row["day"] for row in report["rows"] if row["missed"] > 0]
    assert report["countedPercent"] == 100 and len(days) > 50, days
    assert len(told(page, "/reports?period=8w&by=operator")["rows"]) >= 8
    assert len(told(page, "/reports?period=8w&by=channel")["rows"]) >= 5


@pytest.mark.parametrize("login", SAMPLE)
def test_no_list_and_no_report_is_empty(desk, workplace, login):
    page = workplace.operator(login)
    paths = links(page, "nav.rail a")
    for section in ("/chats", "/reports"):
        page.goto(desk.url + section)
        paths += links(page, "main .segments a")
    paths += [path.replace("/reports?", "/reports?period=8w&") for path in paths if path.startswith("/reports?")]
    paths += BESIDES[login]
    # The demo's channels ask by themselves: no platform delivers to it.
    paths = [path for path in paths if path != "/integrations"]
    empty = []
    for path in dict.fromkeys(paths):
        page.goto(desk.url + path)
        expect(page.locator("main h1")).to_be_visible()
        notes = page.locator(EMPTY).all_inner_texts()
        if notes or not page.locator(ROWS).count():
            empty.append((path, notes))
    assert len(set(paths)) > 20 and empty == []


def test_the_journey_can_be_played_from_the_shop_to_the_end(desk, workplace):
    olena = workplace.operator("olena")
    shop = workplace.context().new_page()
    shop.goto(f"{desk.url}/demo/shop")
    shop.get_by_role("button").first.click()
    shop.get_by_role("textbox").last.fill("Is the pot safe for the dishwasher?")
    shop.get_by_role("textbox").last.press("Enter")

    notification = olena.locator("#reminders > li").filter(has_text="Is the pot safe for the dishwasher?")
    expect(notification).to_be_visible(timeout=30_000)
    notification.locator("[data-accept]").click()
    expect(olena.locator("#reply-text")).to_be_focused()
    is_ready(olena)
    olena.locator("#reply-text").fill("It is, at up to sixty degrees.")
    olena.locator("#reply-text").press("Enter")
    expect(shop.get_by_text("It is, at up to sixty degrees.")).to_be_visible()
    expect(shop.get_by_role("log")).to_contain_text("Олена")

    olena.locator("[data-focus=complete]").click()
    expect(olena.locator(".card-head .status.completed")).to_be_visible()


def sign_in(desk, browser, login):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{desk.url}/sign-in")
    row = page.locator(".sample tbody tr").filter(has=page.get_by_text(login, exact=True))
    expect(row).to_contain_text(SAMPLE[login])
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(row.locator("code").nth(1).inner_text())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/$"))
    state = context.storage_state()
    context.close()
    return state


def told(page, path):
    """What the program answers to programs here."""
    answer = page.context.request.get(page.url.rstrip("/") + path, headers={"Accept": "application/json"})
    assert answer.ok, f"{path}: {answer.status}"
    return answer.json()


def links(page, selector) -> list[str]:
    return page.locator(selector).evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
