"""kill -9 at any moment: nothing that was acknowledged is lost, nothing is there twice."""

import os
import random
import time

import pytest
from bombardment import Bombardment
from desk import Answerback, provision
from desk.provision import ENVIRONMENT
from records import count, rows

KILLS = 24
CUSTOMERS = 600


def databases() -> list[str | None]:
    """SQLite's is made by the test; PostgreSQL is there when bin/postgres-for-tests has started it."""
    postgres = os.environ.get("ANSWERBACK_TEST_POSTGRES")
    return [None, postgres] if postgres else [None]


@pytest.mark.parametrize("database", databases(), ids=lambda database: "postgres" if database else "sqlite")
def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(tmp_path, database):
    desk = Answerback(tmp_path, provision(answer_within="2s"), ENVIRONMENT, database).start()
    seed = int(os.environ.get("ANSWERBACK_CRASH_SEED", time.time()))
    print(f"ANSWERBACK_CRASH_SEED={seed}")
    bombardment = Bombardment(desk.port, CUSTOMERS, seed)
    bombardment.start()
    moments = random.Random(seed)
    for _ in range(KILLS):
        time.sleep(moments.uniform(0.05, 1.5))
        desk.process.kill()
        desk.start()
    bombardment.finish()
    settle(desk.database)
    check(desk.database, bombardment)
    assert desk.process.stop(), "the server did not stop by itself"


def settle(database: str, seconds: float = 60):
    """Waits until all that came in is processed and every chat that is due was missed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pending = count(database, "SELECT count(*) FROM inbound WHERE state = 'pending'")
        unmissed = count(database, "SELECT count(*) FROM chats WHERE missed_at IS NULL")
        if pending == 0 and unmissed == 0:
            return
        time.sleep(0.2)
    raise AssertionError(f"after {seconds} s {pending} are still pending and {unmissed} chats not missed")


def check(database: str, bombardment: Bombardment):
    sent = len(bombardment.acknowledged)
    print(f"{sent} updates acknowledged, {bombardment.repeated} of them sent again; answers {bombardment.answers}")
    assert sent > 1000, "too little was sent to mean anything"
    assert set(bombardment.answers) <= {200, 503}, bombardment.answers
    texts = [row[0] for row in rows(database, "SELECT text FROM messages WHERE direction = 'in'")]
    assert len(texts) == len(set(texts)), "a message is there twice"
    assert set(texts) == {f"message {number}" for number in bombardment.acknowledged}, "a message was lost"
    assert count(database, "SELECT count(*) FROM inbound WHERE state = 'dead'") == 0
    customers = min(CUSTOMERS, sent)
    assert count(database, "SELECT count(*) FROM chats") == customers
    assert count(database, "SELECT count(*) FROM activities") == customers
    assert count(database, "SELECT count(DISTINCT chat_id) FROM activities") == customers
    assert count(database, "SELECT count(*) FROM history WHERE what = 'opened'") == customers
