"""What listings does in the background."""

from django.db.models import F, OuterRef, Subquery

from careers.core.queue import app, follows
from careers.core.states import IllegalStep
from careers.employers.models.employer import Employer
from careers.listings.models.content import BASE_CURRENCY, refresh_search
from careers.listings.models.listing import Listing
from careers.listings.models.verbs import ListingRefused
from careers.listings.pay import ComparablePay, convert
from careers.listings.rates import monthly_rates

BATCH = 500  # rows that one statement reads or writes


@app.periodic(cron="* * * * *")
@app.task(name="careers.listings.tasks.open_due", lock="listings.clock")
def open_due(timestamp: int = 0) -> None:
    """Let scheduled listings go live when their moment has come."""
    for listing in Listing.objects.due_to_open():
        _by_the_clock(listing.open)


@app.periodic(cron="* * * * *")
@app.task(name="careers.listings.tasks.expire_due", lock="listings.clock")
def expire_due(timestamp: int = 0) -> None:
    """End live and paused listings whose time is over."""
    for listing in Listing.objects.due_to_expire():
        _by_the_clock(listing.expire)


@app.periodic(cron="20 0 * * *")
@app.task(name="careers.listings.tasks.refresh_order", lock="listings.order")
def refresh_order(timestamp: int = 0) -> None:
    """Sort by the pay of this month's rates: once they change, every stated pay is converted again, a batch at a time."""
    rates = monthly_rates()
    changed: list[Listing] = []
    for listing in Listing.objects.live().exclude(pay_month_min=None, pay_month_max=None).iterator(chunk_size=BATCH):
        month = ComparablePay(
            None, None, listing.pay_month_min, listing.pay_month_max, listing.pay_currency_id, assumed_hours=False
        )
        based = convert(month, rates, BASE_CURRENCY)
        sort = (based.month_max or based.month_min) if based else None
        if sort != listing.pay_sort:
            listing.pay_sort = sort
            changed.append(listing)
        if len(changed) == BATCH:
            Listing.objects.bulk_update(changed, ["pay_sort"])
            changed.clear()
    Listing.objects.bulk_update(changed, ["pay_sort"])


@follows("employer_changed")
def refresh_employer_names() -> None:
    """Let a renamed employer's listings be found by its new name."""
    name = Subquery(Employer.objects.filter(pk=OuterRef("employer")).values("name")[:1])
    Listing.objects.exclude(search_employer=F("employer__name")).update(search_employer=name)


@follows("vocabulary_changed")
def refresh_search_words() -> None:
    """Let listings be found by the new name or spelling of a skill or profession."""
    refresh_search(Listing.objects.all())


def _by_the_clock(step) -> None:
    try:
        step()
    except (IllegalStep, ListingRefused):
        # Somebody was quicker: what was due is no longer.
        return
