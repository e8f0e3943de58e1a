"""The pseudo-catalogue itself: what it marks, in which words, and that it leaves nothing behind."""

from django.utils.translation import gettext, gettext_lazy, ngettext, override, pgettext

from tests.i18n.pseudo import pseudo_catalogues


def test_known_text_is_marked_in_the_words_of_its_language():
    # "Yes" is Django's own, so this rests on no word of ours.
    with pseudo_catalogues():
        with override("id"):
            assert gettext("Log out") == "⟦Keluar⟧"
        with override("en"):
            assert gettext("Log out") == "⟦Log out⟧"


def test_unknown_text_stays_bare_and_is_remembered():
    with pseudo_catalogues() as languages, override("id"):
        assert gettext("never in any catalogue") == "never in any catalogue"
        assert pgettext("nowhere", "never in any catalogue") == "never in any catalogue"
        assert ngettext("%d stray", "%d strays", 2) == "%d strays"
        assert languages["id"].unknown == {
            "never in any catalogue",
            "nowhere\x04never in any catalogue",
            "%d stray",
        }


def test_context_and_number_are_kept():
    with pseudo_catalogues():
        with override("id"):
            assert pgettext("abbrev. month", "May") == "⟦Mei⟧"
            assert ngettext("%(num)d day", "%(num)d days", 3) == "⟦%(num)d hari⟧"
        with override("en"):
            assert pgettext("abbrev. month", "May") == "⟦May⟧"
            assert ngettext("%(num)d day", "%(num)d days", 1) == "⟦%(num)d day⟧"
            assert ngettext("%(num)d day", "%(num)d days", 3) == "⟦%(num)d days⟧"


def test_lazy_text_is_marked_only_inside():
    text = gettext_lazy("Log out")
    with override("id"):
        with pseudo_catalogues(), override("id"):
            assert str(text) == "⟦Keluar⟧"
        assert str(text) == "Keluar"
