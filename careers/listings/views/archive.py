"""The archive: closed postings of public employers, to be read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from careers.core.caching import public_page
from careers.core.rendering import render_page
from careers.listings.models.archive import ArchivedListing
from careers.listings.views.cards import foreign


@public_page
def archive_list(request: HttpRequest) -> HttpResponse:
    """All archived postings, the latest first: they are few, and no more come by themselves."""
    rows = ArchivedListing.objects.select_related("category")
    return render_page(request, "listings/archive_list.html", {"rows": [(row, foreign(row.language)) for row in rows]})


@public_page
def archive_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One archived posting with its dates, source and licence; nobody can apply to it."""
    row = get_object_or_404(ArchivedListing.objects.select_related("category"), slug=slug)
    return render_page(request, "listings/archive_detail.html", {"row": row, "lang": foreign(row.language)})
