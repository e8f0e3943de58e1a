"""What the house does in the background by itself."""

from careers.core import limits
from careers.core.queue import app


@app.periodic(cron="40 0 * * *")
@app.task(name="careers.core.tasks.prune_limits")
def prune_limits(timestamp: int = 0) -> None:
    """Once a day: forget the counts of windows that are over."""
    limits.prune()
