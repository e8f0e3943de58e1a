"""Making an account: one person, one account, consent on record, nobody learns who has one."""

import re
import threading

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from careers.accounts import limits
from careers.accounts.documents import PRIVACY_VERSION, TERMS_VERSION
from careers.accounts.models import Consent, User

SIGN_UP = "/id/accounts/signup/"
DETAILS = {"name": "Dewi Lestari", "email": "Dewi@Lintas.example", "password1": "kain lurik 1975", "agree": "on"}


def code_in(message) -> str:
    """The code that a mail carries on a line of its own."""
    return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", message.body, re.MULTILINE)[1]


@pytest.mark.django_db
def test_signup_labels_its_fields_and_lets_browsers_fill_them(client, db):
    fields = client.get(SIGN_UP).context["form"].fields
    assert [field.widget.attrs.get("placeholder") for field in fields.values()] == [None] * len(fields)
    filled = {name: field.widget.attrs.get("autocomplete") for name, field in fields.items()}
    assert (filled["name"], filled["email"], filled["password1"]) == ("name", "email", "new-password")


def test_signup_makes_account_with_consents_and_language(client, run_jobs):
    response = client.post(SIGN_UP, DETAILS)
    assert response.status_code == 302
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("dewi@lintas.example", "Dewi Lestari", "id")
    assert set(Consent.objects.values_list("document", "version", "language")) == {
        ("terms", TERMS_VERSION, "id"),
        ("privacy", PRIVACY_VERSION, "id"),
    }
    assert Consent.objects.filter(given_at__isnull=False, user=user).count() == 2
    run_jobs()
    assert [message.to for message in mail.outbox] == [["dewi@lintas.example"]]
    assert mail.outbox[0].extra_headers["Content-Language"] == "id"


@pytest.mark.django_db
def test_signup_then_code_signs_in_and_leads_back(client, run_jobs):
    response = client.post(f"{SIGN_UP}?next=/id/me/profile/", DETAILS | {"next": "/id/me/profile/"})
    run_jobs()
    page = response["Location"]
    assert "_auth_user_id" not in client.session
    wrong = client.post(page, {"code": "AAAAAA"})
    assert wrong.status_code == 200
    response = client.post(page, {"code": code_in(mail.outbox[0])})
    assert (response.status_code, response["Location"]) == (302, "/id/me/profile/")
    assert response.cookies["django_language"].value == "id"
    assert client.get("/id/me/profile/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["name", "email", "password1", "agree"])
def test_signup_without_a_part_makes_nothing_and_keeps_what_was_typed(client, missing):
    given = {key: value for key, value in DETAILS.items() if key != missing}
    response = client.post(SIGN_UP, given)
    assert response.status_code == 200
    assert missing in response.context["form"].errors
    assert User.objects.count() == 0
    if missing != "name":
        assert "Dewi Lestari" in response.content.decode()


@pytest.mark.django_db
def test_signup_with_a_known_address_looks_the_same_and_tells_only_the_owner(client, dewi, run_jobs):
    known = client.post(SIGN_UP, DETAILS)
    fresh = Client().post(SIGN_UP, DETAILS | {"email": "baru@lintas.example"})
    assert (known.status_code, known["Location"]) == (fresh.status_code, fresh["Location"])
    known_page = client.get(known["Location"])
    assert known_page.status_code == 200
    assert User.objects.filter(email="dewi@lintas.example").get() == dewi
    assert Consent.objects.filter(user=dewi).count() == 0
    run_jobs()
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    # Dewi reads English, though the form was Indonesian.
    assert subjects["dewi@lintas.example"] == "You have an account already"


@pytest.mark.django_db
def test_signup_past_the_limit_is_429_for_all_workers(client, clock):
    clock.forward(seconds=0)
    limit, _per = limits.SIGN_UPS_A_MACHINE
    for number in range(limit):
        client.post(SIGN_UP, {"email": f"orang{number}@lintas.example"})
    response = Client().post(SIGN_UP, DETAILS)
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert User.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_make_one_account():
    answers, start = [], threading.Barrier(2)

    def press():
        start.wait()
        answers.append(Client().post(SIGN_UP, DETAILS).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302, 302]
    assert User.objects.count() == 1
    assert Consent.objects.count() == 2


@pytest.mark.django_db
def test_second_try_before_the_code_goes_on_with_the_same_account(client, run_jobs):
    client.post(SIGN_UP, DETAILS)
    again = Client()
    page = again.post(SIGN_UP, DETAILS)["Location"]
    run_jobs()
    assert len(mail.outbox) == 2
    assert again.post(page, {"code": code_in(mail.outbox[-1])}).status_code == 302
    assert again.get("/id/me/").status_code == 200
    assert Consent.objects.count() == 2
