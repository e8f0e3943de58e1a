"""How we work these out: every number on the page comes from a constant of the code, in both languages."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.utils.html import strip_tags
from django.utils.translation import gettext, override

from careers.accounts import viewer
from careers.applications import lifecycle
from careers.employers import record
from careers.insights import figures, kept
from careers.listings import crowd, eligibility, pay
from careers.listings import lifecycle as listing_lifecycle
from careers.listings.models import bitmaps, content, relevance, tally
from careers.pages import methods
from careers.saved import models as line
from careers.taxonomy import rates_file
from tests import factories

pytestmark = pytest.mark.django_db
TEMPLATES = sorted((Path(settings.ROOT) / "templates" / "pages").glob("_method_*.html"))
TEMPLATES.append(Path(settings.ROOT) / "templates" / "pages" / "how_it_works.html")
LANGUAGES = ("id", "en")
PROMISES = [(7901, "7901"), (7907, "7907"), (7919, "7919")]

# Each constant that the page names, another value for it, and how that value stands on the English page.
CONSTANTS = [
    (viewer, "COOKIE_LASTS", 7919 * 86_400, "7,919 days"),
    (viewer, "DEFAULT_CURRENCY", "USD", "is given in USD"),
    (eligibility, "WORKING_DAY", (eligibility.WORKING_DAY[0].replace(hour=7, minute=19), eligibility.WORKING_DAY[1]), "07:19"),
    (eligibility, "WORKING_DAY", (eligibility.WORKING_DAY[0], eligibility.WORKING_DAY[1].replace(hour=19, minute=7)), "19:07"),
    (pay, "WEEKS_PER_YEAR", 7919, "× 7,919 ÷"),
    (pay, "MONTHS_PER_YEAR", 7919, "÷ 7,919"),
    (pay, "ASSUMED_WEEKLY_HOURS", 79, "79 are assumed"),
    (pay, "WORKDAYS_PER_WEEK", 79, "79 working days"),
    (pay, "MINUTES_PER_HOUR", 79, "79 minutes"),
    (pay, "STEP", Decimal("0.00079"), "0.00079 of a unit"),
    (pay, "TOO_MUCH", Decimal(7919 * 10**12), "7,919,000,000,000,000 or more"),
    (pay, "SPAN_WEEKS", 7919, "a span of 7,919 weeks"),
    (rates_file, "MOST_JUMP", Decimal("0.79"), "79 per cent"),
    (content, "BASE_CURRENCY", "JPY", "in JPY"),
    (pay, "EURO", "XEU", "one XEU"),
    (listing_lifecycle, "USUAL_CAPACITY", 7919, "7,919 unless it chooses"),
    (listing_lifecycle, "LEAST_CAPACITY", 7919, "from 7,919 to"),
    (listing_lifecycle, "MOST_CAPACITY", 7919, "to 7,919."),
    (listing_lifecycle, "PROMISES", PROMISES, "within 7,901, 7,907 or 7,919 days"),
    (listing_lifecycle, "USUAL_PROMISE", 7919, "7,919 unless the employer chooses"),
    (listing_lifecycle, "UNVERIFIED_LISTING_LIMIT", 7919, "at most 7,919 wait"),
    (listing_lifecycle, "SAMPLED_ONE_IN", 7919, "one in 7,919"),
    (line, "ON_THE_WAY", timedelta(hours=79), "for 79 hours"),
    (crowd, "BANDS_FROM", (0, 79, 791), "fewer than 79 · 79–790 · 791 or more"),
    (crowd, "MOST_LIFT", timedelta(days=79), "up to 79 days"),
    (crowd, "RECENT", timedelta(days=79), "the last 79 days"),
    (crowd, "CROWDED_AT", 79, "79 × people sought"),
    (lifecycle, "GRACE", timedelta(days=79), "and 79 more days"),
    (lifecycle, "REOPEN_WITHIN", timedelta(days=79), "within 79 days"),
    (lifecycle, "THIRD_OF_A_DAY", timedelta(hours=5), "when 19/24 of the time"),
    (record, "RECORD_DAYS", 7919, "the last 7,919 days"),
    (record, "LEAST_COUNTED", 7919, "before n is 7,919"),
    (record, "LEAST_PEOPLE", 7919, "from 7,919 people"),
    (figures, "FEWEST", 79, "under 79 nothing"),
    (kept, "TAKEN_EVERY", timedelta(minutes=79), "every 79 minutes"),
    (tally, "CAP", 7919, "From 7,919 live listings on"),
    (relevance, "WHOLE_TITLE", 7.9, "7.9 if the title alone"),
    (relevance, "TITLE", 7.9, "7.9 × the share of what you ask for that is in the title"),
    (relevance, "EMPLOYER", 7.9, "7.9 × the share in the employer's name"),
    (relevance, "SKILLS", 7.9, "7.9 × the share in the skills"),
    (relevance, "CATEGORY", 7.9, "7.9 × the share in the names of its profession"),
    (relevance, "TEXT", 7.9, "7.9 × the mean of n"),
    (relevance, "HALF", 79, "n ÷ (n + 79)"),
    (relevance, "FRESH", 7.9, "7.9 on the day"),
    (relevance, "FRESH_FOR", timedelta(days=79), "nothing after 79 days"),
    (relevance, "OPEN", 7.9, "7.9 if it is open"),
    (tally, "LARGE", 7919, "more than 7,919 listings a part"),
    (relevance, "NEWEST", 7919, "the newest 7,919 that fit"),
    (relevance, "TITLED", 7919, "the newest 7,919 whose title"),
    (tally, "CAP", 7919, "at most 7,919 listings fit"),
    (tally, "BUDGET", 7919, "about 7,919 of the listings"),
    (bitmaps, "STALE", timedelta(minutes=79), "drawn up anew every 79 minutes"),
    (tally, "FEW", 0.079, "fewer than 7.9 per cent"),
]  # fmt: skip


def words_of(client, language: str) -> str:
    """The words of the page's own part, as they are read."""
    answer = client.get(f"/{language}/how-it-works/")
    assert answer.status_code == 200
    main = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    return " ".join(strip_tags(main.group()).replace("\xa0", " ").split())


@pytest.mark.parametrize(
    ("module", "name", "value", "words"), CONSTANTS, ids=[f"{one[1]}-{one[3]}" for one in CONSTANTS]
)
def test_number_on_the_page_is_the_constant_of_the_code(client, monkeypatch, module, name, value, words):
    assert words not in words_of(client, "en")
    monkeypatch.setattr(module, name, value)
    assert words in words_of(client, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_constant_stands_on_the_page(client, language):
    page = words_of(client, language)
    with override(language):
        missing = {name: value for name, value in methods.constants().items() if value not in page}
    assert not missing


def test_every_constant_is_named_by_the_templates():
    said = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert not [name for name in methods.constants() if not re.search(rf"\{{\{{ {name} \}}\}}", said)]


def sentences_of(path: Path) -> list[str]:
    """What a template says outside its variables and marks: its bare text, and each sentence for translation."""
    source = path.read_text(encoding="utf-8")
    text = "".join(
        token.contents
        if token.token_type == TokenType.TEXT
        else re.sub(r"^translate ([\"'])(.*)\1.*$", r"\2", token.contents)
        if token.token_type == TokenType.BLOCK and token.contents.startswith("translate ")
        else " "
        for token in Lexer(source).tokenize()
    )
    return [" ".join(part.split()) for part in re.split(r"<[^>]*>", text) if part.strip()]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_digit_stands_in_the_template(path):
    assert not [sentence for sentence in sentences_of(path) if re.search(r"\d", sentence)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_digit_stands_in_the_indonesian(path):
    source = path.read_text(encoding="utf-8")
    asked = re.findall(r"\{% translate \"([^\"]+)\"", source)
    asked += [
        re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", words)
        for words in re.findall(r"\{% blocktranslate[^%]*%\}(.*?)\{% endblocktranslate %\}", source, re.DOTALL)
    ]
    assert asked
    with override("id"):
        said = {words: gettext(words) for words in asked}
    assert not [words for words, translated in said.items() if re.search(r"\d", re.sub(r"%\(\w+\)s", "", translated))]
    assert not [words for words, translated in said.items() if words == translated]


@pytest.mark.parametrize("language", LANGUAGES)
def test_contents_lead_to_every_part(client, language):
    page = client.get(f"/{language}/how-it-works/").content.decode()
    contents = re.search(r'<nav class="contents".*?</nav>', page, re.DOTALL).group()
    parts = re.findall(r"<h2 id=\"([\w-]+)\"", page.split("<footer")[0])
    assert re.findall(r'href="#([\w-]+)"', contents) == parts
    assert {"eligibility", "pay", "effective-pay", "crowd", "order", "relevance", "record"} <= set(parts)


def test_rules_are_one_step_from_every_list_and_beside_each_verdict(client):
    factories.make_rate("USD", "1.25")
    listing = factories.make_listing()
    rules = client.get("/en/how-it-works/").content.decode()
    lists = ["/en/", "/en/listings/", listing.employer.get_absolute_url(), listing.category.get_absolute_url()]
    for url in (*lists, listing.get_absolute_url()):
        with override("en"):
            page = client.get(url.replace("/id/", "/en/")).content.decode()
        main, footer = page.split("<footer", 1)
        assert 'href="/en/how-it-works/"' in footer, url
        parts = set(re.findall(r'href="/en/how-it-works/#([\w-]+)"', main))
        assert parts, url
        assert all(f'id="{part}"' in rules for part in parts), url
        if url in lists:
            assert main.index("/en/how-it-works/#") < main.index('class="cards"'), url
    assert {"eligibility", "pay", "effective-pay", "crowd", "record"} <= parts


@pytest.mark.parametrize(
    ("words", "part"), [({}, "order"), ({"q": "x"}, "relevance"), ({"q": "x", "sort": "pay"}, "order")]
)
def test_list_leads_to_the_rule_of_its_order(client, words, part):
    factories.make_listing(title="X")
    page = client.get("/en/listings/", words).content.decode()
    assert f'href="/en/how-it-works/#{part}"' in page.split('class="cards"')[0]


def test_rates_are_dated_and_ended_series_named(client):
    lev = factories.make_currency("BGN", name_en="Bulgarian lev")
    factories.make_rate("USD", "1.25", date=methods.date(2026, 10, 29))
    factories.make_rate("IDR", "20000", date=methods.date(2026, 10, 30))
    lev.rates_ended_on = methods.date(2025, 12, 31)
    lev.save()
    page = words_of(client, "en")
    assert "those of 30 October 2026" in page
    assert "Bulgarian lev (BGN) 31 December 2025" in page
    assert "× 20,000 ÷ 1.25 = Rp 13,866,667–48,533,333 a month, by the rates of 29 October 2026" in page


def test_example_of_the_order_is_scored_by_the_order(client, monkeypatch):
    monkeypatch.setattr(relevance, "score", lambda hit, at: 0.125 if hit.category else 0.25)
    page = client.get("/en/how-it-works/").content.decode().split('id="relevance"')[1].split("<h2")[0]
    rows = [re.findall(r"<td[^>]*>([^<]*)", row) for row in page.split("<tr>")[2:]]
    assert rows[0] == ["1", "0", "1", "1", "2", "0", "yes", "0.125"]
    assert rows[1] == ["0.5", "0", "0.5", "0", "2", "28", "not known", "0.25"]


def test_page_without_rates_says_so(client):
    assert "No rates are loaded now" in words_of(client, "en")
