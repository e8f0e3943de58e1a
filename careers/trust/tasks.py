"""What trust does in the background."""

from datetime import timedelta

from careers.core import clock
from careers.core.queue import app
from careers.trust.models import ContactMessage

MESSAGES_KEPT = timedelta(days=365)  # the privacy notice promises it


@app.periodic(cron="40 3 * * *")
@app.task(name="careers.trust.tasks.forget_messages", lock="trust.messages")
def forget_messages(timestamp: int = 0) -> None:
    """Erase what was written to the curators a year ago."""
    ContactMessage.objects.filter(sent_at__lt=clock.now() - MESSAGES_KEPT).delete()
