"""Replies whose way to the server is uncertain, and what of them is kept in the browser."""

import pytest
from playwright.sync_api import Page, expect
from story import missed_chat, new_customer
from workplace import fetched_again

MESSAGES = "/chats/*/messages"
ON_THEIR_WAY = f"**{MESSAGES}"


def test_a_reply_that_arrived_while_its_page_was_left_is_there_once(desk, workplace, telegram, api):
    workplace.allow("ERR_FAILED", MESSAGES)
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Quick, please", customer)
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    bubble = ivan.locator("li[data-direction=out]").filter(has_text="At once")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    ivan.route(ON_THEIR_WAY, lose_the_answer)
    with ivan.expect_event("requestfailed"):
        write(ivan, "At once")
    ivan.unroute(ON_THEIR_WAY)
    ivan.goto(f"{desk.url}/activities")
    ivan.goto(f"{desk.url}/chats/{activity['chat']['id']}")
    expect(bubble).to_have_count(1)
    expect(bubble).to_have_attribute("data-delivery", "sent")
    assert "At once" not in kept(ivan)
    assert telegram.conversation(customer).count(("bot", "At once")) == 1


def test_what_was_written_after_a_reply_that_does_not_leave_waits_behind_it(desk, workplace, telegram, api):
    workplace.allow("ERR_FAILED", MESSAGES)
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "One after the other", customer)
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    ivan.route(ON_THEIR_WAY, lambda route: route.abort())
    for text in ("Former", "Latter"):
        write(ivan, text)
        expect(ivan.locator("li[data-delivery=failed]").filter(has_text=text)).to_be_visible()
    ivan.unroute(ON_THEIR_WAY)
    ivan.route(ON_THEIR_WAY, lambda route: route.abort() if "Former" in route.request.post_data else route.fallback())
    ivan.reload()
    for text in ("Former", "Latter"):
        expect(ivan.locator("li[data-delivery=failed]").filter(has_text=text)).to_be_visible()
    ivan.unroute(ON_THEIR_WAY)
    ivan.reload()
    for text in ("Former", "Latter"):
        expect(ivan.locator("li[data-delivery=sent]").filter(has_text=text)).to_be_visible()
    said = [text for who, text in telegram.conversation(customer) if who == "bot"]
    assert said == ["Former", "Latter"]


def test_a_reply_that_is_refused_for_good_is_a_draft_again(workplace, telegram, api):
    workplace.allow(409, MESSAGES)
    activity = missed_chat(telegram, api("ivan"), "Who answers first?")
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat", deaf=True)
    api("maria").post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    write(ivan, "I do")
    expect(ivan.locator("#reply-error")).to_contain_text("Maria Shevchenko")
    expect(ivan.locator("#reply-text")).to_have_value("I do")
    expect(ivan.locator("li[data-direction=out]")).to_have_count(0)


def test_why_a_reply_was_refused_is_said_though_the_page_is_fetched_again(workplace, telegram, api):
    workplace.allow("ERR_FAILED", MESSAGES)
    workplace.allow(409, MESSAGES)
    activity = missed_chat(telegram, api("ivan"), "Given back meanwhile")
    acceptance = f"/activities/{activity['id']}/acceptance"
    api("ivan").post(acceptance).raise_for_status()
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    ivan.route(ON_THEIR_WAY, lambda route: route.abort())
    write(ivan, "Under the old acceptance")
    retry = ivan.locator("li[data-delivery=failed]").get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    api("ivan").delete(acceptance).raise_for_status()
    expect(ivan.locator(".card-head .status")).to_have_text("Not started")
    ivan.unroute(ON_THEIR_WAY)
    retry.click()
    expect(ivan.locator("#reply-text")).to_have_value("Under the old acceptance")
    fetched_again(ivan)
    expect(ivan.locator("#reply-error")).to_contain_text("changed hands")
    expect(ivan.locator("#reply-text")).to_have_value("Under the old acceptance")


def test_a_reply_that_nobody_may_send_any_more_says_why_and_can_be_discarded(workplace, telegram, api):
    workplace.allow("ERR_FAILED", MESSAGES)
    workplace.allow(409, MESSAGES)
    activity = missed_chat(telegram, api("ivan"), "Bad connection here")
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    bubble = ivan.locator("li[data-direction=out]").filter(has_text="Too late")
    ivan.route(ON_THEIR_WAY, lambda route: route.abort())
    write(ivan, "Too late")
    expect(bubble.get_by_role("button", name="Try again")).to_be_visible()
    api("maria").post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    ivan.unroute(ON_THEIR_WAY)
    ivan.reload()
    expect(ivan.locator("#reply-text")).to_have_count(0)
    expect(bubble).to_contain_text("Maria Shevchenko")
    expect(bubble.get_by_role("button", name="Try again")).to_have_count(0)
    bubble.get_by_role("button", name="Discard").click()
    expect(bubble).to_have_count(0)
    assert "Too late" not in kept(ivan)


@pytest.fixture
def ivan_signs_in_again(workplace):
    """Whoever signs out in a test signs in anew in the next."""
    workplace.sessions.pop("ivan", None)
    yield
    workplace.sessions.pop("ivan", None)


def test_what_was_written_does_not_stay_behind_when_its_writer_signs_out(
        workplace, telegram, api, ivan_signs_in_again):
    workplace.allow("ERR_FAILED", MESSAGES)
    activity = missed_chat(telegram, api("ivan"), "A secret")
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    ivan.route(ON_THEIR_WAY, lambda route: route.abort())
    write(ivan, "Not sent, confidential")
    expect(ivan.locator("li[data-delivery=failed]")).to_be_visible()
    ivan.locator("#reply-text").fill("A draft, confidential")
    assert kept(ivan).count("confidential") == 2
    ivan.locator(".account summary").click()
    ivan.get_by_role("button", name="Sign out").click()
    expect(ivan.get_by_label("Password")).to_be_visible()
    assert "confidential" not in kept(ivan)


def write(page: Page, text: str):
    page.locator("#reply-text").fill(text)
    page.locator("#reply-text").press("Control+Enter")


def kept(page: Page) -> str:
    """All that the browser keeps for the desk."""
    return page.evaluate("JSON.stringify({ ...localStorage })")
