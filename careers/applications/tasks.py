"""What applications does in the background: it follows the listings, and the clock."""

from collections.abc import Callable

from django.db import transaction

from careers.applications.models.application import Application, ApplicationQuerySet
from careers.applications.models.record import rank_listings, recount_records
from careers.applications.models.verbs import ApplicationRefused
from careers.core.queue import app, follows
from careers.core.states import IllegalStep

BATCH = 200


@follows("listing_changed")
def follow_listings() -> None:
    """Do what applications are owed: clocks stopped and started, ended with their listing, lapsed, queues as they are.

    Safe to run twice and to be stopped anywhere: whatever is left over is found again a minute later.
    """
    with transaction.atomic():
        Application.objects.stop_clocks()
        Application.objects.start_clocks()
    _each(Application.objects.owed_listing_end, Application.end_with_listing)
    _each(Application.objects.due_to_lapse, Application.lapse)
    Application.objects.mend_queues()


@app.periodic(cron="23 * * * *")
@app.task(name="careers.applications.tasks.recount", lock="applications.record")
def recount(timestamp: int = 0) -> None:
    """Once an hour: the answer records, as promises fall due by themselves."""
    recount_records()


@app.periodic(cron="5 * * * *")
@app.task(name="careers.applications.tasks.rank", lock="applications.rank")
def rank(timestamp: int = 0) -> None:
    """Once an hour, and not oftener, so that pages stay stable: the order "new, mixed with uncrowded"."""
    rank_listings()


def _each(owed: Callable[[], ApplicationQuerySet], step: Callable[[Application], None]) -> int:
    """Take the step row by row, each in its own transaction; a row that changed meanwhile is passed over. Gives how many."""
    done, last = 0, 0
    while batch := list(owed().filter(pk__gt=last).order_by("pk").select_related("seeker")[:BATCH]):
        for application in batch:
            last = application.pk
            try:
                step(application)
                done += 1
            except (IllegalStep, ApplicationRefused, Application.DoesNotExist):
                continue
    return done
