"""Random boards, viewers and days: each word of a search finds the rows of which the pure functions say that they fit."""

import os
import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from careers.accounts.viewer import Viewer
from careers.listings.eligibility import (
    VERDICTS,
    WORKING_DAY,
    Eligibility,
    judged_zones,
    offset_minutes,
    overlap_minutes,
    verdict,
)
from careers.listings.filters import CROWDS, ListingFilter
from careers.listings.models.listing import Listing
from careers.listings.pay import comparable, convert
from careers.listings.rates import newest_rates
from tests.listings.boards import RATES, make_places_and_rates, scatter
from tests.listings.test_verdict import COUNTRIES, ZONES, chance_uuid, random_rows

# Days on which clocks change somewhere, and the days beside them.
CHANGES = (
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2026, 10, 25),
    date(2026, 11, 1),
)
DAYS = [change + timedelta(days=beside) for change in CHANGES for beside in (-1, 0, 1)]
OF_A_CENT = Decimal("0.05")  # nearer than this the last rounding decides
zones = st.sampled_from(ZONES)
days = st.sampled_from(DAYS) | st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(zones, zones, days)
def test_overlap_is_the_minutes_that_both_clocks_call_working(zone, other, on):
    """Counted minute by minute, by another way than the sum."""
    start, end = (datetime.combine(on, at, ZoneInfo(other)).astimezone(UTC) for at in WORKING_DAY)
    shared, moment = 0, start
    while moment < end:
        there = moment.astimezone(ZoneInfo(zone)).time()
        shared += WORKING_DAY[0] <= there < WORKING_DAY[1]
        moment += timedelta(minutes=1)
    assert overlap_minutes(zone, other, on) == shared


@given(zones, days, st.integers(0, 3), st.integers(0, 3))
def test_window_holds_both_its_ends_and_nothing_beyond(zone, on, below, above):
    noon = datetime.combine(on, time(12), ZoneInfo(zone))
    offset = int(noon.utcoffset().total_seconds()) // 60
    assert offset == offset_minutes(zone, on) and -720 <= offset <= 840
    viewer = Viewer(country="ID", zone=zone)

    def kind(low: int | None, high: int | None) -> str:
        stated = Eligibility("worldwide", utc_offset_min=low, utc_offset_max=high)
        return verdict(stated, viewer, (), on).kind

    assert kind(offset - below, offset + above) == kind(offset - below, None) == kind(None, offset + above) == "open"
    assert kind(offset + 1, None) == kind(None, offset - 1) == "not-open"


@given(zones, zones, days)
def test_hours_of_overlap_are_open_up_to_the_last_whole_one(zone, other, on):
    whole = overlap_minutes(zone, other, on) // 60
    for hours in range(1, 9):
        stated = Eligibility("worldwide", overlap_hours=hours, overlap_zone=other)
        assert verdict(stated, Viewer(country="ID", zone=zone), (), on).is_open == (hours <= whole)


@given(st.sampled_from(sorted(COUNTRIES)), st.lists(st.sampled_from(sorted(COUNTRIES)), unique=True), days)
def test_country_is_open_just_when_it_is_named(country, named, on):
    found = verdict(Eligibility("countries", tuple(named)), Viewer(country=country), COUNTRIES[country], on)
    assert found.is_open == (country in named)


@pytest.fixture
def rows(db) -> list[Listing]:
    """A live board on which everything that is searched by differs at random: 10,000 rows with PROOF."""
    make_places_and_rates()
    chance = random.Random(24)
    board = random_rows(10_000 if os.environ.get("PROOF") else 300, seed=23)
    Listing.objects.update(closes_at=datetime(2026, 1, 1, tzinfo=UTC))
    # Created once more, for that is quicker than writing to so many.
    for row in board:
        scatter(row, chance)
        row.pk, row.slug, row.public_id = None, f"board-{row.slug}", chance_uuid(chance)
        row.search_words = None
    Listing.objects.bulk_create(board, batch_size=1000)
    return list(Listing.objects.filter(slug__startswith="board-"))


def found_by(words: dict) -> set[int]:
    """The rows of a search, which has to be a sound one."""
    search = ListingFilter(QueryDict(urlencode(words, doseq=True)))
    assert search.is_valid(), search.errors
    return set(search.qs.values_list("pk", flat=True))


def test_words_of_place_find_what_the_verdict_says(rows, clock):
    chance = random.Random(29)
    for day in chance.sample(DAYS, 8):
        clock.at(datetime.combine(day, time(chance.randrange(24)), UTC))
        country = chance.choice(sorted(COUNTRIES))
        viewer = Viewer(
            country=country, zone=chance.choice(["", "", *ZONES]),
            work_languages=tuple(chance.sample(["id", "en"], chance.randint(0, 2))),
        )  # fmt: skip
        place = {"country": country, "zone": viewer.zone, "work_language": viewer.work_languages}
        said = {row.pk: verdict(row.eligibility, viewer, COUNTRIES[country], day).kind for row in rows}
        for kinds in (*((kind,) for kind in VERDICTS), VERDICTS[:2], VERDICTS):
            wanted = {pk for pk, kind in said.items() if kind in kinds}
            assert found_by(place | {"eligibility": kinds}) == wanted, (day, viewer, kinds)
        mine = judged_zones(viewer, COUNTRIES[country])
        for hours in (1, chance.randint(2, 7), 8):
            wanted = {
                row.pk for row in rows
                if not row.overlap_zone
                or any(overlap_minutes(zone, row.overlap_zone, day) >= hours * 60 for zone in mine)
            }  # fmt: skip
            assert found_by(place | {"overlap": hours}) == wanted, (day, viewer, hours)


def test_floor_finds_what_the_pay_comes_to(rows):
    chance, rates = random.Random(31), newest_rates()
    for _turn in range(12):
        per, currency = chance.choice(["hour", "month"]), chance.choice([*RATES, "EUR"])
        floor = Decimal(chance.randrange(1, 10 ** chance.randint(2, 8)))
        words = {"pay_from": floor, "currency": currency, "per": per}
        found, with_unknown = found_by(words), found_by(words | {"pay_unknown": 1})
        for row in rows:
            own = comparable(row.pay) if row.pay else None
            pay = convert(own, rates, currency) if own else None
            low, high = (getattr(pay, f"{per}_{end}") if pay else None for end in ("min", "max"))
            if high is not None and abs(high - floor) <= OF_A_CENT * max(1, floor):
                continue
            reaches = high >= floor if high is not None else low is not None
            unknown = high is None and low is None
            assert (row.pk in found, row.pk in with_unknown) == (reaches, reaches or unknown), (words, row.pay)


def test_words_of_hours_and_crowd_find_what_they_say(rows):
    for most in (1, 10, 30, 168):
        least = {row.pk: row.hours_min if row.hours_min is not None else row.hours_max for row in rows}
        assert found_by({"hours_max": most}) == {
            pk for pk, hours in least.items() if hours is not None and hours <= most
        }
    for crowd, end in CROWDS.items():
        assert found_by({"crowd": crowd}) == {row.pk for row in rows if row.application_count < end}
