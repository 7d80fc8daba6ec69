"""Signing out, staying after all, and signing in again."""

import pytest
from desk.provision import PASSWORD
from playwright.sync_api import expect
from story import missed_chat, new_customer, until


@pytest.fixture(autouse=True)
def ivan_signs_in_again(workplace):
    """Whoever signs out in a test signs in anew in the next."""
    workplace.sessions.pop("ivan", None)
    yield
    workplace.sessions.pop("ivan", None)


def test_who_is_asked_and_stays_loses_no_draft_and_stays_live(desk, workplace, telegram, api):
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Stay with me", customer)
    ivan = workplace.operator("ivan", f"/activities/{activity['id']}#chat")
    ivan.locator("#reply-text").fill("I was about to")
    ivan.locator("[name=notes]").fill("Not saved yet")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    ivan.once("dialog", stay)
    ivan.locator(".account summary").click()
    ivan.get_by_role("button", name="Sign out").click(no_wait_after=True)
    # What happens on the page is only noticed while something is asked of it.
    until(lambda: ivan.wait_for_timeout(50) or asked)
    ivan.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert "I was about to" in kept(ivan)
    telegram.write(customer, "Олена Мельник", "Still there?")
    expect(ivan.locator(".message").filter(has_text="Still there?")).to_be_visible()
    expect(ivan.locator("#live-status")).to_have_attribute("data-state", "live")

    # Leaving by another way is no signing out.
    ivan.once("dialog", lambda dialog: dialog.accept())
    ivan.goto(f"{desk.url}/activities")
    assert "I was about to" in kept(ivan)


def test_after_signing_in_again_the_other_tabs_know_what_came_meanwhile(desk, workplace, telegram, api):
    ivan = workplace.operator("ivan", "/activities?status=Not+started")
    other = ivan.context.new_page()
    other.goto(f"{desk.url}/contacts")
    expect(other.locator("#live-status")).to_have_attribute("data-state", "live")
    other.locator(".account summary").click()
    other.get_by_role("button", name="Sign out").click()
    expect(ivan.locator("#live-status")).to_have_attribute("data-state", "signed-out")
    activity = missed_chat(telegram, api("maria"), "While you were out")
    other.get_by_label("Login").fill("ivan")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    expect(other.locator("#live-status")).to_have_attribute("data-state", "live")
    expect(ivan.locator("#live-status")).to_have_attribute("data-state", "live")
    expect(ivan.locator(f"#activity-{activity['id']}")).to_be_visible()


def kept(page) -> str:
    """All that the browser keeps for the desk."""
    return page.evaluate("JSON.stringify({ ...localStorage })")
