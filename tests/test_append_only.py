"""The logs are append-only, and the database itself sees to it."""

import pytest
from django.db import IntegrityError, connection, transaction

from tests import factories

pytestmark = pytest.mark.django_db


def _commit_checks() -> None:
    # Deferred triggers look at commit; a test's transaction never commits, so ask for them now.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def logs(rani):
    """One row of each log."""
    application = factories.make_application()
    return [
        application.changes.first(),
        application.listing.changes.first(),
        application.listing.employer.changes.first(),
    ]


def test_row_of_a_log_cannot_change(logs):
    for row in logs:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(reason="Rewritten")


def test_row_of_a_log_cannot_go_while_its_subject_stands(logs):
    for row in logs:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
            _commit_checks()


def test_log_of_a_draft_goes_with_the_draft(rani):
    listing = factories.make_draft(employer=factories.make_employer(owner=rani))
    listing.submit(by=rani)
    listing.take_back(by=rani)
    log = listing.changes.model.objects
    assert log.count() == 2
    listing.delete_draft(by=rani)
    _commit_checks()
    assert log.count() == 0
