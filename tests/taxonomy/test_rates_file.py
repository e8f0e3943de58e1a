"""The bank's file of rates: read in both forms, added once, and refused whole when something in it is nonsense."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from careers.taxonomy.models import Currency, ExchangeRate
from careers.taxonomy.rates_file import RatesFileError, complaints, endings, read_rates

TODAY = date(2026, 11, 22)
CSV = "Date,USD,IDR,BGN,\n2026-11-20,1.12,20300,N/A,\n2026-11-19,1.11,20200,1.9558,\n"
XML = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
<Cube><Cube time="2026-11-20"><Cube currency="USD" rate="1.12"/><Cube currency="IDR" rate="20300"/></Cube>
<Cube time="2026-11-19"><Cube currency="USD" rate="1.11"/><Cube currency="IDR" rate="20200"/></Cube></Cube>
</gesmes:Envelope>"""


def wrong(text: str, *, standing=None, ended=()) -> list[str]:
    return complaints(read_rates(text.encode()), today=TODAY, standing=standing or {}, ended=ended)


def test_csv_and_xml_say_the_same():
    by_csv, by_xml = read_rates(CSV.encode()), read_rates(XML.encode())
    assert [day.on for day in by_csv] == [day.on for day in by_xml] == [date(2026, 11, 19), date(2026, 11, 20)]
    for one, other in zip(by_csv, by_xml, strict=True):
        assert one.rates["IDR"] == other.rates["IDR"] and one.rates["USD"] == other.rates["USD"]
    assert by_csv[1].rates["BGN"] is None


def test_day_in_words_is_read():
    assert read_rates(b"Date, USD\n20 November 2026, 1.12\n")[0].on == date(2026, 11, 20)


def test_not_available_ends_a_series_with_its_last_day():
    assert endings(read_rates(CSV.encode())) == {"USD": None, "IDR": None, "BGN": date(2026, 11, 19)}
    assert wrong(CSV) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Date,USD\n2026-11-23,1.12\n", "future"),
        ("Date,USD\n2026-11-20,1.35\n2026-11-19,1.12\n", "jumps"),
        ("Date,USD\n2026-11-20,0.89\n2026-11-19,1.12\n", "jumps"),
        ("Date,USD\n2026-11-20,1.12\n", "IDR is missing"),
    ],
)
def test_nonsense_is_named(text, word):
    standing = {"IDR": (date(2026, 11, 18), Decimal(20000)), "USD": (date(2026, 11, 18), Decimal("1.12"))}
    assert any(word in complaint for complaint in wrong(text, standing=standing))


def test_jump_of_a_fifth_is_still_a_market():
    assert wrong("Date,USD\n2026-11-20,1.20\n2026-11-19,1\n") == []


def test_jump_from_the_kept_rate_is_seen():
    assert wrong("Date,USD\n2026-11-20,2\n", standing={"USD": (date(2026, 11, 19), Decimal(1))})


def test_ended_series_may_be_missing():
    standing = {"BGN": (date(2025, 12, 31), Decimal("1.9558"))}
    assert wrong("Date,USD\n2026-11-20,1.12\n", standing=standing, ended={"BGN"}) == []
    assert wrong("Date,USD\n2026-11-20,1.12\n", standing=standing)


@pytest.mark.parametrize(
    "text",
    ["", "Date,USD\n", "Day,USD\n2026-11-20,1\n", "Date,USD\n2026-13-40,1\n", "Date,USD\n2026-11-20,-1\n",
     "Date,USD\n2026-11-20,1,2\n2026-11-20,1\n", "Date,USD\n2026-11-20,Infinity\n", "Date,USD\n2026-11-20,abc\n",
     "<a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "<a/>"],
)  # fmt: skip
def test_what_is_no_file_of_rates_is_refused(text):
    with pytest.raises(RatesFileError):
        read_rates(text.encode())


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"Date,{text}".encode()))
def test_any_bytes_are_read_or_refused(data):
    try:
        assert read_rates(data)
    except RatesFileError as error:
        assert str(error)


@pytest.fixture
def money(db):
    for code in ("USD", "IDR", "BGN"):
        Currency.objects.get_or_create(code=code, defaults={"name_en": code, "name_id": code})


def load(folder: Path, text: str) -> None:
    path = folder / "rates.file"
    path.write_text(text, encoding="utf-8")
    call_command("update_rates", str(path))


def test_command_adds_once_and_keeps_history(money, tmp_path):
    for _turn in range(2):
        load(tmp_path, CSV)
        assert ExchangeRate.objects.count() == 5
    load(tmp_path, XML.replace("2026-11-20", "2026-11-21").replace("2026-11-19", "2026-11-20"))
    assert ExchangeRate.objects.filter(currency="USD").count() == 3
    assert ExchangeRate.objects.get(currency="USD", date="2026-11-20").per_euro == Decimal("1.12")
    assert Currency.objects.get(pk="BGN").rates_ended_on == date(2026, 11, 19)


def test_command_changes_nothing_when_one_row_is_nonsense(money, tmp_path):
    load(tmp_path, CSV)
    with pytest.raises(CommandError, match="Nothing was changed"):
        load(tmp_path, "Date,USD,IDR,BGN\n2026-11-21,1.13,2030,N/A\n")
    assert ExchangeRate.objects.count() == 5
