"""A draft listing that keeps itself while it is written, and the advice beside what is written."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from careers.core.autosave import LINE
from careers.hiring import limits
from careers.listings.models.listing import Listing
from tests import factories
from tests.hiring.test_posting import GOOD, applying, begin, pay, step, work


def autosave(client, url, data):
    """What the page sends by itself."""
    return client.post(url, data | {"autosave": "1"}, headers={"HX-Request": "true"})


def words(answer) -> str:
    """The text of the line; the answer is the line alone."""
    assert answer.status_code == 200
    assert answer.templates[0].name == LINE
    return answer.context["text"]


@pytest.fixture
def new(kebun):
    return reverse("office_listing_create", args=[kebun.slug])


def test_autosave_begins_a_draft_once_and_the_button_goes_on_with_it(client, rani, new):
    client.force_login(rani)
    page = client.get(new)
    data = work() | {"draft": str(page.context["draft_id"])}
    first = autosave(client, new, data | {"description": "Half a thou"})
    assert words(first).startswith("Draft saved")
    draft = Listing.objects.get()
    assert (draft.state, draft.description, str(draft.public_id)) == ("draft", "Half a thou", data["draft"])
    assert first["HX-Replace-Url"] == step(draft, "work")
    assert first["HX-Trigger"] == "kept"
    autosave(client, new, data | {"description": "Half a thought"})
    assert client.post(new, data).url == step(draft, "eligibility")
    assert client.get(f"{new}?draft={draft.public_id}").context["listing"] == draft
    assert [row.description for row in Listing.objects.all()] == [GOOD]


def test_autosave_waits_for_title_and_profession(client, rani, new):
    client.force_login(rani)
    data = work(title="") | {"draft": str(uuid4())}
    assert words(autosave(client, new, data)).startswith("A draft begins with a title and a profession.")
    assert not Listing.objects.exists()


def test_autosave_never_writes_into_another_office(client, rani, kebun, new, tono):
    theirs = factories.make_draft(employer=tono.memberships.get().employer, title="Theirs")
    client.force_login(rani)
    words(autosave(client, new, work() | {"draft": str(theirs.public_id)}))
    theirs.refresh_from_db()
    assert theirs.title == "Theirs"
    assert kebun.listings.get().public_id != theirs.public_id


def test_autosave_keeps_what_is_sound_and_names_the_rest(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    client.post(step(listing, "pay"), pay())
    answer = autosave(client, step(listing, "pay"), pay(pay_min="9", pay_max="5", hours_max="30", payout_method="Bank"))
    assert words(answer).endswith(", but not “Pay, to”: something there needs to be put right.")
    listing.refresh_from_db()
    # A sum whose other end is wrong stays whole as it was.
    assert (listing.pay_min, listing.pay_max, listing.pay_currency_id) == (Decimal(350_000), None, "IDR")
    assert (listing.hours_max, listing.terms.payout_method) == (30, "Bank")


@pytest.mark.parametrize(("name", "data"), [
    ("work", {"title": "", "category": "", "openings": "0", "skills": "unheard-of", "backgrounds": ["x"], "description": GOOD}),
    ("eligibility", {"eligibility_scope": "countries", "utc_offset_min": "420", "utc_offset_max": "60", "overlap_hours": "4"}),
    ("eligibility", {"eligibility_scope": "worldwide", "eligible_countries": "Atlantis", "overlap_zone": "Mars/Base"}),
    ("pay", {"engagement": "", "pay_min": "NaN", "hours_min": "30", "hours_max": "20"}),
    ("applying", {"apply_at": "outside", "promise_days": "8", "review_capacity": "4", "closes_on": "2020-01-01"}),
    ("applying", {"questions-TOTAL_FORMS": "x"}),
    ("applying", {}),
])  # fmt: skip
def test_autosave_of_what_is_all_wrong_changes_nothing(client, rani, kebun, name, data):
    client.force_login(rani)
    factories.make_country()
    listing = begin(client, kebun)
    columns = [field.name for field in Listing._meta.concrete_fields if field.name not in ("updated_at", "version")]
    before = Listing.objects.values(*columns).get()
    words(autosave(client, step(listing, name), data))
    assert Listing.objects.values(*columns).get() == before


def test_autosave_is_one_line_an_hour_in_the_history(client, clock, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    for text in ("One.", "Two.", "Three."):
        autosave(client, step(listing, "work"), work(description=text))
    assert [change.kind for change in listing.changes.all()] == ["created"]
    clock.forward(hours=2)
    for text in ("Four.", "Five."):
        autosave(client, step(listing, "work"), work(description=text))
    assert [change.kind for change in listing.changes.all()] == ["created", "edited"]


def test_autosaved_titles_leave_no_slugs_behind(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun, title="Edit")
    for title in ("Editor", "Editor of", "Editor of answers"):
        autosave(client, step(listing, "work"), work(title=title))
    assert [row.slug for row in listing.slugs.all()] == ["editor-of-answers"]


def test_autosave_keeps_the_same_questions_when_it_comes_again(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    data = applying(**{
        "questions-TOTAL_FORMS": "2", "questions-0-text": "Which corpus?", "questions-0-kind": "short",
        "questions-0-is_required": "on", "questions-1-text": "", "questions-1-kind": "short",
    })  # fmt: skip
    for _time in range(2):
        words(autosave(client, step(listing, "applying"), data))
        assert [question.text for question in listing.questions.all()] == ["Which corpus?"]
    wrong = data | {"questions-0-kind": "choice", "questions-1-text": "Why?"}
    assert "“Question 1”" in words(autosave(client, step(listing, "applying"), wrong))
    assert [(one.text, one.kind) for one in listing.questions.all()] == [("Which corpus?", "short"), ("Why?", "short")]


def test_autosave_leaves_a_live_listing_alone(client, rani, kebun):
    client.force_login(rani)
    listing = factories.make_listing(employer=kebun, title="Editor of answers")
    page = client.get(step(listing, "work")).content.decode()
    assert "data-autosave" not in page
    assert "Nothing is kept before you press Save." in page
    answer = autosave(client, step(listing, "work"), work(title="Editor in chief"))
    assert words(answer) == "This listing is no draft any more, so nothing is kept here by itself. It is: Live."
    listing.refresh_from_db()
    assert listing.title == "Editor of answers"
    assert not listing.revisions.exists()


def test_autosave_of_what_was_handed_in_says_so(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    listing.submit(by=rani)
    assert "Waiting for review" in words(autosave(client, step(listing, "work"), work(title="Too late")))
    listing.refresh_from_db()
    assert listing.title == "Model trainer for Indonesian"


def test_autosave_is_for_managers(client, bima, tono, kebun):
    listing = factories.make_draft(employer=kebun)
    for user, status in ((bima, 403), (tono, 404)):
        client.force_login(user)
        assert autosave(client, step(listing, "work"), work()).status_code == status


def test_autosave_is_limited(client, rani, kebun, monkeypatch):
    monkeypatch.setattr(limits, "AUTOSAVES_AN_HOUR", (2, limits.HOUR))
    client.force_login(rani)
    listing = begin(client, kebun)
    assert [autosave(client, step(listing, "work"), work()).status_code for _n in range(3)] == [200, 200, 429]


def test_step_shows_advice_beside_its_field_and_the_listing_as_it_stands(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun, description="Short. Usia maksimal 30 tahun.")
    page = client.get(step(listing, "work"))
    assert [finding.code for finding in page.context["advice"]["description"]] == ["age", "short"]
    assert page.context["advice"]["title"] == []
    assert page.context["seen"]["title"] == listing.title
    fragment = client.get(step(listing, "work"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'id="advice-description" data-hx-swap-oob="true"' in fragment
    assert [finding.code for finding in client.get(step(listing, "pay")).context["advice"]["pay_min"]] == [
        "pay-missing"
    ]


def test_summary_leads_to_each_question_that_is_wrong(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    data = applying(**{"questions-TOTAL_FORMS": "1", "questions-0-text": "Which?", "questions-0-kind": "choice"})
    page = client.post(step(listing, "applying"), data).content.decode()
    assert '<a href="#id_questions-0-choices"' in page
    assert page.count("data-summary") == 1


def test_long_choices_show_the_chosen_ones_first(client, rani, kebun):
    client.force_login(rani)
    factories.make_background()
    last = factories.make_background("zoology", name_en="Zoology", name_id="Zoologi")
    listing = begin(client, kebun, backgrounds=[last.pk])
    form = client.get(step(listing, "work")).context["form"]
    assert next(box.data["label"] for box in form["backgrounds"]) == "Zoology"


def test_preview_leads_from_advice_to_its_field(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    page = client.get(reverse("office_listing_preview", args=[kebun.slug, listing.public_id]))
    assert [url for _finding, url in page.context["advised"]] == [
        f"{step(listing, 'pay')}#advice-pay_min",
        f"{step(listing, 'eligibility')}#advice-eligibility_scope",
    ]


def test_preview_shows_no_steps_to_who_may_only_look(client, bima, kebun):
    listing = factories.make_draft(employer=kebun)
    client.force_login(bima)
    page = client.get(reverse("office_listing_preview", args=[kebun.slug, listing.public_id])).content.decode()
    assert "Step 5 of 5" not in page
    assert reverse("office_listing_edit", args=[kebun.slug, listing.public_id, "work"]) not in page
