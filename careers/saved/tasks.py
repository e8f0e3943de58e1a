"""The line before a full queue: who is told when it opens, and when."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from careers.applications.lifecycle import Stage
from careers.applications.models.application import Application
from careers.core import clock
from careers.core.queue import follows
from careers.listings.models.listing import Listing
from careers.saved import emails
from careers.saved.models import QueueNotice

# Whoever was told counts as on the way for so long; then the next in the line is told of the place.
ON_THE_WAY = timedelta(hours=24)


@follows("listing_changed")
def follow_queues() -> None:
    """Tell the next in each line of the places that have opened, and end what is over.

    What is owed is read from the rows each time, so nobody is lost while the worker is down; the lock on a listing
    makes two runs at once tell nobody twice.
    """
    for listing_id in _lines():
        _follow(listing_id)


def _lines() -> list[int]:
    """The listings with a line in which something may be owed."""
    lines = QueueNotice.objects.standing().order_by("listing_id")
    return list(lines.values_list("listing_id", flat=True).distinct())


@transaction.atomic
def _follow(listing_id: int) -> None:
    listing = Listing.objects.select_for_update(of=("self",), no_key=True).select_related("employer").get(pk=listing_id)
    line = QueueNotice.objects.standing().filter(listing=listing)
    now = clock.now()
    applied = (
        Application.objects.handed_in().exclude(stage=Stage.WITHDRAWN).filter(listing=listing, seeker=OuterRef("user"))
    )
    line.filter(Exists(applied) | Q(user__is_active=False)).update(ended_at=now)
    if listing.is_ended:
        for notice in line.select_related("user").in_order():
            emails.queue_over(notice)
        line.update(ended_at=now)
    elif listing.queue_full_at is not None:
        # It filled up before they came: they wait on, with the place they had.
        line.filter(told_at__isnull=False, told_at__lt=listing.queue_full_at).update(told_at=None)
    elif listing.is_open:
        _tell(listing, line, places=listing.review_capacity - listing.waiting_count)


def _tell(listing: Listing, line, *, places: int) -> None:
    """Mail as many of the line as places are open that nobody told is on the way to."""
    now = clock.now()
    coming = line.filter(told_at__gt=now - ON_THE_WAY).count()
    due = list(line.waiting().in_order().select_related("user")[: max(0, places - coming)])
    for notice in due:
        emails.queue_open(notice, listing, places)
    line.filter(pk__in=[notice.pk for notice in due]).update(told_at=now)
