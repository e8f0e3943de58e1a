"""A search that finds nothing because of a typo: what is shown instead, and the way to what was typed."""

import re
from html import unescape

import pytest

from careers.listings.models import term_rows
from careers.listings.models.listing import Listing
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Listing:
    """The one listing that people look for here."""
    listing = factories.make_listing(title="Editor of maps")
    factories.make_listing(title="Penulis naskah", engagement="employee")
    term_rows.refresh()
    return listing


def notice(html: str) -> tuple[str, str]:
    """The words that are searched for instead, and the address of the typed ones."""
    searched = re.search(r"<p>(?:Showing results for|Menampilkan hasil untuk) <strong[^>]*>([^<]*)</strong>", html)
    link = re.search(r'<a href="([^"]*)">(?:Search instead for|Cari) <span', html)
    return (unescape(searched[1]) if searched else "", unescape(link[1]) if link else "")


@pytest.mark.parametrize("language", ["en", "id"])
def test_mistyped_search_shows_what_was_meant_and_says_so(client, editor, language):
    html = client.get(f"/{language}/listings/?q=edtior+maps&engagement=contractor").text
    assert notice(html) == ("editor maps", f"/{language}/listings/?engagement=contractor&q=%22edtior%22+%22maps%22")
    assert html.count("<article") == 1 and editor.get_absolute_url() in html
    assert 'name="q" form="search-form" value="edtior maps"' in html


def test_typed_words_are_searched_when_that_is_asked_for(client, editor):
    _searched, url = notice(client.get("/en/listings/?q=edtior").text)
    html = client.get(url).text
    assert notice(html) == ("", "")
    assert editor.get_absolute_url() not in html


@pytest.mark.parametrize(
    "query", ["q=editor", "q=zzzzzz", "q=%22edtior%22", "q=-edtior", "q=", "q=edtior&colour=red", "q=edtior&cursor=x"]
)
def test_nothing_is_put_right_that_is_right_or_past_help(client, editor, query):
    assert notice(client.get(f"/en/listings/?{query}").text) == ("", "")


def test_other_words_are_searched_only_where_they_find_something(client, editor):
    assert notice(client.get("/en/listings/?q=edtior&engagement=employee").text) == ("", "")


def test_links_of_the_results_go_on_with_the_words_put_right(client, editor):
    employer = factories.make_employer(level=1)
    for number in range(21):
        factories.make_listing(title=f"Editor {number}", employer=employer)
    html = client.get("/en/listings/?q=edtior").text
    older = unescape(re.search(r'href="([^"]*cursor=[^"]*)"', html)[1])
    assert "q=editor" in older
    assert client.get(older).text.count("<article") == 2


def test_search_by_htmx_says_aloud_what_is_shown_and_keeps_the_typed_address(client, editor):
    response = client.get("/en/listings/?q=edtior", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/en/listings/?q=edtior"
    assert re.search(r'data-announce="([^"]*)"', response.text)[1].endswith(". Showing results for editor.")


def test_typed_words_are_escaped_and_a_long_search_has_no_way_back(client, editor):
    html = client.get("/en/listings/", {"q": "edtior or <b>"}).text
    assert "<b>" not in html.replace("<b></b>", "")
    long = " ".join(["edtior", *["maps"] * 38])
    assert notice(client.get("/en/listings/", {"q": long}).text) == (long.replace("edtior", "editor"), "")
