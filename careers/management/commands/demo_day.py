"""`make demo-day N=3`: let the board of a development machine believe that it is three days later."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careers.core import clock


class Command(BaseCommand):
    """Move the clock on, or back to the true time; the running worker then does what has become due."""

    help = "Moves the clock of a development board N days on; 0 brings the true time back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`days`: how many days on, from where the clock stands now."""
        parser.add_argument("days", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Move the clock, and say where it stands."""
        if not settings.IS_DEVELOPMENT:
            raise CommandError("The clock of a real board is never moved.")
        days = options["days"]
        if days < 0:
            raise CommandError("Time goes forward only; 0 brings the true time back.")
        total = clock.move(days if days else -clock.demo_days())
        self.stdout.write(f"The board is {total} days ahead: {clock.now():%Y-%m-%d %H:%M} UTC.")
