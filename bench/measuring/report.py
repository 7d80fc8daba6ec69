"""The figures of one run, as a table for people and for docs/performance.md."""

import datetime
import os
import platform
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Line:
    """One measure: what, the program's figure, what it is held against, and the ratio or bound it must keep."""

    what: str
    figure: str
    floor: str
    ratio: str
    target: str
    reached: bool | None


def above(ratio: float, least: float) -> tuple[str, str, bool]:
    return f"{ratio:.2f}", f"≥ {least}", ratio >= least


def below(ratio: float, most: float) -> tuple[str, str, bool]:
    return f"{ratio:.2f}", f"≤ {most}", ratio <= most


def machine() -> str:
    model = next(
        (line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
         if line.startswith("model name")), platform.processor())
    return f"{os.cpu_count()} cores ({model}), Linux {platform.release()}"


def table(lines: list[Line], rounds: int) -> str:
    """The whole report in Markdown, its columns aligned so that it reads well in a terminal too."""
    rows = [["measure", "Answerback", "held against", "ratio", "target", "reached"]]
    for line in lines:
        reached = {True: "yes", False: "**no**", None: ""}[line.reached]
        rows.append([line.what, line.figure, line.floor, line.ratio, line.target, reached])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    text = "\n".join("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows)
    today = datetime.date.today().isoformat()
    return f"{today}, {machine()}; medians of {rounds} rounds, program and floor in turn, clients on the same cores.\n\n{text}\n"
