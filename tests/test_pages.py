"""What every public page owes its reader, a search engine and a cache; walked over all addresses of the board."""

import re

import pytest
from django.urls import resolve
from django.utils.translation import override

from careers.listings.filters import PAGE_SIZE
from careers.listings.models.listing import Listing
from tests.walk import ADDRESSES_THAT_STAY, FORM_PAGES, World, make_world, our_addresses

LANGUAGES = ("id", "en")
SIGNED_IN = ("accounts/", "me/", "office/")


@pytest.fixture
def world(dewi, rani, kebun, ayu) -> World:
    return make_world(seeker=dewi, owner=rani, employer=kebun, curator=ayu)


def public_paths(world: World, language: str) -> dict[str, str]:
    """Name → path of each page that anybody may read, with the first example of each."""
    with override(language):
        paths = {name: world.paths(name, parameters)[0] for name, parameters in our_addresses()}
    below = f"/{language}/"
    return {
        name: path
        for name, path in paths.items()
        if path.startswith(below) and not path.removeprefix(below).startswith(SIGNED_IN) and name not in FORM_PAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_are_whole(world, client, language):
    paths = public_paths(world, language)
    for name, path in paths.items():
        response = client.get(path)
        assert (name, response.status_code) == (name, 200)
        html = response.text
        assert (name, len(re.findall(r"<h1[\s>]", html))) == (name, 1)
        assert (name, re.findall(r'<html[^>]* lang="(\w+)"', html)) == (name, [language])
        assert (name, len(re.findall(r"<main[\s>]", html))) == (name, 1)
        titles = re.findall(r"<title[^>]*>([^<]*)</title>", html)
        assert (name, [bool(title.strip()) for title in titles if title]) == (name, [True])
    assert len(paths) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_are_a_function_of_their_address(world, client, language):
    for name, path in public_paths(world, language).items():
        response = client.get(path)
        assert (name, list(response.cookies)) == (name, [])
        vary = {word.strip() for word in response.headers.get("Vary", "").split(",")}
        assert (name, {"Cookie", "HX-Request"} - vary) == (name, set())
        assert (name, "Accept-Language" in vary) == (name, False)
        assert (name, "private" in response.headers.get("Cache-Control", "")) == (name, False)
        assert (name, re.findall(r"""<form[^>]*method=["']?post""", response.text, re.IGNORECASE)) == (name, [])


def test_public_pages_are_private_to_whoever_is_known(world):
    client = world.client("seeker")
    for name, path in public_paths(world, "en").items():
        assert (name, "private" in client.get(path).headers.get("Cache-Control", "")) == (name, True)


def test_public_pages_are_their_own_canonical_and_name_their_twins(world, client):
    twins = {language: public_paths(world, language) for language in LANGUAGES}
    for name, path in twins["id"].items():
        html = client.get(path).text
        canonical = re.findall(r'<link rel="canonical" href="([^"]*)"', html)
        assert (name, canonical) == (name, [f"http://testserver{path}"])
        named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)"', html))
        assert (name, named.get("id")) == (name, f"http://testserver{path}")
        assert (name, named.get("en")) == (name, f"http://testserver{twins['en'][name]}")
        assert (name, "x-default" in named) == (name, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_addresses_of_the_first_day_stand(world, language):
    known = {name for name, _ in our_addresses(everything=True)}
    for path, name in ADDRESSES_THAT_STAY.items():
        for parameter, values in world.rows.items():
            path = path.replace(f"<{parameter}>", str(values[0]))
        match = resolve(f"/{language}/{path}")
        assert (path, match.url_name) == (path, name)
        assert match.url_name in known


def test_home_without_a_language_redirects_to_the_readers_own(client, db):
    for header, language in {"en-GB,en;q=0.9": "en", "id": "id", "de": "id", "": "id"}.items():
        response = client.get("/", headers={"accept-language": header} if header else {})
        assert (header, response.headers["Location"]) == (header, f"/{language}/")
        assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_address_gets_a_page_of_the_board(client, db, language):
    response = client.get(f"/{language}/no-such-page/")
    assert response.status_code == 404
    assert re.findall(r'<html[^>]* lang="(\w+)"', response.text) == [language]


@pytest.mark.parametrize("query", ["colour=red", "category=no-such", "pay_from=much", "period=century", "sort=best"])
def test_search_refuses_what_it_does_not_know(world, client, query):
    response = client.get(f"/en/listings/?{query}")
    assert response.status_code == 400
    assert re.findall(r"data-listing=", response.text) == []


@pytest.mark.parametrize("query", ["utm_source=letter", "gclid=1", "fbclid=1", "category=", "q="])
def test_search_passes_tracking_words_and_empty_values(world, client, query):
    response = client.get(f"/en/listings/?{query}")
    assert response.status_code == 200
    assert len(re.findall(r"data-listing=", response.text)) == min(Listing.objects.live().count(), PAGE_SIZE) > 1
