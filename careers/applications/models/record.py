"""The answer record of an employer, and the default order of the listings: both worked out by SQL, kept as columns below."""

from datetime import timedelta

from django.db import connection

from careers.applications.models.application import Application, ApplicationQuerySet
from careers.core import clock
from careers.employers.models.employer import Employer
from careers.employers.record import RECORD_DAYS
from careers.listings.crowd import CROWDED_AT, MOST_LIFT, RECENT
from careers.listings.models.listing import Listing

RECORD_SPAN = timedelta(days=RECORD_DAYS)

# Who counts: every application whose first promise fell due in the span, whatever became of it, late answers too.
# Left out: drafts, those withdrawn before it fell due, those whose clock stood still then (the listing was suspended),
# and those that a curator agreed say nothing. An end of the listing without an answer counts as not answered. Samples
# count on sample employers only. The archive and listings that lead outside have no applications.
COUNTED = """
    SELECT counted.id AS application, listing.employer_id AS employer, counted.seeker_id AS seeker,
           counted.answered_at <= counted.promise_due_at AS in_time,
           EXTRACT(EPOCH FROM counted.answered_at - counted.submitted_at) / 86400 AS days
    FROM {applications} AS counted JOIN {listings} AS listing ON listing.id = counted.listing_id
    JOIN {employers} AS employer ON employer.id = listing.employer_id AND employer.is_sample = listing.is_sample
    WHERE counted.promise_due_at > %(since)s AND counted.promise_due_at <= %(now)s
      AND NOT counted.left_out_of_record
      AND counted.stage <> 'draft'
      AND NOT (counted.stage = 'withdrawn' AND counted.ended_at < counted.promise_due_at)
      AND (counted.clock_stopped_at IS NULL OR counted.clock_stopped_at >= counted.promise_due_at)
"""

RECORD = """
    WITH counted AS ({counted}), record AS (
        SELECT employer, count(*) AS due, count(DISTINCT seeker) AS seekers, count(*) FILTER (WHERE in_time) AS in_time,
               round(percentile_cont(0.5) WITHIN GROUP (ORDER BY days)::numeric, 1) AS median
        FROM counted GROUP BY employer
    )
    UPDATE {employers} AS kept
    SET answer_due_count = coalesce(record.due, 0), answer_seeker_count = coalesce(record.seekers, 0),
        answered_count = coalesce(record.in_time, 0), answer_median_days = record.median
    FROM {employers} AS every LEFT JOIN record ON record.employer = every.id
    WHERE kept.id = every.id
      AND (kept.answer_due_count, kept.answer_seeker_count, kept.answered_count, kept.answer_median_days)
          IS DISTINCT FROM (coalesce(record.due, 0), coalesce(record.seekers, 0), coalesce(record.in_time, 0), record.median)
"""

RANK = """
    WITH recent AS (
        SELECT listing_id, count(*) AS n FROM {applications}
        WHERE submitted_at > %(recent)s AND stage NOT IN ('draft', 'withdrawn') GROUP BY listing_id
    ), ranked AS (
        SELECT listing.id, listing.published_at + make_interval(secs =>
                   %(lift)s * greatest(0, %(crowded)s * greatest(1, listing.openings) - coalesce(recent.n, 0))
                   / (%(crowded)s * greatest(1, listing.openings))) AS at
        FROM {listings} AS listing LEFT JOIN recent ON recent.listing_id = listing.id
        WHERE listing.state = 'live' AND listing.published_at IS NOT NULL
    )
    UPDATE {listings} AS kept SET rank_at = ranked.at
    FROM ranked WHERE kept.id = ranked.id AND kept.rank_at IS DISTINCT FROM ranked.at
"""


def recount_records() -> int:
    """Write every employer's answer record that is not what its applications say; returns the employers written.

    n is `answer_due_count`, from `answer_seeker_count` people; `answered_count` of them in time; the median is in days
    from handing in to the first answer, over those that were answered. What is shown of it, `Employer.record` says.
    """
    now = clock.now()
    return _run(RECORD.replace("{counted}", COUNTED), now=now, since=now - RECORD_SPAN)


def counted_applications(employer: Employer) -> ApplicationQuerySet:
    """The applications that the record of `employer` rests on now: the same rows that `recount_records` counts."""
    now = clock.now()
    statement = f"SELECT application FROM ({COUNTED}) AS every WHERE employer = %(employer)s"
    with connection.cursor() as cursor:
        cursor.execute(_named(statement), {"now": now, "since": now - RECORD_SPAN, "employer": employer.pk})
        found = [pk for (pk,) in cursor.fetchall()]
    return Application.objects.filter(pk__in=found)


def rank_listings() -> int:
    """Write `rank_at` of every live listing as `crowd.rank_of` says; returns the listings written."""
    lift = int(MOST_LIFT.total_seconds())
    return _run(RANK, recent=clock.now() - RECENT, lift=lift, crowded=CROWDED_AT)


def _run(statement: str, **values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_named(statement), values)
        return cursor.rowcount


def _named(statement: str) -> str:
    tables = {model.__name__.lower() + "s": model._meta.db_table for model in (Application, Listing, Employer)}
    return statement.format(**tables)
