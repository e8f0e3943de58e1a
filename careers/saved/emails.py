"""Mail to those who asked to be told, in their own language."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from careers.core.mail import absolute_url, send_mail_event
from careers.listings.models.listing import Listing


def queue_open(notice, listing: Listing, places: int) -> None:
    """The queue has opened; places are not held, and the mail says so."""
    user = notice.user
    with override(user.language):
        context = {
            "listing": listing,
            "places": places,
            "facts": [(_("Listing"), listing.title), (_("Employer"), listing.employer.name)],
            "button_url": absolute_url(reverse("listing_apply", args=[listing.slug])),
            "button_label": _("Apply now"),
            "leave_url": absolute_url(reverse("queue_notice", args=[listing.slug])),
        }
    send_mail_event("saved/queue_open", to=user.email, language=user.language, context=context)


def queue_over(notice) -> None:
    """The queue will not open again: the listing has ended, or one applies at the employer's own address now."""
    user, listing = notice.user, notice.listing
    with override(user.language):
        same = f"{reverse('listing_list')}?category={listing.category.slug}"
        context = {
            "listing": listing,
            "facts": [(_("Listing"), listing.title), (_("Employer"), listing.employer.name)],
            "button_url": absolute_url(same if listing.is_ended else listing.get_absolute_url()),
            "button_label": _("See listings in this profession") if listing.is_ended else _("See the listing"),
        }
    send_mail_event("saved/queue_over", to=user.email, language=user.language, context=context)
