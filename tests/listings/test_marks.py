"""What is marked in titles and texts: the forms that PostgreSQL takes for the same, in both languages, and nothing else."""

import pytest
from django.db import connection

from careers.core.text_query import parse
from careers.listings.models.listing import Listing
from careers.listings.models.marks import FOR_PARSER, SPELT, Marks, marks_in
from tests import factories

pytestmark = pytest.mark.django_db
SIGNS = ["C/C++, C# or .NET for AI/ML", "ASP.NET, A+ and C+++", "1+1, a#b, #tag, x.netto", "3D/2D; F#/C++/.net", "Data"]


def marks_of(words: str, **fields) -> Marks:
    listing = factories.make_listing(**fields)
    return marks_in([listing.pk], parse(words))[listing.pk]


@pytest.mark.parametrize(
    ("words", "title", "marked"),
    [
        ("pelatihan model", "Pelatih model bahasa", "<mark>Pelatih</mark> <mark>model</mark> bahasa"),
        ("annotate data", "Anotasi & data annotation", "Anotasi &amp; <mark>data</mark> <mark>annotation</mark>"),
        ("c++", "C/C++, C# or .NET for <b>AI/ML</b>", "C/<mark>C++</mark>, C# or .NET for &lt;b&gt;AI/ML&lt;/b&gt;"),
        ("c# .net ml", "C/C++, C# or .NET for AI/ML", "C/C++, <mark>C#</mark> or <mark>.NET</mark> for AI/<mark>ML</mark>"),
        ("cafe resume", "Café résumés, e-mail", "<mark>Café</mark> <mark>résumés</mark>, e-mail"),
        ("e-mail", "Menjawab e-mail pelanggan", "Menjawab <mark>e</mark>-<mark>mail</mark> pelanggan"),
        ('"data entry"', "Data entry, not entries", "<mark>Data</mark> <mark>entry</mark>, not <mark>entries</mark>"),
        ("data -entry", "Data entry", "<mark>Data</mark> entry"),
        ("data or entry", "Data entry", "<mark>Data</mark> <mark>entry</mark>"),
        ("b", "A < b & <i>b</i>", "A &lt; <mark>b</mark> &amp; &lt;i&gt;<mark>b</mark>&lt;/i&gt;"),
        ("mark", "<mark>mark</mark> &lt;", "&lt;<mark>mark</mark>&gt;<mark>mark</mark>&lt;/<mark>mark</mark>&gt; &amp;lt;"),
        ("the", "The work", "The work"),
    ],
)  # fmt: skip
def test_title_has_its_words_marked_and_its_signs_as_they_were(words, title, marked):
    assert marks_of(words, title=title).title.html() == marked


@pytest.mark.parametrize("title", [*SIGNS, "plUSplUS \x01 \ue000x\ue001", "a\nb  c <script>alert(1)</script> &amp;"])
def test_title_stays_what_it_is_whatever_it_holds(title):
    listing = factories.make_listing()
    Listing.objects.filter(pk=listing.pk).update(title=title)
    found = marks_in([listing.pk], parse("c x"))[listing.pk].title.text
    assert found in (title, title.replace("\ue000", "").replace("\ue001", ""))


@pytest.mark.parametrize("text", SIGNS)
@pytest.mark.parametrize(("read_as", "column"), [("heading", "title"), ("body", "description_html")])
def test_parser_is_given_what_it_is_given_for_the_index(text, read_as, column):
    listing = factories.make_listing()
    Listing.objects.filter(pk=listing.pk).update(**{column: text})
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {read_as}, lintas_searchable(row.{column})"
            f" FROM ({FOR_PARSER}) AS ours JOIN careers_listing AS row USING (id)",
            [[listing.pk]],
        )
        ours, theirs = cursor.fetchone()
    assert ours.replace("\x01", " ").lower() == theirs.lower()
    for spelt, sign in SPELT.items():
        ours = ours.replace(spelt, sign)
    assert ours == text


TASKS = """
# Tugas

- Periksa **fakta**: 20 butir
- Tulis ulang

Kami mencari orang dengan pengalaman bertahun-tahun sebagai jurnalis `<b>` & [tautan](https://example.com/a/b).
"""


@pytest.mark.parametrize(
    ("words", "marked"),
    [("fakta", "fakta"), ("jurnalis", "jurnalis"), ("pelatih tautan", "tautan"), ("tugasnya", "Tugas")],
)
def test_extract_is_readable_and_there_when_the_title_lacks_a_word(words, marked):
    plain = (
        "Tugas · Periksa fakta: 20 butir · Tulis ulang · Kami mencari orang dengan pengalaman bertahun-tahun sebagai jurnalis"
        " &lt;b&gt; &amp; tautan."
    )
    found = marks_of(words, title="Pelatih", language="id", description=TASKS)
    assert found.extract.html() == plain.replace(marked, f"<mark>{marked}</mark>")


@pytest.mark.parametrize("words", ["pelatih", "dokter", "jurnalistik -dokter"])
def test_extract_is_left_out_when_the_title_has_all_or_the_text_nothing(words):
    assert marks_of(words, title="Pelatih", language="id", description=TASKS).extract.html() == ""


def test_extract_is_read_in_the_language_of_its_listing():
    text = "You annotate and write annotations."
    assert marks_of("annotating", description=text, language="en").extract.html() == (
        "You <mark>annotate</mark> and write <mark>annotations</mark>."
    )
    assert marks_of("annotating", description=text, language="id").extract.html() == ""


def test_skill_spelt_otherwise_is_marked():
    query = parse("llm").with_spellings({"llm": ["large language model"]})
    listing = factories.make_listing(title="Large language model trainer")
    assert marks_in([listing.pk], query)[listing.pk].title.html() == (
        "<mark>Large</mark> <mark>language</mark> <mark>model</mark> trainer"
    )


def test_marks_of_a_page_cost_one_query(django_assert_num_queries):
    pks = [factories.make_listing(title="Data").pk for _one in range(3)]
    with django_assert_num_queries(1):
        assert set(marks_in(pks, parse("data"))) == set(pks)


@pytest.mark.parametrize("words", ["", "!?", "-data"])
def test_without_words_nothing_is_asked(django_assert_num_queries, words):
    pk = factories.make_listing(title="Data").pk
    with django_assert_num_queries(0):
        assert not marks_in([pk], parse(words))
