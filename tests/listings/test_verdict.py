"""Whether a listing is open to a viewer: one definition, said of values and of rows, and the two agree."""

import os
import random
import uuid
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.accounts.viewer import Viewer
from careers.listings.eligibility import (
    VERDICTS,
    Eligibility,
    condition,
    judged_zones,
    offset_minutes,
    overlap_minutes,
    verdict,
)
from careers.listings.models.listing import Listing
from tests import factories

TODAY = date(2026, 11, 22)
JAKARTA = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
ZONES = (
    "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati",
    "Etc/GMT+12", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns", "UTC",
)  # fmt: skip
COUNTRIES = {"ID": JAKARTA, "DE": ("Europe/Berlin",), "US": ("America/New_York", "America/Los_Angeles"), "BV": ()}

eligibilities = st.builds(
    Eligibility,
    scope=st.sampled_from(["worldwide", "countries", "not-stated"]),
    countries=st.lists(st.sampled_from(sorted(COUNTRIES)), unique=True, max_size=3).map(tuple),
    utc_offset_min=st.none() | st.integers(-720, 840),
    utc_offset_max=st.none() | st.integers(-720, 840),
    overlap_hours=st.none() | st.integers(1, 8),
    overlap_zone=st.sampled_from(ZONES),
    work_languages=st.lists(st.sampled_from(["id", "en", "jv"]), unique=True, max_size=2).map(tuple),
)
viewers = st.builds(
    Viewer,
    country=st.sampled_from(["", *sorted(COUNTRIES)]),
    zone=st.sampled_from(["", *ZONES]),
    work_languages=st.lists(st.sampled_from(["id", "en"]), unique=True).map(tuple),
)
days = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def of_jakarta(stated: Eligibility, **parts):
    return verdict(stated, Viewer(country="ID", **parts), JAKARTA, TODAY)


def test_worldwide_is_open_and_says_so():
    assert (of_jakarta(Eligibility("worldwide")).kind, of_jakarta(Eligibility("worldwide")).reason) == (
        "open",
        "worldwide",
    )


def test_named_country_decides():
    assert of_jakarta(Eligibility("countries", ("ID", "MY"))).kind == "open"
    assert of_jakarta(Eligibility("countries", ("MY",))).reason == "country"


@pytest.mark.parametrize("scope", ["not-stated", ""])
def test_not_stated_is_never_open(scope):
    assert of_jakarta(Eligibility(scope)).kind == "not-stated"
    assert of_jakarta(Eligibility(scope, utc_offset_max=0)).kind == "not-open"


def test_viewer_without_a_country_gets_no_verdict():
    assert verdict(Eligibility("worldwide"), Viewer(zone="Asia/Jakarta"), (), TODAY) is None


def test_zones_of_a_country_are_named_when_some_fit():
    some = of_jakarta(Eligibility("countries", ("ID",), utc_offset_min=480))
    assert (some.kind, some.zones) == ("open", ("Asia/Makassar", "Asia/Jayapura"))
    assert of_jakarta(Eligibility("countries", ("ID",), utc_offset_min=480), zone="Asia/Jakarta").reason == "offset"
    assert of_jakarta(Eligibility("worldwide", utc_offset_max=-60)).reason == "offset"


def test_languages_are_all_needed_and_judged_only_when_given():
    stated = Eligibility("worldwide", work_languages=("id", "en"))
    assert of_jakarta(stated).kind == "open"
    assert of_jakarta(stated, work_languages=("id",)).missing_languages == ("en",)
    assert of_jakarta(stated, work_languages=("en", "id", "fr")).kind == "open"


@pytest.mark.parametrize(
    ("zone", "other", "on", "minutes"),
    [
        ("Asia/Jakarta", "Asia/Jakarta", date(2026, 3, 1), 480),
        ("Asia/Jakarta", "Asia/Makassar", date(2026, 3, 1), 420),
        ("Asia/Jakarta", "Europe/Berlin", date(2026, 3, 28), 120),  # winter: six hours apart
        ("Asia/Jakarta", "Europe/Berlin", date(2026, 3, 29), 180),  # summer time begins in the night: five
        ("Asia/Jakarta", "Europe/Berlin", date(2026, 10, 24), 180),
        ("Asia/Jakarta", "Europe/Berlin", date(2026, 10, 25), 120),
        ("Asia/Jakarta", "America/New_York", date(2026, 11, 22), 0),
        ("Pacific/Kiritimati", "Etc/GMT+12", date(2026, 3, 1), 360),  # +14 and −12: two hours and a day apart
        ("Etc/GMT+12", "Pacific/Kiritimati", date(2026, 3, 1), 360),
        ("Asia/Kolkata", "Asia/Jakarta", date(2026, 3, 1), 390),
    ],
)  # fmt: skip
def test_overlap_follows_the_clocks_of_the_day(zone, other, on, minutes):
    assert overlap_minutes(zone, other, on) == minutes


@pytest.mark.parametrize(
    ("zone", "on", "minutes"),
    [
        ("Europe/Berlin", date(2026, 3, 28), 60), ("Europe/Berlin", date(2026, 3, 29), 120),
        ("Pacific/Kiritimati", date(2026, 1, 1), 840), ("Etc/GMT+12", date(2026, 1, 1), -720),
        ("Australia/Lord_Howe", date(2026, 7, 1), 630), ("Australia/Lord_Howe", date(2026, 1, 1), 660),
    ],
)  # fmt: skip
def test_offset_follows_the_clocks_of_the_day(zone, on, minutes):
    assert offset_minutes(zone, on) == minutes


@given(eligibilities, viewers, days)
def test_verdict_is_total_and_deterministic(stated, viewer, on):
    zones = COUNTRIES.get(viewer.country, ())
    first = verdict(stated, viewer, zones, on)
    assert first == verdict(stated, viewer, zones, on)
    assert (first is None) == (not viewer.country)
    if first is None:
        return
    assert first.kind in VERDICTS
    if first.is_open:
        assert stated.is_stated and (stated.scope == "worldwide" or viewer.country in stated.countries)
        assert set(first.zones) <= set(judged_zones(viewer, zones))


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), days)
def test_overlap_is_never_more_than_a_working_day(zone, other, on):
    assert 0 <= overlap_minutes(zone, other, on) <= 480
    assert overlap_minutes(zone, zone, on) == 480


def random_rows(count: int, seed: int) -> list[Listing]:
    """Live listings with random conditions, written straight into the table."""
    chance = random.Random(seed)
    model = factories.make_listing()
    words = {field.name: getattr(model, field.name) for field in Listing._meta.concrete_fields if not field.generated}
    rows = []
    for number in range(count):
        hours = chance.choice([None, *range(1, 9)])
        window = chance.choice([None, chance.randrange(-720, 841)]), chance.choice([None, chance.randrange(-720, 841)])
        if None not in window:
            window = min(window), max(window)
        scope = chance.choice(["worldwide", "countries", "not-stated"])
        rows.append(
            Listing(
                **words
                | {
                    "id": None, "slug": f"random-{number}", "public_id": chance_uuid(chance),
                    "eligibility_scope": scope, "eligible_regions": [],
                    "eligible_countries": chance.sample(sorted(COUNTRIES), chance.randint(1, 3)) if scope == "countries" else [],
                    "utc_offset_min": window[0], "utc_offset_max": window[1],
                    "overlap_hours": hours, "overlap_zone": chance.choice(ZONES) if hours else "",
                    "work_languages": chance.sample(["id", "en", "jv"], chance.randint(0, 2)),
                }
            )
        )  # fmt: skip
    Listing.objects.bulk_create(rows, batch_size=1000)
    return list(Listing.objects.filter(slug__startswith="random-"))


def chance_uuid(chance: random.Random):
    """A UUID that the seed decides."""
    return uuid.UUID(int=chance.getrandbits(128), version=4)


@pytest.mark.django_db
def test_rows_and_values_agree():
    rows = random_rows(10_000 if os.environ.get("PROOF") else 400, seed=7)
    chance = random.Random(11)
    for _turn in range(12):
        country = chance.choice(sorted(COUNTRIES))
        viewer = Viewer(
            country=country, zone=chance.choice(["", *ZONES]),
            work_languages=tuple(chance.sample(["id", "en"], chance.randint(0, 2))),
        )  # fmt: skip
        on, zones = TODAY + timedelta(days=chance.randrange(400)), COUNTRIES[country]
        said = {row.pk: verdict(row.eligibility, viewer, zones, on).kind for row in rows}
        for kind in VERDICTS:
            q = condition(kind, viewer, zones, on, overlap_zones=ZONES)
            found = set(Listing.objects.filter(q, slug__startswith="random-").values_list("pk", flat=True))
            assert found == {pk for pk, one in said.items() if one == kind}, (kind, viewer, on)


def test_condition_needs_a_country():
    with pytest.raises(ValueError, match="country"):
        condition("open", Viewer(), (), TODAY, overlap_zones=())
