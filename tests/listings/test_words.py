"""Words of a search and the rows they find: stemming, phrases, signs, spellings and new names."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from careers.core.text_query import fold
from careers.employers.models.employer import Employer
from careers.listings.filters import ListingFilter
from careers.listings.models import relevance
from careers.listings.models.listing import Listing
from careers.listings.tasks import refresh_employer_names, refresh_search_words
from careers.taxonomy.models import Skill
from tests import factories

pytestmark = pytest.mark.django_db


def make(title: str = "Nothing", description: str = "Nothing.", **fields) -> Listing:
    """A live listing that says nothing but what it is given."""
    if "category" not in fields:
        fields["category"] = factories.make_category("other", name_en="Other", name_id="Lainnya")
    if "employer" not in fields:
        there = Employer.objects.filter(name="Aksara Besar").first()
        fields["employer"] = there or factories.make_employer(name="Aksara Besar", level=1)
    return factories.make_listing(title=title, description=description, **fields)


def found(words: str, **more: str) -> list[Listing]:
    """The rows of a search for words, the best first; all of them, and no fewer than are counted."""
    query = QueryDict(mutable=True)
    query.update({"q": words, **more})
    search = ListingFilter(query)
    assert search.is_valid(), search.errors
    keys = [row.pk for row in search.page(size=50).rows]
    assert len(keys) == search.tally.total
    rows = Listing.objects.in_bulk(keys)
    return [rows[pk] for pk in keys]


def titles(words: str) -> set[str]:
    return {row.title for row in found(words)}


# --- in what, and which counts more ---


def test_word_counts_most_in_the_title_then_employer_skill_profession_and_text():
    skill = factories.make_skill("zebra", name_en="Zebra", name_id="Zebra")
    profession = factories.make_category("zebra", name_en="Zebra keeper", name_id="Penjaga zebra")
    other = factories.make_employer(name="Zebra Abadi", level=1)
    # The last one is the newest: were nothing weighed, it would come first.
    listings = [
        make("Zebra"), make(employer=other), make(skills=[skill]), make(category=profession),
        make(description="You see a zebra."),
    ]  # fmt: skip
    Listing.objects.update(rank_at=listings[0].rank_at, published_at=listings[0].published_at)
    order = [row.pk for row in found("zebra")]
    assert order == [row.pk for row in listings]


def test_words_among_no_rows_find_none():
    make("Zebra")
    assert ListingFilter(QueryDict("q=zebra"), Listing.objects.none()).page().rows == []


def test_word_excluded_by_the_text_is_out_though_the_title_alone_fits(monkeypatch):
    # Titles are looked up only when more fit than are scored.
    monkeypatch.setattr(relevance, "NEWEST", 1)
    first, wanted = make("Zebra keeper"), make("Zebra keeper")
    make("Zebra keeper", "Nothing but noise.")
    assert {row.pk for row in found("zebra -noise")} == {first.pk, wanted.pk}


def test_text_that_holds_a_word_oftener_comes_first():
    rows = [make(description="Zebra. Zebra. Zebra."), make(description="A zebra."), make(description="Zebra, zebra.")]
    Listing.objects.update(rank_at=rows[0].rank_at, published_at=rows[0].published_at)
    assert [row.pk for row in found("zebra")] == [rows[0].pk, rows[2].pk, rows[1].pk]


def test_what_has_just_gone_live_is_found_first():
    rows = [make("Penilai jawaban") for _one in range(3)]
    assert [row.pk for row in found("penilai")] == [row.pk for row in rows[::-1]]


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("id", "Anda melatih model.", "pelatihan"), ("id", "Anda menilai jawaban.", "menilai"),
        ("id", "Pelatihan bagi penulis", "pelatih"), ("en", "You are writing reviews.", "write review"),
        ("en", "You review answers.", "reviewing"), ("en", "You rate answers.", "ANSWER"),
    ],
)  # fmt: skip
def test_text_is_stemmed_by_its_language_and_asked_in_either(language, text, query):
    listing = make(description=text, language=language)
    assert found(query) == [listing]


def test_text_is_not_stemmed_by_the_other_language():
    make(description="You see running machines.", language="id")
    assert (titles("runs"), len(found("running"))) == (set(), 1)


@pytest.mark.parametrize("query", ["pelatihan", "dilatih", "writers", "writer"])
def test_title_is_read_in_both_languages_whatever_the_rest_is_written_in(query):
    rows = {make("Melatih a writer", language=language).pk for language in ("id", "en")}
    assert {row.pk for row in found(query)} == rows


def test_phrase_stands_together_and_in_order():
    make("Together", "A large language model.")
    make("Apart", "A large model of language.")
    assert titles('"large language model"') == {"Together"}
    assert titles('"language model') == {"Together"}
    assert titles("large language model") == {"Together", "Apart"}
    assert titles('"model language"') == set()


def test_phrase_reaches_over_no_joint_of_what_is_searched():
    keeper = factories.make_category("zebra", name_en="Zebra keeper", name_id="Penjaga zebra")
    wisma = factories.make_employer(name="Wisma Musik", level=1)
    listing = make("Violin teacher", "Piano.", employer=wisma, category=keeper)
    for query in ('"teacher violin"', '"teacher wisma"', '"musik zebra"', '"zebra piano"', '"zebra zebra"'):
        assert found(query) == [], query
    assert found('"violin teacher"') == found('"wisma musik"') == found('"penjaga zebra"') == [listing]


def test_phrase_may_be_inflected_and_hold_words_that_say_nothing():
    make("Inflected", "You write reviews of the models.")
    assert titles('"writing review"') == titles('"reviews of the model"') == {"Inflected"}


def test_excluded_word_is_out_in_every_form():
    make("Nothing at all")
    make("Nothing with it", "You write reviews.")
    for query in ("nothing -write", "nothing -writing", "nothing -written -writes", 'nothing -"write reviews"'):
        assert titles(query) == {"Nothing at all"}, query


def test_excluded_word_is_out_of_either_language():
    make("Nothing at all")
    make("Nothing yet", "Anda melatih.", language="id")
    assert titles("nothing -pelatihan") == titles("-pelatihan") == {"Nothing at all"}


def test_or_finds_either_and_binds_less_than_a_space():
    for name in ("Violin", "Cello", "Violin teacher", "Cello teacher"):
        make(name)
    for sign in ("or", "OR", "atau"):
        assert titles(f"violin {sign} cello") == {"Violin", "Cello", "Violin teacher", "Cello teacher"}
        assert titles(f"violin {sign} cello teacher") == {"Violin", "Violin teacher", "Cello teacher"}
        assert titles(f"violin -teacher {sign} cello teacher") == {"Violin", "Cello teacher"}


@pytest.mark.parametrize(("text", "query"), [("Résumé", "resume"), ("Resume", "résumé"), ("Naïve", "NAIVE")])
def test_accents_make_no_difference(text, query):
    make(text)
    assert titles(query) == titles(f'"{query}"') == {text}


def test_signs_of_a_name_belong_to_it():
    for name in ("C++ writer", "Knows C#", "Knows .NET", "Plain C", "A net", "C++/C# reviewer"):
        make(name)
    expected = {
        "C++": {"C++ writer", "C++/C# reviewer"}, "c++": {"C++ writer", "C++/C# reviewer"},
        "C#": {"Knows C#", "C++/C# reviewer"}, ".NET": {"Knows .NET"}, ".net": {"Knows .NET"}, "c": {"Plain C"},
        "net": {"A net"}, '"c++ c#"': {"C++/C# reviewer"}, "c -c++": {"Plain C"},
    }  # fmt: skip
    assert {query: titles(query) for query in expected} == expected


def test_slash_parts_two_words():
    listing = make("AI/ML and UI/UX reviewer")
    for query in ("ml", "AI", "ai/ml", "AI/ML", '"ai/ml"', "UI/UX ml"):
        assert found(query) == [listing], query


def test_hyphen_parts_and_holds_together():
    listing = make("Fact-checking at home")
    for query in ("fact-checking", "fact checking", "checking", "fact-check", '"fact-checking"'):
        assert found(query) == [listing], query


def test_words_that_say_nothing_ask_for_nothing():
    make("Writer")
    make("Editor")
    assert titles("the writer of") == titles("penulis or writer") == titles("writer yang di") == {"Writer"}
    assert titles("yang writer untuk") == {"Writer"}
    assert titles("the") == titles("of the") == titles("?!") == set()


# --- other spellings, other names ---


@pytest.fixture
def llm():
    """A skill with three spellings."""
    return factories.make_skill(
        "llm", name_en="Large language model", name_id="Model bahasa besar", aliases=["LLM", "LLMs"]
    )


def test_skill_is_found_by_each_of_its_spellings_where_any_stands(llm):
    make("LLM reviewer")
    make("Text", "You work on a large language model.")
    make("Teks", "Anda melatih model bahasa besar.", language="id")
    make("Skilled", skills=[llm])
    make("Apart", "A large model of Balinese.")
    for query in ("llm", "LLM", "large language model", "Model Bahasa  besar", "llms"):
        assert titles(query) == {"LLM reviewer", "Text", "Teks", "Skilled"}, query


def test_quoted_skill_is_meant_letter_by_letter(llm):
    make("LLM reviewer")
    make("Text", "You work on a large language model.")
    assert (titles('"llm"'), titles('"large language model"')) == ({"LLM reviewer"}, {"Text"})


def test_profession_is_found_by_its_name_in_either_language():
    listing = make(category=factories.make_category())
    make()
    for query in ("pelatih model", "model trainer", "AI model trainer", '"pelatih model"'):
        assert found(query) == [listing], query


def test_merged_profession_is_found_by_the_name_of_what_it_became():
    old, new = (
        factories.make_category("coach", name_en="Chatbot coach", name_id="Mentor bot"),
        factories.make_category(),
    )
    listing = make(category=old)
    old.merge_into(new)
    assert (found("trainer"), found("coach")) == ([listing], [])


def test_renamed_employer_skill_and_profession_are_found_by_the_new_name(llm, run_jobs):
    profession = factories.make_category()
    employer = factories.make_employer(name="Wisma Lama", level=1)
    listing, version = make(employer=employer, skills=[llm], category=profession), None
    run_jobs()
    refresh_search_words.func()
    version = Listing.objects.get(pk=listing.pk).version
    employer.rename("Rumah Baru", by=factories.make_curator())
    Skill.objects.filter(pk=llm.pk).update(aliases=["Transformer"])
    type(profession).objects.filter(pk=profession.pk).update(name_id="Pengasuh Mesin")
    run_jobs()
    refresh_search_words.func()
    for word in ("rumah", "transformer", "pengasuh"):
        assert found(word) == [listing], word
    for word in ("wisma", "llms", "pelatih"):
        assert found(word) == [], word
    assert Listing.objects.get(pk=listing.pk).version > version


def test_followers_read_no_listing_when_nothing_is_owed(llm, run_jobs):
    make(skills=[llm])
    run_jobs()
    refresh_search_words.func()
    with CaptureQueriesContext(connection) as queries:
        refresh_employer_names.func()
        assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        refresh_search_words.func()
    # The spellings that may be typed are compared as well, in a statement of its own that has "false" for listings.
    assert not [query["sql"] for query in queries if '"careers_listing"' in query["sql"]]


def test_words_are_compared_folded_as_the_database_folds_them():
    for word in ("Résumé", "naïve", "ﬁne", "Œuvre"):
        listing = make(word)
        assert listing in found(fold(word)), word
