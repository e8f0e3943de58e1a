"""Every mail in both languages, with what went through a catalogue in marks: what is bare is untranslated."""

import inspect
import re
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from careers.accounts.models import User
from careers.core.clock import now
from careers.employers.models.people import Invitation
from careers.saved.models import QueueNotice
from careers.trust.models import ContactMessage
from tests import factories
from tests.i18n.leaks import leaks_in
from tests.i18n.pseudo import pseudo_catalogues
from tests.walk import texts_of_rows

ROOT = Path(__file__).parent.parent.parent


def senders():
    """Every function of every emails.py that sends something."""
    for path in sorted(ROOT.glob("careers/*/emails.py")):
        module = import_module(f"careers.{path.parent.name}.emails")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                yield pytest.param(function, id=f"{path.parent.name}.{name}")


@pytest.fixture(scope="module")
def rows(module_rows) -> SimpleNamespace:
    """What mails are about, made once; nobody reads any language yet."""
    dewi, rani = factories.make_user(name="Dewi"), factories.make_user(name="Rani")
    kebun = factories.make_employer(owner=rani, level=1, name="Kebun Kata")
    listing = factories.make_listing(employer=kebun)
    application = factories.make_application(listing=listing, seeker=dewi, stage="not_selected")
    invitation = Invitation.objects.create(
        employer=kebun, email="sari@lintas.example", role="reviewer", token_digest="x", invited_by=rani
    )
    connection.check_constraints()
    return SimpleNamespace(dewi=dewi, kebun=kebun, listing=listing, application=application, invitation=invitation)


@pytest.fixture
def examples(rows, db, language) -> dict:
    """A value for each parameter that a sender takes; everybody reads the same language."""
    User.objects.update(language=language)
    # Read anew, with nothing kept of the language of the test before.
    dewi, application, listing, kebun, invitation = (
        type(row).objects.get(pk=row.pk)
        for row in (rows.dewi, rows.application, rows.listing, rows.kebun, rows.invitation)
    )
    due = [{"listing__title": listing.title, "listing__public_id": listing.public_id, "count": 3, "first_due": now()}]
    token = "example-token-of-an-invitation"
    message = ContactMessage.objects.create(
        email="sari@lintas.example", topic="question", text="How?", language=language
    )
    return {
        "to": "sari@lintas.example", "language": language, "name": "Sari", "code": "1234567", "token": token, "zone": "Asia/Jakarta",
        "link": "https://lintas.example/go", "ip": "192.0.2.1", "browser": "192.0.2.1", "change": "account/email/password_changed",
        "application": application, "listing": listing, "employer": kebun, "invitation": invitation, "message": message,
        "decision": "reject", "step": "suspend", "reason": "example-token", "user": dewi, "rows": due, "member": kebun.memberships.first(),
        "notice": QueueNotice(listing=listing, user=dewi), "places": 3,
        "applications": [application], "listings": [listing, listing],
    }  # fmt: skip


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("sender", list(senders()))
def test_mail_leaves_nothing_untranslated(examples, sender, language):
    ProcrastinateJob.objects.all().delete()
    parameters = inspect.signature(sender).parameters
    several = [value for name, one in parameters.items() if one.kind is one.VAR_POSITIONAL for value in examples[name]]
    wanted = [
        name for name, one in parameters.items() if one.default is one.empty and one.kind is not one.VAR_POSITIONAL
    ]
    with pseudo_catalogues(), override("en" if language == "id" else "id"):
        sender(*several, **{name: examples[name] for name in wanted})
    mails = [job.args for job in ProcrastinateJob.objects.filter(task_name="careers.core.mail.deliver")]
    names = {*texts_of_rows(), "example-token", "example-token-of-an-invitation"}
    assert mails
    for mail in mails:
        assert mail["headers"]["Content-Language"] == language
        assert leaks_in(mail["html"], names=names) == []
        for part in ("subject", "text"):
            escaped = mail[part].replace("&", "&amp;").replace("<", "&lt;")
            assert leaks_in(f"<p>{escaped}</p>", names=names) == []
        assert re.findall(r'<html[^>]* lang="(\w+)"', mail["html"]) == [language]
