"""Mail from the office: once a day, what has arrived; and what is due."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from careers.applications.lifecycle import GRACE
from careers.applications.models.application import Application
from careers.core import clock
from careers.core.formats import format_date, last_day_of
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


def reminder(member: Membership, applications: Iterable[Application]) -> None:
    """What is due of `applications`, by listing and without names: answers that are promised, answers and steps that are late."""
    employer = member.employer
    rows = sorted(applications, key=lambda row: row.listing_id)
    with override(member.user.language):
        listings = [
            {
                "title": listing.title,
                "said": " ".join(_due_of(list(of_listing), employer.zone)),
                "link": absolute_url(reverse("office_application_list", args=[employer.slug, listing.public_id])),
            }
            for listing, of_listing in groupby(rows, key=lambda row: row.listing)
        ]
        home = absolute_url(reverse("office_home", args=[employer.slug]))
        label = _("Open the office")
    context = {
        "employer": employer, "listings": listings, "total": len(rows), "button_url": home, "button_label": label,
    }  # fmt: skip
    send_mail_event("hiring/reminder", to=member.user.email, language=member.user.language, context=context)


def _due_of(rows: list[Application], zone: str) -> Iterator[str]:
    """One sentence for each kind of thing that is due; the days are the last ones, in the employer's zone."""
    now = clock.now()
    first = [row.promise_due_at for row in rows if row.answered_at is None and row.promise_due_at]
    promised, late = [due for due in first if due > now], [due for due in first if due <= now]
    if promised:
        words = ngettext(
            "%(count)s answer is promised by %(day)s.",
            "%(count)s answers are promised; the first by %(day)s.",
            len(promised),
        )
        yield words % {"count": len(promised), "day": last_day_of(min(promised), zone)}
    if late:
        words = ngettext(
            "%(count)s answer is late; if none comes by %(day)s, it counts as unanswered.",
            "%(count)s answers are late; the first counts as unanswered if none comes by %(day)s.",
            len(late),
        )
        yield words % {"count": len(late), "day": last_day_of(min(late) + GRACE, zone)}
    steps = sum(row.answered_at is not None for row in rows)
    if steps:
        words = ngettext(
            "%(count)s next step is late; the applicant has been told so.",
            "%(count)s next steps are late; the applicants have been told so.",
            steps,
        )
        yield words % {"count": steps}
