"""Mail to the curators."""

from django.urls import reverse

from careers.accounts.models import User
from careers.core.mail import absolute_url, send_mail_event


def contact_message(message) -> None:
    """Somebody wrote through the contact page: every curator is told, in their own language."""
    link = absolute_url(reverse("admin:careers_contactmessage_change", args=[message.pk]))
    for curator in User.objects.filter(is_staff=True, is_active=True).order_by("pk"):
        send_mail_event(
            "trust/contact_message",
            to=curator.email,
            language=curator.language,
            context={"message": message, "link": link},
            headers={"Reply-To": message.email},
        )


def contact_confirmation(message) -> None:
    """The writer gets a copy, so that it is known to have arrived."""
    send_mail_event(
        "trust/contact_confirmation", to=message.email, language=message.language, context={"message": message}
    )
