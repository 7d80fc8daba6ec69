"""The first view of every page at a desk with eight weeks behind it: one request at a time, whole pages."""

import http.client
import statistics
import time

from .report import Line
from .server import Desk, Server

EVERYBODY = {
    "home": "/",
    "Activities": "/activities",
    "Activities, not started": "/activities?type=Webitel%20missed%20chat&status=Not%20started",
    "Activities, several filters": "/activities?status=Not%20started&status=In%20progress&messenger=Telegram&period=week",
    "Activities, least time left first": "/activities?sort=due",
    "Activities, overdue": "/activities?left=overdue",
    "Activities, a text that many have": "/activities?q=customer",
    "Activities, a text that none has": "/activities?q=xylophone",
    "chats": "/chats",
    "contacts": "/contacts",
    "contacts, by name": "/contacts?q=customer%20-77",
    "notifications": "/notifications",
}
SUPERVISORS = {"supervision": "/supervision"} | {
    f"report by {by}, {days}": f"/reports?by={by}&period={period}"
    for by in ("day", "hour", "week", "channel", "queue", "operator", "reason")
    for days, period in (("7 days", "7d"), ("8 weeks", "8w"))
}
LIMIT = 50


def pages(desk: Desk) -> list[Line]:
    supervisor = desk.supervisor.read_text().split()[-1]
    operator = desk.tokens.read_text().splitlines()[7].split()[-1]
    with Server(desk) as server:
        return [_measured(server, f"{name}, a supervisor's", supervisor, path) for name, path in
                (EVERYBODY | SUPERVISORS).items()] + [
            _measured(server, f"{name}, an operator's", operator, path) for name, path in EVERYBODY.items()]


def _measured(server: Server, what: str, token: str, path: str) -> Line:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    times, size = [], 0
    for _ in range(21):
        began = time.monotonic()
        connection.request("GET", path, headers={
            "Authorization": f"Bearer {token}", "Accept": "text/html", "Accept-Encoding": "gzip"})
        response = connection.getresponse()
        size = len(response.read())
        times.append(time.monotonic() - began)
        if response.status != 200:
            raise SystemExit(f"{path} answers {response.status}")
    connection.close()
    first, median = times[0] * 1000, statistics.median(times[1:]) * 1000
    return Line(what, f"{median:.1f} ms (first {first:.0f}), {size / 1000:.1f} kB", "", "", f"≤ {LIMIT} ms", median <= LIMIT)
