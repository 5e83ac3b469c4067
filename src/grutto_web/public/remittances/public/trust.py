"""Why one can trust the comparison: rule of the order, who pays, corrections, the twelve requirements, its use."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext

from grutto.charts.bars import NamedValue, ranking
from grutto.charts.canvas import ChartText
from grutto.remittances.method import method
from grutto_web.ground.components import ChartView, ColumnView, TableView, drawn
from grutto_web.public.remittances.models import Notice, NoticeKind
from grutto_web.public.remittances.public.pages import compared
from grutto_web.public.remittances.public.wording import wording
from grutto_web.public.remittances.requirements import DATABASES, check_all
from grutto_web.public.remittances.visits import visits_by_year

if TYPE_CHECKING:
    from django.http import HttpRequest

    from grutto_web.public.remittances.public.wording import PageWording
    from grutto_web.public.site.release import Page

TARGET = 300_000
"""Users within a year that the site aimed at: Kamerstuk 30 573, letter of June 2011."""
STATED = ((2009, 32_680, False), (2010, 31_127, True))
"""Year, users of the site before, and whether it is a part of a year (January to August 2010): the same letter."""


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
    part, whole = gettext("January to August only"), gettext("whole year")
    users, visitors = gettext("users, as the letter says"), gettext("daily visitors, added up")
    rows = [
        _UseOfYear(_year(year, words), number, part if is_part else whole, is_part, users)
        for year, number, is_part in STATED
    ]
    for year, (number, days) in visits_by_year().items():
        period = gettext("days counted: %(days)s") % {"days": words.number(days)}
        rows.append(_UseOfYear(_year(year, words), number, period, is_part=True, counted=visitors))
    table = TableView(
        gettext("Use by year"),
        [
            ColumnView(gettext("Year")),
            ColumnView(gettext("Number"), amount=True),
            ColumnView(gettext("Period")),
            ColumnView(gettext("What is counted")),
        ],
        [[one.year, words.number(one.number), one.period, one.counted] for one in rows],
    )
    missed = gettext("The target of %(target)s a year was not reached") % {"target": words.number(TARGET)}
    title = missed if all(one.number < TARGET for one in rows) else table.caption
    text = ChartText(title, gettext("Bar chart: use by year, with a line at the target"))
    bars = [NamedValue(one.name, Decimal(one.number), words.number(one.number), target=Decimal(TARGET)) for one in rows]
    return {
        "target": words.number(TARGET),
        "chart": ChartView(
            title,
            drawn("use", words.drawing, lambda pen: ranking(pen, text, bars)),
            table,
            gettext("Years before this site: letter to the House of Representatives of the Netherlands, June 2011."),
        ),
    }


class _UseOfYear(NamedTuple):
    """How much the comparison was used in a year, in words; `is_part`: perhaps not every day of it was counted."""

    year: str
    number: int
    period: str
    is_part: bool
    counted: str

    @property
    def name(self) -> str:
        """How a chart names it: a year that is perhaps not whole says so beside its bar."""
        return f"{self.year} ({self.period})" if self.is_part else self.year


def _year(year: int, words: PageWording) -> str:
    return str(year).translate(words.signs)
