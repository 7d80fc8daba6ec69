"""Supervisors see live how the queues stand, are told of what nobody looks after, and give tasks to others."""

import json
import re

import pytest
from desk import Answerback, provision
from desk.provision import ENVIRONMENT
from own_desk import api, nothing_waits, sessions, telegram  # noqa: F401 (fixtures)
from playwright.sync_api import expect
from story import finish_everything, missed_chat, until
from workplace import PHONE, picture

# Long enough to look at the page, short enough to wait for.
ESCALATE_AFTER, REPLY_WITHIN = "4s", "5s"


@pytest.fixture(scope="module")
def desk(tmp_path_factory, telegram):
    """A desk of its own, with times in Sales."""
    provisioned = json.loads(provision(telegram=telegram.url, answer_within="1s", mode="polling"))
    provisioned["queues"][0] |= {"escalate-after": ESCALATE_AFTER, "reply-within": REPLY_WITHIN}
    text = json.dumps(provisioned, ensure_ascii=False)
    desk = Answerback(tmp_path_factory.mktemp("supervised"), text, ENVIRONMENT).start()
    yield desk
    assert desk.process.stop(), "the server did not stop by itself"


def accept_and_answer(client, activity: dict):
    """At once, because whoever does not answer in time loses it again."""
    client.post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    client.post(f"/chats/{activity['chat']['id']}/messages", json={"text": "Good day!"}).raise_for_status()


def queue_row(page, name="Sales"):
    return page.locator("[data-part=queues] tbody tr").filter(has=page.get_by_role("link", name=name))


def test_the_supervision_follows_what_happens_without_reload(workplace, telegram, api):
    supervisor = workplace.operator("andrii", "/supervision")
    workplace.operator("ivan")
    activity = missed_chat(telegram, api("andrii"), "Чи є хтось на місці?")
    row = supervisor.locator(f"#supervised-{activity['id']}")
    expect(supervisor.locator("[data-part=free]").locator(row)).to_be_visible()

    accept_and_answer(api("ivan"), activity)

    expect(supervisor.locator("[data-part=taken]").locator(row)).to_contain_text("Ivan Bondar")
    person = supervisor.locator(".people li").filter(has_text="Ivan Bondar")
    expect(person).to_contain_text("In progress: 1")
    # Who is here is looked at every 15 seconds.
    expect(person).to_contain_text("here now", timeout=40_000)
    expect(queue_row(supervisor)).to_contain_text("of 2")


def test_how_a_queue_stands_is_counted_with_since_when_the_oldest_waits(workplace, telegram, api):
    finish_everything(api("andrii"))
    supervisor = workplace.operator("andrii", "/supervision")
    row = queue_row(supervisor)
    waiting, free = (row.locator(f"td[data-label='{name}']") for name in ("Waiting chats", "Not started"))
    for cell in (waiting, free):
        expect(cell).to_have_text("0")

    first = missed_chat(telegram, api("andrii"), "Перша в черзі")
    second = missed_chat(telegram, api("andrii"), "Друга в черзі")

    for cell in (waiting, free):
        expect(cell).to_have_text(re.compile(r"^2\s"))
    expect(free.locator("time")).to_have_attribute("datetime", first["createdAt"])
    chats = {one["contact"]["id"]: one for one in api("andrii").get("/chats?state=waiting").json()["chats"]}
    expect(waiting.locator("time")).to_have_attribute("datetime", chats[first["contact"]["id"]]["waitingSince"])
    listed = supervisor.locator("[data-part=free] tbody tr")
    expect(listed).to_have_count(2)
    for position, activity in enumerate((first, second)):
        expect(listed.nth(position)).to_have_id(f"supervised-{activity['id']}")

    accept_and_answer(api("ivan"), first)
    expect(free).to_have_text(re.compile(r"^1\s"))
    expect(free.locator("time")).to_have_attribute("datetime", second["createdAt"])
    expect(row.locator("td[data-label='In progress']")).to_have_text("1")
    expect(waiting).to_have_text(re.compile(r"^1\s"))


def test_a_supervisor_gives_a_task_to_somebody_and_it_leaves_the_others(workplace, telegram, api):
    supervisor = workplace.operator("andrii", "/supervision")
    maria, ivan = workplace.operator("maria"), workplace.operator("ivan")
    activity = missed_chat(telegram, api("andrii"), "Хто мені відповість?")
    notification = f"#notification-{activity['id']}"
    expect(ivan.locator(notification)).to_be_attached()

    supervisor.get_by_label("Give to").select_option(label="Maria Shevchenko")
    supervisor.locator(f"#give-{activity['id']}").click()

    expect(supervisor.locator(f"#supervised-{activity['id']}")).to_contain_text("Maria Shevchenko")
    expect(supervisor.locator("#give .outcome")).to_contain_text("Maria Shevchenko")
    expect(supervisor.get_by_label("Give to")).to_have_value(
        supervisor.get_by_label("Give to").locator("option", has_text="Maria").get_attribute("value"))
    expect(ivan.locator(notification)).to_have_count(0)
    expect(maria.locator(notification)).to_be_attached()


def test_a_visitor_is_given_under_the_name_that_the_supervisor_reads(workplace, telegram, api):
    workplace.operator("andrii")
    client = api("andrii")
    path = "/operators/" + next(one["id"] for one in client.get("/operators").json()["operators"] if one["login"] == "andrii")
    client.patch(path, json={"locale": "uk"}).raise_for_status()
    try:
        supervisor = workplace.operator("andrii", "/supervision")
        activity = missed_chat(telegram, client, "Хто тут?", name="Visitor a1b2")
        supervisor.locator("#give [name=operator]").select_option(label="Maria Shevchenko")
        supervisor.get_by_role("button", name="Передати: Відвідувач a1b2").click()
        expect(supervisor.locator("#give .outcome")).to_have_text("✓ Відвідувач a1b2 → Maria Shevchenko")
        expect(supervisor.locator(f"#supervised-{activity['id']}")).to_contain_text("Maria Shevchenko")
    finally:
        client.patch(path, json={"locale": "en"}).raise_for_status()


def test_what_somebody_has_accepted_since_the_page_was_shown_is_not_given_away_unseen(workplace, telegram, api):
    workplace.allow(409, "/supervision/assignments")
    page = workplace.operator("andrii", "/supervision")
    activity = missed_chat(telegram, api("andrii"), "Хто візьме першим?")
    row, give = page.locator(f"#supervised-{activity['id']}"), page.locator(f"#give-{activity['id']}")
    expect(give).to_be_visible()
    page.get_by_label("Give to").select_option(label="Maria Shevchenko")
    held = []
    page.route("**/supervision", lambda route: held.append(route))
    accept_and_answer(api("ivan"), activity)

    give.click()

    expect(page.locator("#give .outcome")).to_contain_text("Ivan Bondar has this task by now")
    assert api("andrii").get(f"/activities/{activity['id']}").json()["owner"]["name"] == "Ivan Bondar"
    page.unroute("**/supervision")
    for route in held:
        route.continue_()
    expect(page.locator("[data-part=taken]").locator(row)).to_contain_text("Ivan Bondar", timeout=20_000)
    give.click()
    expect(row).to_contain_text("Maria Shevchenko")


def test_no_row_slips_under_the_pointer_just_before_a_click(workplace, telegram, api):
    page = workplace.operator("andrii", "/supervision")
    first, second = (missed_chat(telegram, api("andrii"), text) for text in ("Перший у списку", "Другий у списку"))
    give = page.locator(f"#give-{second['id']}")
    give.hover()
    before = give.bounding_box()

    accept_and_answer(api("ivan"), first)

    expect(page.locator(f"[data-part=taken] #supervised-{first['id']}")).to_be_visible()
    expect(page.locator(f"#give-{first['id']}")).to_have_count(1)
    # The times that tick beside it may make it narrower.
    assert [give.bounding_box()[side] for side in ("y", "height")] == [before[side] for side in ("y", "height")]
    page.mouse.move(0, 0)
    expect(page.locator(f"[data-part=free] tr[data-gone='{first['id']}']")).to_have_count(0)
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.matches('[data-supervised] [data-preview]')")


def test_who_does_not_reply_loses_the_task_visibly_and_the_others_get_it_back(workplace, telegram, api):
    maria = workplace.operator("maria")
    activity = missed_chat(telegram, api("andrii"), "Мовчите?")
    notification = maria.locator(f"#notification-{activity['id']}")
    expect(notification).to_be_attached()
    api("ivan").post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    expect(notification).to_have_count(0)
    card = workplace.operator("ivan", f"/activities/{activity['id']}#history")

    expect(notification).to_be_attached(timeout=15_000)

    expect(card.locator("#history")).to_contain_text("Taken back")
    shown = api("andrii").get(f"/activities/{activity['id']}").json()
    assert (shown["status"], shown["owner"], shown["missed"]["reason"]) == ("Not started", None, "operator_silent")
    for login in ("ivan", "andrii"):
        assert until(lambda: told(api(login), "operator_silent", activity))


def test_what_nobody_takes_is_told_to_the_supervisors(workplace, telegram, api):
    finish_everything(api("andrii"))
    supervisor, ivan = workplace.operator("andrii"), workplace.operator("ivan")
    activity = missed_chat(telegram, api("andrii"), "Ще чекаю")
    link = f"a[href='/activities/{activity['id']}']"

    supervisor.get_by_role("tab", name="System messages").click()
    message = supervisor.locator("#system-messages > li").filter(has=supervisor.locator(link))
    expect(message).to_contain_text("Nobody has taken it for", timeout=15_000)
    expect(message).to_contain_text("Sales")

    expect(ivan.locator(f"#system-messages {link}")).to_have_count(0)
    assert told(api("andrii"), "nobody_took", activity) and not told(api("ivan"), "nobody_took", activity)
    what = [step["what"] for step in api("andrii").get(f"/activities/{activity['id']}").json()["history"]]
    assert what.count("escalated") == 1
    message.locator(link).click()
    expect(supervisor.locator("h1")).to_contain_text("Missed chat: Олена Мельник")


def told(client, what: str, activity) -> bool:
    messages = client.get("/system-messages").raise_for_status().json()["messages"]
    return any(one["what"] == what and (one["activity"] or {}).get("id") == activity["id"] for one in messages)


def test_a_task_can_be_given_to_the_queue_again_also_on_a_phone(workplace, telegram, api):
    activity = missed_chat(telegram, api("andrii"), "Комусь одному?")
    maria = api("andrii").get("/operators").json()["operators"]
    maria = next(one["id"] for one in maria if one["login"] == "maria")
    api("andrii").put(f"/activities/{activity['id']}/assignment", json={"operator": maria}).raise_for_status()
    page = workplace.operator("andrii", "/supervision", viewport=PHONE, has_touch=True)
    picture(page, "supervision-busy-phone")
    row = page.locator(f"#supervised-{activity['id']}")
    expect(row).to_contain_text("Maria Shevchenko")
    page.get_by_label("Give to").select_option(label="Everybody in its queue")
    row.get_by_role("button").click()
    expect(row).to_contain_text("Nobody")


def test_without_scripts_the_supervision_is_a_page_with_forms(workplace, telegram, api, desk):
    activity = missed_chat(telegram, api("andrii"), "Без скриптів")
    workplace.operator("andrii")
    context = workplace.context(storage_state=workplace.sessions["andrii"], java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.url}/supervision")
    queue_row(page).get_by_role("link").click()
    page.get_by_label("Give to").select_option(label="Ivan Bondar")
    page.locator(f"#give-{activity['id']}").click()
    expect(page.locator("h1")).to_have_text("Supervision")
    expect(page.locator(f"#supervised-{activity['id']}")).to_contain_text("Ivan Bondar")
