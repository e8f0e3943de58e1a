"""The picture of a listing that a shared link carries: what its page shows, and nothing else."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from careers.accounts.viewer import NOBODY
from careers.core.social import SocialImage, social_response
from careers.core.social_drawing import Picture, is_legible
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingSlug
from careers.listings.views.cards import pay_of
from careers.listings.views.names import Names

# Pay as somebody sees it of whom nothing is known: as stated, in its own currency.
_NOBODYS = Names({}, {}, {}, {}, {}, NOBODY)


def listing_card(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The picture of a listing that is public; what was removed is gone, and a former slug leads to the present one."""
    row = (
        ListingSlug.objects.filter(slug=slug)
        .select_related("listing__employer", "listing__category", "listing__pay_currency").first()
    )  # fmt: skip
    listing = row.listing if row else None
    if listing is not None and listing.state == Listing.State.REMOVED:
        return HttpResponse(status=410)
    if listing is None or not listing.is_public:
        raise Http404
    picture = picture_of(listing)
    if listing.slug != slug:
        return redirect("listing_card", listing.slug, picture.version)
    return social_response(request, picture, version)


def social_of(listing: Listing) -> SocialImage:
    """Where the picture of a listing is, and what it says."""
    path = reverse("listing_card", args=[listing.slug, picture_of(listing).version])
    words = {"title": listing.title, "employer": listing.employer.name, "pay": _standing(listing)[0]}
    return SocialImage(settings.SITE_URL + path, _("%(title)s at %(employer)s. %(pay)s") % words)


def picture_of(listing: Listing) -> Picture:
    """What stands on it. A title in letters that our fonts lack gives way to the profession's name."""
    category, employer = listing.category, listing.employer.name
    strong, soft = _standing(listing)
    titled = is_legible(listing.title)
    return Picture(
        title=listing.title if titled else category.name,
        kicker=category.name if titled else "",
        by=employer if is_legible(employer) else "",
        badge=_("Sample") if listing.is_sample else "",
        strong=strong,
        soft=soft,
        hue=category.hue,
    )


def _standing(listing: Listing) -> tuple[str, str]:
    """What it pays; once it takes no more applications, only that."""
    if listing.is_ended:
        return _("This listing has ended."), ""
    if not listing.is_live:
        return _("This listing is paused."), ""
    pay = pay_of(listing, _NOBODYS)
    return f"{pay['stated']} {pay['unit']}".strip(), pay["about"]
