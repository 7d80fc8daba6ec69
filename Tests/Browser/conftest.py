"""One desk and one browser for all the tests; a page for whoever a test needs."""

import shutil

import pytest
from desk import Answerback, Demo, Shop, Telegram, provision
from desk.provision import ENVIRONMENT
from playwright.sync_api import sync_playwright
from story import finish_everything
from workplace import Workplace


@pytest.fixture(scope="session")
def telegram(tmp_path_factory):
    telegram = Telegram(tmp_path_factory.mktemp("telegram"))
    yield telegram
    telegram.stop()


@pytest.fixture(scope="session")
def shop():
    shop = Shop()
    yield shop
    shop.stop()


@pytest.fixture(scope="session")
def desk(tmp_path_factory, telegram, shop):
    provisioned = provision(telegram=telegram.url, shop=shop.url, mode="polling")
    desk = Answerback(tmp_path_factory.mktemp("desk"), provisioned, ENVIRONMENT).start()
    shop.widget_origin = desk.url
    yield desk
    assert desk.process.stop(), "the server did not stop by itself"


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The desk to try things on, without the past that it is shown with."""
    demo = Demo(tmp_path_factory.mktemp("demo"))
    yield demo
    demo.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sessions():
    """Who is signed in already: their cookies by login, so that each signs in by the form once."""
    return {}


@pytest.fixture
def workplace(desk, browser, sessions):
    """Opens pages; afterwards it makes sure that none of them complained."""
    workplace = Workplace(desk, browser, sessions)
    yield workplace
    workplace.close()
    assert workplace.complaints == []


@pytest.fixture(scope="session")
def api(desk):
    """Programs that act as an operator, by login."""
    clients = {}

    def client(login: str):
        if login not in clients:
            clients[login] = desk.client(login)
        return clients[login]

    yield client
    for opened in clients.values():
        opened.close()


@pytest.fixture(autouse=True)
def nothing_waits(api):
    """Each test begins at a desk on which nothing waits: neither what a former test left open nor what it told."""
    finish_everything(api("andrii"))
    for login in ("ivan", "maria", "oksana", "andrii"):
        api(login).post("/system-messages/reading").raise_for_status()
