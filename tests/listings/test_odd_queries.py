"""Odd searches over a board that has rows: each word gets a page or a clear 400, and never more than it may cost.

What is sent to every address of the board stands in tests/test_odd_requests.py.
"""

import base64
import random
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.core import signing
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careers.core import clock, paging
from careers.listings.filters import ListingFilter
from careers.listings.forms import LONGEST_QUERY, MOST_VALUES
from careers.listings.models import relevance, term_rows
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/en/listings/"
WORDS = sorted(ListingFilter.base_filters)
# A word of its own does not always stand: these complete it.
COMPANIONS = {
    "eligibility": {"country": "ID"},
    "overlap": {"country": "ID"},
    "pay_from": {"currency": "USD", "per": "hour"},
}

TEXTS = [
    '"', '""', '"model', 'model" "', '-"', "-", "--", "- - -", "or", "or or or", "atau", '"or"', "-or", "()", "((", "!", "!!model",
    "model & trainer", "model | trainer", "model <-> trainer", "model:*", "model:A", "'model'", "\\", "\\'", "%", "_", "%%_%",
    "' OR 1=1 --", "'; DROP TABLE careers_listing; --", "$$", "$1", "%s", "%(x)s", "{0}", "{{ x }}", "<script>alert(1)</script>",
    "🦜🦜", "👩‍👩‍👧", "\u202emodel", "لغة نموذج", "שפה", "語言模型", "ﷺ", "e\u0301" * 50, "a" * 150, "model " * 30, '"a" ' * 40,
    "-a " * 60, "a or " * 39, "\t\n\r", "\u00a0", "\u200b", "\ufeff", "AI/ML/NLP", "C++++++", "###", ".NET.NET", "a+b@c.example", "http://a.example",
    "1e400", "NaN", "-1", "0", "00000", "9" * 19, "9" * 30, "-9223372036854775809", "18446744073709551616", "1.5", "٣", "½", "true", "null",
]  # fmt: skip
ODD = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80),
    st.sampled_from(TEXTS),
    st.lists(st.sampled_from(TEXTS), min_size=2, max_size=4).map(" ".join),
    st.integers(-(2**70), 2**70).map(str),
    st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()),
)
reading = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def board():
    """A few rows, so that something can be found, and the country that the companions name."""
    employer = factories.make_employer(level=1)
    for _one in range(3):
        factories.make_listing(title="Model trainer: C++ & C#", employer=employer, skills=[factories.make_skill()])
    factories.make_rate("USD", "1.25")
    return employer


def answer(client, words: dict) -> int:
    """The status of the list for these words: a page, or a 400 that names what is wrong and still has its form."""
    response = client.get(f"{LIST}?{urlencode(words, doseq=True)}")
    page = response.content.decode()
    assert response.status_code in (200, 400), words
    assert 'id="results"' in page
    if response.status_code == 400:
        assert 'data-total="0"' in page and 'id="q"' in page
    return response.status_code


@pytest.mark.parametrize("word", WORDS)
def test_odd_value_of_each_word_gets_a_page_or_a_400(client, board, word):
    chance = random.Random(word)
    values = [*chance.sample(TEXTS, 3), "x" * 10_000, "9" * 25]
    for value in values:
        answer(client, COMPANIONS.get(word, {}) | {word: value})
    answer(client, COMPANIONS.get(word, {}) | {word: values})


@reading
@given(st.dictionaries(st.sampled_from(WORDS), st.lists(ODD, min_size=1, max_size=3), min_size=1, max_size=4))
def test_odd_words_find_rows_or_say_what_is_wrong(board, words):
    query = QueryDict(urlencode(words, doseq=True))
    search = ListingFilter(query)
    page, tally = search.page(), search.tally
    assert len(page.rows) <= tally.total or not search.is_valid()
    if not search.is_valid():
        assert (page.rows, search.tally.total, list(search.qs)) == ([], 0, []) and search.errors
    assert search.put_right() is None or search.put_right().tally.total


@reading
@given(ODD)
def test_odd_words_are_searched_for_in_every_order(board, text):
    for sort in ("relevance", "pay"):
        search = ListingFilter(QueryDict(urlencode({"q": text, "sort": sort})))
        page = search.page()
        assert len(page.rows) == search.tally.total if search.is_valid() else len(text) > LONGEST_QUERY


def test_odd_text_is_a_page_that_shows_it_escaped(client, board):
    for text in [*TEXTS[::6], "<script>alert(1)</script>", '"<script>alert(1)</script>" -a']:
        response = client.get(LIST, {"q": text})
        assert response.status_code == 200, text
        assert "<script>alert" not in response.content.decode()


def test_odd_text_beside_filters_says_what_to_loosen(client, board):
    """Nothing fits: what each word and each filter would bring is counted, for words as odd as these."""
    ways = 0
    for first, second in zip(TEXTS[::4], TEXTS[2::4], strict=False):
        words = {"q": f"{first} model {second}"[:LONGEST_QUERY], "technical": "deep", "employer": board.slug}
        response = client.get(LIST, words)
        page = response.content.decode()
        assert response.status_code == 200 and 'data-total="0"' in page, words
        ways += 'class="loosen"' in page
    assert ways > len(TEXTS) / 8


def test_odd_text_costs_no_more_than_words_that_nobody_knows(client, board):
    costs = {}
    for text in ["zebra okapi ibex gnu kudu oryx tapir", *TEXTS[1::4]]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST, {"q": text}).status_code == 200
        costs[text] = len(queries)
    assert max(costs.values()) == costs["zebra okapi ibex gnu kudu oryx tapir"], costs


def test_odd_text_suggests_something_or_nothing(client, board):
    term_rows.refresh()
    found = set()
    for text in [*TEXTS, "model \u202etrainer", "x" * 10_000, f"model {'9' * 30}"]:
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/en/listings/suggest/", {"q": text})
        assert response.status_code == 200 and len(queries) <= 1, text
        assert "<script>alert" not in response.text
        found |= {text} if "suggestion" in response.text else set()
    assert found and not found & {"%", "_", "%%_%", "' OR 1=1 --", "🦜🦜", "x" * 10_000}
    assert client.get("/en/listings/suggest/?q=a%00b").status_code == 400


@pytest.mark.parametrize(
    "words", [{"q": "x" * 10_000}, {"cursor": "AAAA"}, {"country": "ZZ"}, {"zone": "../etc"}, {"q": "\u202e🦜%_' OR 1=1 --"}, {"a": "1"}]
)  # fmt: skip
def test_listing_is_shown_whatever_its_address_asks_besides(client, board, words):
    listing = board.listings.first()
    response = client.get(f"{LIST}{listing.slug}/?{urlencode(words)}")
    assert response.status_code == 200 and listing.title in unescape(response.text)


@pytest.mark.parametrize(
    "slug", ["%25", "_", "9" * 19, "9" * 30, "-1", "%F0%9F%A6%9C", "%E2%80%AE", "'%20OR%201=1", "a" * 2000]
)
def test_listing_of_an_odd_name_is_not_found(client, board, slug):
    assert client.get(f"{LIST}{slug}/").status_code == 404
    assert client.get(f"{LIST}{slug}/card/{slug}.png").status_code == 404


def test_query_is_refused_when_it_is_too_long_before_anything_is_asked(client, board):
    with CaptureQueriesContext(connection) as usual:
        client.get(LIST)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(LIST, {"q": "model " * 2000})
    assert response.status_code == 400 and len(queries) <= len(usual)
    assert not [query for query in queries if "lintas_query" in query["sql"]]
    assert client.get(LIST, {"q": "a" * LONGEST_QUERY}).status_code == 200


def test_nul_is_refused_by_the_search_itself(board):
    for word in WORDS:
        query = QueryDict(mutable=True)
        query.update({word: "a\0b"})
        search = ListingFilter(query)
        assert (search.is_valid(), search.page().rows, list(search.qs)) == (False, [], []), word


def test_most_values_of_a_word_are_refused(client, board):
    for word in ("skill", "category", "background", "employer"):
        assert answer(client, {word: [f"slug-{number}" for number in range(MOST_VALUES + 1)]}) == 400
    for word in ("engagement", "technical", "period", "track", "work_language"):
        assert answer(client, {word: [f"word-{number}" for number in range(300)]}) == 400


# --- forged cursors ---


def forged(salt: str, *values) -> str:
    """A cursor signed with our key and any content."""
    return signing.dumps(list(values), salt=salt, compress=True)


def cursors() -> list[str]:
    """Cursors that our key has signed and our code never has written."""
    now, later = clock.now().isoformat(), (clock.now() + timedelta(days=10**6)).isoformat()
    plain = [
        ("older", "rank_at,pk", [now, str(2**70)]), ("older", "rank_at,pk", [now, "-1"]), ("older", "rank_at,pk", [now, "x"]),
        ("older", "rank_at,pk", ["yesterday", "1"]), ("older", "rank_at,pk", ["99999-01-01T00:00:00Z", "1"]),
        ("older", "rank_at,pk", [None, "1"]), ("older", "rank_at,pk", [now, None]), ("older", "rank_at,pk", [now]),
        ("older", "rank_at,pk", [now, "1", "1"]), ("older", "rank_at,pk", {"a": 1}), ("older", "rank_at,pk", "xy"),
        ("older", "rank_at,pk", [[], {}]), ("older", "rank_at,pk", [1e308, 1.5]), ("sideways", "rank_at,pk", [now, "1"]),
        ("older", "pay_sort,pk", ["NaN", "1"]), ("older", "pay_sort,pk", ["1e999999", "1"]), ("older", "pay_sort,pk", ["sNaN", "1"]),
        ("older", "pay_sort,pk", ["Infinity", "1"]), ("newer", "pay_sort,pk", [None, str(2**63)]), ("older", ["rank_at"], [now]),
        ("older", "employer__name,pk", ["a", "1"]), (), ("older",), (1, 2, 3), (None, None, None), ("older", "rank_at,pk", [later, "1"]),
    ]  # fmt: skip
    scored = [
        ("older", now, True, "x", 1), ("older", now, True, 1.5, "x"), ("older", now, False, "x", 1), ("older", now, False, 3, 1),
        ("older", now, False, now, 2**70), ("older", now, True, 1.5, None), ("older", "x", True, 1.5, 1), ("older", 5, True, 1, 1),
        ("older", "2026-01-01T00:00:00", True, 1.5, 1), ("older", now, False, "2026-01-01T00:00:00", 1), ("up", now, True, 1.5, 1),
        ("older", now, None, None, None), ("newer", now, True, "NaN", 1), ("newer", now, False, now, -(2**70)), ("older", now, "x", [], {}),
        ("older", "9999-12-31T23:59:59+00:00", True, 1.0, 1), ("newer", "0001-01-01T00:00:00+00:00", False, "0001-01-01T00:00:00+00:00", 1),
        ("older", now, True, 1e400, 1), (), ("older", now),
    ]  # fmt: skip
    return [forged(paging.SALT, *values) for values in plain] + [forged(relevance.SALT, *values) for values in scored]


@pytest.mark.parametrize("sort", ["relevance", "fresh", "pay"])
def test_cursor_that_says_nonsense_finds_rows_or_is_refused(board, sort):
    refused = 0
    for cursor in cursors():
        search = ListingFilter(QueryDict(urlencode({"q": "model", "sort": sort, "cursor": cursor})))
        rows = search.page().rows
        refused += "cursor" in search.errors
        assert not search.errors or (rows, list(search.qs)) == ([], [])
    assert refused > len(cursors()) / 2


@pytest.mark.parametrize("sort", ["relevance", "fresh", "newest", "pay"])
def test_cursor_is_good_for_its_own_order_and_for_no_other(board, sort):
    page = ListingFilter(QueryDict(urlencode({"q": "model", "sort": sort}))).page(size=1)
    assert page.older
    for other in ("relevance", "fresh", "newest", "pay"):
        search = ListingFilter(QueryDict(urlencode({"q": "model", "sort": other, "cursor": page.older})))
        rows = search.page(size=1).rows
        assert (list(search.errors), len(rows)) == (([], 1) if other == sort else (["cursor"], 0)), other


def test_cursor_that_was_touched_is_refused(board):
    cursor = ListingFilter(QueryDict("")).page(size=1).older
    chance = random.Random(3)
    touched = [
        "", cursor[:-1], cursor[1:], cursor + "a", cursor * 40, cursor.swapcase(), f" {cursor[5:]}",
        signing.dumps(["older", "rank_at,pk", ["2026-01-01T00:00:00+00:00", "1"]], salt="other"),
        *(base64.urlsafe_b64encode(chance.randbytes(60)).decode() for _one in range(10)),
    ]  # fmt: skip
    for sort in ("fresh", "relevance"):
        for one in touched[1:]:
            search = ListingFilter(QueryDict(urlencode({"q": "model", "sort": sort, "cursor": one})))
            assert (search.page().rows, list(search.errors)) == ([], ["cursor"]), one
