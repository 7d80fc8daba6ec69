"""Chats that are not missed yet: answered in time, or left by the customer before."""

import pytest
from desk import Answerback, Shop, provision
from desk.provision import ENVIRONMENT
from own_desk import api, nothing_waits, sessions  # noqa: F401 (fixtures)
from playwright.sync_api import expect
from story import activity_about, chat_of, moment, until
from workplace import is_ready


@pytest.fixture(scope="module")
def shop():
    shop = Shop()
    yield shop
    shop.stop()


@pytest.fixture(scope="module")
def desk(tmp_path_factory, shop):
    """A desk of its own, at which a chat may wait for long."""
    provisioned = provision(shop=shop.url, answer_within="60s")
    desk = Answerback(tmp_path_factory.mktemp("patient"), provisioned, ENVIRONMENT).start()
    shop.widget_origin = desk.url
    yield desk
    assert desk.process.stop(), "the server did not stop by itself"


def row(page, text):
    return page.locator("main .chat-row").filter(has_text=text)


def test_a_chat_that_is_answered_in_time_leaves_the_waiting_ones_and_makes_no_task(workplace, shop, api):
    ivan, maria = workplace.operator("ivan", "/chats"), workplace.operator("maria", "/chats")
    customer = workplace.customer(shop)
    write(customer, "Do you open on Sunday?")
    for page in (ivan, maria):
        expect(row(page, "Do you open on Sunday?")).to_be_visible()
    chat = until(lambda: chat_of(api("ivan"), "Do you open on Sunday?"))

    row(ivan, "Do you open on Sunday?").get_by_role("link").first.click()
    ivan.wait_for_url(f"**/chats/{chat['id']}")
    is_ready(ivan)
    ivan.locator("#reply-text").fill("From ten to two.")
    ivan.locator("#reply-text").press("Enter")

    expect(customer.get_by_text("From ten to two.")).to_be_visible()
    expect(maria.locator(f"#chat-{chat['id']}")).to_have_count(0)
    expect(ivan.locator("li[data-direction=out]")).to_have_attribute("data-delivery", "delivered")
    maria.get_by_role("link", name="Answered").click()
    expect(row(maria, "From ten to two.")).to_be_visible()
    # Nothing is left at which a task could be made.
    answered = chat_of(api("ivan"), "From ten to two.", "answered")
    assert (answered["dueAt"], answered["missed"], answered["activity"]) == (None, None, None), answered
    assert api("andrii").get("/activities").json()["activities"] == []


def test_whoever_leaves_the_page_unanswered_is_missed_before_the_time_is_over(workplace, shop, api):
    ivan, maria = workplace.operator("ivan", "/chats"), workplace.operator("maria", "/activities?status=Not+started")
    customer = workplace.customer(shop)
    text = "Hello? I have to go soon"
    write(customer, text)
    expect(row(ivan, text)).to_be_visible()
    due = moment(until(lambda: chat_of(api("ivan"), text))["dueAt"])

    customer.close()

    expect(row(ivan, text)).to_contain_text("left the page")
    activity = until(lambda: activity_about(api("ivan"), text), seconds=15)
    assert activity["missed"]["reason"] == "abandoned"
    assert moment(activity["missed"]["at"]) < due - 30
    expect(row(ivan, text)).to_contain_text("Missed: the customer left first")
    for page in (ivan, maria):
        expect(page.locator(f"#notification-{activity['id']}")).to_be_visible()
    expect(maria.locator(f"#activity-{activity['id']}")).to_be_visible()


def write(page, text):
    page.get_by_role("textbox").last.fill(text)
    page.get_by_role("textbox").last.press("Enter")
    expect(page.get_by_text(text)).to_be_visible()
