"""At a desk where everybody and everything has a Ukrainian name, no word is written in Latin letters but names of programs."""

import json
import re

import pytest
from desk import Answerback, provision
from desk.provision import ENVIRONMENT
from own_desk import api, sessions, telegram  # noqa: F401 (fixtures)
from pages import every_page, open_page
from playwright.sync_api import expect
from story import finish_everything, missed_chat

NAMES = {"Ivan Bondar": "Іван Бондар", "Maria Shevchenko": "Марія Шевченко", "Andrii Koval": "Андрій Коваль",
         "Sales": "Продажі", "Support": "Підтримка"}
# Names of programs and platforms, of what they exchange, of places and keys.
LATIN = {"Answerback", "Webitel", "Telegram", "Viber", "WhatsApp", "Messenger", "Instagram", "Europe/Kyiv", "CSV", "JSON",
         "Enter", "Ctrl", "Shift", "Esc"}
# Names that this desk gives in Latin letters because no others may stand there, and an option's value in the audit list.
LATIN |= {"bot", "site", "ivan", "maria", "oksana", "andrii", "polling"}
# What is entered or sent letter by letter: parameters, quoted commands, addresses, variables, spans such as 5m, what came in.
LITERAL = r"\{\w+\}|_[A-Z]+|«[^»]*»|https?://\S+|/health/ready|\b[A-Z]+_[A-Z_]*|\b\d+[smh]\b|\{.*\}"
# What is not said but shown: what is entered elsewhere letter by letter, or was sent by somebody.
SHOWN = "script, style, code, kbd, pre"


@pytest.fixture(scope="module")
def desk(tmp_path_factory, telegram, shop):
    text = provision(telegram=telegram.url, shop=shop.url, answer_within="1s", mode="polling")
    for english, ukrainian in NAMES.items():
        text = text.replace(json.dumps(english), json.dumps(ukrainian, ensure_ascii=False))
    text = text.replace('"sales"', '"продаж"').replace('"support"', '"допомога"').replace('"en"', '"uk"')
    desk = Answerback(tmp_path_factory.mktemp("ukrainian"), text, ENVIRONMENT).start()
    yield desk
    assert desk.process.stop(), "the server did not stop by itself"


@pytest.fixture(autouse=True)
def nothing_waits(api):
    finish_everything(api("andrii"))


def test_no_page_has_a_word_that_is_not_ukrainian(workplace, telegram, api):
    page = workplace.operator("andrii", locale="uk-UA")
    left = {}
    for name in every_page(workplace, page, telegram, api):
        assert page.locator("html").get_attribute("lang") == "uk"
        left[name] = latin_words(page)
    assert only_some(left) == {}


def test_neither_has_one_where_nobody_has_signed_in(workplace, desk):
    page = workplace.context(locale="uk-UA").new_page()
    workplace.allow(404, "/nothing")
    workplace.allow(401, "/session")
    left = {}
    for path in ("/nothing", "/sign-in"):
        open_page(page, desk, path)
        left[path] = latin_words(page)
    page.locator("[name=login]").fill("nobody")
    page.locator("[name=password]").fill("nothing")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    left["refused"] = latin_words(page)
    assert only_some(left) == {}


def test_what_comes_while_the_page_is_open_is_ukrainian_too(workplace, telegram, api):
    page = workplace.operator("andrii", "/activities", locale="uk-UA")
    ivan = workplace.operator("ivan", locale="uk-UA")
    activity = missed_chat(telegram, api("ivan"), "Чи є хтось?")
    row = page.locator(f"#activity-{activity['id']}")
    row.locator("[data-peek]").click()
    expect(page.locator("#mini-page .preview")).to_be_visible()
    left = {"mini page": latin_words(page)}
    page.keyboard.press("Escape")
    row.locator("[data-pick]").check()
    expect(page.locator("[data-chosen]")).not_to_be_empty()
    left["chosen"] = latin_words(page)
    api("ivan").post(f"/activities/{activity['id']}/acceptance").raise_for_status()
    expect(row.locator(".status.in_progress")).to_be_visible()
    left["taken"] = latin_words(page) + latin_words(ivan)
    assert only_some(left) == {}


def test_the_widget_speaks_ukrainian(workplace, shop, desk, monkeypatch):
    monkeypatch.setattr(shop, "widget_origin", desk.url)
    monkeypatch.setattr(shop, "language", "uk")
    page = workplace.customer(shop, locale="uk-UA")
    expect(page.get_by_role("textbox")).to_be_visible()
    assert latin_words(page, "answerback-chat") == []


def latin_words(page, within: str = "body") -> list[str]:
    """The texts in which words of Latin letters are left."""
    return sorted({text for text in shown_texts(page, within) if set(words(text)) - LATIN})


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z/]*", re.sub(LITERAL, "", text))


def shown_texts(page, within: str) -> list[str]:
    """All that is written or said of the page, also what is hidden or waits to be shown: texts, labels, titles, placeholders."""
    return page.evaluate("""([within, shown]) => {
      const texts = within === "body" ? [document.title] : [];
      const read = (root) => {
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
        while (walk.nextNode()) {
          const node = walk.currentNode;
          if (node.nodeType === 3) { if (!node.parentElement?.closest(shown)) texts.push(node.data); continue; }
          for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt"]) texts.push(node.getAttribute(name) ?? "");
          if (node.localName === "template") read(node.content);
          if (node.shadowRoot) read(node.shadowRoot);
        }
      };
      const root = document.querySelector(within);
      read(root.shadowRoot ?? root);
      return texts.map((text) => text.trim()).filter((text) => text);
    }""", [within, SHOWN])


def only_some(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Those that have any, and each of their texts on a line of its own."""
    for name, texts in found.items():
        for text in texts:
            print(f"{name}: {text}")
    return {name: texts for name, texts in found.items() if texts}
