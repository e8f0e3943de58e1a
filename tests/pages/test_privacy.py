"""Leaving: what is erased, what stays without a name, and who must hand over first."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import mail
from django.test import Client

from careers.accounts.models import Consent, SeekerProfile, User
from careers.applications.models.application import Application
from careers.applications.models.log import ScreeningAnswer
from careers.employers.models.people import Membership
from careers.pages.privacy import erase, personal_models
from tests import factories
from tests.applications.test_mine import with_cv

PAGE = "/en/me/delete/"
GIVEN = "Dewi Lestari Wulandari"


@pytest.fixture
def leaver(kebun):
    """A person with everything that a person can have here."""
    user = factories.make_user("dewi.lestari@lintas.example", name=GIVEN, language="id", zone="Asia/Jakarta")
    factories.make_profile(user, headline=f"{GIVEN} writes", about="A life.")
    Consent.objects.create(user=user, document="terms", version="1", language="id")
    Authenticator.objects.create(user=user, type="totp", data={})
    listing = factories.make_listing(employer=kebun)
    question = factories.make_question(listing)
    application = with_cv(listing, user, "draft")
    application.write_draft({"name": GIVEN, "cover_letter": f"I am {GIVEN}."}, {question: f"{GIVEN} answers"})
    application.submit()
    refused = factories.make_application(listing=factories.make_listing(employer=kebun), seeker=user, name=GIVEN)
    refused.not_select(by=kebun.memberships.get(role="owner").user, reason="other", text=f"No, {GIVEN}.")
    factories.make_application(stage="draft", listing=factories.make_listing(employer=kebun), seeker=user, name=GIVEN)
    factories.make_member(kebun, "reviewer", user)
    return user


def everything_said() -> str:
    """Every value in every table of ours and of allauth's, as one text; queued mail has gone out."""
    rows = []
    for model in apps.get_models():
        if model._meta.app_label in ("careers", "account", "mfa"):
            rows += [str(row) for row in model._default_manager.values()]
    return "\n".join(rows)


@pytest.mark.django_db
def test_leaving_erases_texts_and_leaves_rows_without_a_name(
    leaver, kebun, run_jobs, django_capture_on_commit_callbacks
):
    file = Application.objects.exclude(cv="").get().cv
    assert GIVEN in everything_said() and leaver.email in everything_said()
    with django_capture_on_commit_callbacks(execute=True):
        erase(leaver)
    run_jobs()
    assert GIVEN not in everything_said()
    assert "dewi.lestari" not in everything_said()
    user = User.objects.get(pk=leaver.pk)
    assert (user.is_active, user.name, user.email.endswith(".invalid"), user.deleted_at is not None) == (
        False,
        "",
        True,
        True,
    )
    assert not user.has_usable_password()
    assert set(Application.objects.values_list("stage", "name", "cover_letter", "cv", "refusal_text")) == {
        ("withdrawn", "", "", "", ""), ("not_selected", "", "", "", ""),
    }  # fmt: skip
    assert set(ScreeningAnswer.objects.values_list("text", flat=True)) == {""}
    assert not file.storage.exists(file.name)
    assert (SeekerProfile.objects.count(), EmailAddress.objects.filter(user=user).count()) == (0, 0)
    assert (Authenticator.objects.count(), Membership.objects.filter(user=user).count()) == (0, 0)
    assert Consent.objects.filter(user=user).count() == 1
    assert Application.objects.exclude(submitted_at=None).count() == 2


@pytest.mark.django_db
def test_leaving_in_the_browser_asks_for_the_password_ends_sessions_and_confirms(client, leaver, run_jobs):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(leaver)
    assert client.get(PAGE).status_code == 200
    response = client.post(PAGE, {"sure": "on"})
    assert response.status_code == 302 and "reauthenticate" in response["Location"]
    assert User.objects.get(pk=leaver.pk).is_active
    wrong = client.post(response["Location"], {"password": "not this one"})
    assert wrong.status_code == 200
    assert User.objects.get(pk=leaver.pk).is_active
    done = client.post(response["Location"], {"password": factories.PASSWORD})
    assert (done.status_code, "<h1>Your account is deleted</h1>" in done.content.decode()) == (200, True)
    assert "no-store" in done["Cache-Control"]
    assert not User.objects.get(pk=leaver.pk).is_active
    for browser in (client, elsewhere):
        assert browser.get("/en/me/").status_code == 302
    run_jobs()
    last = [message for message in mail.outbox if message.to == ["dewi.lestari@lintas.example"]][-1]
    assert last.extra_headers["Content-Language"] == "id"
    answer = Client().post(
        "/en/accounts/login/", {"login": "dewi.lestari@lintas.example", "password": factories.PASSWORD}
    )
    assert answer.status_code == 200


@pytest.mark.django_db
def test_leaving_without_the_tick_does_nothing(client, leaver):
    client.post("/en/accounts/login/", {"login": leaver.email, "password": factories.PASSWORD})
    client.force_login(leaver)
    client.post("/en/accounts/reauthenticate/", {"password": factories.PASSWORD})
    assert client.post(PAGE, {}).status_code == 422
    assert User.objects.get(pk=leaver.pk).is_active


@pytest.mark.django_db
def test_last_owner_is_told_to_hand_over_first(client, rani, kebun):
    client.force_login(rani)
    client.post("/en/accounts/reauthenticate/", {"password": factories.PASSWORD})
    for response in (client.get(PAGE), client.post(PAGE, {"sure": "on"})):
        assert "You are the only owner" in response.content.decode()
    assert User.objects.get(pk=rani.pk).is_active
    factories.make_member(kebun, "owner")
    assert client.post(PAGE, {"sure": "on"}).status_code == 200
    assert not User.objects.get(pk=rani.pk).is_active


@pytest.mark.django_db
def test_address_is_free_again_after_leaving(client, leaver):
    erase(leaver)
    assert factories.make_user("dewi.lestari@lintas.example").pk != leaver.pk


@pytest.mark.django_db
def test_others_keep_what_is_theirs(leaver, kebun):
    other = factories.make_application(listing=factories.make_listing(employer=kebun), name="Sari")
    erase(leaver)
    other.refresh_from_db()
    assert (other.stage, other.name) == ("submitted", "Sari")


def test_every_table_that_names_a_person_says_what_becomes_of_it():
    # Who did something stays as "somebody"; these rows hold nothing else of the person.
    only_who = {"ListingChange", "ApplicationChange", "EmployerChange", "Listing", "ListingRevision", "VerificationProof",
                "Invitation", "Decision", "RecordDispute"}  # fmt: skip
    naming = {
        model.__name__
        for model in apps.get_app_config("careers").get_models()
        if any(field.related_model is User for field in model._meta.fields) and not model._meta.proxy
    }
    assert naming - only_who == {model.__name__ for model in personal_models() if model.personal.owner.count("__") == 0}
