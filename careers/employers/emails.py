"""Mail about an employer."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from careers.core.mail import absolute_url, send_mail_event


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
