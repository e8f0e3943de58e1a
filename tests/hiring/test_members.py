"""Members and invitations: who may join, who may leave, and that there is always an owner."""

import re
import threading

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import close_old_connections, connection
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.employers.models.people import Invitation, Membership, MembershipRefused
from careers.hiring import limits
from tests import factories


def invite(employer, by, email="siti@lintas.example", role="recruiter") -> str:
    """Invite somebody; gives the token, as the mail has it."""
    Invitation.send(employer, email=email, role=role, language="id", by=by)
    job = ProcrastinateJob.objects.filter(task_name="careers.core.mail.deliver").order_by("-pk").first()
    return re.search(r"/invitations/([-\w]+)/", job.args["text"])[1]


def test_invite_sends_a_mail_in_the_chosen_language(client, rani, kebun):
    client.force_login(rani)
    fields = {"email": "Siti@Lintas.example", "role": "reviewer", "language": "en"}
    assert client.post(reverse("office_member_invite", args=[kebun.slug]), fields).status_code == 302
    job = ProcrastinateJob.objects.filter(task_name="careers.core.mail.deliver").get()
    assert job.args["to"] == "siti@lintas.example"
    assert job.args["headers"]["Content-Language"] == "en"
    assert "/en/invitations/" in job.args["text"]
    token = re.search(r"/invitations/([-\w]+)/", job.args["text"])[1]
    assert Invitation.objects.get().token_digest == Invitation.digest(token) != token
    assert not mail.outbox


def test_invite_is_limited(client, rani, kebun, monkeypatch):
    monkeypatch.setattr(limits, "INVITATIONS_A_DAY", (2, limits.DAY))
    client.force_login(rani)
    url = reverse("office_member_invite", args=[kebun.slug])
    fields = [{"email": f"a{n}@lintas.example", "role": "reviewer", "language": "id"} for n in range(3)]
    assert [client.post(url, field).status_code for field in fields] == [302, 302, 429]


def test_invite_refuses_a_member(client, rani, bima, kebun):
    client.force_login(rani)
    fields = {"email": bima.email, "role": "owner", "language": "id"}
    answer = client.post(reverse("office_member_invite", args=[kebun.slug]), fields)
    assert "email" in answer.context["form"].errors


def test_invite_again_replaces_the_earlier_link(client, rani, kebun):
    first, second = invite(kebun, rani), invite(kebun, rani)
    assert client.get(reverse("invitation_detail", args=[first])).status_code == 410
    assert client.get(reverse("invitation_detail", args=[second])).status_code == 200


def test_invitation_asks_the_signed_out_to_sign_in_and_comes_back(client, rani, kebun):
    url = reverse("invitation_detail", args=[invite(kebun, rani)])
    answer = client.get(url)
    page = answer.content.decode()
    assert f"{reverse('account_login')}?next={url}" in page
    assert f"{reverse('account_signup')}?next={url}" in page
    assert answer["Referrer-Policy"] == "same-origin"
    assert client.post(url).status_code == 403


def test_invitation_is_accepted_by_its_address(client, dewi, rani, kebun):
    token = invite(kebun, rani, email="DEWI@lintas.example")
    client.force_login(dewi)
    answer = client.post(reverse("invitation_detail", args=[token]))
    assert answer.url == reverse("office_home", args=[kebun.slug])
    assert kebun.role_of(dewi) == "recruiter"
    assert client.get(reverse("invitation_detail", args=[token])).status_code == 410
    assert [change.kind for change in kebun.changes.all()][-2:] == ["invited", "joined"]


def test_invitation_of_another_address_says_so(client, tono, rani, kebun):
    url = reverse("invitation_detail", args=[invite(kebun, rani)])
    client.force_login(tono)
    page = client.get(url).content.decode()
    assert "siti@lintas.example" in page and "tono@lintas.example" in page
    assert client.post(url).status_code == 403
    assert kebun.role_of(tono) == ""


def test_invitation_needs_the_address_to_be_confirmed(client, rani, kebun):
    user = factories.make_user("siti@lintas.example", verified=False)
    client.force_login(user)
    assert client.post(reverse("invitation_detail", args=[invite(kebun, rani)])).status_code == 403
    EmailAddress.objects.filter(user=user).update(verified=True)
    assert client.post(reverse("invitation_detail", args=[invite(kebun, rani)])).status_code == 302


def test_invitation_ends_after_14_days(client, clock, dewi, rani, kebun):
    url = reverse("invitation_detail", args=[invite(kebun, rani, email=dewi.email)])
    client.force_login(dewi)
    clock.forward(days=14, seconds=1)
    assert client.post(url).status_code == 410
    assert kebun.role_of(dewi) == ""


def test_office_list_offers_my_invitations(client, dewi, tono, rani, kebun):
    invite(kebun, rani, email=dewi.email)
    accept = reverse("invitation_accept", args=[Invitation.objects.get().pk])
    client.force_login(tono)
    assert client.post(accept).status_code == 404
    client.force_login(dewi)
    assert accept in client.get(reverse("office_list")).content.decode()
    assert client.post(accept).url == reverse("office_home", args=[kebun.slug])


def test_invitation_can_be_taken_back(client, dewi, rani, kebun):
    token = invite(kebun, rani, email=dewi.email)
    client.force_login(rani)
    client.post(reverse("office_invitation_withdraw", args=[kebun.slug, Invitation.objects.get().pk]))
    client.force_login(dewi)
    assert client.post(reverse("invitation_detail", args=[token])).status_code == 410


def test_member_change_gives_another_role(client, rani, bima, kebun):
    client.force_login(rani)
    member = kebun.memberships.get(user=bima)
    client.post(reverse("office_member_change", args=[kebun.slug, member.pk]), {"role": "recruiter"})
    assert kebun.role_of(bima) == "recruiter"
    client.post(reverse("office_member_change", args=[kebun.slug, member.pk]), {"role": "king"})
    assert kebun.role_of(bima) == "recruiter"


def test_the_last_owner_neither_steps_down_nor_leaves(client, rani, kebun):
    client.force_login(rani)
    member = kebun.memberships.get(user=rani)
    answer = client.post(
        reverse("office_member_change", args=[kebun.slug, member.pk]), {"role": "reviewer"}, follow=True
    )
    assert "last owner" in answer.content.decode()
    client.post(reverse("office_member_remove", args=[kebun.slug, member.pk]))
    assert kebun.role_of(rani) == "owner"


def test_a_member_leaves_and_removes_nobody_else(client, rani, bima, kebun):
    client.force_login(bima)
    other, own = (
        reverse("office_member_remove", args=[kebun.slug, kebun.memberships.get(user=user).pk]) for user in (rani, bima)
    )
    assert client.post(other).status_code == 404
    assert client.post(own).url == reverse("office_list")
    assert (kebun.role_of(bima), kebun.role_of(rani)) == ("", "owner")


def test_a_member_of_another_office_cannot_be_touched(client, rani, kebun, tono):
    client.force_login(rani)
    theirs = Membership.objects.get(user=tono).pk
    assert (
        client.post(reverse("office_member_change", args=[kebun.slug, theirs]), {"role": "reviewer"}).status_code == 404
    )
    assert client.post(reverse("office_member_remove", args=[kebun.slug, theirs])).status_code == 404


def test_member_list_runs_a_constant_number_of_queries(client, rani, kebun, django_assert_num_queries):
    client.force_login(rani)
    client.get(reverse("office_member_list", args=[kebun.slug]))
    for _count in range(2):
        with django_assert_num_queries(9):
            client.get(reverse("office_member_list", args=[kebun.slug]))
        factories.make_member(kebun)
        factories.make_member(kebun)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["step down", "leave"])
def test_two_owners_at_once_never_leave_an_employer_without_one(way):
    employer = factories.make_employer()
    factories.make_member(employer, "owner")
    start, outcomes = threading.Barrier(2), []

    def go(pk: int) -> None:
        try:
            member = Membership.objects.select_related("user", "employer").get(pk=pk)
            start.wait()
            member.change_role("reviewer", by=member.user) if way == "step down" else member.remove(by=member.user)
            outcomes.append("done")
        except MembershipRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=[pk]) for pk in employer.memberships.values_list("pk", flat=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert sorted(outcomes) == ["done", "refused"]
    assert employer.memberships.filter(role="owner").count() == 1


def test_invitation_is_accepted_by_its_address_only_whatever_the_door(kebun, rani, tono):
    invitation = Invitation.send(kebun, email="siti@lintas.example", role="owner", language="en", by=rani)
    with pytest.raises(MembershipRefused):
        invitation.accept(by=tono)
    assert not kebun.memberships.filter(user=tono).exists()


def test_organisation_says_when_its_name_waits_for_a_curator(client, rani, kebun):
    client.force_login(rani)
    url = reverse("office_employer_edit", args=[kebun.slug])
    assert "a curator looks at it first. Until then" not in client.get(url).content.decode()
    type(kebun).objects.filter(pk=kebun.pk).update(state="review")
    assert "a curator looks at it first. Until then" in client.get(url).content.decode()


def test_verification_names_the_next_step(client, rani, bima, kebun):
    url = reverse("office_verification", args=[kebun.slug])
    client.force_login(rani)
    levels = {0: 1, 1: 3, 2: 3, 3: None}
    for level in levels:
        type(kebun).objects.filter(pk=kebun.pk).update(verification_level=level)
        assert client.get(url).context["next_level"] == levels[level]
    client.force_login(bima)
    type(kebun).objects.filter(pk=kebun.pk).update(verification_level=1)
    assert "Only an owner can take this step." in client.get(url).content.decode()
