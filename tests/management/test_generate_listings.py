"""`manage.py generate_listings`: many sample listings, true to the board's own rules, in a database of their own."""

import io
import os
import re
from collections.abc import Iterator

import pytest
from django.contrib.postgres.search import SearchQuery
from django.core.management import CommandError, call_command
from django.db import connection

from careers.applications.models.record import rank_listings, recount_records
from careers.core import clock
from careers.core.markdown import render
from careers.employers.models.employer import Employer
from careers.listings.models.listing import Listing
from careers.listings.models.log import ListingSlug
from careers.management.loaders.bulk import Copied, copy_blocks, secondary, without_indexes
from careers.management.loaders.generated import TABLES, NotAlone, refuse_others
from careers.management.loaders.generated_employers import FLATTER, Employers
from careers.management.loaders.generated_listings import COLUMNS, Ground, Maker, Plan
from careers.management.loaders.generated_words import KnownWords, known_words, zipf
from tests import databases
from tests.factories import make_listing

COUNT, SEED, LIVE = (5000 if os.environ.get("PROOF") else 200), 7, 80
WORKED_OUT = (
    "pay_hour_min", "pay_hour_max", "pay_month_min", "pay_month_max", "pay_hours_assumed", "pay_sort", "description_html",
)  # fmt: skip


@pytest.fixture(scope="module")
def generated(django_db_setup, django_db_blocker) -> Iterator[str]:
    """A generated board, made once for the tests that only look; it is committed, since other processes write it."""
    out = io.StringIO()
    with django_db_blocker.unblock():
        call_command("generate_listings", COUNT, seed=SEED, live=LIVE, stdout=out)
        try:
            yield out.getvalue()
        finally:
            databases.empty()


@pytest.fixture
def board(generated, db) -> str:
    """The generated board; what a test changes is undone."""
    return generated


def matches(words: str) -> int:
    """The listings that a search for words in either language finds."""
    asked = SearchQuery(words, config="lintas_id", search_type="websearch")
    asked |= SearchQuery(words, config="lintas_en", search_type="websearch")
    return Listing.objects.filter(search_words=asked).count()


def definitions() -> list[tuple[str, str]]:
    """Every index, key, trigger and kept statistic of the tables that are filled."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY (%(tables)s)
            UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
                WHERE conrelid::regclass::text = ANY (%(tables)s)
            UNION ALL SELECT tgname, tgenabled::text FROM pg_trigger
                WHERE tgrelid::regclass::text = ANY (%(tables)s) AND NOT tgisinternal
            UNION ALL SELECT indexrelid::regclass::text, attstattarget::text FROM pg_index
                JOIN pg_attribute ON attrelid = indexrelid
                WHERE indrelid::regclass::text = ANY (%(tables)s) AND attstattarget >= 0
            ORDER BY 1, 2
            """,
            {"tables": TABLES},
        )
        # PostgreSQL writes the casts of a condition otherwise once it has read them back.
        return sorted(
            (name, re.sub(r"::[a-z ]+|ARRAY|[][() ]", "", definition)) for name, definition in cursor.fetchall()
        )


def test_generate_makes_so_many_and_keeps_the_promised_share_live(board):
    assert Listing.objects.count() == COUNT
    assert Listing.objects.live().count() == COUNT * LIVE // 100
    assert not Listing.objects.exclude(state="live").filter(ended_at=None).exists()
    assert f"{COUNT} listings in" in board


def test_generated_rows_are_samples_at_addresses_that_lead_nowhere(board):
    assert not Listing.objects.filter(is_sample=False).exists()
    assert not Employer.objects.filter(is_sample=False).exists()
    assert not Employer.objects.exclude(name__regex=r" \((sample|contoh)\)$").exists()
    assert not Employer.objects.exclude(website__endswith=".generated.example/").exists()
    assert not Listing.objects.exclude(apply_url="").exclude(apply_url__contains=".generated.example/").exists()


def test_generated_listing_has_its_links_and_its_address(board):
    for listing in Listing.objects.prefetch_related("skills", "backgrounds", "slugs")[:50]:
        skills, backgrounds = ({row.pk for row in rows.all()} for rows in (listing.skills, listing.backgrounds))
        assert (set(listing.skill_ids), set(listing.background_ids)) == (skills, backgrounds)
        assert 2 <= len(skills) <= 8 and 1 <= len(backgrounds) <= 5
        assert [row.slug for row in listing.slugs.all()] == [listing.slug]
    assert ListingSlug.objects.count() == COUNT


def test_generated_columns_are_what_the_board_works_out_itself(board):
    for listing in Listing.objects.order_by("public_id")[:12]:
        before = {name: getattr(listing, name) for name in WORKED_OUT}
        listing.write_content()
        listing.refresh_from_db()
        assert {name: getattr(listing, name) for name in WORKED_OUT} == before
        assert render(listing.description) == listing.description_html


def test_recounting_a_generated_board_finds_records_and_order_right(board):
    assert (recount_records(), rank_listings()) == (0, 0)


def test_same_seed_gives_the_same_listings(board):
    employers = list(Employer.objects.order_by("pk"))
    weights = zipf(len(employers), FLATTER)
    ground = Ground(Employers(1, [row.pk for row in employers], [row.own_domain for row in employers], weights))
    first = Listing.objects.order_by("pk").values_list("pk", flat=True)[0]
    block = Maker(Plan(COUNT, SEED, LIVE, clock.now(), first), ground).block(0)
    again = [tuple(line.split("\t")[1:6:4]) for line in block.lines["listing"]]
    standing = Listing.objects.order_by("pk").values_list("public_id", "title")[: block.listings]
    assert again == [(str(public_id), title) for public_id, title in standing]
    assert COLUMNS["listing"][1:6:4] == ("public_id", "title")


def test_known_words_match_about_as_often_as_promised(board):
    known = known_words(COUNT, SEED)
    for kind, words in (("rare", known.rare[:40]), ("medium", known.medium[:40]), ("common", known.common)):
        promised = known.expected(COUNT)[kind] * len(words)
        found = sum(matches(word) for word in words)
        # Four times the deviation that chance brings.
        assert abs(found - promised) < 4 * promised**0.5 + 1, kind
    both = matches(" ".join(known.common[:2]))
    promised = known.expected(COUNT)["two common"]
    assert abs(both - promised) < 4 * promised**0.5 + 1


def test_known_words_are_rare_in_large_boards():
    million = KnownWords((), (), (), known_words(1_000_000, SEED).rare_share).expected(1_000_000)
    assert {kind: round(count) for kind, count in million.items()} == {
        "rare": 50, "medium": 5000, "common": 200_000, "two common": 40_000,
    }  # fmt: skip


def test_generating_twice_is_refused(board):
    with pytest.raises(CommandError, match="generated listings already"):
        call_command("generate_listings", 10, stdout=io.StringIO())
    assert Listing.objects.count() == COUNT


def test_a_board_with_other_listings_is_refused(db):
    make_listing()
    with pytest.raises(NotAlone, match="1 listings that were not generated, and 1 employers that are no samples"):
        refuse_others()


def test_production_is_refused_unless_it_is_said(db, settings):
    settings.IS_DEVELOPMENT = False
    with pytest.raises(CommandError, match="--in-production"):
        call_command("generate_listings", 10, stdout=io.StringIO())


@pytest.mark.parametrize(("count", "live"), [(0, 100), (-1, 100), (10, 101), (10, -1), (10**9, 100)])
def test_absurd_numbers_are_refused(db, count, live):
    with pytest.raises(CommandError, match="From 1 to"):
        call_command("generate_listings", count, live=live, stdout=io.StringIO())


@pytest.mark.django_db(transaction=True)
def test_indexes_are_back_after_an_error_in_another_process():
    before = definitions()

    def make(number: int) -> tuple[int, list[Copied]]:
        return 1, [Copied(ListingSlug, COLUMNS["slugs"], ["1\tno-such-listing\n"] if number else ["no number\tx\n"])]

    with pytest.raises(Exception, match="invalid input syntax"), without_indexes(TABLES, lambda step: None):
        assert secondary(TABLES) == [] != before
        copy_blocks(1, make, processes=1, done=lambda rows: None)
    assert definitions() == before


def test_generating_leaves_indexes_keys_and_triggers_as_they_were(board):
    assert {name for name, _definition in definitions()} >= {
        "listing_fresh",
        "listing_search_words",
        "listings_follow_insert",
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'")
        assert cursor.fetchone() == (0,)
