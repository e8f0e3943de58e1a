"""Mail from the office: once a day, what has arrived."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from careers.core import clock
from careers.core.formats import format_date
from careers.core.mail import absolute_url, send_mail_event
from careers.employers.models.people import Membership


def digest(member: Membership, rows: Iterable[dict]) -> None:
    """New applications by listing, without names: a mail travels further than an office. Rows hold the listing's
    `listing__title`, `listing__public_id`, a `count` and the `first_due` moment.
    """
    employer = member.employer
    with override(member.user.language):
        listings = [
            {
                "title": row["listing__title"],
                "count": row["count"],
                "due": format_date(row["first_due"].astimezone(clock.zone(employer.zone)).date()),
                "link": absolute_url(
                    reverse("office_application_list", args=[employer.slug, row["listing__public_id"]])
                ),
            }
            for row in rows
        ]
        home = absolute_url(reverse("office_home", args=[employer.slug]))
        label = _("Open the office")
    context = {
        "employer": employer,
        "listings": listings,
        "total": sum(listing["count"] for listing in listings),
        "button_url": home,
        "button_label": label,
    }
    send_mail_event("hiring/digest", to=member.user.email, language=member.user.language, context=context)
