"""Writing a listing in steps: what each step's form gives is kept at once, or waits as a revision of a live one."""

from copy import copy
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User
from careers.employers.models.employer import Employer
from careers.listings.lifecycle import SUBSTANTIVE, ListingState
from careers.listings.models.details import EngagementTerms, ScreeningQuestion
from careers.listings.models.listing import Listing
from careers.listings.models.revision import ListingRevision, plain_values
from careers.listings.models.verbs import ListingRefused

TOGETHER = (
    ("pay_min", "pay_max", "pay_currency", "pay_period", "task_minutes"), ("hours_min", "hours_max"),
    ("eligibility_scope", "eligible_regions", "eligible_countries"), ("utc_offset_min", "utc_offset_max"),
    ("overlap_hours", "overlap_zone"), ("apply_at", "apply_url"), ("starts_on", "closes_on"),
)  # fmt: skip
"""Fields that only mean something together: when one of them cannot be kept, none is."""

Parts = dict[str, Any]
"""What a step gives: `values` (columns of Listing), and where the step has them `skills`, `backgrounds`, `terms`, `questions`."""


class StepForm(forms.Form):
    """One step of writing a listing. `groups` names its fieldsets: (heading, names of fields); a tuple stands in a row."""

    groups: tuple = ()

    def __init__(self, *args: Any, listing: Listing | None = None, **kwargs: Any):
        self.listing = listing
        super().__init__(*args, **kwargs)

    @classmethod
    def of(cls, listing: Listing, data: Any = None) -> "StepForm":
        """The form filled with what stands in `listing`."""
        columns = {field.name: field.attname for field in Listing._meta.concrete_fields}
        initial = {name: getattr(listing, columns[name]) for name in cls.base_fields if name in columns}
        return cls(data, listing=listing, initial={**initial, **cls.more_of(listing)})

    @classmethod
    def more_of(cls, listing: Listing) -> dict[str, Any]:
        """Initial values that are no column of Listing."""
        return {}

    def fieldsets(self) -> list[tuple[Any, list[list[forms.BoundField]]]]:
        """The fields by `groups`, in rows; all of them under no heading where there are no groups."""
        groups = self.groups or ((None, tuple(self.fields)),)
        made = []
        for heading, names in groups:
            rows = [[one] if isinstance(one, str) else one for one in names]
            shown = [[self[name] for name in row if name in self.fields] for row in rows]
            made.append((heading, [row for row in shown if row]))
        return [(heading, rows) for heading, rows in made if rows]

    def parts(self) -> dict[str, Any]:
        """What was written, for `posting.keep`."""
        return {"values": dict(self.cleaned_data)}

    def owed(self) -> dict[str, Any]:
        """What a listing must still say here before it is handed in: the words that ask for it, by field. Read once valid."""
        return {}

    def sound_parts(self) -> tuple[dict[str, Any], list[str]]:
        """What a draft can keep of what stands here so far, and the labels of what it cannot: that stays as it was."""
        wrong = [name for name in self.fields if name in self.errors]
        stays = set(wrong).union(*(group for group in TOGETHER if not set(group).isdisjoint(wrong)))
        gone: set[str] = set()
        for name in stays & self.fields.keys():
            field = self.fields[name]
            try:
                self.cleaned_data[name] = field.clean(field.prepare_value(self.initial.get(name, field.initial)))
            except ValidationError:
                self.cleaned_data[name] = field.to_python(None)
                gone |= {name}.union(*(group for group in TOGETHER if name in group))
        parts = self.parts()
        parts["values"] = {name: value for name, value in parts["values"].items() if name not in gone}
        return parts, [str(self.fields[name].label) for name in wrong]

    def in_order(self, low: str, high: str) -> None:
        """Add an error when two numbers stand the wrong way round."""
        first, last = self.cleaned_data.get(low), self.cleaned_data.get(high)
        if first is not None and last is not None and first > last:
            self.add_error(high, _("This is less than the number before it. Give the larger one here."))


@transaction.atomic
def begin(employer: Employer, parts: Parts, *, public_id: UUID, by: User) -> Listing:
    """A new draft from the first step, or the one that this employer began under the same `public_id`."""
    Employer.objects.select_for_update(no_key=True).get(pk=employer.pk)
    begun = Listing.objects.filter(public_id=public_id).first()
    if begun and begun.employer_id == employer.pk:
        return begun
    values = {**parts["values"], "public_id": uuid4() if begun else public_id}
    return Listing.begin(
        by=by, employer=employer, values=values, skills=parts["skills"], backgrounds=parts["backgrounds"]
    )


@transaction.atomic
def keep(listing: Listing, parts: Parts, *, by: User, quietly: bool = False) -> bool:
    """Keep what a step gives; True when a part of it now waits for review.

    On a live or paused listing what the lint refuses raises ListingRefused, and a change of substance becomes a
    revision (one at a time: it takes the place of the waiting one and carries on what other steps changed there).
    `quietly` is for a draft that is kept while it is written.
    """
    row = Listing.objects.select_for_update(no_key=True, of=("self",)).select_related("employer").get(pk=listing.pk)
    values, waits = parts["values"], False
    if row.state in (ListingState.LIVE, ListingState.PAUSED):
        _refuse_what_the_lint_refuses(row, values)
        waits = _revise(row, {name: value for name, value in values.items() if name in SUBSTANTIVE}, by=by)
        values = {name: value for name, value in values.items() if name not in SUBSTANTIVE}
    row.edit(by=by, values=values, skills=parts.get("skills"), backgrounds=parts.get("backgrounds"), quietly=quietly)
    if "terms" in parts:
        _keep_terms(row, parts["terms"])
    if "questions" in parts:
        _keep_questions(row, parts["questions"])
    return waits


def as_written(listing: Listing) -> Listing:
    """The listing with a waiting revision in place, not to be saved: what its writer sees in the forms."""
    waiting = waiting_revision(listing)
    if waiting is None:
        return listing
    seen = copy(listing)
    for name, value in waiting.values.items():
        field = Listing._meta.get_field(name)
        setattr(seen, field.attname, field.to_python(value))
    return seen


def waiting_revision(listing: Listing) -> ListingRevision | None:
    """The edit that waits for a curator, if there is one."""
    return listing.revisions.filter(state=ListingRevision.State.WAITING).first()


def _refuse_what_the_lint_refuses(row: Listing, values: dict) -> None:
    seen = copy(row)
    for name, value in values.items():
        setattr(seen, name, value)
    for finding in seen.findings():
        if finding.refused and finding.field in values:
            raise ListingRefused(finding.sentence)


def _revise(row: Listing, substance: dict, *, by: User) -> bool:
    if not substance:
        return False
    waiting = waiting_revision(row)
    before = dict(waiting.values) if waiting else {}
    elsewhere = {name: value for name, value in before.items() if name not in substance}
    wanted = elsewhere | {name: value for name, value in substance.items() if getattr(row, name) != value}
    if plain_values(wanted) == before:
        return False
    if wanted:
        offered = ListingRevision.offer(row, wanted, by=by)
        row.refresh_from_db()
        return offered.state == ListingRevision.State.WAITING
    if waiting:
        waiting.take_back(by=by)
    return False


def _keep_terms(row: Listing, terms: dict) -> None:
    said = any(value not in (None, "") for value in terms.values())
    if said or EngagementTerms.objects.filter(listing=row).exists():
        EngagementTerms.objects.update_or_create(listing=row, defaults=terms)


def _keep_questions(row: Listing, questions: list[dict]) -> None:
    """A question that keeps its words keeps its row, and so the answers that were given to it."""
    standing = {question.text: question for question in row.questions.all()}
    kept = []
    for position, fields in enumerate(questions, 1):
        question = standing.pop(fields["text"], None) or ScreeningQuestion(listing=row)
        for name, value in {**fields, "position": position}.items():
            setattr(question, name, value)
        kept.append(question)
    for question in standing.values():
        question.delete()
    for question in kept:
        question.save()
