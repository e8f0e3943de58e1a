"""The search box in a browser: a combobox for keys, mouse and ears; a plain form without a script."""

import pytest
from playwright.sync_api import Locator, Page, expect

from careers.listings.models import term_rows
from careers.taxonomy.models import Skill
from tests.journeys import steps

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def page(board, new_visitor, language) -> Page:
    """The list of listings, on a board whose search terms are counted."""
    term_rows.refresh()
    page = new_visitor(viewport=PHONE)
    page.goto(f"/{language}/listings/")
    return page


def box(page: Page, say: steps.Say) -> Locator:
    """The search box, as an assistive technology finds it."""
    return page.get_by_role("combobox", name=say("Title, skill or employer"))


def options(page: Page) -> Locator:
    """What is suggested now."""
    return page.locator("#q-suggestions").get_by_role("option")


def chosen(page: Page) -> Locator:
    """The option that the box says is chosen."""
    return page.locator(f"[id='{page.locator('#q').get_attribute('aria-activedescendant')}']")


def test_suggestion_is_chosen_by_keyboard_and_leads_to_the_filtered_list(page, board, say):
    field = box(page, say)
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press_sequentially("writ")
    page.get_by_role("listbox", name=say("Suggestions")).wait_for()
    expect(options(page)).to_have_text([board.other.title])
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("group", name=say("Titles"))).to_be_visible()
    expect(page.locator("[data-announcer]")).to_have_text(say("%(counter)s suggestion", counter=1))
    field.press("ArrowDown")
    expect(chosen(page)).to_have_attribute("aria-selected", "true")
    expect(field).to_be_focused()
    field.press("Enter")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("article")).to_contain_text(board.other.title)
    assert "q=Prompt+writer" in page.url
    expect(field).to_have_value(board.other.title)
    expect(page.locator("#q-suggestions")).to_be_hidden()


def test_suggestion_keeps_the_other_filters(page, board, say, language):
    page.goto(f"/{language}/listings/?engagement=contractor")
    box(page, say).press_sequentially("writ")
    options(page).click()
    expect(page.get_by_role("article")).to_have_count(1)
    assert "engagement=contractor" in page.url and "q=Prompt+writer" in page.url


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("fact", "listings/?skill=fact-checking"), ("pelatih", "categories/ai-model-trainer/"),
        ("kebun", "employers/kebun-kata/"),
    ],
)  # fmt: skip
def test_skill_profession_and_employer_are_links(page, board, say, language, typed, path):
    board.listing.skills.set(Skill.objects.all())
    term_rows.refresh()
    box(page, say).press_sequentially(typed)
    options(page).click()
    page.wait_for_url(f"**/{language}/{path}")


def test_arrows_walk_round_and_leave_the_text_to_its_keys(page, say):
    field = box(page, say)
    field.press_sequentially("mod")
    expect(options(page)).to_have_count(2)
    for key, selected in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", None), ("ArrowUp", 1), ("ArrowUp", 0)):
        field.press(key)
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0 if selected is None else 1)
        if selected is not None:
            expect(options(page).nth(selected)).to_have_attribute("aria-selected", "true")
    field.press("Home")
    assert field.evaluate("(box) => box.selectionStart") == 0
    field.press("End")
    assert field.evaluate("(box) => box.selectionStart") == 3
    expect(options(page)).to_have_count(2)


def test_escape_closes_first_and_keeps_the_text(page, say):
    field = box(page, say)
    field.press_sequentially("mod")
    expect(page.locator("#q-suggestions:visible")).to_be_visible()
    field.press("Escape")
    expect(page.locator("#q-suggestions:visible")).to_have_count(0)
    expect(field).to_have_value("mod")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("ArrowDown")
    expect(page.locator("#q-suggestions:visible")).to_be_visible()
    field.press("Tab")
    expect(page.locator("#q-suggestions:visible")).to_have_count(0)


def test_words_are_searched_when_no_option_is_chosen(page, board, say):
    field = box(page, say)
    field.press_sequentially("library")
    field.press("Enter")
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.locator("#q-suggestions:visible")).to_have_count(0)
    assert "q=library" in page.url


def test_open_list_moves_nothing_and_fits_the_smallest_window(page, say):
    page.set_viewport_size({"width": 320, "height": 640})
    field = box(page, say)
    before = page.locator("h1").bounding_box()
    field.press_sequentially("mod")
    expect(page.locator("#q-suggestions:visible")).to_be_visible()
    assert page.locator("h1").bounding_box() == before
    assert not steps.sideways(page)
    heights = options(page).evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert min(heights) >= 44


def test_search_box_is_a_plain_form_without_script(board, new_visitor, language, say):
    page = new_visitor(viewport=PHONE, java_script_enabled=False)
    page.goto(f"/{language}/listings/")
    expect(page.get_by_role("combobox", name=say("Title, skill or employer"))).to_have_count(0)
    field = page.get_by_role("searchbox", name=say("Title, skill or employer"))
    field.fill("library")
    field.press("Enter")
    expect(page.get_by_role("article")).to_have_count(1)
