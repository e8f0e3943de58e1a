"""What is open to somebody, as SQL by hand: one CASE for each set of clocks, where the code has a list of alternatives."""

from typing import Any

from careers.core import clock
from careers.listings.eligibility import offset_minutes, overlap_minutes
from careers.taxonomy.models import Country

Sql = tuple[str, tuple[Any, ...]]

NAMED = "eligible_countries @> ARRAY[%s]::varchar[]"


def open_to(country: str, overlap_zones: list[str]) -> Sql:
    """The rows that are open to a viewer of whom only the country is known."""
    fits, values = _fits(country, overlap_zones)
    where = f"(eligibility_scope = 'worldwide' OR eligibility_scope = 'countries' AND {NAMED}) AND ({fits})"
    return where, (country, *values)


def verdict_for(country: str, overlap_zones: list[str]) -> Sql:
    """The verdict of a row as a number: 1 open, 2 not stated, 3 not open."""
    fits, values = _fits(country, overlap_zones)
    scope = f"CASE eligibility_scope WHEN 'worldwide' THEN 1 WHEN 'countries' THEN CASE WHEN {NAMED} THEN 1 ELSE 3 END ELSE 2 END"
    return f"CASE WHEN {fits} THEN {scope} ELSE 3 END", (*values, country)


def _fits(country: str, overlap_zones: list[str]) -> Sql:
    today = clock.today("UTC")
    clocks = {
        (offset_minutes(zone, today), tuple(overlap_minutes(zone, other, today) // 60 for other in overlap_zones))
        for zone in Country.objects.get(pk=country).zones
    }
    fits: list[str] = []
    values: list[Any] = []
    for offset, hours in sorted(clocks):
        overlaps = " ".join("WHEN %s THEN %s" for _zone in overlap_zones) or "WHEN '' THEN 0"
        fits.append(
            "coalesce(utc_offset_min, -9999) <= %s AND coalesce(utc_offset_max, 9999) >= %s"
            f" AND (overlap_hours IS NULL OR overlap_hours <= CASE overlap_zone {overlaps} END)"
        )
        values += [offset, offset, *(part for pair in zip(overlap_zones, hours, strict=True) for part in pair)]
    return " OR ".join(fits), tuple(values)
