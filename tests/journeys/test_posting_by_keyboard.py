"""A listing is written and handed in by somebody who has no mouse; and a draft that is never sent is still there."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from careers.listings.models.listing import Listing
from tests.factories import PASSWORD
from tests.journeys import steps

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Editor of answers about plants"
UNSEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inSight = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return one === document.body || (ringed && inSight) ? "" : one.outerHTML.slice(0, 160);
}"""


def has_focus(target: Locator) -> bool:
    return target.count() == 1 and target.evaluate("(element) => element === document.activeElement")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus; wherever the focus rests on the way, it is seen."""
    page.wait_for_load_state()
    for _press in range(160):
        page.keyboard.press("Tab")
        assert page.evaluate(UNSEEN) == ""
        if has_focus(target):
            return
    raise AssertionError(f"Tab does not lead to {target}")


def follow(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


def write(page: Page, target: Locator, text: str) -> None:
    tab_to(page, target)
    page.keyboard.type(text)


def expect_summary_then_go_to(page: Page, field: Locator) -> None:
    """What is wrong is said where the focus lands, and its first link leads to the field."""
    expect(page.locator("[data-summary]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field).to_be_focused()


@pytest.mark.parametrize("language", ["id"])
def test_posting_by_keyboard_alone(board, new_visitor, say, rani, language):
    page = new_visitor()
    page.goto(f"/{language}/accounts/login/")
    write(page, page.locator("main input[type=email]"), rani.email)
    write(page, page.locator("main input[type=password]"), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(".menu")).to_be_attached()
    follow(page, page.locator(".menu summary"))
    follow(page, page.locator(".menu").get_by_role("link", name=say("My office"), exact=True))
    main, title = page.locator("main"), page.get_by_role("heading", level=1)
    expect(title).to_have_text(say("My offices"))
    follow(page, main.get_by_role("link", name=board.listing.employer.name))
    expect(title).to_have_text(board.listing.employer.name)
    follow(page, main.get_by_role("link", name=say("Write a listing"), exact=True))
    expect(title).to_have_text(say("Write a listing"))
    go_on = main.get_by_role("button", name=say("Save and go on"), exact=True)

    follow(page, go_on)
    expect_summary_then_go_to(page, page.locator("#id_title"))
    page.keyboard.type(TITLE)
    tab_to(page, page.locator("[name=category]").first)
    page.keyboard.press("Space")
    write(page, page.locator("textarea[name=description]"), "You read answers about plants and mend them. " * 10)
    write(page, page.get_by_label(say("Find a background")), say("Teaching") if language == "en" else "Pengajar")
    tab_to(page, page.locator("[name=backgrounds]:visible"))
    page.keyboard.press("Space")
    follow(page, go_on)

    expect(title).to_have_text(TITLE)
    tab_to(page, page.locator("[name=eligibility_scope][value=not-stated]"))
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=eligibility_scope][value=worldwide]")).to_be_checked()
    follow(page, go_on)

    expect(page.locator("[aria-current=step]")).to_have_text(say("Pay and terms"))
    tab_to(page, page.locator("[name=engagement]").first)
    page.keyboard.press("ArrowDown")
    write(page, page.locator("[name=pay_min]"), "18")
    follow(page, go_on)
    expect_summary_then_go_to(page, page.locator("[name=pay_currency]"))
    page.keyboard.type("USD")
    tab_to(page, page.locator("[name=pay_period]"))
    page.keyboard.type(say("month"))
    tab_to(page, page.locator("[name=training_paid]"))
    page.keyboard.type(say("Yes"))
    follow(page, go_on)

    expect(page.locator("[aria-current=step]")).to_have_text(say("Applying"))
    follow(page, go_on)
    expect(page.locator("[aria-current=step]")).to_have_text(say("Preview"))
    follow(page, main.get_by_role("button", name=say("Hand it in"), exact=True))
    # A trusted employer's is live at once.
    expect(main.locator(".badge").first).to_have_text(say("Live"))
    listing = Listing.objects.get(title=TITLE)
    assert (listing.state, listing.created_by, listing.eligibility_scope) == ("live", rani, "worldwide")
    assert (listing.pay_min, listing.pay_currency_id, listing.pay_period, listing.training_paid) == (
        18,
        "USD",
        "month",
        True,
    )
    assert [background.name_en for background in listing.backgrounds.all()] == ["Teaching"]


@pytest.mark.parametrize("language", ["en"])
def test_a_draft_keeps_itself_while_it_is_written(board, new_visitor, say, rani, language):
    page = new_visitor()
    steps.sign_in(page, rani, say, language=language)
    page.goto(f"/{language}/office/{board.listing.employer.slug}/listings/new/")
    saved = page.locator("#saved")
    page.get_by_label(say("Title")).fill(TITLE)
    expect(saved).to_have_text(say("A draft begins with a title and a profession. Until then nothing is kept."))
    steps.pick(page, "category", str(board.trainer.pk))
    expect(saved).to_contain_text("Draft saved")
    # The address is the draft's now, and the listing as it stands shows beside the form.
    expect(page).to_have_url(re.compile(r"/edit/work/$"))
    expect(page.get_by_role("complementary").get_by_text(TITLE)).to_be_visible()
    page.get_by_label(say("Description")).fill("Short.")
    expect(page.locator("#advice-description")).to_contain_text("very short")
    page.reload()
    expect(page.get_by_label(say("Title"))).to_have_value(TITLE)
    expect(page.get_by_label(say("Description"))).to_have_value("Short.")
    assert Listing.objects.filter(title=TITLE).count() == 1

    page.goto(page.url.replace("/edit/work/", "/edit/pay/"))
    page.get_by_label(say("Pay, from")).fill("18")
    expect(saved).to_contain_text("but not “Engagement”, “Currency”, “Per”")
    expect(page.locator("[data-summary]")).to_have_count(0)
