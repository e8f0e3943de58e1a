"""Print who one can try a development board as."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from careers.accounts.models import User
from careers.management.loaders.files import read_json


class Command(BaseCommand):
    """The trial users with their password, and what each of them is for."""

    help = "Prints the trial users of a development board: address, password, role."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a user; nobody on a board that serves real people."""
        if not settings.IS_DEVELOPMENT:
            raise CommandError("There are no trial users outside development.")
        data = read_json("samples/users.json")
        trial = [row for row in data["users"] if row.get("trial_role")]
        there = set(User.objects.filter(email__in=[row["email"] for row in trial]).values_list("email", flat=True))
        rows = [row for row in trial if row["email"] in there]
        if not rows:
            self.stdout.write("No trial users: the samples are not loaded (manage.py load_seeds --samples).")
            return
        self.stdout.write(f"Try it as (password: {data['password']})")
        for row in rows:
            self.stdout.write(f"  {row['trial_role']:<10} {row['email']}")
