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


def test_operators_see_only_their_own(recovered, telegram, api, workplace):
    before = {login: totals(api(login)) for login in ("ivan", "maria", "andrii")}
    activity = missed_chat(telegram, api("andrii"), "А до Львова?")
    api("maria").post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    api("maria").post(f"/chats/{activity['chat']['id']}/messages", json={"text": "Так."}).raise_for_status()
    until(lambda: totals(api("maria"))["recovered"] > before["maria"]["recovered"])

    for login, more in (("ivan", 0), ("maria", 1), ("andrii", 1)):
        now = totals(api(login))
        assert [now[one] - before[login][one] for one in ("missed", "taken", "recovered")] == [more] * 3, login
    assert totals(api("oksana"))["recovered"] == 0
    rows = report(api("andrii"), "operator")
    for login, name in (("ivan", "Ivan Bondar"), ("maria", "Maria Shevchenko")):
        row = next(one for one in rows if one["operator"] and one["operator"]["name"] == name)
        assert {one: row[one] for one in ("missed", "recovered")} == {
            one: totals(api(login))[one] for one in ("missed", "recovered")}, login
    page = workplace.operator("ivan", "/reports?period=today")
    expect(page.get_by_text("Your own figures")).to_be_visible()
    shown = page.locator(".figures strong").first
    expect(shown).to_have_text(str(totals(api("ivan"))["missed"]))


def report(client, by: str) -> list[dict]:
    return client.get("/reports", params={"by": by, "period": "today"}).raise_for_status().json()["rows"]


def lines_of(client, by: str) -> list[list[str]]:
    """The lines of the file for spreadsheets, without its head."""
    answer = client.get("/reports.csv", params={"by": by, "period": "today"}).raise_for_status()
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))[1:]


def cells_of(page) -> list[list[str]]:
    """The table's rows, each beginning with its name."""
    return page.locator("table.report tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))")


def drawn(page) -> list[tuple[str, list[int], list[float]]]:
    """Each column or bar of the picture: its name, the figures that it tells, and how large they are drawn."""
    found = page.locator("svg.chart g:has(> title)").evaluate_all("""(groups) => groups.map((group) => ({
      tip: group.querySelector("title").textContent,
      sizes: [...group.querySelectorAll("rect")].map((one) => one.getBoundingClientRect())
        .map(({ width, height }) => ({ width, height })),
    }))""")
    along = "height" if page.locator("svg.chart .chart-line").count() else "width"
    parts = [(one["tip"].rpartition(":"), one["sizes"]) for one in found]
    return [(name, [int(number) for number in re.findall(r"\d+", figures)], [size[along] for size in sizes])
            for (name, _, figures), sizes in parts]


@pytest.mark.parametrize("by", [name for name in BREAKDOWNS if name not in ("week", "reason")])
def test_picture_table_file_and_json_have_the_same_figures(recovered, workplace, api, by):
    page = workplace.operator("andrii", f"/reports?by={by}&period=today")
    rows, lines, cells, columns = report(api("andrii"), by), lines_of(api("andrii"), by), cells_of(page), drawn(page)

    figures = [[row["missed"], row["recovered"]] for row in rows]
    assert sum(missed for missed, _ in figures) > 0 and sum(recovered for _, recovered in figures) > 0
    assert [[int(line[1]), int(line[4])] for line in lines] == figures
    assert [[int(cell) for cell in line[1:3]] for line in cells] == figures
    if by not in ("day", "hour"):
        assert [line[0] for line in cells] == [line[0] for line in lines]
    # What nobody took yet is in no operator's bar.
    shown = [(line[0], figure) for row, line, figure in zip(rows, cells, figures) if row.get(by, True) is not None]
    assert [(name, told) for name, told, _ in columns] == shown
    most = max(missed for _, (missed, _) in shown)
    scale = max(sizes[0] for _, _, sizes in columns) / most
    for name, told, sizes in columns:
        assert sizes == pytest.approx([scale * figure for figure in told], abs=1), name


def test_the_picture_of_the_reasons_has_the_figures_of_its_table(recovered, workplace, api):
    page = workplace.operator("andrii", "/reports?by=reason&period=today")
    rows, cells = report(api("andrii"), "reason"), cells_of(page)
    figures = [row["missed"] for row in rows]
    assert sum(figures) == totals(api("andrii"))["missed"] > 0
    assert [int(line[1]) for line in cells] == figures
    assert lines_of(api("andrii"), "reason") == [line[:2] for line in cells]
    bars = drawn(page)
    assert [(name, told) for name, told, _ in bars] == [(line[0], [int(line[1])]) for line in cells]
    scale = max(sizes[0] for _, _, sizes in bars) / max(figures)
    assert [sizes[0] for _, _, sizes in bars] == pytest.approx([scale * figure for figure in figures], abs=1)


def test_the_heat_map_has_the_figures_of_its_table(recovered, workplace, api):
    page = workplace.operator("andrii", "/reports?by=week&period=today")
    days = [cell.strip() for cell in page.locator("table.report thead th").all_inner_texts()[1:]]
    table = {f"{day} {line[0]}": int(cell) for line in cells_of(page) for day, cell in zip(days, line[1:])}
    assert len(table) == 7 * 24
    heat = page.locator("svg.chart rect:has(> title)").evaluate_all(
        "(cells) => cells.map((cell) => [cell.querySelector('title').textContent, cell.getAttribute('class')])")
    told = {tip.rpartition(": ")[0]: int(tip.rpartition(": ")[2]) for tip, _ in heat}

    assert told == table
    assert {f"{line[0]} {int(line[1]):02}:00": int(line[2]) for line in lines_of(api("andrii"), "week")} == table
    assert {f"{days[row['weekday'] - 1]} {row['hour']:02}:00": row["missed"]
            for row in report(api("andrii"), "week")} == table
    # Five steps, of which the first is for whatever happened at all.
    most = max(table.values())
    assert [level for _, level in heat] == [f"heat-{-(-told[tip.rpartition(': ')[0]] * 5 // most)}" for tip, _ in heat]


def test_every_report_is_a_press_away_and_has_no_styles_of_its_own(recovered, workplace):
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
