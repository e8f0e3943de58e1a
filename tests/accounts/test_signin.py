"""Signing in by password or mailed code, a new password, another address, a second factor: in whose language, how often."""

import re

import pytest
from django.core import mail
from django.test import Client

from careers.accounts import limits
from tests.accounts.test_signup import code_in
from tests.factories import PASSWORD, make_user

SIGN_IN = "/en/accounts/login/"


@pytest.fixture(autouse=True)
def _still(clock):
    # Windows of limits lie fixed on the clock: a test must not cross from one into the next.
    clock.forward(seconds=0)


def test_signin_by_password_writes_the_persons_language(client, db):
    make_user("sari@lintas.example", language="id")
    response = client.post(SIGN_IN, {"login": "Sari@lintas.example", "password": PASSWORD})
    assert response.status_code == 302
    assert response.cookies["django_language"].value == "id"
    assert client.get("/en/me/").status_code == 200


def test_signin_goes_only_where_we_are(client, dewi):
    response = client.post(SIGN_IN, {"login": dewi.email, "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert response["Location"] == "/en/me/"


def test_signin_says_the_same_of_unknown_address_and_wrong_password(client, dewi):
    wrong = client.post(SIGN_IN, {"login": dewi.email, "password": "not this one"})
    unknown = client.post(SIGN_IN, {"login": "nobody@lintas.example", "password": "not this one"})
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert (wrong.status_code, unknown.status_code) == (200, 200)


def test_signin_past_the_limit_is_429_even_with_the_right_password(client, dewi):
    limit, _per = limits.SIGN_INS_AN_ACCOUNT
    for _attempt in range(limit):
        assert client.post(SIGN_IN, {"login": dewi.email, "password": "not this one"}).status_code == 200
    response = Client().post(SIGN_IN, {"login": dewi.email.upper(), "password": PASSWORD})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_signin_by_mailed_code(client, dewi, run_jobs):
    response = client.post("/id/accounts/login/code/", {"email": dewi.email})
    run_jobs()
    assert mail.outbox[0].subject == "Your code to sign in"
    response = client.post(response["Location"], {"code": code_in(mail.outbox[0])})
    assert response.status_code == 302
    assert client.get("/en/me/").status_code == 200


def test_code_for_an_unknown_address_looks_the_same(client, dewi, run_jobs):
    known = client.post("/en/accounts/login/code/", {"email": dewi.email})
    unknown = Client().post("/en/accounts/login/code/", {"email": "nobody@lintas.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    run_jobs()
    assert [message.to[0] for message in mail.outbox] == [dewi.email, "nobody@lintas.example"]


@pytest.mark.parametrize("door", ["login/code/", "password/reset/"])
def test_mails_to_one_address_past_the_limit_are_429(client, dewi, run_jobs, door):
    limit, _per = limits.MAILS_AN_ADDRESS
    answers = [Client().post(f"/en/accounts/{door}", {"email": dewi.email}).status_code for _ in range(limit + 1)]
    assert answers == [302] * limit + [429]
    run_jobs()
    assert len(mail.outbox) == limit


def test_password_reset_by_the_link_in_the_mail(client, run_jobs, db):
    user = make_user("sari@lintas.example", language="id")
    assert client.post("/en/accounts/password/reset/", {"email": user.email}).status_code == 302
    run_jobs()
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    assert link.startswith("/id/accounts/password/reset/key/")
    page = client.get(link, follow=True)
    assert page.status_code == 200
    client.post(page.request["PATH_INFO"], {"password1": "tenun ikat 2026", "password2": "tenun ikat 2026"})
    user.refresh_from_db()
    assert user.check_password("tenun ikat 2026")
    run_jobs()
    assert mail.outbox[-1].extra_headers["Content-Language"] == "id"
    assert client.get(link).content.decode().count("accounts/password/reset/") > 0


def test_another_address_counts_once_its_code_was_typed(client, dewi, run_jobs):
    client.force_login(dewi)
    client.get("/en/me/")
    session = client.session
    response = client.post("/en/accounts/email/", {"email": "dewi.baru@lintas.example", "action_add": ""}, follow=True)
    if "reauthenticate" in response.request["PATH_INFO"]:
        response = client.post(response.request["PATH_INFO"], {"password": PASSWORD}, follow=True)
    assert session is not None
    run_jobs()
    dewi.refresh_from_db()
    assert dewi.email == "dewi@lintas.example"
    to_new = [message for message in mail.outbox if message.to == ["dewi.baru@lintas.example"]]
    client.post("/en/accounts/confirm-email/", {"code": code_in(to_new[0])})
    dewi.refresh_from_db()
    assert dewi.email == "dewi.baru@lintas.example"


PAGES_OUT = ["login/", "signup/", "password/reset/", "password/reset/done/", "login/code/", "inactive/"]
PAGES_IN = ["email/", "password/change/", "logout/", "reauthenticate/", "2fa/"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("page", PAGES_OUT)
def test_page_for_those_outside(client, db, language, page):
    response = client.get(f"/{language}/accounts/{page}")
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("page", PAGES_IN)
def test_page_for_those_inside(client, dewi, language, page):
    client.force_login(dewi)
    response = client.get(f"/{language}/accounts/{page}")
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1
    assert "no-store" in response["Cache-Control"]


def test_second_factor_pages(client, dewi):
    client.post(SIGN_IN, {"login": dewi.email, "password": PASSWORD})
    response = client.get("/en/accounts/2fa/totp/activate/", follow=True)
    if "reauthenticate" in response.request["PATH_INFO"]:
        response = client.post(
            response.request["PATH_INFO"] + "?next=/en/accounts/2fa/totp/activate/", {"password": PASSWORD}, follow=True
        )
    assert response.status_code == 200
    assert "data:image/svg" in response.content.decode()
