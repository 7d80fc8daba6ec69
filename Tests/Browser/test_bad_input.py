"""What nobody should send: it gets a 4xx and changes nothing."""

import httpx
import pytest
from desk.provision import PASSWORD, SECRET
from story import missed_chat

UPDATE = {"update_id": 900001, "message": {
    "message_id": 1, "from": {"id": 5, "is_bot": False, "first_name": "Olena"},
    "chat": {"id": 5, "type": "private"}, "date": 1700000000, "text": "From nowhere"}}


def header(secret: str) -> dict:
    return {"X-Telegram-Bot-Api-Secret-Token": secret, "Content-Type": "application/json"}


@pytest.fixture
def outside(desk):
    with httpx.Client(base_url=desk.url, timeout=10, trust_env=False) as client:
        yield client


def test_a_webhook_takes_only_what_has_its_secret_and_can_be_read(outside, api):
    assert outside.post("/webhooks/bot", json=UPDATE, headers=header("wrong")).status_code in (401, 403)
    assert outside.post("/webhooks/bot", json=UPDATE).status_code in (401, 403)
    assert outside.post("/webhooks/nobody", json=UPDATE, headers=header(SECRET)).status_code == 404
    assert outside.post("/webhooks/bot", content=b'{"update_id":', headers=header(SECRET)).status_code == 400
    large = b'{"update_id":900002,"x":"' + b"x" * 10_000_000 + b'"}'
    assert large_post(outside, large) == 413
    texts = [chat["lastText"] for chat in api("andrii").get("/chats").json()["chats"]]
    assert "From nowhere" not in texts


def large_post(client, body) -> int:
    try:
        return client.post("/webhooks/bot", content=body, headers=header(SECRET)).status_code
    except httpx.WriteError:
        return 413  # It was refused before all of it was sent.


def test_unknown_things_and_foreign_pages_are_refused(desk, outside, api):
    assert outside.get("/activities", headers={"Accept": "application/json"}).status_code == 401
    assert api("ivan").get("/activities/no-such-id").status_code == 404
    assert api("ivan").post("/activities/no-such-id/acceptance").status_code == 404
    assert api("ivan").get("/activities", params={"after": "nonsense"}).status_code in (400, 422)
    assert api("ivan").patch(
        "/settings/WebitelSendActivityNotificationsForMissed", json={"value": False}).status_code == 403
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site", "Accept": "application/json"}
    assert outside.post("/session", json={"login": "ivan", "password": "x"}, headers=foreign).status_code == 403


def test_a_foreign_page_cannot_use_a_session(outside, telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Not for foreign pages")
    path = f"/activities/{activity['id']}/acceptance"
    own = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
    signed_in = outside.post("/session", json={"login": "ivan", "password": PASSWORD}, headers=own)
    assert signed_in.status_code == 200 and signed_in.json()["operator"]["name"] == "Ivan Bondar"
    cookie = signed_in.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    for foreign in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {}):
        assert outside.post(path, headers={"Accept": "application/json"} | foreign).status_code == 403
    assert api("ivan").get(f"/activities/{activity['id']}").json()["status"] == "Not started"
    assert outside.post(path, headers=own).is_success


def test_an_illegal_change_of_status_changes_nothing(telegram, api):
    activity = missed_chat(telegram, api("ivan"), "Change me not")
    path = f"/activities/{activity['id']}"
    assert api("ivan").patch(path, json={"status": "Forgotten"}).status_code in (400, 422)
    assert api("ivan").patch(path, content=b"{", headers={"Content-Type": "application/json"}).status_code == 400
    assert api("ivan").post(f"{path}/acceptance").is_success
    assert api("maria").post(f"{path}/acceptance").status_code == 409
    closed = api("ivan").post(f"{path}/completion", json={"result": "answered", "notes": ""})
    assert closed.is_success
    assert api("ivan").patch(path, json={"status": "Not started"}).status_code in (409, 422)
    assert api("ivan").get(path).json()["status"] == "Completed"
