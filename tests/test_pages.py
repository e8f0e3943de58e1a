"""What every public page owes its reader, a search engine and a cache; walked over all addresses of the board."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from django.utils.translation import override

from tests.walk import ADDRESSES_THAT_STAY, FORM_PAGES, World, our_addresses

LANGUAGES = ("id", "en")
SIGNED_IN = ("accounts/", "me/", "office/")


pytestmark = pytest.mark.django_db


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


@pytest.fixture(scope="module")
def answers(world) -> dict[str, dict[str, HttpResponse]]:
    """Language → name → what whoever is not known gets there, asked once for all that is read of it."""
    client = Client()
    return {
        language: {name: client.get(path) for name, path in public_paths(world, language).items()}
        for language in LANGUAGES
    }


def found(pattern: str, html: str) -> list:
    """What a pattern finds in a page, whatever the case of its tags."""
    return re.findall(pattern, html, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_are_whole(answers, language):
    wrong = []
    for name, response in answers[language].items():
        html = response.text
        said = {
            "status": response.status_code,
            "h1": len(found(r"<h1[\s>]", html)),
            "main": len(found(r"<main[\s>]", html)),
            "lang": found(r'<html[^>]* lang="(\w+)"', html),
            "title": [
                bool(title.strip()) for title in found(r"<title[^>]*>([^<]*)</title>", html.partition("<body")[0])
            ],
            "description": len(found(r'<meta name="description" content="[^"]+"', html)),
        }
        whole = {"status": 200, "h1": 1, "main": 1, "lang": [language], "title": [True], "description": 1}
        wrong += [(name, said)] if said != whole else []
    assert not wrong, "\n".join(map(str, wrong))
    assert len(answers[language]) > 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_are_a_function_of_their_address(answers, language):
    wrong = []
    for name, response in answers[language].items():
        vary = {word.strip() for word in response.headers.get("Vary", "").split(",")}
        said = {
            "cookies": list(response.cookies),
            "varies": {"Cookie", "HX-Request"} <= vary and "Accept-Language" not in vary,
            "private": "private" in response.headers.get("Cache-Control", ""),
            "post forms": len(found(r"""<form[^>]*method=["']?post""", response.text)),
        }
        sound = {"cookies": [], "varies": True, "private": False, "post forms": 0}
        wrong += [(name, said)] if said != sound else []
    assert not wrong, "\n".join(map(str, wrong))


def test_public_pages_are_private_to_whoever_is_known(world):
    client = world.client("seeker")
    headers = {
        name: client.get(path).headers.get("Cache-Control", "") for name, path in public_paths(world, "en").items()
    }
    assert {name for name, header in headers.items() if "private" not in header} == set()


def test_public_pages_are_their_own_canonical_and_name_their_twins(world, answers):
    indonesian, english = (public_paths(world, language) for language in LANGUAGES)
    wrong = []
    for name, path in indonesian.items():
        html = answers["id"][name].text
        named = dict(found(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)"', html))
        said = (
            found(r'<link rel="canonical" href="([^"]*)"', html),
            named.get("id"),
            named.get("en"),
            "x-default" in named,
        )
        whole = tuple(f"http://testserver{address}" for address in (path, english[name]))
        wrong += [(name, said)] if said != ([whole[0]], *whole, True) else []
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("language", LANGUAGES)
def test_addresses_of_the_first_day_stand(world, language):
    known = {name for name, _ in our_addresses(everything=True)}
    for path, name in ADDRESSES_THAT_STAY.items():
        for parameter, values in world.rows.items():
            path = path.replace(f"<{parameter}>", str(values[0]))
        with override(language):
            match = resolve(f"/{language}/{path}")
        assert (path, match.url_name) == (path, name)
        assert name in known


def test_home_without_a_language_redirects_to_the_readers_own(client):
    for header, language in {"en-GB,en;q=0.9": "en", "id": "id", "de": "id", "": "id"}.items():
        response = client.get("/", headers={"accept-language": header} if header else {})
        assert (header, response.headers["Location"]) == (header, f"/{language}/")
        assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_address_gets_a_page_of_the_board(client, language):
    response = client.get(f"/{language}/no-such-page/")
    assert response.status_code == 404
    assert re.findall(r'<html[^>]* lang="(\w+)"', response.text) == [language]


@pytest.mark.parametrize("query", ["colour=red", "category=no-such", "pay_from=much", "period=century", "sort=best"])
def test_search_refuses_what_it_does_not_know(client, world, query):
    response = client.get(f"/en/listings/?{query}")
    assert response.status_code == 400
    assert re.findall(r"data-listing=", response.text) == []


@pytest.mark.parametrize("query", ["utm_source=letter", "gclid=1", "fbclid=1", "category=", "q="])
def test_search_passes_tracking_words_and_empty_values(client, answers, query):
    response = client.get(f"/en/listings/?{query}")
    assert response.status_code == 200
    everything = re.findall(r'data-listing="([^"]+)"', answers["en"]["listing_list"].text)
    assert re.findall(r'data-listing="([^"]+)"', response.text) == everything != []
