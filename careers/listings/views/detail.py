"""The page of one listing: what must be known before one applies, first."""

from collections import namedtuple
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language

from careers.accounts.viewer import Viewer, viewer_asking
from careers.core import clock
from careers.core.caching import etag_of, is_anonymous, is_asked_again, not_modified, public_page, this_hour
from careers.core.fragments import lasting
from careers.core.held import held_under
from careers.core.rendering import render_page
from careers.employers.models.employer import Employer
from careers.listings.forms import EffortForm
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingSlug
from careers.listings.views.counting import count_reading
from careers.listings.views.decision import decision_of
from careers.listings.views.deck import cards_of
from careers.listings.views.effective import effective_of
from careers.listings.views.names import Names, names_for
from careers.listings.views.rows import rows_of
from careers.listings.views.social import social_of
from careers.taxonomy.models import JobCategory

SIMILAR = 4
# What the view asks of a listing, and what else its page shows that changes without a new version of the listing.
ASKED = (
    "listing.id", "listing.slug", "listing.state", "listing.hidden_at", "listing.closes_at", "listing.queue_full_at",
    "listing.category_id", "listing.employer_id", "listing.updated_at", "employer.updated_at",
)  # fmt: skip
SHOWN = (
    "listing.version", "listing.application_count", "category.hue", "category.slug", "category.name_en", "category.name_id",
    "employer.name", "employer.slug", "employer.state", "employer.zone", "employer.is_sample",
    "employer.verification_level", "employer.answer_due_count", "employer.answer_seeker_count", "employer.answered_count",
    "employer.answer_median_days", "employer.country_id",
)  # fmt: skip
_names = [name.replace("listing.", "").replace(".", "_") for name in ASKED]


class Seen(namedtuple("Seen", (*_names, "shown"))):  # type: ignore[misc]
    """ASKED, and SHOWN as one text that changes with any of it. How the listing stands is as its model says."""

    __slots__ = ()
    State = Listing.State
    is_live, is_open, is_public = Listing.is_live, Listing.is_open, Listing.is_public
    is_members_only, get_absolute_url = Listing.is_members_only, Listing.get_absolute_url


pages = lasting(400)


@public_page
def listing_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One listing. A former slug leads to the present one; what is hidden gets a neutral page, what was removed a 410."""
    # Who has the page already may be told so by what was read within the second; it is made of what stands there now.
    seen = held_under(("seen", slug), partial(_seen, slug)) if is_asked_again(request) else _seen(slug)
    if seen.state == Listing.State.REMOVED:
        return render_page(request, "410.html", _ways_on(request, slug), status=410)
    if seen.is_members_only:
        raise Http404
    if not seen.is_public:
        return render_page(request, "listings/listing_hidden.html", _ways_on(request, slug), status=404)
    if seen.slug != slug:
        return redirect(seen, permanent=True)
    # What ages by itself, such as "2 days ago", is at most an hour old.
    changed_at = max(seen.updated_at, seen.employer_updated_at, this_hour())
    viewer = viewer_asking(request)
    alike = held_under(("similar", seen.category_id), partial(_similar, seen.category_id))
    similar = [row for row in alike if row.id != seen.id][:SIMILAR]
    # Zones follow daylight saving, so a verdict holds for a day.
    version = (get_language(), seen, seen.is_live, seen.is_open, viewer, clock.today("UTC"), *similar)
    named = (*version, changed_at, str(_effort_words(request)), bool(request.htmx))
    tag = pages.get(named) or pages.put(named, etag_of(*named))
    response = not_modified(request, tag, changed_at) if is_anonymous(request) else None
    if response is None:
        response = _page(request, slug, viewer, version, similar)
        if is_anonymous(request) and response.status_code == 200:
            response["ETag"] = tag
            response["Last-Modified"] = http_date(changed_at.timestamp())
    if not request.htmx:
        count_reading(request, seen)
    return response


def _seen(slug: str) -> Seen:
    """The listing that has or had this slug."""
    tables = (ListingSlug, Listing, JobCategory, Employer)
    slugs, listings, categories, employers = (model._meta.db_table for model in tables)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {", ".join(ASKED)}, ROW({", ".join(SHOWN)})::text
            FROM {slugs} AS had JOIN {listings} AS listing ON listing.id = had.listing_id
            JOIN {categories} AS category ON category.id = listing.category_id
            JOIN {employers} AS employer ON employer.id = listing.employer_id WHERE had.slug = %s
            """,
            [slug],
        )
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return Seen._make(row)


def _effort_words(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """What the address says to the calculator."""
    return sorted((name, values) for name, values in request.GET.lists() if EffortForm.is_word(name))


def _found(slug: str) -> Listing:
    """The whole listing that has or had this slug."""
    rows = ListingSlug.objects.filter(slug=slug)
    rows = rows.select_related(
        "listing__employer__country", "listing__category", "listing__pay_currency", "listing__terms"
    )
    return rows.get().listing


def _ways_on(request: HttpRequest, slug: str) -> dict:
    """What there is instead of a listing that cannot be shown: live ones of its profession."""
    listing = _found(slug)
    similar = [row for row in _similar(listing.category_id) if row.id != listing.pk][:SIMILAR]
    return {"similar": cards_of(similar, viewer_asking(request)), "category": listing.category}


def _place_url(listing: Listing, *, is_profile: bool) -> str:
    """Where somebody says where they are: in their profile when it says so already, else by a choice in a cookie."""
    if is_profile:
        return reverse("profile_edit")
    return f"{reverse('viewer_edit')}?{urlencode({'next': listing.get_absolute_url()})}"


def _similar(category: int) -> list[Any]:
    """The first live ones of a profession, one more than are shown beside a listing of it."""
    rows = Listing.objects.live().filter(category=category).order_by("-rank_at", "-pk")
    return rows_of(rows.values_list("pk", flat=True)[: SIMILAR + 1])


def _page(request: HttpRequest, slug: str, viewer: Viewer, version: tuple, similar: list[Any]) -> HttpResponse:
    """The page; for those without a session the one that was made of the very same rows within the minute."""
    names = names_for(viewer)
    is_plain = settings.SESSION_COOKIE_NAME not in request.COOKIES and not request.htmx and not _effort_words(request)
    minute = clock.now().replace(second=0, microsecond=0)
    key = (*version, viewer.asked, names.number, minute, request.META.get("QUERY_STRING", ""))
    kept = pages.get(key) if is_plain else None
    if kept is not None:
        return HttpResponse(kept)
    context = _context(request, _found(slug), names) | {"similar": cards_of(similar, viewer, names)}
    calculator = context["effective"]
    response = render_page(
        request,
        "listings/listing_detail.html",
        context,
        fragment="listings/_effective.html" if calculator else None,
        status=400 if calculator and calculator["form"].errors else 200,
    )
    if is_plain and settings.HOLDS_ANSWERS:
        pages.put(key, response.content)
    return response


def _context(request: HttpRequest, listing: Listing, names: Names) -> dict:
    """What the page says of the listing to one viewer."""
    return {
        "listing": listing,
        "decision": decision_of(listing, names),
        "effective": effective_of(listing, names, request.GET),
        "place_url": _place_url(listing, is_profile=names.viewer.is_profile),
        "skills": listing.skills.by_name(),
        "backgrounds": listing.backgrounds.by_name(),
        "social_image": social_of(listing),
        "may_be_indexed": listing.is_live and not listing.is_sample,
    }
