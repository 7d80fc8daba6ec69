"""Accepting: how many Activities a second find their one winner, durably, over HTTP; and that it is one."""

from .clients import client, median, sqlite_floor
from .report import Line, above
from .server import Desk, Server

ACCEPTANCE = "/activities/{v}/acceptance"


def accepts(desk: Desk) -> list[Line]:
    bench, ours, own, bare, first = desk.bench, [], [], [], 0
    with Server(desk) as server:
        for _ in range(bench.rounds):
            own.append(sqlite_floor(bench, "accept"))
            bare.append(sqlite_floor(bench, "bare"))
            ours.append(client(
                bench, "load", "--connections", 64, "--seconds", bench.seconds, "--values", desk.ids, "--tokens",
                desk.tokens, "--groups", desk.queues, "--first", first, "--header", "Accept: application/json",
                server.port, ACCEPTANCE))
            first = ours[-1]["next"]
            if ours[-1]["seconds"] < 0.9 * bench.seconds:
                raise SystemExit("the Activities were used up; take more with --large, or fewer --rounds")
    refused = sum(result["refused"] for result in ours)
    rate = median(ours, "perSecond")
    figure = f"{rate:,.0f}/s, p50 {median(ours, 'p50'):.1f} ms, p99 {median(ours, 'p99'):.1f} ms"
    if refused:
        figure += f", {refused} refused"
    return [
        Line("accepts, 64 connections", figure, f"SQLite, the same rows, one commit each: {median(own, 'perSecond'):,.0f}/s",
             *above(rate / median(own, "perSecond"), 1.5)),
        Line("the same", "", f"SQLite, one bare UPDATE and commit each: {median(bare, 'perSecond'):,.0f}/s",
             f"{rate / median(bare, 'perSecond'):.2f}", "", None),
    ]


def contested(desk: Desk, count: int) -> list[Line]:
    with Server(desk) as server:
        result = client(
            desk.bench, "contest", server.port, ACCEPTANCE, desk.take_shared(count), desk.tokens, 16, allow_failure=True)
    figure = f"{result['oneWinner']} of {result['values']} with one winner, p50 {result['p50']:.1f} ms for all 16"
    wrong = result["noWinner"] + result["severalWinners"]
    return [Line("contested accepts, 16 at a time", figure, "", f"{wrong} wrong", "0 wrong", wrong == 0)]
