"""What moves an employer and its listings at once, leaving or taking another name: so it stands above both."""

from django.db import transaction

from careers.accounts.models import User
from careers.employers.models.employer import Employer
from careers.listings.lifecycle import SUSPENDABLE, ListingState
from careers.listings.models.listing import Listing


@transaction.atomic
def close_employer(employer: Employer, *, by: User, reason: str = "") -> None:
    """Close the employer, end its live and paused listings, and take back what waits; all of it or nothing."""
    # The employer first, as `Listing.submit` does: nothing new can be handed in meanwhile.
    Employer.objects.select_for_update(no_key=True, of=("self",)).get(pk=employer.pk)
    for listing in Listing.objects.filter(employer=employer).order_by("pk"):
        if listing.state in (ListingState.LIVE, ListingState.PAUSED):
            listing.close(by=by, reason=reason)
        elif listing.state in (ListingState.SUBMITTED, ListingState.CHANGES_REQUESTED):
            listing.take_back(by=by)
        elif listing.state == ListingState.SCHEDULED:
            listing.unschedule(by=by)
    employer.close(by=by, reason=reason)


@transaction.atomic
def edit_employer(employer: Employer, *, by: User, **fields) -> None:
    """Write `fields`. A new name that looks like another employer's goes to review, and until a curator has let it pass
    no listing stands under it: they are hidden in the same transaction.
    """
    employer.edit(by=by, **fields)
    if employer.state == Employer.State.REVIEW:
        for listing in Listing.objects.filter(employer=employer, state__in=SUSPENDABLE).order_by("pk"):
            listing.hide(by=None, reason=employer.name)
