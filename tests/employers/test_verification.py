"""When a mailbox proves an employer, when it never does, and what ends a proof."""

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from careers.employers.models.employer import Employer
from careers.employers.tasks import prove_mailboxes
from careers.employers.verification import check_mailbox, is_official, registered_domain
from tests import factories

PAIRS = [
    ("rani@kebun.co.id", "https://www.kebun.co.id/karier", "proves"),
    ("rani@mail.kebun.co.id", "https://kebun.co.id", "proves"),
    ("RANI@KEBUN.CO.ID", "HTTPS://KEBUN.CO.ID", "proves"),
    ("rani@xn--mnchen-3ya.de", "https://münchen.de", "proves"),
    ("rani@kebun.co.id", "", "no-website"),
    ("rani@gmail.com", "https://gmail.com", "free-mail"),
    ("rani@yahoo.co.id", "https://kebun.co.id", "free-mail"),
    ("rani@icloud.com", "https://icloud.com", "free-mail"),
    ("rani@lain.co.id", "https://kebun.co.id", "other-domain"),
    ("rani@kebun.co.id", "https://kebun.com", "other-domain"),
    ("rani@kebun.blogspot.com", "https://lain.blogspot.com", "other-domain"),
    ("rani@co.id", "https://co.id", "shared-host"),
    ("rani@kebun.co.id", "https://github.io", "shared-host"),
    ("rani@127.0.0.1", "http://127.0.0.1", "shared-host"),
    ("rani@bank.co.id", "https://bank.co.id@kebun.co.id", "other-domain"),
]


@pytest.mark.parametrize(("email", "website", "verdict"), PAIRS)
def test_check_mailbox_compares_registered_domains(email, website, verdict):
    assert check_mailbox(email, website).verdict == verdict


@pytest.mark.parametrize(
    ("email", "verdict"),
    [("a@sleman.go.id", "proves"), ("a@sukamaju.desa.id", "proves"), ("a@kebun.co.id", "not-official")],
)
def test_a_local_government_needs_an_official_mailbox(email, verdict):
    assert check_mailbox(email, f"https://{email[2:]}", must_be_official=True).verdict == verdict


@pytest.mark.parametrize("domain", ["jakarta.go.id", "nih.gov", "leeds.gov.uk", "lyon.gouv.fr", "x.gov.sg"])
def test_official_domains(domain):
    assert is_official(domain)


@pytest.mark.parametrize("domain", ["go.example", "gov.example.com", "mygov.com", "kebun.co.id", "lego.id"])
def test_other_domains_are_not_official(domain):
    assert not is_official(domain)


@given(st.text(max_size=60), st.text(max_size=60))
def test_check_mailbox_is_total(email, website):
    assert check_mailbox(email, website).verdict in {
        "proves", "no-website", "free-mail", "shared-host", "other-domain", "not-official",
    }  # fmt: skip
    assert registered_domain(website) == registered_domain(website)


@pytest.fixture
def employer(db):
    owner = factories.make_user("rani@kebunkata.co.id", name="Rani")
    return factories.make_employer(owner=owner, name="Kebun Kata", website="https://www.kebunkata.co.id")


def owner_of(employer):
    return employer.memberships.get(role="owner").user


def test_verification_takes_a_mailbox_on_a_click(client, employer):
    with translation.override("en"):
        url = reverse("office_verification", args=[employer.slug])
    client.force_login(owner_of(employer))
    assert "Take this mailbox as a proof" in client.get(url).content.decode()
    client.post(url)
    client.post(url)
    employer.refresh_from_db()
    proof = employer.proofs.get()
    assert (employer.verification_level, proof.method, proof.detail) == (1, "mailbox", "kebunkata.co.id")
    assert "This proof stands." in client.get(url).content.decode()


def test_verification_says_why_a_mailbox_proves_nothing(client, rani, kebun):
    with translation.override("en"):
        url = reverse("office_verification", args=[kebun.slug])
    client.force_login(rani)
    kebun.proofs.all().delete()
    assert "This is another domain than the website" in client.get(url).content.decode()
    client.post(url)
    assert not kebun.proofs.exists()


def test_verification_does_not_take_a_mailbox_that_is_not_confirmed(employer):
    owner_of(employer).emailaddress_set.update(verified=False)
    assert not employer.prove_mailbox(by=None)


def test_verification_takes_no_mailbox_of_a_recruiter(employer):
    owner_of(employer).emailaddress_set.update(verified=False)
    factories.make_member(employer, "recruiter", factories.make_user("dian@kebunkata.co.id"))
    assert not employer.prove_mailbox(by=None)


def test_mailbox_is_taken_when_it_becomes_true_and_only_once(employer):
    prove_mailboxes.func()
    prove_mailboxes.func()
    assert [proof.method for proof in employer.proofs.all()] == ["mailbox"]
    assert [change.kind for change in employer.changes.all()] == ["founded", "proof"]


def test_mailbox_that_was_taken_back_is_not_taken_again_by_itself(employer, ayu):
    prove_mailboxes.func()
    employer.revoke_proof(employer.proofs.get(), by=ayu, reason="The domain was sold.")
    prove_mailboxes.func()
    employer.refresh_from_db()
    assert employer.verification_level == 0


def test_proofs_of_a_domain_end_when_the_website_moves(employer):
    prove_mailboxes.func()
    employer.edit(by=owner_of(employer), website="https://bank.co.id")
    assert Employer.objects.get().verification_level == 0


def test_documents_outlast_another_website(employer, ayu):
    employer.add_proof("documents", detail="Licence", by=ayu)
    employer.edit(by=owner_of(employer), website="https://bank.co.id")
    assert Employer.objects.get().verification_level == 3


def test_a_mailbox_ends_when_the_track_asks_for_an_official_one(employer):
    prove_mailboxes.func()
    employer.edit(by=owner_of(employer), track="local-government")
    assert Employer.objects.get().verification_level == 0
