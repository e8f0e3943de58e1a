"""What a curator reads before deciding: why a thing waits, what speaks against it, and what its employer did before."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from careers.core import clock
from careers.core.formats import format_moment
from careers.employers import emails as employer_emails
from careers.employers.models.employer import Employer
from careers.listings import emails as listing_emails
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingChange

AGAINST = ("request_changes", "reject", "suspend", "remove")
LAST = 5  # earlier decisions that are shown


def _decision():
    """The model of decisions: reached through its key, for nouns stand below the models of their package."""
    return Listing._meta.get_field("decisions").related_model


@dataclass(frozen=True)
class Ground:
    """One thing to know before deciding; `is_risk` when it calls for a closer look."""

    text: str
    is_risk: bool = False


def grounds(listing: Listing) -> list[Ground]:
    """Why a listing waits and what makes it risky, the risks first."""
    found = [*_of_listing(listing), *_of_employer(listing.employer)]
    return sorted(found, key=lambda ground: not ground.is_risk)


def _of_listing(listing: Listing) -> list[Ground]:
    found = []
    if listing.state == Listing.State.SUBMITTED:
        day = format_moment(listing.updated_at, listing.employer.zone)
        found.append(Ground(_("Handed in on %(day)s.") % {"day": day}))
    if listing.sampled_at:
        found.append(Ground(_("It went straight through; one in ten of these is looked at afterwards.")))
    if listing.applies_outside:
        host = urlsplit(listing.apply_url).hostname or ""
        words = _("People who apply are led away from the board, to %(host)s.")
        found.append(Ground(words % {"host": host}, is_risk=True))
    return found


def _of_employer(employer: Employer) -> list[Ground]:
    found = []
    if not employer.is_public:
        found.append(Ground(_("The employer is not public now, so nothing of it can go live."), is_risk=True))
    if not employer.is_verified:
        words = _("The employer is not verified: each of its listings is read before it is public.")
        found.append(Ground(words, is_risk=True))
    approved = ListingChange.objects.filter(
        listing__employer=employer, actor="curator", kind__in=("publish", "schedule")
    )
    if not approved.exists():
        found.append(Ground(_("No curator has approved a listing of this employer before."), is_risk=True))
    against = _decision().objects.filter(listing__employer=employer, kind__in=AGAINST).count()
    if against:
        words = ngettext(
            "Curators have decided against a listing of this employer %(count)s time.",
            "Curators have decided against a listing of this employer %(count)s times.",
            against,
        )
        found.append(Ground(words % {"count": against}, is_risk=True))
    alike = Employer.objects.exclude(pk=employer.pk).looking_like(employer.name, employer.slug).count()
    if alike:
        words = ngettext(
            "%(count)s other employer has a similar name.", "%(count)s other employers have a similar name.", alike
        )
        found.append(Ground(words % {"count": alike}, is_risk=True))
    return found


def standing(employer: Employer) -> list[tuple[str, int]]:
    """How many listings of an employer are in each state, drafts left out."""
    rows = employer.listings.exclude(state="draft").values("state").annotate(count=Count("pk"))
    counted = {row["state"]: row["count"] for row in rows}
    return [(str(label), counted[state]) for state, label in Listing.State.choices if state in counted]


def earlier_decisions(employer: Employer, but: Listing | None = None):
    """The last decisions about an employer and its listings; `but` is the listing whose own log stands on the page."""
    rows = _decision().objects
    about = rows.filter(listing__employer=employer) | rows.filter(employer=employer)
    if but:
        about = about.exclude(listing=but)
    return about.select_related("listing", "employer", "by")[:LAST]


@dataclass(frozen=True)
class Letter:
    """What the employer reads when one kind of decision is taken; the reason comes between these sentences."""

    decision: str
    headline: str
    what_next: str


def letters(subject, kinds: tuple[str, ...]) -> list[Letter]:
    """The beginning and the end of the mail that each possible decision sends, in the employer's language."""
    listing = getattr(subject, "listing", subject)
    employer = subject if isinstance(subject, Employer) else listing.employer
    found = []
    for kind in kinds:
        label = str(_decision().Kind(kind).label)
        with override(employer.language):
            headline, what_next = _mail(kind, None if employer is subject else listing)
        if headline:
            found.append(Letter(label, headline, what_next))
    return found


def _mail(kind: str, listing: Listing | None) -> tuple[str, str]:
    if listing is None:
        return str(employer_emails.DECIDED.get(kind, "")), ""
    later = listing.starts_at is not None and listing.starts_at > clock.now()
    step = {"approve": "schedule" if later else "publish"}.get(kind, kind)
    start = _moment(listing.starts_at, listing.employer.zone)
    headline, what_next = listing_emails.HEADLINES.get(step, ""), listing_emails.WHAT_NEXT.get(step, "")
    return str(headline), str(what_next) % {"start": start}


def _moment(moment: datetime | None, zone: str) -> str:
    return format_moment(moment, zone) if moment else ""
