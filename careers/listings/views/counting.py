"""How often listings are read: counted in the process, added to the database every ten seconds in one statement.

No cookie, no address, nothing about a person is kept: a listing's number, a day, a count.
"""

import atexit
import logging
import os
import re
import threading
from collections import Counter
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest

from careers.core import clock
from careers.employers.models.people import Membership
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingViews

EVERY = 10  # seconds between two statements
ROBOTS = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|archiver|indexer|fetch|monitor|preview|scan|check|validator|headless|lighthouse"
    r"|curl|wget|python|java/|go-http|okhttp|axios|node|ruby|perl|libwww|httpclient|scrapy|phantom|feed|rss"
    r"|facebookexternalhit|whatsapp|telegram|embedly|pingdom|uptime|gptbot|claude|chatgpt|perplexity|bytespider",
    re.IGNORECASE,
)
PURPOSES = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
logger = logging.getLogger(__name__)


class ReadingCounter:
    """Counts of this process that the database has not been told yet. Safe to use from several threads."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int, date]] = Counter()
        self._lock = threading.Lock()
        self._process = 0

    def add(self, listing_id: int) -> None:
        """Count one reading today (UTC); the first one of a process starts the thread that adds them up."""
        with self._lock:
            self._counts[listing_id, clock.today("UTC")] += 1
            starts = self._process != os.getpid() and EVERY_SECONDS > 0
            if starts:
                self._process = os.getpid()
        if starts:
            threading.Thread(target=self._run, name="readings", daemon=True).start()
            atexit.register(self.flush)

    def flush(self) -> int:
        """Add what was counted to the days and to the listings, in one statement; gives the number of readings.

        What could not be added, because the database is away, is kept for the next time.
        """
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return 0
        try:
            _add(counts)
        except DatabaseError:
            logger.warning("Readings could not be added; they wait.", exc_info=True)
            with self._lock:
                self._counts.update(counts)
            return 0
        return sum(counts.values())

    def _run(self) -> None:
        wait = threading.Event()
        while not wait.wait(EVERY_SECONDS):
            self.flush()
            # The thread's own connection: between two statements it holds none.
            connection.close()


EVERY_SECONDS = getattr(settings, "READINGS_EVERY_SECONDS", EVERY)
readings = ReadingCounter()


def count_reading(request: HttpRequest, listing: Any) -> None:
    """Count this answer as one reading, unless a robot, a prefetch or a member of the employer asked.

    Of the listing its `id` and `employer_id` are looked at.
    """
    if (
        request.method == "GET"
        and not is_prefetch(request)
        and not is_robot(request)
        and not _is_member(request, listing)
    ):
        readings.add(listing.id)


def is_robot(request: HttpRequest) -> bool:
    """Whether the program that asks says so, or says nothing."""
    return _names_robot(request.META.get("HTTP_USER_AGENT", ""))


@lru_cache(maxsize=1000)
def _names_robot(agent: str) -> bool:
    return not agent or bool(ROBOTS.search(agent))


def is_prefetch(request: HttpRequest) -> bool:
    """Whether the page was asked for before anybody wanted to see it."""
    said = " ".join(filter(None, map(request.META.get, PURPOSES)))
    return bool(said) and bool(re.search("prefetch|prerender|preview", said, re.IGNORECASE))


def _is_member(request: HttpRequest, listing: Any) -> bool:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return False
    return Membership.objects.filter(employer=listing.employer_id, user=request.user).exists()


def _add(counts: Counter[tuple[int, date]]) -> None:
    # Always in the same order, so that two processes never wait for each other in a circle.
    rows = sorted((listing, day, count) for (listing, day), count in counts.items())
    views, listings = ListingViews._meta.db_table, Listing._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH seen AS (
                SELECT listing_id, day, count
                FROM unnest(%s::bigint[], %s::date[], %s::int[]) AS given (listing_id, day, count)
                WHERE EXISTS (SELECT 1 FROM {listings} WHERE id = given.listing_id)
            ), kept AS (
                INSERT INTO {views} AS had (listing_id, day, count) SELECT * FROM seen
                ON CONFLICT (listing_id, day) DO UPDATE SET count = had.count + excluded.count
            )
            UPDATE {listings} SET view_count = view_count + added.total
            FROM (SELECT listing_id, sum(count) AS total FROM seen GROUP BY listing_id ORDER BY listing_id) AS added
            WHERE id = added.listing_id
            """,
            [[row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]],
        )
