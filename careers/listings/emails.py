"""Mail about a listing, to the members who manage it, each in their own language."""

from django.urls import reverse
from django.utils.translation import override

from careers.core.mail import absolute_url, send_mail_event


def listing_submitted(listing) -> None:
    """It was handed in: what happens next."""
    _to_managers("listing_submitted", listing)


def listing_decided(listing, *, decision: str, reason: str = "") -> None:
    """A curator decided: `decision` is the step's name, `reason` the words that the employer reads."""
    _to_managers("listing_decided", listing, decision=decision, reason=reason)


def _to_managers(event: str, listing, **context) -> None:
    members = listing.employer.memberships.filter(role__in=("owner", "recruiter"), user__is_active=True)
    for member in members.select_related("user"):
        with override(member.user.language):
            link = absolute_url(reverse("office_listing_detail", args=[listing.employer.slug, listing.public_id]))
        whole = {"listing": listing, "employer": listing.employer, "member": member.user, "link": link, **context}
        send_mail_event(f"listings/{event}", to=member.user.email, language=member.user.language, context=whole)
