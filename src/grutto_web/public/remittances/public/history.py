"""The history of a corridor: the average price by quarter with the lines of 3 and 5 percent, and as a table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from grutto.charts.axes import Curve, Point
from grutto.charts.canvas import ChartText
from grutto.charts.lines import ReferenceLine, line_chart
from grutto.remittances.method import method
from grutto_web.ground.components import ChartView, ColumnView, TableView, drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto_web.public.remittances.models import AveragePrice
    from grutto_web.public.remittances.public.wording import PageWording


def history_chart(averages: Sequence[AveragePrice], words: PageWording) -> ChartView | None:
    """Return the chart of a corridor; none if no survey has it."""
    if not averages:
        return None
    last = averages[-1]
    title = gettext("In %(quarter)s sending money cost %(percent)s on average") % {
        "quarter": words.quarter(last.time_period),
        "percent": words.percent(last.average),
    }
    about = gettext("Line chart: average cost by quarter, with lines at 3 and 5 percent")
    text = ChartText(title, words.digits(about), "percent")
    curve = Curve(gettext("Average"), tuple(_point(average, words) for average in averages))
    settings = method().settings
    targets = [Decimal(str(settings.sdg_average)), Decimal(str(settings.sdg_corridor))]
    lines = [ReferenceLine(target, words.percent(target, 0)) for target in targets]
    return ChartView(
        title,
        drawn("history", words.drawing, lambda pen: line_chart(pen, text, [curve], references=lines)),
        _table(averages, words),
        gettext("Source: World Bank, Remittance Prices Worldwide. Average of the services that told all their costs."),
    )


def _point(average: AveragePrice, words: PageWording) -> Point:
    year, _, quarter = average.time_period.partition("-Q")
    title = f"{words.quarter(average.time_period)}: {words.percent(average.average)}"
    return Point(int(year) + (int(quarter) - 1) / 4, average.average, title)


def _table(averages: Sequence[AveragePrice], words: PageWording) -> TableView:
    columns = [
        ColumnView(gettext("Year and quarter")),
        ColumnView(gettext("Average"), amount=True),
        ColumnView(gettext("Three cheapest"), amount=True),
        ColumnView(gettext("Services asked"), amount=True),
    ]
    rows = [
        [
            words.quarter(average.time_period),
            words.percent(average.average),
            words.percent(average.smart) if average.smart is not None else gettext("fewer than three"),
            words.number(average.services),
        ]
        for average in reversed(averages)
    ]
    caption = gettext("Average total cost of sending the equivalent of 200 US dollars")
    return TableView(words.digits(caption), columns, rows)
