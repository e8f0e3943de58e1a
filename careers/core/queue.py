"""Work in the background. A verb says only what happened; whoever stands above follows.

Everything is deferred inside the transaction that causes it (procrastinate keeps its queue in the same
PostgreSQL), so work is queued exactly when its cause commits.
"""

from collections import defaultdict
from collections.abc import Callable

from procrastinate.contrib.django import app
from procrastinate.tasks import Task

__all__ = ["announce", "app", "followers", "follows"]

_followers: dict[str, list[Task]] = defaultdict(list)


def follows(event: str) -> Callable:
    """Declare a follower of `event`: a task without arguments, safe to run twice, that asks what is owed and does it.

    It is queued by each `announce(event)` and runs each minute besides, as a net. Its lock lets one run at a time.
    No queueing lock: PostgreSQL would make two verbs wait for each other on it, and could deadlock them.
    """

    def declare(function: Callable[[], object]) -> Task:
        name = f"{function.__module__}.{function.__name__}"

        def run(timestamp: int = 0) -> None:
            function()

        task = app.task(name=name, lock=name)(run)
        app.periodic(cron="* * * * *", periodic_id=event)(task)
        _followers[event].append(task)
        return task

    return declare


def announce(event: str) -> None:
    """Queue every follower of `event` in the present transaction."""
    for task in _followers[event]:
        task.defer()


def followers() -> dict[str, list[Task]]:
    """Event name → its follower tasks: for the test that resolves every name."""
    return dict(_followers)
