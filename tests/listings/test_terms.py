"""What people may search for: kept from the rows, suggested as one types, and known when a word is mistyped."""

from collections import Counter

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careers.core.text_query import fold
from careers.employers.models.employer import Employer
from careers.listings import tasks
from careers.listings.models import term_rows
from careers.listings.models.listing import Listing
from careers.listings.models.terms import MOST_SUGGESTED, SearchTerm
from careers.taxonomy.models import Skill
from tests import factories

pytestmark = pytest.mark.django_db

# One transaction serves all examples: they write nothing.
reading = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def board():
    """Words in both languages that live listings can be found by."""
    skill = factories.make_skill(aliases=["cek fakta", "C++"])
    factories.make_skill("translation", name_en="Translation", name_id="Penerjemahan", aliases=["menerjemahkan"])
    employer = factories.make_employer(name="Wisma Aksara")
    factories.make_listing(title="Senior editor of data", skills=[skill], employer=employer)
    factories.make_listing(title="Senior Editor of Data")
    factories.make_listing(title="Penulis naskah berbahasa Indonesia", description="Menulis kompensasi.", language="id")
    term_rows.refresh()


def terms(kind: str) -> dict[str, int]:
    """Folded text → how many listings, of one kind."""
    return dict(SearchTerm.objects.filter(kind=kind).values_list("folded", "listing_count"))


def texts(typed: str, language: str = "en") -> list[tuple[str, str]]:
    """Kind and name of what is suggested."""
    with override(language):
        return [(one.kind, one.name) for one in SearchTerm.objects.suggestions(typed)]


# --- the rows ---


def test_refresh_counts_distinct_titles_of_live_listings(board):
    Listing.objects.filter(title__startswith="Penulis").get().pause(by=factories.make_curator())
    factories.make_draft(title="Not to be seen")
    term_rows.refresh()
    assert terms("title") == {"senior editor of data": 2}


def test_refresh_keeps_every_spelling_of_a_skill_and_both_names_of_a_profession(board):
    assert terms("skill") == {
        "fact-checking": 1, "pengecekan fakta": 1, "cek fakta": 1, "c++": 1,
        "translation": 0, "penerjemahan": 0, "menerjemahkan": 0,
    }  # fmt: skip
    assert terms("category") == {"ai model trainer": 3, "pelatih model ai": 3}


def test_refresh_keeps_words_of_names_and_none_of_texts(board):
    words = terms("word")
    assert {"senior", "editor", "naskah", "fact", "checking", "menerjemahkan", "wisma", "pelatih"} <= words.keys()
    assert not {"kompensasi", "of", "ai", "c"} & words.keys()
    assert (words["editor"], words["fakta"], words["model"]) == (2, 1, 3)


def test_refresh_forgets_what_is_gone_and_writes_nothing_twice(board):
    before = list(SearchTerm.objects.order_by("pk").values_list())
    term_rows.refresh()
    assert list(SearchTerm.objects.order_by("pk").values_list()) == before
    Listing.objects.update(title="Something else")
    Skill.objects.filter(slug="translation").delete()
    term_rows.refresh()
    assert terms("title") == {"something else": 3}
    assert not SearchTerm.objects.filter(folded__in=("naskah", "translation")).exists()


def test_refresh_takes_as_few_statements_for_many_listings_as_for_few(board):
    with CaptureQueriesContext(connection) as few:
        term_rows.refresh()
    for _one in range(5):
        factories.make_listing()
    with CaptureQueriesContext(connection) as many:
        term_rows.refresh()
    assert len(many) == len(few) <= 4


def test_refresh_keeps_the_commonest_titles_of_a_large_board(board, monkeypatch):
    monkeypatch.setattr(term_rows, "MOST", (("title", 1), ("word", 3)))
    term_rows.refresh()
    assert terms("title") == {"senior editor of data": 2}
    assert len(terms("word")) == 3


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=40))
@reading
def test_rows_are_folded_as_what_is_typed(text):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {term_rows.FOLDED.format('%(text)s')}", {"text": text})
        assert cursor.fetchone()[0] == fold(text)[: term_rows.LONGEST].strip()


def test_samples_can_be_suggested_once_they_are_loaded():
    call_command("load_seeds", samples=True, verbosity=0)
    assert all(terms(kind) for kind in ("title", "skill", "category", "employer", "word"))
    assert texts("pelatih", "id")


# --- how the rows follow ---


def test_first_minute_of_a_board_counts_everything():
    factories.make_listing(title="Editor of maps")
    tasks.follow_terms.func()
    assert terms("title") == {"editor of maps": 1}


def test_new_listing_can_be_suggested_after_a_minute_and_the_last_of_its_title_no_longer():
    cache.set(tasks.TERMS_FOLLOWED, 0)
    listing = factories.make_listing(title="Editor of maps")
    tasks.follow_terms.func()
    assert (terms("title"), "maps" in terms("word")) == ({"editor of maps": 1}, True)
    assert terms("employer") == {fold(listing.employer.name): 1}
    factories.make_draft(title="Editor of Maps")
    listing.suspend(by=factories.make_curator(), reason="It asks applicants for money.")
    tasks.follow_terms.func()
    assert (terms("title"), terms("employer")) == ({}, {})


def test_title_stays_while_another_live_listing_has_it(board):
    cache.set(tasks.TERMS_FOLLOWED, tasks._newest_change())
    Listing.objects.filter(title="Senior editor of data").get().pause(by=factories.make_curator())
    tasks.follow_terms.func()
    assert "senior editor of data" in terms("title")


def test_hidden_listings_of_a_suspended_employer_are_not_suggested(board, run_jobs):
    cache.set(tasks.TERMS_FOLLOWED, tasks._newest_change())
    employer = Employer.objects.get(slug="wisma-aksara")
    Listing.objects.filter(employer=employer).update(title="Only here")
    term_rows.refresh()
    for listing in Listing.objects.filter(employer=employer):
        listing.hide(by=factories.make_curator(), reason="Suspended.")
    tasks.follow_terms.func()
    assert ("only here" in terms("title"), "wisma aksara" in terms("employer")) == (False, False)


def test_follow_terms_asks_little_when_nothing_is_owed(board):
    tasks.follow_terms.func()
    with CaptureQueriesContext(connection) as queries:
        tasks.follow_terms.func()
    assert not [
        query for query in queries if "careers_searchterm" in query["sql"] or "careers_listing " in query["sql"]
    ]


def test_follow_terms_goes_on_batch_by_batch(monkeypatch):
    cache.set(tasks.TERMS_FOLLOWED, 0)
    monkeypatch.setattr(tasks, "BATCH", 1)
    for title in ("Editor of maps", "Editor of films", "Editor of books"):
        factories.make_listing(title=title)
    tasks.follow_terms.func()
    assert terms("title").keys() == {"editor of maps", "editor of films", "editor of books"}


def test_renamed_employer_is_suggested_by_its_new_name_alone(board):
    employer = Employer.objects.get(slug="wisma-aksara")
    employer.rename("Serambi Kata Baru", by=factories.make_user())
    tasks.refresh_employer_names.func()
    assert [name for name in terms("employer") if name in ("wisma aksara", "serambi kata baru")] == [
        "serambi kata baru"
    ]
    assert SearchTerm.objects.get(folded="serambi kata baru").slug == employer.slug


def test_new_spellings_of_the_vocabulary_follow_at_once_and_keep_their_counts(board):
    Skill.objects.filter(slug="fact-checking").update(aliases=["verifikasi"])
    tasks.refresh_search_words.func()
    assert {"fact-checking": 1, "verifikasi": 0}.items() <= terms("skill").items()
    assert not {"cek fakta", "c++"} & terms("skill").keys()


# --- suggestions ---


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("sen", "en", [("title", "Senior Editor of Data")]),
        ("SENIOR  éd", "en", [("title", "Senior Editor of Data")]),
        ("naskah", "id", [("title", "Penulis naskah berbahasa Indonesia")]),
        ("model", "en", [("category", "AI Model Trainer")]),
        ("pelat", "en", [("category", "AI Model Trainer")]),
        ("ai mod", "id", [("category", "Pelatih Model AI")]),
        ("wis", "id", [("employer", "Wisma Aksara")]),
        ("cek", "en", [("skill", "Fact-checking")]),
        ("c+", "id", [("skill", "Pengecekan fakta")]),
        ('"fact', "en", [("skill", "Fact-checking")]),
        ("pngecekan", "en", [("skill", "Fact-checking")]),
        ("snior", "en", [("title", "Senior Editor of Data")]),
        ("s", "en", []), ("", "en", []), ("ditor", "en", [("title", "Senior Editor of Data")]), ("zzzz", "en", []),
        ("translation", "en", []),
    ],
)  # fmt: skip
def test_suggestions_in_the_language_of_the_interface(board, typed, language, expected):
    assert texts(typed, language) == expected


def test_suggestions_begin_with_what_is_typed_then_the_commoner(board):
    for title in ("Data editor", "Data checker", "Data checker"):
        factories.make_listing(title=title)
    term_rows.refresh()
    assert texts("dat") == [("title", "Data checker"), ("title", "Data editor"), ("title", "Senior Editor of Data")]


def test_what_is_alike_but_no_slip_away_is_not_suggested(board):
    factories.make_listing(title="Analyst of public transport")
    term_rows.refresh()
    assert texts("traner") == [("category", "AI Model Trainer")]


def test_suggestions_are_few_and_of_every_kind(board):
    for number in range(12):
        factories.make_listing(title=f"Wisma {number}")
    term_rows.refresh()
    found = texts("wisma")
    assert len(found) == MOST_SUGGESTED
    assert ("employer", "Wisma Aksara") in found


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_kind_that_fits_has_its_places_though_others_fit_better(language):
    # Titles and skills begin with what is typed, the profession and an employer have it inside.
    skills = [
        factories.make_skill(f"s{number}", name_en=f"Prompt {number}", name_id=f"Prompt {number}")
        for number in range(9)
    ]
    profession = factories.make_category("prompt", name_en="AI Prompt Engineer", name_id="Perekayasa Prompt AI")
    employer = factories.make_employer(name="Rumah Prompt", level=1)
    for number in range(9):
        factories.make_listing(title=f"Prompt writer {number}", skills=skills, category=profession, employer=employer)
    term_rows.refresh()
    found = texts("prompt", language)
    assert Counter(kind for kind, _name in found) == {"title": 3, "skill": 3, "category": 1, "employer": 1}
    # The likeliest still come first.
    assert [kind for kind, _name in found][-2:] == ["category", "employer"]
    assert found == texts("prompt", language)


def test_what_is_spelt_worse_has_no_sure_place():
    employer = factories.make_employer(name="Penyunyingan", level=1)
    for number in range(9):
        factories.make_listing(title=f"Penyuntingan {number}", employer=employer)
    term_rows.refresh()
    assert Counter(kind for kind, _name in texts("penyuntignan")) == {"title": 8}


def test_skill_is_suggested_once_for_all_its_spellings(board):
    Skill.objects.filter(slug="fact-checking").update(aliases=["pengecek", "pengecekan", "pengecekan data"])
    term_rows.refresh()
    assert texts("penge") == [("skill", "Fact-checking")]


@given(st.text(max_size=150))
@reading
def test_suggestions_answer_whatever_is_typed_by_one_question(board, typed):
    with CaptureQueriesContext(connection) as queries:
        found = SearchTerm.objects.suggestions(typed)
    assert len(queries) <= 1
    assert len(found) <= MOST_SUGGESTED


@pytest.mark.parametrize("typed", ["%", "%%", "__", "_e", "e%r", "\\", "\\\\", "\0", "'; --", "𝄞🎉", "مرحبا"])
def test_signs_of_sql_are_letters_like_others(board, typed):
    assert texts(typed) == []


# --- corrections ---


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("edtior", "editor"), ("ediitor", "editor"), ("edtor", "editor"), ("editir", "editor"), ("EDITRO", "editor"),
        ("seniro", "senior"), ("dtaa", "data"), ("dats", "data"), ("penuls", "penulis"), ("penullis", "penulis"),
        ("menerjemakan", "menerjemahkan"), ("menerjemhkna", "menerjemahkan"), ("pengeckan", "pengecekan"),
        ("brebahasa", "berbahasa"), ("fact-cheking", "fact-checking"), ("edtior,", "editor,"), ("Édtior", "editor"),
    ],
)  # fmt: skip
def test_mistyped_words_are_put_right_in_both_languages(board, typed, meant):
    assert SearchTerm.objects.corrections([typed]) == {fold(typed): meant}


@pytest.mark.parametrize(
    "typed",
    [
        "editor", "editors", "Penulis", "menulis", "kompensasi", "C++", "fact-checking", "Aksara", "data", "tat", "of", "edi",
        "editor2", "gpt4", "edtior@simpul.example", "www.edtior.example", "with", "yang", "xylophone", "", "-", "…", "e" * 5000,
    ],
)  # fmt: skip
def test_words_that_need_no_putting_right_are_left(board, typed):
    assert SearchTerm.objects.corrections([typed]) == {}


def test_corrections_take_one_question_for_all_words(board):
    with CaptureQueriesContext(connection) as queries:
        found = SearchTerm.objects.corrections(["edtior", "senior", "penuls", "of"])
    assert (found, len(queries)) == ({"edtior": "editor", "penuls": "penulis"}, 1)


def test_corrections_take_the_commoner_of_two_words_as_near(board):
    for title in ("Meter reader", "Metal worker", "Metal worker"):
        factories.make_listing(title=title)
    term_rows.refresh()
    assert SearchTerm.objects.corrections(["metar"]) == {"metar": "metal"}


@given(st.lists(st.one_of(st.text(max_size=12), st.from_regex(r"\A[aedinorst]{4,8}\Z")), max_size=12))
@reading
def test_corrections_are_total_known_and_done_once(board, typed):
    found = SearchTerm.objects.corrections(typed)
    assert found.keys() <= set(map(fold, typed))
    assert SearchTerm.objects.corrections(found.values()) == {}


@given(st.data())
@reading
def test_known_words_are_never_put_right(board, data):
    known = list(SearchTerm.objects.values_list("folded", flat=True))
    assert SearchTerm.objects.corrections([data.draw(st.sampled_from(known))]) == {}


# --- on a large board ---


@pytest.fixture
def many(board):
    """Thousands of titles and words, as a large board has them."""
    made = "translate(left(md5(({}) ::text), {} + n %% 5), '0123456789abcdef', 'abdegiklmnoprstu')"
    title = f"{made.format('n', 4)} || ' ' || {made.format('-n', 3)} || CASE n %% 50 WHEN 0 THEN ' trainer' ELSE '' END"
    insert = "INSERT INTO careers_searchterm (kind, text, folded, slug, listing_count) SELECT %s, name, name, '', 1 + n %% 99"
    with connection.cursor() as cursor:
        for kind, name in (("title", title), ("word", made.format("7 * n", 4))):
            rows = f"(SELECT n, {name} AS name FROM generate_series(1, 15000) AS n) AS made"
            cursor.execute(f"{insert} FROM {rows} ON CONFLICT DO NOTHING", [kind])
        cursor.execute("ANALYZE careers_searchterm")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: SearchTerm.objects.suggestions("sen"), lambda: SearchTerm.objects.suggestions("traner"),
        lambda: SearchTerm.objects.suggestions("wisma ak"), lambda: SearchTerm.objects.corrections(["edtior", "penuls"]),
    ],
)  # fmt: skip
def test_questions_about_terms_read_no_whole_table(many, ask):
    with CaptureQueriesContext(connection) as queries:
        assert ask()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {queries[0]['sql'].replace('%', '%%')}", [])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan on careers_searchterm" not in plan, plan
    assert "Index" in plan
