"""What the house does in the background by itself."""

from careers.core import limits
from careers.core.queue import app


@app.periodic(cron="40 0 * * *")
@app.task(name="careers.core.tasks.prune_limits")
def prune_limits(timestamp: int = 0) -> None:
    """Once a day: forget the counts of windows that are over."""
    limits.prune()


@app.periodic(cron="* * * * *")
@app.task(name="careers.core.tasks.retry_stalled_jobs")
async def retry_stalled_jobs(timestamp: int = 0) -> None:
    """Once a minute: queue again what a worker was doing when it was killed. Every task of ours is safe to run twice.

    Without this a killed worker's jobs would keep their locks for ever, and whoever waits for these.
    """
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
