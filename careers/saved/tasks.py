"""The line before a full queue: who is told when it opens, and when."""

from django.db import transaction
from django.db.models import Count, DateTimeField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from careers.core import clock
from careers.core.queue import follows
from careers.listings.models.listing import Listing
from careers.saved import emails
from careers.saved.models import QueueNotice


@follows("listing_changed")
def follow_queues() -> None:
    """Tell the next in each line of the places that have opened, and end what is over.

    What is owed is read from the rows each time, so nobody is lost while the worker is down; the lock on a listing
    makes two runs at once tell nobody twice.
    """
    for listing_id in list(_owed().values_list("pk", flat=True)):
        _follow(listing_id)


def _owed() -> QuerySet[Listing]:
    """The listings in whose line something is owed: however many lines there are, one question finds them."""
    line = QueueNotice.objects.standing().filter(listing=OuterRef("pk"))
    coming = line.on_the_way().order_by().values("listing").annotate(n=Count("pk")).values("n")
    listings = Listing.objects.filter(pk__in=QueueNotice.objects.standing().values("listing")).order_by("pk")
    places = F("review_capacity") - F("waiting_count") - Coalesce(Subquery(coming), 0)
    listings = listings.alias(places=places, waited_for=Exists(line.waiting()))
    open_now = Listing.objects.open_for_applications().values("pk")
    return (
        listings.filter(pk__in=Listing.objects.ended().values("pk"))
        | listings.filter(apply_at=Listing.ApplyAt.OUTSIDE)
        | listings.filter(Exists(line.over()))
        | listings.filter(Exists(line.pushed_back()))
        | listings.filter(pk__in=open_now, waited_for=True, places__gt=0)
    )


@transaction.atomic
def _follow(listing_id: int) -> None:
    listing = Listing.objects.select_for_update(of=("self",), no_key=True).select_related("employer").get(pk=listing_id)
    line = QueueNotice.objects.filter(listing=listing)
    now = clock.now()
    line.over().update(ended_at=now)
    line.pushed_back().update(told_at=None)
    if listing.is_ended or listing.applies_outside:
        related = ("user", "listing__employer", "listing__category")
        for notice in line.standing().select_related(*related).in_order():
            emails.queue_over(notice)
        line.standing().update(ended_at=now)
    elif listing.is_open:
        places = listing.review_capacity - listing.waiting_count
        due = max(0, places - line.on_the_way().count())
        told = list(line.waiting().in_order().select_related("user")[:due])
        for notice in told:
            emails.queue_open(notice, listing, places)
        # Somebody may have asked since `now`, or by a clock that is a little ahead.
        told_at = Greatest(Value(now, DateTimeField()), F("asked_at"))
        line.filter(pk__in=[notice.pk for notice in told]).update(told_at=told_at)
