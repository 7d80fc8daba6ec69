"""Takes the pictures of the documents anew, from a running demo:

    .venv/bin/python docs/pictures/take.py PATH-OF-ANSWERBACK
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx
from playwright.sync_api import sync_playwright

PORT, TELEGRAM_PORT = 18080, 18081
ADDRESS, TELEGRAM = f"http://127.0.0.1:{PORT}", f"http://127.0.0.1:{TELEGRAM_PORT}"
CUSTOMERS = [
    ("Олена Мельник", "Доброго дня! Чайник прийшов з тріщиною, що робити?"),
    ("Anna Schmidt", "My parcel says delivered, but I have nothing here."),
    ("Марко Левченко", "Хочу змінити колір у замовленні 1187, ще встигаємо?"),
    ("Daryna Kravets", "Is the grey glaze safe for the dishwasher?"),
]


def wait_for(url: str):
    for _ in range(200):
        try:
            if httpx.get(url, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def write_as_customers():
    for number, (name, text) in enumerate(CUSTOMERS):
        httpx.post(
            f"{TELEGRAM}/simulator/customers/{9001 + number}/messages", json={"name": name, "text": text}, trust_env=False)
        time.sleep(3)


def shot(page, name: str):
    page.wait_for_timeout(500)
    page.screenshot(path=Path(__file__).with_name(f"{name}.png"))


def sign_in(browser, login: str, height: int):
    page = browser.new_context(viewport={"width": 1440, "height": height}).new_page()
    page.goto(f"{ADDRESS}/sign-in")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill("answerback")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("#page[data-page=home]")
    return page


def take_operators(browser):
    page = sign_in(browser, "ivan", 640)
    page.goto(f"{ADDRESS}/activities?type=Webitel+missed+chat&status=Not+started")
    row = page.locator("[data-activities] tr:nth-child(2)")
    row.wait_for()
    shot(page, "workspace")
    row.locator("[data-preview]").hover()
    page.wait_for_selector("#mini-page:not([hidden])")
    shot(page, "registry")
    page.goto(f"{ADDRESS}/activities?owner=me&status=In+progress")
    page.locator("[data-activities] tr a").first.click()
    page.wait_for_selector("#page[data-page=activity]")
    shot(page, "card")


def take_supervisors(browser):
    page = sign_in(browser, "oksana", 760)
    page.goto(f"{ADDRESS}/supervision")
    shot(page, "supervision")
    page.goto(f"{ADDRESS}/reports?period=30d")
    shot(page, "reports")


def take_administrators(browser):
    page = sign_in(browser, "admin", 760)
    page.goto(f"{ADDRESS}/queues")
    page.get_by_role("link", name="Sales").click()
    page.wait_for_load_state()
    shot(page, "queue")
    page.goto(f"{ADDRESS}/channels")
    page.get_by_role("link", name="tg-support").click()
    page.get_by_role("button", name="Test connection").click()
    page.wait_for_load_state()
    shot(page, "channel")


def take():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take_operators(browser)
        take_supervisors(browser)
        take_administrators(browser)
        browser.close()


def main():
    demo = subprocess.Popen(
        [sys.argv[1], "demo", "--port", str(PORT), "--telegram-port", str(TELEGRAM_PORT)], stdout=subprocess.DEVNULL)
    try:
        wait_for(f"{ADDRESS}/health/ready")
        write_as_customers()
        time.sleep(24)
        take()
    finally:
        demo.terminate()
        demo.wait()


if __name__ == "__main__":
    main()
