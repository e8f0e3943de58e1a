from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.core.encoding import UNFORGIVING, NotText, decode_text

MESSY = Path(__file__).parents[1] / "data" / "messy"


def test_windows_text_is_refused_in_words():
    with pytest.raises(NotText) as refused:
        decode_text((MESSY / "18_fr_cp1252.txt").read_bytes())
    assert "UTF-8" in str(refused.value.message)


def test_utf_16_text_that_says_so_is_read():
    text = decode_text((MESSY / "19_fr_utf16le_bom.txt").read_bytes())
    assert text.startswith("Analyste de recherche et d’évaluation")
    assert decode_text("é".encode("utf-16-be").join([b"\xfe\xff", b""])) == "é"


@given(st.text(st.characters(codec="utf-8")))
def test_utf_8_text_is_read_with_and_without_a_mark(text):
    assert decode_text(b"\xef\xbb\xbf" + text.encode()) == text
    assert decode_text(b"a" + text.encode()) == "a" + text


@given(st.binary())
def test_bytes_are_read_or_refused(data):
    try:
        decode_text(data).encode("utf-8", "surrogatepass")
    except NotText:
        pass


def test_unforgiving_codec_replaces_nothing():
    assert "é�".encode().decode(UNFORGIVING, "replace") == "é�"
    assert "é".encode(UNFORGIVING) == "é".encode()
    with pytest.raises(UnicodeDecodeError):
        b"\xe9".decode(UNFORGIVING, "replace")
