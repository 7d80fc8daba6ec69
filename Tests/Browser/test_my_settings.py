"""What an operator sets for themselves."""

from desk.provision import PASSWORD
from playwright.sync_api import Page, expect

ANOTHER = "eleven grey cups"


def test_an_operator_changes_their_password_and_other_browsers_must_sign_in_again(workplace, desk, sessions):
    here, elsewhere = signed_in(workplace, desk, PASSWORD), signed_in(workplace, desk, PASSWORD)
    here.goto(f"{desk.url}/my-settings")
    change(here, PASSWORD, ANOTHER)
    expect(here.get_by_role("status").get_by_text("The password is changed.")).to_be_visible()
    here.goto(f"{desk.url}/activities")
    expect(here.locator("#page[data-page=activities]")).to_be_visible()
    elsewhere.goto(f"{desk.url}/activities")
    expect(elsewhere.locator("#page[data-page=sign-in]")).to_be_visible()

    # The other tests' Maria signs in anew, with the old one.
    here.goto(f"{desk.url}/my-settings")
    change(here, ANOTHER, PASSWORD)
    expect(here.get_by_role("status").get_by_text("The password is changed.")).to_be_visible()
    sessions.pop("maria", None)


def test_a_wrong_present_password_is_told_beside_it(workplace, desk):
    workplace.allow(403, "/my-settings/password")
    maria = workplace.operator("maria", "/my-settings")
    change(maria, "not hers", ANOTHER)
    expect(maria.get_by_role("alert").get_by_text("The present password is wrong.")).to_be_visible()
    expect(maria.get_by_label("Present password")).to_have_accessible_description("The present password is wrong.")


def change(page: Page, present: str, new: str):
    page.get_by_label("Present password").fill(present)
    page.get_by_label("New password", exact=True).fill(new)
    page.get_by_label("New password once more").fill(new)
    page.get_by_role("button", name="Change password").click()


def signed_in(workplace, desk, password: str) -> Page:
    """Maria in a browser of her own, signed in by the form."""
    page = workplace.context().new_page()
    page.goto(f"{desk.url}/sign-in")
    page.get_by_label("Login").fill("maria")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#page[data-page=home]")).to_be_visible()
    return page
