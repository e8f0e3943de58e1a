from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from careers.core.money import format_amount, format_compact, format_range, rate_sums

D = Decimal


def plain(written: str) -> str:
    """With plain spaces, as one reads it here."""
    return written.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("amount", "currency", "indonesian", "english"),
    [
        (D("350000"), "IDR", "Rp 350.000", "Rp 350,000"),
        (D("350000.40"), "IDR", "Rp 350.000", "Rp 350,000"),
        (D("35"), "USD", "USD 35", "USD 35"),
        (D("35.00"), "USD", "USD 35", "USD 35"),
        (D("1234.5"), "USD", "USD 1.234,50", "USD 1,234.50"),
        (D("0.015"), "USD", "USD 0,02", "USD 0.02"),
        (D("1000.5"), "JPY", "JPY 1.001", "JPY 1,001"),
        (D("12.5"), "KWD", "KWD 12,500", "KWD 12.500"),
    ],
)
def test_amount_is_written_as_each_language_writes_it(amount, currency, indonesian, english):
    assert plain(format_amount(amount, currency, "id")) == indonesian
    assert plain(format_amount(amount, currency, "en")) == english


@pytest.mark.parametrize(
    ("one", "other", "rate", "indonesian", "english"),
    [
        ("USD", "IDR", D("16000.4"), ("1 USD", "Rp 16.000"), ("1 USD", "Rp 16,000")),
        ("USD", "EUR", D("0.9"), ("1 USD", "EUR 0,90"), ("1 USD", "EUR 0.90")),
        ("THB", "JPY", D("4.35"), ("1 THB", "JPY 4,35"), ("1 THB", "JPY 4.35")),
        ("SGD", "USD", D("0.1"), ("1 SGD", "USD 0,10"), ("1 SGD", "USD 0.10")),
        ("IDR", "USD", D("0.0000625"), ("1 USD", "Rp 16.000"), ("1 USD", "Rp 16,000")),
        ("INR", "EUR", D("0.01"), ("1 EUR", "INR 100"), ("1 EUR", "INR 100")),
    ],
)
def test_rate_is_said_of_the_sum_that_can_be_read(one, other, rate, indonesian, english):
    for language, said in (("id", indonesian), ("en", english)):
        with translation.override(language):
            assert tuple(map(plain, rate_sums(one, other, rate))) == said


@pytest.mark.parametrize(
    ("low", "high", "indonesian", "english"),
    [
        (12_700_000, 33_800_000, "Rp 12,7–33,8 juta", "Rp 12.7–33.8 million"),
        (12_000_000, 12_000_000, "Rp 12 juta", "Rp 12 million"),
        (850_000, 1_200_000, "Rp 850.000–1,2 juta", "Rp 850,000–1.2 million"),
        (900_000_000, 1_200_000_000, "Rp 900 juta–1,2 miliar", "Rp 900 million–1.2 billion"),
        (999_960_000, 999_960_000, "Rp 1 miliar", "Rp 1 billion"),
        (999_999, 999_999, "Rp 999.999", "Rp 999,999"),
        (None, 5_000_000, "hingga Rp 5 juta", "up to Rp 5 million"),
        (5_000_000, None, "mulai Rp 5 juta", "from Rp 5 million"),
        (None, None, "", ""),
        (10**18, 10**18, "Rp 1.000.000 triliun", "Rp 1,000,000 trillion"),
    ],
)
def test_range_is_written_compactly(low, high, indonesian, english):
    ends = [None if end is None else D(end) for end in (low, high)]
    assert plain(format_range(*ends, "IDR", "en", compact=True)) == english
    assert plain(format_range(*ends, "IDR", "id", compact=True)) == indonesian


def test_money_breaks_over_no_line_end():
    assert format_amount(D(35), "USD", "en") == "USD\u00a035"
    assert format_range(D(2 * 10**6), D(3 * 10**6), "IDR", "en", compact=True) == "Rp\u00a02–3\u00a0million"


def test_range_in_full_says_both_ends():
    assert plain(format_range(D(20), D("35.5"), "USD", "en")) == "USD 20–35.50"
    assert plain(format_range(D(20), D(20), "USD", "en")) == "USD 20"


@pytest.mark.parametrize("write", [format_amount, format_compact])
def test_float_is_refused(write):
    with pytest.raises(TypeError):
        write(1.5, "USD", "en")


@given(st.decimals(0, D(10**14), places=4), st.sampled_from(["IDR", "USD", "JPY", "KWD"]))
def test_money_can_be_read_back(amount, currency):
    written = format_amount(amount, currency, "id").split("\u00a0")[1]
    read = D(written.replace(".", "").replace(",", "."))
    assert abs(read - amount) <= D("0.5")


@given(st.decimals(D(10**6), D(10**14), places=2))
def test_compact_money_is_true_to_a_tenth(amount):
    with translation.override("en"):
        number, word = format_compact(amount, "IDR", "en").split("\u00a0")[1:]
    unit = {"million": 10**6, "billion": 10**9, "trillion": 10**12}[word]
    assert abs(D(number.replace(",", "")) * unit - amount) <= D(unit) / 20


def test_tags_write_money_in_the_language_of_the_page():
    template = Template(
        "{% load money %}{% money a 'IDR' %}|{% money None 'IDR' %}|{% money_range a None 'USD' %}"
        "|{% money_compact b c 'IDR' %}|{{ a|number }}|{{ none|number }}"
    )
    with translation.override("en"):
        shown = template.render(Context({"a": D(1500), "b": D(2 * 10**6), "c": D(3 * 10**6), "none": None}))
    assert plain(shown) == "Rp 1,500||from USD 1,500|Rp 2–3 million|1,500|"
