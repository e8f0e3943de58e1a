"""Employers as the public sees them."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from careers.accounts.viewer import viewer_asking
from careers.core.caching import public_page
from careers.core.formats import format_date
from careers.core.paging import BadCursor, keyset_page
from careers.core.rendering import render_page
from careers.employers.models.employer import Employer
from careers.employers.models.log import EmployerSlug
from careers.listings.models.listing import Listing
from careers.listings.views.cards import count_words, foreign
from careers.listings.views.deck import cards_of

PAGE_SIZE = 40


@public_page
def employer_list(request: HttpRequest) -> HttpResponse:
    """The public employers, those that came last first."""
    rows = Employer.objects.public().select_related("country")
    try:
        page = keyset_page(rows, ("-created_at", "-pk"), request.GET.get("cursor", ""), PAGE_SIZE)
    except BadCursor:
        return render_page(request, "400.html", {"message": ""}, status=400)
    # Counted for those on the page alone: a board has many employers.
    listings = Listing.objects.live().filter(employer__in=[row.pk for row in page.rows]).order_by()
    live = dict(listings.values_list("employer").annotate(Count("pk")))
    context = {
        "rows": [(row, row.get_verification_level_display(), count_words(live.get(row.pk, 0))) for row in page.rows],
        "newer_url": f"?cursor={page.newer}" if page.newer else "",
        "older_url": f"?cursor={page.older}" if page.older else "",
    }
    return render_page(request, "employers/employer_list.html", context)


@public_page
def employer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One employer: what it says of itself, what its level rests on, its live listings. A former slug leads to the present."""
    row = EmployerSlug.objects.filter(slug=slug).select_related("employer__country").first()
    if row is None or not row.employer.is_public:
        raise Http404
    employer = row.employer
    if employer.slug != slug:
        return redirect(employer, permanent=True)
    live = Listing.objects.live().filter(employer=employer).for_cards().order_by("-rank_at", "-pk")
    proofs = employer.proofs.filter(revoked_at=None)
    context = {
        "employer": employer,
        "lang": foreign(employer.language),
        "level_words": employer.get_verification_level_display(),
        "proofs": [(proof.get_method_display(), format_date(proof.at.date()), proof.detail) for proof in proofs],
        "since": format_date(employer.created_at.date()),
        "cards": cards_of(live[:PAGE_SIZE], viewer_asking(request)),
        "is_cut": live[PAGE_SIZE:].exists(),
        "may_be_indexed": not employer.is_sample,
    }
    return render_page(request, "employers/employer_detail.html", context)
