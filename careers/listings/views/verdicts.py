"""The verdict of a listing in words, for one viewer. What it says is decided in `careers.listings.eligibility` alone."""

from collections.abc import Sequence

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.core.bilingual import active_language
from careers.core.formats import format_offset
from careers.listings.eligibility import (
    Eligibility,
    EligibilityVerdict,
    judged_zones,
    offset_minutes,
    verdict,
    zone_place,
)
from careers.listings.models.listing import Listing
from careers.listings.views.names import Names

PLACES_ON_A_CARD = 4
ZONES_ON_A_CARD = 3


def verdict_of(listing: Listing, names: Names) -> dict[str, str]:
    """The gate, its words and the reason; without a viewer's country what the employer states, as a fact.

    `eligibility` is the kind of the verdict, and empty when there is none.
    """
    stated = listing.eligibility
    found = verdict(stated, names.viewer, names.country_zones, names.today)
    if found is None:
        return {
            "verdict_kind": "fact" if stated.is_stated else "not-stated",
            "verdict": stated.scope_sentence(
                names.countries, names.regions, members=names.region_countries, shown=PLACES_ON_A_CARD
            ),
            "verdict_reason": "",
            "eligibility": "",
        }
    words = {
        "open": _("Open to you from %(country)s"),
        "not-open": _("Not open to %(country)s"),
        "not-stated": _("Employer has not said"),
    }[found.kind] % {"country": names.countries.get(names.viewer.country, names.viewer.country)}
    return {
        "verdict_kind": found.kind,
        "verdict": words,
        "verdict_reason": reason_words(stated, found, names),
        "eligibility": found.kind,
    }


def reason_words(stated: Eligibility, found: EligibilityVerdict, names: Names) -> str:
    """Why it is open or not, as short as a card wants it; nothing where the verdict says it all."""
    if found.kind == "open":
        if found.zones and set(found.zones) != set(judged_zones(names.viewer, names.country_zones)):
            # Zones whose clocks agree are one to somebody who reads a card.
            apart = {offset_minutes(zone, names.today): zone for zone in reversed(found.zones)}
            places = zones_words(list(apart.values())[::-1], ZONES_ON_A_CARD)
            return _("in the time zone of %(places)s") % {"places": places}
        if found.reason == "worldwide":
            return _("worldwide")
        return _("in all its time zones") if found.zones else ""
    if found.reason == "country":
        places = stated.places(names.countries, names.regions, members=names.region_countries)
        return _("%(places)s only") % {"places": listed(places, PLACES_ON_A_CARD)}
    if found.reason == "offset":
        return _window_words(stated)
    if found.reason == "overlap":
        return ngettext(
            "needs %(hours)s hour of overlap with %(place)s",
            "needs %(hours)s hours of overlap with %(place)s",
            stated.overlap_hours or 0,
        ) % {"hours": stated.overlap_hours, "place": zone_place(stated.overlap_zone)}
    if found.reason == "languages":
        missing = [names.languages.get(code, code) for code in found.missing_languages]
        return _("needs %(languages)s") % {"languages": listed(missing)}
    return ""


def fitting_zones(listing: Listing, names: Names) -> list[str]:
    """A sentence with all zones of the viewer's country in which the work can be done, where the zone decides."""
    found = verdict(listing.eligibility, names.viewer, names.country_zones, names.today)
    if found is None or not found.zones:
        return []
    words = _("Time zones of %(country)s that fit today: %(places)s")
    return [words % {"country": names.countries[names.viewer.country], "places": zones_words(found.zones)}]


def zones_words(zones: Sequence[str], shown: int = 0) -> str:
    """The places that zones are named after, as a list."""
    return listed([zone_place(zone) for zone in zones], shown)


def listed(names: Sequence[str], shown: int = 0) -> str:
    """Names as the interface's language lists them; past `shown` (0: all), how many more there are."""
    more = len(names) - shown
    if shown and more > 0:
        return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
            "names": ", ".join(names[:shown]),
            "count": more,
        }
    return format_list(list(names), locale=active_language())


def _window_words(stated: Eligibility) -> str:
    low, high = stated.utc_offset_min, stated.utc_offset_max
    if low is not None and high is not None and low != high:
        return _("needs %(low)s to %(high)s") % {"low": format_offset(low), "high": format_offset(high)}
    if low is not None and high is not None:
        return _("needs %(offset)s") % {"offset": format_offset(low)}
    if low is not None:
        return _("needs %(low)s or further east") % {"low": format_offset(low)}
    return _("needs %(high)s or further west") % {"high": format_offset(high or 0)}
