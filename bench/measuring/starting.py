"""From the start of the process to its first answer, on a database that is there already."""

import statistics

from .report import Line
from .server import Desk, Server


def starting(desk: Desk) -> list[Line]:
    times = []
    for _ in range(desk.bench.rounds + 1):
        with Server(desk) as server:
            times.append(server.start_seconds)
    seconds = statistics.median(times[1:])
    return [Line(f"start to first answer, {desk.activities:,} Activities", f"{seconds:.2f} s", "", "", "≤ 0.5 s", seconds <= 0.5)]
