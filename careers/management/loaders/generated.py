"""Fill a database of its own with generated listings, to try and to measure the board with very many.

What such a board lacks, because no search reads it and it would cost more than the listings themselves: the log of each
listing, views by day, questions, revisions, and applications. `application_count` is there, because filters and cards
read it, and is the one figure that `manage.py recount` would find wrong; the order by `rank_at` is what it would write.
"""

import os
from collections.abc import Callable
from dataclasses import replace

from careers.employers.models.employer import Employer
from careers.listings.models.details import EngagementTerms
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingSlug
from careers.listings.tasks import refresh_search_words, refresh_terms
from careers.management.loaders.bulk import Copied, copy_blocks, reserve_keys, vacuum, without_indexes
from careers.management.loaders.generated_employers import generated, make_employers
from careers.management.loaders.generated_listings import COLUMNS, Ground, Maker, Plan

PROCESSES = 2
# The links first: what is worked out of them when a listing is written finds them. Their keys are checked at the end.
ORDER = (
    ("skills", Listing.skills.through),
    ("backgrounds", Listing.backgrounds.through),
    ("listing", Listing),
    ("slugs", ListingSlug),
    ("terms", EngagementTerms),
)
TABLES = [model._meta.db_table for _name, model in ORDER]
BESIDE = [Employer._meta.db_table]


class NotAlone(Exception):
    """The database holds what was not generated, or what was; `str()` says to a person what to do."""


def refuse_others() -> None:
    """Raise NotAlone unless the database holds no listing and no real employer."""
    others = Employer.objects.exclude(pk__in=generated().values("pk"))
    strangers = Listing.objects.filter(employer__in=others).count()
    real = Employer.objects.filter(is_sample=False).count()
    if strangers or real:
        raise NotAlone(
            f"This database holds {strangers} listings that were not generated, and {real} employers that are no samples. "
            "Generated listings never stand among others: give them a state folder of their own "
            "(STATE_DIR=/somewhere/else), or an empty database."
        )
    if Listing.objects.exists():
        raise NotAlone(
            "This database holds generated listings already. To begin anew, delete its state folder, or the database."
        )


def generate(plan: Plan, *, say: Callable[[str], object], done: Callable[[int], object]) -> Plan:
    """Write the employers and listings of `plan`; returns it with its first key. Raises NotAlone before it writes anything.

    `say` is told each step in words, `done` how many listings were written just now. Not atomic: whoever stops it keeps
    a part of the listings, whole and with all indexes.
    """
    refuse_others()
    # While there is no listing to be written anew: what follows are the words as they stand now.
    refresh_search_words.func()
    say("employers")
    ground = Ground(make_employers(plan.count, seed=plan.seed, now=plan.now))
    plan = replace(plan, first_key=reserve_keys(Listing, plan.count))
    maker = Maker(plan, ground)

    def make(number: int) -> tuple[int, list[Copied]]:
        block = maker.block(number)
        return block.listings, [Copied(model, COLUMNS[name], block.lines[name]) for name, model in ORDER]

    say("listings")
    with without_indexes(TABLES, say):
        copy_blocks(plan.blocks, make, processes=min(PROCESSES, os.cpu_count() or 1), done=done)
    say("statistics")
    vacuum([*TABLES, *BESIDE])
    say("search terms")
    refresh_terms.func()
    return plan
