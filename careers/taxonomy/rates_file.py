"""The European Central Bank's file of reference rates, CSV or XML: read, and looked at before anything is kept. Pure."""

import csv
import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from xml.etree import ElementTree

# More than this between two rows is taken for a slip, not for a market.
MOST_JUMP = Decimal("0.20")
NOT_GIVEN = "N/A"


class RatesFileError(ValueError):
    """The file cannot be read as one of rates; `str()` says where and why."""


@dataclass(frozen=True)
class RateDay:
    """What one euro bought on a day, by ISO 4217 code; None where the file says N/A."""

    on: date
    rates: Mapping[str, Decimal | None]


def read_rates(data: bytes) -> list[RateDay]:
    """The days of a file, oldest first. Raises RatesFileError for anything that is not one of the bank's two forms."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RatesFileError("This is not a text file. If it is the bank's .zip, unpack it first.") from None
    days = _read_xml(text) if text.lstrip().startswith("<") else _read_csv(text)
    if not days:
        raise RatesFileError("The file holds no day with rates.")
    days.sort(key=lambda day: day.on)
    for earlier, later in pairwise(days):
        if earlier.on == later.on:
            raise RatesFileError(f"{later.on} stands in the file twice.")
    return days


def complaints(
    days: list[RateDay], *, today: date, standing: Mapping[str, tuple[date, Decimal]], ended: Collection[str]
) -> list[str]:
    """What is wrong with the days of a file, oldest first: one sentence each, none when it can be taken.

    `standing` is the newest kept rate of each currency, `ended` the currencies whose series is over. Looked for: a day
    that has not come, a jump of more than MOST_JUMP between two rows, and a currency that is missing without N/A.
    """
    found = [f"{day.on} lies in the future." for day in days if day.on > today]
    last = {code: rate for code, (on, rate) in standing.items() if on < days[0].on}
    expected = {code for code, (on, _rate) in standing.items() if on < days[0].on} - set(ended)
    for day in days:
        for code in sorted(expected - set(day.rates)):
            found.append(f"{day.on}: {code} is missing, without N/A.")
        for code, rate in day.rates.items():
            if rate is None:
                continue
            before = last.get(code)
            if before is not None and abs(rate - before) > MOST_JUMP * before:
                found.append(f"{day.on}: {code} jumps from {before} to {rate}.")
            last[code] = rate
        expected = {code for code, rate in day.rates.items() if rate is not None}
    return found


def endings(days: list[RateDay]) -> dict[str, date | None]:
    """Currency → the last day with a rate, for those whose newest row says N/A; None for those that go on."""
    found: dict[str, date | None] = {}
    for code, newest in days[-1].rates.items():
        given = [day.on for day in days if day.rates.get(code) is not None]
        if newest is not None:
            found[code] = None
        elif given:
            found[code] = given[-1]
    return found


def _read_csv(text: str) -> list[RateDay]:
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=None)) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise RatesFileError(f"This is not sound CSV: {error}.") from None
    head = [cell.strip() for cell in rows[0]] if rows else []
    if not head or head[0].lower() != "date":
        raise RatesFileError("The first line has to begin with Date and name the currencies.")
    codes = head[1:]
    return [
        RateDay(
            _day(row[0].strip()),
            {code: _rate(cell, row[0]) for code, cell in zip(codes, row[1:], strict=False) if code},
        )
        for row in rows[1:]
    ]


def _read_xml(text: str) -> list[RateDay]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise RatesFileError("The file declares entities, which the bank's never does.")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise RatesFileError(f"This is not sound XML: {error}.") from None
    days = []
    for cube in root.iter():
        if "time" in cube.attrib:
            rates = {one.get("currency", ""): _rate(one.get("rate", ""), cube.attrib["time"]) for one in cube}
            days.append(RateDay(_day(cube.attrib["time"]), {code: rate for code, rate in rates.items() if code}))
    return days


def _day(text: str) -> date:
    for read in (date.fromisoformat, _day_in_words):
        try:
            return read(text)
        except ValueError:
            continue
    raise RatesFileError(f"“{text[:40]}” is not a day.")


def _day_in_words(text: str) -> date:
    """As the bank's daily CSV writes it: 20 November 2026."""
    return datetime.strptime(text, "%d %B %Y").replace(tzinfo=UTC).date()


def _rate(text: str, day: str) -> Decimal | None:
    if text.strip() in ("", NOT_GIVEN):
        return None
    try:
        rate = Decimal(text.strip())
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or rate <= 0:
        raise RatesFileError(f"{day}: “{text.strip()[:40]}” is not a rate.")
    return rate
