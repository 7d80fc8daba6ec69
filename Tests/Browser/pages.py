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
        "activities-all-columns": "/activities?period=custom&sort=due&columns=contact,messenger,queue,status,owner,created,"
                                  "due,reason,result,waiting,left",
        "card": f"/activities/{activity['id']}",
        "card-chat": f"/activities/{activity['id']}#chat",
        "card-history": f"/activities/{activity['id']}#history",
        "chats": "/chats",
        "chat": f"/chats/{telegram_chat}",
        "notifications": "/notifications",
        "system-messages": "/system-messages",
        "my-settings": "/my-settings",
        "contacts": "/contacts",
        "contact": f"/contacts/{contact}",
        "contact-merge": f"/contacts/{contact}?merge=а",
        "supervision": "/supervision",
        **{f"report-{by}": f"/reports?period=today&by={by}" for by in ("day", "week", "operator", "reason")},
        "settings": "/settings",
        "setting": "/settings/WebitelSendActivityNotificationsForMissed",
        "error": "/activities/nothing-of-this-name",
    } | administration(client)


def administration(client) -> dict[str, str]:
    """The pages of administration, with something on them."""
    queue = client.get("/queues").json()["queues"][0]["id"]
    operator = client.get("/operators").json()["operators"][0]["id"]
    channels = {one["name"]: one["id"] for one in client.get("/channels").json()["channels"]}
    return {
        "queues": "/queues",
        "queue": f"/queues/{queue}",
        "queue-new": "/queues/new",
        "skills": "/skills",
        "operators": "/operators",
        "operator": f"/operators/{operator}",
        "operator-new": "/operators/new",
        "channels": "/channels",
        "channel": f"/channels/{channels['bot']}",
        "channel-web": f"/channels/{channels['site']}",
        "channel-new": "/channels/new?kind=telegram",
        "dead-letters": "/dead-letters",
        "tokens": "/tokens",
        "audit": "/audit",
        "integrations": "/integrations",
    }
