"""`manage.py recount`: the counters that listings keep of their applications, written anew from the rows."""

from django.core.management.base import BaseCommand

from careers.applications.models.application import Application


class Command(BaseCommand):
    """Count the applications of every listing anew and mend what is wrong; in order it mends nothing."""

    help = "Count the applications of every listing anew, and mend the counters and queues that are wrong."

    def handle(self, *args, **options) -> None:
        """Mend, and print how many listings were wrong."""
        listings, queues = Application.objects.all().recount_all(), Application.objects.all().mend_queues()
        self.stdout.write(f"Counters mended of {listings} listings, queues of {queues}.")
