"""The curators' desk: who may enter, what a decision does, and in which language."""

import pytest
from django.urls import reverse

from careers.guides.models import Bridge
from careers.listings.models.listing import Listing
from careers.listings.models.revision import ListingRevision
from careers.trust.models import ContactMessage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(kebun, rani):
    """A submitted listing."""
    listing = factories.make_draft(employer=kebun)
    listing.submit(by=rani)
    return listing


def decide_url(listing) -> str:
    """The page on which a curator decides."""
    return reverse("admin:reviewedlisting_decide", args=[listing.pk])


def test_desk_is_for_curators_alone(client, waiting, tono, rani):
    for user in (tono, rani):
        client.force_login(user)
        assert client.get(decide_url(waiting)).status_code == 302
        assert client.post(decide_url(waiting), {"kind": "approve"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == Listing.State.SUBMITTED


def test_curator_without_superuser_rights_decides(client, waiting):
    client.force_login(factories.make_user(is_staff=True))
    assert client.get(reverse("admin:careers_reviewedlisting_changelist")).status_code == 200
    response = client.post(decide_url(waiting), {"kind": "approve"})
    assert response.status_code == 302
    assert list(Listing.objects.live()) == [waiting]


def test_missing_reason_keeps_the_form_and_the_listing(client, waiting, ayu):
    client.force_login(ayu)
    response = client.post(decide_url(waiting), {"kind": "reject"})
    assert response.status_code == 400
    assert response.context["form"].errors.keys() == {"reason_code"}
    waiting.refresh_from_db()
    assert waiting.state == Listing.State.SUBMITTED


def test_edit_that_waits_is_decided_about(client, kebun, rani, ayu):
    listing = factories.make_listing(employer=factories.make_employer(owner=rani), by=ayu, title="Old title")
    ListingRevision.offer(listing, {"title": "New title"}, by=rani)
    client.force_login(ayu)
    page = client.get(decide_url(listing)).content.decode()
    assert "Old title" in page and "New title" in page
    client.post(decide_url(listing), {"kind": "apply_revision"})
    listing.refresh_from_db()
    assert listing.title == "New title"


@pytest.mark.parametrize(
    ("decision", "words"),
    [({"kind": "apply_revision"}, "public"), ({"kind": "refuse_revision", "reason_code": "unclear"}, "not accepted")],
)
def test_decision_about_an_edit_is_mailed(client, kebun, rani, ayu, run_jobs, mailoutbox, decision, words):
    listing = factories.make_listing(employer=factories.make_employer(owner=rani), by=ayu, title="Old title")
    ListingRevision.offer(listing, {"title": "New title"}, by=rani)
    client.force_login(ayu)
    run_jobs()
    mailoutbox.clear()
    assert client.post(decide_url(listing), decision).status_code == 302
    run_jobs()
    assert [mail.to for mail in mailoutbox] == [[rani.email]]
    assert words in mailoutbox[0].subject


def test_edit_of_an_ended_listing_can_only_be_refused(client, rani, ayu):
    listing = factories.make_listing(employer=factories.make_employer(owner=rani), by=ayu, title="Old title")
    ListingRevision.offer(listing, {"title": "New title"}, by=rani)
    listing.close(by=rani)
    client.force_login(ayu)
    assert client.get(decide_url(listing)).context["kinds"] == ("refuse_revision",)
    assert client.post(decide_url(listing), {"kind": "apply_revision"}).status_code == 400
    listing.refresh_from_db()
    assert listing.title == "Old title"


def test_desk_speaks_the_curators_language(client, ayu):
    client.force_login(ayu)
    assert '<html lang="en"' in client.get("/admin/", headers={"accept-language": "id"}).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_takes_a_constant_number_of_queries(client, ayu, rows, django_assert_num_queries):
    for _ in range(rows):
        listing = factories.make_draft()
        listing.submit(by=listing.employer.memberships.get().user)
    client.force_login(ayu)
    client.get("/admin/")
    with django_assert_num_queries(6):
        client.get(reverse("admin:careers_reviewedlisting_changelist"))


def test_queue_puts_the_riskiest_first(client, ayu, rani, kebun, waiting):
    unproven = factories.make_draft(employer=factories.make_employer(owner=rani, level=0), title="Nobody knows them")
    unproven.submit(by=rani)
    client.force_login(ayu)
    cl = client.get(reverse("admin:careers_reviewedlisting_changelist")).context["cl"]
    assert [row.pk for row in cl.result_list] == [unproven.pk, waiting.pk]


def test_empty_queue_says_so(client, ayu):
    client.force_login(ayu)
    assert "The queue is empty" in client.get(reverse("admin:careers_reviewedlisting_changelist")).content.decode()
    assert "No listing waits for review." in client.get("/admin/").content.decode()


def test_decision_after_somebody_elses_keeps_the_words(client, waiting, ayu, rani):
    client.force_login(ayu)
    seen = client.get(decide_url(waiting)).context["seen"]
    waiting.take_back(by=rani)
    response = client.post(decide_url(waiting), {"kind": "reject", "reason": "Not remote.", "seen": seen})
    assert response.status_code == 400
    assert "Something has happened here since you opened this page." in response.content.decode()
    assert "Not remote." in response.content.decode()


def test_listing_that_was_written_anew_is_not_approved_unread(client, waiting, ayu, rani):
    client.force_login(ayu)
    seen = client.get(decide_url(waiting)).context["seen"]
    waiting.take_back(by=rani)
    waiting.edit(by=rani, values={"title": "Something else"})
    waiting.submit(by=rani)
    again = client.post(decide_url(waiting), {"kind": "approve", "seen": seen})
    assert again.status_code == 400
    assert not Listing.objects.live().exists()
    client.post(decide_url(waiting), {"kind": "approve", "seen": again.context["seen"]})
    assert Listing.objects.live().exists()


def test_decision_page_speaks_in_names_and_words(client, kebun, rani):
    ayu = factories.make_user(is_staff=True, language="id")
    factories.make_country("ID", name_id="Indonesia")
    listing = factories.make_draft(
        employer=kebun, eligibility_scope="countries", eligible_countries=["ID"], work_languages=["en"]
    )
    listing.submit(by=rani)
    client.force_login(ayu)
    page = client.get(decide_url(listing)).content.decode()
    assert "Bahasa kerja: Inggris" in page
    assert "Diajukan untuk ditinjau" in page and "submitted" not in page


def test_decision_page_shows_what_the_employer_will_read(client, waiting, ayu, rani, kebun):
    kebun.language = "id"
    kebun.save(update_fields=["language"])
    client.force_login(ayu)
    page = client.get(decide_url(waiting)).content.decode()
    assert "Lowongan Anda tayang" in page and "Kurator meminta perubahan pada lowongan Anda" in page


def test_decision_page_warns_of_what_went_before(client, waiting, ayu, rani, kebun):
    refused = factories.make_draft(employer=kebun, title="Pay to apply")
    refused.submit(by=rani)
    client.force_login(ayu)
    client.post(decide_url(refused), {"kind": "reject", "reason_code": "asks-money"})
    page = client.get(decide_url(waiting)).content.decode()
    assert "Curators have decided against a listing of this employer 1 time." in page
    assert "It asks applicants for money or for bank access." in page


def test_fields_in_a_list_say_which_row_they_belong_to(client, ayu):
    factories.make_category(name_en="AI Tester")
    client.force_login(ayu)
    assert 'aria-label="Position: AI Tester"' in client.get("/admin/careers/jobcategory/").content.decode()


def test_list_of_rows_without_a_name_of_their_own_opens(client, ayu):
    Bridge.objects.create(background=factories.make_background(), category=factories.make_category())
    client.force_login(ayu)
    assert client.get("/admin/careers/bridge/").status_code == 200


def test_many_of_many_are_boxes_with_a_legend(client, ayu):
    skill = factories.make_skill()
    factories.make_category(name_en="AI Tester")
    client.force_login(ayu)
    page = client.get(f"/admin/careers/skill/{skill.pk}/change/").content.decode()
    assert 'type="checkbox" name="categories"' in page and "SelectFilter2" not in page


def test_page_that_refuses_speaks_the_curators_language(client):
    client.force_login(factories.make_user(is_staff=True, language="id"))
    category = factories.make_category()
    refused = client.get(f"/admin/careers/jobcategory/{category.pk}/delete/", headers={"accept-language": "en"})
    assert refused.status_code == 403
    assert '<html lang="id"' in refused.content.decode()


def test_contact_reaches_curators_and_answers_the_writer(client, ayu, run_jobs, mailoutbox):
    response = client.post("/en/contact/", {"topic": "question", "text": "Is it free?", "email": "a@b.example"})
    assert response.status_code == 302
    run_jobs()
    assert [message.to for message in mailoutbox] == [[ayu.email], ["a@b.example"]]
    assert ContactMessage.objects.get().user is None


def test_contact_keeps_what_was_typed(client):
    response = client.post("/en/contact/", {"topic": "question", "text": "Is it free?", "email": "not an address"})
    assert response.status_code == 400
    assert "Is it free?" in response.content.decode()
    assert not ContactMessage.objects.exists()


def test_sixth_message_in_an_hour_is_too_many(client):
    answers = [
        client.post("/en/contact/", {"topic": "question", "text": "Hello", "email": "a@b.example"}).status_code
        for _ in range(6)
    ]
    assert answers == [302, 302, 302, 302, 302, 429]
