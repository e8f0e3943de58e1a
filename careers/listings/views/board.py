"""The list of live listings: search, filters, results."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from careers.accounts.viewer import DEFAULT_CURRENCY, Viewer, viewer_asking, viewer_of
from careers.core.caching import public_page
from careers.core.paging import KeysetPage
from careers.core.rendering import render_page
from careers.core.text_query import parse
from careers.listings.filters import ListingFilter
from careers.listings.forms import LONGEST_QUERY
from careers.listings.models.marks import marks_in
from careers.listings.pay import EURO
from careers.listings.views.cards import cards_of, count_words
from careers.listings.views.facets import address, chips_of, facets_of, headline
from careers.listings.views.loosening import advice_of, alone, closest_to, loosened
from careers.listings.views.names import Names, names_for
from careers.listings.views.places import order_words, place_of, rates_words
from careers.taxonomy.models import Currency

# Words without a field in the rail; the form carries them along.
KEPT = ("skill", "employer")
LONGEST_ADDRESS = 2_000  # what every browser and proxy takes
PAY_WORDS = ("pay_from", "currency", "per", "pay_unknown")


@public_page
def listing_list(request: HttpRequest) -> HttpResponse:
    """Live listings that fit the words of the address; with a wrong word the form, its errors and no rows (400)."""
    usual = viewer_of(request)
    asked = ListingFilter(_words(request, viewer_asking(request, usual)), viewer=usual)
    search, page = _answered(asked)
    names = names_for(search.viewer)
    context = _results(search, page, names) | _rail(search) | _instead(asked, search)
    context["place"] = place_of(search, names)
    status = 200 if search.is_valid() else 400
    response = render_page(
        request, "listings/listing_list.html", context, fragment="listings/_board.html", status=status
    )
    # The address without the words that a form sends and nobody chose; a wrong search is a place to come back to, too.
    here = address(asked, cursor=asked.data.get("cursor", ""))
    if request.htmx and len(here) < LONGEST_ADDRESS:
        response["HX-Push-Url"] = here
    return response


def _answered(asked: ListingFilter) -> tuple[ListingFilter, KeysetPage]:
    """The search and its first rows; where nothing fits, the same with its mistyped words put right."""
    page = asked.page()
    right = None if page.rows or asked.data.get("cursor") else asked.put_right()
    return (right, right.page()) if right else (asked, page)


def _instead(asked: ListingFilter, search: ListingFilter) -> dict[str, str]:
    """What was typed; and where other words are searched for instead, these and the way to the typed ones, to the letter."""
    typed = asked.data.get("q", "")
    if search is asked:
        return {"typed": typed}
    exactly = str(parse(typed).to_the_letter())
    instead_url = address(asked, q=exactly) if len(exactly) <= LONGEST_QUERY else ""
    return {"typed": typed, "searched": search.data["q"], "instead_url": instead_url}


def _results(search: ListingFilter, page: KeysetPage, names: Names) -> dict:
    """Rows, their number, and the ways on from here."""
    total = search.tally.total
    ways = loosened(search) if not total else []
    lone = alone(search) if not total and not ways else []
    closest = closest_to(search, ways) if ways else []
    marks = marks_in([row.pk for row in (*page.rows, *closest)], search.words)
    return {
        "form": search.form,
        "cards": cards_of(page.rows, names.viewer, names, marks),
        "total": total,
        "is_estimate": search.tally.is_estimate,
        "headline": headline(search),
        "show_label": _("Show %(count)s") % {"count": count_words(total)} if total else _("Show listings"),
        "chips": chips_of(search),
        "loosened": ways,
        "closest": cards_of(closest, names.viewer, names, marks),
        "rates": rates_words([*page.rows, *closest], names),
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
    rated = Currency.objects.filter(rates__isnull=False).values_list("pk", flat=True).distinct()
    return sorted({*rated, EURO, chosen})
