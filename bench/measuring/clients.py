"""Runs the compiled load clients and floors; each prints one line of JSON."""

import json
import statistics
import subprocess
import sys
import time

from .server import Bench, free_port


def client(bench: Bench, name: str, *arguments, allow_failure: bool = False) -> dict:
    done = subprocess.run(
        [bench.clients / name, *map(str, arguments)], text=True, stdout=subprocess.PIPE, timeout=300)
    if not done.stdout or (done.returncode != 0 and not allow_failure):
        raise SystemExit(f"{name} {' '.join(map(str, arguments))} failed")
    result = json.loads(done.stdout)
    print(f"  {name} {json.dumps(result)}", file=sys.stderr, flush=True)
    return result


def sqlite_floor(bench: Bench, what: str, batch: int = 1, seconds: float = 2) -> dict:
    return client(
        bench, "sqlite_floor", "--seconds", seconds, "--batch", batch, what, bench.directory / "floor.db")


class EventFloor:
    """The C server for event streams: `with EventFloor(bench, 400) as floor:`"""

    def __init__(self, bench: Bench, event_bytes: int):
        self.bench, self.event_bytes, self.port = bench, event_bytes, free_port()

    def __enter__(self):
        self.process = subprocess.Popen(
            [self.bench.clients / "sse_floor", str(self.port), str(self.event_bytes)], stdin=subprocess.DEVNULL)
        time.sleep(0.3)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def median(results: list[dict], key: str) -> float:
    return statistics.median(result[key] for result in results)
