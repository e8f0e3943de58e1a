"""Bring database and static files to where this version of the board needs them; what is there already is left out.

    python -m jobboard.prepare [database] [static]

Both unless one is named. Safe to run twice. `make run` calls it; in production call it after every upgrade, before the
new version starts.
"""

import os
import sys
import time
from collections.abc import Callable

import django
import psycopg
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection

from jobboard import database, stamps
from jobboard.environment import WrongEnvironment


def main(parts: list[str]) -> int:
    """Do what is owed of `database` and `static`; return 0, or 1 after a message."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings")
    try:
        database.hold()
        django.setup()
        if "database" in parts and not stamps.database_is_fresh(database.url()):
            prepare_database()
        if "static" in parts and not stamps.static_files_are_fresh(settings.STATIC_ROOT):
            _step("collecting static files", collect_static_files)
    except (WrongEnvironment, database.DatabaseUnavailable, psycopg.OperationalError) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def prepare_database() -> None:
    """Migrate, make the cache's table, load the seeds; then leave the mark in the database."""
    mark = stamps.of_database()
    _step("bringing the tables up to date", lambda: call_command("migrate", interactive=False, verbosity=0))
    _step("making the table of the cache", lambda: call_command("createcachetable", verbosity=0))
    if "load_seeds" in get_commands():
        _step("loading the seeds", lambda: call_command("load_seeds"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        # COMMENT takes no parameters; the mark is our own hexadecimal digits.
        cursor.execute(f"COMMENT ON TABLE django_migrations IS '{mark} {cursor.fetchone()[0]}'")


def collect_static_files() -> None:
    """Collect, compress and name the static files by their content."""
    mark = stamps.of_static_files()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    settings.STATIC_ROOT.with_name("static.mark").write_text(mark)


def _step(text: str, work: Callable[[], object]) -> None:
    start = time.monotonic()
    print(f"set-up: {text}", flush=True)
    work()
    print(f"set-up: {text}: done in {time.monotonic() - start:.1f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["database", "static"]))
