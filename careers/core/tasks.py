"""What the house does in the background by itself."""

from datetime import UTC, datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.core import limits
from careers.core.queue import app


@app.periodic(cron="40 0 * * *")
@app.task(name="careers.core.tasks.prune_limits")
def prune_limits(timestamp: int = 0) -> None:
    """Once a day: forget the counts of windows that are over."""
    limits.prune()


@app.periodic(cron="* * * * *")
@app.task(name="careers.core.tasks.retry_stalled_jobs")
def retry_stalled_jobs(timestamp: int = 0) -> None:
    """Once a minute: queue again what a worker was doing when it was killed. Every task of ours is safe to run twice.

    Without this a killed worker's jobs would keep their locks for ever, and whoever waits for these.
    """
    # Workers write their heartbeat by the database's clock, which no demo day moves.
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=Now() - timedelta(seconds=30))
    for job in ProcrastinateJob.objects.filter(silent, status="doing"):
        app.job_manager.retry_job_by_id(job.pk, retry_at=datetime.now(UTC))
