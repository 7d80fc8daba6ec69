"""Beside the open Notification Center nothing is covered, and a name of whatever length or signs stays in its place."""

import pytest
from pages import open_page
from playwright.sync_api import expect
from story import missed_chat, new_customer
from wide import too_wide

# With the pane docked, and just below; tablets and phones.
WIDTHS = (320, 641, 768, 1000, 1239, 1240, 1280, 1366, 1440)
# One word of 64 letters is what Telegram takes for half of a name.
LONG = {"W" * 64: "Чи є чашки?", "Ж" * 64: "Чи є глечики?",
        "a" + "\u0301\u0316" * 60 + "b": "Чи є блюдця?"}

# Of each control, the middle is what a pointer must meet.
COVERED = """() => [...document.querySelectorAll("main [data-accept], .notification [data-accept], main td time")].filter((one) => {
  if (!one.checkVisibility()) return false;
  one.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, right, top, bottom } = one.getBoundingClientRect();
  // Between two lines of a time that is broken there is its cell.
  const place = one.matches("time") ? one.closest("td") : one;
  return !place.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
}).map((one) => one.outerHTML.slice(0, 120))"""

# What reaches over the side of the row or head that it belongs to.
CUT = """() => [...document.querySelectorAll(
  ".notification *, main .activities td *, .chat-row *, .card-head *, .conversation-head *, .page-head *")].filter((one) => {
  const place = one.parentElement.closest(".notification, td, tr, .chat-row, .card-head, .conversation-head, .page-head");
  return place && one.checkVisibility() && !one.closest(".unseen, svg, .excerpt")
    && one.getBoundingClientRect().right > place.getBoundingClientRect().right + 1;
}).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture(params=["en", "uk"])
def ivan(request, workplace, api):
    """Ivan in either language, and afterwards in his own again."""
    speak(api("andrii"), request.param)
    yield workplace.operator("ivan")
    speak(api("andrii"), "en")


def speak(administrator, locale: str):
    listed = administrator.get("/operators").raise_for_status().json()["operators"]
    ivan = next(one for one in listed if one["login"] == "ivan")
    administrator.patch(f"/operators/{ivan['id']}", json={"version": ivan["version"], "locale": locale}).raise_for_status()


def test_no_name_cuts_off_covers_or_widens_anything_at_any_width(desk, ivan, telegram, api):
    activities = [missed_chat(telegram, api("andrii"), text, new_customer(), name) for name, text in LONG.items()]
    page, found = ivan, {}
    for path in paths(activities[0]):
        open_page(page, desk, path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found[f"{path} at {width}"] = page.evaluate(COVERED) + page.evaluate(CUT) + too_wide(page)
    assert {place: faults for place, faults in found.items() if faults} == {}


def test_with_all_columns_the_list_scrolls_and_the_pane_covers_nothing_of_it(desk, workplace, telegram, api):
    missed_chat(telegram, api("andrii"), "Чи все видно?")
    page = workplace.operator("ivan", viewport={"width": 1280, "height": 800})
    open_page(page, desk, "/activities?columns=contact,messenger,queue,status,owner,created,due,reason,result,waiting,left")
    assert [one.split("#")[0] for one in too_wide(page)] == ["div.table"]
    assert page.evaluate(COVERED) == []


def test_signs_above_and_below_a_name_stay_in_its_row(desk, workplace, telegram, api):
    """What is painted outside of a box has no measure: the boxes must cut it."""
    activity = missed_chat(telegram, api("andrii"), "Чи є блюдця?", new_customer(), list(LONG)[-1])
    page = workplace.operator("ivan", "/activities?status=Not+started")
    for row in (f"#activity-{activity['id']} td.subject", f"#activity-{activity['id']} td.contact", f"#notification-{activity['id']}"):
        expect(page.locator(row)).to_have_css("overflow-y", "clip")


def test_the_key_for_notifications_leads_into_the_pane_and_closes_it_from_there(workplace):
    page = workplace.operator("ivan", viewport={"width": 1280, "height": 800})
    pane = page.locator("#notification-panel")
    for _ in range(2):
        page.keyboard.press("n")
        expect(pane).to_be_focused()
        page.keyboard.press("n")
        expect(pane).to_be_hidden()
        expect(page.locator("#bell")).to_be_focused()


def test_the_key_for_completing_works_on_the_card(desk, workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Чи можна клавішею?")
    api("ivan").post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    page = workplace.operator("ivan", f"/activities/{activity['id']}")
    expect(page.locator(".card-head [data-focus=complete]")).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator(".card-head [data-focus=complete]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".card-head .status.completed")).to_be_visible()


def paths(activity: dict) -> list[str]:
    return ["/", "/activities?status=Not+started", "/chats", "/contacts", "/notifications", f"/activities/{activity['id']}",
            f"/chats/{activity['chat']['id']}", f"/contacts/{activity['contact']['id']}"]
