"""A board for benchmarks: an embedded database of its own under STATE_DIR, so that no board in use is touched."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import django
from django.db import connection

from jobboard import database, environment
from tests.databases import own_database


@contextlib.contextmanager
def own_board() -> Iterator[Path]:
    """Set Django up on a migrated, empty database that is dropped afterwards; gives STATE_DIR, where figures are kept.

    Models and whatever imports them can be imported from then on, not before.
    """
    os.environ |= {"ENVIRONMENT": "development", "DATABASE_DURABLE": "0", "DJANGO_SETTINGS_MODULE": "jobboard.settings"}
    os.environ.setdefault("STATE_DIR", "var/bench")
    os.environ.pop("DATABASE_URL", None)
    database.hold()
    django.setup()
    with own_database(connection):
        yield environment.state_dir()
