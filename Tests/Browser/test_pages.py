"""What every page must keep to: accessibility in light and dark, and narrow screens."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import OPEN, addresses, every_open_page, every_page, open_page, page_routes, route_of
from playwright.sync_api import expect
from story import missed_chat
from wide import too_wide
from workplace import PHONE, picture

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
# Even the shortest transition begins with one frame and ends with another.
SETTLED = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
}"""
# Without transitions, so that a colour is what it will be at once.
STILL = {"color_scheme": "light", "reduced_motion": "reduce"}
NARROW = {"width": 320, "height": 640}


def violations(page, rules=RULES) -> list[str]:
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes']]}" for one in found]


def violations_light_and_dark(page) -> list[str]:
    """Colours are all that differs between both."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    found += [f"dark: {one}" for one in violations(page, CONTRAST)]
    page.emulate_media(**STILL)
    return found


def test_no_page_of_the_program_is_forgotten_here(telegram, api):
    assert set(page_routes()) - {route_of(path) for path in addresses(telegram, api).values()} == OPEN


def test_no_page_has_a_fault_that_axe_finds(workplace, telegram, api):
    page = workplace.operator("andrii", **STILL)
    found = {name: violations_light_and_dark(page) for name in every_page(workplace, page, telegram, api)}
    assert only_faulty(found) == {}


def test_neither_has_one_as_an_operator_sees_it(workplace, telegram, api):
    page = workplace.operator("ivan", **STILL)
    found = {name: violations(page) for name in every_page(workplace, page, telegram, api, "ivan")}
    assert only_faulty(found) == {}


def test_neither_has_one_that_is_open_to_everybody(workplace, shop, telegram, demo):
    page = workplace.context(**STILL).new_page()
    found = {name: violations_light_and_dark(page) for name in every_open_page(workplace, page, shop, telegram, demo)}
    assert only_faulty(found) == {}


def test_no_page_scrolls_sideways_at_320_pixels(workplace, telegram, api):
    page = workplace.operator("andrii", viewport=NARROW)
    assert only_faulty({name: too_wide(page) for name in every_page(workplace, page, telegram, api)}) == {}


def test_neither_does_one_that_is_open_to_everybody(workplace, shop, telegram, demo):
    page = workplace.context(viewport=NARROW).new_page()
    found = {name: too_wide(page) for name in every_open_page(workplace, page, shop, telegram, demo)}
    assert only_faulty(found) == {}


def test_every_page_can_be_shown_on_a_phone(workplace, telegram, api):
    page = workplace.operator("andrii", viewport=PHONE, has_touch=True)
    found = {}
    for name in every_page(workplace, page, telegram, api):
        expect(page.locator("main")).to_be_visible()
        picture(page, f"{name}-phone")
        found[name] = violations(page)
    assert only_faulty(found) == {}


def test_so_can_those_that_are_open_to_everybody(workplace, shop, telegram, demo):
    page = workplace.context(viewport=PHONE, has_touch=True).new_page()
    found = {}
    for name in every_open_page(workplace, page, shop, telegram, demo):
        picture(page, f"{name}-phone")
        found[name] = violations(page)
    assert only_faulty(found) == {}


def test_nothing_that_opens_over_a_page_has_a_fault(desk, workplace, telegram, api):
    missed_chat(telegram, api("andrii"), "Що тут відкривається?")
    andrii, ivan = (workplace.operator(login, **STILL) for login in ("andrii", "ivan"))
    found = {name: violations_light_and_dark(andrii) for name in menus(desk, andrii)}
    found |= {name: violations_light_and_dark(ivan) for name in questions(desk, ivan)}
    for size in (PHONE, NARROW):
        andrii.set_viewport_size(size)
        ivan.set_viewport_size(size)
        for page, opening in ((andrii, menus), (ivan, questions), (andrii, sheet_of_sections)):
            for name in opening(desk, page):
                found[f"{name}-{size['width']}"] = too_wide(page) + (violations(page) if size is PHONE else [])
    assert only_faulty(found) == {}


def questions(desk, page):
    """Opens what a notification asks, and the list of keys; gives their names."""
    open_page(page, desk, "/")
    if page.locator("#bell").get_attribute("aria-expanded") == "false":
        page.locator("#bell").click()
    expect(page.locator("#notification-panel")).to_be_visible()
    yield "notifications"
    page.locator("#notification-panel .notification .later summary").first.click()
    expect(page.locator("#notification-panel .later-body").first).to_be_visible()
    yield "postpone"
    open_page(page, desk, "/")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    yield "keys"


def sheet_of_sections(desk, page):
    open_page(page, desk, "/")
    page.locator(".more-sections").click()
    expect(page.locator("#more-sections")).to_be_visible()
    yield "more-sections"


def menus(desk, page):
    """Opens the mini page and the menus one after the other; gives their names."""
    open_page(page, desk, "/activities")
    page.locator("[data-peek]").first.click()
    expect(page.locator("#mini-page .preview")).to_be_visible()
    yield "mini-page"
    page.locator("#mini-page .ask summary").first.click()
    yield "complete"
    page.keyboard.press("Escape")
    expect(page.locator("#mini-page")).to_be_hidden()
    for menu in ("filters", "columns", "views"):
        page.locator(f"#{menu} > summary").click()
        expect(page.locator(f"#{menu} .menu-body")).to_be_visible()
        yield menu
        page.keyboard.press("Escape")
    page.locator("[data-pick]").first.check()
    expect(page.locator("#bulk")).to_be_visible()
    yield "chosen"
    page.locator("[data-unpick]").click()
    page.locator(".account summary").click()
    expect(page.locator(".account-menu")).to_be_visible()
    yield "account"
    page.keyboard.press("Escape")


def only_faulty(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Those with a fault, and each of these on a line of its own."""
    for name, faults in found.items():
        for fault in faults:
            print(f"{name}: {fault}")
    return {name: faults for name, faults in found.items() if faults}
