"""Writing a listing in steps, its preview, and editing one that is live."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.urls import reverse

from careers.core import clock as board_clock
from careers.hiring import limits
from careers.listings.models.listing import Listing
from careers.listings.models.revision import ListingRevision
from careers.taxonomy.models import Country, Region
from tests import factories
from tests.settings import ROOT

MESSY = Path(ROOT) / "tests" / "data" / "messy"
GOOD = ("You rate answers of a model and say why one is better than the other. " * 8).strip()


def work(**fields):
    factories.make_category()
    return {
        "title": "Model trainer for Indonesian", "category": factories.make_category().pk, "language": "en",
        "description": GOOD, "skills": "", "technical": "none", "openings": "2",
    } | fields  # fmt: skip


def pay(**fields):
    factories.make_currency("IDR")
    return {
        "engagement": "contractor", "pay_min": "350.000", "pay_max": "", "pay_currency": "IDR", "pay_period": "hour",
        "hours_min": "10", "hours_max": "20", "hours_guaranteed": "False", "training_paid": "True",
        "onboarding_hours": "8", "onboarding_paid": "True", "test_hours": "0", "payout_cadence": "weekly",
        "payout_method": "Bank transfer", "sensitive_content": "none", "appeal_contact": "rani@kebun.example",
    } | fields  # fmt: skip


def applying(**fields):
    return {
        "apply_at": "here", "promise_days": "7", "review_capacity": "20",
        "questions-TOTAL_FORMS": "0", "questions-INITIAL_FORMS": "0",
    } | fields  # fmt: skip


def step(listing, name):
    return reverse("office_listing_edit", args=[listing.employer.slug, listing.public_id, name])


def begin(client, employer, **fields):
    """Post step 1; gives the draft."""
    before = set(Listing.objects.values_list("pk", flat=True))
    answer = client.post(reverse("office_listing_create", args=[employer.slug]), work(**fields))
    assert answer.status_code == 302, answer.context["form"].errors
    return Listing.objects.exclude(pk__in=before).get()


def test_posting_in_steps_leads_from_nothing_to_the_queue(client, rani, kebun):
    client.force_login(rani)
    factories.make_skill()
    factories.make_background()
    listing = begin(client, kebun, skills="Fact-checking", backgrounds=[factories.make_background().pk])
    assert (listing.state, listing.created_by, listing.openings) == ("draft", rani, 2)
    assert [skill.slug for skill in listing.skills.all()] == ["fact-checking"]
    eligibility = {"eligibility_scope": "countries", "eligible_countries": "Indonesia", "work_languages": ["id", "en"]}
    assert client.post(step(listing, "eligibility"), eligibility).url == step(listing, "pay")
    assert client.post(step(listing, "pay"), pay()).url == step(listing, "applying")
    answer = client.post(step(listing, "applying"), applying())
    assert answer.url == reverse("office_listing_preview", args=[kebun.slug, listing.public_id])
    page = client.get(answer.url)
    assert page.context["refused"] == [] and page.context["advised"] == []
    client.post(reverse("office_listing_submit", args=[kebun.slug, listing.public_id]))
    listing.refresh_from_db()
    assert listing.state == "submitted"
    assert (listing.pay_min, listing.pay_currency_id, listing.pay_period) == (Decimal(350_000), "IDR", "hour")
    assert listing.eligible_countries == ["ID"]
    assert (listing.terms.onboarding_paid, listing.terms.payout_cadence, listing.hours_guaranteed) == (
        True,
        "weekly",
        False,
    )
    assert [change.kind for change in listing.changes.all()] == ["created", "edited", "edited", "edited", "submit"]


def test_posting_keeps_what_was_typed_when_something_is_wrong(client, rani, kebun):
    client.force_login(rani)
    answer = client.post(reverse("office_listing_create", args=[kebun.slug]), work(openings="0", description="Kept."))
    assert answer.status_code == 200
    assert "Kept." in answer.content.decode()
    assert not Listing.objects.exists()


def test_posting_can_be_left_and_taken_up_at_any_step(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    answer = client.post(step(listing, "work"), work(leave="1"))
    assert answer.url == reverse("office_listing_detail", args=[kebun.slug, listing.public_id])
    for name in ("work", "eligibility", "pay", "applying"):
        assert client.get(step(listing, name)).status_code == 200
    assert "Step 3 of 5" in client.get(step(listing, "pay")).content.decode()


def test_posting_drafts_are_limited(client, rani, kebun, monkeypatch):
    monkeypatch.setattr(limits, "DRAFTS_AN_HOUR", (2, limits.HOUR))
    client.force_login(rani)
    answers = [client.post(reverse("office_listing_create", args=[kebun.slug]), work()).status_code for _n in range(3)]
    assert answers == [302, 302, 429]


def test_submit_is_limited(client, rani, kebun, monkeypatch):
    monkeypatch.setattr(limits, "SUBMISSIONS_AN_HOUR", (1, limits.HOUR))
    client.force_login(rani)
    drafts = [factories.make_draft(employer=kebun) for _n in range(2)]
    urls = [reverse("office_listing_submit", args=[kebun.slug, draft.public_id]) for draft in drafts]
    assert [client.post(url).status_code for url in urls] == [302, 429]


def test_skills_are_found_by_alias_and_unknown_ones_get_a_suggestion(client, rani, kebun):
    client.force_login(rani)
    factories.make_skill("rlhf", name_en="RLHF", name_id="RLHF", aliases=["human feedback"])
    listing = begin(client, kebun, skills="Human Feedback, rlhf")
    assert [skill.slug for skill in listing.skills.all()] == ["rlhf"]
    answer = client.post(step(listing, "work"), work(skills="human feedbak, cooking"))
    errors = answer.context["form"].errors["skills"]
    assert "Did you mean: RLHF?" in errors[0]
    assert "“cooking”" in errors[1]


def test_regions_bring_their_countries(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    malaysia = Country.objects.create(code="MY", name_en="Malaysia", name_id="Malaysia")
    asean = Region.objects.create(code="ASEAN", name_en="ASEAN", name_id="ASEAN", as_of=board_clock.today("UTC"))
    asean.countries.set([factories.make_country(), malaysia])
    Country.objects.create(code="PH", name_en="Philippines", name_id="Filipina")
    data = {"eligibility_scope": "countries", "eligible_regions": ["ASEAN"], "eligible_countries": "filipina, id"}
    client.post(step(listing, "eligibility"), data)
    listing.refresh_from_db()
    assert (listing.eligible_regions, listing.eligible_countries) == (["ASEAN"], ["ID", "MY", "PH"])
    form = client.get(step(listing, "eligibility")).context["form"]
    assert form.initial["eligible_countries"] == "Philippines"


@pytest.mark.parametrize(("data", "field"), [
    ({"eligibility_scope": "countries"}, "eligible_countries"),
    ({"eligibility_scope": "worldwide", "eligible_countries": "Indonesia"}, "eligibility_scope"),
    ({"eligibility_scope": "countries", "eligible_countries": "Atlantis"}, "eligible_countries"),
    ({"eligibility_scope": "worldwide", "utc_offset_min": "420", "utc_offset_max": "60"}, "utc_offset_max"),
    ({"eligibility_scope": "worldwide", "overlap_hours": "4"}, "overlap_zone"),
    ({"eligibility_scope": "worldwide", "overlap_zone": "Asia/Jakarta"}, "overlap_hours"),
    ({"eligibility_scope": "worldwide", "overlap_zone": "Mars/Base", "overlap_hours": "4"}, "overlap_zone"),
    ({"eligibility_scope": "moon"}, "eligibility_scope"),
])  # fmt: skip
def test_eligibility_refuses_what_contradicts_itself(client, rani, kebun, data, field):
    client.force_login(rani)
    factories.make_country()
    answer = client.post(step(begin(client, kebun), "eligibility"), data)
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(("data", "field"), [
    ({"pay_min": "20", "pay_max": "10"}, "pay_max"),
    ({"pay_currency": ""}, "pay_currency"),
    ({"pay_period": ""}, "pay_period"),
    ({"pay_min": "-5"}, "pay_min"),
    ({"pay_min": "1e9"}, "pay_min"),
    ({"pay_min": "NaN"}, "pay_min"),
    ({"hours_min": "30", "hours_max": "20"}, "hours_max"),
    ({"hours_max": "200"}, "hours_max"),
    ({"engagement": ""}, "engagement"),
    ({"engagement": "slave"}, "engagement"),
])  # fmt: skip
def test_pay_refuses_what_contradicts_itself(client, rani, kebun, data, field):
    client.force_login(rani)
    answer = client.post(step(begin(client, kebun), "pay"), pay(**data))
    assert field in answer.context["form"].errors


@pytest.mark.parametrize(("typed", "kept"), [
    ("350.000", "350000"), ("12.500.000", "12500000"), ("12,500.50", "12500.5"), ("12.50", "12.5"), ("12,5", "12.5"),
    ("Rp 8.000.000", "8000000"), ("1 250 000", "1250000"), ("18", "18"),
])  # fmt: skip
def test_pay_is_read_as_people_of_any_country_write_it(client, rani, kebun, typed, kept):
    client.force_login(rani)
    listing = begin(client, kebun)
    client.post(step(listing, "pay"), pay(pay_min=typed))
    listing.refresh_from_db()
    assert listing.pay_min == Decimal(kept)


def test_applying_keeps_days_as_the_employer_counts_them_and_questions(client, clock, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    today = board_clock.today("Asia/Jakarta")
    questions = {
        "questions-TOTAL_FORMS": "3", "questions-INITIAL_FORMS": "0",
        "questions-0-text": "Which corpus?", "questions-0-kind": "choice",
        "questions-0-choices": "News\nLaw\nNews", "questions-0-is_required": "on",
        "questions-1-text": "", "questions-1-kind": "short", "questions-1-is_required": "on",
        "questions-2-text": "Why this work?", "questions-2-kind": "long",
    }  # fmt: skip
    dates = {"starts_on": today + timedelta(days=3), "closes_on": today + timedelta(days=10)}
    answer = client.post(step(listing, "applying"), applying(**questions, **dates))
    assert answer.status_code == 302
    listing.refresh_from_db()
    assert listing.starts_at.astimezone(board_clock.zone("Asia/Jakarta")).date() == dates["starts_on"]
    assert listing.closes_at == board_clock.end_of_day(dates["closes_on"], "Asia/Jakarta")
    rows = [(q.position, q.text, q.kind, q.choices, q.is_required) for q in listing.questions.all()]
    assert rows == [(1, "Which corpus?", "choice", ["News", "Law"], True), (2, "Why this work?", "long", [], False)]
    first = listing.questions.first().pk
    turned = {
        "questions-TOTAL_FORMS": "2", "questions-INITIAL_FORMS": "2",
        "questions-0-text": "Why this work?", "questions-0-kind": "long",
        "questions-1-text": "Which corpus?", "questions-1-kind": "choice", "questions-1-choices": "News\nLaw",
    }  # fmt: skip
    client.post(step(listing, "applying"), applying(**turned))
    assert [q.text for q in listing.questions.all()] == ["Why this work?", "Which corpus?"]
    assert listing.questions.last().pk == first


@pytest.mark.parametrize(("data", "field"), [
    ({"apply_at": "outside"}, "apply_url"),
    ({"apply_at": "outside", "apply_url": "http://work.example/"}, "apply_url"),
    ({"apply_at": "outside", "apply_url": "javascript:alert(1)"}, "apply_url"),
    ({"promise_days": "8"}, "promise_days"),
    ({"review_capacity": "4"}, "review_capacity"),
    ({"closes_on": "2020-01-01"}, "closes_on"),
    ({"starts_on": "2020-01-01"}, "starts_on"),
    ({"closes_on": "9999-12-31"}, "closes_on"),
    ({"starts_on": "0001-01-01"}, "starts_on"),
])  # fmt: skip
def test_applying_refuses_what_contradicts_itself(client, rani, kebun, data, field):
    client.force_login(rani)
    answer = client.post(step(begin(client, kebun), "applying"), applying(**data))
    assert field in answer.context["form"].errors


def test_a_broken_question_form_is_no_error_page(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    for count in ("x", "-1", "", "100000"):
        data = applying(**{"questions-TOTAL_FORMS": count})
        assert client.post(step(listing, "applying"), data).status_code in (200, 302)


def test_preview_shows_what_is_refused_and_hides_the_button(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun, description=f"{GOOD}\n\nUsia maksimal 30 tahun.")
    url = reverse("office_listing_preview", args=[kebun.slug, listing.public_id])
    page = client.get(url)
    assert [finding.code for finding, _url in page.context["refused"]] == ["age"]
    assert reverse("office_listing_submit", args=[kebun.slug, listing.public_id]) not in page.content.decode()
    answer = client.post(reverse("office_listing_submit", args=[kebun.slug, listing.public_id]), follow=True)
    assert "A limit of age may not be set" in answer.content.decode()
    listing.refresh_from_db()
    assert listing.state == "draft"


def test_edit_of_a_submitted_listing_says_to_take_it_back(client, rani, kebun):
    client.force_login(rani)
    listing = begin(client, kebun)
    listing.submit(by=rani)
    assert client.get(step(listing, "work")).status_code == 409
    assert client.post(step(listing, "work"), work(title="Another title")).status_code == 409
    listing.refresh_from_db()
    assert listing.title == "Model trainer for Indonesian"


@pytest.fixture
def live(kebun):
    """A live listing of an employer that is not trusted yet, so that edits wait."""
    listing = factories.make_listing(employer=kebun, title="Editor of answers", description=GOOD)
    kebun.proofs.update(revoked_at=board_clock.now())
    type(kebun).objects.filter(pk=kebun.pk).update(verification_level=0)
    return Listing.objects.get(pk=listing.pk)


def test_edit_of_a_live_listing_waits_where_it_is_of_substance(client, rani, kebun, live):
    client.force_login(rani)
    assert "public" in client.get(step(live, "work")).content.decode()
    client.post(step(live, "work"), work(title="Editor in chief", description=f"{GOOD} New."))
    live.refresh_from_db()
    revision = live.revisions.get(state="waiting")
    assert (live.title, live.description.endswith("New.")) == ("Editor of answers", True)
    assert revision.values == {"title": "Editor in chief"}
    # The next step carries it on, and its writer sees it.
    client.post(step(live, "pay"), pay())
    assert client.get(step(live, "work")).context["form"].initial["title"] == "Editor in chief"
    waiting = live.revisions.get(state="waiting")
    assert waiting.values["title"] == "Editor in chief" and waiting.values["pay_min"] == "350000"
    waiting.apply(by=factories.make_curator())
    live.refresh_from_db()
    assert (live.title, live.slug, live.pay_min, live.pay_currency_id) == (
        "Editor in chief",
        "editor-in-chief",
        350_000,
        "IDR",
    )
    assert client.get(reverse("listing_detail", args=["editor-of-answers"])).url == live.get_absolute_url()


def test_edit_back_to_the_old_words_takes_the_revision_back(client, rani, kebun, live):
    client.force_login(rani)
    client.post(step(live, "work"), work(title="Editor in chief"))
    client.post(step(live, "work"), work(title="Editor of answers"))
    assert [revision.state for revision in live.revisions.all()] == ["taken_back"]


def test_edit_of_a_live_listing_refuses_what_the_lint_refuses(client, rani, kebun, live):
    client.force_login(rani)
    answer = client.post(step(live, "work"), work(title=live.title, description=f"{GOOD} Female only."))
    assert "Work may not be kept for men or for women." in answer.content.decode()
    live.refresh_from_db()
    assert live.description == GOOD


def test_revision_can_be_withdrawn(client, rani, kebun, live):
    client.force_login(rani)
    client.post(step(live, "work"), work(title="Editor in chief"))
    url = reverse("office_revision_withdraw", args=[kebun.slug, live.public_id])
    assert url in client.get(reverse("office_listing_detail", args=[kebun.slug, live.public_id])).content.decode()
    assert client.post(url).status_code == 302
    assert not ListingRevision.objects.filter(state="waiting").exists()
    assert client.post(url).status_code == 404


def test_a_trusted_employers_edit_is_public_at_once(client, rani, kebun):
    client.force_login(rani)
    listing = factories.make_listing(employer=kebun, title="Editor of answers")
    client.post(step(listing, "work"), work(title="Editor in chief"))
    listing.refresh_from_db()
    assert listing.title == "Editor in chief"
    assert "revision_applied" in listing.changes.values_list("kind", flat=True)


def test_two_editors_at_once_write_into_the_row_as_it_stands(rani, kebun):
    listing = factories.make_draft(employer=kebun)
    one, other = Listing.objects.get(pk=listing.pk), Listing.objects.get(pk=listing.pk)
    one.edit(by=rani, values={"openings": 7})
    other.submit(by=rani)
    with pytest.raises(Exception, match="edit is not possible from submitted"):
        one.edit(by=rani, values={"title": "Too late"})
    listing.refresh_from_db()
    assert (listing.state, listing.openings) == ("submitted", 7)


TEMPLATE_FILES = ("10_tts_liquid_0.md", "11_tts_liquid_1.md", "14_tts_page_0.html", "17_cds_frontmatter.md")
DAMAGED = ("{%", "%}", "{{", "<script", "<!--", "leverId", "gtag", "Ã©", "â€", "🔻", "\u202e", "\u200b", "<div")


@pytest.mark.parametrize("name", [*TEMPLATE_FILES, "20_fr_mojibake.txt", "22_fr_nfd.txt"])
def test_messy_descriptions_are_cleaned_or_refused_in_words(client, rani, kebun, name):
    client.force_login(rani)
    text = (MESSY / name).read_text(encoding="utf-8")
    answer = client.post(reverse("office_listing_create", args=[kebun.slug]), work(description=text))
    if answer.status_code == 200:
        assert set(answer.context["form"].errors) == {"description"}
        return
    listing = Listing.objects.get()
    for trace in DAMAGED:
        assert trace not in listing.description_html, trace
    assert "unclean" not in [finding.code for finding in listing.findings()]
    if name.startswith("2"):
        assert "é" in listing.description and "e\u0301" not in listing.description


def test_a_huge_description_is_refused_in_words(client, rani, kebun):
    client.force_login(rani)
    text = "A sentence about the work. " * 40_000
    answer = client.post(reverse("office_listing_create", args=[kebun.slug]), work(description=text))
    assert "at most" in str(answer.context["form"].errors["description"])


@pytest.mark.parametrize("name", ["31_huge_description.json"])
def test_the_huge_file_is_no_error_page(client, rani, kebun, name):
    client.force_login(rani)
    text = (MESSY / name).read_text(encoding="utf-8")
    answer = client.post(reverse("office_listing_create", args=[kebun.slug]), work(description=text))
    assert answer.status_code in (200, 302, 400, 413)


def test_unseen_and_turning_characters_are_taken_out(client, rani, kebun):
    client.force_login(rani)
    text = f"{GOOD}\n\n\u202eevil\u202c zero\u200bwidth שלום عليكم \u2067abc\u2069"
    listing = begin(client, kebun, title="Editor\u202e \u200bof answers", description=text)
    assert listing.title == "Editor of answers"
    assert not set(listing.description) & set("\u202e\u202c\u200b\u2067\u2069")
    assert "שלום عليكم" in listing.description


def test_bytes_that_are_no_utf8_get_a_400(client, rani, kebun):
    client.force_login(rani)
    body = b"title=Editor&description=caf\xe9"
    answer = client.post(
        reverse("office_listing_create", args=[kebun.slug]), body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert "UTF-8" in answer.content.decode()
