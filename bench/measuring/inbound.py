"""Messages coming in: how many a second are stored before they are acknowledged, and how soon they are in their chats."""

import sqlite3
import time

from .clients import client, median, sqlite_floor
from .report import Line, above
from .server import SECRET, Desk, Server

UPDATE = (
    '{"update_id":{n},"message":{"message_id":{n},"from":{"id":7{c},"is_bot":false,"first_name":"Olena"},'
    '"chat":{"id":7{c},"type":"private","first_name":"Olena"},"date":%d,"text":"Is anybody there? I wait since {n}"}}')


def inbound(desk: Desk) -> list[Line]:
    bench, ours, floors, first = desk.bench, [], [], 1
    with Server(desk) as server:
        for _ in range(bench.rounds):
            floors.append(sqlite_floor(bench, "inbound"))
            ours.append(client(
                bench, "load", "--connections", 64, "--seconds", bench.seconds, "--first", first, "--chats", 5000,
                "--body", UPDATE % time.time(), "--header", f"X-Telegram-Bot-Api-Secret-Token: {SECRET}",
                server.port, "/webhooks/measured"))
            ours[-1]["drained"] = _drain(desk)
            first = ours[-1]["next"]
    rate, floor = median(ours, "perSecond"), median(floors, "perSecond")
    p50, p99 = median(ours, "p50"), median(ours, "p99")
    return [
        Line("messages stored before the 200, 64 connections", f"{rate:,.0f}/s", "", "", "≥ 10,000/s", rate >= 10_000),
        Line("their times", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms", "", "", "p50 ≤ 5 ms", p50 <= 5),
        Line("the same", "", f"SQLite, one commit each: {floor:,.0f}/s", f"{rate / floor:.2f}", "", None),
        Line("all of them in their chats after the last", f"{median(ours, 'drained'):.1f} s", "", "", "", None),
    ]


def _drain(desk: Desk) -> float:
    """Waits until nothing that came in is pending; gives the seconds that took."""
    began = time.monotonic()
    with sqlite3.connect(f"file:{desk.database}?mode=ro", uri=True) as connection:
        while connection.execute("SELECT 1 FROM inbound WHERE state = 'pending' LIMIT 1").fetchone():
            if time.monotonic() - began > 120:
                raise SystemExit("what came in is still not processed after 2 minutes")
            time.sleep(0.05)
    return time.monotonic() - began
