"""docs/words.md says what the code means."""

from pathlib import Path

from django.utils.translation import override

from careers.management.commands import words

ROOT = Path(__file__).parent.parent


def test_words_are_those_of_the_code():
    assert (ROOT / words.PATH).read_text(encoding="utf-8") == words.document(), "run manage.py words"


def test_words_do_not_depend_on_the_language_of_the_day():
    with override("id"):
        indonesian = words.document()
    assert indonesian == words.document()
