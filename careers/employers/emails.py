"""Mail about an employer."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import override

from careers.core.mail import absolute_url, send_mail_event

DECIDED = {
    "suspend": _later("The curators have suspended your organisation."),
    "restore": _later("Your organisation is back on the board."),
    "pass_review": _later("A curator has looked at your organisation's name: it is public."),
    "see_documents": _later("A curator has seen your organisation's documents."),
    "dispute_upheld": _later("The applications that you named no longer count in your answer record."),
    "dispute_refused": _later("Your answer record stays as it is: the applications that you named go on counting."),
}


def invitation(invitation, *, token: str, language: str) -> None:
    """Come and work with us here: the only place where the token stands."""
    with override(language):
        link = absolute_url(reverse("invitation_detail", args=[token]))
        role, button = invitation.get_role_display(), _("Look at the invitation")
    context = {
        "invitation": invitation,
        "employer": invitation.employer,
        "inviter": invitation.invited_by,
        "role": role,
        "button_url": link,
        "button_label": button,
    }
    send_mail_event("employers/invitation", to=invitation.email, language=language, context=context)


def employer_decided(employer, *, step: str, reason: str = "") -> None:
    """A curator decided about the employer itself: every owner is told, with the reason."""
    owners = employer.memberships.filter(role="owner", user__is_active=True)
    for owner in owners.select_related("user").order_by("pk"):
        language = owner.user.language
        with override(language):
            link = absolute_url(reverse("office_home", args=[employer.slug]))
            headline, button = str(DECIDED[step]), _("Open the office")
        context = {
            "employer": employer,
            "headline": headline,
            "reason": reason,
            "button_url": link,
            "button_label": button,
        }
        send_mail_event("employers/employer_decided", to=owner.user.email, language=language, context=context)
