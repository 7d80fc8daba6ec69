"""How much a first view weighs, as it is sent."""

import re

import httpx
import pytest
from playwright.sync_api import expect

LARGEST_VIEW = 100_000
LARGEST_SCRIPTS = 30_000


def imported(client: httpx.Client, path: str, seen: dict[str, int]) -> dict[str, int]:
    """The bytes of a module and of all that it imports at once, by path."""
    if path in seen:
        return seen
    with client.stream("GET", path) as response:
        response.raise_for_status()
        seen[path] = sum(len(chunk) for chunk in response.iter_raw())
    text = client.get(path).text
    for name in re.findall(r'^import .*?"\./([\w-]+\.js)"', text, re.MULTILINE):
        imported(client, path.rsplit("/", 1)[0] + "/" + name, seen)
    return seen


@pytest.mark.parametrize("path", ["/", "/activities", "/chats"])
def test_a_first_view_is_light(desk, workplace, path):
    workplace.operator("ivan")
    page = workplace.context(storage_state=workplace.sessions["ivan"]).new_page()
    sizes: dict[str, tuple[str, int]] = {}

    def note(request):
        sizes[request.url] = (request.resource_type, request.sizes()["responseBodySize"])

    page.on("requestfinished", note)
    page.goto(desk.url + path)
    expect(page.locator("#live-status")).to_have_attribute("data-state", "live")
    assets = page.locator("html").get_attribute("data-assets")
    # The stream's worker is fetched beside the page, where the page's events do not show it.
    with httpx.Client(base_url=desk.url, headers={"Accept-Encoding": "gzip"}, trust_env=False) as http:
        worker = imported(http, f"{assets}/live-worker.js", {})
    for asset, size in worker.items():
        sizes.setdefault(desk.url + asset, ("script", size))
    scripts = sum(size for kind, size in sizes.values() if kind == "script")
    total = sum(size for _, size in sizes.values())
    print(f"{path}: {total} bytes, of these {scripts} of script, in {len(sizes)} requests")
    assert scripts <= LARGEST_SCRIPTS, sizes
    assert total <= LARGEST_VIEW, sizes
