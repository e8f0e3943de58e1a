"""Mail about a listing, to the members who manage it, each in their own language."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from careers.core.formats import format_moment
from careers.core.mail import absolute_url, send_mail_event

HEADLINES = {
    "publish": _("Your listing is live"),
    "schedule": _("Your listing is approved"),
    "request_changes": _("A curator asks for changes to your listing"),
    "reject": _("Your listing was not accepted"),
    "suspend": _("Your listing is suspended"),
    "restore": _("Your listing is restored"),
    "remove": _("Your listing was removed"),
    "apply_revision": _("The edit of your listing is public"),
    "refuse_revision": _("The edit of your listing was not accepted"),
}
OPEN = _("Open the listing in the office")
WHAT_NEXT = {
    "publish": _("It stands in the lists now. You get a mail once a day when new applications have arrived."),
    "schedule": _("It goes live on %(start)s, by itself."),
    "request_changes": _("Change what is asked for and hand it in again. Nothing you wrote is lost."),
    "reject": _("If you think that this is wrong, write to the curators: they can take it up again."),
    "suspend": _("It is out of sight. Applications can be read but not moved, and all clocks stand still."),
    "restore": _("It stands where it stood before, and the clocks go on."),
    "remove": _("Its page is gone for good, its applications have ended, and their CVs cannot be opened any more."),
    "apply_revision": _("What people read now is the new text."),
    "refuse_revision": _("The old text stays public. You can edit it again."),
}


def listing_submitted(*listings) -> None:
    """They were handed in, all by one employer: what happens next; a mail for each."""
    _to_managers("listing_submitted", listings)


def listing_decided(*listings, decision: str, reason: str = "") -> None:
    """A curator decided about them, all of one employer: `decision` is the step's name, `reason` what the employer reads."""
    _to_managers("listing_decided", listings, decision=decision, reason=reason)


def _to_managers(event: str, listings, **context) -> None:
    employer = listings[0].employer
    members = employer.memberships.filter(role__in=("owner", "recruiter"), user__is_active=True).select_related("user")
    for member in members:
        for listing in listings:
            with override(member.user.language):
                link = absolute_url(reverse("office_listing_detail", args=[employer.slug, listing.public_id]))
                words = _words(listing, context["decision"]) if "decision" in context else {}
                words["button_label"] = str(OPEN)
            whole = {
                "listing": listing,
                "employer": employer,
                "member": member.user,
                "button_url": link,
                **context,
                **words,
            }
            send_mail_event(f"listings/{event}", to=member.user.email, language=member.user.language, context=whole)


def _words(listing, decision: str) -> dict[str, str]:
    start = format_moment(listing.starts_at, listing.employer.zone) if listing.starts_at else ""
    return {"headline": str(HEADLINES[decision]), "what_next": str(WHAT_NEXT[decision]) % {"start": start}}
