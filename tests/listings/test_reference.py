"""Random searches over random boards: the rows, their order, pages and counts are those of a plain reference.

60 searches here, 20,000 with `make proof`.
"""

import os
import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.contrib.postgres.search import SearchRank, SearchVectorField
from django.db import connection, transaction
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from careers.accounts.viewer import Viewer
from careers.core import clock as board_clock
from careers.core.text_query import Term, TextQuery, fold
from careers.core.tsquery import tsquery
from careers.listings.filters import ListingFilter
from careers.listings.models import counts, relevance
from careers.listings.models.listing import Listing
from careers.listings.models.tally import PACKED
from careers.listings.rates import newest_rates
from careers.taxonomy.models import JobCategory, Skill
from tests.listings.boards import BACKGROUNDS, CATEGORIES, NOW, RATES, SKILLS, WORDS, random_board
from tests.listings.plainly import Plainly, Stemmers, Typed
from tests.listings.test_random_board import OF_A_CENT
from tests.listings.test_verdict import COUNTRIES, ZONES, chance_uuid

PROOF = bool(os.environ.get("PROOF"))
BOARD = 120
SEEDS = range(20 if PROOF else 2)
SEARCHES = int(os.environ.get("SEARCHES", 20_000 if PROOF else 60)) // len(SEEDS)
BACK, BETWEEN = (0.1, 0.03) if PROOF else (0.5, 0.3)  # of searches: pages backwards; a listing that goes live meanwhile
FACETS = ("category", "background", "eligibility", *PACKED)
SCORED, TITLED = 15, 10  # few, so that there are rows beyond them


class Board:
    """A board with what the reference knows of it."""

    def __init__(self, seed: int):
        self.chance = random.Random(1000 + seed)
        self.rows = random_board(BOARD, seed, ended=BOARD // 6)
        self.stemmers, self.rates = Stemmers(), newest_rates()
        self.spellings: dict[str, list[str]] = {}
        for skill in Skill.objects.all():
            for spelling in skill.spellings:
                self.spellings.setdefault(fold(spelling), []).extend(skill.spellings)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE careers_listing")

    def search(self) -> Plainly:
        """A search at random, as the reference understands it."""
        chance = self.chance
        made = Plainly(self.rows, self.stemmers, NOW, self.spellings, self.rates)
        if chance.random() < 0.7:
            made.groups = [self._group() for _one in range(chance.choice([1, 1, 1, 2, 3]))]
        words = made.words
        country, zone = chance.choice(["", *COUNTRIES]), chance.choice(["", "", *ZONES])
        languages = chance.sample(["id", "en"], chance.choice([0, 0, 1, 2]))
        words |= {name: [value] for name, value in (("country", country), ("zone", zone)) if value}
        words |= {"work_language": languages} if languages else {}
        made.viewer = Viewer(country=country, zone=zone, work_languages=tuple(languages))
        made.zones = tuple(COUNTRIES.get(country, ()))
        options = self._options(made)
        for name in chance.sample(sorted(options), chance.choice([0, 0, 1, 1, 2, 3])):
            words |= {name: options[name]}
        if chance.random() < 0.2:
            self._ask_for_pay(made)
        return made

    def _group(self) -> list[Typed]:
        chance = self.chance
        group = []
        for _one in range(chance.choice([1, 1, 2, 3])):
            count = chance.choice([1, 1, 1, 2, 2, 3])
            words = tuple(chance.choices(WORDS, k=count))
            if chance.random() < 0.2:
                spelling = chance.choice(sorted(self.spellings))
                words = tuple(spelling.title().split() if chance.random() < 0.5 else spelling.split())
            if chance.random() < 0.25:
                group.append(Typed(words, is_quoted=True, is_excluded=chance.random() < 0.3))
            else:
                is_excluded = chance.random() < 0.2
                group += [Typed((word,), is_excluded=is_excluded) for word in words]
        return group

    def _options(self, made: Plainly) -> dict[str, list[str]]:
        chance = self.chance

        def some(values) -> list[str]:
            return chance.sample(sorted(values), min(len(values), chance.choice([1, 1, 2])))

        options = {
            "category": some(CATEGORIES), "engagement": some(Listing.Engagement.values),
            "technical": some(Listing.Technical.values), "period": some(Listing.PayPeriod.values),
            "background": some(BACKGROUNDS), "skill": some(SKILLS), "track": some(["local-business", "local-government"]),
            "employer": some({row.employer.slug for row in self.rows}), "guaranteed": ["1"], "paid_training": ["1"],
            "verified": ["1"], "crowd": some(["under-10", "under-50"])[:1],
            "hours_max": [str(chance.randint(1, 70))], "posted": [str(chance.randint(1, 70))],
        }  # fmt: skip
        if made.viewer.country:
            options["eligibility"] = some(["open", "not-stated", "not-open"])
        if made.viewer.country or made.viewer.zone:
            options["overlap"] = [str(chance.randint(1, 8))]
        return options

    def _ask_for_pay(self, made: Plainly) -> None:
        chance, words = self.chance, made.words
        words |= {"currency": [chance.choice([*RATES, "EUR"])], "per": [chance.choice(["hour", "month"])]}
        words |= {"pay_unknown": ["1"]} if chance.random() < 0.3 else {}
        highest = [made.pay(row, words["currency"][0], words["per"][0])[1] for row in self.rows]
        while "pay_from" not in words:
            floor = Decimal(chance.randrange(1, 10 ** chance.randint(2, 8)))
            # Nearer than this the last rounding decides; the pay has tests of its own.
            if all(high is None or abs(high - floor) > OF_A_CENT * floor for high in highest):
                words["pay_from"] = [str(floor)]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_random_searches_get_what_the_reference_finds(seed, clock, monkeypatch, settings):
    clock.at(NOW)
    # The vocabulary stays as it is while a board is searched.
    settings.HOLDS_ANSWERS = True
    board = Board(seed)
    for name, few in (("NEWEST", SCORED), ("TITLED", TITLED)):
        monkeypatch.setattr(relevance, name, few)
    found = 0
    for _number in range(SEARCHES):
        plain = board.search()
        # Both ways to the same rows: all found first, and met along the order.
        for name in ("MET", "MET_WITH_WORDS"):
            monkeypatch.setattr(counts, name, board.chance.choice([0, 1, 10**6]))
        monkeypatch.setattr(relevance, "MET_WITH_WORDS", board.chance.choice([0, 1, 10**6]))
        found += bool(compare(plain, board.chance))
    assert found > SEARCHES / 4


def compare(plain: Plainly, chance: random.Random) -> int:
    """Hold one search against the reference; gives how many rows there were."""
    words = plain.address(chance)
    # With words alone there is an order by relevance.
    sort = chance.choice(["fresh", "newest", "pay", *(["relevance"] * 3 if plain.groups else [])])
    words |= {"sort": [sort]}
    said = urlencode(words, doseq=True)
    fitting = {row.pk for row in plain.fitting()}

    search = ListingFilter(QueryDict(said))
    assert search.is_valid(), (words, search.errors)
    assert set(search.qs.values_list("pk", flat=True)) == fitting, words
    assert (search.tally.total, search.tally.is_estimate) == (len(fitting), False), words
    for name in {*search.chosen} - {*FACETS}:
        assert search.total(name).total == len(plain.fitting(name)), (words, name)
    compare_facets(plain, search)

    order = relevant_order(plain, search) if sort == "relevance" else plain.ordered(sort)
    # At most three or four pages, so that a proof of thousands ends.
    size = chance.randint(3, 12) + len(order) // 3
    pages = forwards(said, size)
    assert [pk for page in pages for pk in page[0]] == order, words
    assert all(len(keys) == size for keys, _older, _newer in pages[:-1]), words
    if chance.random() < BACK:
        backwards(said, size, pages, order)
    if order and chance.random() < BETWEEN:
        with transaction.atomic():
            go_live_between_pages(said, size, order, chance)
            transaction.set_rollback(True)
    return len(fitting)


def compare_facets(plain: Plainly, search: ListingFilter) -> None:
    for facet in FACETS:
        rows = plain.fitting(facet)
        counted = Counter(option for row in rows for option in plain.options_of(facet, row))
        tally = search.tally_without(facet)
        assert tally.total == len(rows), (plain.words, facet)
        options = {option: tally.count(facet, option) for option in tally.options.get(facet, {})}
        # Of those that say nothing of themselves no choice is offered.
        left_out = ("", "more", "elsewhere")
        assert {option: n for option, n in options.items() if n and option not in left_out} == counted, (
            plain.words,
            facet,
        )


def relevant_order(plain: Plainly, search: ListingFilter) -> list[int]:
    ranks: list[dict[int, float]] = []
    for group in search.words.groups:
        of_terms = [told(plain, term) for term in group if not term.is_excluded]
        ranks.append({row.pk: sum(one[row.pk] for one in of_terms) / max(1, len(of_terms)) for row in plain.rows})
    return plain.relevant(SCORED, TITLED, ranks)


def told(plain: Plainly, term: Term) -> dict[int, float]:
    """What the text of each row counts for a term, asked once for each."""
    known = plain.stemmers.told
    if term not in known:
        known[term] = _told(plain, TextQuery(((term,),)))
    return known[term]


def _told(plain: Plainly, term: TextQuery) -> dict[int, float]:
    # How often it holds it, less what the names of its profession do.
    often = SearchRank(F("search_words"), tsquery(term), weights=[1, 0, 0, 0], cover_density=True)
    rows = Listing.objects.filter(pk__in=[row.pk for row in plain.rows])
    # The names of the profession are words of the same weight.
    names = RawSQL(relevance.NAMED.removesuffix("::text"), [], output_field=SearchVectorField())
    named = dict(
        JobCategory.objects.values_list("pk", SearchRank(names, tsquery(term), weights=[1] * 4, cover_density=True))
    )
    found = {
        pk: max(0.0, number - named[category]) for pk, category, number in rows.values_list("pk", "category", often)
    }
    return {pk: relevance.told(number) for pk, number in found.items()}


def page_at(said: str, size: int, cursor: str = "") -> tuple[list[int], str, str]:
    """The keys of one page, and the cursors of the older and the newer one."""
    page = ListingFilter(QueryDict(f"{said}&{urlencode({'cursor': cursor})}")).page(size)
    return [row.pk for row in page.rows], page.older, page.newer


def forwards(said: str, size: int) -> list[tuple[list[int], str, str]]:
    """Every page from the first to the last."""
    pages = [page_at(said, size)]
    while pages[-1][1]:
        pages.append(page_at(said, size, pages[-1][1]))
    assert not pages[0][2] and all(newer for _keys, _older, newer in pages[1:])
    return pages


def backwards(said: str, size: int, pages: list, order: list[int]) -> None:
    """From the last page back to the first: each ends where the one after it begins."""
    newer, end = pages[-1][2], len(order) - len(pages[-1][0])
    while newer:
        keys, older, newer = page_at(said, size, newer)
        assert older
        start = max(0, end - size)
        # The first page is a whole one, and so may reach further than back to where one came from.
        assert keys == (order[start:end] if start else order[: len(keys)]) and len(keys) >= end - start
        end = start
    assert end == 0


def go_live_between_pages(said: str, size: int, order: list[int], chance: random.Random) -> None:
    """One more that fits goes live after the first page: no row is shown twice, and none is hidden."""
    keys, older, _newer = page_at(said, size)
    shown = list(keys)
    with board_clock.frozen(NOW + timedelta(seconds=2)):
        row = Listing.objects.get(pk=chance.choice(order))
        row.pk, row.slug, row.public_id = None, "went-live", chance_uuid(chance)
        row.search_words = None
        row.published_at = NOW + timedelta(seconds=1)
        row.rank_at = row.published_at + chance.choice([timedelta(), timedelta(days=3)])
        Listing.objects.bulk_create([row])
        while older:
            keys, older, _newer = page_at(said, size, older)
            shown += keys
    assert [pk for pk in shown if pk != row.pk] == order and shown.count(row.pk) <= 1
