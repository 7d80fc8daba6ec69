"""Many tabs of one operator, and an operator without a pointer."""

from playwright.sync_api import expect
from story import missed_chat
from workplace import noted


def test_eight_tabs_of_one_operator_are_all_live(desk, workplace, telegram, api):
    pages = [workplace.operator("ivan")]
    for _ in range(7):
        page = pages[0].context.new_page()
        page.goto(f"{desk.url}/activities")
        pages.append(page)
    for page in pages:
        expect(page.locator("#live-status")).to_have_attribute("data-state", "live")
    activity = missed_chat(telegram, api("ivan"), "Eight tabs, one stream")
    for page in pages:
        noted(page, f"notification-{activity['id']}", "came")
    assert api("maria").post(f"/activities/{activity['id']}/acceptance").is_success
    for page in pages:
        expect(page.locator(f"#notification-{activity['id']}")).to_have_count(0)


def test_a_task_is_accepted_with_the_keyboard_alone(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Hands off the mouse")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    button = f"#activity-{activity['id']} [data-accept]"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", button):
            break
    assert page.evaluate("(selector) => document.activeElement.matches(selector)", button), "Accept cannot be reached"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", "what has the focus does not show it"
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/activities/{activity['id']}**")
    expect(page.locator("#reply-text")).to_be_visible()


def test_the_preview_opens_by_focus_and_closes_by_escape(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "A closer look")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    page.locator(f"#activity-{activity['id']} [data-peek]").focus()
    page.keyboard.press("Enter")
    preview = page.locator("#mini-page")
    expect(preview.get_by_text("Complete task").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()


def test_hovering_over_a_title_opens_its_preview(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Just hovering")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    page.locator(f"#activity-{activity['id']} [data-preview]").hover()
    expect(page.locator("#mini-page").get_by_text("Cancel task").first).to_be_visible()
