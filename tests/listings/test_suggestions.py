"""What a search box suggests: a fragment for everybody, each option of which leads to what it names."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careers.listings.models import term_rows
from tests import factories

pytestmark = pytest.mark.django_db

ODD_TITLES = [
    "Data – -editor", 'Editor "of maps" or C++', "A/B tester, remote", "Editor & <b>proofreader</b>", "-Editor-",
    "Penyunting \"naskah\" atau berita", "Editor's aide #2 (part time)",
]  # fmt: skip


@pytest.fixture
def board():
    """One live listing with a skill."""
    listing = factories.make_listing(
        title="Mapper of words", skills=[factories.make_skill(aliases=["verifikasi"])],
        employer=factories.make_employer(name="Map Makers"),
    )  # fmt: skip
    term_rows.refresh()
    return listing


def options(client, typed: str, language: str = "en") -> dict[str, str]:
    """What is suggested: words of the option → where it leads."""
    html = client.get(f"/{language}/listings/suggest/", {"q": typed}).text
    found = re.findall(r'<a class="suggestion"[^>]* href="([^"]*)"[^>]*>(.*?)</a>', html)
    return {unescape(" ".join(re.sub(r"<[^>]*>", "", words).split())): unescape(url) for url, words in found}


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        (
            "map",
            "en",
            {"Mapper of words": "/en/listings/?q=Mapper+of+words", "Map Makers": "/en/employers/map-makers/"},
        ),
        ("fact", "en", {"Fact-checking": "/en/listings/?skill=fact-checking"}),
        ("verif", "id", {"Pengecekan fakta verifikasi": "/id/listings/?skill=fact-checking"}),
        ("trainer", "id", {"Pelatih Model AI AI Model Trainer": "/id/categories/ai-model-trainer/"}),
        ("pelatih", "id", {"Pelatih Model AI": "/id/categories/ai-model-trainer/"}),
    ],
)
def test_suggestions_lead_to_what_they_name(board, client, typed, language, expected):
    assert options(client, typed, language) == expected
    for url in expected.values():
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("title", ODD_TITLES)
def test_title_with_odd_signs_leads_to_its_own_listing(client, title):
    listing = factories.make_listing(title=title)
    term_rows.refresh()
    (found,) = [url for words, url in options(client, title).items() if words == title]
    assert listing.get_absolute_url() in client.get(found).text


def test_suggestions_come_in_named_groups_and_are_counted(board, client):
    html = client.get("/en/listings/suggest/?q=map").text
    groups = re.findall(r'role="group" aria-labelledby="([\w-]+)"', html)
    assert groups == ["suggestions-title", "suggestions-employer"]
    assert [re.search(rf'id="{group}">([^<]*)<', html)[1] for group in groups] == ["Titles", "Employers"]
    assert re.findall(r'data-told="([^"]*)"', html) == ["2 suggestions"]
    ids = re.findall(r'role="option"[^>]* id="([\w-]+)"', html)
    assert len(ids) == len(set(ids)) == 2


def test_suggestions_are_the_same_for_everybody_and_may_be_kept(board, client, dewi):
    anonymous = client.get("/id/listings/suggest/?q=map")
    client.force_login(dewi)
    client.cookies["viewer"] = "country=DE"
    known = client.get("/id/listings/suggest/?q=map")
    assert known.content == anonymous.content
    for response in (anonymous, known):
        assert sorted(response["Cache-Control"].split(", ")) == ["max-age=300", "public"]
        assert not response.cookies
        assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.parametrize("typed", ["map", "zzzzz", "fact-chekking"])
def test_suggestions_ask_the_database_once(board, client, typed):
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/listings/suggest/", {"q": typed})
    assert len(queries) == 1


@pytest.mark.parametrize("typed", ["", " ", "m", "%", "_%", "a" * 10_000, "مرحبا", "🎉🎉", "' OR 1=1 --", "\\"])
def test_odd_words_suggest_nothing(board, client, typed):
    response = client.get("/en/listings/suggest/", {"q": typed})
    assert (response.status_code, response.text.strip()) == (200, "")


def test_words_with_nul_are_refused(client):
    assert client.get("/en/listings/suggest/?q=ma%00p").status_code == 400


def test_nothing_is_sent_to_suggestions(client):
    assert client.post("/en/listings/suggest/", {"q": "map"}).status_code == 405


def test_listing_called_suggest_has_an_address_of_its_own(client):
    listing = factories.make_listing(title="Suggest")
    assert listing.slug != "suggest"
    assert "<h1" in client.get(listing.get_absolute_url()).text
