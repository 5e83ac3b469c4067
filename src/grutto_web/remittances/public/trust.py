"""Why one can trust the comparison: rule of the order, who pays, corrections, the twelve requirements, its use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_bidi, gettext

from grutto.remittances.method import method
from grutto_web.components import Chart, Column, Table
from grutto_web.remittances.models import Notice, NoticeKind
from grutto_web.remittances.public.pages import compared
from grutto_web.remittances.public.wording import wording
from grutto_web.remittances.requirements import DATABASES, check_all
from grutto_web.remittances.visits import visits_by_year

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from grutto_web.public.release import Page
    from grutto_web.remittances.public.wording import Wording

TARGET = 300_000
"""Users within a year that the site aimed at: Kamerstuk 30 573, letter of June 2011."""
STATED = ((2009, 32_680, False), (2010, 31_127, True))
"""Year, users of the site before, and whether it is a part of a year (January to August 2010): the same letter."""
ROW, WIDE, NARROW = 40, 640, 340


@compared("remittances/public/trust.html")
def trust(_request: HttpRequest) -> Page:
    """Tell the rule of the order, who pays, and what was corrected."""
    words = wording()
    notices = [(n, words.day(n.day)) for n in Notice.objects.all()]
    return {
        "funding": [pair for pair in notices if pair[0].kind == NoticeKind.FUNDING],
        "corrections": [pair for pair in notices if pair[0].kind == NoticeKind.CORRECTION],
        "databases": DATABASES,
        "version": method().version,
    }


@compared("remittances/public/check.html")
def check(_request: HttpRequest) -> Page:
    """Show the self-check against the twelve requirements."""
    words = wording()
    found = check_all()
    return {
        "requirements": [(words.number(n), one) for n, one in enumerate(found, start=1)],
        "met": words.number(sum(one.met for one in found)),
        "day": words.day(found[0].day),
    }


@compared("remittances/public/use.html")
def use(_request: HttpRequest) -> Page:
    """Show how much the comparison is used, against its target."""
    words = wording()
    rows = [
        (year, number, gettext("January to August only") if part else gettext("whole year"), True)
        for year, number, part in STATED
    ]
    rows += [
        (year, number, gettext("%(days)s days counted") % {"days": words.number(days)}, False)
        for year, (number, days) in visits_by_year().items()
    ]
    counted = {True: gettext("users, as the letter says"), False: gettext("daily visitors, added up")}
    year = [str(y).translate(words.signs) for y, *_ in rows]
    table = Table(
        gettext("Use by year"),
        [
            Column(gettext("Year")),
            Column(gettext("Number"), amount=True),
            Column(gettext("Period")),
            Column(gettext("What is counted")),
        ],
        [
            [y, words.number(number), period, counted[told]]
            for y, (_, number, period, told) in zip(year, rows, strict=True)
        ],
    )
    bars = [(y, number, told) for y, (_, number, _period, told) in zip(year, rows, strict=True)]
    return {
        "target": words.number(TARGET),
        "chart": Chart(
            gettext("The target of %(target)s a year was not reached") % {"target": words.number(TARGET)},
            _bars(bars, words, WIDE),
            _bars(bars, words, NARROW),
            table,
            gettext("Years before this site: letter to the House of Representatives of the Netherlands, June 2011."),
        ),
    }


def _bars(bars: list[tuple[str, int, bool]], words: Wording, wide: int) -> SafeString:
    """Draw a bar a year, and the target as a line across."""
    most, start, room = max(TARGET, *(number for _, number, _ in bars)), 60, wide - 70
    mirrored = get_language_bidi()
    first, last = ("end", "start") if mirrored else ("start", "end")

    def across(x: float, width: float = 0) -> str:
        return f"{wide - x - width if mirrored else x:.1f}"

    drawn = []
    for place, (year, number, _) in enumerate(bars):
        width, y = room * number / most, 34 + place * ROW
        drawn.append((
            across(start, width), y, f"{width:.1f}", across(start - 8), y + 17, last, year,
            across(start + width + 8), y + 17, first, words.number(number),
        ))  # fmt: skip
    line, tall = across(start + room * TARGET / most), 34 + len(bars) * ROW
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" role="img" aria-label="{}">{}'
        '<line class="target" x1="{}" x2="{}" y1="24" y2="{}"/>'
        '<text class="tick" x="{}" y="16" text-anchor="{}">{}</text></svg>',
        wide,
        tall,
        gettext("Bar chart: use by year, with a line at the target"),
        format_html_join(
            "",
            '<rect class="bar" x="{}" y="{}" width="{}" height="24"/>'
            '<text class="tick" x="{}" y="{}" text-anchor="{}">{}</text>'
            '<text class="tick" x="{}" y="{}" text-anchor="{}">{}</text>',
            drawn,
        ),
        line,
        line,
        tall,
        line,
        last,
        gettext("target: %(target)s") % {"target": words.number(TARGET)},
    )
