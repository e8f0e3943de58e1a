"""Bring what stands in `seeds/` into the database: safe to run at any time, on a board in use too."""

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from careers.applications.models.record import rank_listings, recount_records
from careers.core.queue import announce
from careers.listings.models import term_rows
from careers.management.loaders import guides, vocabularies
from careers.management.loaders.curated import Outcome
from careers.management.loaders.samples import load_samples, refresh_samples

CURATED: tuple[tuple[str, Callable[[], Outcome]], ...] = (
    ("currencies", vocabularies.load_currencies),
    ("exchange rates", vocabularies.load_rates),
    ("countries", vocabularies.load_countries),
    ("regions", vocabularies.load_regions),
    ("professions", vocabularies.load_categories),
    ("skills", vocabularies.load_skills),
    ("backgrounds", vocabularies.load_backgrounds),
    ("guides", guides.load_guides),
    ("steps", guides.load_steps),
    ("questions", guides.load_questions),
    ("bridges", guides.load_bridges),
    ("courses", guides.load_courses),
    ("communities", guides.load_communities),
    ("facts", guides.load_facts),
    ("archived postings", guides.load_archive),
)
"""What is loaded, in this order: what is pointed to comes first."""

# One loader at a time; any number that nobody else takes a lock on.
LOCK = 7_314_022


class Command(BaseCommand):
    """Load the curated content, and the samples where they are wanted."""

    help = (
        "Loads professions, guides, vocabularies, rates, courses, facts and the archive from seeds/. Never overwrites "
        "what a curator has edited. Samples come in development only, unless you ask for them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--samples`, `--no-samples`, `--refresh`."""
        samples = parser.add_mutually_exclusive_group()
        samples.add_argument(
            "--samples", action="store_true", default=None, help="load sample employers and listings too"
        )
        samples.add_argument("--no-samples", action="store_false", dest="samples", help="leave the samples out")
        parser.add_argument(
            "--refresh", action="store_true", help="only move samples whose time is over forward to today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is asked for, and say what became of each kind of row."""
        started = time.monotonic()
        with transaction.atomic():
            self._wait_for_others()
            if options["refresh"]:
                self._refresh()
                return
            self._load(samples=options["samples"])
            recount_records()
            rank_listings()
            term_rows.refresh()
        self.stdout.write(f"Seeds loaded in {time.monotonic() - started:.1f} s.")

    def _refresh(self) -> None:
        # Asked at every start of a development board: silent, unless there was something to do.
        outcome = refresh_samples()
        if outcome.changed:
            recount_records()
            rank_listings()
            term_rows.refresh()
            self.stdout.write(f"{outcome.renewed} samples whose time was over begin anew today.")

    def _load(self, *, samples: bool | None) -> None:
        changed = False
        for name, loader in CURATED:
            outcome = loader()
            changed |= outcome.changed
            self._say(name, outcome)
        if changed:
            # What listings keep of these words and rates is written anew.
            announce("vocabulary_changed")
        if settings.IS_DEVELOPMENT if samples is None else samples:
            for name, outcome in load_samples().items():
                self._say(name, outcome)
            if settings.IS_DEVELOPMENT:
                self._say("samples moved forward", refresh_samples())

    def _say(self, name: str, outcome: Outcome) -> None:
        self.stdout.write(f"  {name:<22} {outcome}")

    def _wait_for_others(self) -> None:
        with transaction.get_connection().cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
