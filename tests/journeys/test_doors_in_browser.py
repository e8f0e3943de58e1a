"""The doors in a browser: a password can be looked at before it is sent."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_password_in_browser_is_shown_and_hidden(new_visitor, live_server):
    page = new_visitor()
    page.goto("/en/accounts/login/")
    field, button = page.locator("#id_password"), page.get_by_role("button", name="Show the password")
    field.fill("kain lurik")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(field).to_have_attribute("type", "text")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(field).to_have_attribute("type", "password")
    expect(field).to_have_value("kain lurik")


def test_password_in_browser_has_no_button_without_scripts(new_visitor, live_server):
    page = new_visitor(java_script_enabled=False)
    page.goto("/en/accounts/login/")
    expect(page.locator("#id_password")).to_be_visible()
    expect(page.get_by_role("button", name="Show the password")).to_be_hidden()
