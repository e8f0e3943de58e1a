"""Charts: everything stands inside the drawing, on one scale, with round ticks."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils.translation import override

from careers.insights.charts import NARROW, WIDE, pay_chart
from careers.insights.figures import PayFigure


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def row(name: str, *pays: int) -> tuple[str, str, PayFigure]:
    low, median, high = (Decimal(pay) * 1_000_000 for pay in pays)
    return name, "kunyit", PayFigure(median, low, high, count=7, currency="IDR", rests_on_samples=False)


@pytest.mark.parametrize(("is_narrow", "width"), [(False, WIDE), (True, NARROW)])
def test_pay_chart_stays_inside_its_drawing(is_narrow, width):
    chart = pay_chart(
        [row("Trainer", 5, 9, 83), row("Analyst of data and machine learning", 1, 2, 3)], is_narrow=is_narrow
    )
    assert all(bar["x"] >= 0 and bar["x"] + bar["width"] <= width for bar in chart.bars)
    assert all(0 < bar["y"] < chart.height and bar["count_y"] < chart.height for bar in chart.bars)
    assert chart.ticks[-1]["x"] <= width


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("highest", [1, 4, 17, 34, 58, 76, 84, 100, 390, 780])
def test_pay_chart_writes_no_word_of_its_scale_over_another(is_narrow, highest):
    chart = pay_chart([row("Trainer", 0, 1, highest)], is_narrow=is_narrow)
    spans = []
    for tick in chart.ticks:
        width = 7 * len(tick["text"])  # at 13 px, where no letter is wider on average
        start = tick["x"] - width * {"start": 0, "middle": 0.5, "end": 1}[tick["anchor"]]
        spans.append((start, start + width))
    assert all(end < start for (_, end), (start, _) in pairwise(spans))
    assert (spans[0][0] >= 0, spans[-1][1] <= chart.width) == (True, True)


def test_pay_chart_puts_the_median_where_the_scale_says():
    chart = pay_chart([row("Trainer", 0, 50, 100)])
    bar = chart.bars[0]
    assert bar["median_x"] == pytest.approx(bar["x"] + bar["width"] / 2)
    assert [tick["text"] for tick in chart.ticks] == [
        "Rp\u00a00",
        "Rp\u00a050\u00a0million",
        "Rp\u00a0100\u00a0million",
    ]


@pytest.mark.parametrize(("highest", "last"), [(9, 10), (84, 100), (34, 40), (100, 100)])
def test_pay_chart_ends_at_a_round_figure_above_everything(highest, last):
    chart = pay_chart([row("Trainer", 1, 2, highest)])
    assert chart.ticks[-1]["text"] == f"Rp\u00a0{last}\u00a0million"
    assert len(chart.ticks) <= 5
