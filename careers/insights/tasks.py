"""What insights does in the background."""

from careers.core.queue import app
from careers.insights.kept import take_figures


@app.periodic(cron="*/10 * * * *")
@app.task(name="careers.insights.tasks.take", lock="insights.figures")
def take(timestamp: int = 0) -> None:
    """Every TAKEN_EVERY: the figures of a large board, which pages show and do not count themselves."""
    take_figures()
