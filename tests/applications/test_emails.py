"""Mail to the person who applied: in their language, with where it stands, why, and what happens next."""

import pytest
from django.core import mail

from careers.applications.models.application import Application
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing(kebun):
    """A live listing of Rani's."""
    return factories.make_listing(employer=kebun, title="Fact <checker> & more")


def last_to(person, run_jobs):
    """The last mail that somebody was sent."""
    run_jobs()
    return [message for message in mail.outbox if message.to == [person.email]][-1]


@pytest.mark.parametrize("language", ["id", "en"])
def test_confirmation_is_in_the_persons_language_and_leads_to_it(listing, run_jobs, language):
    sari = factories.make_user(language=language)
    application = factories.make_application(listing=listing, seeker=sari)
    message = last_to(sari, run_jobs)
    assert message.extra_headers["Content-Language"] == language
    assert f"http://testserver/{language}/me/applications/{application.public_id}/" in message.body
    assert message.subject.endswith("Fact <checker> & more")
    html = message.alternatives[0][0]
    assert "Fact &lt;checker&gt; &amp; more" in html and "<checker>" not in html
    assert f'lang="{language}"' in html


def test_refusal_gives_the_reason_and_the_words(listing, rani, dewi, run_jobs):
    application = factories.make_application(listing=listing, seeker=dewi)
    application.not_select(by=rani, reason="other", text="We sought <b>a poet</b>.")
    message = last_to(dewi, run_jobs)
    assert message.subject == "News about your application: Fact <checker> & more"
    assert "You were not selected." in message.body
    assert "Another reason, explained below." in message.body and "We sought <b>a poet</b>." in message.body
    assert "We sought &lt;b&gt;a poet&lt;/b&gt;." in message.alternatives[0][0]


def test_words_of_a_refusal_stay_out_of_the_log(listing, rani, dewi):
    application = factories.make_application(listing=listing, seeker=dewi)
    application.not_select(by=rani, reason="other", text="We sought a poet.")
    # The log can never be emptied, so what is erased with an account may not stand in it.
    assert application.changes.get(kind="not_select").reason == "other"


@pytest.mark.parametrize("stage", ["in_review", "shortlisted", "interviewing", "offered"])
def test_every_move_is_told_with_its_headline(listing, rani, dewi, run_jobs, stage):
    application = factories.make_application(listing=listing, seeker=dewi)
    application.move(stage, by=rani)
    headlines = {
        "in_review": "Your application is being read.", "shortlisted": "You are on the short list.",
        "interviewing": "They want to talk with you.", "offered": "You have an offer.",
    }  # fmt: skip
    assert headlines[stage] in last_to(dewi, run_jobs).body


def test_silence_is_told_kindly(listing, dewi, clock, run_jobs):
    application = factories.make_application(listing=listing, seeker=dewi)
    clock.forward(days=25)
    application.lapse()
    assert "They did not answer. This is not about you." in last_to(dewi, run_jobs).body


def test_end_of_a_listing_and_removal_are_told_apart(kebun, listing, rani, ayu, dewi, clock, run_jobs):
    other = factories.make_listing(employer=kebun)
    ended = factories.make_application(listing=listing, seeker=dewi)
    removed = factories.make_application(listing=other, seeker=dewi)
    Listing.objects.get(pk=listing.pk).close(by=rani)
    Listing.objects.get(pk=other.pk).suspend(by=ayu, reason="A look.")
    Listing.objects.get(pk=other.pk).remove(by=ayu, reason="A trap.")
    clock.forward(days=20)
    run_jobs()
    assert {row.stage for row in Application.objects.filter(pk__in=(ended.pk, removed.pk))} == {"listing_ended"}
    told = {message.subject: " ".join(message.body.split()) for message in mail.outbox if message.to == [dewi.email]}
    plain, warning = told[f"The listing has ended: {listing.title}"], told[f"The listing has ended: {other.title}"]
    assert "no answer to your application came in time" in plain and "can no longer open" not in plain
    assert "can no longer open your application or your CV" in warning


def test_who_has_left_gets_no_mail(listing, rani, dewi, run_jobs):
    application = factories.make_application(listing=listing, seeker=dewi)
    run_jobs()
    mail.outbox.clear()
    dewi.is_active = False
    dewi.save()
    Application.objects.get(pk=application.pk).move("shortlisted", by=rani)
    run_jobs()
    assert [message for message in mail.outbox if message.to == [dewi.email]] == []
