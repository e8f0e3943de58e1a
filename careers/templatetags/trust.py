"""What the curators' pages show beside the rows themselves."""

from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from careers.core.formats import format_number
from careers.employers.models.employer import Employer
from careers.listings.models.listing import Listing
from careers.listings.models.revision import ListingRevision
from careers.trust.models import ContactMessage, ModeratedEmployer, ReviewedListing

register = template.Library()

LISTING_FACTS = (
    "language", "openings", "technical", "engagement", "hours_min", "hours_max", "hours_guaranteed", "training_paid",
    "pay_min", "pay_max", "pay_currency", "pay_period", "task_minutes", "eligibility_scope", "eligible_countries",
    "utc_offset_min", "utc_offset_max", "overlap_hours", "overlap_zone", "work_languages", "apply_at", "apply_url",
    "review_capacity", "promise_days", "starts_at", "closes_at",
)  # fmt: skip
EMPLOYER_FACTS = ("website", "country", "zone", "language", "track", "created_at")


@register.filter
def listing_facts(listing: Listing) -> list[dict]:
    """Label and value of every fact that the employer gave."""
    return _facts(listing, LISTING_FACTS)


@register.filter
def employer_facts(employer: Employer) -> list[dict]:
    """Label and value of every fact that the employer gave."""
    return _facts(employer, EMPLOYER_FACTS)


@register.filter
def revision_rows(subject) -> list[dict]:
    """What a revision would change: label, value before and after; nothing for any other subject."""
    if not isinstance(subject, ListingRevision):
        return []
    rows = []
    for name, after in subject.values.items():
        field = Listing._meta.get_field(name)
        before = field.to_python(getattr(subject.listing, field.attname))
        if before != field.to_python(after):
            rows.append({"label": field.verbose_name, "before": _plain(before), "after": _plain(after)})
    return rows


@register.filter
def lookalikes(employer: Employer) -> list[Employer]:
    """Other employers whose name or slug is confusingly near."""
    others = Employer.objects.exclude(pk=employer.pk).looking_like(employer.name, employer.slug)
    return list(others[:10])


@register.inclusion_tag("admin/trust/_waiting.html")
def curators_waiting() -> dict:
    """How much waits for a curator: listings, employers, messages."""
    return {
        "listings": ReviewedListing.objects.waiting().count(),
        "employers": ModeratedEmployer.objects.filter(state="review").count(),
        "messages": ContactMessage.objects.filter(handled_at=None).count(),
    }


def _facts(row, names: tuple[str, ...]) -> list[dict]:
    facts = []
    for name in names:
        field = row._meta.get_field(name)
        shown = getattr(row, f"get_{name}_display")() if field.choices else getattr(row, name)
        if shown not in (None, "", []):
            facts.append({"label": field.verbose_name, "value": _plain(shown)})
    return facts


def _plain(value):
    if value is True:
        return _("Yes")
    if value is False:
        return _("No")
    if isinstance(value, Decimal):
        return format_number(value)
    return ", ".join(str(item) for item in value) if isinstance(value, list) else value
