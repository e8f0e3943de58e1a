"""Limits on what one person or machine may do in a time. The counts stand in PostgreSQL, so every worker sees them."""

import ipaddress
import math
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from careers.core import clock
from careers.core.models import RateCount

LONGEST_WINDOW = 24 * 60 * 60


class TooMany(Exception):
    """A limit is reached; `retry_after` is the number of whole seconds, at least 1, until it is worth trying again."""

    def __init__(self, scope: str, retry_after: int):
        self.scope = scope
        self.retry_after = retry_after
        super().__init__(f"{scope}: again in {retry_after} s")


def hit(scope: str, key: str, *, limit: int, per: int) -> int:
    """Count one `scope` by `key`, such as a user's id or an address; raise TooMany past `limit` in `per` seconds.

    Gives how often it was done in this window, this time included. Windows lie fixed on the clock, a day at most.
    What is refused counts no further. Call it before the transaction that it guards: one that is rolled back takes
    its count along, and a long one makes others with the same key wait.
    """
    if not 0 < per <= LONGEST_WINDOW:
        raise ValueError(f"a window lasts 1 to {LONGEST_WINDOW} seconds, not {per}")
    moment = clock.now().timestamp()
    start = moment - moment % per
    count = _count_one(_digest(scope, key), datetime.fromtimestamp(start, UTC), limit)
    if count > limit:
        raise TooMany(scope, max(1, math.ceil(start + per - moment)))
    return count


def client_ip(request: HttpRequest) -> str:
    """The address to count by: as many entries from the right of X-Forwarded-For as TRUSTED_PROXIES says.

    What lies further left was written by the client and is not believed. IPv6 counts by its /64, for that is what one
    household is given. "unknown" when nothing readable is there.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = forwarded[-min(proxies, len(forwarded))].strip() or address
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


def prune() -> int:
    """Delete the counts of windows that are over for certain; gives their number."""
    deleted, _by_model = RateCount.objects.filter(
        window_start__lt=clock.now() - timedelta(seconds=2 * LONGEST_WINDOW)
    ).delete()
    return deleted


def _digest(scope: str, key: str) -> str:
    return salted_hmac("careers.core.limits", f"{scope}\n{key}", algorithm="sha256").hexdigest()


def _count_one(digest: str, window_start: datetime, limit: int) -> int:
    # One statement: PostgreSQL makes two processes that count at once take turns at the row.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {connection.ops.quote_name(RateCount._meta.db_table)} AS kept (key, window_start, count)
            VALUES (%s, %s, 1)
            ON CONFLICT (key, window_start) DO UPDATE SET count = LEAST(kept.count, %s) + 1
            RETURNING count
            """,
            [digest, window_start, limit],
        )
        return cursor.fetchone()[0]
