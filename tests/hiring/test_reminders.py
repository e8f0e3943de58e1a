"""The reminders of a promise: one mail an employer, member and run, without names; and a word to who waits for a next step."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.applications.models.application import Application
from careers.core import clock as board
from careers.hiring.tasks import send_reminders
from tests import factories


def sent(event: str = "waits? for you") -> list[dict]:
    jobs = ProcrastinateJob.objects.filter(task_name="careers.core.mail.deliver", args__subject__iregex=event)
    return [job.args for job in jobs.order_by("pk")]


@pytest.fixture
def listing(kebun, clock):
    clock.at(datetime(2026, 11, 2, 3, tzinfo=UTC))
    return factories.make_listing(employer=kebun, promise_days=7, title="Editor of answers")


def test_reminders_go_to_owners_and_recruiters_once_and_name_nobody(clock, listing, rani, bima, tono):
    sari = factories.make_member(listing.employer, "recruiter").user
    for name in ("Sekar Ayu", "Bagus Jati"):
        factories.make_application(listing=listing, name=name, seeker=factories.make_user(name=name))
    clock.forward(days=6)
    send_reminders.func()
    send_reminders.func()
    assert sorted(mail["to"] for mail in sent()) == sorted([rani.email, sari.email])
    mail = sent()[0]
    assert "2 applications wait for you at Kebun Kata" in mail["subject"]
    assert "2 answers are promised; the first by 9 November 2026." in " ".join(mail["text"].split())
    assert "Sekar" not in mail["text"] + mail["html"] and "Bagus" not in mail["text"] + mail["html"]


def test_reminders_come_at_two_thirds_and_at_the_end_and_the_lapse_has_the_last_word(clock, listing, rani):
    factories.make_application(listing=listing)
    days_of_mails = []
    for day in range(12):
        before = len(sent())
        send_reminders.func()
        days_of_mails += [day] * (len(sent()) - before)
        clock.forward(days=1)
    # The week ends with its last day in Jakarta, after 7.6 days: a third before that is left after 5.3.
    assert days_of_mails == [6, 8]
    text = " ".join(sent()[1]["text"].split())
    assert "1 answer is late; if none comes by 12 November 2026, it counts as unanswered." in text


def test_worker_that_was_down_sends_one_mail_with_everything(clock, listing, rani):
    other = factories.make_listing(employer=listing.employer, promise_days=14, title="Rater of answers")
    factories.make_application(listing=listing)
    factories.make_application(listing=other)
    factories.make_application(listing=listing, stage="interviewing")
    clock.forward(days=10)
    send_reminders.func()
    send_reminders.func()
    (mail,) = sent()
    assert mail["subject"].startswith("3 applications")
    text = " ".join(mail["text"].split())
    assert "Rater of answers: 1 answer is promised by 16 November 2026." in text
    assert "1 answer is late" in text and "1 next step is late" in text


def test_whoever_waits_for_a_next_step_reads_a_kind_word_once_and_nothing_changes(clock, listing, rani, dewi):
    application = factories.make_application(listing=listing, seeker=dewi, stage="shortlisted")
    clock.at(Application.objects.get().step_due_at + timedelta(minutes=1))
    send_reminders.func()
    send_reminders.func()
    (mail,) = sent("next step is late")
    assert mail["to"] == dewi.email
    assert "This is not about you." in mail["text"] and "still open" in mail["text"]
    application.refresh_from_db()
    assert (application.stage, application.changes.filter(actor="clock").count()) == ("shortlisted", 0)


def test_reminder_is_not_owed_to_other_offices_nor_of_closed_ones(clock, listing, rani, tono):
    factories.make_application(listing=listing)
    factories.make_listing(employer=tono.memberships.get().employer)
    listing.employer.close(by=rani)
    clock.forward(days=6)
    send_reminders.func()
    assert sent() == []


def test_unanswered_says_that_it_is_not_about_them_and_leads_on(clock, listing, dewi, client):
    application = factories.make_application(listing=listing, seeker=dewi)
    clock.at(application.promise_due_at + timedelta(days=3))
    application.lapse()
    mail = sent("news about your application")[-1]
    assert "They did not answer. This is not about you." in mail["text"]
    more = f"/listings/?category={listing.category.slug}"
    assert more in mail["text"] and more in mail["html"]
    client.force_login(dewi)
    assert more in client.get(application.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_once():
    listing = factories.make_listing(promise_days=7)
    for _one in range(6):
        factories.make_application(listing=listing)
    Application.objects.update(promise_due_at=board.now() + timedelta(days=1))

    def run(_worker: int) -> None:
        try:
            send_reminders.func()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    told = [int(mail["subject"].split()[0]) for mail in sent()]
    # Runs that meet share the rows between them; no row is told of twice, and none is forgotten.
    assert sum(told) == 6
    assert set(Application.objects.values_list("promise_reminders", flat=True)) == {1}
    send_reminders.func()
    assert len(sent()) == len(told)
