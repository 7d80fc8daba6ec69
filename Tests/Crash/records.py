"""Reads the database beside the program, on either engine."""

import sqlite3
import subprocess


def rows(database: str, sql: str) -> list[tuple]:
    """What the statement gives; every value as text."""
    if database.startswith("sqlite:"):
        with sqlite3.connect(f"file:{database.removeprefix('sqlite:')}?mode=ro", uri=True, timeout=30) as connection:
            return [tuple(str(value) for value in row) for row in connection.execute(sql)]
    done = subprocess.run(
        ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--field-separator", "\t", "--command", sql, database],
        text=True, capture_output=True, check=True)
    return [tuple(line.split("\t")) for line in done.stdout.splitlines() if line]


def count(database: str, sql: str) -> int:
    return int(rows(database, sql)[0][0])
