"""The questions that are answered by a page of rows: newest, filters, words by recency, and pages by keyset."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from benchmarks.speed import code
from benchmarks.speed.board import Board
from benchmarks.speed.by_hand import Draw, Sql, page_ways, words_query
from benchmarks.speed.measure import Case
from benchmarks.speed.verdicts import open_to
from careers.core import clock
from careers.listings.filters import PAGE_SIZE
from careers.listings.pay import bounds
from careers.listings.rates import newest_rates

ORDERS = {"newest": "published_at", "fresh": "rank_at"}
FAR = 1000  # the far page
PLACES = 8  # different places in a list that a case jumps to


class Asker:
    """Draws questions about one board."""

    def __init__(self, board: Board):
        self.board = board
        self.rates = newest_rates()
        some = len(board.employers)
        self.large, self.small = board.employers[: max(5, some // 50)], board.employers[some // 3 :]

    # --- single filters: words of the address, conditions ---

    def category(self, rng: Random) -> Draw:
        """Most listings have one of a few professions."""
        key, slug = rng.choice(self.board.categories)
        return _one({"category": slug}, "category_id = %s", key)

    def engagement(self, rng: Random) -> Draw:
        """Half of the board each."""
        return _of("engagement", rng.choice(("employee", "contractor")))

    def technical(self, rng: Random) -> Draw:
        """From a half to a fifth of the board."""
        return _of("technical", rng.choice(("none", "some", "deep")))

    def period(self, rng: Random) -> Draw:
        """Paid by the hour or month."""
        value = rng.choice(("hour", "month"))
        return _one({"period": value}, "pay_period = %s", value)

    def verified(self, rng: Random) -> Draw:
        """Three of four employers."""
        return _one({"verified": "1"}, "employer_level >= 1")

    def employer(self, rng: Random) -> Draw:
        """One of many, each with some dozens of listings."""
        key, slug = rng.choice(self.small)
        return _one({"employer": slug}, "employer_id = %s", key)

    def large_employer(self, rng: Random) -> Draw:
        """One of those with the most listings."""
        key, slug = rng.choice(self.large)
        return _one({"employer": slug}, "employer_id = %s", key)

    def skill(self, rng: Random) -> Draw:
        """Any skill, wanted by many or by few."""
        key, slug = rng.choice(self.board.skills)
        return _one({"skill": slug}, "skill_ids && %s::bigint[]", [key])

    def rare_skill(self, rng: Random) -> Draw:
        """One of those that are wanted least."""
        key, slug = rng.choice(self.board.skills[-30:])
        return _one({"skill": slug}, "skill_ids && %s::bigint[]", [key])

    def background(self, rng: Random) -> Draw:
        """Any background."""
        key, slug = rng.choice(self.board.backgrounds)
        return _one({"background": slug}, "background_ids && %s::bigint[]", [key])

    def hours(self, rng: Random) -> Draw:
        """Work for somebody with few hours a week, or many."""
        value = rng.choice((5, 8, 10, 15, 20, 30))
        return _one({"hours_max": str(value)}, "coalesce(hours_min, hours_max) <= %s", value)

    def posted(self, rng: Random) -> Draw:
        """From the last days or weeks."""
        days = rng.randint(1, 30)
        return _one({"posted": str(days)}, "published_at >= %s", clock.now() - timedelta(days=days))

    def pay(self, low: int, high: int):
        """A floor in rupiah a month; each currency has its own bound."""

        def draw(rng: Random) -> Draw:
            value = Decimal(rng.randrange(low, high, 250_000))
            floors = bounds(value, "IDR", self.rates)
            reaches = ["pay_month_max IS NULL AND pay_month_min IS NOT NULL AND pay_currency_id = ANY(%s)"]
            reaches += ["pay_currency_id = %s AND pay_month_max >= %s"] * len(floors)
            pairs = [part for pair in floors.items() for part in pair]
            choice = " ".join(["WHEN %s THEN %s"] * len(floors))
            one_by_one = (
                f"(pay_month_max >= CASE pay_currency_id {choice} END"
                " OR pay_month_max IS NULL AND pay_month_min IS NOT NULL AND pay_currency_id = ANY(%s))"
            )
            words = {"pay_from": str(value), "currency": "IDR", "per": "month"}
            known = list(floors)
            return Draw(
                words, ((f"({' OR '.join(reaches)})", (known, *pairs)),), ((one_by_one, (*pairs, known)),)
            )  # fmt: skip

        return draw

    def country(self, rng: Random) -> Draw:
        """What is open to somebody in one country."""
        country = rng.choice(("SG", "MY", "PH", "IN", "ID", "GB", "DE", "AU"))
        sql = open_to(country, self.board.overlap_zones)
        return Draw({"country": country, "eligibility": "open"}, (sql,))

    def nothing(self, rng: Random) -> Draw:
        """An employer and a skill that it has never asked for."""
        while True:
            both = self.all_of(self.employer, self.rare_skill)(rng)
            where, values = both.conditions()
            if not self.board.ask(f"SELECT 1 FROM careers_listing WHERE {where} LIMIT 1", values):
                return both

    # --- words ---

    def text(self, kind: str):
        """One word of this kind: rare, medium, common."""
        words = getattr(self.board.words, kind)

        def draw(rng: Random) -> Draw:
            word = rng.choice(words)
            return Draw({"q": word}, query=words_query(word))

        return draw

    def two_common(self, rng: Random) -> Draw:
        """Two common words that both must stand there."""
        words = rng.sample(self.board.words.common, 2)
        return Draw({"q": " ".join(words)}, query=words_query(*words))

    def phrase(self, rng: Random) -> Draw:
        """Two words side by side."""
        phrase = rng.choice(self.board.phrases)
        return Draw({"q": f'"{phrase}"'}, query=words_query(phrase))

    def without(self, rng: Random) -> Draw:
        """A common word, but not another."""
        one, other = rng.sample(self.board.words.common, 2)
        return Draw({"q": f"{one} -{other}"}, query=("lintas_query(%s) && !!lintas_query(%s)", (one, other)))

    def either(self, rng: Random) -> Draw:
        """One of two words."""
        one, other = rng.choice(self.board.words.rare), rng.choice(self.board.words.medium)
        return Draw({"q": f"{one} or {other}"}, query=("lintas_query(%s) || lintas_query(%s)", (one, other)))

    def all_of(self, *draws):
        """All of several at once."""

        def draw(rng: Random) -> Draw:
            parts = [each(rng) for each in draws]
            words: dict[str, Any] = {}
            for part in parts:
                words |= part.words
            plain = tuple(one for part in parts for one in (part.plain or part.where))
            query = next((part.query for part in parts if part.query), None)
            return Draw(words, tuple(one for part in parts for one in part.where), plain, query)

        return draw

    # --- places ---

    def at_page(self, number: int, base, *, sort: str = "newest", is_newer: bool = False):
        """The same at a page far on, or as far as there are so many; the places are looked up once."""
        order = ORDERS[sort]

        @cache
        def places() -> list[Draw]:
            rng, found = Random(f"{number} {sort} {is_newer}"), []
            for _number in range(PLACES):
                drawn = base(rng)
                place = self._place(drawn, number, order, is_newer, rng)
                words = {**drawn.words, "sort": sort, "cursor": place.cursor}
                found.append(replace(drawn, words=words, place=place, order=order))
            return found

        return lambda rng: rng.choice(places())

    def _place(self, draw: Draw, number: int, order: str, is_newer: bool, rng: Random):
        where, values = draw.conditions(met_one_by_one=True)
        wanted = (number - 1) * PAGE_SIZE - 1 + (rng.randrange(PAGE_SIZE * 50) if number > 2 else 0)
        along = f"SELECT * FROM careers_listing WHERE state = 'live' ORDER BY {order} DESC, id DESC OFFSET 0"
        statement = f"SELECT id FROM ({along}) AS along WHERE {where} OFFSET %s LIMIT 2"
        found = self.board.ask(statement, (*values, wanted))
        if len(found) < 2:
            # So many are not there: the middle of what is.
            ((count,),) = self.board.ask(
                f"SELECT count(*) FROM careers_listing WHERE state = 'live' AND {where}", values
            )
            found = self.board.ask(statement, (*values, count // 2))
        return code.place_of(order, found[0][0], found[1][0], is_newer=is_newer)


def _of(word: str, value: str) -> Draw:
    return _one({word: value}, f"{word} = %s", value)


def _one(words: dict[str, Any], where: str, *values: Any) -> Draw:
    sql: Sql = (where, values)
    return Draw(words, (sql,))


def _sorted(draw, sort: str):
    def asked(rng: Random) -> Draw:
        drawn = draw(rng)
        return replace(drawn, words={**drawn.words, "sort": sort}, order=ORDERS[sort])

    return asked


def nothing_asked(rng: Random) -> Draw:
    """No filter at all."""
    return Draw({})


def cases(board: Board) -> list[Case]:
    """All of them."""
    ask, ways = Asker(board), page_ways(board)
    three = ask.all_of(ask.engagement, ask.technical, ask.category)
    single = {
        "1 filter": ask.category, "1 filter, selective": ask.employer, "3 filters": three,
        "3 filters, selective": ask.all_of(ask.large_employer, ask.category, ask.engagement),
        "5 filters": ask.all_of(ask.engagement, ask.technical, ask.category, ask.period, ask.verified),
        "5 filters, selective": ask.all_of(ask.rare_skill, ask.background, ask.category, ask.engagement, ask.technical),
        "nothing fits": ask.nothing, "pay floor, low": ask.pay(2_000_000, 6_000_000),
        "pay floor, high": ask.pay(100_000_000, 200_000_000), "hours": ask.hours, "posted": ask.posted,
        "skill": ask.skill, "rare skill": ask.rare_skill, "background": ask.background, "large employer": ask.large_employer,
        "open to a country": ask.country,
    }  # fmt: skip
    texts = {
        "rare word": ask.text("rare"), "medium word": ask.text("medium"), "common word": ask.text("common"),
        "two common words": ask.two_common, "phrase": ask.phrase, "word and 3 filters": ask.all_of(ask.text("common"), three),
        "medium word and 3 filters": ask.all_of(ask.text("medium"), three), "minus": ask.without, "or": ask.either,
    }  # fmt: skip
    places = {
        "page 2": (2, nothing_asked), "page 1,000": (FAR, nothing_asked), "page 2 of 3 filters": (2, three),
        "page 1,000 of a filter": (FAR, ask.engagement), "page 2 of a common word": (2, ask.text("common")),
        "page 1,000 of a common word": (FAR, ask.text("common")),
    }  # fmt: skip
    made = [("newest", f"{sort}, no filter", _sorted(nothing_asked, sort)) for sort in ORDERS]
    made += [("filter", name, _sorted(draw, "fresh")) for name, draw in single.items()]
    made += [("recency", name, _sorted(draw, "newest")) for name, draw in texts.items()]
    for way, is_newer in (("older", False), ("newer", True)):
        made += [
            ("keyset", f"{name}, {way}", ask.at_page(number, base, is_newer=is_newer))
            for name, (number, base) in places.items() if number > 2 or not is_newer
        ]  # fmt: skip
    made.append(("keyset", "page 1,000 by fresh, older", ask.at_page(FAR, nothing_asked, sort="fresh")))
    return [Case(name, kind, "sql", draw, code.page, ways, before=code.ask_before) for kind, name, draw in made]
