"""What listings does in the background."""

import re
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from careers.core import clock as board_clock
from careers.listings import tasks
from careers.listings.filters import ListingFilter
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


def test_refresh_order_writes_in_batches_what_differs_and_nothing_else(monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 2)
    factories.make_rate("USD", "1.25")
    rows = [factories.make_listing() for _number in range(4)]
    Listing.objects.exclude(pk=rows[3].pk).update(pay_sort=None)
    seen_by_readers = set(Listing.objects.values_list("pk", "version", "updated_at"))
    with CaptureQueriesContext(connection) as queries:
        tasks.refresh_order.func()
    updates = [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert [[str(row.pk) in re.findall(r"\d+", sql.rpartition("WHERE")[2]) for row in rows] for sql in updates] in (
        [[True, True, False, False], [False, False, True, False]],
        [[False, True, True, False], [True, False, False, False]],
    )
    assert set(Listing.objects.values_list("pk", "version", "updated_at")) == seen_by_readers
    assert not Listing.objects.filter(pay_sort=None).exists()


def test_update_rates_writes_no_listing(tmp_path):
    factories.make_rate("USD", "1.25")
    factories.make_listing()
    file = tmp_path / "rates.csv"
    file.write_text(f"Date,USD\n{board_clock.today('UTC'):%Y-%m-%d},1.25\n")
    with CaptureQueriesContext(connection) as queries:
        call_command("update_rates", str(file), stdout=StringIO())
    assert [query["sql"] for query in queries if "careers_listing" in query["sql"]] == []


def test_refresh_employer_names_lets_the_new_name_be_found():
    listing = factories.make_listing()
    listing.employer.rename("Serambi Kata Baru", by=factories.make_user())
    tasks.refresh_employer_names.func()
    assert ListingFilter(QueryDict("q=serambi")).qs.get() == listing
