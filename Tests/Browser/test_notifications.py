"""The Notification Center: reminders, system messages, and how one is alerted of them."""

import re

import pytest
from playwright.sync_api import expect
from story import activity_about, missed_chat, missed_chats, new_customer, until
from workplace import PHONE, hide, noted, picture, resync

# Counts what sounds and what would stand on the desktop; `looking` says whether the operator looks at the page.
SENSES = """
window.sounded = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.sounded += 1; return start.apply(this, when); };
window.desktop = [];
window.Notification = class extends EventTarget {
  static permission = "granted";
  static async requestPermission() { return "granted"; }
  constructor(title, options) { super(); Object.assign(this, { title, ...options, open: true }); window.desktop.push(this); }
  close() { this.open = false; }
};
window.looking = false;
document.hasFocus = () => window.looking;
"""

# Misses that something came, as behind a broken connection; what goes it hears of.
HARD_OF_HEARING = """
const { set } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
const isMissed = ({ data, event }) => data?.kind === "notification" && event !== "withdrawn";
Object.defineProperty(MessagePort.prototype, "onmessage", {
  set(handler) { set.call(this, (message) => isMissed(message.data) || handler(message)); },
});
"""


@pytest.fixture(autouse=True)
def nothing_waits(api):
    """What other tests left open is taken by those who see it, so that counts begin at nothing."""
    for login in ("ivan", "maria", "oksana", "andrii"):
        for one in api(login).get("/notifications").raise_for_status().json()["notifications"]:
            api(login).post(f"/activities/{one['activity']['id']}/acceptance")
    api("andrii").post("/system-messages/reading").raise_for_status()
    yield
    for login in ("ivan", "maria", "andrii"):
        prefer(api, login, desktop=False, sound=True, repeated=False)


def test_the_bell_and_each_tab_count_what_waits(workplace, telegram, api):
    andrii = workplace.operator("andrii")
    expect(andrii.locator("#bell-count")).to_be_hidden()
    activity = missed_chat(telegram, api("ivan"), "Nobody wants this one")
    for login in ("ivan", "maria"):
        api(login).post(f"/activities/{activity['id']}/decline", json={"reason": "Lunch"}).raise_for_status()
    expect(count_of(andrii, "reminder")).to_have_text("1")
    expect(count_of(andrii, "message")).to_have_text("1")
    expect(andrii.locator("#bell-count")).to_have_text("2")
    expect(andrii).to_have_title(re.compile(r"^\(2\) "))
    row = andrii.locator(f"#notification-{activity['id']}")
    for part in ("Missed chat: Олена Мельник", "Telegram", "Not started", "Sales", "left"):
        expect(row).to_contain_text(part)
    andrii.get_by_role("tab", name="System messages").click()
    message = andrii.locator("#system-messages > li").first
    expect(message).to_contain_text("Declined by everybody")
    picture(andrii, "system-messages")
    message.get_by_role("button", name="Mark as read").click()
    expect(count_of(andrii, "message")).to_have_text("0")
    expect(andrii.locator("#bell-count")).to_have_text("1")
    message.get_by_role("link").click()
    andrii.wait_for_url(f"**/activities/{activity['id']}")
    expect(count_of(andrii, "message")).to_have_text("0")


def test_reading_a_message_in_one_tab_reads_it_in_the_others(desk, workplace, telegram, api):
    first = workplace.operator("andrii", "/system-messages")
    second = first.context.new_page()
    second.goto(f"{desk.url}/activities")
    for number in (1, 2):
        activity = missed_chat(telegram, api("ivan"), f"Declined for two tabs {number}")
        for login in ("ivan", "maria"):
            api(login).post(f"/activities/{activity['id']}/decline", json={}).raise_for_status()
    for page in (first, second):
        expect(count_of(page, "message")).to_have_text("2")
    first.get_by_role("button", name="Mark all as read").click()
    for page in (first, second):
        expect(count_of(page, "message")).to_have_text("0")
        expect(page.locator("#bell-count")).to_have_text("2")


def test_postponing_is_for_me_alone(workplace, telegram, api):
    ivan, maria = workplace.operator("ivan"), workplace.operator("maria")
    activities = [missed_chat(telegram, api("ivan"), f"Later, please {number}") for number in (1, 2, 3)]
    row = ivan.locator(f"#notification-{activities[0]['id']}")
    row.locator("summary").click()
    for words in ("5 min", "10 min", "30 min", "1 h", "2 h", "1 day"):
        expect(row.get_by_role("button", name=words, exact=True)).to_be_visible()
    row.get_by_role("button", name="30 min", exact=True).click()
    expect(ivan.locator("#reminders").get_by_text("Postponed")).to_be_visible()
    expect(count_of(ivan, "reminder")).to_have_text("2")
    ivan.get_by_text("Postpone all").click()
    picture(ivan, "postpone-all")
    ivan.locator("[data-all-reminders]").get_by_role("button", name="1 day").click()
    expect(count_of(ivan, "reminder")).to_have_text("0")
    expect(ivan.locator("#bell-count")).to_be_hidden()
    expect(ivan.get_by_text("Postpone all")).to_be_hidden()
    expect(count_of(maria, "reminder")).to_have_text("3")


def test_declining_is_for_me_alone_in_the_bell_and_on_the_card(workplace, telegram, api):
    ivan, maria = workplace.operator("ivan"), workplace.operator("maria")
    first, second = missed_chats(telegram, api("ivan"), "Not for Ivan", "Neither this one")
    row = ivan.locator(f"#notification-{first['id']}")
    row.get_by_role("button", name="Decline", exact=True).click()
    expect(ivan.locator("#reminders").get_by_text("Declined")).to_be_visible()
    expect(count_of(ivan, "reminder")).to_have_text("1")

    ivan.locator(f"#notification-{second['id']} .title").click()
    ivan.locator(".card-head").get_by_role("button", name="Decline").click()
    ivan.wait_for_url("**/activities")
    expect(ivan.locator("#bell-count")).to_be_hidden()
    expect(ivan.locator("#reminders [data-notification]")).to_have_count(0)

    # A later change has come to Maria: by then hers would have gone, too.
    telegram.write(new_customer(), "Олена Мельник", "And me?")
    expect(maria.locator("main [data-chats]").get_by_text("And me?")).to_be_visible()
    expect(count_of(maria, "reminder")).to_have_text("2")
    for one in (first, second):
        expect(maria.locator(f"#notification-{one['id']}").get_by_role("button", name="Accept", exact=True)).to_be_enabled()
        history = api("maria").get(f"/activities/{one['id']}").json()["history"]
        assert (history[-1]["what"], history[-1]["by"]["name"]) == ("declined", "Ivan Bondar")


def test_what_is_withdrawn_says_why_and_goes(workplace, telegram, api):
    pages = {login: workplace.operator(login) for login in ("ivan", "maria", "andrii")}
    activity = missed_chat(telegram, api("ivan"), "Who has it now?")
    row = f"notification-{activity['id']}"
    for login in ("ivan", "maria"):
        noted(pages[login], row, "came")
    assert api("maria").post(f"/activities/{activity['id']}/acceptance").is_success
    expect(pages["ivan"].locator("#reminders").get_by_text("Taken by Maria Shevchenko")).to_be_visible()
    people = api("andrii").get("/operators").raise_for_status().json()["operators"]
    ivan_id = next(one["id"] for one in people if one["login"] == "ivan")
    answer = api("andrii").put(f"/activities/{activity['id']}/assignment", json={"operator": ivan_id})
    assert answer.is_success
    expect(pages["ivan"].locator(f"#{row}")).to_be_visible()
    expect(count_of(pages["maria"], "message")).to_have_text("1")
    pages["maria"].get_by_role("tab", name="System messages").click()
    expect(pages["maria"].locator("#system-messages > li").first).to_contain_text("Given to Ivan Bondar")
    api("maria").post("/system-messages/reading").raise_for_status()


def test_what_came_back_unheard_is_withdrawn_again(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Taken, returned, taken")
    path = f"/activities/{activity['id']}"
    ivan = workplace.operator("ivan", senses=HARD_OF_HEARING)
    row = ivan.locator(f"#notification-{activity['id']}")
    expect(row).to_be_visible()
    api("maria").post(f"{path}/acceptance").raise_for_status()
    expect(row).to_have_count(0)
    api("maria").delete(f"{path}/acceptance").raise_for_status()
    resync(ivan)
    expect(row).to_be_visible()

    api("maria").post(f"{path}/acceptance").raise_for_status()
    expect(row).to_have_count(0)
    expect(count_of(ivan, "reminder")).to_have_text("0")


def test_one_tab_alone_sounds_and_notifies(desk, workplace, telegram, api):
    prefer(api, "ivan", desktop=True, sound=True, repeated=False)
    first = alert_page(workplace, "ivan")
    pages = [first] + [first.context.new_page() for _ in range(2)]
    for page in pages[1:]:
        page.goto(f"{desk.url}/activities")
        page.locator("h1").click()
    activity = missed_chat(telegram, api("ivan"), "One bell for three tabs")
    for page in pages:
        noted(page, f"notification-{activity['id']}", "came")
    until(lambda: sounds(pages) == 1 and len(on_desktop(pages)) == 1)
    assert on_desktop(pages)[0]["title"] == "Missed chat: Олена Мельник"
    # The one that sounded is closed; another takes over.
    loud = next(page for page in pages if page.evaluate("sounded"))
    rest = [page for page in pages if page is not loud]
    loud.close()
    api("maria").post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    missed_chat(telegram, api("ivan"), "The other tabs still hear")
    until(lambda: sounds(rest) == 1 and len(on_desktop(rest)) == 1)


def test_the_desktop_forgets_what_somebody_else_took(workplace, telegram, api):
    prefer(api, "ivan", desktop=True, sound=False, repeated=False)
    ivan = alert_page(workplace, "ivan")
    activity = missed_chat(telegram, api("ivan"), "Gone from the desktop")
    until(lambda: on_desktop([ivan]))
    assert api("maria").post(f"/activities/{activity['id']}/acceptance").is_success
    until(lambda: not any(one["open"] for one in on_desktop([ivan])))
    assert sounds([ivan]) == 0


def test_whoever_looks_at_a_page_needs_no_notification_on_the_desktop(workplace, telegram, api):
    prefer(api, "ivan", desktop=True, sound=True, repeated=False)
    ivan = alert_page(workplace, "ivan")
    ivan.evaluate("looking = true")
    missed_chat(telegram, api("ivan"), "In plain sight")
    until(lambda: sounds([ivan]) == 1)
    assert on_desktop([ivan]) == []


def test_a_burst_and_an_absence_make_one_summary(desk, workplace, telegram, api):
    prefer(api, "maria", desktop=True, sound=True, repeated=False)
    maria = alert_page(workplace, "maria")
    maria.goto("about:blank")
    several = [missed_chat(telegram, api("ivan"), f"While Maria is away {number}") for number in (1, 2, 3)]
    maria.goto(desk.url)
    expect(count_of(maria, "reminder")).to_have_text(str(len(several)))
    until(lambda: sounds([maria]) == 1 and on_desktop([maria]))
    assert [one["title"] for one in on_desktop([maria])] == ["3 new in the notification center"]
    # The next page has nothing new to tell.
    maria.goto(f"{desk.url}/activities")
    expect(maria.locator("#live-status")).to_have_attribute("data-state", "live")
    maria.wait_for_timeout(3000)
    assert sounds([maria]) == 0 and on_desktop([maria]) == []


def test_whoever_comes_back_to_the_tab_reads_how_much_has_come(workplace, telegram, api):
    ivan = workplace.operator("ivan")
    hide(ivan, True)
    for number in (1, 2):
        activity = missed_chat(telegram, api("ivan"), f"Behind other windows {number}")
        noted(ivan, f"notification-{activity['id']}", "came")
    hide(ivan, False)
    expect(ivan.locator("[data-summary]")).to_have_text("2 new while you were away")


def test_where_the_panel_is_closed_one_reads_it_over_the_page(workplace, telegram, api):
    ivan = workplace.operator("ivan", viewport=PHONE)
    hide(ivan, True)
    for number in (1, 2):
        activity = missed_chat(telegram, api("ivan"), f"Behind other windows, on a phone {number}")
        noted(ivan, f"notification-{activity['id']}", "came")
    hide(ivan, False)
    expect(ivan.get_by_text("2 new while you were away").and_(ivan.locator(".over"))).to_be_visible()


def test_it_is_repeated_until_handled(workplace, telegram, api):
    prefer(api, "ivan", desktop=False, sound=True, repeated=True)
    ivan = alert_page(workplace, "ivan", clock=True)
    activity = missed_chat(telegram, api("ivan"), "Again and again")
    noted(ivan, f"notification-{activity['id']}", "came")
    ivan.clock.run_for(2000)
    until(lambda: sounds([ivan]) == 1)
    ivan.clock.run_for(120_000)
    until(lambda: sounds([ivan]) >= 2)
    assert api("maria").post(f"/activities/{activity['id']}/acceptance").is_success
    expect(count_of(ivan, "reminder")).to_have_text("0")
    heard = sounds([ivan])
    ivan.clock.run_for(180_000)
    assert sounds([ivan]) == heard


def test_my_settings_hold_in_all_tabs(desk, workplace, api):
    ivan = workplace.operator("ivan")
    settings = ivan.context.new_page()
    settings.goto(f"{desk.url}/my-settings")
    settings.get_by_label("Sound").uncheck()
    settings.get_by_label("Repeat until handled").check()
    settings.get_by_role("button", name="Save").click()
    expect(settings.get_by_text("Saved")).to_be_visible()
    expect(settings.get_by_label("Sound")).not_to_be_checked()
    expect(ivan.locator("#notifications")).to_have_attribute("data-alerts", "repeated")
    assert api("ivan").get("/my-settings").json() == {"desktop": False, "sound": False, "repeated": True}


def test_the_panel_is_worked_with_the_keyboard_alone(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Only keys")
    ivan = workplace.operator("ivan", "/activities", viewport=PHONE)
    ivan.keyboard.press("n")
    expect(ivan.locator("#notification-panel")).to_be_focused()
    press_until(ivan, "Tab", "#notifications [role=tab][aria-selected=true]")
    ivan.keyboard.press("ArrowRight")
    expect(ivan.locator("#messages-panel")).to_be_visible()
    ivan.keyboard.press("ArrowLeft")
    press_until(ivan, "Tab", f"#notification-{activity['id']} summary")
    ivan.keyboard.press("Enter")
    press_until(ivan, "Tab", f"#notification-{activity['id']} input[name=reason]")
    ivan.keyboard.type("Not my language")
    ivan.keyboard.press("Enter")
    expect(ivan.locator("#reminders").get_by_text("Declined")).to_be_visible()
    history = until(lambda: api("ivan").get(f"/activities/{activity['id']}").json()["history"])
    assert history[-1]["what"] == "declined" and history[-1]["detail"] == "Not my language"


def test_what_somebody_types_in_the_panel_outlives_what_others_do(workplace, telegram, api):
    long_ago = missed_chat(telegram, api("ivan"), "Taken long ago")
    api("maria").post(f"/activities/{long_ago['id']}/acceptance").raise_for_status()
    mine, missed = (missed_chat(telegram, api("ivan"), text) for text in ("Being declined", "Not seen for a while"))
    ivan = workplace.operator("ivan")
    row, other = (ivan.locator(f"#notification-{one['id']}") for one in (mine, missed))
    row.locator("summary").click()
    reason = row.locator("[name=reason]")
    reason.fill("On the ph")
    asked = []
    ivan.on("request", lambda request: asked.append(request.url) if request.url.endswith("/notifications") else None)

    api("maria").post(f"/activities/{long_ago['id']}/completion", json={"result": "answered"}).raise_for_status()
    newest = missed_chat(telegram, api("ivan"), "After that")
    expect(ivan.locator(f"#notification-{newest['id']}")).to_be_attached()
    assert asked == [], "what was not in the list took nothing out of it"

    other.evaluate("(row) => row.remove()")
    resync(ivan)
    expect(other).to_be_visible()
    expect(reason).to_be_focused()
    reason.press_sequentially("one")
    expect(reason).to_have_value("On the phone")


def test_nobody_is_told_of_what_is_not_theirs(telegram, api):
    activity = missed_chat(telegram, api("ivan"), "For Sales only")
    assert activity_about(api("oksana"), "For Sales only") is None
    assert api("oksana").post(f"/notifications/{activity['id']}/reading").status_code == 404
    assert api("maria").post(f"/activities/{activity['id']}/acceptance").is_success
    assert api("ivan").post(f"/notifications/{activity['id']}/reading").status_code == 204


def alert_page(workplace, login, clock=False):
    """A page that notes what sounds and what would stand on the desktop, of somebody who has touched it."""
    page = workplace.operator(login, senses=SENSES, clock=clock)
    page.locator("h1").click()
    return page


def prefer(api, login, **preferences):
    api(login).patch("/my-settings", json=preferences).raise_for_status()


def count_of(page, tab):
    return page.locator(f"[data-{tab}-count]")


def sounds(pages) -> int:
    return sum(page.evaluate("sounded") for page in pages)


def on_desktop(pages) -> list[dict]:
    shown = "desktop.map(({ title, body, open }) => ({ title, body, open }))"
    return [one for page in pages for one in page.evaluate(shown)]


def press_until(page, key, selector):
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached")
