"""A desk for tests from outside: the built program with a database of its own, Telegram's stand-in, and a customer's page."""

from .program import Answerback, Demo, free_port
from .provision import SECRET, TOKEN, provision
from .shop import Shop
from .telegram import Telegram

__all__ = ["SECRET", "TOKEN", "Answerback", "Demo", "Shop", "Telegram", "free_port", "provision"]
