"""The list of live listings: search, filters, results."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from careers.accounts.viewer import DEFAULT_CURRENCY, Viewer, viewer_asking, viewer_of
from careers.core.bilingual import active_language
from careers.core.caching import etag_of, is_anonymous, not_modified, public_page
from careers.core.held import held_under
from careers.core.paging import KeysetPage
from careers.core.rendering import render_around, render_page
from careers.core.text_query import parse
from careers.listings.filters import ListingFilter
from careers.listings.forms import LONGEST_QUERY
from careers.listings.models.marks import marks_in
from careers.listings.models.tally import Tally
from careers.listings.pay import EURO
from careers.listings.views.cards import count_words
from careers.listings.views.deck import cards_of
from careers.listings.views.facets import address, chips_of, facets_of, headline, rounded
from careers.listings.views.loosening import advice_of, alone, closest_to, loosened
from careers.listings.views.names import Names, names_for
from careers.listings.views.places import order_words, place_of, rates_words
from careers.listings.views.rows import page_of, rows_of
from careers.listings.views.version import board_version
from careers.taxonomy.filters import rated_currencies

# Words without a field in the rail; the form carries them along.
KEPT = ("skill", "employer")
LONGEST_ADDRESS = 2_000  # what every browser and proxy takes
PAY_WORDS = ("pay_from", "currency", "per", "pay_unknown")


@dataclass
class Found:
    """A search as it is answered for a moment: which rows, how many, all that is said around them.

    What stands in the rows is read for every page; `rows` are for the one that asked first. `pieces` is what the templates
    have made of the rest, `frames` all around the cards for those without a session.
    """

    names: Names
    context: dict[str, Any]
    ids: list[int]
    rows: list[Any] | None
    status: int
    frames: dict[Hashable, Any] = field(default_factory=dict)


@public_page
def listing_list(request: HttpRequest) -> HttpResponse:
    """Live listings that fit the words of the address; with a wrong word the form, its errors and no rows (400)."""
    tag = ""
    if is_anonymous(request):
        tag = etag_of(active_language(), request.META.get("QUERY_STRING", ""), bool(request.htmx), *board_version())
        kept = not_modified(request, tag)
        if kept is not None:
            return kept
    usual = viewer_of(request)
    key = ("search", active_language(), request.META.get("QUERY_STRING", ""), usual)
    found = held_under(key, partial(_found, request, usual))
    response = _page(request, found)
    if tag and found.status == 200:
        response["ETag"] = tag
    # A wrong search is a place to come back to, too.
    if request.htmx and len(found.context["here"]) < LONGEST_ADDRESS:
        response["HX-Push-Url"] = found.context["here"]
    return response


def _found(request: HttpRequest, usual: Viewer) -> Found:
    asked = ListingFilter(_words(request, viewer_asking(request, usual)), viewer=usual)
    search, page = _answered(asked)
    names = names_for(search.viewer)
    context = _results(search, page, names) | _rail(search) | _instead(asked, search)
    # The address without the words that a form sends and nobody chose.
    here = address(asked, cursor=asked.data.get("cursor", ""))
    context |= {"place": place_of(search, names), "here": here, "pieces": {}}
    ids, status = [row.id for row in page.rows], 200 if search.is_valid() else 400
    return Found(names, context, ids, page.rows, status)


def _page(request: HttpRequest, found: Found) -> HttpResponse:
    """The page or its board; without a session the cards are all that is made anew."""
    page, fragment, rows = "listings/listing_list.html", "listings/_board.html", _rows(found)
    context = found.context | rows
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return render_page(request, page, context, fragment=fragment, status=found.status)
    slots = {"cards": "".join([card.markup("h2") for card in rows["cards"]])}
    shape = (bool(rows["cards"]), *rows["rates"])
    return render_around(
        request, page, context, slots, found.frames, shape=shape, fragment=fragment, status=found.status
    )


def _answered(asked: ListingFilter) -> tuple[ListingFilter, KeysetPage]:
    """The search and its first rows; where nothing fits, the same with its mistyped words put right."""
    page = page_of(asked)
    right = None if page.rows or asked.data.get("cursor") else asked.put_right()
    return (right, page_of(right)) if right else (asked, page)


def _instead(asked: ListingFilter, search: ListingFilter) -> dict[str, str]:
    """What was typed; and where other words are searched for instead, these and the way to the typed ones, to the letter."""
    typed = asked.data.get("q", "")
    if search is asked:
        return {"typed": typed}
    exactly = str(parse(typed).to_the_letter())
    instead_url = address(asked, q=exactly) if len(exactly) <= LONGEST_QUERY else ""
    return {"typed": typed, "searched": search.data["q"], "instead_url": instead_url}


def _rows(found: Found) -> dict[str, Any]:
    """The cards of this page, and the rates that they are converted by."""
    rows, found.rows = found.rows, None
    rows = rows_of(found.ids) if rows is None else rows
    closest = [card.row for card in found.context["closest"]]
    return {
        "cards": cards_of(rows, found.names.viewer, found.names, found.context["marks"]),
        "rates": rates_words([*rows, *closest], found.names),
    }


def _results(search: ListingFilter, page: KeysetPage, names: Names) -> dict[str, Any]:
    """How many rows there are, in which order, the ways on from here, and what to do when there are none."""
    total = search.tally.total
    ways = loosened(search) if not total else []
    lone = alone(search) if not total and not ways else []
    closest = closest_to(search, ways) if ways else []
    marks = marks_in([row.id for row in (*page.rows, *closest)], search.words)
    return {
        "marks": marks,
        "form": search.form,
        "total": total,
        "is_estimate": search.tally.is_estimate,
        "headline": headline(search),
        "show_label": _show_words(search.tally),
        "chips": chips_of(search),
        "loosened": ways,
        "closest": cards_of(closest, names.viewer, names, marks),
        "order_words": order_words(search),
        "alone": lone,
        "advice": advice_of(search, ways, lone) if not total else {},
        "sorts": [(value, label) for value, label in search.form.fields["sort"].choices if value in search.sorts],
        "sort": search.sorted_by,
        "usual_sort": search.usual_sort,
        "newer_url": address(search, cursor=page.newer) if page.newer else "",
        "older_url": address(search, cursor=page.older) if page.older else "",
        "first_url": address(search),
        "clear_url": reverse("listing_list"),
        "is_plain": not search.data,
    }


def _show_words(found: Tally) -> str:
    """What sends the form: how many it would show, in no more digits than are known."""
    if not found.total:
        return _("Show listings")
    if found.is_estimate:
        return _("Show about %(count)s") % {"count": count_words(rounded(found.total))}
    return _("Show %(count)s") % {"count": count_words(found.total)}


def _rail(search: ListingFilter) -> dict:
    """The choices of the form, with counts."""
    viewer = search.viewer
    currency = search.data.get("currency") or viewer.counts_in
    # In which money pay is compared when the address does not say it.
    usual = search.form.usual_viewer.asking(country=viewer.country).currency
    usual = usual or (search.place and search.place.currency_id) or DEFAULT_CURRENCY
    return {
        "facets": facets_of(search),
        "kept": [{"name": name, "values": search.data.getlist(name)} for name in KEPT if name in search.data],
        "pay_fields": [search.form[name] for name in PAY_WORDS if name in search.errors],
        "number_fields": [search.form[name] for name in ("hours_max", "posted")],
        "viewer_url": f"{reverse('viewer_edit')}?{urlencode({'next': address(search)})}",
        "currencies": _currencies(currency),
        "currency": currency,
        "usual_currency": usual,
        "per": search.data.get("per") or "month",
    }


def _words(request: HttpRequest, viewer: Viewer) -> QueryDict:
    """The words of the address; a floor without them is in the viewer's currency and for a month."""
    words = request.GET.copy()
    if words.get("pay_from"):
        for name, usual in (("currency", viewer.counts_in), ("per", "month")):
            if not any(words.getlist(name)):
                words[name] = usual
    return words


def _currencies(chosen: str) -> list[str]:
    """The codes that pay can be compared in, and the chosen one."""
    return sorted({*rated_currencies(), EURO, chosen})
