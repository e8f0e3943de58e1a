"""What hiring does in the background: once a day each member hears of new applications, and of a promise before it breaks."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef

from careers.applications import emails as application_emails
from careers.applications.models.application import Application
from careers.core import clock
from careers.core.queue import app
from careers.employers.models.employer import Employer
from careers.employers.models.people import Membership
from careers.hiring import emails

ONCE_IN = timedelta(days=1)


@app.periodic(cron="7 * * * *")
@app.task(name="careers.hiring.tasks.send_digests", lock="hiring.digests")
def send_digests(timestamp: int = 0) -> None:
    """Tell members of what has arrived since they were last told; at most once a day each, and safe to run twice."""
    now = clock.now()
    arrived = Application.objects.handed_in().filter(
        listing__employer=OuterRef("employer"), submitted_at__gt=OuterRef("digested_until"), submitted_at__lte=now
    )
    owed = Membership.objects.filter(
        Exists(arrived), digested_until__lte=now - ONCE_IN, user__is_active=True, employer__state=Employer.State.ACTIVE
    )
    for member in owed.select_related("user", "employer"):
        _digest(member, now)


@transaction.atomic
def _digest(member: Membership, now) -> None:
    # The claim: whoever changes the row first sends the mail, and both commit together.
    since = member.digested_until
    if not Membership.objects.filter(pk=member.pk, digested_until=since).update(digested_until=now):
        return
    received = Application.objects.handed_in().filter(
        listing__employer=member.employer_id, submitted_at__gt=since, submitted_at__lte=now
    )
    rows = received.order_by().values("listing__title", "listing__public_id").annotate(
        count=Count("pk"), first_due=Min(F("promise_due_at") - timedelta(seconds=1))
    )  # fmt: skip
    emails.digest(member, rows.order_by("first_due", "listing__public_id"))


@app.periodic(cron="17 * * * *")
@app.task(name="careers.hiring.tasks.send_reminders", lock="hiring.reminders")
def send_reminders(timestamp: int = 0) -> None:
    """Remind each employer of the answers and steps that are due: one mail a member, with all that is owed; safe to run twice."""
    owed = Application.objects.owed_reminders().order_by().values_list("listing__employer", flat=True)
    for employer in owed.distinct():
        _remind(employer)


@transaction.atomic
def _remind(employer: int) -> None:
    claimed = Application.objects.filter(listing__employer=employer).claim_reminders()
    if not claimed:
        return
    members = Membership.objects.filter(
        employer=employer, role__in=("owner", "recruiter"), user__is_active=True, employer__state=Employer.State.ACTIVE
    )
    for member in members.select_related("user", "employer").order_by("pk"):
        emails.reminder(member, claimed)
    for application in claimed:
        if application.answered_at:
            application_emails.step_late(application)
