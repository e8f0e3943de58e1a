"""Names: what the cards of one page share, read once: names of places, the rates of the day, and who looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count
from urllib.parse import urlencode

from babel import Locale

from careers.accounts.viewer import Viewer
from careers.core import clock
from careers.core.bilingual import active_language
from careers.core.fragments import Store
from careers.core.held import held_under
from careers.listings.pay import Rate
from careers.listings.rates import newest_rates
from careers.taxonomy.models import Country, Region


@dataclass(frozen=True)
class Names:
    """Names of places in the interface's language (countries in its alphabet), the day's rates if needed, and the viewer.

    `country_zones` are the zones of the viewer's country; `today` is the day that zones are judged on (UTC). `memo` keeps
    what was worked out from these names and rates before; whatever else it rests on is in its keys.
    """

    countries: Mapping[str, str]
    regions: Mapping[str, str]
    region_countries: Mapping[str, set[str]]
    languages: Mapping[str, str]
    rates: Mapping[str, Rate]
    viewer: Viewer
    country_zones: tuple[str, ...] = ()
    today: date = field(default_factory=lambda: clock.today("UTC"))
    memo: Store = field(default_factory=lambda: Store(4_000), compare=False, repr=False)
    number: int = 0  # another one whenever a name or a rate has changed

    @property
    def words(self) -> str:
        """What an address says of the viewer, to be carried along by links: "?country=ID", or nothing."""
        return f"?{urlencode(self.viewer.asked)}" if self.viewer.asked else ""


@dataclass(frozen=True)
class _Board:
    """The part of Names that is the same for everybody who reads in one language."""

    countries: Mapping[str, str]
    zones: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, str]
    region_countries: Mapping[str, set[str]]
    languages: Mapping[str, str]
    rates: Mapping[str, Rate]
    memo: Store = field(default_factory=lambda: Store(4_000), compare=False, repr=False)
    number: int = field(default_factory=count(1).__next__, compare=False)


# The last one of each kind, so that what was worked out from it outlives a moment in which nothing changed.
_last: dict[tuple[str, bool], _Board] = {}


def names_for(viewer: Viewer) -> Names:
    """What the cards of one page share: three queries, four when the viewer's currency is known; none when just asked."""
    language, needs_rates = active_language(), bool(viewer.currency)
    board = held_under(("names", language, needs_rates), partial(_read, language, needs_rates))
    return Names(
        countries=board.countries,
        regions=board.regions,
        region_countries=board.region_countries,
        languages=board.languages,
        rates=board.rates,
        viewer=viewer,
        country_zones=board.zones.get(viewer.country, ()),
        memo=board.memo,
        number=board.number,
    )


def _read(language: str, needs_rates: bool) -> _Board:
    region_countries: dict[str, set[str]] = {}
    for region, country in Region.countries.through.objects.values_list("region_id", "country_id"):
        region_countries.setdefault(region, set()).add(country)
    rows = list(Country.objects.by_name().values_list("code", f"name_{language}", "zones"))
    board = _Board(
        countries={code: name for code, name, _zones in rows},
        zones={code: tuple(zones) for code, _name, zones in rows},
        regions=dict(Region.objects.values_list("code", f"name_{language}")),
        region_countries=region_countries,
        languages=Locale(language).languages,
        rates=newest_rates() if needs_rates else {},
    )
    last = _last.get((language, needs_rates))
    # Dictionaries are equal in any order, the alphabet is not.
    if last != board or list(last.countries) != list(board.countries):
        _last[language, needs_rates] = last = board
    return last
