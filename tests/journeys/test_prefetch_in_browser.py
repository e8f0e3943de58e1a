"""Pages that are fetched as soon as somebody is about to follow a link: used by the visit, counted as one reading, never private."""

import pytest
from playwright.sync_api import Page, expect

from careers.listings.views.counting import readings
from tests.journeys import steps

pytestmark = pytest.mark.django_db(transaction=True)

DESK = {"width": 1280, "height": 900}


class Watch:
    """Which pages a browser fetches ahead, and which it asks the board for."""

    def __init__(self, page: Page):
        self.ready: list[str] = []
        session = page.context.new_cdp_session(page)
        session.on("Preload.prefetchStatusUpdated", self._update)
        session.send("Preload.enable")

    def _update(self, event: dict) -> None:
        if event["status"] == "Ready":
            self.ready.append(event["prefetchUrl"])

    def wait_for(self, page: Page, url: str) -> None:
        """Until the page at `url` lies ready."""
        for _turn in range(100):
            if url in self.ready:
                return
            page.wait_for_timeout(50)
        raise AssertionError(f"{url} is not fetched ahead: {self.ready}")


def how_it_came(page: Page) -> str:
    """Whether the page that is shown was fetched ahead."""
    return page.evaluate("() => performance.getEntriesByType('navigation')[0].deliveryType")


def test_listing_fetched_on_intent_is_used_and_counted_once(board, new_visitor, language):
    readings.flush()
    page = new_visitor(viewport=DESK, user_agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537.36")
    watch = Watch(page)
    page.goto(f"/{language}/listings/")
    link = page.get_by_role("link", name=board.listing.title)
    link.hover()
    url = link.evaluate("(one) => one.href")
    watch.wait_for(page, url)
    assert readings.flush() == 0
    with page.expect_response(lambda answer: answer.url == url and answer.request.resource_type == "fetch"):
        link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(board.listing.title)
    assert how_it_came(page) == "navigational-prefetch"
    # The second asking is answered with "not modified": nothing but a head comes over the wire.
    page.wait_for_function(
        "() => performance.getEntriesByType('resource').some((one) => one.initiatorType === 'fetch' && one.transferSize < 1000)"
    )
    assert readings.flush() == 1


def test_private_page_is_not_fetched_ahead(board, new_visitor, language, say):
    page = new_visitor(viewport=DESK)
    watch = Watch(page)
    page.goto(f"/{language}/listings/{board.listing.slug}/")
    # Pressing a link begins it at once; here no press leads anywhere.
    page.evaluate("() => document.addEventListener('click', (event) => event.preventDefault())")
    for private in ("Apply", "Sign in"):
        page.get_by_role("link", name=say(private), exact=True).first.click()
    allowed = page.locator(".breadcrumbs a").first
    allowed.click()
    watch.wait_for(page, allowed.evaluate("(one) => one.href"))
    assert len(watch.ready) == 1


def test_reader_who_is_signed_in_fetches_nothing_ahead(board, dewi, new_visitor, language, say):
    page = new_visitor(viewport=DESK)
    steps.sign_in(page, dewi, say, language=language)
    with page.expect_response(f"**/{language}/listings/") as arrived:
        page.goto(f"/{language}/listings/")
    assert "speculation-rules" not in arrived.value.headers
