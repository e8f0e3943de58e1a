"""`manage.py update_rates FILE`: the European Central Bank's reference rates, CSV or XML, added to those that stand."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from careers.core import clock
from careers.taxonomy.models import Currency, ExchangeRate
from careers.taxonomy.rates_file import RateDay, RatesFileError, complaints, endings, read_rates

SOURCE = "European Central Bank, euro foreign exchange reference rates"


class Command(BaseCommand):
    """Add the days that are not there yet, all or none. Rates that stand are never written again, and no listing is:
    pages convert when they are read, and the order by pay changes with the month.
    """

    help = (
        "Add the European Central Bank's reference rates from FILE (CSV or XML); a file with nonsense changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args, **options) -> None:
        """Read, look, add; raises CommandError with every complaint."""
        try:
            days = read_rates(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        except RatesFileError as error:
            raise CommandError(f"{options['file']}: {error} Nothing was changed.") from None
        with transaction.atomic():
            added = self._add(days)
        over = [f"{code} ended on {day}" for code, day in endings(days).items() if day]
        self.stdout.write(f"{added} rates added, up to {days[-1].on}." + (f" {', '.join(over)}." if over else ""))

    def _add(self, days: list[RateDay]) -> int:
        standing = {rate.currency_id: (rate.date, rate.per_euro) for rate in ExchangeRate.objects.latest_per_currency()}
        ended = Currency.objects.filter(rates_ended_on__isnull=False).values_list("code", flat=True)
        wrong = complaints(days, today=clock.today("UTC"), standing=standing, ended=set(ended))
        if wrong:
            raise CommandError("\n".join([*wrong[:20], f"{len(wrong)} complaints. Nothing was changed."]))
        return ExchangeRate.objects.add_days(days, SOURCE)[0]
