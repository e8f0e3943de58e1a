"""What employers does in the background."""

from careers.core.queue import follows
from careers.employers.models.employer import Employer


@follows("employer_changed")
def prove_mailboxes() -> None:
    """Give the proof by mailbox wherever it has become true: an address was confirmed, a website was named."""
    for employer in Employer.objects.owed_mailbox_look():
        employer.prove_mailbox(by=None)
