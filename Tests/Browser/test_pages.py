"""What every page must keep to: accessibility in light and dark, narrow screens, and one language."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk.program import ROOT
from desk.provision import TARAS
from pages import addresses
from playwright.sync_api import expect
from story import missed_chat
from workplace import PHONE, picture

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes']]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_finds(desk, workplace, telegram, api, scheme):
    workplace.allow("404")
    page = workplace.operator("andrii", color_scheme=scheme)
    found = {}
    for name, path in addresses(telegram, api).items():
        open_page(page, desk, path)
        picture(page, f"{name}-{scheme}")
        if faults := violations(page):
            found[name] = faults
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_neither_has_the_sign_in_page_nor_the_widget(desk, workplace, shop, scheme):
    page = workplace.context(color_scheme=scheme).new_page()
    page.goto(f"{desk.url}/sign-in")
    picture(page, f"sign-in-{scheme}")
    assert violations(page) == []
    customer = workplace.customer(shop, color_scheme=scheme)
    picture(customer, f"widget-{scheme}")
    assert violations(customer) == []


def test_no_page_scrolls_sideways_at_320_pixels(desk, workplace, telegram, api):
    workplace.allow("404")
    page = workplace.operator("andrii", viewport={"width": 320, "height": 640})
    wide = {}
    for name, path in addresses(telegram, api).items():
        open_page(page, desk, path)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width
    assert wide == {}


def test_every_page_can_be_shown_on_a_phone(desk, workplace, telegram, api):
    workplace.allow("404")
    page = workplace.operator("andrii", viewport=PHONE, has_touch=True)
    for name, path in addresses(telegram, api).items():
        open_page(page, desk, path)
        expect(page.locator("main")).to_be_visible()
        picture(page, f"{name}-phone")


def test_ukrainian_pages_have_no_english_left(desk, workplace, telegram, api):
    activity = missed_chat(telegram, api("oksana"), f"Питання до Оксани {desk.port}", TARAS, "Тарас Гнатюк")
    page = workplace.operator("oksana")
    left = {}
    paths = ["/", "/activities", f"/activities/{activity['id']}", "/chats", f"/chats/{activity['chat']['id']}",
             "/notifications", "/system-messages", "/my-settings", "/contacts", f"/contacts/{activity['contact']['id']}", "/settings",
             "/reports", "/reports?by=week", "/reports?by=reason",
             "/settings/WebitelSendActivityNotificationsForMissed"]
    for path in paths:
        open_page(page, desk, path)
        assert page.locator("html").get_attribute("lang") == "uk"
        if english := [text for text in shown_texts(page) if is_english(text)]:
            left[path] = english
    assert left == {}


def open_page(page, desk, path):
    # Another fragment alone would not load the page anew.
    page.goto("about:blank")
    page.goto(desk.url + path)
    expect(page.locator("main h1")).to_be_visible()
    if page.locator("#live-status").count():
        expect(page.locator("#live-status")).to_have_attribute("data-state", "live")


def shown_texts(page) -> set[str]:
    """All that is written on the page or said of it: texts, labels, titles, placeholders."""
    return set(page.evaluate("""() => {
      const texts = [];
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        if (!walk.currentNode.parentElement.closest("script, style, template")) texts.push(walk.currentNode.data);
      }
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        document.querySelectorAll(`[${name}]`).forEach((element) => texts.push(element.getAttribute(name)));
      }
      return texts.map((text) => text.trim()).filter((text) => text);
    }"""))


def english_texts() -> list[re.Pattern]:
    """The English catalogue's texts that the Ukrainian one nowhere has; what stands for a parameter may be anything."""
    folder = ROOT / "Sources/Web/Catalogues"
    english, ukrainian = (json.loads((folder / f"{name}.json").read_text()) for name in ("en", "uk"))
    texts = set(english.values()) - set(ukrainian.values())
    return [re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)) + "$") for text in texts if text != "{count}"]


def is_english(text: str) -> bool:
    return any(pattern.match(text) for pattern in english_texts()) or re.fullmatch(r"[a-z]\w+(\.\w+)+", text) is not None
