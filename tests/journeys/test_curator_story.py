"""A curator keeps the board honest: what is decided at the desk is so on the board at once."""

import re

import pytest
from playwright.sync_api import expect

from careers.taxonomy.models import JobCategory
from tests import factories
from tests.journeys import steps
from tests.journeys.steps import AT_ONCE, press

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Listener for spoken answers"
ASKED = "Say how many hours a week it is."


def test_curator_story(board, new_visitor, say, speaks, run_jobs, rani, ayu, language):
    speaks(rani, ayu)
    ladang = factories.make_employer(
        owner=rani, name="Ladang Data", website="https://ladangdata.example", language=language
    )
    listing = factories.make_draft(employer=ladang, title=TITLE, language=language, category=board.prompter)
    listing.submit(by=rani)
    office = f"/{language}/office/{ladang.slug}/listings/{listing.public_id}/"
    visitor, owner, curator = new_visitor(), new_visitor(), new_visitor()
    visitor.goto(f"/{language}/listings/")
    expect(visitor.get_by_role("article")).to_have_count(2)

    curator.goto("/admin/")
    steps.give_password(curator, ayu, say)
    expect(curator).to_have_url(re.compile("/admin/$"))
    expect(curator.locator("html")).to_have_attribute("lang", language)
    curator.locator("#content a[href$='reviewedlisting/']").first.click()
    curator.get_by_role("link", name=TITLE).click()
    expect(curator.get_by_text("You rate answers of a model")).to_be_visible()
    steps.decide(curator, say, "request_changes", ASKED)

    steps.sign_in(owner, rani, say, language=language)
    owner.goto(office)
    expect(owner.get_by_text(ASKED).first).to_be_visible()
    press(owner, say("Edit"))
    owner.locator("nav .steps-links, .steps-links").get_by_role("link", name=say("Pay and terms")).click()
    steps.fill(owner, say, {"Hours a week, at most": "18"})
    press(owner, say("Save and leave"))
    press(owner, say("Check and hand in"))
    press(owner, say("Hand it in"))
    expect(owner.locator("main .badge").first).to_have_text(say("Waiting for review"))

    curator.goto("/admin/")
    curator.locator("#content a[href$='reviewedlisting/']").first.click()
    curator.get_by_role("link", name=TITLE).click()
    steps.decide(curator, say, "approve")
    visitor.reload()
    expect(steps.card_of(visitor, TITLE)).to_be_visible(timeout=AT_ONCE)
    run_jobs()
    headlines = ("A curator asks for changes to your listing", "Your listing is live")
    sent = [message.subject for message in steps.mails_to(rani.email)]
    assert [f"{say(headline)}: {TITLE}" for headline in headlines] == [sent[1], sent[-1]]

    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    curator.goto("/admin/careers/moderatedlisting/")
    curator.get_by_role("link", name=TITLE).click()
    steps.decide(curator, say, "suspend", "Somebody says that it asks for money.")
    hidden = visitor.reload()
    assert hidden.status == 404
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(say("this listing is not shown now."))
    expect(visitor.locator("body")).not_to_contain_text("money")
    curator.get_by_role("link", name=TITLE).click()
    steps.decide(curator, say, "restore", "It does not.")
    assert visitor.reload().status == 200
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_curator_merges_and_retires_professions(board, new_visitor, say, speaks, ayu, language):
    speaks(ayu)
    tester = factories.make_category("ai-tester", name_en="AI Tester", name_id="Penguji AI", hue="soga")
    visitor, curator = new_visitor(), new_visitor()
    visitor.goto(f"/{language}/categories/")
    expect(
        visitor.locator("main").get_by_role("link", name=tester.name_en if language == "en" else tester.name_id).first
    ).to_be_visible()

    curator.goto("/admin/careers/jobcategory/")
    steps.give_password(curator, ayu, say)
    curator.locator(f"a[href='/admin/careers/jobcategory/{board.prompter.pk}/merge/']").click()
    steps.pick(curator, "target", str(board.trainer.pk))
    press(curator, say("Merge"))
    expect(
        curator.get_by_text(say("The professions are merged. The old address leads to the new one."))
    ).to_be_visible()
    visitor.goto(f"/{language}/categories/ai-prompt-engineer/")
    expect(visitor).to_have_url(re.compile(r"/categories/ai-model-trainer/$"))
    visitor.goto(f"/{language}/listings/?category=ai-prompt-engineer")
    expect(steps.card_of(visitor, board.other.title)).to_be_visible()
    expect(steps.card_of(visitor, board.listing.title)).to_be_visible()

    curator.locator(f"input[name=_selected_action][value='{tester.pk}']").check()
    curator.locator("select[name=action]").select_option("retire")
    curator.locator("button[name=index]").click()
    expect(curator.locator(f"input[name=_selected_action][value='{tester.pk}']")).not_to_be_checked()
    assert JobCategory.objects.get(pk=tester.pk).state == "retired"
    visitor.goto(f"/{language}/categories/")
    expect(visitor.locator("main").get_by_text("AI Tester")).to_have_count(0)
