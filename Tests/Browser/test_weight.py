"""How much a first view weighs, as it is sent, at a desk whose lists are full."""

import re

import httpx
import pytest
from desk import Answerback, provision
from desk.provision import ENVIRONMENT
from own_desk import api, nothing_waits, sessions, telegram  # noqa: F401 (fixtures)
from pages import every_page

LARGEST_VIEW = 100_000
LARGEST_SCRIPTS = 30_000


@pytest.fixture(scope="module")
def desk(tmp_path_factory, telegram):
    """A desk of its own with 600 missed chats over eight weeks and what became of them."""
    folder = tmp_path_factory.mktemp("weighed")
    desk = Answerback(folder, provision(telegram=telegram.url, answer_within="1s", mode="polling"), ENVIRONMENT)
    desk.command(
        "seed", "--operators", "40", "--queues", "20", "--activities", "600", "--history",
        "--tokens", str(folder / "tokens"), "--ids", str(folder / "ids"))
    desk.start()
    yield desk
    assert desk.process.stop(), "the server did not stop by itself"


def test_every_first_view_is_light(desk, workplace, telegram, api):
    page = workplace.operator("andrii")
    requests = []
    page.on("requestfinished", lambda request: requests.append(request))
    assets = page.locator("html").get_attribute("data-assets")
    heavy = {}
    with httpx.Client(base_url=desk.url, headers={"Accept-Encoding": "gzip"}, trust_env=False) as http:
        # The stream's worker is fetched beside the page, where the page's events do not show it.
        worker = imported(http, f"{assets}/live-worker.js", {})
        scripts = {desk.url + path: ("script", size) for path, size in worker.items()}
        known: dict[str, int] = {}
        for name in every_page(workplace, page, telegram, api):
            view = scripts | {one.url: (one.resource_type, weight(one, assets, http, known)) for one in requests}
            requests.clear()
            parts = {kind: sum(size for its, size in view.values() if its == kind) for kind in ("document", "script")}
            total = sum(size for _, size in view.values())
            print(f"{name}: {total} bytes, {parts['document']} of markup, {parts['script']} of script, {len(view)} requests")
            if parts["script"] > LARGEST_SCRIPTS or total > LARGEST_VIEW:
                heavy[name] = view
    assert heavy == {}


def weight(request, assets: str, http: httpx.Client, known: dict[str, int]) -> int:
    """The bytes of an answer's body; those of an asset are asked for, because the browser may have had it already."""
    if assets not in request.url:
        return max(0, request.sizes()["responseBodySize"])
    if request.url not in known:
        known[request.url] = body(http, request.url)
    return known[request.url]


def body(http: httpx.Client, url: str) -> int:
    with http.stream("GET", url) as response:
        response.raise_for_status()
        return sum(len(chunk) for chunk in response.iter_raw())


def imported(client: httpx.Client, path: str, seen: dict[str, int]) -> dict[str, int]:
    """The bytes of a module and of all that it imports at once, by path."""
    if path in seen:
        return seen
    seen[path] = body(client, path)
    text = client.get(path).text
    for name in re.findall(r'^import .*?"\./([\w-]+\.js)"', text, re.MULTILINE):
        imported(client, path.rsplit("/", 1)[0] + "/" + name, seen)
    return seen
