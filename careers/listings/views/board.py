"""The list of live listings: search, filters, results."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from careers.accounts.viewer import viewer_of
from careers.core.caching import public_page
from careers.core.rendering import render_page
from careers.listings.filters import COUNT_CAP, ListingFilter
from careers.listings.pay import EURO
from careers.listings.views.cards import cards_of, count_words
from careers.listings.views.facets import address, chips_of, facets_of, headline, loosened
from careers.taxonomy.models import Currency

# Words without a field in the rail; the form carries them along.
KEPT = ("skill", "employer")
PAY_WORDS = ("pay_from", "currency", "per", "pay_unknown")


@public_page
def listing_list(request: HttpRequest) -> HttpResponse:
    """Live listings that fit the words of the address; with a wrong word the form, its errors and no rows (400)."""
    search = ListingFilter(request.GET)
    page = search.page()
    given = search.form.cleaned_data if search.is_valid() else {}
    viewer = viewer_of(request, currency=given.get("currency") or "")
    counted = search.count() if search.is_valid() else 0
    total = min(counted, COUNT_CAP)
    context = {
        "search": search,
        "form": search.form,
        "cards": cards_of(page.rows, viewer),
        "total": total,
        "is_estimate": counted > COUNT_CAP,
        "headline": headline(search, total)
        if counted <= COUNT_CAP
        else _("More than %(count)s") % {"count": count_words(total)},
        "show_label": _show_label(total, search),
        "facets": facets_of(search),
        "chips": chips_of(search),
        "loosened": loosened(search) if not total else [],
        "kept": [{"name": name, "values": search.data.getlist(name)} for name in KEPT if name in search.data],
        "pay_fields": [search.form[name] for name in PAY_WORDS if name in search.errors],
        "number_fields": [search.form[name] for name in ("hours_max", "posted")],
        "sorts": search.form.fields["sort"].choices,
        "sort": search.data.get("sort") or "fresh",
        "currencies": _currencies(search.data.get("currency") or viewer.counts_in),
        "currency": search.data.get("currency") or viewer.counts_in,
        "per": search.data.get("per") or "month",
        "newer_url": address(search, cursor=page.newer) if page.newer else "",
        "older_url": address(search, cursor=page.older) if page.older else "",
        "first_url": address(search),
        "clear_url": reverse("listing_list"),
        "is_plain": not search.data,
    }
    status = 200 if search.is_valid() else 400
    response = render_page(
        request, "listings/listing_list.html", context, fragment="listings/_board.html", status=status
    )
    if search.is_valid():
        # The address without the words that a form sends and nobody chose.
        response["HX-Push-Url"] = address(search, cursor=search.data.get("cursor", ""))
    return response


def _currencies(chosen: str) -> list[str]:
    """The codes that pay can be compared in, and the chosen one."""
    rated = Currency.objects.filter(rates__isnull=False).values_list("pk", flat=True).distinct()
    return sorted({*rated, EURO, chosen})


def _show_label(total: int, search: ListingFilter) -> str:
    return _("Show %(count)s") % {"count": count_words(total)} if search.is_valid() and total else _("Show listings")
