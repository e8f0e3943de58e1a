"""Charts: everything stands inside the drawing, on one scale, with round ticks."""

from decimal import Decimal

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
