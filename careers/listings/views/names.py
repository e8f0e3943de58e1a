"""Names: what the cards of one page share, read once: names of places, the rates of the day, and who looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from babel import Locale

from careers.accounts.viewer import Viewer
from careers.core import clock
from careers.core.bilingual import active_language
from careers.listings.pay import Rate
from careers.listings.rates import newest_rates
from careers.taxonomy.models import Country, Region


@dataclass(frozen=True)
class Names:
    """Names of places in the interface's language (countries in its alphabet), the day's rates if needed, and the viewer.

    `country_zones` are the zones of the viewer's country; `today` is the day that zones are judged on (UTC).
    """

    countries: Mapping[str, str]
    regions: Mapping[str, str]
    region_countries: Mapping[str, set[str]]
    languages: Mapping[str, str]
    rates: Mapping[str, Rate]
    viewer: Viewer
    country_zones: tuple[str, ...] = ()
    today: date = field(default_factory=lambda: clock.today("UTC"))

    @property
    def words(self) -> str:
        """What an address says of the viewer, to be carried along by links: "?country=ID", or nothing."""
        return f"?{urlencode(self.viewer.asked)}" if self.viewer.asked else ""


def names_for(viewer: Viewer) -> Names:
    """What the cards of one page share: three queries, four when the viewer's currency is known."""
    language = active_language()
    region_countries: dict[str, set[str]] = {}
    for region, country in Region.countries.through.objects.values_list("region_id", "country_id"):
        region_countries.setdefault(region, set()).add(country)
    rows = Country.objects.by_name().values_list("code", f"name_{language}", "zones")
    countries = {code: (name, zones) for code, name, zones in rows}
    return Names(
        countries={code: name for code, (name, _zones) in countries.items()},
        regions=dict(Region.objects.values_list("code", f"name_{language}")),
        region_countries=region_countries,
        languages=dict(Locale(language).languages),
        rates=newest_rates() if viewer.currency else {},
        viewer=viewer,
        country_zones=tuple(countries[viewer.country][1]) if viewer.country in countries else (),
    )
