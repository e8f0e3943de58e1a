"""What the privacy notice promises about messages is done."""

from datetime import timedelta

import pytest

from careers.core import clock as board_clock
from careers.trust.models import ContactMessage
from careers.trust.tasks import forget_messages

pytestmark = pytest.mark.django_db


def test_messages_are_forgotten_after_a_year():
    fields = {"email": "a@b.example", "topic": "question", "text": "Hello", "language": "en"}
    kept = ContactMessage.objects.create(sent_at=board_clock.now() - timedelta(days=364), **fields)
    ContactMessage.objects.create(sent_at=board_clock.now() - timedelta(days=366), **fields)
    forget_messages()
    assert list(ContactMessage.objects.all()) == [kept]
