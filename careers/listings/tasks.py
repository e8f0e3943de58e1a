"""What listings does in the background."""

import time

from django.core.cache import cache
from django.db.models import F, Max, Q, QuerySet
from django.http import QueryDict

from careers.core.queue import app, follows
from careers.core.states import IllegalStep
from careers.employers.models.employer import Employer
from careers.listings.filters import ListingFilter
from careers.listings.models import term_rows
from careers.listings.models.bitmaps import EVERYTHING, FilterBitmap, facet_searches
from careers.listings.models.content import BASE_CURRENCY
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingChange
from careers.listings.models.verbs import ListingRefused
from careers.listings.pay import ComparablePay, convert
from careers.listings.rates import monthly_rates
from careers.taxonomy.models import JobCategory, Skill

BATCH = 500  # rows that one statement reads or writes
TAKING_SECONDS = 20  # of each minute are spent on bitmaps at most, and on the one that is begun
TERMS_FOLLOWED = "listings.terms"  # in the cache: the last line of the log that the search terms know of


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
    for employer in Employer.objects.exclude(searched_as=F("name")).only("pk", "name"):
        _search_anew(Listing.objects.filter(employer=employer))
        term_rows.follow_employer(employer.pk)
        Employer.objects.filter(pk=employer.pk).update(searched_as=employer.name)


@follows("vocabulary_changed")
def refresh_search_words() -> None:
    """Let listings be found by the new name or spelling of a skill or profession."""
    for category in JobCategory.objects.all():
        _spell_anew(category, Listing.objects.filter(category=category))
    for skill in Skill.objects.all():
        _spell_anew(skill, Listing.objects.filter(skill_ids__contains=[skill.pk]))
    term_rows.follow_vocabulary()


@app.periodic(cron="7 * * * *")
@app.task(name="careers.listings.tasks.refresh_terms", lock="listings.terms")
def refresh_terms(timestamp: int = 0) -> None:
    """Count anew what people may search for. Whoever fills a board by the thousand calls it, too."""
    newest = _newest_change()
    term_rows.refresh()
    cache.set(TERMS_FOLLOWED, newest, timeout=None)


@app.periodic(cron="* * * * *")
@app.task(name="careers.listings.tasks.follow_terms", lock="listings.terms")
def follow_terms(timestamp: int = 0) -> None:
    """Let titles and employers that have become live be suggested, and those that have left no longer.

    Each minute, not with each verb: publishing by the thousand would queue a thousand of these. Nothing known of the log
    is a board that was never counted.
    """
    newest, last = _newest_change(), cache.get(TERMS_FOLLOWED)
    if last is None:
        refresh_terms.func()
        return
    changed = ListingChange.objects.filter(Q(from_state="live") | Q(to_state="live"), pk__gt=last, pk__lte=newest)
    while found := list(changed.filter(pk__gt=last).order_by("pk").values_list("pk", "listing_id")[:BATCH]):
        term_rows.follow_listings([listing_id for _pk, listing_id in found])
        last = found[-1][0]
    cache.set(TERMS_FOLLOWED, newest, timeout=None)


@app.periodic(cron="* * * * *")
@app.task(name="careers.listings.tasks.take_bitmaps", lock="listings.bitmaps")
def take_bitmaps(timestamp: int = 0) -> None:
    """Take the bitmaps that are wanted, then those that are old: on a large board what every page of it counts."""
    bitmaps = FilterBitmap.objects.all()
    bitmaps.forgotten().delete()
    if not bitmaps.are_worth_it():
        bitmaps.delete()
        return
    bitmaps.want([EVERYTHING, *(search for options in facet_searches({}).values() for search in options.values())])
    until = time.monotonic() + TAKING_SECONDS
    for bitmap in bitmaps.due():
        asked = ListingFilter(QueryDict(bitmap.search))
        if asked.is_valid():
            bitmap.take(asked.qs)
        else:
            # It was of a profession, a skill or an employer that is gone.
            bitmap.delete()
        if time.monotonic() > until:
            break


def _newest_change() -> int:
    return ListingChange.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _spell_anew(row: JobCategory | Skill, listings: QuerySet) -> None:
    spelt = "\n".join(row.spellings)
    if row.searched_as != spelt:
        _search_anew(listings)
        type(row).objects.filter(pk=row.pk).update(searched_as=spelt)


def _search_anew(listings: QuerySet) -> None:
    """Have the database work out the words of these, a batch at a time; what was kept of them elsewhere is old now."""
    last = 0
    while ids := list(listings.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        Listing.objects.filter(pk__in=ids).update(search_words=None, version=F("version") + 1)
        last = ids[-1]


def _by_the_clock(step) -> None:
    try:
        step()
    except (IllegalStep, ListingRefused):
        # Somebody was quicker: what was due is no longer.
        return
