"""For programs that read the whole board: sitemap and robots.txt."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import override

from careers.core.caching import public_page
from careers.employers.models.employer import Employer
from careers.listings.models.archive import ArchivedListing
from careers.listings.models.listing import Listing
from careers.taxonomy.models import JobCategory

PAGES = (
    "home", "listing_list", "category_list", "employer_list", "learn", "insight", "archive_list", "about", "how_it_works",
    "for_employers", "help", "contact", "accessibility", "privacy", "terms", "credits", "application_process",
)  # fmt: skip
MOST = 20_000  # rows of a kind; a sitemap holds 50,000 addresses at most, and each row has two


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that may be indexed, in both languages, with the day it last changed. Samples are none of them."""
    listings = Listing.objects.live().without_samples().order_by("-rank_at", "-pk").values_list("slug", "updated_at")
    employers = Employer.objects.public().without_samples().order_by("-pk").values_list("slug", "updated_at")
    categories = JobCategory.objects.active().values_list("slug", flat=True)
    archived = ArchivedListing.objects.values_list("slug", flat=True)
    places: list[tuple[str, list, datetime | None]] = [(name, [], None) for name in PAGES]
    places += [("listing_detail", [slug], changed) for slug, changed in listings[:MOST]]
    places += [("employer_detail", [slug], changed) for slug, changed in employers[:MOST]]
    places += [("category_detail", [slug], None) for slug in categories]
    places += [("archive_detail", [slug], None) for slug in archived]
    entries = [entry for place in places for entry in _entries(*place)]
    return TemplateResponse(request, "pages/sitemap.xml", {"entries": entries}, content_type="application/xml").render()


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What robots may read: everything public, and where the sitemap is."""
    lines = [
        "User-agent: *",
        *(
            f"Disallow: /{path}"
            for path in ("admin/", "*/me/", "*/office/", "*/accounts/", "*/invitations/", "*/viewer/")
        ),
        "Disallow: /*/listings/*/apply/",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _entries(name: str, args: list, changed) -> list[dict]:
    """One place in each language, each naming the others."""
    urls = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            urls[code] = settings.SITE_URL + reverse(name, args=args)
    return [{"url": url, "languages": urls, "changed": changed} for url in urls.values()]
