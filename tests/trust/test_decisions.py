"""Decisions: row, step, log and mail together, or nothing."""

import pytest
from django.core import mail

from careers.core.states import IllegalStep
from careers.employers.models.employer import Employer
from careers.hiring.closing import edit_employer
from careers.listings.models.listing import Listing
from careers.trust.models import Decision, DecisionRefused, ReviewedListing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(kebun, rani):
    """A listing of an employer without any approval yet."""
    listing = factories.make_draft(employer=kebun)
    listing.submit(by=rani)
    return listing


def test_approve_publishes_and_logs(waiting, ayu):
    Decision.carry_out("approve", waiting, by=ayu)
    assert list(Listing.objects.live()) == [waiting]
    assert list(waiting.changes.values_list("kind", "actor")) == [("submit", "employer"), ("publish", "curator")]
    assert list(waiting.decisions.values_list("kind", "by")) == [("approve", ayu.pk)]


@pytest.mark.parametrize("kind", ["request_changes", "reject"])
def test_refusal_owes_a_reason(waiting, ayu, kind):
    with pytest.raises(DecisionRefused):
        Decision.carry_out(kind, waiting, by=ayu)
    waiting.refresh_from_db()
    assert waiting.state == Listing.State.SUBMITTED
    assert not Decision.objects.exists()


def test_reason_reaches_the_employer_in_its_language(waiting, ayu, rani, run_jobs):
    waiting.employer.language = "id"
    waiting.employer.save()
    Decision.carry_out("reject", waiting, by=ayu, reason_code="not-a-job", reason="Ini iklan kursus.")
    run_jobs()
    told = [message for message in mail.outbox if message.to == [rani.email]][-1]
    assert "Ini iklan kursus." in told.body
    assert Decision.objects.get().reason.endswith("\nIni iklan kursus.")


def test_two_curators_decide_once(waiting, ayu):
    other = Listing.objects.get(pk=waiting.pk)
    Decision.carry_out("approve", waiting, by=ayu)
    with pytest.raises(IllegalStep):
        Decision.carry_out("reject", other, by=ayu, reason="Too late.")
    assert Decision.objects.count() == 1


def test_suspending_an_employer_hides_its_listings_and_restoring_shows_them(kebun, ayu):
    listing = factories.make_listing(employer=kebun, by=ayu)
    elsewhere = factories.make_listing(by=ayu)
    Decision.carry_out("suspend", kebun, by=ayu, reason="Impersonation is being looked at.")
    assert list(Listing.objects.live()) == [elsewhere]
    kebun.refresh_from_db()
    Decision.carry_out("restore", kebun, by=ayu)
    assert set(Listing.objects.live()) == {listing, elsewhere}


def test_queue_has_the_riskiest_then_the_oldest_first(ayu, rani, kebun):
    known = factories.make_draft(employer=kebun)
    known.submit(by=rani)
    unknown = [factories.make_draft() for _ in range(2)]
    for listing in unknown:
        listing.submit(by=listing.employer.memberships.get().user)
    assert [row.pk for row in ReviewedListing.objects.waiting()] == [unknown[0].pk, unknown[1].pk, known.pk]


@pytest.mark.parametrize(("kind", "reason"), [("suspend", "Impersonation."), ("see_documents", "Deed of 2019.")])
def test_owner_is_told_of_a_decision_about_the_employer(kebun, rani, bima, ayu, run_jobs, kind, reason):
    Decision.carry_out(kind, kebun, by=ayu, reason=reason)
    run_jobs()
    assert [message.to for message in mail.outbox] == [[rani.email]]
    assert reason in mail.outbox[0].body


def test_name_that_looks_like_anothers_takes_the_listings_out_of_sight_until_it_has_passed(kebun, rani, ayu):
    factories.make_employer(name="Kalam Raya")
    listing = factories.make_listing(employer=kebun, by=ayu)
    edit_employer(kebun, by=rani, name="Kalam Raya.")
    assert kebun.state == Employer.State.REVIEW
    assert not Listing.objects.public().exists()
    Decision.carry_out("pass_review", kebun, by=ayu)
    assert list(Listing.objects.live()) == [listing]
