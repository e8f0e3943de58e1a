"""Who may take a listing, as its employer states it: the facts, in words. What follows for one viewer comes on top."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.core.formats import format_offset

Scope = Literal["worldwide", "countries", "not-stated"]
Kind = Literal["scope", "offset", "overlap", "languages"]


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
        implied = {country for region in self.regions for country in (members or {}).get(region, ())}
        others = [country for country in self.countries if country not in implied]
        places = _named(self.regions, regions) + sorted(_named(others, countries))
        if not shown or len(places) <= shown:
            return _("Open to: %(places)s") % {"places": _listed(places)}
        more = len(places) - shown
        return ngettext("Open to: %(places)s and %(count)s more", "Open to: %(places)s and %(count)s more", more) % {
            "places": _listed(places[:shown]),
            "count": more,
        }

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


def zone_place(zone: str) -> str:
    """The place that an IANA zone is named after: "Asia/Jakarta" is Jakarta, "America/New_York" New York."""
    return zone.rpartition("/")[2].replace("_", " ")


def _named(codes: Iterable[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(code, code) for code in codes]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
