"""`manage.py recount`: what listings and employers keep of their applications, written anew from the rows."""

from django.core.management.base import BaseCommand

from careers.applications.models.application import Application
from careers.applications.models.record import rank_listings, recount_records


class Command(BaseCommand):
    """Count the applications of every listing and the answer record of every employer anew; in order it mends nothing."""

    help = "Count applications and answer records anew, and mend the counters and queues that are wrong."

    def handle(self, *args, **options) -> None:
        """Mend, and print how much was wrong."""
        listings, queues = Application.objects.all().recount_all(), Application.objects.all().mend_queues()
        records, ranks = recount_records(), rank_listings()
        self.stdout.write(f"Counters mended of {listings} listings, queues of {queues}, answer records of {records}.")
        self.stdout.write(f"The place of {ranks} listings in the default order was brought up to date.")
