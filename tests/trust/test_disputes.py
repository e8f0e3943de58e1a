"""Disputes of an answer record: who may write one, who decides, and what each decision does to the record."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.urls import reverse

from careers.applications.models.application import Application
from careers.applications.models.record import recount_records
from careers.employers.models.employer import Employer
from careers.employers.models.log import EmployerChange
from careers.trust.models import DecisionRefused, RecordDispute
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def due(clock, kebun, rani) -> list[Application]:
    """Seven applications that fell due: the first two answered in time, the others never."""
    listing = factories.make_listing(employer=kebun, promise_days=7)
    rows = [factories.make_application(listing=listing) for _one in range(7)]
    clock.forward(days=2)
    for row in rows[:2]:
        row.not_select(by=rani, reason="filled")
    clock.forward(days=8)
    recount_records()
    return rows


@pytest.fixture
def dispute(due, kebun, rani) -> RecordDispute:
    return RecordDispute.write(kebun, due[2:4], text="These two were tests of ours.", by=rani)


def dispute_url(employer) -> str:
    return reverse("office_record_dispute", args=[employer.slug])


def decide_url(dispute) -> str:
    return reverse("admin:recorddispute_decide", args=[dispute.pk])


def share_of(employer) -> tuple[int, int]:
    record = Employer.objects.get(pk=employer.pk).record
    return record.n, record.share


def test_office_shows_what_the_record_rests_on_to_every_member(client, due, kebun, rani, bima):
    for user, may_dispute in ((rani, True), (bima, False)):
        client.force_login(user)
        answer = client.get(reverse("office_record", args=[kebun.slug]))
        assert answer.context["sums"] == {"due": 7, "people": 7, "in_time": 2, "never": 5, "late": 0}
        assert (dispute_url(kebun) in answer.content.decode()) is may_dispute


def test_dispute_is_for_owners_a_recruiter_may_not_and_a_stranger_finds_nothing(client, due, kebun, bima, tono):
    sari = factories.make_member(kebun, "recruiter").user
    for user, status in ((sari, 403), (bima, 403), (tono, 404)):
        client.force_login(user)
        sent = {"applications": [due[2].pk], "text": "Mine."}
        assert (client.get(dispute_url(kebun)).status_code, client.post(dispute_url(kebun), sent).status_code) == (
            status,
            status,
        )
    assert not RecordDispute.objects.exists()


def test_owner_names_late_applications_and_says_why(client, due, kebun, rani):
    client.force_login(rani)
    offered = set(client.get(dispute_url(kebun)).context["form"].fields["applications"].queryset)
    assert offered == set(due[2:])
    answer = client.post(dispute_url(kebun), {"applications": [due[2].pk, due[3].pk], "text": "Tests of ours."})
    assert answer.url == reverse("office_record", args=[kebun.slug])
    dispute = RecordDispute.objects.get()
    assert set(dispute.applications.all()) == set(due[2:4])
    assert (dispute.by, dispute.employer, dispute.decided_at) == (rani, kebun, None)
    change = EmployerChange.objects.filter(employer=kebun).last()
    assert (change.kind, change.by, change.reason) == ("record_disputed", rani, "")


def test_dispute_takes_only_what_counts_against_this_employer(client, due, kebun, rani):
    client.force_login(rani)
    foreign = factories.make_application()
    for row in (due[0], foreign):
        answer = client.post(dispute_url(kebun), {"applications": [row.pk], "text": "Mine."})
        assert answer.context["form"].errors.keys() == {"applications"}
    for sent, wrong in (({"text": "Mine."}, "applications"), ({"applications": [due[2].pk], "text": " "}, "text")):
        assert client.post(dispute_url(kebun), sent).context["form"].errors.keys() == {wrong}
    assert not RecordDispute.objects.exists()


def test_one_dispute_at_a_time(client, dispute, due, kebun, rani):
    client.force_login(rani)
    sent = {"applications": [due[5].pk], "text": "One more."}
    assert client.post(dispute_url(kebun), sent).url == reverse("office_record", args=[kebun.slug])
    assert list(RecordDispute.objects.all()) == [dispute]
    with pytest.raises(DecisionRefused):
        RecordDispute.write(kebun, due[5:6], text="One more.", by=rani)


def test_upheld_dispute_leaves_the_applications_out_and_counts_anew(client, dispute, due, kebun, rani, ayu, run_jobs):
    assert share_of(kebun) == (7, 28)
    client.force_login(ayu)
    assert "These two were tests of ours." in client.get(decide_url(dispute)).content.decode()
    run_jobs()
    mail.outbox.clear()
    assert client.post(decide_url(dispute), {"verdict": "uphold", "reason": "So it was."}).status_code == 302
    assert share_of(kebun) == (5, 40)
    assert set(Application.objects.filter(left_out_of_record=True)) == set(due[2:4])
    dispute.refresh_from_db()
    assert dispute.is_upheld is True
    change = EmployerChange.objects.filter(employer=kebun).last()
    assert (change.kind, change.by, change.reason) == ("dispute_upheld", ayu, "So it was.")
    assert LogEntry.objects.filter(user=ayu, object_id=str(dispute.pk)).exists()
    run_jobs()
    assert [(message.to, "So it was." in message.body) for message in mail.outbox] == [([rani.email], True)]


def test_refused_dispute_owes_a_reason_and_changes_nothing(client, dispute, kebun, rani, ayu, run_jobs):
    client.force_login(ayu)
    answer = client.post(decide_url(dispute), {"verdict": "refuse"})
    assert answer.status_code == 400 and answer.context["form"].errors.keys() == {"reason"}
    with pytest.raises(DecisionRefused):
        dispute.decide(is_upheld=False, by=ayu)
    run_jobs()
    mail.outbox.clear()
    assert client.post(decide_url(dispute), {"verdict": "refuse", "reason": "They are people."}).status_code == 302
    assert share_of(kebun) == (7, 28)
    assert not Application.objects.filter(left_out_of_record=True).exists()
    run_jobs()
    assert [(message.to, "They are people." in message.body) for message in mail.outbox] == [([rani.email], True)]
    client.force_login(rani)
    assert "They are people." in client.get(reverse("office_record", args=[kebun.slug])).content.decode()


def test_dispute_is_decided_once(client, dispute, kebun, ayu):
    dispute.decide(is_upheld=False, by=ayu, reason="They are people.")
    client.force_login(ayu)
    assert client.post(decide_url(dispute), {"verdict": "uphold"}).status_code == 400
    assert share_of(kebun) == (7, 28)
    # Afterwards another one may be written.
    RecordDispute.write(kebun, dispute.applications.all(), text="Once more.", by=dispute.by)


def test_desk_of_disputes_is_for_curators_and_the_queue_points_to_it(client, dispute, kebun, ayu, rani, tono):
    for user in (rani, tono):
        client.force_login(user)
        assert client.post(decide_url(dispute), {"verdict": "uphold"}).status_code == 302
    assert share_of(kebun) == (7, 28)
    client.force_login(ayu)
    url = reverse("admin:careers_recorddispute_changelist")
    assert url in client.get(reverse("admin:careers_reviewedlisting_changelist")).content.decode()
    assert f"{url}?decided_at__isempty=1" in client.get("/admin/").content.decode()
    assert decide_url(dispute) in client.get(url).content.decode()
