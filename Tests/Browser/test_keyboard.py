"""Nobody here has a pointer: the whole journey by keys, and on every page every control."""

from desk.provision import PASSWORD
from pages import addresses
from playwright.sync_api import Locator, Page, expect
from story import activity_about, until
from test_pages import open_page

# What can be worked and is seen; of a group that is walked by arrows, whoever has the group's place in the order.
CONTROLS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((one) =>
  one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
  && !one.disabled && !one.matches("fieldset[disabled] *, [inert] *, [type=hidden]")
  && !(one.type === "radio" && !one.checked)
  && !(one.tabIndex < 0 && one.closest("[role=tablist], [role=menu], [role=radiogroup]")))"""

WALK = "document.addEventListener('focusin', (event) => (window.reached ??= new Set()).add(event.target), true)"


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


def test_every_control_of_every_page_is_reached_by_the_tab_key(desk, workplace, telegram, api):
    workplace.allow("404")
    page = workplace.operator("andrii")
    missing = {}
    for name, path in addresses(telegram, api).items():
        open_page(page, desk, path)
        page.evaluate(WALK)
        count = page.evaluate(f"({CONTROLS})().length")
        for _ in range(2 * count + 20):
            page.keyboard.press("Tab")
        left = page.evaluate(
            f"({CONTROLS})().filter((one) => !window.reached?.has(one)).map((one) => one.outerHTML.slice(0, 160))")
        if left:
            missing[name] = left
    assert missing == {}


def walk_to(page: Page, target: Locator, backwards: bool = False):
    """Presses Tab until the target has the focus, and sees that it shows it."""
    expect(target).to_be_visible()
    for _ in range(400):
        if target.evaluate("(one) => one === one.getRootNode().activeElement"):
            break
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    expect(target).to_be_focused()
    style = target.evaluate("(one) => { const style = getComputedStyle(one); return style.outlineStyle + style.boxShadow; }")
    assert style != "nonenone", f"{target} has the focus and does not show it"


def press(page: Page, target: Locator, backwards: bool = False):
    walk_to(page, target, backwards)
    page.keyboard.press("Enter")


def write(page: Page, text: str):
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def choose(page: Page, target: Locator, option: str):
    """A native list takes the option whose beginning is typed."""
    walk_to(page, target)
    page.keyboard.type(option)
    expect(target.locator("option:checked")).to_have_text(option)
