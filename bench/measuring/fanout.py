"""The fan-out of one accept to the live streams of all the operators of a queue, and the memory that the streams take."""

from .clients import EventFloor, client, median
from .report import Line, below
from .server import Desk, Server

STREAMS = 1000
EVENTS = 30
# What a chunk adds to an event: its length in hexadecimal and two line ends.
CHUNK_BYTES = 7


def fanout(desk: Desk) -> list[Line]:
    bench, ours, floors = desk.bench, [], []
    with Server(desk) as server:
        def program() -> dict:
            return client(
                bench, "streams", "--pid", server.process.pid, server.port, "/live", "/activities/{v}/acceptance",
                desk.take_shared(EVENTS), desk.tokens, STREAMS, allow_failure=True)

        first = program()
        with EventFloor(bench, round(first["bytesPerEvent"]) - CHUNK_BYTES) as floor:
            for _ in range(bench.rounds):
                values = desk.bench.directory / "floor.values"
                values.write_text("".join(f"activity-{number:04}\n" for number in range(EVENTS)))
                floors.append(client(
                    bench, "streams", floor.port, "/live", "/fire/{v}", values, desk.tokens, STREAMS))
                ours.append(program())
    missed = sum(result["events"] - result["complete"] for result in [first, *ours])
    last, least = median(ours, "last"), median(floors, "last")
    memory = first["memory"] / 1e6
    bytes_each = round(median(ours, "bytesPerEvent"))
    return [
        Line(f"accept → last of {STREAMS:,} streams", f"{last:.1f} ms (first {median(ours, 'first'):.1f}, worst "
             f"{median(ours, 'worstLast'):.1f})", f"C, one write of {bytes_each} bytes each: {least:.1f} ms",
             *below(last / least, 1.5)),
        Line("events that did not reach all", str(missed), "", "", "0", missed == 0),
        Line(f"memory with {STREAMS:,} streams", f"{memory:.0f} MB", "", "", "≤ 150 MB", memory <= 150),
    ]
