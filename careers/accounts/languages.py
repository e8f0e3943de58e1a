"""Languages: the one that a person reads the board in, and those that people work in."""

from babel import Locale
from django.conf import settings
from django.http import HttpResponse

from careers.core.bilingual import active_language

# ISO 639 codes of what a seeker may say of themselves; the names come from CLDR.
WORK_LANGUAGES = (
    "id", "en", "jv", "su", "ms", "ar", "bn", "de", "es", "fil", "fr", "hi", "it", "ja", "ko", "nl", "pt", "ru", "sw",
    "ta", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip


def language_name(code: str) -> str:
    """What the interface's language calls a language; the code itself when CLDR has no name for it."""
    return Locale(active_language()).languages.get(code, code)


def work_language_choices() -> list[tuple[str, str]]:
    """Codes with their names, by name."""
    return sorted(((code, language_name(code)) for code in WORK_LANGUAGES), key=lambda pair: pair[1].lower())


def remember_language(response: HttpResponse, language: str) -> None:
    """Write the cookie by which `/` chooses a language; done only when someone signs in or posts a choice."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE or 365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
