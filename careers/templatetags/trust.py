"""What the curators' pages show beside the rows themselves."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from babel import Locale
from django import template
from django.db.models import Min
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import ngettext

from careers.accounts.viewer import NOBODY
from careers.core import clock
from careers.core.bilingual import active_language
from careers.core.formats import format_moment, format_number, format_offset
from careers.employers.models.employer import Employer
from careers.hiring.views.history import ACTORS, LISTING
from careers.listings.lifecycle import DEFAULT_OPEN
from careers.listings.models.listing import Listing
from careers.listings.models.revision import ListingRevision
from careers.listings.views.decision import decision_of
from careers.listings.views.names import names_for
from careers.taxonomy.models import Country, Region
from careers.trust import reading
from careers.trust.models import ContactMessage, Decision, ModeratedEmployer, RecordDispute, ReviewedListing

register = template.Library()

LISTING_FACTS = (
    "language", "openings", "technical", "engagement", "hours_min", "hours_max", "hours_guaranteed", "training_paid",
    "pay_min", "pay_max", "pay_currency", "pay_period", "task_minutes", "eligibility_scope", "eligible_countries",
    "utc_offset_min", "utc_offset_max", "overlap_hours", "overlap_zone", "work_languages", "apply_at", "apply_url",
    "review_capacity", "promise_days", "starts_at", "closes_at",
)  # fmt: skip
EMPLOYER_FACTS = ("website", "country", "zone", "language", "track", "created_at")

GROUPS = (
    (
        _later("Judging"),
        ("ReviewedListing", "ModeratedListing", "ModeratedEmployer", "RecordDispute", "ContactMessage", "Decision"),
    ),
    (_later("What visitors read"), ("Guide", "Bridge", "Course", "Community", "MarketFact", "ArchivedListing")),
    (_later("Names and lists"), ("JobCategory", "Skill", "Background", "Country", "Region", "Currency")),
    (_later("To look up only"), ("User", "Application", "ExchangeRate", "CategoryAlias")),
)
EMPLOYER = {
    "founded": _later("Begun"),
    "edited": _later("Edited"),
    "renamed": _later("Renamed"),
    "proof": _later("A proof was added or taken back"),
    "invited": _later("Somebody was invited"),
    "uninvited": _later("An invitation was taken back"),
    "joined": _later("Somebody joined"),
    "left": _later("Somebody left"),
    "removed": _later("A member was removed"),
    "role_changed": _later("A member has another role"),
    "record_disputed": _later("The answer record was disputed"),
    "dispute_upheld": _later("The dispute was upheld: those applications no longer count"),
    "dispute_refused": _later("The dispute was refused: those applications go on counting"),
    "question_name": _later("The name has to be looked at"),
    "pass_review": _later("Its name was found in order"),
    "suspend": _later("Suspended"),
    "restore": _later("Restored"),
    "close": _later("Closed"),
}


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
            now, wanted = (
                _chosen(field, before, subject.listing),
                _chosen(field, field.to_python(after), subject.listing),
            )
            rows.append({"label": field.verbose_name, "before": now, "after": wanted})
    return rows


@register.filter
def lookalikes(employer: Employer) -> list[Employer]:
    """Other employers whose name or slug is confusingly near."""
    others = Employer.objects.exclude(pk=employer.pk).looking_like(employer.name, employer.slug)
    return list(others[:10])


@register.filter
def waited(since: datetime) -> str:
    """How long ago a moment was, on the board's clock."""
    return timesince(since, clock.now())


@register.simple_tag
def grounds_of(listing: Listing) -> list:
    """Why it waits, and what makes it risky."""
    return reading.grounds(listing)


@register.simple_tag
def letters_of(subject, kinds: tuple[str, ...]) -> list:
    """What the employer reads of each decision that is possible."""
    return reading.letters(subject, kinds)


@register.inclusion_tag("admin/trust/_employer_so_far.html")
def employer_so_far(employer: Employer, but: Listing | None = None) -> dict:
    """How the employer's listings stand and what curators decided about it before; `but` a listing whose page this is."""
    earlier = reading.earlier_decisions(employer, but)
    return {"employer": employer, "states": reading.standing(employer), "earlier": earlier, "is_of_listing": bool(but)}


@register.inclusion_tag("admin/trust/_as_read.html")
def as_read(listing: Listing) -> dict:
    """The listing as somebody would read it if it were live now."""
    row = Listing.objects.for_cards().get(pk=listing.pk)
    row.published_at = row.published_at or clock.now()
    row.closes_at = row.closes_at or row.published_at + DEFAULT_OPEN
    return {
        "listing": row,
        "decision": decision_of(row, names_for(NOBODY)),
        "skills": row.skills.by_name(),
        "backgrounds": row.backgrounds.by_name(),
        "questions": row.questions.all(),
    }


@register.simple_tag(takes_context=True)
def log_items(context: template.Context, log: list, zone: str) -> list[dict]:
    """A log in words for `components/_timeline.html`, newest first, in the curator's own zone or `zone`, everybody named."""
    zone = context["request"].user.zone or zone
    items = []
    for change in log:
        known = LISTING if hasattr(change, "listing_id") else EMPLOYER
        actor = str(ACTORS[change.actor]) if getattr(change, "actor", "") else ""
        when = format_moment(change.at, zone)
        who = change.by.display_name if change.by else ""
        title = str(known.get(change.kind, change.kind))
        items.append({"state": "done", "title": title, "who": who, "text": change.reason,
                      "when": when if who or not actor else f"{when}, {actor}"})  # fmt: skip
    if items:
        items[0]["state"] = "now"
    return items


@register.filter
def desk_groups(app_list: list[dict]) -> list[dict]:
    """The tables of the desk in groups, each in the order in which it is needed; what no group names comes last."""
    tables = {table["object_name"]: table for app in app_list for table in app["models"]}
    groups: list[dict[str, Any]] = []
    for name, members in GROUPS:
        groups.append({"name": name, "tables": [tables.pop(member) for member in members if member in tables]})
    groups[-1]["tables"] += tables.values()
    return [group for group in groups if group["tables"]]


@register.simple_tag
def disputes_waiting() -> int:
    """How many disputes of answer records wait for a curator."""
    return RecordDispute.objects.waiting().count()


@register.inclusion_tag("admin/trust/_waiting.html")
def curators_waiting() -> dict:
    """How much waits for a curator and since when: listings, employers, messages."""
    listings = ReviewedListing.objects.waiting()
    employers = ModeratedEmployer.objects.filter(state="review")
    mails = ContactMessage.objects.filter(handled_at=None)
    first = listings.first()
    count, since = listings.count(), listings.order_by().aggregate(since=Min("updated_at"))["since"]
    one = ngettext("listing waits for review", "listings wait for review", count)
    piles = [_pile(count, one, "reviewedlisting", "", since)]
    count = employers.count()
    one = ngettext("employer with a look-alike name waits", "employers with a look-alike name wait", count)
    piles.append(_pile(count, one, "moderatedemployer", "?state__exact=review", None))
    disputes = RecordDispute.objects.waiting()
    count, since = disputes.count(), disputes.aggregate(since=Min("created_at"))["since"]
    one = ngettext("dispute of an answer record waits", "disputes of answer records wait", count)
    piles.append(_pile(count, one, "recorddispute", "?decided_at__isempty=1", since))
    count, since = mails.count(), mails.aggregate(since=Min("sent_at"))["since"]
    one = ngettext("message is not handled", "messages are not handled", count)
    piles.append(_pile(count, one, "contactmessage", "?handled_at__isempty=1", since))
    return {"piles": piles, "first_url": reverse("admin:reviewedlisting_decide", args=[first.pk]) if first else ""}


@register.inclusion_tag("admin/trust/_latest.html")
def latest_decisions() -> dict:
    """The newest decisions of all curators."""
    return {"decisions": Decision.objects.select_related("listing", "employer", "by")[:5]}


def _pile(count: int, words: str, table: str, query: str, since: datetime | None) -> dict:
    url = reverse(f"admin:careers_{table}_changelist") + query
    return {"count": count, "words": words, "url": url, "oldest": waited(since) if since else ""}


def _facts(row, names: tuple[str, ...]) -> list[dict]:
    facts = []
    for name in names:
        field = row._meta.get_field(name)
        shown = getattr(row, f"get_{name}_display")() if field.choices else getattr(row, name)
        if shown not in (None, "", []):
            facts.append({"label": field.verbose_name, "value": _named(name, shown, row)})
    return facts


def _named(name: str, value, row):
    """A value as a curator reads it: codes by their names, moments in the row's zone, offsets as hours."""
    if name == "eligible_countries":
        return _names_of(Country, value)
    if name == "eligible_regions":
        return _names_of(Region, value)
    if name == "work_languages":
        languages = Locale(active_language()).languages
        return ", ".join(languages.get(code, code) for code in value)
    if name in ("utc_offset_min", "utc_offset_max") and value is not None:
        return format_offset(int(value))
    if isinstance(value, datetime):
        return format_moment(value, (row if isinstance(row, Employer) else row.employer).zone)
    return _plain(value)


def _chosen(field, value, row):
    """The value of a field: the label of a choice, else its name."""
    if field.choices:
        return dict(field.flatchoices).get(value, value)
    return _named(field.name, value, row)


def _names_of(model, codes) -> str:
    rows = model.objects.in_bulk(codes)
    return ", ".join(str(rows.get(code, code)) for code in codes)


def _plain(value):
    if value is True:
        return _("Yes")
    if value is False:
        return _("No")
    if isinstance(value, Decimal):
        return format_number(value)
    return ", ".join(str(item) for item in value) if isinstance(value, list) else value
