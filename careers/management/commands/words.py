"""`manage.py words`: write docs/words.md, the board's vocabulary, from the code that means it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from django import forms
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import TextChoices
from django.utils.translation import override

from careers.applications import lifecycle as application_lifecycle
from careers.applications.models.log import ApplicationChange
from careers.core.states import Step
from careers.employers import lifecycle as employer_lifecycle
from careers.employers.models.log import EmployerChange
from careers.listings import forms as search_fields
from careers.listings import lifecycle as listing_lifecycle
from careers.listings.filters import SHAPING, ListingFilter
from careers.listings.models.log import ListingChange
from careers.trust.models import Decision

PATH = Path("docs", "words.md")
HEAD = (
    "# Words\n\nMade from the code by `manage.py words`; a test compares the two. Change the code, then run it again.\n"
)


class Command(BaseCommand):
    help = "Write docs/words.md: states, steps and who takes them, words of a search, kinds of log rows."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        """Write the document where the repository keeps it."""
        (Path(settings.ROOT) / PATH).write_text(document(), encoding="utf-8")
        self.stdout.write(f"{PATH} written.")


def document() -> str:
    """The whole of docs/words.md, in English whatever language is active."""
    with override("en"):
        return "\n".join([HEAD, *_lifecycles(), *_decisions(), *_search()])


def _lifecycles() -> Iterator[str]:
    listing = listing_lifecycle
    seen_by = dict.fromkeys(listing.PUBLIC, "everybody") | dict.fromkeys(listing.MEMBERS_ONLY, "members")
    yield "## Listing\n"
    yield _states(listing.ListingState, "page open to", lambda state: seen_by.get(state, "nobody"))
    yield f"Open {listing.DEFAULT_OPEN.days} days unless chosen, {listing.LONGEST_OPEN.days} at most.\n"
    yield _steps(listing.STEPS)
    yield _kinds(listing.STEPS, ListingChange.KINDS_BESIDE_STEPS)

    application = application_lifecycle
    yield "## Application\n"
    yield _states(
        application.Stage, "reaching it is an answer", lambda stage: "yes" if stage in application.ANSWERS else ""
    )
    yield (
        f"Unanswered {application.GRACE.days} days after the promise; a refusal can be taken back for "
        f"{application.REOPEN_WITHIN.days} days; {application.ATTEMPTS} attempts a person and listing.\n"
    )
    yield _steps(application.STEPS)
    yield _kinds(application.STEPS, ApplicationChange.KINDS_BESIDE_STEPS)
    yield "Reasons for not selecting:\n"
    yield _table(
        ("reason", "the seeker reads"),
        ((f"`{reason.value}`", str(reason.label)) for reason in application.RefusalReason),
    )

    yield "## Employer\n"
    yield _states(employer_lifecycle.EmployerState)
    yield _steps(employer_lifecycle.STEPS)
    yield _kinds(employer_lifecycle.STEPS, EmployerChange.KINDS_BESIDE_STEPS)
    yield (
        "Levels by method of proof: "
        + ", ".join(f"`{m}` {n}" for m, n in employer_lifecycle.PROOF_LEVELS.items())
        + ".\n"
    )


def _decisions() -> Iterator[str]:
    yield "## Decisions of curators\n"
    yield _table(("kind", "in words"), ((f"`{kind.value}`", str(kind.label)) for kind in Decision.Kind))
    yield _table(("reason", "the employer reads"), ((f"`{r.value}`", str(r.label)) for r in Decision.Reason if r.value))


def _search() -> Iterator[str]:
    fields = ListingFilter(data={}).form.fields
    yield "## Words of a search\n"
    yield (
        "One vocabulary for the page's address, feeds, alerts and programs. An empty value is no value; a wrong value or an "
        f"unknown word is an error and no rows. Passed over: `{search_fields.TRACKING.pattern.replace('|', '`, `')}`.\n"
    )
    rows = (
        (f"`{name}`", str(field.label), _takes(field), "" if name in SHAPING else "yes")
        for name, field in fields.items()
    )
    yield _table(("word", "in words", "takes", "chooses rows"), rows)


def _takes(field: forms.Field) -> str:
    """What may stand behind a word of a search."""
    if isinstance(field, search_fields.SlugsField):
        return "slugs, any of"
    if isinstance(field, forms.ChoiceField):
        several = ", any of" if isinstance(field, forms.MultipleChoiceField) else ", one of"
        return _codes(str(value) for value, _label in list(field.choices) if value) + several  # type: ignore[arg-type]
    if isinstance(field, search_fields.FlagField):
        return "`1`"
    if isinstance(field, forms.DecimalField):
        return "a sum"
    if isinstance(field, forms.IntegerField):
        return f"a number, {field.min_value} to {field.max_value}"
    if isinstance(field, search_fields.CurrencyField):
        return "an ISO 4217 code"
    return "text"


def _states(states: type[TextChoices], column: str = "", told=lambda state: "") -> str:
    head = ("state", "in words", column) if column else ("state", "in words")
    rows = ((f"`{state.value}`", str(state.label), told(state.value))[: len(head)] for state in states)
    return _table(head, rows)


def _steps(steps: Sequence[Step]) -> str:
    rows = []
    # A step that ends in several states stands in the table once for each; here it is one row.
    for (name, actors, reason), same in groupby(steps, key=lambda step: (step.name, step.actors, step.reason)):
        alike = list(same)
        sources = dict.fromkeys(source for step in alike for source in step.sources)
        targets = dict.fromkeys(step.target for step in alike)
        rows.append(
            (f"`{name}`", _codes(sources), _codes(targets), ", ".join(actors), "" if reason == "none" else reason)
        )
    return _table(("step", "from", "to", "who", "reason"), rows)


def _kinds(steps: Iterable[Step], beside: Iterable[str]) -> str:
    return f"Kinds of log rows: every step, {_codes(beside)}.\n"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
