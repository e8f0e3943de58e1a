"""The version of the board: what a page for everybody is named by, so that a reader who holds it gets a 304."""

from django.apps import apps
from django.db import connection

from careers.core import clock
from careers.core.held import held_under
from careers.listings.lifecycle import ListingState
from careers.listings.models.listing import Listing

# Rows of a log may become visible in another order than that of their numbers: so many of the newest are looked at.
LATELY = 100


def board_version() -> tuple:
    """Changes when what a list shows may have: asked of the database once a second.

    Every verb writes a row into the log of what it moves, floors above this one too. What no log tells (the hourly order
    and records, new rates, a curator's words) is seen by the minute, and what ends at its own moment at that moment.
    """
    return held_under("version of the board", _read)


def _read() -> tuple:
    now = clock.now()
    logs = [
        f"(SELECT sum(id) FROM (SELECT id FROM {model._meta.db_table} ORDER BY id DESC LIMIT {LATELY}) AS newest)"
        for model in apps.get_app_config("careers").get_models()
        if model.__name__.endswith("Change")
    ]
    ending = f"(SELECT min(closes_at) FROM {Listing._meta.db_table} WHERE state = %s AND closes_at > %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([*logs, ending])}", [ListingState.LIVE, now])
        return (*cursor.fetchone(), now.replace(second=0, microsecond=0))
