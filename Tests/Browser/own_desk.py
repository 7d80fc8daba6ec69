"""What a file of tests with a desk of its own imports, so that nothing of the common desk comes in."""

import pytest
from desk import Telegram


@pytest.fixture(scope="module")
def telegram(tmp_path_factory):
    telegram = Telegram(tmp_path_factory.mktemp("own-telegram"))
    yield telegram
    telegram.stop()


@pytest.fixture(scope="module")
def sessions():
    return {}


@pytest.fixture(scope="module")
def api(desk):
    clients = {login: desk.client(login) for login in ("ivan", "andrii")}
    yield clients.get
    for client in clients.values():
        client.close()


@pytest.fixture(autouse=True)
def nothing_waits():
    """At this desk each test looks at its own chats alone; what waits stays."""
