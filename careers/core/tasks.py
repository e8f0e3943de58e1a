"""What the house does in the background by itself."""

from django.db import connection

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
    # By the database's own clock, by which workers write their heartbeats: no demo day moves that one.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT job.id, now() FROM procrastinate_jobs job
            LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
            WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - interval '30 seconds')
            """
        )
        stalled = cursor.fetchall()
    for job, moment in stalled:
        app.job_manager.retry_job_by_id(job, retry_at=moment)
