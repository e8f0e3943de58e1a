"""What listings does in the background."""

from datetime import timedelta
from decimal import Decimal

import pytest

from careers.core import clock as board_clock
from careers.listings import tasks
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db


def test_open_due_opens_what_is_scheduled_once(clock):
    listing = factories.make_listing(starts_at=board_clock.now() + timedelta(days=2))
    tasks.open_due.func()
    listing.refresh_from_db()
    before = listing.state
    clock.forward(days=2, seconds=1)
    tasks.open_due.func()
    tasks.open_due.func()
    listing.refresh_from_db()
    assert (before, listing.state, listing.changes.filter(kind="open").count()) == ("scheduled", "live", 1)


def test_expire_due_ends_what_is_over_and_nothing_else(clock):
    over, other = factories.make_listing(), factories.make_listing(closes_at=board_clock.now() + timedelta(days=60))
    clock.forward(days=30, seconds=1)
    tasks.expire_due.func()
    tasks.expire_due.func()
    over.refresh_from_db()
    other.refresh_from_db()
    assert (over.state, other.state, over.changes.filter(kind="expire").count()) == ("expired", "live", 1)


def test_refresh_order_follows_the_rates_of_the_month(clock):
    factories.make_rate("USD", "1.25")
    listing = factories.make_listing(
        pay_min=Decimal(10), pay_max=Decimal(10), pay_currency=factories.make_currency("EUR")
    )
    Listing.objects.filter(pk=listing.pk).update(pay_sort=None)
    tasks.refresh_order.func()
    listing.refresh_from_db()
    assert listing.pay_sort == (listing.pay_month_max * Decimal("1.25")).quantize(Decimal("0.0001"))


def test_refresh_employer_names_lets_the_new_name_be_found():
    listing = factories.make_listing()
    listing.employer.rename("Serambi Kata Baru", by=factories.make_user())
    tasks.refresh_employer_names.func()
    listing.refresh_from_db()
    assert listing.search_employer == "Serambi Kata Baru"
