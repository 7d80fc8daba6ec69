"""What nobody should send: it gets a 4xx and changes nothing."""

import httpx
import pytest
from desk.provision import PASSWORD, SECRET
from story import missed_chat

UPDATE = {"update_id": 900001, "message": {
    "message_id": 1, "from": {"id": 5, "is_bot": False, "first_name": "Olena"},
    "chat": {"id": 5, "type": "private"}, "date": 1700000000, "text": "From nowhere"}}


def refused(answer: httpx.Response, status: int, code: str, field: str | None = None):
    """Every refusal says the same way which it is and, of a value, where it stood."""
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error.get("field")) == (status, code, field), answer.text
    assert error["message"]


def header(secret: str) -> dict:
    return {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}


@pytest.fixture
def outside(desk):
    with httpx.Client(base_url=desk.url, timeout=10, trust_env=False) as client:
        yield client


def test_a_webhook_takes_only_what_has_its_secret_and_can_be_read(outside, api):
    letters = api("andrii").get("/dead-letters").json()["deadLetters"]
    refused(outside.post("/webhooks/bot", json=UPDATE, headers=header("wrong")), 401, "wrong_secret")
    refused(outside.post("/webhooks/bot", json=UPDATE), 401, "wrong_secret")
    refused(outside.post("/webhooks/nobody", json=UPDATE, headers=header(SECRET)), 404, "not_found")
    refused(outside.post("/webhooks/bot", content=b'{"update_id":', headers=header(SECRET)), 400, "malformed_json")
    large = b'{"update_id":900002,"x":"' + b"x" * 10_000_000 + b'"}'
    assert large_post(outside, large) == 413
    texts = [chat["lastText"] for chat in api("andrii").get("/chats").json()["chats"]]
    assert "From nowhere" not in texts
    assert api("andrii").get("/dead-letters").json()["deadLetters"] == letters


def large_post(client, body) -> int:
    try:
        return client.post("/webhooks/bot", content=body, headers=header(SECRET)).status_code
    except httpx.WriteError:
        return 413  # It was refused before all of it was sent.


def test_unknown_things_and_foreign_pages_are_refused(desk, outside, api):
    refused(outside.get("/activities", headers={"Accept": "application/json"}), 401, "unauthenticated")
    refused(api("ivan").get("/activities/no-such-id"), 404, "not_found")
    refused(api("ivan").post("/activities/no-such-id/acceptance"), 404, "not_found")
    refused(api("ivan").get("/activities", params={"after": "nonsense"}), 400, "invalid", "after")
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site", "Accept": "application/json"}
    answer = outside.post("/session", json={"login": "ivan", "password": PASSWORD}, headers=foreign)
    refused(answer, 403, "foreign_origin")
    assert "set-cookie" not in answer.headers


def test_an_operator_does_not_change_a_setting(api):
    path = "/settings/WebitelSendActivityNotificationsForMissed"
    refused(api("ivan").patch(path, json={"value": False}), 403, "forbidden")
    assert api("ivan").get(path).json()["value"] is True


def test_a_foreign_page_cannot_use_a_session(outside, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Not for foreign pages")
    path = f"/activities/{activity['id']}/acceptance"
    own = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
    signed_in = outside.post("/session", json={"login": "ivan", "password": PASSWORD}, headers=own)
    assert signed_in.status_code == 200 and signed_in.json()["operator"]["name"] == "Ivan Bondar"
    cookie = signed_in.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    for foreign in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {}):
        refused(outside.post(path, headers={"Accept": "application/json"} | foreign), 403, "foreign_origin")
    assert api("ivan").get(f"/activities/{activity['id']}").json()["status"] == "Not started"
    assert outside.post(path, headers=own).is_success


def test_an_illegal_change_of_status_changes_nothing(telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Change me not")
    path = f"/activities/{activity['id']}"
    before = api("ivan").get(path).json()
    refused(api("ivan").patch(path, json={"status": "Forgotten"}), 400, "invalid", "status")
    broken = api("ivan").patch(path, content=b"{", headers={"Content-Type": "application/json"})
    refused(broken, 400, "malformed_json")
    assert api("ivan").get(path).json() == before

    assert api("ivan").post(f"{path}/acceptance").is_success
    accepted = api("ivan").get(path).json()
    refused(api("maria").post(f"{path}/acceptance"), 409, "already_taken")
    assert api("ivan").get(path).json() == accepted

    assert api("ivan").post(f"{path}/completion", json={"result": "answered", "notes": ""}).is_success
    completed = api("ivan").get(path).json()
    assert completed["status"] == "Completed"
    refused(api("ivan").patch(path, json={"status": "Not started"}), 409, "illegal_status", "status")
    assert api("ivan").get(path).json() == completed
