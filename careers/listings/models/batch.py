"""Many listings of one employer, handed in at once: the door for whoever brings them in files or feeds."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from careers.accounts.models import User
from careers.core import clock
from careers.core.rows import broken_promises
from careers.employers.models.employer import Employer
from careers.listings.lint import UNCLEAN
from careers.listings.models.details import EngagementTerms, ScreeningQuestion
from careers.listings.models.ledger import Ledger
from careers.listings.models.listing import Listing
from careers.listings.models.verbs import ListingRefused
from careers.taxonomy.models import JobCategory

# What a row may say of itself: what forms write, and its public id. Whose it is, and where it stands, is not for it to say.
COLUMNS = {field.name for field in Listing._meta.concrete_fields if field.editable} | {"public_id"}
COLUMNS -= {"id", "employer"}


@dataclass(frozen=True)
class RowRefused:
    """Why a row was not taken: its place among the rows, from 0; the field ("" for the whole row); and the words for a person."""

    place: int
    field: str
    sentence: str


@dataclass(frozen=True)
class HandedIn:
    """What became of the rows: the listings by their place among the rows, and all reasons why others were refused."""

    listings: dict[int, Listing]
    refused: list[RowRefused]


@transaction.atomic
def hand_in(employer: Employer, rows: Sequence[Mapping[str, Any]], *, by: User) -> HandedIn:
    """Begin and submit a listing for each of `rows`, as `Listing.begin` and `Listing.submit` would one after the other.

    A row has what the forms of posting give: `values` (columns of Listing, with instances for keys of other tables), and
    `skills`, `backgrounds`, `terms` and `questions` where there are any. A refused row leaves nothing behind and takes no
    place from the others. Columns that only verbs write raise ValueError.

    One transaction, one moment and a fixed number of statements for any number of rows. The employer is locked
    meanwhile, so the caller divides very many rows: some hundred at a time are fast enough.
    """
    employer = Employer.objects.select_for_update(no_key=True).get(pk=employer.pk)
    with clock.frozen(clock.now()):
        return _hand_in(employer, rows, by=by)


def _hand_in(employer: Employer, rows: Sequence[Mapping[str, Any]], *, by: User) -> HandedIn:
    begun = [_Row(place, row, employer, by) for place, row in enumerate(rows)]
    _refuse_unsound(begun)
    # Read anew, as `submit` does: a profession may have been retired since the row was made.
    categories = JobCategory.objects.in_bulk({row.draft.category_id for row in _sound(begun)})
    standing, ledger = Listing.standing_of(employer), Ledger()
    for row in _sound(begun):
        row.draft.category = categories[row.draft.category_id]
        row.refused += row.draft.objections(standing, row.findings())
        if not row.refused:
            ledger.log(row.draft, "created", by=by, actor="employer", from_state="")
            row.draft.hand_in(standing, ledger, by=by)
    if taken := list(_sound(begun)):
        skills, backgrounds = ([row.links(name) for row in taken] for name in ("skills", "backgrounds"))
        Listing.insert([row.draft for row in taken], skills=skills, backgrounds=backgrounds)
        for model in (EngagementTerms, ScreeningQuestion):
            model._default_manager.bulk_create(part for row in taken for part in row.parts(model))
        ledger.write()
    return HandedIn(
        {row.place: row.draft for row in taken},
        [RowRefused(row.place, refused.field, str(refused)) for row in begun for refused in row.refused],
    )


class _Row:
    """A row on its way: what is made of it, and what stands in its way."""

    def __init__(self, place: int, given: Mapping[str, Any], employer: Employer, by: User):
        if strange := set(given["values"]) - COLUMNS:
            raise ValueError(f"not for a row to say: {sorted(strange)}")
        self.place, self.given = place, given
        self.refused: list[ListingRefused] = []
        self.draft = Listing.drafted(by=by, employer=employer, values=dict(given["values"]))
        terms = given.get("terms") or {}
        said = any(value not in (None, "") for value in terms.values())
        self.terms = EngagementTerms(listing=self.draft, **terms) if said else None
        self.questions = [
            ScreeningQuestion(**{**fields, "listing": self.draft, "position": position})
            for position, fields in enumerate(given.get("questions") or (), 1)
        ]

    def links(self, name: str) -> Iterable[models.Model]:
        return self.given.get(name) or ()

    def parts(self, model: type[models.Model]) -> list[Any]:
        """The rows of one table that it consists of; those that hang on the listing know its key by now."""
        parts = [part for part in (self.draft, self.terms, *self.questions) if isinstance(part, model)]
        for part in parts:
            if part is not self.draft:
                part.listing = self.draft
        return parts

    def findings(self):
        return self.draft.findings_with(questions=[question.text for question in self.questions], terms=self.terms)

    def refuse(self, field: str, sentence: object) -> None:
        self.refused.append(ListingRefused(sentence, field))


def _sound(rows: Iterable[_Row]) -> Iterator[_Row]:
    return (row for row in rows if not row.refused)


def _refuse_unsound(rows: list[_Row]) -> None:
    """Refuse what no column could hold, what the database would not take, and what is here already."""
    for row in rows:
        for part in (row.draft, row.terms, *row.questions):
            _clean(row, part)
        if len(row.questions) > ScreeningQuestion.MOST:
            row.refuse("questions", _("At most six questions can be asked."))
    for model in (Listing, EngagementTerms, ScreeningQuestion):
        parts = [(row, part) for row in _sound(rows) for part in row.parts(model)]
        for place, fields in broken_promises([part for _row, part in parts]):
            names = ", ".join(f"“{field.verbose_name}”" for field in fields)
            parts[place][0].refuse(
                _place_of(parts[place][1], fields[0].name),
                _("These cannot stand as they are: %(fields)s.") % {"fields": names},
            )
    ids = Counter(row.draft.public_id for row in _sound(rows))
    ids.update(Listing.objects.filter(public_id__in=ids).values_list("public_id", flat=True))
    for row in list(_sound(rows)):
        if ids[row.draft.public_id] > 1:
            row.refuse("public_id", _("This listing is here already, or twice among these."))


def _clean(row: _Row, part: models.Model | None) -> None:
    """Bring the values of a part into the types of their columns, and refuse those that do not fit."""
    if part is None:
        return
    keys = {field.name for field in part._meta.fields if field.is_relation}
    left_out = {field.name for field in part._meta.fields if not field.editable and field.name not in COLUMNS} | keys
    try:
        part.clean_fields(exclude=left_out)
    except ValidationError as wrong:
        for name, sentences in wrong.message_dict.items():
            row.refuse(_place_of(part, name), " ".join(sentences))
    for field in part._meta.fields:
        value = getattr(part, field.attname)
        if field.name in keys and field.editable and value is None and not field.null and part is row.draft:
            row.refuse(field.name, field.error_messages["null"])
        for text in value if isinstance(value, list | tuple) else [value]:
            if isinstance(text, str) and ("\0" in text or not _is_whole(text)):
                row.refuse(_place_of(part, field.name), UNCLEAN)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a sign: a file that was cut or decoded wrongly.
        return False
    return True


def _place_of(part: models.Model, name: str) -> str:
    """Where in its row a field of `part` was said."""
    return "questions" if isinstance(part, ScreeningQuestion) else name
