"""Every page that an operator sees, with something on it."""

from story import activity_about, missed_chat, until


def addresses(telegram, api) -> dict[str, str]:
    """Names and paths of all pages, for an operator who sees everything."""
    client = api("andrii")
    text = "Де моє замовлення 1842?"
    activity = activity_about(client, text) or missed_chat(telegram, client, text)
    telegram_chat = activity["chat"]["id"]
    contact = until(lambda: activity["contact"])["id"]
    return {
        "home": "/",
        "activities": "/activities",
        "card": f"/activities/{activity['id']}",
        "card-chat": f"/activities/{activity['id']}#chat",
        "card-history": f"/activities/{activity['id']}#history",
        "chats": "/chats",
        "chat": f"/chats/{telegram_chat}",
        "notifications": "/notifications",
        "contact": f"/contacts/{contact}",
        "settings": "/settings",
        "setting": "/settings/WebitelSendActivityNotificationsForMissed",
        "error": "/activities/nothing-of-this-name",
    }
