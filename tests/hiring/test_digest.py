"""The daily mail of what has arrived: to every member, once a day, without names."""

from procrastinate.contrib.django.models import ProcrastinateJob

from careers.core.clock import now
from careers.hiring import tasks
from careers.hiring.tasks import send_digests
from tests import factories


def digests() -> list[dict]:
    jobs = ProcrastinateJob.objects.filter(task_name="careers.core.mail.deliver").order_by("pk")
    return [job.args for job in jobs if "at most once a day" in job.args["text"]]


def test_digest_goes_to_every_member_once_a_day(clock, rani, bima, kebun):
    listing = factories.make_listing(employer=kebun, title="Editor of answers")
    clock.forward(days=2)
    factories.make_application(listing=listing, name="Sekar Ayu")
    factories.make_application(listing=listing)
    factories.make_application(listing=listing, stage="draft")
    send_digests.func()
    send_digests.func()
    assert sorted(mail["to"] for mail in digests()) == sorted([rani.email, bima.email])
    mail = digests()[0]
    assert "2 new applications" in mail["subject"]
    assert "Editor of answers: 2" in mail["text"]
    assert "Sekar" not in mail["text"] + mail["html"]


def test_digest_tells_only_what_is_new_and_waits_a_day(clock, rani, kebun):
    listing = factories.make_listing(employer=kebun)
    clock.forward(days=2)
    factories.make_application(listing=listing)
    send_digests.func()
    clock.forward(hours=3)
    factories.make_application(listing=listing)
    send_digests.func()
    assert len(digests()) == 1
    clock.forward(hours=22)
    send_digests.func()
    assert [mail["subject"][0] for mail in digests()] == ["1", "1"]


def test_digest_is_not_sent_for_nothing_nor_across_offices(clock, rani, kebun, tono):
    factories.make_listing(employer=kebun)
    theirs = factories.make_listing(employer=tono.memberships.get().employer)
    clock.forward(days=2)
    factories.make_application(listing=theirs)
    send_digests.func()
    assert [mail["to"] for mail in digests()] == [tono.email]


def test_digest_is_sent_once_by_two_workers_that_have_read_the_same_row(clock, rani, kebun):
    listing = factories.make_listing(employer=kebun)
    clock.forward(days=2)
    factories.make_application(listing=listing)
    first, second = (kebun.memberships.select_related("user", "employer").get() for _worker in range(2))
    tasks._digest(first, now())
    tasks._digest(second, now())
    assert [mail["to"] for mail in digests()] == [rani.email]
