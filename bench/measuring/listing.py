"""The first page of the filtered list, with few and with many Activities."""

from .clients import client, median
from .report import Line, below
from .server import Desk, Server

PAGE = "/activities?type=Webitel%20missed%20chat&status=Not%20started"


def listing(small: Desk, large: Desk) -> list[Line]:
    return [_compare("list, first page, a supervisor's", small, large, small.supervisor, large.supervisor),
            _compare("list, first page, operators' own queues", small, large, small.tokens, large.tokens)]


def _compare(what: str, small: Desk, large: Desk, small_tokens, large_tokens) -> Line:
    few, many = [], []
    with Server(small) as first, Server(large) as second:
        for _ in range(small.bench.rounds):
            few.append(_load(first, small_tokens))
            many.append(_load(second, large_tokens))
    return Line(
        what, f"{large.activities:,} Activities: p50 {median(many, 'p50'):.2f} ms, {median(many, 'perSecond'):,.0f}/s",
        f"{small.activities:,}: p50 {median(few, 'p50'):.2f} ms, {median(few, 'perSecond'):,.0f}/s",
        *below(median(few, "perSecond") / median(many, "perSecond"), 1.2))


def _load(server: Server, tokens) -> dict:
    return client(
        server.desk.bench, "load", "--method", "GET", "--connections", 8, "--seconds", server.desk.bench.seconds,
        "--tokens", tokens, "--header", "Accept: application/json", server.port, PAGE)
