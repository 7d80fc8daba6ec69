"""The customers: found, looked after, made one, handed over and forgotten."""

import json

import pytest
from playwright.sync_api import expect
from story import chat_of, missed_chat, new_customer, until


def contact_of(telegram, client, text: str, name: str) -> dict:
    """Lets a customer write; gives their contact when it can be found."""
    telegram.write(new_customer(), name, text)
    chat = until(lambda: chat_of(client, text))
    path = f"/contacts/{chat['contact']['id']}"
    word = name.split()[0]
    until(lambda: any(f"/contacts/{one['id']}" == path for one in found(client, word)), seconds=15)
    return client.get(path).json()


def found(client, text: str) -> list[dict]:
    return client.get("/contacts", params={"q": text}).raise_for_status().json()["contacts"]


@pytest.fixture
def admin(api):
    return api("andrii")


def test_a_customer_is_found_by_name_and_phone(workplace, desk, telegram, admin):
    workplace.allow(400, "/contacts/*")
    contact = contact_of(telegram, admin, "Чи є у вас глечики?", "Соломія Дзвінка")
    page = workplace.operator("ivan", "/contacts")
    expect(page.locator("h1")).to_have_text("Contacts")

    page.get_by_role("searchbox").fill("дзвін")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Соломія Дзвінка", exact=True).click()
    expect(page.locator("h1")).to_have_text("Соломія Дзвінка")
    page.get_by_text("Edit", exact=True).click()
    page.get_by_label("Phone").fill("+380 63 555 10 10")
    page.get_by_label("E-mail").fill("nonsense")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field-error")).to_contain_text("e-mail")
    expect(page.get_by_label("Phone")).to_have_value("+380 63 555 10 10")
    page.get_by_label("E-mail").fill("solomiia@example.com")
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".notice")).to_contain_text("Saved")
    assert [one["id"] for one in found(admin, "063 555")] == [contact["id"]]
    expect(page.locator("#contact-chats ~ ol .chat-row")).to_have_count(1)


def test_who_has_not_written_yet_is_added_once(workplace, desk, admin):
    workplace.allow(400, "/contacts")
    page = workplace.operator("andrii", "/contacts")
    page.get_by_role("link", name="New contact").click()
    page.get_by_label("Name").fill("Мирослава Нова")
    page.get_by_label("Phone").fill("call me")
    page.get_by_label("Owner").select_option(label="Maria Shevchenko")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("alert")).to_contain_text("A phone number such as")
    expect(page.get_by_label("Owner").locator("option:checked")).to_have_text("Maria Shevchenko")
    page.get_by_label("Phone").fill("+380 44 777 66 55")
    page.get_by_role("button", name="Create").click()

    expect(page.locator("h1")).to_have_text("Мирослава Нова")
    expect(page.locator(".notice")).to_have_text("The contact was added.")
    expect(page.locator(".contact-facts")).to_contain_text("Maria Shevchenko")
    expect(page.locator(".contact-steps")).to_contain_text("Contact added")
    contact = page.url.split("?")[0]

    ivan = workplace.operator("ivan", "/contacts/new")
    expect(ivan.get_by_label("Owner")).to_have_count(0)
    page.goto(f"{desk.url}/contacts/new")
    page.get_by_label("Name").fill("Мирослава ще раз")
    page.get_by_label("Phone").fill("044 777 66 55")
    page.get_by_role("button", name="Create").click()

    expect(page.locator(".notice")).to_contain_text("There is a contact with this phone or e-mail already")
    assert page.url.split("?")[0] == contact
    assert [one["name"] for one in found(admin, "мирослава")] == ["Мирослава Нова"]


def test_a_supervisor_designates_an_owner_who_alone_is_notified(workplace, telegram, admin):
    customer = new_customer()
    activity = missed_chat(telegram, admin, "Для кого це?", customer, "Остап Вишня")
    admin.post(f"/activities/{activity['id']}/cancellation", json={}).raise_for_status()
    page = workplace.operator("andrii", f"/contacts/{activity['contact']['id']}")
    page.get_by_text("Designate an owner").click()
    page.get_by_label("Owner").select_option(label="Maria Shevchenko")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".contact-facts")).to_contain_text("Maria Shevchenko")

    again = missed_chat(telegram, admin, "А тепер?", customer, "Остап Вишня")

    assert again["owner"]["name"] == "Maria Shevchenko"


def test_the_same_phone_proposes_to_merge_and_everything_moves(workplace, desk, telegram, admin):
    one = contact_of(telegram, admin, "Пишу з телефону", "Марко Перший")
    other = contact_of(telegram, admin, "Пишу з ноутбука", "Марко Другий")
    for contact, phone in ((one, "+380 99 111 22 33"), (other, "0991112233")):
        admin.patch(f"/contacts/{contact['id']}", json={"phone": phone}).raise_for_status()
    page = workplace.operator("andrii", f"/contacts/{one['id']}")
    expect(page.get_by_role("heading", name="Perhaps the same customer")).to_be_visible()

    page.get_by_text("Merge into this contact: Марко Другий").click()
    page.get_by_role("button", name="Merge Марко Другий into this contact").click()

    expect(page.locator(".notice")).to_contain_text("one now")
    expect(page.locator("#contact-chats ~ ol .chat-row")).to_have_count(2)
    expect(page.locator(".contact-steps")).to_contain_text("Merged with another contact")
    page.goto(f"{desk.url}/contacts/{other['id']}")
    expect(page).to_have_url(f"{desk.url}/contacts/{one['id']}")


def test_any_two_can_be_merged_after_looking_for_the_other(workplace, telegram, admin):
    one = contact_of(telegram, admin, "Це я", "Зоряна Одна")
    contact_of(telegram, admin, "І це я", "Zoriana Two")
    page = workplace.operator("andrii", f"/contacts/{one['id']}")
    page.get_by_text("Merge", exact=True).click()
    page.get_by_label("The same customer’s other contact").fill("zoriana")
    page.get_by_role("button", name="Find").click()
    page.get_by_text("Merge into this contact: Zoriana Two").click()
    page.get_by_role("button", name="Merge Zoriana Two into this contact").click()
    expect(page.locator(".contact-facts .id")).to_have_count(2)


def test_what_is_kept_of_a_customer_is_exported_and_erased(workplace, desk, telegram, admin):
    text = "Забудьте мене, будь ласка"
    contact = contact_of(telegram, admin, text, "Назар Невидимий")
    page = workplace.operator("andrii", f"/contacts/{contact['id']}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    exported = json.loads(download.value.path().read_text())
    assert exported["name"] == "Назар Невидимий"
    assert [message["text"] for chat in exported["chats"] for message in chat["messages"]] == [text]
    activity = until(lambda: next(iter(admin.get(f"/contacts/{contact['id']}").json()["activities"]), None))
    admin.post(f"/activities/{activity['id']}/cancellation", json={}).raise_for_status()

    page.get_by_text("Erase personal data").click()
    page.get_by_label("I understand").check()
    page.get_by_role("button", name="Erase", exact=True).click()

    expect(page.locator(".notice").first).to_contain_text("erased")
    assert "Назар" not in page.content() and text not in page.content()
    assert found(admin, "назар") == []
    assert admin.get(f"/activities/{activity['id']}").json()["status"] == "Canceled"


def test_an_operator_of_another_queue_does_not_see_the_customer(telegram, admin, api):
    contact = contact_of(telegram, admin, "Секрет", "Юлія Чужа")
    assert api("oksana").get(f"/contacts/{contact['id']}").status_code == 404
    assert found(api("oksana"), "чужа") == []
    assert [one["id"] for one in found(api("ivan"), "чужа")] == [contact["id"]]
