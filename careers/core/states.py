"""Tables of steps: what a lifecycle allows, said once, read by verbs, pages, documents and tests."""

from collections.abc import Iterable
from dataclasses import dataclass


class IllegalStep(Exception):
    """A step that the table does not have from the present state; `str()` names both ends."""

    def __init__(self, step: str, state: str):
        super().__init__(f"{step} is not possible from {state}")
        self.step = step
        self.state = state


@dataclass(frozen=True)
class Step:
    """One row of a lifecycle's table: `name` moves a row from any of `sources` to `target`, done by one of `actors`."""

    name: str
    sources: tuple[str, ...]
    target: str
    actors: tuple[str, ...]
    reason: str = "none"  # "none", "optional" or "owed"

    def allows(self, state: str) -> bool:
        """Whether the step starts in `state`."""
        return state in self.sources


def step_named(table: Iterable[Step], name: str, state: str) -> Step:
    """The step called `name` that starts in `state`; raises IllegalStep when the table has none."""
    for step in table:
        if step.name == name and step.allows(state):
            return step
    raise IllegalStep(name, state)


def steps_from(table: Iterable[Step], state: str, actor: str) -> list[Step]:
    """The steps that `actor` may take from `state`, in the table's order."""
    return [step for step in table if step.allows(state) and actor in step.actors]
