"""The home page says what waits now, each number leads to what it counts; the navigation on a wide and on a small screen."""

from datetime import datetime, timedelta

from desk.provision import TARAS
from playwright.sync_api import expect
from story import activity_about, missed_chat, missed_chats, new_customer, not_started, until
from workplace import PHONE


def numbers(page) -> dict[str, int]:
    tiles = page.locator("[data-number]").all()
    return {tile.get_attribute("data-number"): int(tile.locator(".figure").inner_text()) for tile in tiles}


def test_numbers_follow_what_happens_without_a_reload(workplace, telegram, api, desk):
    ivan, maria = workplace.operator("ivan"), workplace.operator("maria")
    before = {"ivan": numbers(ivan), "maria": numbers(maria)}
    activity = missed_chat(telegram, api("ivan"), "Чи працюєте ви у суботу?", name="Ольга Литвин")

    for name, page in (("ivan", ivan), ("maria", maria)):
        for tile in ("queued", "missed", "notified"):
            expect(page.locator(f"[data-number={tile}] .figure")).to_have_text(str(before[name][tile] + 1))

    ivan.locator(f"[data-list=waiting] #activity-{activity['id']}").get_by_role("button", name="Accept").click()
    ivan.wait_for_url(f"**/activities/{activity['id']}**")
    expect(maria.locator("[data-number=queued] .figure")).to_have_text(str(before["maria"]["queued"]))
    assert numbers(maria)["mine"] == before["maria"]["mine"]
    ivan.goto(desk.url + "/")
    expect(ivan.locator("[data-number=mine] .figure")).to_have_text(str(before["ivan"]["mine"] + 1))

    api("ivan").post(f"/chats/{activity['chat']['id']}/messages", json={"text": "Так, до 17:00."}).raise_for_status()
    expect(ivan.locator("[data-number=recovered] .figure")).to_have_text(str(before["ivan"]["recovered"] + 1))


def test_each_operators_numbers_are_their_own_and_follow(workplace, telegram, api):
    # What Taras writes then is a chat of its own, that was not missed today.
    for chat in api("oksana").get("/chats", params={"state": "answered"}).raise_for_status().json()["chats"]:
        api("oksana").post(f"/chats/{chat['id']}/closing").raise_for_status()
    pages = {login: workplace.operator(login) for login in ("ivan", "maria", "oksana")}
    before = {login: numbers(page) for login, page in pages.items()}
    telegram.write(TARAS, "Тарас Гнатюк", "Оксано, це я")
    missed_chat(telegram, api("ivan"), "Хто вільний?")

    shows(pages["oksana"], before["oksana"] | grown(before["oksana"], "mine", "missed", "notified"))
    for login in ("ivan", "maria"):
        before[login] |= grown(before[login], "queued", "missed", "missed", "notified")
        shows(pages[login], before[login])

    pages["maria"].locator("[data-list=waiting] [data-accept]").click()
    pages["maria"].wait_for_url("**/activities/**")
    before["ivan"] |= {"queued": before["ivan"]["queued"] - 1, "notified": before["ivan"]["notified"] - 1}
    shows(pages["ivan"], before["ivan"])


def grown(counted, *names) -> dict[str, int]:
    return {name: counted[name] + names.count(name) for name in names}


def shows(page, wanted: dict[str, int]):
    for name, number in wanted.items():
        expect(page.locator(f"[data-number={name}] .figure")).to_have_text(str(number))


def test_each_number_leads_to_just_what_it_counts(workplace, telegram, api, desk):
    before = recovered(api("maria"))
    _, mine, answered, late = missed_chats(telegram, api("maria"), "Де мій чек?", "Моє", "Відповіли", "Запізно")
    api("maria").post(f"/activities/{mine['id']}/acceptance").raise_for_status()
    api("maria").post(f"/chats/{answered['chat']['id']}/messages", json={"text": "Ось він."}).raise_for_status()
    yesterday = (datetime.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    api("maria").patch(f"/activities/{late['id']}", json={"due": yesterday}).raise_for_status()
    until(lambda: recovered(api("maria")) > before)
    page = workplace.operator("maria")
    counted = numbers(page)
    rows = {
        "mine": "[data-activities] tr", "queued": "[data-activities] tr", "overdue": "[data-activities] tr",
        "missed": "[data-chats] > li", "recovered": "[data-chats] > li", "notified": "main #reminders > li",
    }
    assert all(counted[name] > 0 for name in rows), counted
    for name, row in rows.items():
        page.goto(desk.url + "/")
        page.locator(f"[data-number={name}]").click()
        page.wait_for_url(lambda url: url != desk.url + "/")
        expect(page.locator(row), name).to_have_count(min(counted[name], 50))


def recovered(client) -> int:
    told = client.get("/").raise_for_status().json()["numbers"]
    return next(int(one["number"]) for one in told if one["name"] == "recovered")


def test_a_list_that_shows_the_first_only_is_filled_up_as_they_go(workplace, telegram, api):
    texts = [f"У черзі {number}" for number in range(1, 13)]
    for text in texts[:11]:
        telegram.write(new_customer(), "Олена Мельник", text)
    waiting = [until(lambda: not_started(activity_about(api("ivan"), text))) for text in texts[:11]]
    ivan = workplace.operator("ivan", clock=True)
    rows = ivan.locator("[data-list=waiting] > tr[data-activity]")
    expect(rows).to_have_count(10)
    last = missed_chat(telegram, api("ivan"), texts[11])
    expect(ivan.locator(f"#notification-{last['id']}")).to_be_attached()
    expect(rows).to_have_count(10)

    first = ivan.locator("[data-list=waiting] > tr").first.get_attribute("data-activity")
    api("maria").post(f"/activities/{first}/acceptance").raise_for_status()
    expect(rows).to_have_count(9)
    ivan.clock.run_for(15_000)
    expect(rows).to_have_count(10)
    shown = rows.evaluate_all("(rows) => rows.map((row) => row.dataset.activity)")
    assert shown == sorted(shown) and last["id"] not in shown and set(shown) <= {one["id"] for one in waiting}


def test_a_preview_outlives_what_changes_in_its_row(workplace, telegram, api):
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Перше запитання", customer)
    ivan = workplace.operator("ivan")
    row = ivan.locator(f"[data-list=waiting] #activity-{activity['id']}")
    row.locator("[data-peek]").click()
    preview = ivan.locator("#mini-page")
    preview.get_by_text("Complete task").first.click()
    preview.locator("[name=notes]").first.fill("Half a sen")
    before = int(row.get_attribute("data-version"))
    telegram.write(customer, "Олена Мельник", "Друге запитання")
    ivan.wait_for_function(
        "([id, version]) => document.querySelector(`main #activity-${id}`).dataset.version > version",
        arg=[activity["id"], before])
    expect(preview).to_be_visible()
    expect(preview.locator("[name=notes]").first).to_have_value("Half a sen")


def test_an_administrator_reaches_every_section(workplace):
    page = workplace.operator("andrii")
    rail = page.get_by_role("navigation", name="Main navigation")
    names = rail.get_by_role("link").all_inner_texts()
    wanted = ["Home", "Activities", "Chats", "Contacts", "Reports", "System settings", "Queues", "Operators", "Channels",
              "Integrations"]
    assert [name for name in names if name in wanted] == wanted
    for name in wanted:
        link = rail.get_by_role("link", name=name, exact=True)
        link.click()
        expect(link).to_have_attribute("aria-current", "page")
        expect(page.locator("main h1")).to_be_visible()


def test_on_a_phone_the_rest_stands_behind_more(workplace):
    page = workplace.operator("andrii", viewport=PHONE, has_touch=True)
    rail = page.get_by_role("navigation", name="Main navigation")
    assert rail.get_by_role("link").count() == 4
    more = rail.get_by_role("button", name="More")
    more.focus()
    page.keyboard.press("Enter")
    expect(rail.get_by_role("link", name="Integrations")).to_be_visible()
    page.keyboard.press("Escape")
    expect(rail.get_by_role("link", name="Integrations")).to_be_hidden()
    more.tap()
    rail.get_by_role("link", name="Reports").tap()
    expect(page.locator("main h1")).to_have_text("Reports")


def test_an_operator_reads_the_settings(workplace):
    page = workplace.operator("ivan", viewport=PHONE, has_touch=True)
    rail = page.get_by_role("navigation", name="Main navigation")
    assert rail.get_by_role("link").count() == 4
    rail.get_by_role("button", name="More").tap()
    rail.get_by_role("link", name="System settings").tap()
    expect(page.locator("main h1")).to_have_text("System settings")
