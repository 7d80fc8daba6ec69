"""The journey of a missed chat, from the customer's first word to the recorded result."""

import time

from desk.provision import TARAS
from playwright.sync_api import expect
from story import activity_about, chat_of, missed_chat, moment, new_customer, until
from workplace import is_ready, noted


def test_a_missed_chat_is_seen_taken_answered_and_recorded(desk, workplace, shop, telegram, api):
    waiting = "/activities?type=Webitel+missed+chat&status=Not+started"
    ivan, maria, oksana = (workplace.operator(login, waiting) for login in ("ivan", "maria", "oksana"))
    customer = workplace.customer(shop)
    write_in_widget(customer, "Is the grey cup in stock?")
    expect(customer.get_by_text("Is the grey cup in stock?")).to_be_visible()
    telegram.write(TARAS, "Тарас Гнатюк", "Оксано, одне питання")

    due = moment(until(lambda: chat_of(api("ivan"), "Is the grey cup in stock?"))["dueAt"])
    activity = until(lambda: activity_about(api("ivan"), "Is the grey cup in stock?"))
    for page in (ivan, maria):
        for row in (f"notification-{activity['id']}", f"activity-{activity['id']}"):
            assert noted(page, row, "came") - due < 1, f"{row} came late"
        expect(page.locator("#bell-count")).to_be_visible()
    # What is hers came to Oksana later: by then she would have seen the other one, too.
    hers = until(lambda: activity_about(api("oksana"), "Оксано, одне питання"))
    noted(oksana, f"notification-{hers['id']}", "came")
    assert not any(activity["id"] in row for row in rows_noted(oksana))
    assert activity["type"] == "Webitel missed chat" and activity["messenger"] == "Web chat"
    assert activity["missed"]["reason"] == "no_answer" and activity["owner"] is None

    accept(ivan, activity)
    taken = moment(until(lambda: accepted(api("ivan"), activity))["at"])
    for gone in (f"activity-{activity['id']}", f"notification-{activity['id']}", "bell-count"):
        assert noted(maria, gone, "went") - taken < 1, f"{gone} went late"
    expect(maria.locator(f"#notification-{activity['id']}")).to_have_count(0)
    expect(maria.locator("#bell-count")).to_be_hidden()

    see_the_chat_beside_the_card(ivan)
    reply(ivan, "Yes, eleven of them. Shall I keep one for you?")
    expect(customer.get_by_text("Yes, eleven of them. Shall I keep one for you?")).to_be_visible()

    complete(ivan, notes="Kept one cup until Friday.")
    ivan.goto(f"{desk.url}/activities?status=Not+started")
    expect(ivan.locator(f"#activity-{activity['id']}")).to_have_count(0)
    check_history(ivan, desk, activity, ["wrote", "missed", "opened", "accepted", "replied", "completed"])


def test_a_reply_reaches_the_customer_of_telegram(workplace, telegram, api):
    customer, text = new_customer(), "Чи можна повернути чайник?"
    ivan = workplace.operator("ivan")
    activity = missed_chat(telegram, api("ivan"), text, customer)
    accept(ivan, activity)
    reply(ivan, "Так, протягом двох тижнів.")
    until(lambda: ("bot", "Так, протягом двох тижнів.") in telegram.conversation(customer))
    assert telegram.conversation(customer)[0] == ("customer", text)


def test_a_late_click_is_told_by_name_who_has_it(workplace, telegram, api):
    workplace.allow(409, "/activities/*/acceptance")
    activity = missed_chat(telegram, api("ivan"), "Who is faster?")
    late = workplace.operator("maria", "/activities?status=Not+started", deaf=True)
    row = late.locator(f"#activity-{activity['id']}")
    expect(row).to_be_visible()
    assert api("ivan").post(f"/activities/{activity['id']}/acceptance").status_code in (200, 201)
    row.get_by_role("button", name="Accept").click()
    expect(late.get_by_text("Taken by Ivan Bondar").first).to_be_visible()


def test_only_the_designated_owner_is_notified_and_may_accept(workplace, telegram, api):
    ivan = workplace.operator("ivan")
    oksana = workplace.operator("oksana")
    telegram.write(TARAS, "Тарас Гнатюк", "Оксано, ви тут?")
    until(lambda: chat_of(api("oksana"), "Оксано, ви тут?"))
    later = missed_chat(telegram, api("ivan"), "For everybody in Sales")
    activity = until(lambda: activity_about(api("oksana"), "Оксано, ви тут?"))
    expect(oksana.locator(f"#notification-{activity['id']}")).to_be_visible()
    noted(ivan, f"notification-{later['id']}", "came")
    assert f"notification-{activity['id']}" not in rows_noted(ivan)
    assert api("ivan").post(f"/activities/{activity['id']}/acceptance").status_code in (403, 404, 409)
    accept(oksana, activity, "Прийняти")
    assert until(lambda: accepted(api("oksana"), activity))["by"]["name"] == "Оксана Лис"


def test_with_the_setting_off_the_miss_is_recorded_and_nothing_is_made(workplace, telegram, api):
    ivan = workplace.operator("ivan")
    at_first = rows_noted(ivan)
    switch(workplace, on=False)
    try:
        text = f"Nobody makes a task of this {time.time()}"
        telegram.write(new_customer(), "Олена Мельник", text)
        due = moment(until(lambda: chat_of(api("ivan"), text))["dueAt"])
        missed = until(lambda: (chat_of(api("ivan"), text) or {}).get("missed"))
        assert missed["reason"] == "no_answer" and time.time() - due < 3
        assert activity_about(api("andrii"), text) is None
        # A later change has come to Ivan: by then he would have seen a task, too.
        chat = chat_of(api("ivan"), text)
        expect(ivan.locator(f"#chat-{chat['id']}")).to_contain_text("Missed")
        api("ivan").post(f"/chats/{chat['id']}/messages", json={"text": "Good day!"}).raise_for_status()
        expect(ivan.locator(f"#chat-{chat['id']}")).to_have_count(0)
        assert rows_noted(ivan) - at_first == {f"chat-{chat['id']}"}
    finally:
        switch(workplace, on=True)


def test_cancel_leaves_the_card_without_saving(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Never mind")
    path = f"/activities/{activity['id']}"
    before = api("ivan").get(path).json()
    ivan = workplace.operator("ivan", path)
    asked = []
    ivan.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    ivan.locator("#general textarea[name=notes]").fill("Not to be kept")
    ivan.locator(".card-head").get_by_role("link", name="Cancel", exact=True).click()
    ivan.wait_for_url("**/activities")
    expect(ivan.locator(f"#activity-{activity['id']}")).to_be_visible()
    assert asked == [] and api("ivan").get(path).json() == before


def rows_noted(page) -> set[str]:
    """The rows that came to this page, whether they are still there or not."""
    return set(page.evaluate("window.noted.map(({ id }) => id)"))


def see_the_chat_beside_the_card(page):
    """On a wide screen the conversation is in sight, whichever tab of the card is open."""
    for tab, panel in (("History", "#history"), ("General information", "#general")):
        page.get_by_role("tab", name=tab).click()
        beside, chat = (page.locator(one).bounding_box() for one in (panel, ".conversation"))
        assert chat["x"] >= beside["x"] + beside["width"], f"{tab}: {beside} {chat}"
        assert chat["y"] + chat["height"] <= page.viewport_size["height"], f"{tab}: {chat}"
        expect(page.locator("#reply-text")).to_be_in_viewport()


def write_in_widget(page, text):
    page.get_by_role("textbox").last.fill(text)
    page.get_by_role("textbox").last.press("Enter")


def accept(page, activity, name="Accept"):
    """One click in the Notification Center, which leads into the chat."""
    notification = page.locator(f"#notification-{activity['id']}")
    notification.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(f"**/activities/{activity['id']}**")
    expect(page.locator("#reply-text")).to_be_visible()
    is_ready(page)


def accepted(client, activity) -> dict | None:
    return client.get(f"/activities/{activity['id']}").raise_for_status().json()["acceptance"]


def reply(page, text):
    page.locator("#reply-text").fill(text)
    page.locator("#reply-text").press("Enter")
    expect(page.locator("li[data-direction=out]").filter(has_text=text)).to_be_visible()


def complete(page, notes):
    page.get_by_role("tab", name="General information").click()
    page.locator("#general select[name=status]").select_option("completed")
    page.locator("#general select[name=result]").select_option("answered")
    page.locator("#general textarea[name=notes]").fill(notes)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".card-head .status")).to_have_text("Completed")


def check_history(page, desk, activity, steps):
    page.goto(f"{desk.url}/activities/{activity['id']}#history")
    happened = page.locator("#history li").evaluate_all("rows => rows.map((row) => row.dataset.what)")
    places = [happened.index(step) for step in steps]
    assert places == sorted(places), f"{steps} are not in this order in {happened}"


def switch(workplace, on: bool):
    """An administrator finds the setting by its code, ticks or unticks Default value, and saves."""
    page = workplace.operator("andrii", "/settings?code=WebitelSendActivityNotificationsForMissed")
    page.locator("[data-setting] a").click()
    page.get_by_label("Default value").set_checked(on)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.context.close()
    workplace.contexts.remove(page.context)
