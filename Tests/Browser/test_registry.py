"""The Activities section: filters, views, columns, several rows at once, and rows that change while somebody reads."""

import pytest
from playwright.sync_api import expect
from story import missed_chat, missed_chats, until
from workplace import PHONE, noted, picture


def row(page, activity):
    return page.locator(f"#activity-{activity['id']}")


def test_filters_are_added_one_by_one_and_stand_in_the_address(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Filter me")
    page = workplace.operator("ivan", "/activities")
    page.get_by_text("Filters/groups").click()
    for value in ("Status = Not started", "Status = In progress", "Messenger = Telegram"):
        page.get_by_label("Add filter").select_option(label=value)
        page.locator("#filter-add").click()
        expect(page.locator(".chip").filter(has_text=value)).to_be_visible()
    assert "status=Not+started%2CIn+progress&messenger=Telegram" in page.url
    expect(row(page, activity)).to_be_visible()
    page.locator(".chip", has_text="Not started").get_by_role("link").click()
    expect(row(page, activity)).to_have_count(0)
    page.go_back()
    expect(row(page, activity)).to_be_visible()


def test_quick_filters_by_period_and_owner(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Quickly")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    page.locator("[role=search] select[name=period]").select_option("today")
    page.wait_for_url("**period=today**")
    expect(row(page, activity)).to_be_visible()
    page.locator("[role=search] select[name=owner]").select_option("none")
    page.wait_for_url("**owner=none**")
    expect(row(page, activity)).to_be_visible()
    page.locator("[role=search] select[name=owner]").select_option("me")
    page.wait_for_url("**owner=me**")
    expect(row(page, activity)).to_have_count(0)
    page.locator("[role=search] select[name=period]").select_option("custom")
    page.get_by_label("From", exact=True).fill("2001-01-01")
    page.get_by_label("To", exact=True).fill("2001-12-31")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**from=2001-01-01**")
    expect(page.get_by_text("Nothing here.")).to_be_visible()


def test_of_two_filters_chosen_quickly_the_second_stands_in_list_and_address(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Slow network")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    held = []
    # The first answer comes after the second.
    page.route("**/activities?*owner=none*", lambda route: held.append(route))
    page.locator("[role=search] select[name=owner]").select_option("none")
    until(lambda: page.evaluate("0") or held)
    page.locator("[role=search] select[name=owner]").select_option("me")
    page.wait_for_url("**owner=me**")
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)
    assert "owner=me" in page.url
    expect(page.locator("[role=search] select[name=owner]")).to_have_value("me")
    expect(row(page, activity)).to_have_count(0)


def test_a_view_is_saved_opened_and_deleted(workplace, telegram, api):
    missed_chat(telegram, api("ivan"), "Worth a view")
    page = workplace.operator("ivan", "/activities?status=Not+started&sort=due&columns=contact,due,left")
    page.locator("#views summary").first.click()
    page.get_by_label("Save these filters").fill("Soon due")
    page.get_by_role("button", name="Save view").click()
    expect(page.locator("#views > summary")).to_have_text("Soon due")
    page.goto(page.url.split("?")[0])
    page.locator("#views > summary").click()
    page.get_by_role("link", name="Soon due").click()
    page.wait_for_url("**sort=due**")
    expect(page.get_by_role("columnheader", name="Due")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Queue")).to_have_count(0)
    page.locator("#views > summary").click()
    page.get_by_label("Rename or delete: Soon due").click()
    page.get_by_role("button", name="Delete view").click()
    expect(page.locator("#views > summary")).to_have_text("Saved views")


def test_a_view_that_a_supervisor_shares_is_everybodys(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Worth a look of all")
    andrii = workplace.operator("andrii", "/activities?status=Not+started,In+progress&sort=due&columns=contact,owner,due")
    andrii.locator("#views > summary").click()
    andrii.get_by_label("Save these filters").fill("What waits")
    andrii.get_by_label("Share with everybody").check()
    andrii.get_by_role("button", name="Save view").click()
    expect(andrii.locator("#views > summary")).to_have_text("What waits")

    for login in ("ivan", "maria"):
        page = workplace.operator(login, "/activities")
        page.locator("#views > summary").click()
        expect(page.locator(".views > li").filter(has_text="What waits")).to_contain_text("shared, Andrii Koval")
        expect(page.get_by_label("Rename or delete: What waits")).to_have_count(0)
        expect(page.get_by_label("Share with everybody")).to_have_count(0)
        page.get_by_role("link", name="What waits").click()
        page.wait_for_url("**sort=due**")
        expect(page.locator("#views > summary")).to_have_text("What waits")
        expect(page.get_by_role("columnheader", name="Due")).to_be_visible()
        expect(page.locator(".chip")).to_have_count(2)
        expect(row(page, activity)).to_be_visible()

    andrii.locator("#views > summary").click()
    andrii.get_by_label("Rename or delete: What waits").click()
    andrii.get_by_role("button", name="Delete view").click()
    expect(andrii.locator("#views > summary")).to_have_text("Saved views")


def test_several_are_assigned_at_once_and_both_see_it(workplace, telegram, api):
    chosen = missed_chats(telegram, api("ivan"), "For Maria", "For Maria, too")
    ivan, maria, andrii = (
        workplace.operator(login, "/activities?status=Not+started&columns=contact,owner") for login in ("ivan", "maria", "andrii"))
    for one in chosen:
        expect(ivan.locator(f"#notification-{one['id']}")).to_be_attached()
        row(andrii, one).locator("[data-pick]").check()
    andrii.locator("#bulk [name=action]").select_option("assign")
    andrii.locator("#bulk [name=operator]").select_option(label="Maria Shevchenko")
    andrii.locator("#bulk").get_by_role("button", name="Do it").click()

    # Before anything else: it stands for four seconds.
    expect(ivan.locator("#reminders").get_by_text("Given to Maria Shevchenko").first).to_be_visible()
    expect(andrii.locator("#bulk .outcome")).to_have_text("2 assigned")
    for one in chosen:
        for page in (ivan, maria, andrii):
            expect(row(page, one).locator(".owner")).to_have_text("Maria Shevchenko")
        expect(row(maria, one).get_by_role("button", name="Accept")).to_be_visible()
        expect(row(ivan, one).get_by_role("button", name="Accept")).to_be_hidden()
        expect(ivan.locator(f"#notification-{one['id']}")).to_have_count(0)
        expect(maria.locator(f"#notification-{one['id']}")).to_be_visible()
    expect(ivan.locator("#bell-count")).to_be_hidden()


def test_columns_come_and_go_and_their_headers_sort(workplace, telegram, api):
    missed_chat(telegram, api("ivan"), "Columns")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    expect(page.get_by_role("columnheader", name="Created")).to_have_count(0)
    page.locator("#columns > summary").click()
    page.locator("#columns").get_by_label("Created").check()
    expect(page.get_by_role("columnheader", name="Created")).to_be_visible()
    page.locator("#columns-apply").click()
    page.wait_for_url("**columns=**created**")
    page.keyboard.press("Escape")
    page.get_by_role("columnheader", name="Left").get_by_role("link").click()
    page.wait_for_url("**sort=due**")
    expect(page.get_by_role("columnheader", name="Left")).to_have_attribute("aria-sort", "ascending")


def test_several_are_completed_at_once_and_what_was_taken_is_told(workplace, telegram, api):
    mine = missed_chat(telegram, api("ivan"), "One of several")
    other = missed_chat(telegram, api("ivan"), "Another of several")
    page = workplace.operator("ivan", "/activities?status=Not+started,In+progress")
    expect(page.locator("#bulk")).to_be_hidden()
    row(page, mine).locator("[data-preview]").focus()
    page.keyboard.press("x")
    row(page, other).locator("[data-pick]").check()
    expect(page.locator("#bulk")).to_contain_text("Chosen: 2")
    assert page.locator("#bulk").get_attribute("data-most") == "100"
    page.locator("#bulk").evaluate("(form) => { form.dataset.most = 1; }")
    for _ in range(2):
        row(page, other).locator("[data-pick]").click()
    expect(page.locator("#bulk .outcome")).to_have_text("At most 1 at once.")
    expect(page.locator("#bulk").get_by_role("button", name="Do it")).to_be_disabled()
    page.locator("#bulk").evaluate("(form) => { form.dataset.most = 100; }")
    assert api("maria").post(f"/activities/{other['id']}/acceptance").is_success
    expect(row(page, other)).to_contain_text("In progress")
    expect(row(page, other).locator("[data-pick]")).to_be_checked()
    picture(page, "registry-chosen")
    page.locator("#bulk").get_by_role("button", name="Do it").click()
    expect(page.locator("#bulk .outcome")).to_contain_text("1 completed, 1 taken by")
    assert api("ivan").get(f"/activities/{mine['id']}").json()["status"] == "Completed"
    assert api("ivan").get(f"/activities/{other['id']}").json()["status"] == "In progress"


def test_what_is_new_waits_at_the_top_while_somebody_reads(workplace, telegram, api):
    first = missed_chat(telegram, api("ivan"), "Reading this")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    title = row(page, first).locator("[data-preview]")
    title.focus()
    before = title.bounding_box()
    second = missed_chat(telegram, api("ivan"), "Newer")
    fresh = page.get_by_role("button", name="1 new")
    expect(fresh).to_be_visible()
    expect(row(page, second)).to_have_count(0)
    assert title.bounding_box() == before
    expect(title).to_be_focused()
    fresh.click()
    expect(row(page, second)).to_be_visible()
    expect(row(page, second).locator("[data-preview]")).to_be_focused()
    expect(fresh).to_be_hidden()


def test_the_list_can_be_walked_and_worked_with_the_keyboard(workplace, telegram, api):
    missed_chat(telegram, api("ivan"), "Upper")
    missed_chat(telegram, api("ivan"), "Lower")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    page.keyboard.press("j")
    top = page.evaluate("document.activeElement.dataset.preview")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.preview") != top
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.dataset.preview") == top
    # On a Ukrainian keyboard the keys are where they are on others, with another sign on them.
    press_sign(page, "о", "KeyJ")
    assert page.evaluate("document.activeElement.dataset.preview") != top
    press_sign(page, "л", "KeyK")
    assert page.evaluate("document.activeElement.dataset.preview") == top
    press_sign(page, ".", "Slash")
    expect(page.locator("[data-search]")).to_be_focused()
    page.locator(f"#activity-{top} [data-preview]").focus()
    page.keyboard.press("x")
    expect(page.locator(f"#activity-{top} [data-pick]")).to_be_checked()
    page.keyboard.press("c")
    expect(page.locator("#mini-page").get_by_role("button", name="Save").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.locator(f"#activity-{top} [data-preview]").focus()
    page.keyboard.press("?")
    for key in ("j", "k", "a", "c", "x", "/"):
        expect(page.locator("#shortcuts kbd").get_by_text(key, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(f"#activity-{top} [data-preview]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/activities/{top}**")


def test_a_row_is_looked_at_and_completed_and_the_next_accepted_by_single_keys(workplace, telegram, api):
    done, taken = missed_chats(telegram, api("ivan"), "Solved itself", "Needs an answer")
    page = workplace.operator("ivan", "/activities?status=Not+started&sort=oldest")
    preview = page.locator("#mini-page")
    page.keyboard.press("j")
    expect(row(page, done).locator("[data-preview]")).to_be_focused()
    page.keyboard.press("i")
    expect(preview.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(row(page, done).locator("[data-preview]")).to_be_focused()

    page.keyboard.press("c")
    expect(preview.locator("form[data-action=complete] [name=result]")).to_be_focused()
    page.keyboard.type("Resolved")
    page.keyboard.press("Tab")
    page.keyboard.type("Found it")
    page.keyboard.press("Tab")
    expect(preview.locator("form[data-action=complete]").get_by_role("button", name="Save")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, done)).to_have_count(0)
    saved = api("ivan").get(f"/activities/{done['id']}").json()
    assert (saved["status"], saved["result"], saved["notes"]) == ("Completed", "resolved", "Found it")

    page.keyboard.press("j")
    expect(row(page, taken).locator("[data-preview]")).to_be_focused()
    page.keyboard.press("a")
    page.wait_for_url(f"**/activities/{taken['id']}**")
    expect(page.locator("#reply-text")).to_be_focused()
    assert api("ivan").get(f"/activities/{taken['id']}").json()["owner"]["name"] == "Ivan Bondar"


def test_the_file_holds_what_the_filter_finds(workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "For the file")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = download.value.path().read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert activity["id"] in text.decode() and "Completed" not in text.decode()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_rows_are_cards_and_the_preview_opens_by_touch(workplace, telegram, api, scheme):
    activity = missed_chat(telegram, api("ivan"), "From the pocket")
    page = workplace.operator(
        "ivan", "/activities?status=Not+started&columns=contact,status,owner,created,due,reason,result,left",
        viewport=PHONE, has_touch=True, color_scheme=scheme)
    card = row(page, activity)
    expect(card).to_be_visible()
    assert card.bounding_box()["width"] > 300
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    picture(page, f"registry-phone-{scheme}")
    card.locator("[data-peek]").tap()
    preview = page.locator("#mini-page")
    for text in ("Not started", "Complete task", "Cancel task", "Telegram"):
        expect(preview.get_by_text(text).first).to_be_visible()


def test_without_scripts_filters_views_and_bulk_still_work(desk, workplace, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "No scripts")
    workplace.operator("ivan").close()
    page = workplace.context(storage_state=workplace.sessions["ivan"], java_script_enabled=False).new_page()
    page.goto(f"{desk.url}/activities?status=Not+started")
    page.locator("#filters > summary").click()
    page.get_by_label("Add filter").select_option(label="Messenger = Telegram")
    page.locator("#filter-add").click()
    assert page.url.endswith("status=Not%20started&messenger=Telegram")
    row(page, activity).locator("[data-pick]").check()
    page.locator("#bulk select[name=action]").select_option("cancel")
    page.locator("#bulk").get_by_role("button", name="Do it").click()
    expect(page.get_by_text("1 canceled")).to_be_visible()
    page.get_by_role("link", name="Back to the list").click()
    expect(row(page, activity)).to_have_count(0)


def press_sign(page, sign, code):
    page.evaluate("""([key, code]) => document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))""", [sign, code])
