"""What somebody answered in another tool closes itself where everybody can see it, and is opened again by one who knows better."""

import contextlib
import sqlite3
import time

import pytest
from playwright.sync_api import expect
from story import missed_chat


@pytest.fixture
def activity(telegram, api):
    return missed_chat(telegram, api("ivan"), "Мені вже відповіли деінде")


def answer_elsewhere(desk, activity: dict):
    """No platform of this desk tells of answers in other tools: what is left of such an answer is written down for it."""
    times = {"id": activity["id"], "chat": activity["chat"]["id"], "now": int(time.time() * 1000)}
    with contextlib.closing(sqlite3.connect(desk.directory / "desk.db", timeout=10)) as database, database:
        database.execute(
            "UPDATE activities SET status = 'completed', result = 'answered_elsewhere', answered_elsewhere_at = :now,"
            " closed_at = :now, updated_at = :now, version = version + 1 WHERE id = :id AND status = 'not_started'", times)
        database.execute(
            "UPDATE chats SET state = 'answered', first_unanswered_at = NULL, due_at = NULL WHERE id = :chat", times)
        database.execute(
            "INSERT INTO history (chat_id, activity_id, what, at, detail)"
            " VALUES (:chat, :id, 'answered_elsewhere', :now, '')", times)


def test_what_was_answered_elsewhere_closes_live_on_the_card_in_the_list_and_in_the_notification_center(
        desk, workplace, activity):
    card = workplace.operator("ivan", f"/activities/{activity['id']}")
    waiting = workplace.operator("maria", "/activities?status=Not+started")
    row, notification = waiting.locator(f"#activity-{activity['id']}"), waiting.locator(f"#notification-{activity['id']}")
    expect(row).to_be_visible()
    expect(notification).to_be_visible()

    answer_elsewhere(desk, activity)

    expect(waiting.locator("#reminders").get_by_text("Answered elsewhere")).to_be_visible()
    expect(notification).to_have_count(0)
    expect(waiting.locator("#bell-count")).to_be_hidden()
    expect(row).to_have_count(0)
    expect(card.locator(".card-head .status")).to_have_text("Completed")
    expect(card.locator("#general select[name=result] option:checked")).to_have_text("Answered elsewhere")
    expect(card.locator(".card-head [data-accept]")).to_have_count(0)
    expect(card.locator(f"#notification-{activity['id']}")).to_have_count(0)
    card.get_by_role("tab", name="History").click()
    expect(card.locator("#history li[data-what=answered_elsewhere]")).to_contain_text("Answered elsewhere")


def test_what_closed_itself_is_opened_again_on_its_card_and_offered_to_all(desk, workplace, activity):
    answer_elsewhere(desk, activity)
    card, maria = workplace.operator("ivan", f"/activities/{activity['id']}"), workplace.operator("maria")
    notification = maria.locator(f"#notification-{activity['id']}")
    expect(card.locator(".card-head .status")).to_have_text("Completed")
    expect(notification).to_have_count(0)

    card.locator("[name=status]").select_option(label="Not started")
    card.get_by_role("button", name="Save", exact=True).click()

    expect(card.locator(".card-head .status")).to_have_text("Not started")
    expect(card.locator(".card-head [data-accept]")).to_have_count(1)
    expect(notification).to_be_attached()
