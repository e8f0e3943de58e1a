"""The page of one listing: what must be known before one applies, first."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language

from careers.accounts.viewer import Viewer, viewer_asking
from careers.core import clock
from careers.core.caching import etag_of, is_anonymous, not_modified, public_page, this_hour
from careers.core.rendering import render_page
from careers.listings.forms import EffortForm
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingSlug
from careers.listings.views.counting import count_reading
from careers.listings.views.decision import decision_of
from careers.listings.views.deck import cards_of
from careers.listings.views.effective import effective_of
from careers.listings.views.names import names_for
from careers.listings.views.social import social_of

SIMILAR = 4


@public_page
def listing_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One listing. A former slug leads to the present one; what is hidden gets a neutral page, what was removed a 410."""
    listing = _found(slug)
    if listing.state == Listing.State.REMOVED:
        return render_page(request, "410.html", _ways_on(request, listing), status=410)
    if listing.is_members_only:
        raise Http404
    if not listing.is_public:
        return render_page(request, "listings/listing_hidden.html", _ways_on(request, listing), status=404)
    if listing.slug != slug:
        return redirect(listing, permanent=True)
    # What ages by itself, such as "2 days ago", is at most an hour old.
    changed_at = max(listing.updated_at, listing.employer.updated_at, this_hour())
    viewer = viewer_asking(request)
    # Zones follow daylight saving, so a verdict holds for a day.
    tag = etag_of(
        get_language(), listing.pk, listing.version, listing.is_open, listing.employer.updated_at, changed_at,
        viewer, clock.today("UTC"), _effort_words(request), bool(request.htmx),
    )  # fmt: skip
    response = not_modified(request, tag, changed_at) if is_anonymous(request) else None
    if response is None:
        response = _page(request, listing, viewer)
        if is_anonymous(request) and response.status_code == 200:
            response["ETag"] = tag
            response["Last-Modified"] = http_date(changed_at.timestamp())
    if not request.htmx:
        count_reading(request, listing)
    return response


def _effort_words(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """What the address says to the calculator."""
    return sorted((name, values) for name, values in request.GET.lists() if EffortForm.is_word(name))


def _found(slug: str) -> Listing:
    row = (
        ListingSlug.objects.filter(slug=slug)
        .select_related("listing__employer__country", "listing__category", "listing__pay_currency", "listing__terms")
        .first()
    )
    if row is None:
        raise Http404
    return row.listing


def _ways_on(request: HttpRequest, listing: Listing) -> dict:
    """What there is instead of a listing that cannot be shown: live ones of its profession."""
    return {"similar": cards_of(_similar_to(listing), viewer_asking(request)), "category": listing.category}


def _place_url(listing: Listing, *, is_profile: bool) -> str:
    """Where somebody says where they are: in their profile when it says so already, else by a choice in a cookie."""
    if is_profile:
        return reverse("profile_edit")
    return f"{reverse('viewer_edit')}?{urlencode({'next': listing.get_absolute_url()})}"


def _similar_to(listing: Listing) -> QuerySet:
    same = Listing.objects.live().for_cards().filter(category=listing.category_id).exclude(pk=listing.pk)
    return same.order_by("-rank_at", "-pk")[:SIMILAR]


def _page(request: HttpRequest, listing: Listing, viewer: Viewer) -> HttpResponse:
    names = names_for(viewer)
    calculator = effective_of(listing, names, request.GET)
    context = {
        "listing": listing,
        "decision": decision_of(listing, names),
        "effective": calculator,
        "place_url": _place_url(listing, is_profile=viewer.is_profile),
        "skills": listing.skills.by_name(),
        "backgrounds": listing.backgrounds.by_name(),
        "similar": cards_of(_similar_to(listing), viewer, names),
        "social_image": social_of(listing),
        "may_be_indexed": listing.is_live and not listing.is_sample,
    }
    return render_page(
        request,
        "listings/listing_detail.html",
        context,
        fragment="listings/_effective.html" if calculator else None,
        status=400 if calculator and calculator["form"].errors else 200,
    )
