"""The desk of the tests: Ivan and Maria answer Sales, Oksana sits elsewhere and is Taras's designated owner."""

import json

PASSWORD = "tea with raspberries"
TOKEN = "1000:test"
SECRET = "a-secret-of-the-webhook"
ENVIRONMENT = {"DESK_TELEGRAM_TOKEN": TOKEN, "DESK_TELEGRAM_SECRET": SECRET}

# Telegram's number of the customer who has a designated owner.
TARAS = 4002

OPERATORS = [
    {"login": "ivan", "name": "Ivan Bondar", "role": "operator", "skills": ["sales"], "locale": "en"},
    {"login": "maria", "name": "Maria Shevchenko", "role": "operator", "skills": ["sales"], "locale": "en"},
    {"login": "oksana", "name": "Оксана Лис", "role": "operator", "skills": ["support"], "locale": "uk"},
    {"login": "andrii", "name": "Andrii Koval", "role": "administrator", "skills": [], "locale": "en"},
]


def provision(telegram: str = "http://127.0.0.1:9", shop: str = "http://127.0.0.1:9", answer_within: str = "3s",
              mode: str = "webhook") -> str:
    """What `answerback provision` reads; JSON is YAML too."""
    operators = [operator | {"password": PASSWORD} for operator in OPERATORS]
    return json.dumps({
        "settings": {"WebitelSendActivityNotificationsForMissed": True},
        "skills": ["sales", "support"],
        "queues": [
            {"name": "Sales", "skills": ["sales"], "answer-within": answer_within},
            {"name": "Support", "skills": ["support"], "answer-within": answer_within},
        ],
        "operators": operators,
        "channels": [
            {"name": "bot", "kind": "telegram", "queue": "Sales", "mode": mode, "base-url": telegram,
             "token-env": "DESK_TELEGRAM_TOKEN", "secret-env": "DESK_TELEGRAM_SECRET"},
            {"name": "site", "kind": "web", "queue": "Sales", "origins": [shop]},
        ],
        "contacts": [
            {"name": "Тарас Гнатюк", "owner": "oksana", "identities": [{"kind": "telegram", "id": str(TARAS)}]},
        ],
    }, ensure_ascii=False, indent=2)
