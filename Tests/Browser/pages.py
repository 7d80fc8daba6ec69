"""Every page that somebody sees, with something on it, and how a test comes to it."""

import re

import httpx
from desk.program import ROOT
from desk.provision import SECRET
from playwright.sync_api import expect
from story import missed_chats, new_customer, until

# What answers a GET and is no page.
NO_PAGE = {
    "/live", "/session", "/activities/:id/preview", "/activities/count", "/activities.csv", "/views", "/attachments/:id",
    "/contacts/:id/export", "/reports.csv", "/webhooks/:channel", "/widget.js", "/widget/:channel/messages",
    "/widget/:channel/live", "/assets/:file", "/assets/:file/:name", "/health/live", "/health/ready",
}
# Pages that nobody has to sign in to.
OPEN = {"/sign-in", "/demo/shop"}


def page_routes() -> dict[str, str]:
    """The program's pages as its own list of routes names them, and the least role that may see each."""
    text = "\n".join(file.read_text() for file in (ROOT / "Sources/Web").rglob("*.swift"))
    found = re.findall(r'routes\.(?:add|open)\(\s*\.get,\s*"([^"]+)"(?:,\s*from: \.(\w+))?', text)
    return {route: role or "operator" for route, role in found if route not in NO_PAGE}


def route_of(path: str) -> str | None:
    """Which of the routes an address takes: one that names it, before one that leaves room for it."""
    plain = re.split("[?#]", path)[0]
    for route in sorted(page_routes(), key=lambda route: route.count(":")):
        if re.fullmatch(re.sub(r":\w+", "[^/]+", route), plain):
            return route
    return None


def addresses(telegram, api, login: str = "andrii") -> dict[str, str]:
    """Names and paths of all pages that this operator may see."""
    client = api("andrii")
    activity, answered = missed_chats(telegram, client, "Де моє замовлення 1842?", "Чи ви ще працюєте?")
    client.post(f"/chats/{answered['chat']['id']}/messages", json={"text": "Так, до шостої."}).raise_for_status()
    everything = desk(activity) | lists() | reports() | administration(client)
    if login == "andrii":
        return everything | {"dead-letter": dead_letter(client)}
    roles = page_routes()
    own = {name: path for name, path in everything.items() if roles[route_of(path)] == "operator"}
    return own | {"error-forbidden": "/queues/new"}


def desk(activity: dict) -> dict[str, str]:
    """What there is about one missed chat, and the pages of the desk itself."""
    card, contact = f"/activities/{activity['id']}", f"/contacts/{activity['contact']['id']}"
    return {
        "home": "/",
        "card": card,
        "card-chat": f"{card}#chat",
        "card-history": f"{card}#history",
        "chat": f"/chats/{activity['chat']['id']}",
        "notifications": "/notifications",
        "system-messages": "/system-messages",
        "my-settings": "/my-settings",
        "contact": contact,
        "contact-merge": f"{contact}?merge=а",
        "supervision": "/supervision",
        "settings": "/settings",
        "setting": "/settings/WebitelSendActivityNotificationsForMissed",
        "error-missing": "/activities/nothing-of-this-name",
        "error-malformed": "/activities?after=nonsense",
    }


def lists() -> dict[str, str]:
    return {
        "activities": "/activities",
        "activities-all-columns": "/activities?period=custom&sort=due&columns=contact,messenger,queue,status,owner,created,"
                                  "due,reason,result,waiting,left",
        "chats": "/chats",
        "chats-answered": "/chats?state=answered",
        "chats-closed": "/chats?state=closed",
        "chats-missed-today": "/chats?today=missed",
        "chats-recovered-today": "/chats?today=recovered",
        "contacts": "/contacts",
        "contact-new": "/contacts/new",
    }


def reports() -> dict[str, str]:
    kinds = ("day", "hour", "week", "channel", "queue", "operator", "reason")
    return {f"report-{by}": f"/reports?period=today&by={by}" for by in kinds} | {"report-weeks": "/reports?period=8w"}


def administration(client) -> dict[str, str]:
    """The pages of administration, with something on them."""
    queue = client.get("/queues").json()["queues"][0]["id"]
    operator = client.get("/operators").json()["operators"][0]["id"]
    channels = {one["name"]: one["id"] for one in client.get("/channels").json()["channels"]}
    return {
        "queues": "/queues",
        "queue": f"/queues/{queue}",
        "queue-new": "/queues/new",
        "skills": "/skills",
        "operators": "/operators",
        "operator": f"/operators/{operator}",
        "operator-new": "/operators/new",
        "channels": "/channels",
        "channel": f"/channels/{channels['bot']}",
        "channel-web": f"/channels/{channels['site']}",
        "channel-new": "/channels/new?kind=telegram",
        "channel-new-web": "/channels/new?kind=web",
        "dead-letters": "/dead-letters",
        "tokens": "/tokens",
        "audit": "/audit",
        "integrations": "/integrations",
    }


def dead_letter(client) -> str:
    """The page of something that came in and was not understood."""
    def letters():
        return client.get("/dead-letters").raise_for_status().json()["deadLetters"]

    if not letters():
        secret = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        httpx.post(client.base_url.join("/webhooks/bot"), json={"odd": True}, headers=secret, trust_env=False).raise_for_status()
    return f"/dead-letters/{until(letters)[0]['id']}"


def every_page(workplace, page, telegram, api, login: str = "andrii"):
    """Opens every page of an operator, one after the other; gives their names."""
    workplace.allow(404, "/activities/nothing-of-this-name")
    workplace.allow(400, "/activities")
    if login != "andrii":
        workplace.allow(403, "/queues/new")
    paths = addresses(telegram, api, login)
    for name, path in paths.items():
        open_page(page, workplace.desk, path)
        yield name
    leave_both_in_conflict(workplace, page, api, paths["card"])
    yield "card-conflict"
    change_several(workplace, page, paths["activities"])
    yield "bulk"


def leave_both_in_conflict(workplace, page, api, card: str):
    """As without scripts: the form that was filled in before somebody else saved another value."""
    workplace.allow(409, card)
    open_page(page, workplace.desk, card)
    page.evaluate("""() => {
      const copy = document.getElementById("activity-form").cloneNode(true);
      copy.elements.namedItem("notes").value = "Просить зателефонувати";
      copy.id = "outdated";
      document.body.append(copy);
    }""")
    api("andrii").patch(card, json={"notes": "Не телефонувати"}).raise_for_status()
    with page.expect_navigation():
        page.evaluate("HTMLFormElement.prototype.submit.call(document.getElementById('outdated'))")
    expect(page.locator(".merge")).to_be_visible()


def change_several(workplace, page, path: str):
    """As without scripts: the page that says what came of it."""
    open_page(page, workplace.desk, path)
    page.locator("[data-pick]").first.check()
    with page.expect_navigation():
        page.evaluate("HTMLFormElement.prototype.submit.call(document.getElementById('bulk'))")
    expect(page.locator("#page[data-page=bulk]")).to_be_visible()


def every_open_page(workplace, page, shop, telegram, demo):
    """Opens every page of which nobody has to sign in, also those that are not the desk's; gives their names."""
    desk = workplace.desk
    open_page(page, desk, "/sign-in")
    yield "sign-in"
    workplace.allow(401, "/session")
    page.get_by_label("Login").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "sign-in-refused"
    workplace.allow(404, "/nothing")
    open_page(page, desk, "/nothing")
    yield "error-signed-out"
    open_page(page, demo, "/sign-in")
    yield "demo-sign-in"
    open_page(page, demo, "/demo/shop")
    expect(page.locator("answerback-chat")).to_be_attached()
    yield "demo-shop"
    page.goto(shop.url)
    page.get_by_role("button").first.click()
    yield "widget"
    customer = new_customer()
    telegram.write(customer, "Богдан Ткач", "Добрий день")
    page.goto(f"{telegram.url}/customers/{customer}")
    expect(page.get_by_text("Добрий день")).to_be_visible()
    yield "customer"


def open_page(page, desk, path):
    # Another fragment alone would not load the page anew.
    page.goto("about:blank")
    page.goto(desk.url + path)
    expect(page.locator("main h1")).to_be_visible()
    if page.locator("#live-status").count():
        expect(page.locator("#live-status")).to_have_attribute("data-state", "live")
