"""Pages that fetch again what they show: nothing comes back that has gone, nothing goes that was found."""

import re

from playwright.sync_api import Page, expect
from story import missed_chat, new_customer, until
from workplace import fetched_again, resync_held_back

FURTHER = '<p class="more" data-further><span role="status"></span> <a href="{href}" data-more>Further</a></p>'
# A page goes on by itself through so many parts of a search, and fetches fewer of them again.
PARTS = 12


def test_an_answer_from_before_brings_back_neither_a_row_nor_its_text(desk, workplace, telegram, api):
    customer = new_customer()
    activity = missed_chat(telegram, api("ivan"), "Older words", customer)
    ivan = workplace.operator("ivan")
    row = ivan.locator(f"#activity-{activity['id']}")
    words = ivan.locator(f"#chat-{activity['chat']['id']} .excerpt")
    expect(row).to_be_visible()
    ivan.evaluate("document.addEventListener('parts-replaced', () => { window.wasReplaced = true; })")
    hand_over = resync_held_back(ivan, f"{desk.url}/")
    api("maria").post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    expect(row).to_have_count(0)
    telegram.write(customer, "Олена Мельник", "Newer words")
    expect(words).to_have_text("Newer words")
    hand_over()
    ivan.wait_for_function("() => window.wasReplaced")
    expect(words).to_have_text("Newer words")
    expect(row).to_have_count(0)


def asked_again_while_reading(desk, workplace, telegram, api):
    """Ivan is at a row of a list that was asked for again; its answer comes when what is given with his page is called."""
    path = "/activities?status=Not+started"
    read = missed_chat(telegram, api("ivan"), "Being read")
    ivan = workplace.operator("ivan", path)
    ivan.locator(f"#activity-{read['id']} [data-preview]").focus()
    hand_over = resync_held_back(ivan, desk.url + path)

    def hand_over_and_wait():
        ivan.evaluate("document.addEventListener('parts-replaced', () => { window.wasReplaced = true; })")
        hand_over()
        ivan.wait_for_function("() => window.wasReplaced")

    return ivan, hand_over_and_wait


def test_what_came_after_the_list_was_asked_for_again_still_waits_at_its_top(desk, workplace, telegram, api):
    ivan, hand_over = asked_again_while_reading(desk, workplace, telegram, api)
    newer = missed_chat(telegram, api("ivan"), "Came meanwhile")
    fresh, row = ivan.get_by_role("button", name="1 new"), ivan.locator(f"#activity-{newer['id']}")
    expect(fresh).to_be_visible()
    hand_over()
    expect(fresh).to_be_visible()
    fresh.click()
    expect(row).to_be_visible()
    fetched_again(ivan)
    expect(row).to_have_count(1)
    expect(fresh).to_be_hidden()


def test_what_came_and_was_shown_after_the_list_was_asked_for_again_stays(desk, workplace, telegram, api):
    ivan, hand_over = asked_again_while_reading(desk, workplace, telegram, api)
    newer = missed_chat(telegram, api("ivan"), "Came and was shown")
    ivan.get_by_role("button", name="1 new").click()
    hand_over()
    expect(ivan.locator(f"#activity-{newer['id']}")).to_be_visible()


def test_what_a_long_search_found_stays_when_the_page_is_fetched_again(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Needle in the haystack")
    path = "/activities?q=Needle"
    ivan = workplace.operator("ivan")
    search_in_parts(workplace, ivan, path)
    row = ivan.locator(f"#activity-{activity['id']}")
    expect(row).to_be_visible()
    fetched_again(ivan)
    expect(row).to_have_count(1)
    expect(row).to_be_visible()
    expect(ivan.locator("[data-further]")).to_have_count(0)


def test_found_customers_stay_when_the_page_is_fetched_again(workplace, api):
    contact = api("ivan").post("/contacts", json={"name": "Килина Рідкісна"}).raise_for_status().json()
    path = "/contacts?q=Рідкісна"
    until(lambda: api("ivan").get(path).json()["contacts"], seconds=15)
    ivan = workplace.operator("ivan")
    search_in_parts(workplace, ivan, path)
    row = ivan.locator(f"#contact-{contact['id']}")
    expect(row).to_be_visible()
    fetched_again(ivan)
    expect(row).to_have_count(1)
    expect(ivan.locator("[data-further]")).to_have_count(0)


def test_a_search_that_is_at_its_end_says_that_nothing_was_found(workplace):
    ivan = workplace.operator("ivan")
    ends = {"/contacts?q=Ніхто": "Nobody is found by this.", "/activities?q=Nothing-of-this-name": "Nothing here."}
    for path, words in ends.items():
        search_in_parts(workplace, ivan, path)
        expect(ivan.locator("#page [data-empty]")).to_have_text(words)
        expect(ivan.locator("#page [data-empty]")).to_be_visible()
        expect(ivan.locator("[data-further]")).to_have_count(0)
        assert "after=" not in ivan.url


def test_of_a_customer_who_is_erased_nothing_stays_on_an_open_page(workplace, telegram, api):
    activity = missed_chat(telegram, api("andrii"), "Forget me", name="Зореслава Забута")
    contact = f"/contacts/{activity['contact']['id']}"
    ivan = workplace.operator("ivan", contact)
    expect(ivan).to_have_title(re.compile("Зореслава"))
    api("andrii").post(f"/activities/{activity['id']}/cancellation", json={}).raise_for_status()
    api("andrii").post(f"{contact}/erasure", json={}).raise_for_status()
    expect(ivan.locator("#page .notice")).to_contain_text("erased")
    assert "Зореслава" not in ivan.content() and "Зореслава" not in ivan.title()


def search_in_parts(workplace, page: Page, path: str):
    """Opens a list whose search finds what it finds only in its last part."""

    def answer(route):
        part = int((re.findall(r"after=part-(\d+)", route.request.url) or ["0"])[0])
        whole = route.fetch(url=workplace.desk.url + path)
        body = whole.text()
        if part < PARTS - 1:
            body = with_nothing_yet(body, FURTHER.format(href=f"{path}&after=part-{part + 1}"))
        route.fulfill(response=whole, body=body)

    page.route(lambda url: "q=" in url and "/count" not in url, answer)
    page.goto(workplace.desk.url + path)
    expect(page.locator("#live-status")).to_have_attribute("data-state", "live")


def with_nothing_yet(body: str, further: str) -> str:
    """The list of this page without its rows, as where a search stopped early."""
    kind = re.search(r'data-page="(\w+)"', body).group(1)
    head = (re.findall(r"<tbody[^>]*>", body) or [f"<tbody data-{kind}>"])[0]
    list_of_none = f'<table>{head}</tbody></table><p class="empty" data-empty>Nothing so far</p>{further}'
    return re.sub(
        r'(<section[^>]*data-part="list"[^>]*>).*?(</section>)', lambda match: match[1] + list_of_none + match[2], body,
        count=1, flags=re.DOTALL)
