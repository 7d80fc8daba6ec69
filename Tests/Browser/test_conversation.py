"""A conversation that is open while it changes: what somebody is at in it stays."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect
from story import missed_chat, new_customer
from workplace import fetched_again

MESSAGES = "/chats/*/messages"
ON_THEIR_WAY = f"**{MESSAGES}"

# The page finds that its stream was broken for a moment.
BROKEN_AND_LIVE = """() => import(`${document.documentElement.dataset.assets}/live-status.js`).then(({ setState }) => {
  setState("reconnecting");
  setState("live");
})"""


def test_why_a_chat_cannot_be_closed_is_said_beside_the_button(workplace, telegram, api):
    workplace.allow(409, "/chats/*/closing")
    activity = missed_chat(telegram, api("ivan"), "Close me twice")
    chat = f"/chats/{activity['chat']['id']}"
    api("ivan").post(f"/activities/{activity['id']}/completion", json={"result": "answered"}).raise_for_status()
    ivan = workplace.operator("ivan", chat, deaf=True)
    api("maria").post(f"{chat}/closing").raise_for_status()
    ivan.get_by_role("button", name="Close the chat").click()
    expect(ivan.locator(".conversation-head .outcome")).to_contain_text("closed")


def test_messages_that_did_not_change_stay_as_they_are_when_the_page_is_fetched_again(workplace, telegram, api):
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Read me aloud", customer)
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    reply(ivan, "I am listening")
    expect(ivan.locator("li[data-direction=out]")).to_have_attribute("data-delivery", "sent")
    fetched_again(ivan)
    ivan.evaluate("""() => {
      for (const message of document.querySelectorAll(".message")) message.isOld = true;
      getSelection().selectAllChildren(document.querySelector(".message .text"));
    }""")
    fetched_again(ivan)
    assert ivan.evaluate("[...document.querySelectorAll('.message')].map((message) => message.isOld)") == [True, True]
    assert ivan.evaluate("getSelection().toString()") == "Read me aloud"
    expect(ivan.locator(".messages .day")).to_have_count(1)


def test_a_reply_that_arrived_and_was_not_answered_for_stands_once(workplace, telegram, api):
    workplace.allow("ERR_FAILED", MESSAGES)
    activity = missed_chat(telegram, api("ivan"), "Did it arrive?")
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")

    def lose_the_answer(route):
        route.fetch()
        expect(ivan.locator("li[data-direction=out][id]")).to_have_count(1)
        route.abort()

    ivan.route(ON_THEIR_WAY, lose_the_answer)
    with ivan.expect_event("requestfailed"):
        reply(ivan, "It did")
    expect(bubbles(ivan, "It did")).to_have_count(1)
    expect(bubbles(ivan, "It did")).to_have_attribute("data-delivery", "sent")
    expect(ivan.locator("#reply-error")).to_be_empty()


def test_a_reply_that_seemed_lost_stands_once_when_it_comes_after_all(workplace, telegram, api):
    workplace.allow("ERR_FAILED", MESSAGES)
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Did it come?", customer)
    chat = f"/chats/{activity['chat']['id']}/messages"
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    lost = lose_replies(ivan)
    reply(ivan, "It will")
    expect(bubbles(ivan, "It will")).to_have_attribute("data-delivery", "failed")
    ivan.unroute(ON_THEIR_WAY)
    api("ivan").post(chat, json={"id": lost[0], "text": "It will"}).raise_for_status()
    expect(bubbles(ivan, "It will")).to_have_count(1)
    expect(bubbles(ivan, "It will")).to_have_attribute("data-delivery", "sent")
    expect(ivan.get_by_role("button", name="Try again")).to_have_count(0)
    assert telegram.conversation(customer).count(("bot", "It will")) == 1


def test_of_two_lost_replies_with_the_same_words_the_one_that_came_is_settled(workplace, telegram, api):
    workplace.allow("ERR_FAILED", MESSAGES)
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Twice, please", customer)
    chat = f"/chats/{activity['chat']['id']}/messages"
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    lost = lose_replies(ivan)
    reply(ivan, "Hello")
    expect(ivan.get_by_role("button", name="Try again")).to_have_count(1)
    reply(ivan, "Hello")
    expect(ivan.get_by_role("button", name="Try again")).to_have_count(2)
    api("ivan").post(chat, json={"id": lost[1], "text": "Hello"}).raise_for_status()
    expect(ivan.locator("li[data-direction=out]").nth(0)).to_have_attribute("data-delivery", "sent")
    expect(ivan.locator("li[data-direction=out]").nth(1)).to_have_attribute("data-delivery", "failed")
    expect(bubbles(ivan, "Hello")).to_have_count(2)
    ivan.unroute(ON_THEIR_WAY)
    ivan.get_by_role("button", name="Discard").click()
    expect(bubbles(ivan, "Hello")).to_have_count(1)
    assert telegram.conversation(customer).count(("bot", "Hello")) == 1


def test_what_did_not_leave_leaves_when_there_is_a_connection_again(workplace, telegram, api):
    workplace.allow("ERR_FAILED", MESSAGES)
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "In the tunnel", customer)
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    ivan.route(ON_THEIR_WAY, lambda route: route.abort())
    for text in ("First", "Second"):
        reply(ivan, text)
        expect(bubbles(ivan, text)).to_have_attribute("data-delivery", "failed")
    ivan.unroute(ON_THEIR_WAY)
    ivan.evaluate(BROKEN_AND_LIVE)
    for text in ("First", "Second"):
        expect(bubbles(ivan, text)).to_have_attribute("data-delivery", "sent")
    said = [text for who, text in telegram.conversation(customer) if who == "bot"]
    assert said == ["First", "Second"]


@pytest.mark.parametrize("choice", ["Try again", "Discard"])
def test_after_deciding_about_a_lost_reply_one_goes_on_writing(workplace, telegram, api, choice):
    workplace.allow("ERR_FAILED", MESSAGES)
    activity = missed_chat(telegram, api("ivan"), f"By keyboard: {choice}")
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    ivan.route(ON_THEIR_WAY, lambda route: route.abort())
    reply(ivan, "Lost")
    ivan.get_by_role("button", name=choice).focus()
    ivan.keyboard.press("Enter")
    expect(ivan.locator("#reply-text")).to_be_focused()


def test_after_postponing_all_the_focus_is_on_the_reminders(workplace, telegram, api):
    missed_chat(telegram, api("ivan"), "Not now")
    ivan = workplace.operator("ivan")
    ivan.locator("[data-all-reminders] summary").click()
    ivan.locator("[data-all-reminders] button").first.focus()
    ivan.keyboard.press("Enter")
    expect(ivan.locator("[data-all-reminders]")).to_be_hidden()
    expect(ivan.get_by_role("tab", name="Reminders")).to_be_focused()


def test_the_address_opens_each_tab_of_a_card(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Straight to the history")
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#history")
    expect(ivan.get_by_role("tab", name="History")).to_have_attribute("aria-selected", "true")
    expect(ivan.locator("#history")).to_be_visible()
    ivan.evaluate("location.hash = '#general'")
    expect(ivan.get_by_role("tab", name="General information")).to_have_attribute("aria-selected", "true")
    ivan.go_back()
    expect(ivan.get_by_role("tab", name="History")).to_have_attribute("aria-selected", "true")


def lose_replies(page: Page) -> list[str]:
    """Lets no reply of the page leave; gives the ids of those that it tries to send."""
    ids = []

    def lose(route):
        ids.append(parse_qs(route.request.post_data)["id"][0])
        route.abort()

    page.route(ON_THEIR_WAY, lose)
    return ids


def reply(page: Page, text: str):
    page.locator("#reply-text").fill(text)
    page.locator("#reply-text").press("Control+Enter")


def bubbles(page: Page, text: str):
    return page.locator("li[data-direction=out]").filter(has_text=text)
