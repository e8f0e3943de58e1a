"""An employer answers applications without a mouse; and the board of applications stands on a small phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from careers.applications.models.application import Application
from tests import factories
from tests.journeys import steps

pytestmark = pytest.mark.django_db(transaction=True)

SMALL_PHONE = {"width": 320, "height": 640}
WORDS = "Two samples of your own editing would have made the difference."
# Nobody can break the one, and the other runs from right to left.
NAMES = ("Wolfeschlegelsteinhausenbergerdorff_Ueberlastungsbeschwerde", "محمد عبد الرحمن الحسيني")


def press_enter_on(page: Page, target: Locator) -> None:
    """Go to `target` by Tab, see that it shows where one is, and press Enter."""
    steps.tab_to(page, target)
    drawn = target.evaluate(
        """(one) => [getComputedStyle(one), getComputedStyle(one, "::after")]
             .some((style) => style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 3)"""
    )
    assert drawn, f"nothing shows that the focus is on {target}"
    page.keyboard.press("Enter")


def test_application_is_answered_by_keyboard_alone(board, new_visitor, say, speaks, run_jobs, rani, dewi, language):
    other = factories.make_user("tika@lintas.example", name="Tika")
    speaks(rani, dewi, other)
    for seeker in (dewi, other):
        factories.make_application(listing=board.listing, seeker=seeker, name=seeker.name)
    run_jobs()
    page = new_visitor()
    steps.sign_in(page, rani, say, language=language)
    page.goto(f"/{language}/office/{board.listing.employer.slug}/")

    main, stage = page.locator("main"), page.locator("main .badge").first
    press_enter_on(page, main.get_by_role("link", name=dewi.name, exact=True).first)
    expect(page.get_by_role("heading", level=1)).to_have_text(dewi.name)
    press_enter_on(page, main.get_by_role("button", name=say("Shortlist"), exact=True))
    expect(stage).to_have_text(say("Shortlisted"))

    press_enter_on(page, main.get_by_role("link", name=other.name, exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text(other.name)
    press_enter_on(page, main.get_by_role("link", name=say("Not selected, with a reason"), exact=True))
    steps.tab_to(page, page.locator("[name=reason]").first)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=reason][value=skills]")).to_be_checked()
    steps.tab_to(page, page.locator("textarea[name=text]"))
    page.keyboard.type(WORDS)
    press_enter_on(page, main.get_by_role("button", name=say("Send the answer"), exact=True))
    expect(stage).to_have_text(say("Not selected"))

    run_jobs()
    for seeker, words in ((dewi, say("You are on the short list.")), (other, WORDS)):
        assert words in steps.mails_to(seeker.email)[-1].body
    assert set(Application.objects.values_list("seeker__name", "stage", "refusal_reason")) == {
        (dewi.name, "shortlisted", ""),
        (other.name, "not_selected", "skills"),
    }


def test_board_of_applications_fits_a_small_phone(kebun, new_visitor, rani):
    advertised = factories.make_listing(employer=kebun)
    stages = ("submitted", "submitted", "submitted", "submitted", "in_review", "shortlisted", "interviewing", "offered")
    for place, stage in enumerate((*stages, "not_selected")):
        factories.make_application(listing=advertised, stage=stage, name=NAMES[place % 2], cover_letter=NAMES[0] * 20)
    slug, listing = kebun.slug, advertised.public_id
    page = new_visitor(viewport=SMALL_PHONE)
    steps.sign_in(page, rani, steps.in_words_of("en"), language="en")
    one = Application.objects.order_by("pk").first().public_id
    paths = (f"listings/{listing}/applications/", f"applications/{one}/", f"applications/{one}/refuse/", "members/")
    wide = []
    for language in ("id", "en"):
        for path in paths:
            page.goto(f"/{language}/office/{slug}/{path}")
            wide += [f"{language} {path}: {found}" for found in steps.sideways(page)]
    assert not wide, "\n".join(wide)

    page.goto(f"/en/office/{slug}/{paths[0]}")
    columns = page.locator(".board-column")
    assert page.locator(".board").evaluate("(one) => one.scrollWidth <= one.clientWidth")
    tops = [columns.nth(place).bounding_box()["y"] for place in range(columns.count())]
    assert len(tops) == 5 and tops == sorted(set(tops))
    expect(columns.first.locator(".board-card").filter(visible=True)).to_have_count(3)
    expect(columns.first.get_by_role("link", name="See all 4")).to_be_visible()
