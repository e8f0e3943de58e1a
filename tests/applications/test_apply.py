"""Applying over HTTP: drafts that survive, one application whatever is pressed, files judged, doors that stay shut."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.applications.models.application import Application
from careers.applications.views import apply as apply_views
from careers.listings.models.listing import Listing
from tests import factories
from tests.applications.test_lifecycle import at_once
from tests.core import documents

TEXT = "I check facts for a living."


def url(listing, tail="") -> str:
    """The address to apply at."""
    return f"/en/listings/{listing.slug}/apply/{tail}"


def page_of(application) -> str:
    """Its page in English, whatever language the tests before have left behind."""
    return f"/en/me/applications/{application.public_id}/"


def a_file(name="dewi.txt", content=b"Ten years at a newspaper.") -> SimpleUploadedFile:
    """A plain text CV."""
    return SimpleUploadedFile(name, content)


def mails_to(person) -> list:
    """What somebody was sent."""
    return [message for message in mail.outbox if message.to == [person.email]]


@pytest.fixture
def listing(kebun):
    """A live listing of Rani's."""
    return factories.make_listing(employer=kebun)


@pytest.fixture
def seeker(client, dewi):
    """A client that is Dewi."""
    client.force_login(dewi)
    return client


def test_applying_needs_sign_in_and_comes_back(client, listing):
    response = client.get(url(listing))
    assert response.status_code == 302
    assert response["Location"] == f"/en/accounts/login/?next={url(listing)}"
    assert "no-store" in response["Cache-Control"]


def test_applying_by_htmx_without_session_is_sent_to_sign_in(client, listing):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{url(listing)}"}
    response = client.post(url(listing), {"save": "1"}, headers=headers)
    assert response["HX-Redirect"] == f"/en/accounts/login/?next={url(listing)}"


def test_applying_needs_a_confirmed_address(client, listing):
    client.force_login(factories.make_user(verified=False))
    response = client.get(url(listing))
    assert response.status_code == 302
    assert response["Location"].startswith("/en/accounts/confirm-email/")
    assert Application.objects.count() == 0


def test_reading_the_form_makes_no_row(seeker, listing):
    response = seeker.get(url(listing))
    assert response.status_code == 200
    assert "private" in response["Cache-Control"] and "no-store" in response["Cache-Control"]
    assert Application.objects.count() == 0


def test_draft_is_kept_with_gaps_and_comes_back(seeker, dewi, listing):
    question = factories.make_question(listing, is_required=True)
    response = seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "cv": a_file(), "save": "1"})
    assert response.status_code == 302
    draft = Application.objects.get()
    assert (draft.stage, draft.cover_letter, draft.cv_name, draft.cv_kind) == ("draft", TEXT, "dewi.txt", "txt")
    page = seeker.get(url(listing)).content.decode()
    assert TEXT in page and "dewi.txt" in page and question.text in page
    assert mail.outbox == []


def test_looking_over_asks_for_what_is_missing(seeker, listing):
    question = factories.make_question(listing, is_required=True)
    seeker.post(url(listing), {"name": "", "cover_letter": "", "preview": "1"})
    response = seeker.post(url(listing, "preview/"))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", f"question-{question.pk}", "cover_letter"}
    assert Application.objects.get().is_draft


def test_application_with_every_kind_of_question_arrives(seeker, dewi, listing, run_jobs):
    short = factories.make_question(listing, "In one line?", kind="short")
    long = factories.make_question(listing, "At length?", kind="long", is_required=False)
    yes = factories.make_question(listing, "Do you have a headset?", kind="yes-no")
    one = factories.make_question(listing, "Which?", kind="choice", choices=["A paper", "A magazine"])
    answers = {f"question-{short.pk}": "Facts.", f"question-{yes.pk}": "yes", f"question-{one.pk}": "A paper"}
    response = seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "preview": "1"} | answers)
    assert response["Location"] == url(listing, "preview/")
    page = seeker.get(url(listing, "preview/")).content.decode()
    assert TEXT in page and "A paper" in page
    response = seeker.post(url(listing, "preview/"))
    application = Application.objects.get()
    assert response["Location"] == f"/en/me/applications/{application.public_id}/"
    assert application.stage == "submitted"
    assert dict(application.answers.values_list("question", "text")) == {
        short.pk: "Facts.", long.pk: "", yes.pk: "yes", one.pk: "A paper",
    }  # fmt: skip
    run_jobs()
    assert [message.subject for message in mails_to(dewi)] == [f"Your application has arrived: {listing.title}"]


def test_wrong_choice_is_refused_and_the_rest_is_kept(seeker, listing):
    question = factories.make_question(listing, kind="choice", choices=["A", "B"])
    response = seeker.post(
        url(listing),
        {"name": "Dewi", "cover_letter": TEXT, f"question-{question.pk}": "C", "cv": a_file(), "save": "1"},
    )
    assert response.status_code == 422
    draft = Application.objects.get()
    assert (draft.cover_letter, draft.cv_name) == (TEXT, "dewi.txt")
    assert "dewi.txt" in response.content.decode()


def test_letter_that_is_too_long_is_shown_again_whole(seeker, listing):
    long = "kata " * 2000
    response = seeker.post(url(listing), {"name": "Dewi", "cover_letter": long, "cv": a_file(), "save": "1"})
    assert response.status_code == 422
    assert response.content.decode().count("kata ") >= 1999
    assert Application.objects.get().cv_name == "dewi.txt"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cv.pdf", b"MZ\x90\x00 a program"),
        ("cv.pdf", b""),
        ("cv.docx", b"PK\x03\x04 no package"),
        ("cv.txt", b"\x89PNG\r\n\x1a\n"),
        ("cv.pdf", b"x" * (5 * 1024 * 1024 + 1)),
        ("cv.html", b"%PDF-1.4 broken"),
    ],
)
def test_bad_file_is_refused_in_words_and_nothing_typed_is_lost(seeker, listing, name, content):
    response = seeker.post(
        url(listing), {"name": "Dewi", "cover_letter": TEXT, "cv": a_file(name, content), "save": "1"}
    )
    assert response.status_code == 422
    assert response.context["form"].errors["cv"]
    draft = Application.objects.get()
    assert (draft.cover_letter, draft.cv_name) == (TEXT, "")
    assert TEXT in response.content.decode()


@pytest.mark.parametrize(("content", "kind"), [(documents.pdf, "pdf"), (documents.docx, "docx")])
def test_sound_documents_are_taken_for_what_they_are(seeker, listing, content, kind):
    response = seeker.post(url(listing), {"name": "Dewi", "cv": a_file("résumé.exe", content()), "preview": "1"})
    assert response.status_code == 302
    draft = Application.objects.get()
    assert (draft.cv_kind, draft.cv_name) == (kind, f"résumé.{kind}")
    assert "résumé" not in draft.cv.name


def test_another_file_takes_the_place_of_the_first_and_can_be_taken_out(
    seeker, listing, django_capture_on_commit_callbacks
):
    seeker.post(url(listing), {"name": "Dewi", "cv": a_file(), "save": "1"})
    first = Application.objects.get().cv
    with django_capture_on_commit_callbacks(execute=True):
        seeker.post(url(listing), {"name": "Dewi", "cv": a_file("new.txt", b"New."), "save": "1"})
    assert Application.objects.get().cv_name == "new.txt"
    assert not first.storage.exists(first.name)
    second = Application.objects.get().cv
    with django_capture_on_commit_callbacks(execute=True):
        seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "drop_cv": "1"})
    draft = Application.objects.get()
    assert (draft.cv_name, draft.cv_kind, bool(draft.cv), draft.cover_letter) == ("", "", False, TEXT)
    assert not second.storage.exists(second.name)


def test_sending_again_leads_to_the_one_application(seeker, dewi, listing, run_jobs):
    seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "preview": "1"})
    places = [seeker.post(url(listing, "preview/"))["Location"] for _press in range(3)]
    application = Application.objects.get()
    assert places == [page_of(application)] * 3
    assert application.changes.count() == 1
    assert seeker.get(url(listing))["Location"] == page_of(application)
    assert seeker.post(url(listing), {"name": "X", "cover_letter": "Other", "save": "1"}).status_code == 302
    assert Application.objects.get().cover_letter == TEXT
    run_jobs()
    assert len(mails_to(dewi)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_are_one_application_and_one_mail():
    seeker, listing = factories.make_user(), factories.make_listing()
    factories.make_application(stage="draft", listing=listing, seeker=seeker)

    def press():
        browser = Client()
        browser.force_login(seeker)
        return browser.post(url(listing, "preview/"))["Location"]

    places = at_once(press, press, press)
    application = Application.objects.get()
    assert places == [page_of(application)] * 3
    assert (application.stage, application.changes.count()) == ("submitted", 1)
    jobs = ProcrastinateJob.objects.filter(task_name="careers.core.mail.deliver", args__to=seeker.email)
    assert jobs.count() == 1


def test_draft_survives_when_the_listing_pauses(seeker, rani, listing):
    seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "preview": "1"})
    listing.pause(by=rani)
    response = seeker.post(url(listing, "preview/"), follow=True)
    assert Application.objects.get().is_draft
    assert "Your draft is kept" in response.content.decode()
    assert seeker.post(url(listing), {"name": "Dewi", "cover_letter": "More.", "save": "1"}).status_code == 302
    assert Application.objects.get().cover_letter == "More."
    Listing.objects.get(pk=listing.pk).resume(by=rani)
    assert seeker.post(url(listing, "preview/"))["Location"] == page_of(Application.objects.get())
    assert Application.objects.get().stage == "submitted"


def test_full_queue_takes_no_more_and_keeps_drafts(seeker, dewi, kebun):
    listing = factories.make_listing(employer=kebun, review_capacity=5)
    seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "preview": "1"})
    for _seat in range(5):
        factories.make_application(listing=listing)
    assert "Your draft is kept" in seeker.post(url(listing, "preview/"), follow=True).content.decode()
    assert Application.objects.for_seeker(dewi).get().is_draft
    other = factories.make_user()
    seeker.force_login(other)
    response = seeker.post(url(listing), {"name": "X", "cover_letter": TEXT, "save": "1"})
    assert Application.objects.for_seeker(other).count() == 0
    assert "As many people have applied" in response.content.decode()


def test_ended_listing_says_so_and_offers_others(seeker, rani, kebun, listing):
    other = factories.make_listing(employer=kebun)
    listing.close(by=rani)
    page = seeker.get(url(listing))
    assert page.status_code == 200
    assert "This listing has ended" in page.content.decode() and other.title in page.content.decode()
    seeker.post(url(listing), {"name": "X", "save": "1"})
    assert Application.objects.count() == 0


def test_hidden_or_unpublished_listing_is_not_there(seeker, kebun, listing, ayu):
    assert seeker.get(url(factories.make_draft(employer=kebun))).status_code == 404
    listing.suspend(by=ayu, reason="A look is needed.")
    assert seeker.get(url(listing)).status_code == 404
    assert seeker.get("/en/listings/never-was/apply/").status_code == 404


def test_members_cannot_apply_to_their_own(client, rani, bima, listing):
    for member in (rani, bima):
        client.force_login(member)
        response = client.post(url(listing), {"name": "X", "cover_letter": TEXT, "save": "1"})
        assert response.status_code == 200
        assert "You are a member of this employer" in response.content.decode()
    assert Application.objects.count() == 0


def test_outside_address_is_shown_and_leaves_no_row(client, dewi, kebun):
    listing = factories.make_listing(
        employer=kebun, apply_at="outside", apply_url="https://jobs.kebunkata.example/7?a=b"
    )
    for _visit in range(2):
        page = client.get(url(listing))
        assert page.status_code == 200
        assert "jobs.kebunkata.example" in page.content.decode()
        client.force_login(dewi)
    assert Application.objects.count() == 0


def test_former_slug_leads_to_the_present_one(seeker, kebun):
    listing = factories.make_listing(employer=kebun)
    listing.slugs.create(slug="an-older-one")
    response = seeker.get("/en/listings/an-older-one/apply/")
    assert (response.status_code, response["Location"]) == (301, url(listing))


def test_second_attempt_after_withdrawal_and_no_third(seeker, dewi, listing):
    for attempt in (1, 2):
        seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "preview": "1"})
        seeker.post(url(listing, "preview/"))
        application = Application.objects.for_seeker(dewi).get(attempt=attempt)
        application.withdraw()
    seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "save": "1"})
    assert Application.objects.count() == 2


def test_saving_past_the_limit_is_429_and_loses_nothing_that_was_kept(seeker, listing, clock, monkeypatch):
    clock.forward(seconds=0)
    monkeypatch.setattr(apply_views, "DRAFTS_AN_HOUR", 2)
    for _press in range(2):
        assert seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "save": "1"}).status_code == 302
    response = seeker.post(url(listing), {"name": "Dewi", "cover_letter": "Other", "save": "1"})
    assert (response.status_code, bool(response["Retry-After"])) == (429, True)
    assert Application.objects.get().cover_letter == TEXT


def test_sending_past_the_limit_is_429(seeker, kebun, clock, monkeypatch):
    clock.forward(seconds=0)
    monkeypatch.setattr(apply_views, "APPLICATIONS_A_DAY", 1)
    answers = []
    for _listing in range(2):
        listing = factories.make_listing(employer=kebun)
        seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "preview": "1"})
        answers.append(seeker.post(url(listing, "preview/")).status_code)
    assert answers == [302, 429]


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_of_applying_renders_in_both_languages(seeker, listing, language):
    factories.make_question(listing)
    factories.make_question(listing, kind="choice", choices=["A paper", "A magazine"])
    place = f"/{language}/listings/{listing.slug}/apply/"
    assert seeker.get(place).status_code == 200
    answer = {f"question-{question.pk}": "A paper" for question in listing.questions.all()}
    seeker.post(place, {"name": "Dewi", "cover_letter": TEXT, "preview": "1"} | answer)
    page = seeker.get(f"{place}preview/")
    assert page.status_code == 200
    assert re.search(rf'<html lang="{language}"', page.content.decode())


def test_form_needs_a_constant_number_of_queries(seeker, listing, django_assert_num_queries):
    factories.make_question(listing)
    seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "save": "1"})
    seeker.get(url(listing))
    counted = []
    for _round in range(2):
        with django_assert_num_queries(12, exact=False) as queries:
            seeker.get(url(listing))
        counted.append(len(queries))
        for _more in range(2):
            factories.make_question(listing)
    assert counted[0] == counted[1]
