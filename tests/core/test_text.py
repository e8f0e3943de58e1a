import unicodedata
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from careers.core.text import check_length, clean_line, clean_text, refuse_links, sentences

MESSY = Path(__file__).parents[1] / "data" / "messy"
NOT_SEEN = (
    "\0\x07\x1b\x7f\u00ad\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u180e\u3164\u034f\ufffc\U000e0041\ue000"
)


def test_text_loses_what_nobody_sees():
    assert clean_text("".join(f"a{unseen}b" for unseen in NOT_SEEN)) == "ab" * len(NOT_SEEN)


def test_text_that_would_deceive_reads_as_it_is_stored():
    assert clean_text("pay \u202e00\u202c USD") == "pay 00 USD"


def test_text_in_arabic_and_hebrew_stays():
    assert clean_text("مُدَرِّب نماذج\u200f — מאמן") == "مُدَرِّب نماذج — מאמן"


def test_text_keeps_joiners_where_a_script_spells_with_them():
    persian, sinhala, family = "می\u200cخواهم", "ශ්\u200dරී", "👩\u200d👩\u200d👧 👩🏽\u200d🏫"
    assert clean_text(f"{persian} {sinhala} {family}") == f"{persian} {sinhala} {family}"


def test_text_loses_joiners_where_nothing_is_joined():
    assert clean_text("ad\u200dmin ad\u200cmin \u200d👩") == "admin admin 👩"


def test_text_keeps_the_form_of_a_sign_but_no_hidden_row_of_selectors():
    assert clean_text("❤️ 1️⃣ x\ufe0f☀\ufe0f\ufe0f\ufe01" + "\U000e0100" * 5) == "❤️ 1️⃣ x☀️"


def test_text_takes_composed_letters():
    assert clean_text("re\u0301daction") == "rédaction"
    assert clean_text((MESSY / "22_fr_nfd.txt").read_text("utf-8")).count("é") == 84


def test_text_that_was_encoded_twice_is_mended():
    damaged = (MESSY / "20_fr_mojibake.txt").read_text("utf-8")
    sound = (MESSY / "22_fr_nfd.txt").read_text("utf-8")
    assert clean_text(damaged) == clean_text(sound)


def test_text_that_is_sound_is_not_mended():
    sound = "Gaji Rp 5 juta – 7 juta; “naïve” Ærø, São Paulo, 東京, Ångström, €100, Æ‘quote’, Dữ liệu"
    assert clean_text(sound) == sound


def test_text_has_one_kind_of_line_end_and_no_towers():
    assert clean_text("a\r\nb\rc\u2028d\n \n\n\n\te") == "a\nb\nc\nd\n\n\te"


def test_text_of_stacked_marks_is_tamed():
    assert len(clean_text("z" + "\u0301\u0316\u200b" * 500)) == 6


def test_text_of_lone_surrogates_can_be_stored():
    assert clean_text("a\ud800b").encode() == b"ab"


def test_text_of_symbol_font_bullets_keeps_its_list():
    assert clean_text("\uf0b7 edit\n\uf0a7 check") == "• edit\n• check"


@given(st.text())
def test_text_is_clean_for_good(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert "\0" not in clean and "\r" not in clean
    clean.encode()


@given(
    st.text(
        alphabet=st.sampled_from([*"aé\n \t", *NOT_SEEN, "\u200d", "\u200c", "\u0301", "Ã", "©", "ی", "👩", "\ufe0f"])
    )
)
def test_text_is_clean_for_good_whatever_hides_in_it(text):
    assert clean_text(clean_text(text)) == clean_text(text)
    assert not set(clean_text(text)) & set(NOT_SEEN)


@given(st.text())
def test_line_is_one_line(text):
    line = clean_line(text)
    assert len(line.splitlines()) <= 1
    assert line == " ".join(line.split()) == clean_line(line)


def test_line_collapses_blanks_of_every_kind():
    assert clean_line("  AI\u00a0\u2003Editor\t\r\n  (contoh) ") == "AI Editor (contoh)"


@pytest.mark.parametrize(
    "name", ["https://evil.example", "www.evil.example", "Acme evil.example/jobs", "[Acme](x)", "hr@acme.example"]
)
def test_link_in_a_name_is_refused(name):
    with pytest.raises(ValidationError):
        refuse_links(name)


@pytest.mark.parametrize("name", ["Booking.com", "PT. Maju", "A/B Testing", "Dr. R.A. Kartini", "AI/ML @ Toko"])
def test_name_that_is_no_link_is_taken(name):
    refuse_links(name)


@pytest.mark.parametrize(("language", "figures"), [("en", ["1,501", "1,500"]), ("id", ["1.501", "1.500"])])
def test_length_says_how_long_it_is_and_may_be(language, figures):
    with translation.override(language), pytest.raises(ValidationError) as refusal:
        check_length("x" * 1501, 1500)
    with translation.override(language):
        assert [figure for figure in figures if figure in refusal.value.messages[0]] == figures


def test_sentences_end_where_a_sentence_ends():
    assert sentences("Anda menulis, kira-kira 1.5 jam. Lalu menilai! Selesai") == [
        "Anda menulis, kira-kira 1.5 jam.", "Lalu menilai!", "Selesai",
    ]  # fmt: skip
    assert sentences("  ") == []
