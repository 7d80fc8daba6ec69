"""The journey of a missed chat, from the customer's first word to the recorded result."""

import time

from desk.provision import TARAS
from playwright.sync_api import expect
from story import activity_about, chat_of, missed_chat, moment, new_customer, until
from workplace import noted


def test_a_missed_chat_is_seen_taken_answered_and_recorded(desk, workplace, shop, telegram, api):
    ivan = workplace.operator("ivan", "/activities?type=Webitel+missed+chat&status=Not+started")
    maria = workplace.operator("maria", "/activities?type=Webitel+missed+chat&status=Not+started")
    customer = workplace.customer(shop)
    write_in_widget(customer, "Is the grey cup in stock?")
    expect(customer.get_by_text("Is the grey cup in stock?")).to_be_visible()

    due = moment(until(lambda: chat_of(api("ivan"), "Is the grey cup in stock?"))["dueAt"])
    activity = until(lambda: activity_about(api("ivan"), "Is the grey cup in stock?"))
    for page in (ivan, maria):
        for row in (f"notification-{activity['id']}", f"activity-{activity['id']}"):
            assert noted(page, row, "came") - due < 1, f"{row} came late"
        expect(page.locator("#bell-count")).to_be_visible()
    assert activity["type"] == "Webitel missed chat" and activity["messenger"] == "Web chat"
    assert activity["missed"]["reason"] == "no_answer" and activity["owner"] is None

    accept(ivan, activity)
    taken = moment(until(lambda: accepted(api("ivan"), activity))["at"])
    assert noted(maria, f"activity-{activity['id']}", "went") - taken < 1
    expect(maria.locator(f"#notification-{activity['id']}")).to_have_count(0)
    expect(maria.locator("#bell-count")).to_be_hidden()

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
    workplace.allow("409")
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
    activity = missed_chat(telegram, api("oksana"), "Оксано, ви тут?", TARAS, "Тарас Гнатюк")
    expect(oksana.locator(f"#notification-{activity['id']}")).to_be_visible()
    expect(ivan.locator(f"#notification-{activity['id']}")).to_have_count(0)
    assert api("ivan").post(f"/activities/{activity['id']}/acceptance").status_code in (403, 404, 409)
    accept(oksana, activity, "Прийняти")
    assert until(lambda: accepted(api("oksana"), activity))["by"]["name"] == "Оксана Лис"


def test_with_the_setting_off_the_miss_is_recorded_and_nothing_is_made(workplace, telegram, api):
    ivan = workplace.operator("ivan")
    switch(workplace, on=False)
    try:
        text = f"Nobody makes a task of this {time.time()}"
        telegram.write(new_customer(), "Олена Мельник", text)
        due = moment(until(lambda: chat_of(api("ivan"), text))["dueAt"])
        missed = until(lambda: (chat_of(api("ivan"), text) or {}).get("missed"))
        assert missed["reason"] == "no_answer" and time.time() - due < 3
        time.sleep(1)
        assert activity_about(api("andrii"), text) is None
        expect(ivan.locator("#reminders").get_by_text(text)).to_have_count(0)
    finally:
        switch(workplace, on=True)


def write_in_widget(page, text):
    page.get_by_role("textbox").last.fill(text)
    page.get_by_role("textbox").last.press("Enter")


def accept(page, activity, name="Accept"):
    """One click in the Notification Center, which leads into the chat."""
    notification = page.locator(f"#notification-{activity['id']}")
    notification.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(f"**/activities/{activity['id']}**")
    expect(page.locator("#reply-text")).to_be_visible()


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
