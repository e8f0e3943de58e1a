"""What people type into a search box: what is read from it, and that nothing can be typed that cannot be read."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from careers.core.text_query import FUNCTION_WORDS, LONGEST_RUN, TextQuery, fold, parse

# What means something to a search, and what looks as if it did.
PIECES = [
    "model", "Trainer", "or", "OR", "atau", "-", "--", '"', '""', '"large language"', '-"the text"', "-model", "yang", "di",
    "C++", "C#", "AI/ML", "naïve", "…", "🦜", "\u202e", "\0", "\t", "\u00a0", "'", "&", "|", "!", ":*", "(", ")", "<->", "%", "_",
]  # fmt: skip
typed = st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
typed |= st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
spellings = st.lists(st.sampled_from(["LLM", "large language model", "model bahasa"]), max_size=3)


def said(text: str) -> list[list[str]]:
    """What is read, group by group: words plainly, phrases in quotation marks, what is not wanted with a minus."""
    return [
        ["-" * term.is_excluded + (f"<{term.text}>" if term.is_phrase else term.text) for term in group]
        for group in parse(text).groups
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n\t ", []),
        ("model trainer", [["model", "trainer"]]),
        ('"model trainer" remote', [["<model trainer>", "remote"]]),
        ('"  model   trainer "', [["<model trainer>"]]),
        ('remote "model trainer', [["remote", "<model trainer>"]]),
        ('model"trainer"', [["model", "<trainer>"]]),
        ('"', []),
        ('""', []),
        ("trainer -senior", [["trainer", "-senior"]]),
        ('trainer -"very senior"', [["trainer", "-<very senior>"]]),
        ("-senior", [["-senior"]]),
        ("trainer - senior", [["trainer", "senior"]]),
        ("fact-checking", [["fact-checking"]]),
        ("a OR b c or d", [["a"], ["b", "c"], ["d"]]),
        ("penulis atau editor", [["penulis"], ["editor"]]),
        ("or a", [["or", "a"]]),
        ("a or", [["a"]]),
        ("a or or b", [["a"], ["or", "b"]]),
        ('a "or" b', [["a", "<or>", "b"]]),
        ("a -or b", [["a", "-or", "b"]]),
        ("?! … -- || &", []),
        ("C++ C# .NET", [["C++", "C#", ".NET"]]),
        ("🦜 model", [["model"]]),
        ("pekerjaan yang jauh di rumah", [["pekerjaan", "jauh", "rumah"]]),
        ("yang", [["yang"]]),
        ("Yang DI", [["Yang", "DI"]]),
        ('"yang jauh"', [["<yang jauh>"]]),
        ("model -yang", [["model", "-yang"]]),
        ("yang atau model", [["yang"], ["model"]]),
    ],
)
def test_parse_reads_words_phrases_minus_and_or(text, expected):
    assert said(text) == expected


@given(typed)
@example('"')
@example("-")
@example('-"')
@example("or")
def test_parse_takes_any_text(text):
    query = parse(text)
    for group in query.groups:
        assert group
        for term in group:
            assert term.words and all(word and word == word.strip() for word in term.words)
            assert any(sign.isalnum() for sign in term.text) and not term.spellings
            assert term.is_phrase or len(term.words) == 1
    assert query == parse(text)


@given(typed)
def test_what_was_read_can_be_typed_again(text):
    query = parse(text)
    assert parse(str(query)) == query


@given(typed)
def test_words_that_say_nothing_stand_only_where_there_is_no_other(text):
    for group in parse(text).groups:
        plain = [term.text.casefold() for term in group if not term.is_phrase and not term.is_excluded]
        nothing = [word for word in plain if word in FUNCTION_WORDS]
        assert not nothing or len(nothing) == len(group)


@given(typed)
def test_what_is_typed_plainly_is_neither_quoted_nor_excluded(text):
    query = parse(text)
    plain = [term for group in query.groups for term in group if not term.is_phrase and not term.is_excluded]
    assert set(query.typed_words) == {term.text for term in plain}
    assert {term for term in query.terms if term.is_excluded} == set()
    assert len(query.terms) == len(set(query.terms))


# --- names of several words, and what is put right ---


def test_runs_are_neighbours_that_were_typed_plainly():
    assert parse('a b "c" d -e f or g').runs() == {"a", "b", "a b", "d", "f", "g"}
    assert "a b c d" in parse("a b c d e").runs() and "a b c d e" not in parse("a b c d e").runs()


@given(typed)
def test_runs_are_folded_and_not_too_long(text):
    for run in parse(text).runs():
        assert run == fold(run)
        assert len(run.split()) <= LONGEST_RUN or any(not word.isalnum() for word in text.split())


def test_longest_name_is_spelt_first():
    known = {
        "large language model": ["LLM", "model bahasa besar"],
        "model": ["pola"],
        "llm": ["LLM", "large language model"],
    }
    query = parse("senior Large  Language MODEL model").with_spellings(known)
    assert [(term.text, term.spellings) for term in query.groups[0]] == [
        ("senior", ()), ("Large Language MODEL", ("LLM", "model bahasa besar")), ("model", ("pola",)),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ['"llm"', "-llm", '-"llm"', "llms"])
def test_what_is_quoted_excluded_or_another_word_keeps_its_spelling(text):
    assert parse(text).with_spellings({"llm": ["large language model"]}) == parse(text)


def test_name_is_known_whatever_its_case_and_accents():
    assert parse("LLÉM").with_spellings({"llem": ["x"]}).groups[0][0].spellings == ("x",)


@given(typed, st.dictionaries(st.sampled_from(["model", "model trainer", "llm", "yang di", "c++"]), spellings))
def test_spellings_lose_no_word_and_no_order(text, known):
    query = parse(text)
    spelt = query.with_spellings(known)
    words = [[word for term in group for word in term.words] for group in spelt.groups]
    assert words == [[word for term in group for word in term.words] for group in query.groups]
    assert str(spelt.with_spellings({})) == str(spelt)


def test_words_are_put_right_where_they_were_typed_plainly():
    query = parse('tranier -tranier "tranier" Tranier').with_words({"tranier": "trainer"})
    assert str(query) == 'trainer -tranier "tranier" trainer'


def test_words_may_be_meant_to_the_letter():
    exact = parse('tranier "a b" -c or d').to_the_letter()
    assert str(exact) == '"tranier" "a b" -c or "d"'
    assert exact.typed_words == []


@given(typed)
def test_what_is_meant_to_the_letter_is_read_so(text):
    exact = parse(text).to_the_letter()
    assert parse(str(exact)) == exact


@given(typed)
def test_nothing_is_put_right_without_cause(text):
    assert parse(text).with_words({"never typed": "x"}) == parse(text) == parse(text).with_spellings({})


# --- folding ---


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Résumé  Writer ", "resume writer"),
        ("NAÏVE", "naive"),
        ("C++", "c++"),
        ("ﬁne", "fine"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_fold_makes_spellings_comparable(text, folded):
    assert fold(text) == folded


@given(st.text(max_size=40))
def test_fold_is_done_once(text):
    folded = fold(text)
    assert fold(folded) == folded == " ".join(folded.split())
    assert not any(map(unicodedata.combining, unicodedata.normalize("NFKD", folded)))


def test_query_without_words_is_empty():
    assert parse("") == TextQuery(()) and (parse("").terms, parse("").runs(), str(parse(""))) == ([], set(), "")
