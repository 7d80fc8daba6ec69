"""Completing a task that somebody else changed meanwhile."""

from playwright.sync_api import expect
from story import missed_chat


def test_who_completes_and_is_asked_what_stays_completes_it_with_the_answer(workplace, telegram, api):
    workplace.allow(409, "/activities/*")
    path = accepted(telegram, api, "Complete what both wrote")
    ivan = workplace.operator("ivan", path)
    ivan.locator("[name=notes]").fill("Sent a new cup")
    api("andrii").patch(path, json={"notes": "Asked twice already"}).raise_for_status()
    expect(ivan.locator("[data-stale]")).to_be_visible()
    ivan.get_by_role("button", name="Complete task").click()
    dialog = ivan.get_by_role("dialog", name="Both of you changed this")
    expect(dialog.get_by_role("button", name="Complete task")).to_be_visible()
    dialog.locator("[name='take.notes'][value=mine]").press("Enter")
    expect(ivan.locator(".card-head .status")).to_have_text("Completed")
    expect(dialog).to_have_count(0)
    saved = api("ivan").get(path).json()
    assert (saved["status"], saved["notes"]) == ("Completed", "Sent a new cup")


def test_a_task_that_was_given_back_meanwhile_is_completed_all_the_same(workplace, telegram, api):
    workplace.allow(409, "/activities/*")
    path = accepted(telegram, api, "Complete what was given back")
    ivan = workplace.operator("ivan", path, deaf=True)
    api("ivan").delete(f"{path}/acceptance").raise_for_status()
    ivan.get_by_role("button", name="Complete task").click()
    dialog = ivan.get_by_role("dialog", name="Both of you changed this")
    expect(dialog.get_by_role("radio", name="You Completed")).to_be_checked()
    dialog.get_by_role("button", name="Save").click()
    expect(ivan.locator(".card-head .status")).to_have_text("Completed")
    assert api("ivan").get(path).json()["status"] == "Completed"


def test_where_the_status_is_in_question_nothing_promises_to_complete_what_may_stay_open(workplace, telegram, api):
    workplace.allow(409, "/activities/*")
    path = accepted(telegram, api, "Given back, and left so")
    ivan = workplace.operator("ivan", path, deaf=True)
    api("ivan").delete(f"{path}/acceptance").raise_for_status()
    ivan.get_by_role("button", name="Complete task").click()
    dialog = ivan.get_by_role("dialog", name="Both of you changed this")
    dialog.locator("[name='take.status'][value=theirs]").check()
    expect(dialog.get_by_role("button", name="Complete task")).to_have_count(0)
    dialog.get_by_role("button", name="Save").click()
    expect(ivan.locator(".card-head .status")).to_have_text("Not started")
    assert api("ivan").get(path).json()["status"] == "Not started"


def test_without_scripts_it_is_completed_with_the_answer_too(desk, workplace, telegram, api):
    workplace.allow(409, "/activities/*")
    path = accepted(telegram, api, "Complete without scripts")
    workplace.operator("ivan").close()
    page = workplace.context(java_script_enabled=False, storage_state=workplace.sessions["ivan"]).new_page()
    page.goto(desk.url + path)
    page.locator("[name=notes]").fill("Mine")
    api("andrii").patch(path, json={"notes": "Andrii's"}).raise_for_status()
    page.get_by_role("button", name="Complete task").click()
    page.locator(".merge [value=theirs]").check()
    page.locator(".merge").get_by_role("button", name="Complete task").click()
    expect(page.locator(".card-head .status")).to_have_text("Completed")
    saved = api("ivan").get(path).json()
    assert (saved["status"], saved["notes"]) == ("Completed", "Andrii's")


def accepted(telegram, api, text: str) -> str:
    """The path of a task that Ivan has accepted."""
    path = f"/activities/{missed_chat(telegram, api('ivan'), text)['id']}"
    api("ivan").post(f"{path}/acceptance").raise_for_status()
    return path
