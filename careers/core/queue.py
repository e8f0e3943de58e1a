"""Work in the background. A verb says only what happened; whoever stands above follows.

Everything is deferred inside the transaction that causes it (procrastinate keeps its queue in the same
PostgreSQL), so work is queued exactly when its cause commits.
"""

import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

__all__ = ["announce", "app", "defer", "followers", "follows", "together"]

_followers: dict[str, list[Task]] = defaultdict(list)
_gathered: ContextVar[list[tuple[Task, dict[str, Any]]] | None] = ContextVar("gathered", default=None)

# As `Task.batch_defer` does, which takes milliseconds for each long text: it escapes rows within arrays in Python.
DEFER = """
    SELECT procrastinate_defer_jobs_v1(array_agg(ROW(
        queue_name, task_name, priority, lock, queueing_lock, args, NULL)::procrastinate_job_to_defer_v1 ORDER BY ordinality))
    FROM ROWS FROM (jsonb_to_recordset(%s) AS (
        queue_name text, task_name text, priority int, lock text, queueing_lock text, args jsonb)) WITH ORDINALITY
"""


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
        defer(task)


def defer(task: Task, **arguments: Any) -> None:
    """Queue one task in the present transaction."""
    gathered = _gathered.get()
    if gathered is None:
        task.defer(**arguments)
    else:
        gathered.append((task, arguments))


@contextlib.contextmanager
def together() -> Iterator[None]:
    """What is queued in this block is written at its end, all of it by one statement; nothing, if it fails."""
    if _gathered.get() is not None:
        yield
        return
    gathered: list[tuple[Task, dict[str, Any]]] = []
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    jobs = [
        {
            "queue_name": task.queue, "task_name": task.name, "priority": task.priority, "lock": task.lock,
            "queueing_lock": task.queueing_lock, "args": arguments,
        }
        for task, arguments in gathered
    ]  # fmt: skip
    if jobs:
        with connection.cursor() as cursor:
            cursor.execute(DEFER, [json.dumps(jobs)])


def followers() -> dict[str, list[Task]]:
    """Event name → its follower tasks: for the test that resolves every name."""
    return dict(_followers)
