"""What the customer's page does by itself, with a server that says what the test wants."""

import json

from playwright.sync_api import Error, expect

OWN = {"id": "b", "direction": "in", "text": "Is it blue?", "at": "2026-11-18T10:00:05.000Z", "author": None}
# Written before the customer's own message, and seen after it.
REPLY = {"id": "a", "direction": "out", "text": "It comes in blue and grey.", "at": "2026-11-18T10:00:01.000Z", "author": "Ivan"}
LATER = {"id": "c", "direction": "out", "text": "Shall I keep one?", "at": "2026-11-18T10:00:09.000Z", "author": "Ivan"}


def test_a_reply_that_crosses_the_customers_message_is_receipted(workplace, shop):
    page = workplace.context().new_page()
    server = Widget(page, visit=[OWN], missed=[], live=[REPLY])
    page.goto(shop.url)
    page.get_by_role("button").first.click()
    expect(page.get_by_text(REPLY["text"])).to_be_visible()
    server.until_receipted(["a"])


def test_a_reply_that_crosses_the_customers_message_is_counted_while_the_chat_is_closed(workplace, shop):
    page = workplace.context().new_page()
    server = Widget(page, visit=[OWN], missed=[], live=[REPLY])
    page.goto(shop.url)
    expect(page.get_by_role("button", name="New messages: 1")).to_be_visible()
    page.get_by_role("button").first.click()
    server.until_receipted(["a"])
    page.reload()
    expect(page.get_by_text(REPLY["text"])).to_be_attached()
    expect(page.get_by_role("button", name="Open the chat", exact=True)).to_be_visible()


def test_a_receipt_that_was_lost_is_sent_again(workplace, shop):
    workplace.allow(503, "/widget/site/receipts")
    page = workplace.context().new_page()
    server = Widget(page, visit=[OWN, LATER], missed=[], live=[], refusals=1)
    page.goto(shop.url)
    page.get_by_role("button").first.click()
    expect(page.get_by_text(LATER["text"])).to_be_visible()
    server.until_receipted(["c"])
    assert server.refused == ["c"]


def test_what_the_page_may_have_passed_over_is_asked_for_again(workplace, shop):
    page = workplace.context().new_page()
    server = Widget(page, visit=[OWN], missed=[REPLY, OWN], live=[])
    page.goto(shop.url)
    page.get_by_role("button").first.click()
    expect(page.get_by_text(REPLY["text"])).to_be_visible()
    assert set(server.asked_after) == {None}, "what is younger than a minute may come in another order"


class Widget:
    """Answers the widget in the server's place."""

    def __init__(self, page, visit, missed, live, refusals=0):
        self.page, self.refusals = page, refusals
        self.receipted, self.refused, self.asked_after = [], [], []
        stream = "".join(f"event: message\ndata: {json.dumps(message)}\n\n" for message in live)
        answers = {
            "visits": lambda request: {"json": {"token": "t", "messages": visit}},
            "messages": lambda request: self._missed(request, missed),
            "live": lambda request: {"body": stream, "content_type": "text/event-stream"},
            "receipts": self._receipts,
            "departure": lambda request: {"status": 204},
        }

        def answer(route):
            path = route.request.url.split("/widget/site/")[1].split("?")[0]
            headers = {"access-control-allow-origin": "*", "access-control-allow-headers": "*"}
            try:
                if route.request.method == "OPTIONS":
                    route.fulfill(status=204, headers=headers)
                else:
                    route.fulfill(headers=headers, **answers[path](route.request))
            except Error:
                pass  # The page has gone; it says so at its end.

        # Somebody who has written before: only for them the page asks.
        page.add_init_script("localStorage.setItem('answerback-visitor-site', 't')")
        page.route("**/widget/site/**", answer)

    def until_receipted(self, ids):
        for _ in range(200):
            if self.receipted == ids:
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"receipted {self.receipted}, refused {self.refused}")

    def _missed(self, request, missed):
        self.asked_after.append(request.url.partition("?after=")[2] or None)
        return {"json": {"messages": missed}}

    def _receipts(self, request):
        ids = request.post_data_json["ids"]
        if self.refusals:
            self.refusals -= 1
            self.refused += ids
            return {"status": 503}
        self.receipted += ids
        return {"status": 204}
