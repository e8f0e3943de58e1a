"""When nothing fits: what to leave out of a search, with what that would bring, and what to do when that is no help."""

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from careers.core.formats import format_number
from careers.core.text_query import TextQuery
from careers.core.tsquery import asks_nothing
from careers.listings.filters import ListingFilter
from careers.listings.models.listing import Listing
from careers.listings.models.relevance import newest_first
from careers.listings.models.tally import Tally
from careers.listings.views.facets import about, address, labels_of

CLOSEST = 3  # cards of listings that almost fit
MOST_WORDS = 6  # of a search that are left out one by one


def loosened(search: ListingFilter) -> list[dict]:
    """For each filter and each of several words: how many listings there are without it, the most first.

    What helps nobody is left out. All words together are a way only where no single one is in the way.
    """
    without = _("Without “%(filter)s”")
    ways = []
    for text, query in _words_loosened(search.words):
        other = search.asking(query)
        ways.append(_way(text, other.total(), other.qs, address(search, q=str(query))))
    is_one_word_in_the_way = any(ways)
    for name in search.chosen:
        if name != "q" or (len(search.chosen) > 1 and not is_one_word_in_the_way):
            text = without % {"filter": labels_of(search, name)}
            ways.append(_way(text, search.total(name), search.without(name), address(search, without=[name])))
    return _most_first(ways)


def alone(search: ListingFilter) -> list[dict]:
    """For each of several filters and words: how many listings fit it alone, the most first; when loosening one is not enough."""
    only, chosen = _("Only “%(filter)s”"), search.chosen
    ways = []
    for name in chosen if len(chosen) > 1 else ():
        others = [one for one in chosen if one != name]
        text = only % {"filter": labels_of(search, name)}
        ways.append(_way(text, search.total(*others), search.without(*others), address(search, without=others)))
    terms = search.words.terms
    for term in terms[:MOST_WORDS] if len(terms) > 1 else ():
        query, others = TextQuery(((term,),)), [name for name in chosen if name != "q"]
        other = search.asking(query, without=others)
        url = address(search, without=others, q=str(query))
        ways.append(_way(only % {"filter": term.text}, other.total(), other.qs, url))
    return _most_first(ways)


def closest_to(search: ListingFilter, ways: list[dict]) -> list[Listing]:
    """A few listings that fit all but what is in the way most."""
    return list(newest_first(ways[0]["rows"].for_cards(), CLOSEST))


def advice_of(search: ListingFilter, ways: list[dict], lone: list[dict]) -> dict[str, str]:
    """Title and text beside the ways on of a search for words that finds nothing; nothing when filters are in the way, too."""
    if not search.is_valid() or "q" not in search.chosen:
        return {}
    if asks_nothing(search.words):
        return {
            "title": _("There is no word to search for in “%(words)s”") % {"words": search.form.cleaned_data["q"]},
            "text": _(
                "Signs find nothing, nor do words like “the” that stand in every text."
                " Type what the work is about: a profession, a skill, a task or an employer."
            ),
        }
    if len(search.chosen) > 1:
        return {}
    if ways:
        return {"title": _("Leave one out, and there is work"), "text": ""}
    if lone:
        return {
            "title": _("Leaving one word out is not enough"),
            "text": _("No listing has these words together. This is what each finds alone."),
        }
    return {
        "title": _("Nothing fits today"),
        "text": _(
            "Try another word for the same work, in Indonesian or English. A word finds its other forms by itself;"
            " words in quotation marks have to stand side by side."
        ),
    }


def _words_loosened(query: TextQuery) -> Iterator[tuple[str, TextQuery]]:
    """The query without one of several words that must all be there, or without the quotation marks of a phrase."""
    found = []
    for place, group in enumerate(query.groups):
        for at, term in enumerate(group):
            others = (*group[:at], *group[at + 1 :])
            if any(not other.is_excluded for other in others):
                said = f"-{term.text}" if term.is_excluded else term.text
                found.append((_("Without “%(filter)s”") % {"filter": said}, place, others))
            if term.is_phrase and not term.is_excluded and len(term.words) > 1:
                text = _("“%(words)s” without quotation marks") % {"words": term.text}
                found.append((text, place, (*group[:at], replace(term, is_phrase=False), *group[at + 1 :])))
    for text, place, group in found[:MOST_WORDS]:
        yield text, TextQuery((*query.groups[:place], group, *query.groups[place + 1 :]))


def _way(text: str, found: Tally, rows: QuerySet, url: str) -> dict | None:
    """A way on, with the number of listings that it leads to; None when there are none."""
    if not found.total:
        return None
    count = about(found.total) if found.is_estimate else format_number(found.total)
    return {"count": count, "order": found.total, "text": text, "url": url, "rows": rows}


def _most_first(ways: list[dict | None]) -> list[dict]:
    return sorted((way for way in ways if way), key=lambda way: -way["order"])
