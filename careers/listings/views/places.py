"""Where the viewer is, as parts of a search's page: the choice of a country, zones and languages, and the rates used."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.accounts.languages import work_language_choices
from careers.core.formats import format_date, format_offset
from careers.core.money import rate_sums
from careers.core.moulds import Mould
from careers.listings.crowd import MOST_LIFT
from careers.listings.eligibility import offset_minutes, zone_place
from careers.listings.filters import ListingFilter
from careers.listings.models.listing import Listing
from careers.listings.pay import ASSUMED_WEEKLY_HOURS, EURO
from careers.listings.rates import monthly_rates
from careers.listings.views.names import Names

_option = Mould("listings/_option.html", "option")


def place_of(search: ListingFilter, names: Names) -> dict:
    """What the search says of the viewer and what may be chosen instead."""
    viewer, usual = search.viewer, search.form.usual_viewer
    return {
        "country": viewer.country,
        "name": names.countries.get(viewer.country, ""),
        # What the viewer's profile or cookie says needs no word in the address.
        "countries": _countries(search, names),
        "is_usual": bool(usual.country),
        "zones": _zones(search),
        "languages": _languages(search, names),
        "usual_languages": [names.languages.get(code, code) for code in usual.work_languages],
    }


def _countries(search: ListingFilter, names: Names) -> SafeString:
    """Every country as an option, the viewer's in words; the others are the same on every page."""
    here, usual = search.viewer.country, search.form.usual_viewer.country
    options = names.memo.get(("countries", usual))
    if options is None:
        options = {
            code: _option.whole({"value": "" if code == usual else code, "label": name, "is_chosen": False})
            for code, name in names.countries.items()
        }
        names.memo.put(("countries", usual), options)
    if here in options:
        said = {"name": names.countries[here], "zone": _zone_words(search, names)}
        words = _("I am in %(name)s, %(zone)s") if said["zone"] else _("I am in %(name)s")
        chosen = {"value": "" if here == usual else here, "label": words % said, "is_chosen": True}
        options = options | {here: _option.whole(chosen)}
    return mark_safe("".join(options.values()))


def rates_words(listings: Iterable[Listing], names: Names) -> list[str]:
    """The exchange rates by which the pay of `listings` is compared, a sentence for each day that they are of."""
    mine, rates = names.viewer.currency, names.rates
    per_euro = {EURO: Decimal(1)} | {code: rate.per_euro for code, rate in rates.items()}
    stated = dict.fromkeys(row.pay_currency_id for row in listings if row.pay_currency_id not in ("", None, mine))
    days: dict = {}
    for code in stated:
        if mine in per_euro and code in per_euro:
            day = min(rates[one].on for one in (code, mine) if one != EURO)
            days.setdefault(day, []).append(" = ".join(rate_sums(code, mine, per_euro[mine] / per_euro[code])))
    return [
        _("Rate of %(day)s: %(rates)s.") % {"day": format_date(day), "rates": "; ".join(equal)}
        for day, equal in sorted(days.items(), reverse=True)
    ]


def order_words(search: ListingFilter) -> str:
    """Which order is used and why; nothing for a search that cannot be answered."""
    if not search.is_valid():
        return ""
    said = {"relevance": _relevance_words, "fresh": _fresh_words, "newest": _newest_words, "pay": _pay_words}
    return said[search.sorted_by]()


def _relevance_words() -> str:
    return _(
        "What fits your words best comes first: in title, employer, skills, profession, text; then what is newer, and open to you."
    )


def _fresh_words() -> str:
    days = MOST_LIFT.days
    return ngettext(
        "New ones come first; one with few applicants stands as if it were up to %(count)s day newer, so that it is seen.",
        "New ones come first; one with few applicants stands as if it were up to %(count)s days newer, so that it is seen.",
        days,
    ) % {"count": days}


def _newest_words() -> str:
    return _("In the order in which they first went live, whatever else they are.")


def _pay_words() -> str:
    days = [rate.on for rate in monthly_rates().values()]
    said = _("In order of the most that each can come to in a month, at its stated hours or %(hours)s a week.") % {
        "hours": ASSUMED_WEEKLY_HOURS
    }
    if not days:
        return said
    return _("%(said)s Compared at the rates of %(day)s for the whole month; pay not stated comes last.") % {
        "said": said, "day": format_date(max(days)),
    }  # fmt: skip


def _zone_words(search: ListingFilter, names: Names) -> str:
    """The offset from UTC of the viewer's zone, or of their country where it has but one."""
    viewer = search.viewer
    zones = (viewer.zone,) if viewer.zone else search.country_zones
    offsets = {offset_minutes(zone, names.today) for zone in zones}
    return format_offset(offsets.pop()) if len(offsets) == 1 else ""


def _zones(search: ListingFilter) -> list[tuple[str, str]]:
    """The zones of the viewer's country, when there is a choice; else the one that was given."""
    viewer = search.viewer
    zones = list(search.country_zones) if len(search.country_zones) > 1 else []
    if viewer.zone and viewer.zone not in zones:
        zones.append(viewer.zone)
    return [(zone, zone_place(zone)) for zone in zones]


def _languages(search: ListingFilter, names: Names) -> list[dict]:
    """The languages that people work in, and others that were chosen, by name."""
    chosen = search.data.getlist("work_language")
    known = dict(work_language_choices())
    others = {code: names.languages[code] for code in chosen if code in names.languages and code not in known}
    return [
        {
            "id": f"work_language-{code}", "name": "work_language", "value": code, "label": label,
            "is_chosen": code in chosen,
        }
        for code, label in (known | others).items()
    ]  # fmt: skip
