"""Cards of a search for words: titles marked, an extract where the title does not say it all, everything escaped."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/en/listings/"


def cards(client, **words) -> list[str]:
    """The cards of a page, each without its facts."""
    return re.findall(r'<div class="card-head">(.*?)</div>', client.get(LIST, words).content.decode(), re.DOTALL)


def title_of(card: str) -> str:
    return re.search(r'class="card-title">(.*?)</h2>', card).group(1)


def test_title_wears_its_marks_and_stays_what_it_is(client):
    factories.make_listing(title="Pelatih <b>model</b> & data", language="id")
    (card,) = cards(client, q="pelatihan data")
    link = re.fullmatch(r'<a href="[^"]+" data-ugc dir="auto" lang="id">(.*)</a>', title_of(card)).group(1)
    assert link == "<mark>Pelatih</mark> &lt;b&gt;model&lt;/b&gt; &amp; <mark>data</mark>"
    assert "card-extract" not in card


def test_extract_stands_on_the_card_when_the_text_says_it(client):
    text = "You write answers.\n\n- Compare **two** answers & say `<why>`\n- Read"
    factories.make_listing(title="Trainer", description=text, language="en")
    (card,) = cards(client, q="comparing")
    assert title_of(card).endswith(">Trainer</a>")
    assert re.search(r'<p class="card-extract" data-ugc dir="auto">(.*?)</p>', card).group(1) == (
        "You write answers. <mark>Compare</mark> two answers &amp; say &lt;why&gt; · Read"
    )


def test_extract_names_its_language_when_it_is_another(client):
    factories.make_listing(title="Pelatih", description="Bandingkan jawaban.", language="id")
    (card,) = cards(client, q="jawaban")
    assert '<p class="card-extract" data-ugc dir="auto" lang="id">Bandingkan <mark>jawaban</mark>.</p>' in card


def test_without_words_nothing_is_marked(client):
    factories.make_listing(title="Data trainer", description="Data.")
    for words in ({}, {"technical": "none"}, {"q": ""}):
        (card,) = cards(client, **words)
        assert ("mark" in card, "card-extract" in card) == (False, False)


def test_what_stands_elsewhere_makes_no_extract(client):
    employer = factories.make_employer(name="Zebra (sample)")
    factories.make_listing(title="Trainer", description="Text.", employer=employer)
    (card,) = cards(client, q="zebra")
    assert ("<mark>" in card, "card-extract" in card) == (False, False)


def test_marks_of_a_page_cost_the_same_whatever_it_shows(client):
    costs = []
    for _one in range(2):
        factories.make_listing(title="Data", description="Words.")
        with CaptureQueriesContext(connection) as captured:
            assert all("<mark>" in card for card in cards(client, q="data or words"))
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_cards_that_come_closest_are_marked(client):
    factories.make_listing(title="Annotation of maps")
    page = client.get(LIST, {"q": "maps zzzz"}).content.decode()
    assert "<mark>maps</mark>" in page.split("The closest to what you asked")[1]


def test_htmx_gets_the_marks_too(client):
    factories.make_listing(title="Data trainer")
    assert b"<mark>Data</mark>" in client.get(LIST, {"q": "data"}, HTTP_HX_REQUEST="true").content
