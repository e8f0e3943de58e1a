"""`manage.py generate_listings N`: a board of its own with N made-up listings, to try and to measure searches with."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from careers.core import clock
from careers.management.loaders.generated import NotAlone, generate, refuse_others
from careers.management.loaders.generated_listings import Plan
from careers.management.loaders.generated_words import known_words

QUIET_SECONDS = 5  # between two lines where nobody watches
MOST = 20_000_000


class Command(BaseCommand):
    """Make very many sample listings in a database that holds no others."""

    help = (
        "Fills a database of its own with N generated sample listings: STATE_DIR=/somewhere/else manage.py "
        "generate_listings 100000. Refuses one that holds other listings."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`count`, `--seed`, `--live`, `--in-production`."""
        parser.add_argument("count", type=int, help="how many listings")
        parser.add_argument("--seed", type=int, default=1, help="the same seed and count give the same listings")
        parser.add_argument(
            "--live", type=int, default=100, help="how many in a hundred are live; the others have ended"
        )
        parser.add_argument("--in-production", action="store_true", help="do it although this is no development board")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the tables and vocabularies, generate, and say how long it took and which words to search for."""
        count, seed, live = options["count"], options["seed"], options["live"]
        if not (0 < count <= MOST and 0 <= live <= 100):
            raise CommandError(f"From 1 to {MOST} listings can be made, and 0 to 100 in a hundred of them are live.")
        if not (settings.IS_DEVELOPMENT or options["in_production"]):
            raise CommandError("This is a production board. If its database is for trials only, add --in-production.")
        started = time.monotonic()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        progress = Progress(self.stdout, count)
        try:
            refuse_others()
            call_command("load_seeds", samples=False, stdout=self.stdout)
            generate(Plan(count, seed, live, clock.now()), say=progress.say, done=progress.done)
        except NotAlone as refused:
            raise CommandError(str(refused)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. What was written so far stands, with all its indexes.") from None
        progress.end()
        seconds = time.monotonic() - started
        self.stdout.write(f"{count} listings in {seconds:.0f} s ({count / seconds:.0f} a second).")
        known = known_words(count, seed)
        for kind, words in (("rare", known.rare), ("medium", known.medium), ("common", known.common)):
            self.stdout.write(f"  {kind}, about {known.expected(count)[kind]:.0f} matches: {', '.join(words[:4])}")


class Progress:
    """One line that tells share, speed and time left; where nobody watches, a new one every few seconds."""

    def __init__(self, out: Any, count: int):
        self.out, self.count = out, count
        self.watched = bool(getattr(out, "isatty", bool)())
        self.step, self.rows, self.last = "", 0, 0.0
        self.started = time.monotonic()

    def say(self, step: str) -> None:
        """A step begins."""
        self.end()
        self.step, self.rows, self.started = step, 0, time.monotonic()
        if self.watched:
            self._show(step)

    def done(self, rows: int) -> None:
        """So many rows of it were written."""
        self.rows += rows
        if time.monotonic() - self.last < (0.2 if self.watched else QUIET_SECONDS) and self.rows < self.count:
            return
        speed = self.rows / max(0.001, time.monotonic() - self.started)
        left = (self.count - self.rows) / speed
        share = self.rows / self.count
        bar = f"[{'=' * int(30 * share):<30}] " if self.watched else ""
        self._show(f"{self.step} {bar}{share:4.0%}  {self.rows}  {speed:.0f} a second  {left:.0f} s left")

    def end(self) -> None:
        """The line is whole."""
        if self.step:
            took = time.monotonic() - self.started
            self._show(f"{self.step}: {took:.0f} s", last=True)
            self.step = ""

    def _show(self, text: str, *, last: bool = False) -> None:
        self.last = time.monotonic()
        if self.watched:
            self.out.write(f"\r\033[K{text}", ending="\n" if last else "")
        else:
            self.out.write(text)
        self.out.flush()
