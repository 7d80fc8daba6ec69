"""Telegram's stand-in, and its customers as a test plays them."""

from pathlib import Path

import httpx

from .program import Process, free_port
from .provision import TOKEN


class Telegram:
    def __init__(self, directory: Path):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = Process(
            ["simulate", "telegram", "--port", str(self.port), "--token", TOKEN], directory / "telegram.log", {})
        self.process.wait_for(f"{self.url}/bot{TOKEN}/getMe")
        self.client = httpx.Client(base_url=self.url, timeout=10, trust_env=False)

    def write(self, customer: int, name: str, text: str):
        """The customer writes to the bot."""
        answer = self.client.post(
            f"/simulator/customers/{customer}/messages", json={"name": name, "text": text})
        assert answer.status_code == 201, answer.text

    def conversation(self, customer: int) -> list[tuple[str, str]]:
        """What the customer sees: who wrote (`bot` or `customer`) and what."""
        messages = self.client.get(f"/simulator/customers/{customer}/messages").json()["messages"]
        return [(message["from"], message["text"]) for message in messages]

    def stop(self):
        self.client.close()
        self.process.stop()
