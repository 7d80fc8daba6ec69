"""What happens at a desk, told by the program's own JSON: used to wait for things and to check them."""

import itertools
import time
from datetime import datetime

_customers = itertools.count(7001)


def new_customer() -> int:
    """The Telegram number of somebody who never wrote before."""
    return next(_customers)


def until(check, seconds: float = 10):
    """What `check` gives, as soon as it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := check():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def moment(text: str) -> float:
    """An ISO time as seconds since 1970."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def activity_about(client, text: str) -> dict | None:
    """The Activity whose customer wrote this last, among those that the client's operator may see."""
    activities = client.get("/activities").raise_for_status().json()["activities"]
    return next((activity for activity in activities if activity["missed"]["lastText"] == text), None)


def chat_of(client, text: str, state: str = "waiting") -> dict | None:
    chats = client.get("/chats", params={"state": state}).raise_for_status().json()["chats"]
    return next((chat for chat in chats if chat["lastText"] == text), None)


def missed_chat(telegram, client, text: str, customer: int | None = None, name: str = "Олена Мельник") -> dict:
    """Lets a customer write by Telegram and waits until nobody answered in time; gives the Activity."""
    telegram.write(customer or new_customer(), name, text)
    return until(lambda: not_started(activity_about(client, text)))


def missed_chats(telegram, client, *texts: str) -> list[dict]:
    """The same for several customers, who wait at the same time."""
    for text in texts:
        telegram.write(new_customer(), "Олена Мельник", text)
    return [until(lambda: not_started(activity_about(client, text))) for text in texts]


def not_started(activity: dict | None) -> dict | None:
    """The Activity, unless a former test wrote the same and it is closed by now."""
    return activity if activity and activity["status"] == "Not started" else None


def finish_everything(client):
    """Cancels all that is open, closes all chats that wait and discards dead letters; the client's operator must see everything."""
    for status in ("Not started", "In progress"):
        for activity in client.get("/activities", params={"status": status}).raise_for_status().json()["activities"]:
            client.post(f"/activities/{activity['id']}/cancellation", json={"result": "", "notes": ""})
    for chat in client.get("/chats", params={"state": "waiting"}).raise_for_status().json()["chats"]:
        client.post(f"/chats/{chat['id']}/closing")
    for letter in client.get("/dead-letters").raise_for_status().json()["deadLetters"]:
        client.delete(f"/dead-letters/{letter['id']}").raise_for_status()
