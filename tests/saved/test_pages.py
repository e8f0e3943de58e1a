"""The line on the pages: where it is offered, who may stand in it, how one leaves it, and that it is nobody else's business."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.core import mail
from django.urls import reverse
from django.utils.translation import override

from careers.applications.models.application import Application
from careers.applications.tasks import follow_listings
from careers.hiring.forms import ApplyingForm
from careers.pages.notices import notices_for
from careers.pages.privacy import erase
from careers.saved import views
from careers.saved.models import QueueNotice
from tests import factories

pytestmark = pytest.mark.django_db

CAPACITY = 5


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.fixture
def full(kebun):
    """A live listing of Rani's employer whose queue is full."""
    listing = factories.make_listing(employer=kebun, review_capacity=CAPACITY)
    for _seat in range(CAPACITY):
        factories.make_application(listing=listing)
    listing.refresh_from_db()
    return listing


@pytest.fixture
def seeker(client, dewi):
    client.force_login(dewi)
    return client


def line_of(listing) -> str:
    return reverse("queue_notice", args=[listing.slug])


def said(response) -> str:
    return response.content.decode()


def refuse_over_http(client, listing) -> None:
    """The owner answers one who waits, in the office."""
    application = Application.objects.filter(listing=listing).waiting().first()
    url = reverse("office_application_refuse", args=[listing.employer.slug, application.public_id])
    assert client.post(url, {"reason": "hours", "text": "We need mornings."}).status_code == 302


# --- where it is offered ---


def test_page_of_a_full_listing_offers_the_line_and_no_other_does(client, full):
    page = said(client.get(full.get_absolute_url()))
    # In the notice, in the panel and in the bar at the foot.
    assert page.count(f'href="{line_of(full)}"') == 3 and "You can save a draft" not in page
    assert line_of(other := factories.make_listing()) not in said(client.get(other.get_absolute_url()))


def test_card_says_only_that_the_queue_is_full(client, full):
    page = said(client.get(reverse("listing_list")))
    assert "queue full" in page and line_of(full) not in page


def test_full_listing_that_leads_outside_has_no_line(seeker, full):
    type(full).objects.filter(pk=full.pk).update(apply_at="outside", apply_url="https://jobs.kebun.example/")
    Application.objects.mend_queues()
    page = said(seeker.get(full.get_absolute_url()))
    assert (line_of(full) in page, "https://jobs.kebun.example/" in page, "queue is full" in page) == (
        False,
        True,
        False,
    )
    seeker.post(line_of(full))
    assert not QueueNotice.objects.exists()


def test_apply_page_of_a_full_listing_offers_the_line(seeker, full):
    assert line_of(full) in said(seeker.get(reverse("listing_apply", args=[full.slug])))


@pytest.mark.parametrize("page", ["listing_apply", "application_preview"])
def test_draft_before_a_full_queue_is_kept_and_told_of_the_line(seeker, dewi, full, page):
    factories.make_application(stage="draft", listing=full, seeker=dewi, cover_letter="Kept. " * 40)
    answer = said(seeker.get(reverse(page, args=[full.slug])))
    assert "Your draft is kept" in answer and line_of(full) in answer and "Kept." in answer


@pytest.mark.parametrize("page", ["me_home", "application_list"])
def test_account_menu_leads_to_the_lines(seeker, page):
    assert f'href="{reverse("queue_notice_list")}"' in said(seeker.get(reverse(page)))


# --- joining and leaving ---


def test_stranger_signs_in_and_comes_back_to_the_line(client, full):
    assert client.get(line_of(full))["Location"].endswith(f"?next={line_of(full)}")
    assert client.post(line_of(full)).status_code == 302 and not QueueNotice.objects.exists()


def test_second_click_joins_no_second_time_and_is_not_counted(seeker, dewi, full, monkeypatch):
    monkeypatch.setattr(views, "ASKED_AT_MOST", 1)
    for _click in range(3):
        assert "first come, first told" not in said(seeker.post(line_of(full), follow=True))
    assert QueueNotice.objects.standing().filter(user=dewi).count() == 1


def test_limit_on_joining_says_when_to_come_again(seeker, full, monkeypatch):
    monkeypatch.setattr(views, "ASKED_AT_MOST", 0)
    answer = seeker.post(line_of(full))
    assert (answer.status_code, "Nothing you wrote is lost" in said(answer)) == (429, True)
    assert int(answer["Retry-After"]) > 0 and not QueueNotice.objects.exists()


def test_members_stand_in_no_line_of_their_own(client, rani, full):
    client.force_login(rani)
    assert "Members cannot apply" in said(client.post(line_of(full), follow=True))
    assert not QueueNotice.objects.exists()


def test_who_has_applied_is_led_to_the_application(client, full):
    application = Application.objects.filter(listing=full).first()
    client.force_login(application.seeker)
    for answer in (client.get(line_of(full)), client.post(line_of(full))):
        assert answer["Location"] == application.get_absolute_url()
    assert not QueueNotice.objects.exists()


def test_line_of_a_listing_that_was_hidden_can_be_left(seeker, dewi, ayu, full):
    QueueNotice.ask(full, dewi)
    full.suspend(by=ayu, reason="A look is needed.")
    assert full.title in said(seeker.get(reverse("queue_notice_list")))
    assert "Leave the line" in said(seeker.get(line_of(full)))
    assert seeker.post(line_of(full), {"leave": "1"}, follow=True).status_code == 200
    assert not QueueNotice.objects.standing().exists()
    assert seeker.get(line_of(full)).status_code == 404


# --- an answer over HTTP opens it, and the next in line gets a mail that leads back ---


def test_answer_opens_the_queue_and_the_first_in_line_is_written_to(client, rani, dewi, tono, full, run_jobs):
    for person in (dewi, tono):
        client.force_login(person)
        client.post(line_of(full))
    assert "You are number 2 in the line." in said(client.get(line_of(full)))
    run_jobs()
    mail.outbox.clear()
    client.force_login(rani)
    refuse_over_http(client, full)
    run_jobs()
    (message,) = [message for message in mail.outbox if message.subject.startswith("The queue has opened")]
    assert message.to == [dewi.email]
    assert "queue is full" not in said(client.get(full.get_absolute_url()))

    client.force_login(dewi)
    (notice,) = [notice for notice in notices_for(dewi) if notice.kind == "queue_open"]
    assert notice.url == reverse("listing_apply", args=[full.slug])
    leave = re.search(r"Leave the line: (\S+)", message.body).group(1)
    assert "Apply now" in said(client.get(leave))
    client.post(leave, {"leave": "1"})
    assert not QueueNotice.objects.standing().filter(user=dewi).exists() and notices_for(dewi) == []


def test_notice_of_a_place_goes_when_the_place_is_gone(dewi, full, run_jobs):
    QueueNotice.ask(full, dewi)
    owner = full.employer.memberships.get(role="owner").user
    Application.objects.filter(listing=full).waiting().first().not_select(by=owner, reason="filled")
    run_jobs()
    assert [notice.kind for notice in notices_for(dewi)] == ["queue_open"]
    factories.make_application(listing=full)
    assert notices_for(dewi) == []


# --- nobody else's business ---


def test_office_and_curators_see_nothing_of_the_line(client, rani, ayu, dewi, full):
    QueueNotice.ask(full, dewi)
    assert not admin.site.is_registered(QueueNotice)
    for person, url in (
        (rani, reverse("office_listing_detail", args=[full.employer.slug, full.public_id])),
        (rani, reverse("office_application_list", args=[full.employer.slug, full.public_id])),
        (ayu, reverse("admin:careers_user_change", args=[dewi.pk])),
        (ayu, line_of(full)),
    ):
        client.force_login(person)
        page = said(client.get(url))
        assert "You are number" not in page and "queue notice" not in page.lower()
        assert url == reverse("admin:careers_user_change", args=[dewi.pk]) or dewi.email not in page


def test_leaving_the_board_erases_the_places_in_lines(dewi, tono, full):
    for person in (dewi, tono):
        QueueNotice.ask(full, person)
    erase(dewi)
    assert [notice.user for notice in QueueNotice.objects.all()] == [tono]


def test_places_in_lines_are_told_and_erased_by_their_columns():
    columns = {field.name for field in apps.get_model("careers", "QueueNotice")._meta.get_fields()}
    assert set(QueueNotice.personal.export) <= columns and QueueNotice.personal.owner == "user"


# --- what the employer states ---


def test_office_says_what_the_capacity_means(client, rani, full):
    client.force_login(rani)
    url = reverse("office_listing_detail", args=[full.employer.slug, full.public_id])
    page = said(client.get(url))
    assert (
        "5 of 5 places" in page and "you can review 5 applications at a time" in page and "The queue is full." in page
    )
    refuse_over_http(client, full)
    page = said(client.get(url))
    assert "4 of 5 places" in page and "The queue is full." not in page


@pytest.mark.parametrize(("given", "kept"), [("5", 5), ("500", 500), ("4", None), ("501", None), ("", None)])
def test_capacity_is_five_to_five_hundred(given, kept):
    form = ApplyingForm({"apply_at": "here", "promise_days": "7", "review_capacity": given})
    assert form.is_valid() == (kept is not None)
    assert form.cleaned_data.get("review_capacity") == kept
    assert form.fields["review_capacity"].initial == 50


def test_more_capacity_opens_the_queue_and_the_line_is_told(dewi, full, run_jobs):
    QueueNotice.ask(full, dewi)
    type(full).objects.filter(pk=full.pk).update(review_capacity=CAPACITY + 1)
    follow_listings.func()
    mail.outbox.clear()
    run_jobs()
    assert [message.to[0] for message in mail.outbox if "queue" in message.body] == [dewi.email]
