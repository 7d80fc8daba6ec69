"""python-telegram-bot, written by others against the real Telegram, drives our stand-in for it.

What passes here shows that the stand-in, which our own adapter is tested with, answers as Telegram's clients expect.

    telegram_oracle.py [ADDRESS TOKEN]      of a running stand-in; without them it starts one of its own
"""

import asyncio
import json
import sys
import tempfile
import time
import traceback
from pathlib import Path

import httpx
import telegram
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from desk.program import Process, free_port  # noqa: E402

TOKEN = "424242:an-oracle_for-Telegram"
OLENA = 596417343
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


class World:
    """One bot and the customers who write to it."""

    def __init__(self, address: str, token: str):
        self.address, self.token = address, token
        self.customers = httpx.Client(base_url=address, timeout=10, trust_env=False)

    def bot(self, token: str | None = None) -> telegram.Bot:
        def request() -> HTTPXRequest:
            return HTTPXRequest(httpx_kwargs={"trust_env": False})

        return telegram.Bot(
            token or self.token, base_url=f"{self.address}/bot", base_file_url=f"{self.address}/file/bot",
            request=request(), get_updates_request=request())

    def write(self, text: str, customer: int = OLENA, **more) -> int:
        answer = self.customers.post(
            f"/simulator/customers/{customer}/messages", json={"name": "Олена Коваль", "text": text, **more})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def conversation(self, customer: int = OLENA) -> list[tuple[str, str]]:
        messages = self.customers.get(f"/simulator/customers/{customer}/messages").json()["messages"]
        return [(message["from"], message["text"]) for message in messages]

    def block(self, blocked: bool):
        answer = self.customers.post(f"/simulator/customers/{OLENA}/block", json={"blocked": blocked})
        assert answer.status_code == 204, answer.text

    def fail(self, method: str, code: int, **more):
        answer = self.customers.post("/simulator/faults", json={"method": method, "error_code": code, **more})
        assert answer.status_code == 204, answer.text


async def refused(error: type, call) -> Exception:
    """The error with which a call is refused; another, or none, is a difference."""
    try:
        result = await call
    except error as refusal:
        return refusal
    raise AssertionError(f"{result!r} instead of {error.__name__}")


async def everything(bot: telegram.Bot) -> list[telegram.Update]:
    """What waits for the bot; it waits no more afterwards."""
    updates = list(await bot.get_updates(timeout=0))
    if updates:
        assert not await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return updates


@check
async def a_bot_knows_itself(world: World, bot: telegram.Bot):
    me = await bot.get_me()
    assert me.is_bot and me.id == int(world.token.split(":")[0]) and me.username, me


@check
async def another_token_is_refused(world: World, bot: telegram.Bot):
    await refused(InvalidToken, world.bot("1:another").get_me())


@check
async def what_a_customer_writes_arrives_whole(world: World, bot: telegram.Bot):
    await everything(bot)
    number = world.write("Добрий день")
    (update,) = await bot.get_updates(timeout=5)
    message = update.message
    assert (message.message_id, message.text) == (number, "Добрий день"), message
    assert (message.from_user.id, message.from_user.full_name) == (OLENA, "Олена Коваль"), message
    assert not message.from_user.is_bot and message.chat.type == "private" and message.chat.id == OLENA, message
    assert abs(message.date.timestamp() - time.time()) < 60, message.date


@check
async def an_update_comes_again_until_an_offset_confirms_it(world: World, bot: telegram.Bot):
    await everything(bot)
    for text in ("one", "two", "three"):
        world.write(text)
    first = await bot.get_updates(timeout=0)
    again = await bot.get_updates(timeout=0, limit=2)
    assert [update.message.text for update in first] == ["one", "two", "three"], first
    assert [update.update_id for update in again] == [update.update_id for update in first[:2]], again
    (left,) = await bot.get_updates(offset=first[1].update_id + 1, timeout=0)
    assert left.update_id == first[2].update_id, left


@check
async def a_long_poll_ends_when_somebody_writes(world: World, bot: telegram.Bot):
    await everything(bot)
    waiting = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.2)
    world.write("at last")
    (update,) = await asyncio.wait_for(waiting, 5)
    assert update.message.text == "at last", update


@check
async def only_one_may_poll(world: World, bot: telegram.Bot):
    await everything(bot)
    waiting = asyncio.create_task(refused(Conflict, bot.get_updates(timeout=20)))
    await asyncio.sleep(0.2)
    await world.bot().get_updates(timeout=0)
    await asyncio.wait_for(waiting, 5)


@check
async def a_photo_has_its_caption(world: World, bot: telegram.Bot):
    await everything(bot)
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 90}]
    world.write("", content={"photo": photo, "caption": "Зламалося"})
    (update,) = await everything(bot)
    assert update.message.caption == "Зламалося" and update.message.photo[0].file_id == "a", update


@check
async def a_reply_reaches_the_customer(world: World, bot: telegram.Bot):
    world.write("Ви працюєте?")
    message = await bot.send_message(OLENA, "Так, до 18:00 & далі +1")
    assert message.text == "Так, до 18:00 & далі +1" and message.chat.id == OLENA and message.from_user.is_bot, message
    assert world.conversation()[-2:] == [("customer", "Ви працюєте?"), ("bot", "Так, до 18:00 & далі +1")]


@check
async def a_reply_in_a_multipart_form_reaches_the_customer(world: World, bot: telegram.Bot):
    """As clients send parameters that come with a file."""
    world.write("Є хто?")
    form = {"chat_id": (None, str(OLENA)), "text": (None, "Є,\r\nзвісно")}
    answer = world.customers.post(f"/bot{world.token}/sendMessage", files=form).json()
    assert telegram.Message.de_json(answer["result"], bot).text == "Є,\r\nзвісно", answer


@check
async def a_limit_names_its_wait(world: World, bot: telegram.Bot):
    world.write("Швидко?")
    world.fail("sendMessage", 429, retry_after=7, count=1)
    error = await refused(RetryAfter, bot.send_message(OLENA, "Надто"))
    wait = error.retry_after
    assert (wait if isinstance(wait, int) else wait.total_seconds()) == 7, error
    assert (await bot.send_message(OLENA, "Тепер так")).text == "Тепер так"


@check
async def what_cannot_be_sent_is_a_bad_request(world: World, bot: telegram.Bot):
    world.write("Є хто?")
    for chat, text, expected in [
        (12, "Кому?", "Chat not found"), (OLENA, " ", "Message text is empty"), (OLENA, "а" * 4097, "Message is too long"),
    ]:
        error = await refused(BadRequest, bot.send_message(chat, text))
        assert expected.lower() in error.message.lower(), error


@check
async def a_customer_who_blocked_the_bot_is_out_of_reach(world: World, bot: telegram.Bot):
    world.write("Бувайте")
    await everything(bot)
    world.block(True)
    await refused(Forbidden, bot.send_message(OLENA, "Зачекайте"))
    (update,) = await everything(bot)
    assert update.my_chat_member.new_chat_member.status == "kicked" and update.my_chat_member.chat.id == OLENA, update
    world.block(False)
    (update,) = await everything(bot)
    assert update.my_chat_member.new_chat_member.status == "member", update
    assert await bot.send_message(OLENA, "Вітаємо знову")


@check
async def a_webhook_is_set_shown_and_removed(world: World, bot: telegram.Bot):
    address = "https://desk.invalid/webhooks/tg"
    try:
        assert await bot.set_webhook(
            address, secret_token="a-Secret_1", allowed_updates=["message"], max_connections=7)
        info = await bot.get_webhook_info()
        assert (info.url, info.max_connections, info.allowed_updates) == (address, 7, ("message",)), info
        await refused(Conflict, bot.get_updates(timeout=0))
    finally:
        assert await bot.delete_webhook(drop_pending_updates=True)
        await bot.get_updates(timeout=0, allowed_updates=[])
    info = await bot.get_webhook_info()
    assert info.url == "" and info.pending_update_count == 0, info


@check
async def a_webhook_that_cannot_be_is_refused(world: World, bot: telegram.Bot):
    await refused(BadRequest, bot.set_webhook("ftp://desk.example"))
    await refused(BadRequest, bot.set_webhook("https://desk.example", secret_token="not allowed!"))
    await refused(BadRequest, bot.set_webhook("https://desk.example", secret_token="a" * 257))


@check
async def a_webhook_gets_updates_with_its_secret(world: World, bot: telegram.Bot):
    await everything(bot)
    seen: asyncio.Queue = asyncio.Queue(10)

    async def take(reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        size = int(next(line for line in head.split("\r\n") if line.startswith("content-length:")).split(":")[1])
        await seen.put((head, await reader.readexactly(size)))
        status = b"500 Internal Server Error" if seen.qsize() == 1 else b"200 OK"
        writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    try:
        await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="a-Secret_1")
        world.write("Добрий день")
        while seen.qsize() < 2:  # The first was refused, so it comes again.
            await asyncio.sleep(0.02)
        deliveries = [seen.get_nowait(), seen.get_nowait()]
        assert all("x-telegram-bot-api-secret-token: a-secret_1" in head for head, _ in deliveries), deliveries
        assert deliveries[0][1] == deliveries[1][1], deliveries
        update = telegram.Update.de_json(json.loads(deliveries[0][1]), bot)
        assert update.message.text == "Добрий день", update
        for _ in range(100):
            info = await bot.get_webhook_info()
            if info.pending_update_count == 0:
                break
            await asyncio.sleep(0.02)
        assert info.pending_update_count == 0 and "500" in info.last_error_message, info
    finally:
        await bot.delete_webhook()
        server.close()


@check
async def the_smaller_methods_answer(world: World, bot: telegram.Bot):
    world.write("Привіт")
    assert await bot.send_chat_action(OLENA, "typing")
    assert (await bot.get_user_profile_photos(OLENA)).total_count == 0
    assert (await bot.get_file("photo-1")).file_path
    answer = world.customers.get(f"/bot{world.token}/noSuchMethod")
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}, answer.text


async def drive(world: World) -> int:
    """Does all checks and says how many failed."""
    failed = 0
    for function in CHECKS:
        try:
            async with asyncio.timeout(30):
                await function(world, world.bot())
        except Exception:
            failed += 1
            print(f"✘ {function.__name__.replace('_', ' ')}\n{traceback.format_exc()}")
    print(f"{len(CHECKS) - failed} passed, {failed} failed")
    return failed


def main() -> int:
    if len(sys.argv) == 3:
        return asyncio.run(drive(World(sys.argv[1].rstrip("/"), sys.argv[2])))
    with tempfile.TemporaryDirectory() as directory:
        port = free_port()
        process = Process(
            ["simulate", "telegram", "--port", str(port), "--token", TOKEN], Path(directory) / "telegram.log", {})
        try:
            process.wait_for(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe")
            return asyncio.run(drive(World(f"http://127.0.0.1:{port}", TOKEN)))
        finally:
            process.stop()


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
