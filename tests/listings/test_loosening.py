"""A search that finds nothing says what to leave out, what that brings, and what to do when that is no help."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from careers.taxonomy.models import Skill
from tests import factories
from tests.listings.boards import exact_up_to

pytestmark = pytest.mark.django_db
LIST = "/en/listings/"


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def ways_of(client, **words) -> list[tuple[str, str, str]]:
    """Count, text and the words that it leads to, of each way on; each leads to as many listings as it says."""
    context = client.get(LIST, words).context
    assert context["total"] == 0
    ways = context["loosened"] or context["alone"]
    for way in ways:
        assert str(client.get(way["url"]).context["total"]) == way["count"]
    return [(way["count"], way["text"], parse_qs(urlsplit(way["url"]).query).get("q", [""])[0]) for way in ways]


@pytest.fixture
def board():
    for title in ("Reader of maps", "Reader of letters", "Reader of maps and coins", "Sorter of coins"):
        factories.make_listing(title=title)


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        ("reader maps letters", [("2", "Without “letters”", "reader maps"), ("1", "Without “maps”", "reader letters")]),
        ("reader zzzz", [("3", "Without “zzzz”", "reader")]),
        ("zzzz", []),
        ("reader -maps -letters", [("2", "Without “-maps”", "reader -letters"), ("1", "Without “-letters”", "reader -maps")]),
        ('"maps reader"', [("2", "“maps reader” without quotation marks", "maps reader")]),
        ("letters coins or sorter maps", [
            ("2", "Without “letters”", "coins or sorter maps"), ("2", "Without “sorter”", "letters coins or maps"),
            ("1", "Without “coins”", "letters or sorter maps"), ("1", "Without “maps”", "letters coins or sorter"),
        ]),
        ("zzzz or yyyy", []),
        ("sorter letters", [("1", "Without “sorter”", "letters"), ("1", "Without “letters”", "sorter")]),
        ("letters zzzz yyyy", [("1", "Only “letters”", "letters")]),
    ],
)  # fmt: skip
def test_words_are_left_out_one_by_one(client, board, words, ways):
    assert ways_of(client, q=words) == ways


def test_words_are_left_out_beside_other_filters(client, board):
    assert ways_of(client, q="reader zzzz", technical="none") == [("3", "Without “zzzz”", "reader")]
    assert ways_of(client, q="reader", guaranteed="1") == [
        ("3", "Without “Hours guaranteed”", "reader"),
    ]
    factories.make_listing(title="Weaver", hours_guaranteed=True)
    assert ways_of(client, q="zzzz yyyy", guaranteed="1") == [("1", "Without “zzzz yyyy”", "")]


def test_name_of_several_words_is_left_out_as_one(client, board):
    factories.make_skill(slug="llm", name_en="Large language model", name_id="Model bahasa besar", aliases=["LLM"])
    assert ways_of(client, q="reader large language model") == [("3", "Without “large language model”", "reader")]
    assert Skill.objects.filter(slug="llm").exists()


def test_closest_are_those_without_the_word_that_is_in_the_way_most(client, board):
    page = client.get(LIST, {"q": "reader letters maps"}).content.decode()
    assert "Leave one out, and there is work" in page
    titles = re.findall(r'class="card-title">.*?</h\d>', page)
    assert len(titles) == 2
    assert all("maps" in title for title in titles)


def test_many_words_cost_no_more_than_seven(client, board):
    costs = []
    for words in ("za zb zc zd ze zf zg", "za zb zc zd ze zf zg zh zi zj zk zl zm zn zo zp"):
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST, {"q": words})
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_estimated_count_says_so(client, board):
    with exact_up_to(1):
        ways = client.get(LIST, {"q": "reader zzzz"}).context["loosened"]
    assert [way["count"] for way in ways] == ["≈ 3"]


@pytest.mark.parametrize("words", ["!!!", "+-*/", "the", "of the and", '"the"', "🙂", "-the"])
def test_words_that_ask_for_nothing_are_told_so(client, board, words):
    response = client.get(LIST, {"q": words})
    page = response.content.decode()
    assert (response.status_code, response.context["total"]) == (200, 0)
    assert "There is no word to search for in" in page
    assert "Type what the work is about" in page


def test_words_that_ask_for_nothing_are_a_filter_to_loosen(client, board):
    response = client.get(LIST, {"q": "!!!", "technical": "none"})
    assert [way["text"] for way in response.context["loosened"]] == ["Without “!!!”"]
    assert "There is no word to search for in" in response.content.decode()


def test_one_word_that_nothing_has_is_met_with_advice(client, board):
    page = client.get(LIST, {"q": "zzzz"}).content.decode()
    assert all(words in page for words in ("No listing matches these words", "Nothing fits today", "Try another word"))
    assert "There is no word" not in page


def test_advice_is_in_the_language_of_the_page(client, board):
    with override("id"):
        assert "Coba kata lain untuk pekerjaan yang sama" in client.get("/id/listings/", {"q": "zzzz"}).content.decode()
