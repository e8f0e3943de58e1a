"""Mail about a listing: to those who manage it, each in their own language, with the reason and the way on."""

import pytest
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.listings import emails
from tests import factories


def mails() -> list[dict]:
    jobs = ProcrastinateJob.objects.filter(task_name="careers.core.mail.deliver").order_by("pk")
    return [job.args for job in jobs]


def test_submitted_goes_to_managers_only_each_in_their_language(rani, bima, kebun):
    type(kebun).objects.filter(pk=kebun.pk).update(verification_level=0)
    dian = factories.make_member(kebun, "recruiter", factories.make_user("dian@lintas.example", language="id")).user
    listing = factories.make_draft(employer=kebun, title="Editor & writer")
    listing.submit(by=rani)
    assert {mail["to"]: mail["headers"]["Content-Language"] for mail in mails()} == {rani.email: "en", dian.email: "id"}
    mail = next(mail for mail in mails() if mail["to"] == rani.email)
    assert mail["subject"] == "Handed in: Editor & writer"
    assert f"/en/office/{kebun.slug}/listings/{listing.public_id}/" in mail["text"]
    assert "Editor &amp; writer" in mail["html"]


@pytest.mark.parametrize("decision", sorted(emails.HEADLINES))
def test_every_decision_has_its_words(rani, kebun, decision):
    listing = factories.make_draft(employer=kebun)
    emails.listing_decided(listing, decision=decision, reason="Say <b>what</b> it pays.")
    (mail,) = mails()
    with override(rani.language):
        assert mail["subject"] == f"{emails.HEADLINES[decision]}: {listing.title}"
    assert "Say <b>what</b> it pays." in mail["text"]
    assert "Say &lt;b&gt;what&lt;/b&gt; it pays." in mail["html"]
    assert "%(" not in mail["text"]
