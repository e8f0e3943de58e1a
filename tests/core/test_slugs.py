import re

from hypothesis import given
from hypothesis import strategies as st

from careers.core.slugs import unique_slug


def nobody(_slug: str) -> bool:
    return False


def test_slug_reads_like_its_text():
    assert unique_slug("Editor Konten AI – Ñandú & Co.", nobody) == "editor-konten-ai-nandu-co"


def test_slug_that_is_taken_is_counted_up():
    assert unique_slug("Data Editor", {"data-editor", "data-editor-2"}.__contains__) == "data-editor-3"


def test_slug_of_a_crowd_has_a_random_tail():
    taken = {"data-editor", *(f"data-editor-{number}" for number in range(2, 50))}
    assert re.fullmatch(r"data-editor-[0-9a-f]{8}", unique_slug("Data Editor", taken.__contains__))


def test_slug_without_latin_letters_has_a_stand_in():
    assert unique_slug("محرر", nobody, otherwise="listing") == "listing"


def test_slug_is_cut_between_words():
    assert unique_slug("senior prompt engineer for legal texts", nobody, maximum=24) == "senior-prompt-engineer"


@given(st.text(), st.integers(20, 120), st.integers(0, 30))
def test_slug_fits_and_is_free(text, maximum, crowd):
    taken: set[str] = set()
    for _person in range(crowd + 1):
        slug = unique_slug(text, taken.__contains__, maximum=maximum)
        assert slug not in taken
        assert len(slug) <= maximum
        assert re.fullmatch(r"[a-z0-9]+(?:-+[a-z0-9]+)*", slug)
        taken.add(slug)
