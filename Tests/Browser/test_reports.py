"""Reports: what was missed, what was recovered, and for whom."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect
from story import missed_chat, until
from workplace import PHONE

BREAKDOWNS = ["day", "hour", "week", "channel", "queue", "operator", "reason"]


def totals(client, **query) -> dict:
    return client.get("/reports", params={"period": "today", **query}).raise_for_status().json()["totals"]


@pytest.fixture(scope="module")
def recovered(desk, telegram, api):
    """A chat that Ivan recovered; gives how many were missed and recovered before."""
    before = totals(api("andrii"))
    activity = missed_chat(telegram, api("andrii"), "Чи є доставка в Одесу?")
    ivan = api("ivan")
    ivan.post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    ivan.post(f"/chats/{activity['chat']['id']}/messages", json={"text": "Так, є."}).raise_for_status()
    until(lambda: totals(api("andrii"))["recovered"] > before["recovered"])
    return before


def test_a_reply_that_was_delivered_is_counted_for_its_operator(recovered, api):
    now = totals(api("andrii"))
    assert now["missed"] > recovered["missed"]
    assert now["recovered"] == recovered["recovered"] + 1
    assert now["firstReplySeconds"]["median"] is not None
    operators = api("andrii").get("/reports", params={"by": "operator", "period": "today"}).json()["rows"]
    assert any(row["operator"] and row["operator"]["name"] == "Ivan Bondar" for row in operators)


def test_operators_see_only_their_own(recovered, api, workplace):
    assert totals(api("ivan"))["missed"] <= totals(api("andrii"))["missed"]
    assert totals(api("oksana"))["recovered"] == 0
    page = workplace.operator("ivan", "/reports?period=today")
    expect(page.get_by_text("Your own figures")).to_be_visible()


def test_every_report_has_a_picture_and_the_same_figures_as_a_table(recovered, workplace):
    page = workplace.operator("andrii", "/reports?period=today")
    links = page.get_by_role("navigation", name="Broken down").get_by_role("link")
    expect(links).to_have_count(len(BREAKDOWNS))
    for index, name in enumerate(BREAKDOWNS):
        links.nth(index).click()
        expect(links.nth(index)).to_have_attribute("aria-current", "true")
        expect(page.get_by_role("img", name=re.compile("issed .*chats"))).to_be_visible()
        expect(page.locator("table.report tbody tr").first).to_be_visible()
        if name != "day":
            assert f"by={name}" in page.url
        assert page.locator("[style]").count() == 0


def test_the_period_stays_in_the_address_and_goes_back(recovered, workplace):
    page = workplace.operator("andrii", "/reports")
    page.get_by_label("Period").select_option("today")
    page.wait_for_url(re.compile("period=today"))
    page.get_by_label("Queue").select_option(label="Sales")
    page.wait_for_url(re.compile("period=today.*queue="))
    expect(page.get_by_label("Queue").locator("option:checked")).to_have_text("Sales")
    page.go_back()
    page.wait_for_url(re.compile("period=today$"))
    expect(page.get_by_label("Queue").locator("option:checked")).to_have_text("Any")


def test_two_days_can_be_chosen_by_the_keyboard(recovered, workplace):
    page = workplace.operator("andrii", "/reports")
    page.get_by_label("From", exact=True).fill("2026-01-01")
    page.get_by_label("To", exact=True).fill("2026-01-31")
    expect(page.get_by_label("Period")).to_have_value("custom")
    page.get_by_role("button", name="Show").press("Enter")
    page.wait_for_url(re.compile("period=custom&from=2026-01-01&to=2026-01-31"))
    expect(page.get_by_text("No chat was missed in this time.")).to_be_visible()
    page.get_by_label("Period").select_option("7d")
    page.wait_for_url(re.compile("period=7d"))
    assert "from=" not in page.url


def test_a_day_leads_to_its_hours(recovered, workplace):
    page = workplace.operator("andrii", "/reports")
    page.locator("table.report tbody a").last.click()
    page.wait_for_url(re.compile("by=hour&period=custom"))
    expect(page.locator("table.report tbody tr")).to_have_count(24)


def test_every_report_can_be_taken_along_as_a_file(recovered, api):
    for by in BREAKDOWNS:
        answer = api("andrii").get("/reports.csv", params={"by": by, "period": "today"}).raise_for_status()
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert len(lines) > 1
        assert len({len(line) for line in lines}) == 1


def test_it_works_without_scripts(recovered, desk, workplace):
    page = workplace.operator("andrii")
    state = page.context.storage_state()
    plain = workplace.context(storage_state=state, java_script_enabled=False).new_page()
    plain.goto(f"{desk.url}/reports")
    plain.get_by_label("Period").select_option("8w")
    plain.get_by_role("button", name="Show").click()
    expect(plain).to_have_url(re.compile("period=8w"))
    expect(plain.get_by_label("Period")).to_have_value("8w")


def test_a_phone_shows_the_table_without_the_page_scrolling_sideways(recovered, workplace):
    page = workplace.operator("andrii", "/reports?by=week&period=today", viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
