"""Signing in with a second step, in a browser: set up by the picture's secret, asked for, lost, taken away."""

import re
import time
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.desk.conftest import PASSWORD, Windows
from tests.desk.wall import serving
from tests.server import Server
from tests.site.conftest import PHONE, violations

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("second")) as server:
        yield server


def set_up(page: Page) -> pyotp.TOTP:
    """Begin on the page about oneself; an app that has read the secret."""
    page.goto("/me")
    page.get_by_label("Your password, to begin").fill(PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".qr svg")).to_be_visible()
    page.get_by_text("It cannot? Type this instead").click()
    return pyotp.TOTP(page.locator(".typed-secret").inner_text().replace(" ", ""))


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in?next=/me")
    page.get_by_label("Email").fill(f"{name}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def fresh(totp: pyotp.TOTP, used: str) -> str:
    """A code that was not used yet: the next one is taken already."""
    return next(
        code for late in (0, 30) if (code := totp.at(int(time.time()) + late)) != used
    )  # the app of somebody in a hurry


def test_from_setting_it_up_to_losing_the_phone(windows: Windows) -> None:
    page = windows.open("ana", "/me")
    app = set_up(page)
    page.get_by_label("Type the code that the app shows").fill("000000")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is not right.")
    expect(page.locator(".qr svg")).to_be_visible()
    used = app.now()
    page.get_by_label("Type the code that the app shows").fill(f"{used[:3]} {used[3:]}")
    page.get_by_role("button", name="Switch it on").click()
    codes = page.locator(".recovery-codes code")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    page.goto("/me")
    expect(page.locator(".second-step")).to_contain_text("10 recovery codes are left")
    expect(page.locator(".second-step")).not_to_contain_text(recovery)

    page.get_by_role("button", name="Sign out", exact=True).click()
    sign_in(page, "ana")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    expect(page.get_by_label("Code")).to_be_focused()
    assert violations(page) == []
    page.get_by_label("Code").fill("123456")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This code is not right.")
    page.get_by_label("Code").fill(fresh(app, used))
    page.keyboard.press("Enter")
    page.wait_for_url("**/me")

    page.get_by_role("button", name="Sign out", exact=True).click()
    sign_in(page, "ana")
    page.get_by_label("Code").fill(recovery)
    page.keyboard.press("Enter")
    page.wait_for_url("**/me")
    expect(page.locator(".second-step")).to_contain_text("9 recovery codes are left")
    page.get_by_label("Current password, to change it").fill(PASSWORD)
    page.get_by_role("button", name="Switch it off").click()
    expect(page.get_by_role("status").first).to_contain_text("with your password alone")
    unwanted = [said for said in windows.complaints if "400" not in said and "401" not in said]
    assert unwanted == []


def test_a_lead_takes_it_from_an_agent_who_has_lost_everything(windows: Windows) -> None:
    ben = windows.open("ben", "/me")
    app = set_up(ben)
    ben.get_by_label("Type the code that the app shows").fill(app.now())
    ben.get_by_role("button", name="Switch it on").click()
    expect(ben.locator(".recovery-codes code")).to_have_count(10)
    lead = windows.open("lead", "/experts")
    lead.get_by_role("link", name="Ben Cruz").click()
    lead.get_by_role("button", name="Take it away").click()
    expect(lead.get_by_role("status").first).to_contain_text("with their password alone")
    expect(lead.get_by_role("button", name="Take it away")).to_have_count(0)
    ben.goto("/me")
    assert "/sign-in" in ben.url, "whoever asked for it may not be them: signed out everywhere"
    sign_in(ben, "ben")
    ben.wait_for_url(re.compile(r"/me$"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_pages_are_without_violations(windows: Windows, theme: str, size: str) -> None:
    page = windows.open("lead", "/me", **{**(PHONE if size == "phone" else {}), "color_scheme": theme})
    assert violations(page) == []
    set_up(page)
    assert violations(page) == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) <= 0
    assert windows.complaints == []
