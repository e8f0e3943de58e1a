"""docs/words.md says what the code means."""

from pathlib import Path

from django.utils.translation import override

from careers.applications.models.log import ApplicationChange
from careers.employers.models.log import EmployerChange
from careers.listings.models.log import ListingChange
from careers.management.commands import words
from tests.consistency import first_arguments

ROOT = Path(__file__).parent.parent


def test_words_are_those_of_the_code():
    assert (ROOT / words.PATH).read_text(encoding="utf-8") == words.document(), "run manage.py words"


def test_words_do_not_depend_on_the_language_of_the_day():
    with override("id"):
        indonesian = words.document()
    assert indonesian == words.document()


def test_every_kind_that_is_logged_beside_a_step_is_told():
    told = {
        *ListingChange.KINDS_BESIDE_STEPS,
        *ApplicationChange.KINDS_BESIDE_STEPS,
        *EmployerChange.KINDS_BESIDE_STEPS,
    }
    logged = {*first_arguments(ROOT, "log"), *first_arguments(ROOT, "_log")}
    assert logged - told == set()
    assert len(logged) > 10
