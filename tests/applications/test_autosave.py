"""A draft that is kept while it is written: what is typed stands in the one row, and the answer is a true line."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from careers.applications.models.application import Application
from careers.applications.views import apply as apply_views
from careers.listings.models.listing import Listing
from tests import factories
from tests.applications.test_apply import TEXT, a_file, url


@pytest.fixture
def listing(kebun):
    """A live listing of Rani's."""
    return factories.make_listing(employer=kebun)


@pytest.fixture
def seeker(client, dewi):
    """A client that is Dewi."""
    client.force_login(dewi)
    return client


@pytest.fixture
def type_in(seeker, listing):
    """Send the form as the page does by itself; gives the line that answers."""

    def send(**typed) -> str:
        response = seeker.post(url(listing), {"autosave": "1"} | typed, headers={"HX-Request": "true"})
        assert response.status_code == 200
        html = response.content.decode().strip()
        assert html.startswith('<p class="saved"') and html.count("<p ") == 1
        return strip_tags(html).strip()

    return send


def test_autosave_keeps_what_is_typed_and_says_when(type_in, listing, clock):
    question = factories.make_question(listing)
    clock.forward(seconds=1)
    line = type_in(**{"name": "Dewi", "cover_letter": "Half a sen", f"question-{question.pk}": "Because"})
    assert re.fullmatch(r"Draft saved \d\d:\d\d\xa0WIB", line)
    draft = Application.objects.get()
    assert (draft.stage, draft.name, draft.cover_letter) == ("draft", "Dewi", "Half a sen")
    assert list(draft.answers.values_list("text", flat=True)) == ["Because"]


def test_autosave_of_yesterday_is_dated_on_the_page(type_in, seeker, listing, clock):
    type_in(cover_letter=TEXT)
    clock.forward(days=1)
    line = re.search(r'<p class="saved".*?</p>', seeker.get(url(listing)).content.decode(), re.DOTALL)[0]
    assert re.search(r"Draft saved \d+ \w+ \d{4}, \d\d:\d\d", line)


def test_autosave_makes_one_row_however_often(type_in):
    for number in range(3):
        type_in(cover_letter=f"{number} words")
    assert [draft.cover_letter for draft in Application.objects.all()] == ["2 words"]


def test_autosave_keeps_what_may_not_be_sent_yet(type_in, seeker, listing):
    long = "kata " * 2000
    assert type_in(name="see www.dewi.example", cover_letter=long).startswith("Draft saved")
    draft = Application.objects.get()
    assert (draft.name, draft.cover_letter) == ("see www.dewi.example", long.strip())
    response = seeker.post(url(listing, "preview/"))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "cover_letter"}
    assert Application.objects.get().is_draft


def test_autosave_says_which_field_it_could_not_keep(type_in):
    type_in(name="Dewi", cover_letter="First")
    line = type_in(name="D" * 121, cover_letter="Second")
    assert re.fullmatch(r"Draft saved .+, but not “Your name”: it is too long to be kept\.", line)
    draft = Application.objects.get()
    assert (draft.name, draft.cover_letter) == ("Dewi", "Second")


def test_autosave_leaves_the_file_alone(type_in, seeker, listing):
    seeker.post(url(listing), {"name": "Dewi", "cover_letter": TEXT, "cv": a_file(), "save": "1"})
    type_in(name="Dewi", cover_letter="Other", cv=a_file("other.txt"), drop_cv="1")
    draft = Application.objects.get()
    assert (draft.cv_name, draft.cover_letter) == ("dewi.txt", "Other")


def test_autosave_after_sending_changes_nothing_and_says_so(type_in, dewi, listing):
    application = factories.make_application(listing=listing, seeker=dewi, cover_letter=TEXT)
    line = type_in(name="Dewi", cover_letter="Too late")
    assert line == "You have sent or deleted this application in another window, so what you write here is not kept."
    application.refresh_from_db()
    assert (application.stage, application.cover_letter) == ("submitted", TEXT)


@pytest.mark.parametrize("begun", [False, True])
def test_autosave_to_an_ended_listing_writes_nothing_and_says_so(type_in, listing, rani, begun):
    if begun:
        type_in(cover_letter="In time")
    listing.close(by=rani)
    assert (
        type_in(cover_letter="Too late")
        == "This listing takes no applications now, so what you write here is not kept."
    )
    assert list(Application.objects.values_list("cover_letter", flat=True)) == ["In time"][:begun]


def test_autosave_goes_on_while_the_listing_is_paused(type_in, listing, rani):
    type_in(cover_letter="Before")
    Listing.objects.get(pk=listing.pk).pause(by=rani)
    assert type_in(cover_letter="Meanwhile").startswith("Draft saved")
    assert Application.objects.get().cover_letter == "Meanwhile"


def test_autosave_by_a_member_makes_no_row(client, listing, rani):
    client.force_login(rani)
    response = client.post(url(listing), {"autosave": "1", "cover_letter": TEXT})
    assert "is not kept" in response.content.decode()
    assert Application.objects.count() == 0


def test_autosave_reaches_nobody_elses_draft(client, listing, tono, dewi):
    theirs = factories.make_application(stage="draft", listing=listing, seeker=dewi, cover_letter=TEXT)
    client.force_login(tono)
    client.post(url(listing), {"autosave": "1", "cover_letter": "Mine"})
    theirs.refresh_from_db()
    assert theirs.cover_letter == TEXT
    assert Application.objects.get(seeker=tono).cover_letter == "Mine"


def test_autosave_needs_the_token(dewi, listing):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(dewi)
    assert guarded.post(url(listing), {"autosave": "1", "cover_letter": TEXT}).status_code == 403
    assert Application.objects.count() == 0


def test_autosave_is_counted(type_in, seeker, listing, monkeypatch):
    monkeypatch.setattr(apply_views, "AUTOSAVES_AN_HOUR", 1)
    type_in(cover_letter="One")
    response = seeker.post(url(listing), {"autosave": "1", "cover_letter": "Two"})
    assert response.status_code == 429
    assert Application.objects.get().cover_letter == "One"
