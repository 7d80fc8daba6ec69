"""A page that is worked by keys alone."""

from playwright.sync_api import Locator, Page, expect


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
