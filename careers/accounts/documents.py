"""The versions of what people agree to: sign-up keeps them with the date, and the pages say them."""

from datetime import date

TERMS_VERSION = "2026-11-21"
PRIVACY_VERSION = "2026-11-21"


def date_of(version: str) -> date:
    """The day from which a version holds."""
    return date.fromisoformat(version)
