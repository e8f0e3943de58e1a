"""Marked text: whatever stands in it, no markup of its own gets out; extracts are short and hold what is marked."""

import re
from html import escape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.core.marks import START, STOP, WORDS, Marked, bare, read, together

# Markup, entities and delimiters in any order, closed or not.
PIECES = st.sampled_from(
    [
        START, STOP, "<", ">", "&", '"', "'", "<mark>", "</mark>", "<script>", "&lt;", "&#xE000;", "&#57345;", " ", "\n", "wörd",
    ]
)  # fmt: skip
DELIMITED = st.lists(st.one_of(PIECES, st.text(max_size=5))).map("".join)
# Words of a long text, about one in nine of them marked.
LONG = st.lists(st.sampled_from([*"abcdefgh", f"{START}one{STOP}", f"{START}two{STOP}", "x" * 70]), max_size=90).map(
    " ".join
)


def without_marks(html: str) -> str:
    """HTML without the only tags that it may have."""
    return html.replace("<mark>", "").replace("</mark>", "")


@given(DELIMITED, st.booleans())
def test_html_has_no_tag_but_mark_whatever_the_text_holds(text, is_html):
    html = read(text, is_html=is_html).html()
    assert re.fullmatch(r"([^<>\"']*<mark>[^<>\"']+</mark>)*[^<>\"']*", html)
    assert not re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;)", html)


@given(DELIMITED)
def test_html_without_its_marks_is_the_escaped_text(text):
    assert without_marks(read(text).html()) == escape(bare(text))


@given(DELIMITED)
def test_what_stands_between_delimiters_is_marked(text):
    inside = re.sub(f"[^{START}]*(?:{START}([^{STOP}]*){STOP}?)?", r"\1", text)
    found = read(text)
    assert "".join(found.text[start:stop] for start, stop in found.spans) == bare(inside)


@given(DELIMITED.map(read), DELIMITED.map(read))
def test_marks_of_two_readings_are_put_together(one, other):
    text = one.text + other.text
    spans = together(Marked(text, one.spans), Marked(text, other.spans)).spans
    lit = {place for start, stop in (*one.spans, *other.spans) for place in range(start, stop)}
    assert {place for start, stop in spans for place in range(start, stop)} == lit
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@given(st.one_of(DELIMITED, LONG).map(read))
def test_extract_is_cut_out_of_the_text_with_its_marks(whole):
    extract = whole.extract()
    assert (
        bool(extract.text)
        == bool(extract.spans)
        == any(re.search(r"[^\s·]", whole.text[start:stop]) for start, stop in whole.spans)
    )
    marked_words = {whole.text[start:stop] for start, stop in whole.spans}
    assert all(any(extract.text[start:stop] in word for word in marked_words) for start, stop in extract.spans)
    if "…" not in whole.text:
        fragments = [fragment.strip() for fragment in extract.text.split("…")]
        assert all(fragment in whole.text for fragment in fragments)
        assert len([fragment for fragment in fragments if fragment]) <= 2
        assert sum(len(fragment.split()) for fragment in fragments) <= WORDS


@given(LONG.map(read))
def test_extract_holds_both_words_when_both_are_marked(whole):
    extract = whole.extract()
    assert {extract.text[start:stop] for start, stop in extract.spans} == {
        whole.text[start:stop] for start, stop in whole.spans
    }


@pytest.mark.parametrize(
    ("text", "extract"),
    [
        ("nothing here", ""),
        (f"· {'a ' * 12}· [one] ·{' b' * 18} · · c", f"… {'a ' * 6}· <mark>one</mark> ·{' b' * 18} …"),
        ("· [one] · b ·", "<mark>one</mark> · b"),
        ("only [one] word", "only <mark>one</mark> word"),
        (f"{'a ' * 40}[one]{' b' * 40}", f"… {'a ' * 6}<mark>one</mark>{' b' * 18} …"),
        (f"[one] {'a ' * 40}[two]", f"<mark>one</mark>{' a' * 11} … {'a ' * 11}<mark>two</mark>"),
        (f"{'a ' * 40}[one] {'b ' * 40}[two] c [one]", f"… {'b ' * 22}<mark>two</mark> c <mark>one</mark>"),
        (f"[one] {'a ' * 12}b", f"<mark>one</mark> {'a ' * 12}b"),
        (f"[one]{'x' * 400}", f"<mark>one</mark>{'x' * 400}"),
        (f"[one]{'x' * 2000}", f"<mark>one</mark>{'x' * 747} …"),
    ],
    ids=lambda value: value[:20],
)
def test_extract(text, extract):
    assert read(text.replace("[", START).replace("]", STOP)).extract().html() == extract
