"""What every page is given: two languages of the same page, and no look at the session."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from careers.core.context import site


@pytest.mark.parametrize(
    ("path", "urls"),
    [
        ("/en/listings/", ["/id/listings/", "/en/listings/"]),
        ("/id/listings/?q=guru&posted=7", ["/id/listings/?q=guru&posted=7", "/en/listings/?q=guru&posted=7"]),
        ("/id/", ["/id/", "/en/"]),
        ("/no-such-page/?q=x", ["/id/", "/en/"]),
    ],
)
def test_site_links_the_same_page_in_both_languages(path, urls):
    assert [link["url"] for link in site(RequestFactory().get(path))["language_links"]] == urls


def test_site_marks_the_present_language_and_names_it_canonical(settings):
    settings.SITE_URL = "https://lintas.example"
    with translation.override("en"):
        given = site(RequestFactory().get("/en/listings/?q=x"))
    assert [link["is_current"] for link in given["language_links"]] == [False, True]
    assert given["canonical_url"] == "https://lintas.example/en/listings/"


@pytest.mark.parametrize("cookie", [True, False])
def test_site_knows_a_viewer_by_the_cookie_alone(cookie, settings):
    request = RequestFactory().get("/en/")
    if cookie:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    # No session middleware ran: touching the session or the user would raise.
    assert site(request)["viewer_is_known"] is cookie
