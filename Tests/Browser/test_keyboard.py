"""Nobody here has a pointer: the whole journey by keys, and on every page every control."""

import pytest
from desk.provision import PASSWORD
from keys import choose, press, walk_to, write
from pages import every_open_page, every_page
from playwright.sync_api import Page, expect
from story import activity_about, missed_chat, until
from workplace import PHONE, is_ready

# What can be worked and is seen, also in the widget; of a group that is walked by arrows, whoever has the group's place in the
# order. Beside an open modal dialog nothing else can be worked.
WALK = """() => {
  const roots = [document, ...[...document.querySelectorAll("*")].flatMap((one) => one.shadowRoot ?? [])];
  const modal = () => roots.map((root) => root.querySelector("dialog:modal")).find((one) => one);
  const controls = (root) => [...(modal() ?? root).querySelectorAll("a[href], button, input, select, textarea, summary")].filter((one) =>
    one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
    && !one.disabled && !one.matches("fieldset[disabled] *, [inert] *, [type=hidden]")
    && !(one.type === "radio" && !one.checked)
    && !(one.tabIndex < 0 && one.closest("[role=tablist], [role=menu], [role=radiogroup]")));
  const deepest = (root) => root.activeElement?.shadowRoot?.activeElement ?? root.activeElement;
  window.seen = new Set();
  window.reached = new Set();
  window.look = () => { for (const one of roots.flatMap(controls)) seen.add(one); };
  // Notes what has the focus; says whether it is closed and opens by Enter, or whether the walk is at its end.
  window.step = () => {
    const here = deepest(document);
    reached.add(here);
    if (here === document.body) return left().length ? "" : "end";
    return here.matches("summary") && !here.parentElement.open ? "closed" : "";
  };
  const isWithin = (one, selector) => one.getRootNode() !== document || one.closest(selector);
  window.left = (within = "body") => [...seen].filter((one) => !reached.has(one) && one.isConnected && isWithin(one, within));
  look();
}"""


def test_the_whole_journey_is_walked_by_keys(desk, workplace, shop, api):
    customer = workplace.context().new_page()
    customer.goto(shop.url)
    press(customer, customer.get_by_role("button").first)
    walk_to(customer, customer.get_by_role("textbox").last)
    write(customer, "Do you also repair cups?")

    ivan = workplace.context().new_page()
    ivan.goto(f"{desk.url}/sign-in")
    walk_to(ivan, ivan.get_by_label("Login"))
    ivan.keyboard.type("ivan")
    ivan.keyboard.press("Tab")
    write(ivan, PASSWORD)
    expect(ivan.locator("#live-status")).to_have_attribute("data-state", "live")

    activity = until(lambda: activity_about(api("ivan"), "Do you also repair cups?"))
    notification = ivan.locator(f"#notification-{activity['id']}")
    expect(notification).to_be_attached()
    ivan.keyboard.press("n")
    press(ivan, notification.get_by_role("button", name="Accept", exact=True))
    ivan.wait_for_url(f"**/activities/{activity['id']}**")
    is_ready(ivan)

    walk_to(ivan, ivan.locator("#reply-text"))
    write(ivan, "We do. Bring it along, it takes a week.")
    expect(customer.get_by_text("We do. Bring it along, it takes a week.")).to_be_visible()

    walk_to(ivan, ivan.locator(".card-tabs [aria-selected=true]"), backwards=True)
    choose(ivan, ivan.locator("#general select[name=status]"), "Completed")
    choose(ivan, ivan.locator("#general select[name=result]"), "Answered")
    walk_to(ivan, ivan.locator("#general textarea[name=notes]"))
    ivan.keyboard.type("Told the price by phone.")
    press(ivan, ivan.get_by_role("button", name="Save", exact=True), backwards=True)
    expect(ivan.locator(".card-head .status")).to_have_text("Completed")

    walk_to(ivan, ivan.locator(".card-tabs [aria-selected=true]"))
    ivan.keyboard.press("End")
    expect(ivan.locator("#history li[data-what=completed]")).to_be_visible()

    press(ivan, ivan.locator("nav.rail").get_by_role("link", name="Activities"), backwards=True)
    expect(ivan.locator("#page[data-page=activities]")).to_be_visible()
    press(ivan, ivan.locator("details.account > summary"))
    press(ivan, ivan.get_by_role("button", name="Sign out"))
    expect(ivan.get_by_label("Login")).to_be_visible()


@pytest.mark.parametrize("login", ["andrii", "ivan"])
def test_every_control_of_every_page_is_reached_by_the_tab_key(workplace, telegram, api, login):
    """Also what is behind the menus, each of which is opened on the way."""
    page = workplace.operator(login)
    missing = {name: not_reached(page) for name in every_page(workplace, page, telegram, api, login)}
    assert {name: left for name, left in missing.items() if left} == {}


def test_so_is_every_control_where_nobody_has_signed_in(workplace, shop, telegram, demo):
    page = workplace.context().new_page()
    missing = {name: not_reached(page) for name in every_open_page(workplace, page, shop, telegram, demo)}
    assert {name: left for name, left in missing.items() if left} == {}


def test_what_opens_over_the_page_is_opened_walked_and_left_by_keys(workplace, telegram, api):
    missed_chat(telegram, api("ivan"), "Чи можна без миші?")
    page = workplace.operator("ivan", "/activities?status=Not+started")
    preview = page.locator("#mini-page")
    press(page, page.locator("[data-peek]").first)
    expect(preview.locator(":focus")).to_have_count(1)
    assert not_reached(page, "#mini-page", most=40) == []
    press(page, page.locator("[data-peek]").first)
    expect(preview.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(page.locator("[data-preview]").first).to_be_focused()

    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    assert not_reached(page, "#shortcuts", most=10) == []
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_what_a_phone_shows_only_when_asked_is_opened_walked_and_left_by_keys(workplace, telegram, api):
    missed_chat(telegram, api("andrii"), "А з телефона?")
    page = workplace.operator("andrii", "/activities", viewport=PHONE)
    press(page, page.locator("#bell"))
    expect(page.locator("#notification-panel")).to_be_focused()
    assert not_reached(page, "#notification-panel", most=40) == []
    page.reload()
    press(page, page.locator("#bell"))
    expect(page.locator("#notification-panel")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#bell")).to_be_focused()
    press(page, page.locator(".more-sections"))
    expect(page.locator("#more-sections")).to_be_visible()
    assert not_reached(page, "#more-sections", most=20) == []
    page.keyboard.press("Escape")
    expect(page.locator("#more-sections")).to_be_hidden()


def not_reached(page: Page, within: str = "body", most: int = 600) -> list[str]:
    """Walks once around the page and opens what is closed; gives the controls within that never had the focus."""
    page.evaluate(WALK)
    for _ in range(most):
        here = page.evaluate("step()")
        if here == "closed":
            page.keyboard.press("Enter")
            page.evaluate("look()")
        if here == "end":
            break
        page.keyboard.press("Tab")
    return page.evaluate("(within) => left(within).map((one) => one.outerHTML.slice(0, 160))", within)
