"""Keyset pages: both ways, whatever comes between, and no cursor but our own."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careers.core import clock
from careers.core.paging import BadCursor, keyset_page
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db
FRESH = ("-rank_at", "-pk")
PAY = ("-pay_sort", "-pk")


def make_rows(number: int, **columns) -> list[int]:
    """Live listings with equal times two by two; gives their keys, the freshest first."""
    employer, start = factories.make_employer(level=1), clock.now()
    keys = []
    for place in range(number):
        listing = factories.make_listing(employer=employer)
        Listing.objects.filter(pk=listing.pk).update(rank_at=start - timedelta(hours=place // 2), **columns)
        keys.append(listing.pk)
    return [row.pk for row in Listing.objects.order_by("-rank_at", "-pk")]


def walk(keys: tuple[str, ...], size: int = 2) -> list[list[int]]:
    """Every page from the first to the last."""
    pages, cursor = [], ""
    while True:
        page = keyset_page(Listing.objects.all(), keys, cursor, size)
        pages.append([row.pk for row in page.rows])
        if not page.older:
            return pages
        cursor = page.older


def test_keyset_page_shows_every_row_once_in_order():
    rows = make_rows(5)
    assert walk(FRESH) == [rows[:2], rows[2:4], rows[4:]]


def test_keyset_page_goes_back_the_way_it_came():
    rows = make_rows(6)
    second = keyset_page(Listing.objects.all(), FRESH, keyset_page(Listing.objects.all(), FRESH, "", 2).older, 2)
    third = keyset_page(Listing.objects.all(), FRESH, second.older, 2)
    back = keyset_page(Listing.objects.all(), FRESH, third.newer, 2)
    assert ([row.pk for row in back.rows], third.older) == (rows[2:4], "")


def test_keyset_page_back_at_the_start_is_the_first_page():
    rows = make_rows(3)
    second = keyset_page(Listing.objects.all(), FRESH, keyset_page(Listing.objects.all(), FRESH, "", 2).older, 2)
    first = keyset_page(Listing.objects.all(), FRESH, second.newer, 2)
    assert ([row.pk for row in first.rows], first.newer) == (rows[:2], "")


def test_keyset_page_neither_repeats_nor_hides_when_a_row_comes():
    rows = make_rows(4)
    first = keyset_page(Listing.objects.all(), FRESH, "", 2)
    factories.make_listing()
    second = keyset_page(Listing.objects.all(), FRESH, first.older, 2)
    assert [row.pk for row in second.rows] == rows[2:4]


def test_keyset_page_puts_rows_without_a_value_last():
    rows = make_rows(5)
    Listing.objects.filter(pk=rows[3]).update(pay_sort=50)
    Listing.objects.filter(pk=rows[4]).update(pay_sort=90)
    Listing.objects.filter(pk__in=rows[:3]).update(pay_sort=None)
    unpaid = sorted(rows[:3], reverse=True)
    assert walk(PAY) == [[rows[4], rows[3]], unpaid[:2], unpaid[2:]]


def test_keyset_page_refuses_a_cursor_of_another_order():
    make_rows(3)
    cursor = keyset_page(Listing.objects.all(), FRESH, "", 2).older
    with pytest.raises(BadCursor):
        keyset_page(Listing.objects.all(), PAY, cursor, 2)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=500))
def test_keyset_page_refuses_what_is_not_ours(text):
    with pytest.raises(BadCursor):
        keyset_page(Listing.objects.none(), FRESH, text, 2)
