"""Mail in development: every message becomes a file, so that it can be read instead of sent."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class FolderBackend(BaseEmailBackend):
    """Keep each message as one `.eml` file under `settings.MAIL_DIR`; the names sort by the time of sending."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many were written."""
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        kept = 0
        for message in email_messages:
            if not message.recipients():
                continue
            name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
            part = folder / f".{name}.part"
            part.write_bytes(message.message().as_bytes())
            # A reader never sees half a message.
            part.rename(folder / f"{name}.eml")
            kept += 1
        return kept
