"""Applications in the office: seen by members alone, moved by those who may, and their files opened with a trace."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from careers.applications.models.application import Application
from careers.core.formats import format_moment
from tests import factories

MINUTE = timedelta(minutes=1)


def said(answer):
    return unescape(answer.content.decode())


def url_of(application, page="detail"):
    return reverse(f"office_application_{page}", args=[application.listing.employer.slug, application.public_id])


@pytest.fixture
def listing(kebun):
    return factories.make_listing(employer=kebun)


@pytest.fixture
def application(listing):
    made = factories.make_application(listing=listing, name="Sekar Ayu")
    made.cv.save("x", ContentFile(b"My life."), save=False)
    Application.objects.filter(pk=made.pk).update(cv=made.cv.name, cv_name="sekar.txt", cv_kind="txt")
    return Application.objects.select_related("listing__employer").get(pk=made.pk)


def test_application_list_shows_stages_with_counts(client, bima, listing):
    for stage in ("submitted", "submitted", "shortlisted", "not_selected", "draft"):
        factories.make_application(listing=listing, stage=stage)
    client.force_login(bima)
    url = reverse("office_application_list", args=[listing.employer.slug, listing.public_id])
    answer = client.get(url)
    tabs = [(str(tab["label"]), tab["count"]) for tab in answer.context["tabs"]]
    assert tabs == [("All", 4), ("Submitted", 2), ("Shortlisted", 1), ("Not selected", 1)]
    assert [column["count"] for column in answer.context["columns"]] == [2, 0, 1, 0, 0]
    assert len(client.get(f"{url}?stage=shortlisted").context["rows"]) == 1
    assert [client.get(f"{url}?stage={stage}").status_code for stage in ("draft", "nonsense")] == [404, 404]


def test_application_list_runs_a_constant_number_of_queries(client, rani, listing, django_assert_max_num_queries):
    client.force_login(rani)
    url = reverse("office_application_list", args=[listing.employer.slug, listing.public_id])
    factories.make_application(listing=listing)
    client.get(url)
    with django_assert_max_num_queries(20) as one:
        client.get(url)
    for slug in ("journalism", "teaching", "law"):
        background = factories.make_background(slug, name_en=slug, name_id=slug)
        factories.make_profile(factories.make_application(listing=listing).seeker, background=background)
    with django_assert_max_num_queries(len(one)):
        assert client.get(url).content.count(b"teaching") == 2


def test_application_list_leaks_nobody_from_elsewhere(client, rani, listing, tono):
    factories.make_application(
        listing=factories.make_listing(employer=tono.memberships.get().employer), name="Orang Lain"
    )
    client.force_login(rani)
    for name, args in (("office_home", []), ("office_application_list", [listing.public_id])):
        assert "Orang Lain" not in client.get(reverse(name, args=[listing.employer.slug, *args])).content.decode()


def test_application_of_another_employer_is_not_found_through_my_office(client, tono, application):
    client.force_login(tono)
    own = tono.memberships.get().employer.slug
    for page in ("detail", "cv"):
        assert client.get(reverse(f"office_application_{page}", args=[own, application.public_id])).status_code == 404
    assert (
        client.post(
            reverse("office_application_move", args=[own, application.public_id]), {"stage": "offered"}
        ).status_code
        == 404
    )


def test_opening_is_noted_once_and_is_no_answer(client, bima, application):
    client.force_login(bima)
    for _time in range(2):
        page = client.get(url_of(application)).content.decode()
    application.refresh_from_db()
    assert "Sekar Ayu" in page and "I check facts for a living." in page
    assert application.viewed_at is not None and application.answered_at is None
    assert [change.kind for change in application.changes.all()] == ["submit", "viewed"]
    assert 'name="stage"' not in page and url_of(application, "refuse") not in page


def test_cv_comes_as_a_download_and_leaves_a_trace(client, bima, application):
    client.force_login(bima)
    answer = client.get(url_of(application, "cv"))
    assert b"".join(answer.streaming_content) == b"My life."
    assert answer["Content-Disposition"] == 'attachment; filename="sekar.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    change = application.changes.last()
    assert (change.kind, change.by) == ("cv_opened", bima)


def test_cv_stays_shut_while_suspended_and_once_removed(client, rani, ayu, application):
    client.force_login(rani)
    application.listing.suspend(by=ayu, reason="It asks for money.")
    page = client.get(url_of(application)).content.decode()
    assert "It cannot be opened now." in page and 'name="stage"' not in page
    assert client.get(url_of(application, "cv")).status_code == 404
    answer = client.post(url_of(application, "move"), {"stage": "in_review"}, follow=True)
    assert "suspended" in answer.content.decode()
    application.listing.remove(by=ayu, reason="It asks for money.")
    assert client.get(url_of(application, "cv")).status_code == 404
    application.refresh_from_db()
    assert application.stage == "submitted"


def test_only_legal_moves_are_offered(client, rani, listing):
    client.force_login(rani)
    offered = {}
    for stage in ("submitted", "in_review", "shortlisted", "interviewing", "offered", "not_selected", "withdrawn"):
        application = factories.make_application(listing=listing, stage=stage)
        context = client.get(url_of(application)).context
        offered[stage] = (
            [target for target, _label in context["moves"]],
            bool(context["can_refuse"]),
            bool(context["can_reopen"]),
        )
    assert offered == {
        "submitted": (["in_review", "shortlisted", "interviewing", "offered"], True, False),
        "in_review": (["shortlisted", "interviewing", "offered", "submitted"], True, False),
        "shortlisted": (["interviewing", "offered", "in_review"], True, False),
        "interviewing": (["offered", "shortlisted"], True, False),
        "offered": ([], True, False),
        "not_selected": ([], False, True),
        "withdrawn": ([], False, False),
    }


def test_move_answers_and_mails(client, rani, application):
    client.force_login(rani)
    client.post(url_of(application, "move"), {"stage": "shortlisted"})
    application.refresh_from_db()
    assert (application.stage, application.answered_at is not None) == ("shortlisted", True)
    assert "answered within a day" in client.get(url_of(application)).content.decode()


@pytest.mark.parametrize("stage", ["", "draft", "hired", "submitted", "nonsense", "not_selected"])
def test_move_refuses_what_is_no_step(client, rani, application, stage):
    client.force_login(rani)
    assert client.post(url_of(application, "move"), {"stage": stage}, follow=True).status_code == 200
    application.refresh_from_db()
    assert application.stage == "submitted"


def test_refuse_needs_a_reason_that_the_applicant_reads(client, rani, application):
    client.force_login(rani)
    assert "reason" in client.post(url_of(application, "refuse"), {}).context["form"].errors
    assert "text" in client.post(url_of(application, "refuse"), {"reason": "other"}).context["form"].errors
    client.post(url_of(application, "refuse"), {"reason": "hours", "text": "We need mornings."})
    application.refresh_from_db()
    assert (application.stage, application.refusal_reason, application.refusal_text) == (
        "not_selected",
        "hours",
        "We need mornings.",
    )


def test_reopen_within_30_days_only(client, clock, rani, application):
    client.force_login(rani)
    application.not_select(by=rani, reason="hours")
    client.post(url_of(application, "reopen"))
    application.refresh_from_db()
    assert application.stage == "in_review"
    application.not_select(by=rani, reason="hours")
    clock.forward(days=30, seconds=1)
    assert not client.get(url_of(application)).context["can_reopen"]
    answer = client.post(url_of(application, "reopen"), follow=True)
    assert "within 30 days only" in answer.content.decode()


def test_hire_is_noted_from_an_offer_only(client, rani, application):
    client.force_login(rani)
    answer = client.post(url_of(application, "hire"), follow=True)
    assert "not possible any more" in answer.content.decode()
    application.move("offered", by=rani)
    client.post(url_of(application, "hire"))
    application.refresh_from_db()
    assert application.stage == "hired"


def test_capacity_counts_who_waits(client, rani, kebun):
    listing = factories.make_listing(employer=kebun, review_capacity=5)
    for stage in ("submitted", "in_review", "shortlisted"):
        factories.make_application(listing=listing, stage=stage)
    client.force_login(rani)
    url = reverse("office_application_list", args=[kebun.slug, listing.public_id])
    assert client.get(url).context["capacity"]["places"] == ["taken", "taken", "", "", ""]


def test_application_leads_with_its_promise_and_the_next_step(client, clock, rani, application):
    client.force_login(rani)
    page = client.get(url_of(application))
    assert page.context["next"][0] == "shortlisted"
    assert f"You promised an answer by {format_moment(application.promise_due_at - MINUTE, 'Asia/Jakarta')}." in said(
        page
    )
    clock.forward(days=15)
    page = said(client.get(url_of(application)))
    assert "it counts as unanswered." in page and "1 day late" in page
    application.move("shortlisted", by=rani)
    page = client.get(url_of(application))
    assert page.context["next"][0] == "interviewing"
    assert "You answered in 15 days. The next step is due by" in said(page)
    application.move("offered", by=rani)
    page = client.get(url_of(application))
    assert page.context["next"] is None and "It is the applicant's turn" in said(page)


def test_application_past_the_end_of_its_listing_says_until_when(client, rani, application):
    client.force_login(rani)
    application.listing.close(by=rani)
    assert "The listing has ended. You can decide until" in said(client.get(url_of(application)))
    listed = client.get(
        reverse("office_application_list", args=[application.listing.employer.slug, application.listing.public_id])
    )
    assert "1 person still waits for your decision" in said(listed) and listed.context["capacity"] is None


def test_history_says_the_reason_of_a_refusal_in_words(client, rani, application):
    client.force_login(rani)
    application.not_select(by=rani, reason="hours", text="We need mornings.")
    page = client.get(url_of(application))
    assert page.context["timeline"][-2]["reason"] == "The hours or the time zone do not fit."
    assert not page.context["timeline"][-2]["text"] and "You can take the decision back until" in said(page)


def test_application_of_a_deleted_account_has_no_name_and_no_letter(client, rani, application):
    client.force_login(rani)
    application.withdraw()
    application.anonymise()
    page = said(client.get(url_of(application)))
    assert "Name erased" in page and "This person has deleted their account." in page
    assert "Sekar" not in page and "Cover letter" not in page


def test_profile_is_shown_in_words_and_not_in_codes(client, rani, application):
    factories.make_profile(
        application.seeker, zone="Asia/Makassar", work_languages=["jv"], hours_max=20, country=factories.make_country()
    )
    client.force_login(rani)
    page = said(client.get(url_of(application)))
    assert "Makassar, WITA" in page and "Javanese" in page and "up to 20 hours a week" in page
    assert "Asia/Makassar" not in page


def test_application_leads_on_to_who_waits_longest(client, clock, rani, application):
    client.force_login(rani)
    assert client.get(url_of(application)).context["waits_next"] is None
    clock.forward(days=1)
    first, _second = (factories.make_application(listing=application.listing, name=name) for name in ("Tika", "Made"))
    assert client.get(url_of(application)).context["waits_next"] == first


def test_card_says_what_to_do_and_to_a_reviewer_nothing(client, rani, bima, application):
    url = reverse("office_application_list", args=[application.listing.employer.slug, application.listing.public_id])
    client.force_login(rani)
    assert "Read and answer" in said(client.get(url))
    application.move("interviewing", by=rani)
    assert "Offer the work" in said(client.get(url))
    client.force_login(bima)
    assert "Offer the work" not in said(client.get(url))


def test_column_shows_five_and_leads_to_all(client, rani, listing):
    for _number in range(6):
        factories.make_application(listing=listing)
    client.force_login(rani)
    url = reverse("office_application_list", args=[listing.employer.slug, listing.public_id])
    page = client.get(url)
    assert len(page.context["columns"][0]["cards"]) == 5 and "See all 6" in said(page)
    assert "Nobody at this stage" in said(client.get(f"{url}?stage=offered"))


def test_wrong_role_is_told_which_one_is_theirs(client, bima, application):
    client.force_login(bima)
    answer = client.post(url_of(application, "move"), {"stage": "offered"})
    assert answer.status_code == 403 and "“Reviewer”" in said(answer)
    assert reverse("office_home", args=[application.listing.employer.slug]) in answer.content.decode()
    application.refresh_from_db()
    assert application.stage == "submitted"
