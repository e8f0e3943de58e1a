"""How often one account may do what costs others their time: numbers in one place, counted for all workers."""

from careers.accounts.models import User
from careers.core.limits import hit

HOUR, DAY = 3600, 24 * 3600
EMPLOYERS_A_DAY = (5, DAY)
INVITATIONS_A_DAY = (30, DAY)
SUBMISSIONS_AN_HOUR = (20, HOUR)
DRAFTS_AN_HOUR = (60, HOUR)
AUTOSAVES_AN_HOUR = (1800, HOUR)
DISPUTES_A_DAY = (5, DAY)


def found_employer(user: User) -> None:
    """Count a new employer; raises TooMany."""
    _hit("found-employer", user, EMPLOYERS_A_DAY)


def invite(user: User) -> None:
    """Count an invitation, which is a mail to somebody who did not ask for it; raises TooMany."""
    _hit("invite", user, INVITATIONS_A_DAY)


def submit(user: User) -> None:
    """Count a listing that is handed in, which costs a curator a look; raises TooMany."""
    _hit("submit-listing", user, SUBMISSIONS_AN_HOUR)


def begin_draft(user: User) -> None:
    """Count a new draft; raises TooMany."""
    _hit("begin-draft", user, DRAFTS_AN_HOUR)


def autosave(user: User) -> None:
    """Count a draft that the page keeps by itself while somebody writes; raises TooMany."""
    _hit("autosave-listing", user, AUTOSAVES_AN_HOUR)


def dispute(user: User) -> None:
    """Count a dispute of an answer record, which costs a curator a look; raises TooMany."""
    _hit("dispute-record", user, DISPUTES_A_DAY)


def _hit(scope: str, user: User, most: tuple[int, int]) -> None:
    limit, per = most
    hit(scope, str(user.pk), limit=limit, per=per)
