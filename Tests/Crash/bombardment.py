"""A platform that delivers, and delivers again, whatever happens to the server meanwhile."""

import http.client
import json
import queue
import random
import threading
import time

from desk.provision import SECRET

WORKERS = 12
AT_ONCE = 10
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}


def update(number: int, customers: int) -> bytes:
    """The body of one message of Telegram."""
    customer = 50_000 + number % customers
    return json.dumps({"update_id": number, "message": {
        "message_id": number, "from": {"id": customer, "is_bot": False, "first_name": "Olena"},
        "chat": {"id": customer, "type": "private", "first_name": "Olena"}, "date": int(time.time()),
        "text": f"message {number}"}}).encode()


class Bombardment:
    """Sends every update until it was acknowledged, some of them several times at once, and some acknowledged ones again."""

    def __init__(self, port: int, customers: int, seed: int):
        self.port, self.customers = port, customers
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.bodies: dict[int, bytes] = {}
        self.acknowledged: set[int] = set()
        self.answers: dict[int, int] = {}
        self.repeated = 0
        self.next = 1
        self.finishing = threading.Event()
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(WORKERS)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def finish(self, seconds: float = 60):
        """Starts no new updates, and waits until all that were begun are acknowledged."""
        self.finishing.set()
        for thread in self.threads:
            thread.join(seconds)
            assert not thread.is_alive(), "not everything was acknowledged in time"

    def _work(self):
        connection = None
        while (number := self._take()) is not None:
            try:
                connection = connection or self._connect()
                if number % 40 == 0:
                    self._send_at_once(number)
                status = self._send(connection, number)
                with self.lock:
                    self.answers[status] = self.answers.get(status, 0) + 1
                if status == 200:
                    self._acknowledge(number)
                else:
                    self.waiting.put(number)
            except (OSError, http.client.HTTPException):
                connection = None
                self.waiting.put(number)
                time.sleep(0.02)

    def _take(self) -> int | None:
        """An update to deliver: one that has no 200 yet, or a new one; None when all is done."""
        while True:
            try:
                return self.waiting.get_nowait()
            except queue.Empty:
                pass
            with self.lock:
                if not self.finishing.is_set():
                    number, self.next = self.next, self.next + 1
                    self.bodies[number] = update(number, self.customers)
                    return number
                if len(self.acknowledged) == self.next - 1:
                    return None
            time.sleep(0.01)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def _send(self, connection: http.client.HTTPConnection, number: int) -> int:
        connection.request("POST", "/webhooks/bot", self.bodies[number], HEADERS)
        answer = connection.getresponse()
        answer.read()
        return answer.status

    def _send_at_once(self, number: int):
        """The same update on many connections at the same moment; what becomes of them does not matter."""
        def once():
            try:
                connection = self._connect()
                self._send(connection, number)
                connection.close()
            except (OSError, http.client.HTTPException):
                pass
        threads = [threading.Thread(target=once) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _acknowledge(self, number: int):
        with self.lock:
            again = number in self.acknowledged
            self.acknowledged.add(number)
            repeat = not again and self.random.random() < 0.05 and not self.finishing.is_set()
            self.repeated += repeat
        if repeat:
            self.waiting.put(number)
