"""Measures Answerback against the floors, in one run; called by bin/bench, which builds what it needs."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from measuring.accepts import accepts, contested
from measuring.fanout import fanout
from measuring.inbound import inbound
from measuring.listing import listing
from measuring.pages import pages
from measuring.report import table
from measuring.server import Bench, Desk
from measuring.starting import starting

MEASURES = ["list", "fanout", "accepts", "contested", "start", "inbound"]
# Only where it is asked for: a history of so many Activities takes minutes to write.
OTHERS = ["pages"]


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--clients", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3, help="length of each load")
    parser.add_argument("--large", type=int, default=1_000_000, help="Activities in the large database")
    parser.add_argument("--only", default=",".join(MEASURES), help=f"some of {','.join(MEASURES + OTHERS)}")
    return parser.parse_args()


def main() -> int:
    chosen = options()
    only = chosen.only.split(",")
    lines = []
    with tempfile.TemporaryDirectory(prefix="answerback-bench-") as directory:
        bench = Bench(chosen.binary.resolve(), chosen.clients.resolve(), Path(directory), chosen.rounds, chosen.seconds)
        small = _filled(bench, "small", 10_000) if set(MEASURES) & set(only) else None
        large = _filled(bench, "large", chosen.large) if {"list", "accepts", "start"} & set(only) else None
        if "list" in only:
            lines += listing(small, large)
        if "fanout" in only:
            lines += fanout(small)
        if "accepts" in only:
            lines += accepts(large)
        if "contested" in only:
            lines += contested(small, 500)
        if "start" in only:
            lines += starting(large)
        if "inbound" in only:
            lines += inbound(small)
        if "pages" in only:
            lines += pages(_filled(bench, "past", chosen.large, history=True))
    print(table(lines, chosen.rounds))
    return 0 if all(line.reached is not False for line in lines) else 1


def _filled(bench: Bench, name: str, activities: int, history: bool = False) -> Desk:
    began = time.monotonic()
    desk = Desk(bench, name, activities, shared=1000, history=history)
    print(f"  {activities:,} Activities in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return desk


if __name__ == "__main__":
    sys.exit(main())
