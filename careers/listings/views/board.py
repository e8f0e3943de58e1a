"""The list of live listings: search, filters, results."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from careers.accounts.viewer import Viewer, viewer_of
from careers.core.caching import public_page
from careers.core.paging import KeysetPage
from careers.core.rendering import render_page
from careers.listings.filters import COUNT_CAP, ListingFilter
from careers.listings.pay import EURO
from careers.listings.views.cards import cards_of, count_words
from careers.listings.views.facets import address, alone, chips_of, closest_to, facets_of, headline, loosened
from careers.taxonomy.models import Currency

# Words without a field in the rail; the form carries them along.
KEPT = ("skill", "employer")
LONGEST_ADDRESS = 2_000  # what every browser and proxy takes
PAY_WORDS = ("pay_from", "currency", "per", "pay_unknown")


@public_page
def listing_list(request: HttpRequest) -> HttpResponse:
    """Live listings that fit the words of the address; with a wrong word the form, its errors and no rows (400)."""
    viewer = viewer_of(request)
    search = ListingFilter(_words(request, viewer))
    page = search.page()
    context = _results(search, page, viewer) | _rail(search, viewer)
    status = 200 if search.is_valid() else 400
    response = render_page(
        request, "listings/listing_list.html", context, fragment="listings/_board.html", status=status
    )
    # The address without the words that a form sends and nobody chose; a wrong search is a place to come back to, too.
    here = address(search, cursor=search.data.get("cursor", ""))
    if request.htmx and len(here) < LONGEST_ADDRESS:
        response["HX-Push-Url"] = here
    return response


def _results(search: ListingFilter, page: KeysetPage, viewer: Viewer) -> dict:
    """Rows, their number, and the ways on from here."""
    counted = search.count() if search.is_valid() else 0
    total = min(counted, COUNT_CAP)
    words = headline(search, total)
    currency = search.is_valid() and search.form.cleaned_data["currency"]
    shown_to = replace(viewer, currency=currency) if currency else viewer
    ways = loosened(search) if not total else []
    return {
        "form": search.form,
        "cards": cards_of(page.rows, shown_to),
        "total": total,
        "is_estimate": counted > COUNT_CAP,
        "headline": _("More than %(count)s") % {"count": words} if counted > COUNT_CAP else words,
        "show_label": _("Show %(count)s") % {"count": count_words(total)} if total else _("Show listings"),
        "chips": chips_of(search),
        "loosened": ways,
        "closest": cards_of(closest_to(search, ways), shown_to) if ways else [],
        "alone": alone(search) if not total and not ways else [],
        "sorts": search.form.fields["sort"].choices,
        "sort": search.data.get("sort") or "fresh",
        "newer_url": address(search, cursor=page.newer) if page.newer else "",
        "older_url": address(search, cursor=page.older) if page.older else "",
        "first_url": address(search),
        "clear_url": reverse("listing_list"),
        "is_plain": not search.data,
    }


def _rail(search: ListingFilter, viewer: Viewer) -> dict:
    """The choices of the form, with counts."""
    currency = search.data.get("currency") or viewer.counts_in
    return {
        "facets": facets_of(search),
        "kept": [{"name": name, "values": search.data.getlist(name)} for name in KEPT if name in search.data],
        "pay_fields": [search.form[name] for name in PAY_WORDS if name in search.errors],
        "number_fields": [search.form[name] for name in ("hours_max", "posted")],
        "currencies": _currencies(currency),
        "currency": currency,
        "usual_currency": viewer.counts_in,
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
