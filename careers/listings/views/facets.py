"""The rail of a search: every choice with its count, and what is chosen."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careers.core.bilingual import active_language
from careers.core.formats import format_number
from careers.core.money import format_amount
from careers.listings.eligibility import VERDICTS, zone_place
from careers.listings.filters import CROWDS, PLACE, ListingFilter
from careers.listings.models.listing import Listing
from careers.listings.models.tally import Tally
from careers.listings.views.cards import count_words
from careers.taxonomy.models import Background, JobCategory

# Words that stay when a filter is taken out, but never a place in the pages of another search.
NOT_KEPT = ("cursor",)

# Words whose values are named by rows.
FROM_ROWS = ("category", "background", "skill", "employer", "q", "country")


def address(search: ListingFilter, *, without: Iterable[str] = (), **changed: str) -> str:
    """The address of this search without some words and with others."""
    dropped = {*without, *changed, *NOT_KEPT}
    words = [(name, value) for name in search.data if name not in dropped for value in search.data.getlist(name)]
    words += [(name, value) for name, value in changed.items() if value]
    # These mean nothing without their sum; the currency is also what pay is shown in.
    if not any(name == "pay_from" for name, _value in words):
        words = [(name, value) for name, value in words if name not in ("per", "pay_unknown")]
    return reverse("listing_list") + (f"?{urlencode(words)}" if words else "")


def address_without_value(search: ListingFilter, word: str, value: str) -> str:
    """The address of this search without one value of one word."""
    left = [(name, one) for name in search.data for one in search.data.getlist(name) if (name, one) != (word, value)]
    left = [(name, one) for name, one in left if name not in NOT_KEPT]
    return reverse("listing_list") + (f"?{urlencode(left)}" if left else "")


def facets_of(search: ListingFilter) -> dict[str, Any]:
    """Choices with their counts, each facet counted without its own choice; empty counts when the search is wrong."""
    categories = JobCategory.objects.active()
    backgrounds = Background.objects.by_name()
    return {
        "category": _choices(search, "category", [(row.slug, row.name, row.pk) for row in categories]),
        "engagement": _fixed(search, "engagement", Listing.Engagement.choices),
        "technical": _fixed(search, "technical", Listing.Technical.choices),
        "period": _fixed(search, "period", _period_choices()),
        "background": _choices(search, "background", [(row.slug, row.name, row.pk) for row in backgrounds]),
        "track": _fixed(search, "track", search.form.fields["track"].choices),
        "flags": _flags(search),
        "eligibility": _eligibility(search),
        "crowd": _crowd(search),
        "is_counted": search.is_valid(),
    }


def _fixed(search: ListingFilter, word: str, choices: list) -> list[dict]:
    return _choices(search, word, [(value, label, value) for value, label in choices])


def _choices(search: ListingFilter, word: str, options: Iterable[tuple]) -> list[dict]:
    """A choice for each (value in the address, label, option of the tally), counted without this word's own choice."""
    tally = search.tally_without(word)
    chosen = search.data.getlist(word)
    return [
        {"id": f"{word}-{value}", "name": word, "value": value, "label": label, "is_chosen": value in chosen}
        | _counted(search, tally, word, option)
        for value, label, option in options
    ]


def _counted(search: ListingFilter, tally: Tally, word: str, option: object) -> dict:
    """The number of a choice, exact or about, or that it is few; one that would find nothing is off.

    When the search is wrong nothing was counted, and nothing is off.
    """
    count = tally.count(word, option)
    few = count is None
    text = _("few") if few else about(count) if tally.is_estimate else format_number(count)
    return {"count": "few" if few else count, "count_text": text, "is_off": search.is_valid() and count == 0}


def about(count: int) -> str:
    """An estimated number, to two digits that mean something."""
    return _("≈ %(count)s") % {"count": format_number(rounded(count))}


def rounded(count: int) -> int:
    """To two digits that mean something: 12,345 is 12,000."""
    unit = 10 ** max(0, len(str(count)) - 2)
    return round(count / unit) * unit


def _period_choices() -> list[tuple[str, str]]:
    return [
        ("hour", _("By the hour")), ("day", _("By the day")), ("week", _("By the week")),
        ("month", _("By the month")), ("year", _("By the year")), ("task", _("By the task")),
    ]  # fmt: skip


def _flags(search: ListingFilter) -> list[dict]:
    """What is either asked for or not, counted beside all that is chosen."""
    return [
        {"id": name, "name": name, "value": "1", "label": search.filters[name].label, "is_chosen": name in search.data}
        | _counted(search, search.tally, name, "1")
        for name in ("guaranteed", "paid_training", "verified")
    ]


def _eligibility(search: ListingFilter) -> list[dict]:
    """The three verdicts for the viewer's country; nothing without a country."""
    if not search.viewer.country:
        return []
    labels = dict(search.form.fields["eligibility"].choices)
    return _fixed(search, "eligibility", [(kind, labels[kind]) for kind in VERDICTS])


def _crowd(search: ListingFilter) -> list[dict]:
    """How many apply: any number, or fewer than so many; one of them."""
    tally = search.tally_without("crowd")
    pairs = [pair for pair in search.form.fields["crowd"].choices if pair[0] in CROWDS]
    text = about(tally.total) if tally.is_estimate else format_number(tally.total)
    any_number = {
        "id": "crowd-any", "name": "crowd", "value": "", "label": _("Any number"), "count": tally.total, "count_text": text,
        "is_chosen": not search.data.get("crowd"), "is_off": False,
    }  # fmt: skip
    return [choice | {"kind": "radio"} for choice in (any_number, *_fixed(search, "crowd", pairs))]


def chips_of(search: ListingFilter) -> list[dict[str, str]]:
    """What is chosen, each with the address of the search without it."""
    chips = []
    said = [name for name in PLACE if name in search.data] if search.is_valid() else []
    if "pay_from" in search.data and "currency" in said:
        said.remove("currency")
    for word in [*said, *search.chosen]:
        for value, label in _values(search, word):
            url = (
                address_without_value(search, word, value)
                if _is_several(word)
                else address(search, without=[word, *_resting_on(search, word)])
            )
            # The words of a search also stand in the box above, which a swap of the board would leave as it was.
            swaps = "" if word == "q" else "#board"
            chips.append({"label": label, "url": url, "is_row": word in FROM_ROWS, "swaps": swaps})
    return chips


def _resting_on(search: ListingFilter, word: str) -> list[str]:
    """The words that say nothing once the viewer's place is taken out of the address."""
    usual = search.form.usual_viewer
    if word not in ("country", "zone"):
        return []
    country = usual.country or (word != "country" and search.data.get("country"))
    zone = usual.zone or (word != "zone" and search.data.get("zone"))
    return [*([] if country else ["eligibility"]), *([] if country or zone else ["overlap"])]


def labels_of(search: ListingFilter, word: str) -> str:
    """What is chosen for one word, to stand between quotation marks: the words of a search wear their own in a chip."""
    return ", ".join(value if word == "q" else label for value, label in _values(search, word))


def _is_several(word: str) -> bool:
    return word in (
        "category", "engagement", "period", "technical", "background", "skill", "track", "employer", "eligibility",
        "work_language",
    )  # fmt: skip


def _values(search: ListingFilter, word: str) -> list[tuple[str, str]]:
    """The values of one word as (value in the address, words for people)."""
    value = search.form.cleaned_data[word]
    if word in FROM_ROWS[:4]:
        given = search.data.getlist(word)
        # A former slug stands in the address while its row has another one.
        named = {row.slug: row.name for row in value}
        others = [name for slug, name in named.items() if slug not in given]
        return [(slug, named.get(slug) or (others.pop(0) if others else slug)) for slug in dict.fromkeys(given)]
    if word in ("engagement", "technical", "track", "eligibility"):
        labels = dict(search.form.fields[word].choices)
        return [(one, str(labels[one])) for one in value]
    if word == "period":
        labels = dict(_period_choices())
        return [(one, labels[one]) for one in value]
    if word == "pay_from":
        return [(str(value), _floor_words(search, value))]
    if word == "hours_max":
        return [
            (
                str(value),
                ngettext("At most %(count)s hour a week", "At most %(count)s hours a week", value) % {"count": value},
            )
        ]
    if word == "posted":
        return [
            (
                str(value),
                ngettext("Posted in the last %(count)s day", "Posted in the last %(count)s days", value)
                % {"count": value},
            )
        ]
    if word == "q":
        return [(value, f"“{value}”")]
    if word in (*PLACE, "overlap", "crowd"):
        return _place_words(search, word, value)
    return [("1", str(search.filters[word].label))]


def _place_words(search: ListingFilter, word: str, value) -> list[tuple[str, str]]:
    """Where somebody is and what rests on it, as (value in the address, words for people)."""
    if word == "country":
        return [(value, _("From %(country)s") % {"country": search.place.name if search.place else value})]
    if word == "zone":
        return [(value, _("Time zone: %(place)s") % {"place": zone_place(value)})]
    if word == "work_language":
        names = Locale(active_language()).languages
        return [(code, _("I work in %(language)s") % {"language": names.get(code, code)}) for code in value]
    if word == "currency":
        return [(value, _("Pay in %(currency)s") % {"currency": value})]
    if word == "overlap":
        words = ngettext(
            "At least %(count)s hour of overlap with my day", "At least %(count)s hours of overlap with my day", value
        )
        return [(str(value), words % {"count": value})]
    return [(value, _("Fewer than %(count)s applicants") % {"count": CROWDS[value]})]


def _floor_words(search: ListingFilter, value) -> str:
    given = search.form.cleaned_data
    words = _("≥ %(sum)s / hour") if given["per"] == "hour" else _("≥ %(sum)s / month")
    floor = words % {"sum": format_amount(value, given["currency"])}
    return _("%(floor)s, or not stated") % {"floor": floor} if given["pay_unknown"] else floor


def headline(search: ListingFilter) -> str:
    """What the results are called: their number, or what nothing fits."""
    if not search.is_valid():
        return _("This search cannot be answered as it stands")
    if search.tally.is_estimate:
        return _("About %(count)s") % {"count": count_words(rounded(search.tally.total))}
    if search.tally.total:
        return count_words(search.tally.total)
    if not search.chosen:
        return _("No listing yet")
    if search.chosen == ["q"]:
        return _("No listing matches these words")
    if len(search.chosen) == 1:
        return _("No listing matches this filter")
    # Without their number: the chips beside it count values, and the place as well.
    return _("No listing matches all of these filters")
