"""Who may take a listing: what its employer states, and what follows for one viewer. Pure: no query, no request.

The verdict is defined once, in `verdict`; `condition` says the same of rows, and a test holds the two together.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.accounts.viewer import Viewer
from careers.core import clock
from careers.core.formats import format_offset

Scope = Literal["worldwide", "countries", "not-stated"]
Kind = Literal["scope", "offset", "overlap", "languages"]
VerdictKind = Literal["open", "not-open", "not-stated"]
Reason = Literal["", "worldwide", "country", "offset", "overlap", "languages"]

VERDICTS: tuple[VerdictKind, ...] = ("open", "not-stated", "not-open")
# A working day, by the clock of the place: what overlap is counted in.
WORKING_DAY = (time(9), time(17))
STATED = ("worldwide", "countries")
EARLIEST, LATEST = -24 * 60, 24 * 60  # minutes from UTC that no clock on earth reaches


@dataclass(frozen=True)
class EligibilityFact:
    """One thing that the employer states, as a sentence in the interface's language; `kind` picks its sign."""

    kind: Kind
    sentence: str


@dataclass(frozen=True)
class Eligibility:
    """The statement itself: a scope, and what else one must fit. Codes are ISO 3166 and 639 ones, and those of our regions.

    `regions` are those whose countries the employer picked as a whole; `countries` holds every country, theirs too.
    Offsets are in minutes from UTC, overlap in hours of a working day with that of `overlap_zone` (an IANA name).
    """

    scope: Scope
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    utc_offset_min: int | None = None
    utc_offset_max: int | None = None
    overlap_hours: int | None = None
    overlap_zone: str = ""
    work_languages: tuple[str, ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether the employer has said from where one may work. What is not stated is never taken as open."""
        return self.scope in ("worldwide", "countries")

    @property
    def asks_for_zone(self) -> bool:
        """Whether the clock of the place matters."""
        return self.utc_offset_min is not None or self.utc_offset_max is not None or bool(self.overlap_hours)

    def facts(
        self,
        countries: Mapping[str, str],
        regions: Mapping[str, str],
        languages: Mapping[str, str],
        *,
        members: Mapping[str, Collection[str]] | None = None,
        shown: int = 0,
    ) -> list[EligibilityFact]:
        """All that is stated, the scope first. The mappings give the names of codes; a code without one shows itself.

        `members` and `shown` as for `scope_sentence`.
        """
        found = [EligibilityFact("scope", self.scope_sentence(countries, regions, members=members, shown=shown))]
        if self.utc_offset_min is not None or self.utc_offset_max is not None:
            found.append(EligibilityFact("offset", self._offset_sentence()))
        if self.overlap_hours:
            found.append(EligibilityFact("overlap", self._overlap_sentence()))
        if self.work_languages:
            names = _listed(_named(self.work_languages, languages))
            found.append(EligibilityFact("languages", _("Work languages: %(names)s") % {"names": names}))
        return found

    def scope_sentence(
        self,
        countries: Mapping[str, str],
        regions: Mapping[str, str],
        *,
        members: Mapping[str, Collection[str]] | None = None,
        shown: int = 0,
    ) -> str:
        """From where one may work: "Open worldwide", "Open to: Indonesia, Malaysia", or that nothing is said.

        `members` gives the countries of a region; those of a named one go without saying. `shown` limits the places
        that are named (0: all); "and 7 more" stands for the others.
        """
        if self.scope == "worldwide":
            return _("Open worldwide")
        if self.scope != "countries":
            return _("Employer has not said")
        places = self.places(countries, regions, members=members)
        if not shown or len(places) <= shown:
            return _("Open to: %(places)s") % {"places": _listed(places)}
        more = len(places) - shown
        return ngettext("Open to: %(places)s and %(count)s more", "Open to: %(places)s and %(count)s more", more) % {
            "places": _listed(places[:shown]),
            "count": more,
        }

    def places(
        self,
        countries: Mapping[str, str],
        regions: Mapping[str, str],
        *,
        members: Mapping[str, Collection[str]] | None = None,
    ) -> list[str]:
        """The names of regions, then of the countries that lie in none of them; parameters as for `scope_sentence`."""
        implied = {country for region in self.regions for country in (members or {}).get(region, ())}
        others = [country for country in self.countries if country not in implied]
        return _named(self.regions, regions) + sorted(_named(others, countries))

    def _offset_sentence(self) -> str:
        low, high = self.utc_offset_min, self.utc_offset_max
        if low is not None and high is not None:
            return _("Time zones from %(low)s to %(high)s") % {"low": format_offset(low), "high": format_offset(high)}
        if low is not None:
            return _("Time zones from %(low)s eastwards") % {"low": format_offset(low)}
        return _("Time zones up to %(high)s") % {"high": format_offset(high or 0)}

    def _overlap_sentence(self) -> str:
        return ngettext(
            "At least %(hours)s hour of overlap with the working day in %(place)s",
            "At least %(hours)s hours of overlap with the working day in %(place)s",
            self.overlap_hours or 0,
        ) % {"hours": self.overlap_hours, "place": zone_place(self.overlap_zone)}


@dataclass(frozen=True)
class EligibilityVerdict:
    """Whether a listing is open to one viewer.

    `reason` says which part decided ("" when a named country is the viewer's). `zones` are those of the viewer's
    country in which the work can be done, when the country has several and the viewer has named none.
    """

    kind: VerdictKind
    reason: Reason = ""
    zones: tuple[str, ...] = ()
    missing_languages: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Open, and the employer has said so."""
        return self.kind == "open"


def verdict(stated: Eligibility, viewer: Viewer, country_zones: Collection[str], on: date) -> EligibilityVerdict | None:
    """What `stated` means for `viewer` on a day (UTC); None when the viewer's country is unknown: then the facts stand.

    `country_zones` are the IANA zones of the viewer's country; they are judged when the viewer names no zone: none
    fits, not open; some fit, open with these zones. A part that the viewer has not given is not judged. A part that
    does not fit closes the listing even where the employer has named no country; one that has named none is never
    open.
    """
    if not viewer.country:
        return None
    if stated.scope == "countries" and viewer.country not in stated.countries:
        return EligibilityVerdict("not-open", "country")
    zones = judged_zones(viewer, country_zones)
    in_window = [zone for zone in zones if _in_window(stated, zone, on)]
    if zones and not in_window:
        return EligibilityVerdict("not-open", "offset")
    fitting = [zone for zone in in_window if _overlaps(stated, zone, on)]
    if zones and not fitting:
        return EligibilityVerdict("not-open", "overlap")
    missing = tuple(code for code in stated.work_languages if code not in viewer.work_languages)
    if viewer.work_languages and missing:
        return EligibilityVerdict("not-open", "languages", missing_languages=missing)
    if not stated.is_stated:
        return EligibilityVerdict("not-stated")
    named = tuple(fitting) if stated.asks_for_zone and not viewer.zone and len(zones) > 1 else ()
    return EligibilityVerdict("open", "worldwide" if stated.scope == "worldwide" else "", named)


def condition(
    kind: VerdictKind, viewer: Viewer, country_zones: Collection[str], on: date, *, overlap_zones: Collection[str]
) -> Q:
    """The rows of Listing of which `verdict` says `kind`. The three kinds part all rows among them.

    `overlap_zones` are the zones that the rows name; a row with another one would not be found open. Raises
    ValueError for a viewer without a country, of whom nothing can be said.
    """
    if not viewer.country:
        raise ValueError("a verdict needs the viewer's country")
    of_country = Q(eligible_countries__contains=[viewer.country])
    fits = _fitting(viewer, country_zones, on, overlap_zones)
    if kind == "open":
        return fits & (Q(eligibility_scope="worldwide") | (Q(eligibility_scope="countries") & of_country))
    if kind == "not-stated":
        return fits & ~Q(eligibility_scope__in=STATED)
    return ~fits | (Q(eligibility_scope="countries") & ~of_country)


def kind_of_rows(viewer: Viewer, country_zones: Collection[str], on: date, *, overlap_zones: Collection[str]) -> Case:
    """The kind whose `condition` a row of Listing meets, as an expression; parameters as there."""
    kinds: tuple[VerdictKind, ...] = ("open", "not-stated")
    conditions = {kind: condition(kind, viewer, country_zones, on, overlap_zones=overlap_zones) for kind in kinds}
    # The three kinds part all rows among them.
    return Case(*(When(met, then=Value(kind)) for kind, met in conditions.items()), default=Value("not-open"))


def judged_zones(viewer: Viewer, country_zones: Collection[str]) -> tuple[str, ...]:
    """The zones that a verdict looks at: the viewer's own, else all of the country; unknown names are left out."""
    return tuple(zone for zone in ((viewer.zone,) if viewer.zone else country_zones) if zone in clock.zone_names())


@lru_cache(maxsize=4096)
def offset_minutes(zone: str, on: date) -> int:
    """How far the clocks of `zone` are ahead of UTC at noon of that day there, daylight saving included."""
    offset = datetime.combine(on, time(12), ZoneInfo(zone)).utcoffset()
    return int((offset or timedelta()).total_seconds()) // 60


@lru_cache(maxsize=16384)
def overlap_minutes(zone: str, other: str, on: date) -> int:
    """How long the working day of `on` in `other` overlaps with working days in `zone`; symmetric but for the date.

    Two places can be more than a day apart (−12:00 and +14:00), so the days before and after are looked at, too.
    """
    start, end = _working_day(other, on)
    total = timedelta()
    for day in (on - timedelta(days=1), on, on + timedelta(days=1)):
        mine_start, mine_end = _working_day(zone, day)
        total += max(timedelta(), min(end, mine_end) - max(start, mine_start))
    return int(total.total_seconds()) // 60


def _working_day(zone: str, day: date) -> tuple[datetime, datetime]:
    start, end = (datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC) for at in WORKING_DAY)
    return start, end


def _in_window(stated: Eligibility, zone: str, on: date) -> bool:
    offset = offset_minutes(zone, on)
    low, high = stated.utc_offset_min, stated.utc_offset_max
    return (low is None or low <= offset) and (high is None or offset <= high)


def _overlaps(stated: Eligibility, zone: str, on: date) -> bool:
    if not stated.overlap_hours:
        return True
    if stated.overlap_zone not in clock.zone_names():
        return False
    return overlap_minutes(zone, stated.overlap_zone, on) >= stated.overlap_hours * 60


def _fitting(viewer: Viewer, country_zones: Collection[str], on: date, overlap_zones: Collection[str]) -> Q:
    """All but the scope: the viewer's clock and languages are what a row asks for."""
    fits = _zone_condition(judged_zones(viewer, country_zones), on, overlap_zones)
    return fits & Q(work_languages__contained_by=list(viewer.work_languages)) if viewer.work_languages else fits


def _zone_condition(zones: Collection[str], on: date, overlap_zones: Collection[str]) -> Q:
    """Any of `zones` lies in a row's window and overlaps enough with its zone; everything when there is none to judge."""
    if not zones:
        return Q()
    others = sorted(clock.zone_names().intersection(overlap_zones))
    # Zones that agree in everything that is asked are one question.
    asked = {
        (offset_minutes(zone, on), tuple(overlap_minutes(zone, other, on) // 60 for other in others)) for zone in zones
    }
    return reduce(
        or_, [_clock_condition(offset, dict(zip(others, hours, strict=True))) for offset, hours in sorted(asked)]
    )


def _clock_condition(offset: int, hours: Mapping[str, int]) -> Q:
    """A clock so far ahead of UTC, whose working day shares so many whole hours with each zone, is what a row asks for.

    Written as sums, not as alternatives: the planner would look each alternative up.
    """
    shared = Case(*(When(overlap_zone=zone, then=Value(whole)) for zone, whole in hours.items()), default=Value(-1))
    return (
        Q(LessThanOrEqual(Coalesce("utc_offset_min", Value(EARLIEST)), offset))
        & Q(GreaterThanOrEqual(Coalesce("utc_offset_max", Value(LATEST)), offset))
        & Q(
            LessThanOrEqual(
                Coalesce("overlap_hours", Value(0)), Case(When(overlap_hours__gt=0, then=shared), default=Value(0))
            )
        )
    )


def zone_place(zone: str) -> str:
    """The place that an IANA zone is named after: "Asia/Jakarta" is Jakarta, "America/New_York" New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def _named(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(code, code) for code in codes]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
