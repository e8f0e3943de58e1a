"""My applications: mine alone, in groups, with their history, and what can be done to each."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from careers.applications.models.application import Application
from careers.core.uploads import check_document
from tests import factories

LIST = "/en/me/applications/"
VERBS = ["", "cv/", "withdraw/", "accept/", "decline/", "delete/"]


@pytest.fixture
def listing(kebun):
    """A live listing of Rani's."""
    return factories.make_listing(employer=kebun)


def attach_cv(application, name="dewi é.txt", content=b"Ten years at a newspaper.") -> Application:
    """The draft with a file."""
    file = SimpleUploadedFile(name, content)
    file.document = check_document(file)
    application.write_draft({}, {}, cv=file)
    return application


def with_cv(listing, seeker, stage="submitted") -> Application:
    """An application with a file, at a stage."""
    application = attach_cv(factories.make_application(stage="draft", listing=listing, seeker=seeker))
    if stage != "draft":
        application.submit()
    return application


def place(application, tail="") -> str:
    """Its address."""
    return f"{LIST}{application.public_id}/{tail}"


@pytest.mark.parametrize("tail", VERBS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_members_and_curators_meet_nothing(client, dewi, tono, rani, bima, ayu, listing, tail, method):
    application = with_cv(listing, dewi)
    for other in (tono, rani, bima, ayu):
        client.force_login(other)
        response = getattr(client, method)(place(application, tail))
        assert response.status_code in (404, 405) and (method == "post" or response.status_code == 404)
    client.logout()
    assert getattr(client, method)(place(application, tail))["Location"].startswith("/en/accounts/login/")
    application.refresh_from_db()
    assert application.stage == "submitted"


def test_cv_comes_back_to_its_owner_as_a_download(client, dewi, listing):
    application = with_cv(listing, dewi)
    client.force_login(dewi)
    response = client.get(place(application, "cv/"))
    assert b"".join(response.streaming_content) == b"Ten years at a newspaper."
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_cv_that_is_not_there_is_404(client, dewi, listing):
    client.force_login(dewi)
    assert client.get(place(factories.make_application(listing=listing, seeker=dewi), "cv/")).status_code == 404


def test_list_groups_by_where_they_stand(client, dewi, kebun):
    stages = {"draft": "drafts", "in_review": "open", "offered": "open", "not_selected": "ended", "withdrawn": "ended"}
    titles = {}
    for stage, group in stages.items():
        application = factories.make_application(
            stage=stage, seeker=dewi, listing=factories.make_listing(employer=kebun)
        )
        titles.setdefault(group, set()).add(application.listing.title)
    client.force_login(dewi)
    for group, expected in titles.items():
        response = client.get(f"{LIST}?group={group}")
        assert {row["application"].listing.title for row in response.context["rows"]} == expected
        assert [tab["count"] for tab in response.context["tabs"]] == [2, 1, 2]


@pytest.mark.parametrize(
    "query", ["group=nonsense", "group=open&page=0", "group=open&page=x", "group=open&page=99", "page=-1"]
)
def test_list_refuses_odd_words(client, dewi, query):
    client.force_login(dewi)
    assert client.get(f"{LIST}?{query}").status_code == 404


def test_list_is_cut_into_pages(client, dewi, kebun):
    for _number in range(21):
        factories.make_application(stage="draft", seeker=dewi, listing=factories.make_listing(employer=kebun))
    client.force_login(dewi)
    first, second = client.get(f"{LIST}?group=drafts"), client.get(f"{LIST}?group=drafts&page=2")
    assert (len(first.context["rows"]), len(second.context["rows"])) == (20, 1)
    assert (
        first.context["older_url"] == "?group=drafts&page=2" and second.context["newer_url"] == "?group=drafts&page=1"
    )


@pytest.mark.parametrize("page", [LIST, "/en/me/"])
def test_pages_need_a_constant_number_of_queries(client, dewi, kebun, page, django_assert_num_queries):
    client.force_login(dewi)
    counted = []
    for more in (1, 2):
        for _number in range(more):
            factories.make_application(seeker=dewi, listing=factories.make_listing(employer=kebun))
            factories.make_application(stage="offered", seeker=dewi, listing=factories.make_listing(employer=kebun))
        client.get(page)
        with django_assert_num_queries(13, exact=False) as queries:
            assert client.get(page).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("stage", [*Application.Stage.values])
@pytest.mark.parametrize("language", ["id", "en"])
def test_detail_says_where_it_stands_and_what_is_next(client, dewi, listing, clock, stage, language):
    clock.forward(seconds=0)
    application = _at(stage, listing, dewi, clock)
    client.force_login(dewi)
    response = client.get(f"/{language}/me/applications/{application.public_id}/")
    assert response.status_code == 200
    assert application.stage == stage
    assert response.context["headline"] and response.context["what_next"]
    assert len(response.context["timeline"]) >= application.changes.count()


def _at(stage, listing, seeker, clock):
    if stage == "unanswered":
        application = factories.make_application(listing=listing, seeker=seeker)
        clock.forward(days=25)
        application.lapse()
    elif stage == "listing_ended":
        application = factories.make_application(listing=listing, seeker=seeker)
        listing.close(by=listing.employer.memberships.get(role="owner").user)
        clock.forward(days=25)
        application.end_with_listing()
    else:
        application = factories.make_application(stage=stage, listing=listing, seeker=seeker)
    return Application.objects.get(pk=application.pk)


def test_detail_shows_the_reason_of_a_refusal(client, dewi, rani, listing):
    application = factories.make_application(listing=listing, seeker=dewi)
    application.not_select(by=rani, reason="skills", text="We need <b>Python</b>.")
    client.force_login(dewi)
    page = client.get(place(application)).content.decode()
    assert "A skill that this work needs is missing." in page
    assert "We need &lt;b&gt;Python&lt;/b&gt;." in page


def test_withdraw_asks_first_then_does_it_once(client, dewi, listing):
    application = factories.make_application(listing=listing, seeker=dewi)
    client.force_login(dewi)
    assert client.get(place(application, "withdraw/")).status_code == 200
    assert Application.objects.get().stage == "submitted"
    for _press in range(2):
        assert client.post(place(application, "withdraw/"))["Location"] == place(application)
    application = Application.objects.get()
    assert (application.stage, application.changes.filter(kind="withdraw").count()) == ("withdrawn", 1)


@pytest.mark.parametrize(("tail", "stage"), [("accept/", "hired"), ("decline/", "declined")])
def test_an_offer_is_decided_once(client, dewi, listing, tail, stage):
    application = factories.make_application(stage="offered", listing=listing, seeker=dewi)
    client.force_login(dewi)
    assert client.get(place(application, tail)).status_code == 200
    client.post(place(application, tail))
    client.post(place(application, "decline/"))
    client.post(place(application, "accept/"))
    assert Application.objects.get().stage == stage


@pytest.mark.parametrize("tail", ["accept/", "decline/", "delete/"])
def test_what_is_not_possible_changes_nothing(client, dewi, listing, tail):
    application = factories.make_application(listing=listing, seeker=dewi)
    client.force_login(dewi)
    assert client.post(place(application, tail))["Location"] == place(application)
    assert Application.objects.get().stage == "submitted"


def test_deleting_a_draft_erases_its_file(client, dewi, listing, django_capture_on_commit_callbacks):
    draft = with_cv(listing, dewi, "draft")
    file = draft.cv
    client.force_login(dewi)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(place(draft, "delete/"))["Location"] == LIST
    assert Application.objects.count() == 0
    assert not file.storage.exists(file.name)


def test_recorded_hire_can_be_objected_to(client, dewi, rani, listing):
    application = factories.make_application(stage="offered", listing=listing, seeker=dewi)
    application.record_hire(by=rani)
    client.force_login(dewi)
    assert "Object to this" in client.get(place(application)).content.decode()


def test_times_stand_in_the_readers_zone(client, dewi, listing, clock):
    dewi.zone = "Europe/Berlin"
    dewi.save()
    application = factories.make_application(listing=listing, seeker=dewi)
    client.force_login(dewi)
    # A promise ends with the day in Jakarta, which is the early evening in Berlin.
    local = (application.promise_due_at - timedelta(minutes=1)).astimezone(ZoneInfo("Europe/Berlin"))
    assert f"{local:%H:%M}\u00a0{local.tzname()}" in client.get(place(application)).content.decode()


def test_own_page_shows_what_waits(client, dewi, rani, kebun, listing):
    offered = factories.make_application(stage="offered", listing=listing, seeker=dewi)
    draft = factories.make_application(stage="draft", listing=factories.make_listing(employer=kebun), seeker=dewi)
    client.force_login(dewi)
    response = client.get("/en/me/")
    assert [line["application"] for line in response.context["drafts"]] == [draft]
    assert [line["application"] for line in response.context["running"]] == [offered]
    assert [notice.kind for notice in response.context["all"]] == ["offered"]
    assert response.context["filled"] == 0
    client.force_login(rani)
    response = client.get("/en/me/")
    assert [membership.employer for membership in response.context["memberships"]] == [kebun]


@pytest.mark.parametrize(
    "stage", ["submitted", "in_review", "shortlisted", "interviewing", "offered", "hired", "not_selected", "withdrawn"]
)
def test_address_is_the_employers_only_while_they_talk(dewi, rani, ayu, listing, stage):
    application = factories.make_application(stage=stage, listing=listing, seeker=dewi)
    talking = stage in ("interviewing", "offered", "hired")
    assert Application.objects.get(pk=application.pk).contact == (dewi.email if talking else "")
    listing.suspend(by=ayu, reason="A look.")
    assert Application.objects.get(pk=application.pk).contact == ""


@pytest.mark.parametrize(("stage", "is_open"), [("submitted", True), ("withdrawn", False)])
def test_cv_of_a_withdrawn_application_is_shut(client, dewi, rani, kebun, listing, stage, is_open):
    application = with_cv(listing, dewi)
    if stage == "withdrawn":
        application.withdraw()
    client.force_login(rani)
    door = f"/en/office/{kebun.slug}/applications/{application.public_id}/cv/"
    response = client.get(door)
    response.close()
    assert (response.status_code == 200) == is_open


@pytest.mark.parametrize(("language", "said"), [("id", "Ya"), ("en", "Yes")])
def test_yes_is_read_in_the_readers_language(client, dewi, listing, language, said):
    question = factories.make_question(listing, "Do you have a headset?", kind="yes-no")
    draft = factories.make_application(stage="draft", listing=listing, seeker=dewi)
    draft.write_draft({}, {question: "yes"})
    client.force_login(dewi)
    page = client.get(f"/{language}/me/applications/{draft.public_id}/").content.decode()
    assert f"<p>{said}</p>" in page
