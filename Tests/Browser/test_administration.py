"""What an administrator does in the browser: queues, operators, channels, tokens, dead letters, and who changed what."""

import re

import httpx
from desk.provision import SECRET, TOKEN
from keys import press, walk_to, write
from playwright.sync_api import expect
from story import new_customer, until
from workplace import is_ready, picture, resync


def button(page, name: str):
    return page.get_by_role("button", name=name, exact=True)


def test_a_new_queue_with_its_hours_takes_in_whoever_has_its_skill(workplace, api):
    workplace.allow(400, "/queues")
    page = workplace.operator("andrii", "/queues")
    page.get_by_role("link", name="New queue").click()
    page.get_by_label("Name", exact=True).fill("Night")
    page.get_by_label("More skills").fill("night")
    page.get_by_label("Answer within").fill("soon")
    page.get_by_label(re.compile("Open at all hours")).uncheck()
    page.get_by_label("Sunday").fill("20:00-24:00")
    button(page, "Create").click()
    expect(page.get_by_role("alert").filter(has_text="A time such as")).to_be_visible()
    expect(page.get_by_label("Sunday")).to_have_value("20:00-24:00")
    page.get_by_label("Answer within").fill("5m")
    button(page, "Create").click()
    expect(page.get_by_role("heading", name="Night", level=1)).to_be_visible()
    expect(page.get_by_text("Nobody has all the skills")).to_be_visible()

    page.goto(workplace.desk.url + "/operators")
    page.get_by_role("link", name="Maria Shevchenko").click()
    page.get_by_label("night").check()
    button(page, "Save").click()
    expect(page.locator("main .notice")).to_have_text("Saved")
    expect(page.locator("#changes")).to_contain_text("Skills: sales → night, sales")

    page.goto(workplace.desk.url + "/queues")
    row = page.get_by_role("row", name=re.compile("Night"))
    expect(row).to_contain_text("Sun 20:00-24:00")
    expect(row.locator("td").last).to_have_text("1")
    maria = [queue["name"] for queue in api("maria").get("/queues").json()["queues"]]
    assert maria == ["Night", "Sales"]


def test_of_two_administrators_the_second_is_told_and_keeps_what_they_typed(workplace, desk, api):
    workplace.allow(409, "/queues/*")
    client = api("andrii")
    bohdana = client.post("/operators", json={
        "login": "bohdana", "name": "Bohdana Savchuk", "role": "administrator", "skills": [], "locale": "en",
        "timeZone": "Europe/Kyiv"}).raise_for_status().json()["id"]
    queue = next(one for one in client.get("/queues").json()["queues"] if one["name"] == "Support")["id"]
    page = workplace.operator("andrii", f"/queues/{queue}")
    with desk.client("bohdana") as other:
        other.patch(f"/queues/{queue}", json={"replyWithin": "20m"}).raise_for_status()
    page.get_by_label("Tell the supervisors after").fill("30m")
    button(page, "Save").click()
    expect(page.get_by_role("alert").filter(has_text="Somebody saved this meanwhile")).to_be_visible()
    expect(page.get_by_label("Tell the supervisors after")).to_have_value("30m")
    first = page.locator("#changes tbody tr").first
    expect(first).to_contain_text("Bohdana Savchuk")
    expect(first).to_contain_text("20m")
    saved = client.get(f"/queues/{queue}").json()
    assert (saved["escalateAfter"], saved["replyWithin"]) == (None, "20m")
    button(page, "Save").click()
    expect(page.locator("main .notice")).to_have_text("Saved")
    expect(page.locator("#changes tbody tr").first).to_contain_text("Andrii Koval")
    assert client.get(f"/queues/{queue}").json()["escalateAfter"] == "30m"
    client.patch(f"/queues/{queue}", json={"escalateAfter": None, "replyWithin": None}).raise_for_status()
    client.post(f"/operators/{bohdana}/deactivation").raise_for_status()


def test_a_new_operator_signs_in_until_they_are_deactivated(workplace, desk, api):
    page = workplace.operator("andrii", "/operators/new")
    page.get_by_label("Login").fill("halyna")
    page.get_by_label("Name", exact=True).fill("Halyna Moroz")
    page.get_by_label("Language").select_option("en")
    button(page, "Create").click()
    first = page.locator("[data-secret]").inner_text()

    workplace.allow(401, "/session")
    halyna = sign_in(workplace, desk, "halyna", first)
    page.goto(desk.url + "/operators")
    page.get_by_role("link", name="Halyna Moroz").click()
    expect(page.locator("[data-secret]")).to_have_count(0)
    page.locator("summary", has_text="Reset password").click()
    button(page, "Reset password").click()
    second = page.locator("[data-secret]").inner_text()
    assert second != first
    halyna.goto(desk.url + "/activities")
    expect(halyna.get_by_label("Password")).to_be_visible()
    halyna = sign_in(workplace, desk, "halyna", second)

    page.locator("summary", has_text="Deactivate").click()
    button(page, "Deactivate").click()
    expect(page.get_by_text("works here no more")).to_be_visible()
    halyna.goto(desk.url + "/activities")
    halyna.get_by_label("Login").fill("halyna")
    halyna.get_by_label("Password").fill(second)
    halyna.get_by_role("button", name="Sign in").click()
    expect(halyna.get_by_text("The login or the password is wrong.")).to_be_visible()
    audit = page.locator("#changes")
    for what in ("Created", "Password reset", "Deactivated"):
        expect(audit).to_contain_text(what)
    assert first not in page.content() and second not in page.content()


def test_a_channel_works_from_when_it_is_made_until_it_is_shut(workplace, desk, telegram, api):
    """Without a restart: the stand-in's bot is polled by a second channel, while the first is shut."""
    client = api("andrii")
    bot = next(one for one in client.get("/channels").json()["channels"] if one["name"] == "bot")["id"]
    client.post(f"/channels/{bot}/deactivation").raise_for_status()
    try:
        page = workplace.operator("andrii", "/channels")
        page.get_by_role("link", name="Add: Telegram").click()
        workplace.allow(400, "/channels")
        page.get_by_label("Name", exact=True).fill("second")
        page.get_by_label("Queue").select_option("Sales")
        page.get_by_label("Variable with the token").fill(TOKEN)
        page.get_by_label("How updates come in").select_option("polling")
        page.get_by_label("Address of the platform").fill(telegram.url)
        button(page, "Create").click()
        expect(page.get_by_role("alert")).to_be_visible()
        page.get_by_label("Variable with the token").fill("DESK_TELEGRAM_TOKEN")
        button(page, "Create").click()
        expect(page.get_by_role("heading", name="second", level=1)).to_be_visible()
        button(page, "Test connection").click()
        expect(page.locator("#findings")).to_contain_text("The platform knows us as @")
        picture(page, "channel-tested")

        telegram.write(new_customer(), "Олена Мельник", "Чи працює другий канал?")
        until(lambda: [one for one in client.get("/chats?state=waiting").json()["chats"]
                       if one["lastText"] == "Чи працює другий канал?"])
        page.locator("summary", has_text="Shut the channel").click()
        button(page, "Shut the channel").click()
        expect(page.get_by_text("it takes nothing in")).to_be_visible()
        assert TOKEN not in page.content() and SECRET not in page.content()
    finally:
        client.delete(f"/channels/{bot}/deactivation").raise_for_status()
    telegram.write(new_customer(), "Олена Мельник", "А перший знову?")
    until(lambda: [one for one in client.get("/chats?state=waiting").json()["chats"]
                   if one["lastText"] == "А перший знову?"])


def test_the_widget_gives_what_a_site_puts_into_its_pages(workplace, api):
    site = next(one for one in api("andrii").get("/channels").json()["channels"] if one["name"] == "site")["id"]
    page = workplace.operator("andrii", f"/channels/{site}")
    expect(page.locator("pre")).to_contain_text(f'src="{workplace.desk.url}/widget.js" data-channel="site"')
    button(page, "Test connection").click()
    expect(page.locator("#findings")).to_contain_text("This site may show the web chat")


def test_the_answer_to_a_form_is_not_asked_for_again(workplace, api):
    site = next(one for one in api("andrii").get("/channels").json()["channels"] if one["name"] == "site")["id"]
    page = workplace.operator("andrii", f"/channels/{site}")
    button(page, "Test connection").click()
    expect(page.locator("#findings")).to_be_visible()
    is_ready(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url == page.url else None)
    resync(page)
    page.wait_for_timeout(500)
    assert page.url.endswith("/test") and asked == []


def test_a_dead_letter_is_read_retried_and_discarded(workplace, desk, api):
    with httpx.Client(base_url=desk.url, trust_env=False) as platform:
        platform.post(
            "/webhooks/bot", json={"<b>odd</b>": True},
            headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}).raise_for_status()
    page = workplace.operator("andrii", "/channels")
    page.get_by_role("link", name="Dead letters").click()
    page.get_by_role("link", name=re.compile("odd")).first.click()
    expect(page.locator("pre")).to_have_text('{"<b>odd</b>":true}', use_inner_text=True)
    picture(page, "dead-letter")
    button(page, "Try again").click()
    page.wait_for_url("**/dead-letters")
    # It is not understood this time either.
    link = page.get_by_role("link", name=re.compile("odd")).first
    until(lambda: page.goto(desk.url + "/dead-letters") and link.count())
    link.click()
    page.locator("summary", has_text="Discard").click()
    button(page, "Discard").click()
    expect(page.get_by_text("Everything that came in was understood.")).to_be_visible()


def test_a_program_gets_a_token_and_loses_it(workplace, desk):
    page = workplace.operator("andrii", "/integrations")
    page.locator("main").get_by_role("link", name="Tokens for programs", exact=True).first.click()
    page.get_by_label("Name", exact=True).fill("night report")
    page.locator("select[name=operator]").select_option("ivan")
    button(page, "Create a token").click()
    token = page.locator("[data-secret]").inner_text()
    program = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    assert httpx.get(desk.url + "/activities", headers=program, trust_env=False).status_code == 200
    page.goto(desk.url + "/tokens")
    assert token not in page.content()
    row = page.get_by_role("row", name=re.compile("night report"))
    expect(row).not_to_contain_text("Never")
    row.locator("summary").click()
    row.get_by_role("button").click()
    expect(page.get_by_role("row", name=re.compile("night report"))).to_have_count(0)
    assert httpx.get(desk.url + "/activities", headers=program, trust_env=False).status_code == 401
    page.goto(desk.url + "/audit")
    expect(page.locator("tbody tr").first).to_contain_text("Token: night report")
    expect(page.locator("tbody tr").first).to_contain_text("Andrii Koval")


def test_a_skill_is_renamed_by_keyboard(workplace, api):
    client = api("andrii")
    client.post("/skills", json={"name": "bikes"}).raise_for_status()
    page = workplace.operator("andrii", "/skills")
    press(page, page.locator("summary[aria-label='Rename: bikes']"))
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("bicycles")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row", name=re.compile("bicycles"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("bikes"))).to_have_count(0)
    page.locator("summary[aria-label='Rename: bicycles']").click()
    picture(page, "skill-renamed")
    workplace.allow(409, "/skills/*")
    page.get_by_role("row", name=re.compile("bicycles")).get_by_label("New name").fill("sales")
    page.keyboard.press("Enter")
    expect(page.locator("main .notice.error, .notice.error")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("bicycles")).get_by_label("New name")).to_have_value("sales")
    page.goto(workplace.desk.url + "/audit")
    expect(page.locator("tbody tr").first).to_contain_text("bikes → bicycles")


def test_a_setting_tells_who_changed_it(workplace):
    page = workplace.operator("andrii", "/settings/WebitelSendActivityNotificationsForMissed")
    for on in (False, True):
        page.get_by_label("Default value").set_checked(on)
        button(page, "Save").click()
        expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    first = page.locator("#changes tbody tr").first
    expect(first).to_contain_text("Andrii Koval")
    expect(first).to_contain_text("Off → On")


def test_the_keyboard_alone_makes_a_queue(workplace):
    page = workplace.operator("andrii", "/queues")
    press(page, page.get_by_role("link", name="New queue"))
    walk_to(page, page.get_by_label("Name", exact=True))
    write(page, "By keys")
    expect(page.get_by_role("heading", name="By keys", level=1)).to_be_visible()


def sign_in(workplace, desk, login, password):
    page = workplace.context().new_page()
    page.goto(desk.url + "/sign-in")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#page[data-page=home]")).to_be_visible()
    return page
