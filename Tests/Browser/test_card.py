"""The card and its chat: three operators, one who saves while another edits and one who watches."""

import base64
import re
from datetime import datetime, timedelta

from keys import press
from playwright.sync_api import expect
from story import missed_chat, new_customer, until
from test_pages import violations
from workplace import PHONE, picture, resync_held_back

# A picture of one red point.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")


def test_the_second_who_saves_is_shown_what_changed_and_loses_nothing(workplace, telegram, api):
    workplace.allow(409, "/activities/*")
    activity = missed_chat(telegram, api("ivan"), "Two at one card")
    path = f"/activities/{activity['id']}"
    ivan, maria, andrii = (workplace.operator(login, path) for login in ("ivan", "maria", "andrii"))
    maria.locator("[name=notes]").fill("Call at ten")
    maria.locator("[name=priority]").select_option("high")
    ivan.locator("[name=notes]").fill("Call at noon")
    save(ivan)
    expect(maria.locator("[data-stale]")).to_be_visible()
    expect(maria.locator("[name=notes]")).to_have_value("Call at ten")
    expect(andrii.locator("[name=notes]")).to_have_value("Call at noon")

    maria.get_by_role("button", name="Save", exact=True).click()
    dialog = maria.get_by_role("dialog", name="Both of you changed this")
    expect(dialog).to_contain_text("Ivan Bondar")
    expect(dialog).to_contain_text("Call at noon")
    expect(dialog).to_contain_text("Call at ten")
    expect(dialog.get_by_role("group")).to_have_count(1)
    picture(maria, "conflict")
    assert violations(maria) == []
    dialog.get_by_role("radio", name=re.compile("^You")).press("Enter")
    expect(maria.locator(".card-head .outcome")).to_have_text("Saved")
    expect(dialog).to_have_count(0)
    saved = api("ivan").get(path).json()
    assert (saved["notes"], saved["priority"]) == ("Call at ten", "High")
    expect(andrii.locator("[name=notes]")).to_have_value("Call at ten")
    expect(ivan.locator(".priority.high")).to_be_visible()


def test_what_only_one_of_two_changed_is_kept_without_a_question(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Different fields")
    path = f"/activities/{activity['id']}"
    ivan, maria = (workplace.operator(login, path) for login in ("ivan", "maria"))
    maria.locator("[name=notes]").fill("Prefers mornings")
    ivan.locator("[name=priority]").select_option("low")
    save(ivan)
    save(maria)
    saved = api("ivan").get(path).json()
    assert (saved["notes"], saved["priority"]) == ("Prefers mornings", "Low")


def test_without_scripts_the_second_chooses_on_the_page(desk, workplace, telegram, api):
    workplace.allow(409, "/activities/*")
    activity = missed_chat(telegram, api("ivan"), "No scripts here")
    path = f"/activities/{activity['id']}"
    workplace.operator("maria").close()
    page = workplace.context(java_script_enabled=False, storage_state=workplace.sessions["maria"]).new_page()
    page.goto(desk.url + path)
    page.locator("[name=notes]").fill("Maria's\nsecond line")
    page.locator("[name=result_details]").fill("Hers alone")
    assert api("ivan").patch(path, json={"notes": "Ivan's"}).is_success
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".merge")).to_contain_text("Ivan Bondar")
    expect(page.locator("[name=notes]")).to_have_value("Maria's\nsecond line")
    page.locator(".merge [value=theirs]").check()
    page.locator(".merge").get_by_role("button", name="Save").click()
    expect(page.locator("[name=notes]")).to_have_value("Ivan's")
    expect(page.locator("[name=result_details]")).to_have_value("Hers alone")


def test_one_press_saves_what_was_entered_and_completes_the_task(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Done in one press")
    path = f"/activities/{activity['id']}"
    ivan = workplace.operator("ivan", path)
    complete = ivan.get_by_role("button", name="Complete task")
    expect(complete).to_have_count(0)
    ivan.locator("[data-accept]").first.click()
    expect(complete).to_be_visible()
    # What Enter presses.
    expect(ivan.locator("button[form=activity-form]:default")).to_have_text("Save")
    ivan.locator("[name=result]").select_option("resolved")
    ivan.locator("[name=notes]").fill("A new cup is on its way")
    complete.click()
    expect(ivan.locator(".card-head .status")).to_have_text("Completed")
    expect(complete).to_have_count(0)
    saved = api("ivan").get(path).json()
    assert (saved["status"], saved["result"], saved["notes"]) == ("Completed", "resolved", "A new cup is on its way")


def test_result_details_and_reminder_are_saved_by_control_and_enter(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Remind me")
    path = f"/activities/{activity['id']}"
    ivan = workplace.operator("ivan", path)
    press(ivan, ivan.locator("[data-accept]").first)
    # Whoever accepts is led into the chat: what is typed before would go there.
    expect(ivan.locator("#reply-text")).to_be_focused()
    expect(ivan.locator(".card-head .status")).to_have_text("In progress")
    ivan.locator("[name=result]").select_option("call_back")
    ivan.locator("[name=result_details]").fill("After lunch")
    ivan.locator("[name=reminder]").fill("2026-01-01T09:30")
    ivan.locator("[name=result_details]").press("Control+Enter")
    expect(ivan.locator(".card-head .outcome")).to_have_text("Saved")
    # That moment has passed, so the reminder comes at once.
    told = until(lambda: [one for one in api("ivan").get("/system-messages").json()["messages"]
                          if one["what"] == "reminder" and one["activity"]["id"] == activity["id"]])
    assert len(told) == 1
    saved = api("ivan").get(path).json()
    assert (saved["result"], saved["resultDetails"], saved["remindAt"]) == ("call_back", "After lunch", None)
    happened = [step["what"] for step in saved["history"]]
    assert happened[-2:] == ["edited", "reminded_owner"]


def test_a_supervisor_gives_the_task_to_somebody_from_the_card(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Give me to Maria")
    path = f"/activities/{activity['id']}"
    andrii, ivan, maria = (workplace.operator(login, path) for login in ("andrii", "ivan", "maria"))
    andrii.locator(".assignment select").select_option(label="Maria Shevchenko")
    andrii.get_by_role("button", name="Give", exact=True).click()
    expect(andrii.locator("#general .pairs")).to_contain_text("Maria Shevchenko")
    expect(maria.locator("#general .pairs")).to_contain_text("Maria Shevchenko")
    expect(ivan.locator(".card-head [data-accept]")).to_have_count(0)
    expect(ivan.locator(".assignment")).to_have_count(0)


def test_what_somebody_else_was_given_meanwhile_is_told_and_given_at_the_second_try(workplace, telegram, api):
    workplace.allow(409, "/activities/*/assignment")
    activity = missed_chat(telegram, api("ivan"), "Give me twice")
    path = f"/activities/{activity['id']}"
    andrii = workplace.operator("andrii", path, deaf=True)
    people = {one["login"]: one["id"] for one in api("andrii").get("/operators").json()["operators"]}
    api("andrii").put(f"{path}/assignment", json={"operator": people["maria"]}).raise_for_status()
    choice, give = andrii.locator(".assignment select"), andrii.get_by_role("button", name="Give", exact=True)
    choice.select_option(label="Ivan Bondar")
    give.click()
    expect(andrii.locator("#general .pairs")).to_contain_text("Maria Shevchenko")
    expect(andrii.locator(".assignment .outcome")).to_contain_text("Maria Shevchenko has this task by now")
    expect(choice).to_have_value("")

    choice.select_option(label="Ivan Bondar")
    give.click()
    expect(andrii.locator("#general .pairs")).to_contain_text("Ivan Bondar")


def test_photos_and_documents_of_the_customer_stand_in_the_chat(desk, workplace, telegram, api):
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Look at this", customer)
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    send(telegram, customer, "broken.png", "image/png", PICTURE, "It came broken")
    send(telegram, customer, "рахунок.html", "text/html", b"<script>alert(1)</script>")
    image = ivan.locator(".message .photo img")
    expect(image).to_be_visible()
    expect(ivan.locator(".message", has=ivan.locator(".photo"))).to_contain_text("It came broken")
    ivan.wait_for_function("document.querySelector('.message .photo img').naturalWidth === 1")
    picture(ivan, "attachments")
    assert violations(ivan) == []
    link = ivan.get_by_role("link", name="рахунок.html")
    answer = api("ivan").get(link.get_attribute("href"))
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert api("oksana").get(link.get_attribute("href")).status_code == 404
    assert api("ivan").get("/attachments/nothing").status_code == 404


def test_a_reply_that_could_not_be_delivered_is_sent_again(workplace, telegram, api):
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Wait for it", customer)
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    telegram.client.post(f"/simulator/customers/{customer}/block", json={"blocked": True})
    reply(ivan, "Are you there?")
    message = ivan.locator("li[data-direction=out]").filter(has_text="Are you there?")
    expect(message).to_have_attribute("data-delivery", "failed")
    expect(message).to_contain_text("blocked")
    telegram.client.post(f"/simulator/customers/{customer}/block", json={"blocked": False})
    message.get_by_role("button", name="Send again").press("Enter")
    expect(message).to_have_attribute("data-delivery", "sent")
    assert ("bot", "Are you there?") in telegram.conversation(customer)


def test_a_draft_waits_until_one_comes_back_and_enter_does_what_one_wants(desk, workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Draft")
    path = f"{desk.url}/activities/{activity['id']}#chat"
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    ivan.locator("#reply-text").fill("I was about to")
    ivan.goto(f"{desk.url}/activities")
    ivan.goto(path)
    expect(ivan.locator("#reply-text")).to_have_value("I was about to")
    ivan.get_by_label("Enter sends").uncheck()
    ivan.locator("#reply-text").press("End")
    ivan.locator("#reply-text").press("Enter")
    expect(ivan.locator("#reply-text")).to_have_value("I was about to\n")
    ivan.locator("#reply-text").press("Control+Enter")
    sent = ivan.locator("li[data-direction=out]").filter(has_text="I was about to")
    expect(sent).to_have_attribute("data-delivery", "sent")
    ivan.goto(f"{desk.url}/activities")
    ivan.goto(path)
    expect(sent).to_be_visible()
    expect(ivan.locator("#reply-text")).to_have_value("")
    expect(ivan.get_by_label("Enter sends")).not_to_be_checked()


def test_a_reply_that_did_not_leave_waits_in_sight_and_is_sent_once(workplace, telegram, api):
    workplace.allow("ERR_FAILED", "/chats/*/messages")
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Bad connection", customer)
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    bubble = ivan.locator("li[data-direction=out]").filter(has_text="On its way")
    ivan.route("**/chats/*/messages", lambda route: route.abort())
    reply(ivan, "On its way")
    expect(bubble).to_have_attribute("data-delivery", "failed")
    telegram.write(customer, "Олена Мельник", "Hello?")
    expect(ivan.locator(".message").filter(has_text="Hello?")).to_be_visible()
    expect(ivan.locator("#reply-text")).to_have_value("")

    ivan.reload()
    expect(bubble).to_have_attribute("data-delivery", "failed")
    expect(ivan.locator("#reply-text")).to_have_value("")
    ivan.unroute("**/chats/*/messages")
    bubble.get_by_role("button", name="Try again").click()
    expect(bubble).to_have_attribute("data-delivery", "sent")
    ivan.reload()
    expect(bubble).to_have_count(1)
    assert telegram.conversation(customer).count(("bot", "On its way")) == 1


def test_what_was_typed_outlives_returning_the_task_to_the_queue(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Not for me")
    api("ivan").post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}")
    ivan.locator("[name=notes]").fill("Wants to talk to Maria")
    ivan.locator("[data-focus=give-back]").click()
    expect(ivan.locator(".card-head .status")).to_have_text("Not started")
    expect(ivan.locator("[name=notes]")).to_have_value("Wants to talk to Maria")


def test_an_answer_that_was_overtaken_does_not_bring_back_what_was(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Two answers")
    path = f"/activities/{activity['id']}"
    ivan = workplace.operator("ivan", path)
    hand_over = resync_held_back(ivan, f"**{path}")
    api("maria").post(f"{path}/acceptance").raise_for_status()
    expect(ivan.locator(".card-head .status")).to_have_text("In progress")
    hand_over()
    ivan.wait_for_timeout(500)
    expect(ivan.locator(".card-head .status")).to_have_text("In progress")


def test_older_chats_of_the_customer_are_read_above_the_newest(workplace, telegram, api):
    customer = new_customer()
    ivan = api("ivan")
    first = missed_chat(telegram, ivan, "The first time I wrote", customer)
    assert ivan.post(f"/activities/{first['id']}/completion", json={"result": "answered"}).is_success
    assert ivan.post(f"/chats/{first['chat']['id']}/closing").is_success
    second = missed_chat(telegram, ivan, "And now again", customer)
    page = workplace.operator("ivan", f"/activities/{second['id']}#chat")
    expect(page.locator(".message")).to_have_count(1)
    page.get_by_role("link", name=re.compile("Earlier chat")).press("Enter")
    expect(page.locator(".message")).to_have_count(2)
    expect(page.locator(".message").first).to_contain_text("The first time I wrote")
    expect(page.get_by_role("link", name=re.compile("Earlier chat"))).to_have_count(0)


def test_on_a_phone_the_chat_fills_the_screen(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "From my pocket")
    page = workplace.operator("ivan", f"/activities/{activity['id']}#chat", viewport=PHONE, has_touch=True)
    box = page.locator(".conversation").bounding_box()
    assert box["width"] >= PHONE["width"] - 2 and box["height"] > PHONE["height"] * 0.55, box
    expect(page.locator("#reply-text")).to_be_in_viewport()
    picture(page, "card-chat-phone-open")
    page.get_by_role("tab", name="General information").click()
    picture(page, "card-general-phone")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("document.querySelector('main').scrollWidth") <= 320


def test_the_history_tells_each_step_in_words(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Every step")
    path = f"/activities/{activity['id']}"
    due = (datetime.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert api("ivan").patch(path, json={"notes": "x", "due": due}).is_success
    page = workplace.operator("maria", f"{path}#history")
    page.get_by_role("tab", name="History").click()
    step = page.locator("#history li[data-what=edited]")
    expect(step).to_contain_text("Changed · Ivan Bondar")
    expect(step).to_contain_text("Due, Notes")
    picture(page, "card-history-open")


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".card-head .outcome")).to_have_text("Saved")


def reply(page, text):
    page.locator("#reply-text").fill(text)
    page.locator("#reply-text").press("Control+Enter")


def send(telegram, customer, name, kind, content, caption=""):
    answer = telegram.client.post(
        f"/simulator/customers/{customer}/files", params={"file": name, "caption": caption}, content=content,
        headers={"Content-Type": kind})
    assert answer.status_code == 201, answer.text
