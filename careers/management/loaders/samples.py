"""Samples: loaded when asked for, left alone afterwards, moved forward when their time is over."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from careers.applications.models.application import Application
from careers.core.slugs import unique_slug
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingSlug
from careers.management.loaders.curated import Outcome
from careers.management.loaders.files import read_json
from careers.management.loaders.sample_applications import application_id, make_applications
from careers.management.loaders.sample_listings import Board, make_listings, sample_rows
from careers.management.loaders.sample_people import load_employers, load_people, sample_id

RUNNING = ("live", "paused", "scheduled")


@transaction.atomic
def load_samples() -> dict[str, Outcome]:
    """What is missing of the samples; what stands is left as people have made it since."""
    people = load_people()
    employers, new_employers = load_employers(people)
    rows = sample_rows()
    standing = set(Listing.objects.filter(is_sample=True).values_list("public_id", flat=True))
    wanted = [row for row in rows if sample_id("listing", row["key"]) not in standing]
    listings = make_listings(wanted, Board(people, employers)) if wanted else {}
    applications = make_applications(listings, people) if listings else 0
    return {
        "sample employers": Outcome(added=new_employers, unchanged=len(employers) - new_employers),
        "sample listings": Outcome(added=len(listings), unchanged=len(rows) - len(listings)),
        "sample applications": Outcome(added=applications),
    }


def refresh_samples() -> Outcome:
    """Move the samples whose time is over forward to today, with their applications, as if loaded now.

    Those that the clock has ended, that is: one that a person has closed stays closed. Applications that people of
    this board have made themselves move over as they are.
    """
    rows = {sample_id("listing", row["key"]): row for row in sample_rows() if row["state"] in RUNNING}
    samples = Listing.objects.filter(public_id__in=rows.keys(), is_sample=True, hidden_at=None)
    over = list((samples.filter(state="expired") | samples.due_to_expire()).order_by("published_at"))
    if not over:
        return Outcome(unchanged=len(rows))
    people = load_people()
    employers, _new = load_employers(people)
    board = Board(people, employers)
    moved = sum(_move_forward(listing, rows[listing.public_id], board) for listing in over)
    return Outcome(renewed=moved, unchanged=len(rows) - moved)


def _move_forward(listing: Listing, row: dict[str, Any], board: Board) -> bool:
    """Put a new row in the place of an ended sample; False when something holds on to the old one."""
    try:
        with transaction.atomic():
            _step_aside(listing)
            _seeded_applications().filter(listing=listing).delete()
            fresh = make_listings([row], board)
            for made in fresh.values():
                Application.objects.filter(listing=listing).update(listing=made)
                Application.objects.filter(listing=made).recount()
            listing.delete()
            make_applications(fresh, board.people)
    except ProtectedError:
        # A curator's decision about it, say: it stays what it is, an ended listing.
        return False
    return True


def _step_aside(listing: Listing) -> None:
    # The new row takes over the public id and the address; for a moment both stand.
    public_id = uuid.uuid4()
    ListingSlug.objects.filter(listing=listing).delete()
    Listing.objects.filter(pk=listing.pk).update(
        public_id=public_id, slug=unique_slug(f"{listing.title} {public_id.hex[:8]}", lambda slug: False)
    )


def _seeded_applications():
    ids = [application_id(row) for row in read_json("samples/applications.json")]
    return Application.objects.filter(public_id__in=ids)
