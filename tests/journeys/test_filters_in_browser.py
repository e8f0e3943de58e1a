"""Filters in a browser: a dialog on a phone, a rail elsewhere, and a reader who never loses the place."""

import re

import pytest
from django.utils.translation import override
from playwright.sync_api import Page, expect

from careers.listings.views.cards import count_words
from tests.journeys import steps

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}
SMALLEST = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
FOCUS_IS_IN_SHEET = (
    "() => document.activeElement === document.body || Boolean(document.activeElement.closest('#filters'))"
)


@pytest.fixture
def phone(board, new_visitor, language) -> Page:
    """A phone that shows the list of listings."""
    page = new_visitor(viewport=PHONE)
    page.goto(f"/{language}/listings/")
    return page


def in_words(count: int, language: str) -> str:
    """So many listings, as the page says it."""
    with override(language):
        return count_words(count)


def open_filters(page: Page) -> None:
    """Open the dialog by keyboard."""
    page.locator("#filters-open").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filters")).to_be_visible()


def test_filter_dialog_keeps_the_focus_until_escape_and_gives_it_back(phone, say):
    open_filters(phone)
    expect(phone.get_by_role("dialog", name=say("Filters"))).to_be_visible()
    expect(phone.get_by_role("button", name=say("Close"))).to_be_focused()
    for _press in range(40):
        phone.keyboard.press("Tab")
        assert phone.evaluate(FOCUS_IS_IN_SHEET)
    phone.keyboard.press("Escape")
    expect(phone.locator("#filters")).to_be_hidden()
    expect(phone.locator("#filters-open")).to_be_focused()
    assert phone.locator("[inert]").count() == 0


def test_filter_dialog_tells_what_would_be_found_before_it_is_sent(phone, say, language):
    before = phone.url
    open_filters(phone)
    send = phone.locator(".rail-foot button")
    expect(send).to_have_text(say("Show %(count)s", count=in_words(2, language)))
    phone.locator("[name=category]").first.focus()
    phone.keyboard.press("Space")
    expect(send).to_have_text(say("Show %(count)s", count=in_words(1, language)))
    assert phone.url == before
    send.focus()
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("article")).to_have_count(1)
    expect(phone.locator("#filters")).to_be_hidden()
    expect(phone.locator("#filters-open")).to_be_focused()
    assert "category=" in phone.url


def test_chip_is_removed_by_keyboard_and_the_count_is_announced(board, new_visitor, language):
    page = new_visitor(viewport=DESK)
    page.goto(f"/{language}/listings/?category={board.trainer.slug}&engagement={board.listing.engagement}")
    expect(page.locator("#results .chip:visible")).to_have_count(2)
    page.locator("#results a.chip").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results a.chip")).to_have_count(1)
    expect(page.locator("#results a.chip")).to_be_focused()
    expect(page.locator("[data-announcer]")).to_have_text(in_words(2, language))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_url(re.compile(r"/listings/$"))


def test_filter_group_stays_open_and_keeps_the_focus_when_results_change(board, new_visitor, language):
    page = new_visitor(viewport=DESK)
    page.goto(f"/{language}/listings/")
    group = page.locator("details[data-keep=crowd]")
    group.locator("summary").click()
    choice = page.locator("[name=category]").first
    choice.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(group).to_have_attribute("open", "")
    expect(choice).to_be_focused()


def test_choice_far_down_the_rail_leaves_its_reader_there(board, new_visitor, language):
    page = new_visitor(viewport=DESK)
    page.goto(f"/{language}/listings/")
    choice = page.locator(f"[name=technical][value={board.listing.technical}]")
    choice.evaluate("(box) => scrollTo(0, scrollY + box.getBoundingClientRect().top - innerHeight / 2)")
    place = page.evaluate("scrollY")
    choice.check()
    expect(page.locator("#results a.chip").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert (place > 100, page.evaluate("scrollY")) == (True, place)


def test_long_group_is_searched_by_its_words(board, new_visitor, language):
    page = new_visitor(viewport=DESK)
    page.goto(f"/{language}/listings/")
    page.locator("details[data-keep=background] summary").click()
    rows = page.locator("#background > label:visible")
    expect(rows).to_have_count(2)
    page.locator("#background-find").fill(rows.first.inner_text().split()[0][:6].upper())
    expect(rows).to_have_count(1)
    assert page.url.endswith("/listings/")


@pytest.mark.parametrize(
    "query", ["", "?pay_from=much", "?q=zzzz&guaranteed=1&period=task", "?category=ai-model-trainer&period=hour"]
)
def test_list_fits_the_smallest_window_filters_open_or_closed(board, new_visitor, language, query):
    page = new_visitor(viewport=SMALLEST)
    page.goto(f"/{language}/listings/{query}")
    assert not steps.sideways(page)
    open_filters(page)
    assert not steps.sideways(page)
    inside = page.locator("#filters").evaluate("(sheet) => sheet.scrollWidth - sheet.clientWidth")
    assert inside <= 0


def test_listing_fits_the_smallest_window_and_prints_on_two_pages(board, new_visitor, language):
    page = new_visitor(viewport=SMALLEST)
    page.goto(f"/{language}/listings/{board.listing.slug}/")
    assert not steps.sideways(page)
    expect(page.locator(".foot-bar a")).to_be_in_viewport()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert 1 <= len(pages) <= 2
    page.emulate_media(media="print")
    expect(page.locator("[data-paper]")).to_contain_text(board.listing.slug)
    expect(page.locator("#similar, .foot-bar, .footer").locator("visible=true")).to_have_count(0)
