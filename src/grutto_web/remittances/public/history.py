"""The history of a corridor: the average price by quarter with the lines of 3 and 5 percent, and as a table."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext

from grutto.remittances.method import method
from grutto_web.components import Chart, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto_web.remittances.models import AveragePrice
    from grutto_web.remittances.public.wording import Wording

TALL, TOP, BOTTOM, START, END = 260, 16, 30, 56, 16
LONGEST_STEP = 2
"""Quarters between two surveys of a line; a longer pause is a gap."""


class _Frame(NamedTuple):
    """Where values and quarters stand, in pixels."""

    wide: int
    first: int
    last: int
    most: Decimal
    mirrored: bool

    def across(self, quarter: int) -> float:
        room = self.wide - START - END
        at = START + room * (quarter - self.first) / max(self.last - self.first, 1)
        return self.wide - at if self.mirrored else at

    def up(self, value: Decimal) -> float:
        return TOP + (TALL - TOP - BOTTOM) * float(1 - max(value, Decimal(0)) / self.most)


def quarter_of(time_period: str) -> int:
    """Return a quarter as a number of quarters since year 0."""
    year, _, quarter = time_period.partition("-Q")
    return int(year) * 4 + int(quarter) - 1


def history_chart(averages: Sequence[AveragePrice], words: Wording) -> Chart | None:
    """Return the chart of a corridor; none if no survey has it."""
    if not averages:
        return None
    table = Table(
        gettext("Average total cost of sending the equivalent of 200 US dollars"),
        [
            Column(gettext("Year and quarter")),
            Column(gettext("Average"), amount=True),
            Column(gettext("Three cheapest"), amount=True),
            Column(gettext("Services asked"), amount=True),
        ],
        [
            [
                words.quarter(a.time_period),
                words.percent(a.average),
                words.percent(a.smart) if a.smart is not None else gettext("fewer than three"),
                words.number(a.services),
            ]
            for a in reversed(averages)
        ],
    )
    last = averages[-1]
    return Chart(
        gettext("In %(quarter)s sending money cost %(percent)s on average")
        % {"quarter": words.quarter(last.time_period), "percent": words.percent(last.average)},
        _drawing(averages, words, 640),
        _drawing(averages, words, 340),
        table,
        gettext("Source: World Bank, Remittance Prices Worldwide. Average of the services that told all their costs."),
    )


def _drawing(averages: Sequence[AveragePrice], words: Wording, wide: int) -> SafeString:
    quarters = [quarter_of(a.time_period) for a in averages]
    most = max(*(a.average for a in averages), Decimal(6))
    frame = _Frame(wide, quarters[0], quarters[-1], (most / 2).to_integral_value() * 2 + 2, get_language_bidi())
    points = [(frame.across(q), frame.up(a.average)) for q, a in zip(quarters, averages, strict=True)]
    return format_html(
        '<svg class="history" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        wide,
        TALL,
        gettext("Line chart: average cost by quarter, with lines at 3 and 5 percent"),
        _targets(frame, words),
        _years(frame, words),
        _line(points, quarters),
        format_html_join(
            "", '<circle class="dot" cx="{}" cy="{}" r="3"/>', ((f"{x:.1f}", f"{y:.1f}") for x, y in points)
        ),
    )


def _targets(frame: _Frame, words: Wording) -> SafeString:
    """Draw the axis at zero and the two targets, each named at its beginning."""
    settings = method().settings
    targets = [
        (Decimal(0), "axis"),
        (Decimal(str(settings.sdg_average)), "target"),
        (Decimal(str(settings.sdg_corridor)), "target"),
    ]
    top = frame.most if frame.most > 8 else None
    marks = [*targets, *([(top, "grid")] if top else [])]
    side, anchor = (frame.wide - START + 8, "start") if frame.mirrored else (START - 8, "end")
    return format_html_join(
        "",
        '<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="tick" x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (
                kind,
                *_ends(frame),
                y := f"{frame.up(v):.1f}",
                y,
                side,
                f"{frame.up(v) + 4:.1f}",
                anchor,
                words.percent(v, 0),
            )
            for v, kind in marks
        ),
    )


def _ends(frame: _Frame) -> tuple[int, int]:
    return (END, frame.wide - START) if frame.mirrored else (START, frame.wide - END)


def _years(frame: _Frame, words: Wording) -> SafeString:
    first, last = -(-frame.first // 4), frame.last // 4
    step = max(1, -(-(last - first + 1) * 44 // (frame.wide - START)))
    years = range(last, first - 1, -step)
    return format_html_join(
        "",
        '<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>',
        ((f"{frame.across(y * 4):.1f}", TALL - 8, str(y).translate(words.signs)) for y in years),
    )


def _line(points: list[tuple[float, float]], quarters: list[int]) -> SafeString:
    """Draw the line; where no survey was made for longer than half a year there is a gap."""
    pieces = [f"M{points[0][0]:.1f},{points[0][1]:.1f}"]
    for (before, after), (x, y) in zip(pairwise(quarters), points[1:], strict=True):
        pieces.append(f"{'L' if after - before <= LONGEST_STEP else 'M'}{x:.1f},{y:.1f}")
    return mark_safe(f'<path class="line" d="{"".join(pieces)}"/>')  # noqa: S308 - numbers of our own
