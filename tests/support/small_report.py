"""One small programme for the tests of report sections, and what a section says as plain text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from small_iati import activity, budget, by, one, paid, to

from grutto.content.blocks import Callout, Facts, Heading, Items, Paragraph, Ranking, SignedText, Table
from grutto.content.wording import text_of
from grutto.locale import language_named
from grutto.model.framework import (
    AttributionRule,
    BudgetLine,
    CountryScope,
    Framework,
    Priority,
    Provision,
    Reference,
    YearAmount,
)

if TYPE_CHECKING:
    from grutto.content.blocks import Line, Section
    from grutto.model.judgement import Judgement
    from grutto.reports.context import Context

DAY = date(2010, 1, 1)
ENGLISH, DUTCH = language_named("en"), language_named("nl")


def rule(relation: str, column: str, value: str, priority: str = "", budget_line: str = "") -> AttributionRule:
    """Return a rule of attribution that names one value."""
    reason = {"en": f"{column} is {value}", "nl": f"{column} luidt {value}"}
    return AttributionRule(relation, {column: (value,)}, reason, priority, budget_line)


AID = BudgetLine(
    "aid",
    {"en": "Aid", "nl": "Hulp"},
    voted=(YearAmount(2010, Decimal(5_000_000), "account"),),
    supplementary=(YearAmount(2010, Decimal(-500_000), "account"),),
    expenditure=(YearAmount(2010, Decimal(3_999_001), "account"),),
)
WORK = BudgetLine("work", {"en": "Work", "nl": "Werk"}, voted=(YearAmount(2010, Decimal(400), "account"),))
PROGRAMME = Framework(
    id="test",
    title={"en": "Test", "nl": "Toets"},
    owner="XM-T-1",
    since=DAY,
    language="en",
    reference={"account": Reference("Account", DAY, "p. 4"), "letter": Reference("Letter", DAY, "p. 9")},
    priority=(
        Priority("1", {"en": "One", "nl": "Een"}, "account", DAY),
        Priority("2", {"en": "Two", "nl": "Twee"}, "account", DAY),
    ),
    focus=(
        Provision("return", {"en": "Return", "nl": "Terugkeer"}, "letter", date(2008, 7, 1)),
        Provision("late", {"en": "Later", "nl": "Later"}, "letter", date(2011, 1, 1)),
    ),
    outline=("summary",),
    budget_line=(AID, WORK),
    attribution=(
        rule("tag", "code", "p1", priority="1"),
        rule("tag", "code", "p2", priority="2"),
        rule("attribution", "priority", "1", budget_line="aid"),
        rule("attribution", "priority", "2", budget_line="work"),
    ),
    country_scope=(
        CountryScope(("KE",), "account", date(2009, 1, 1)),
        CountryScope(("UG",), "letter", date(2010, 7, 1)),
    ),
)


def _tag(code: str) -> str:
    return f'<tag vocabulary="99" code="{code}"/>'


def _country(code: str, share: int) -> str:
    return f'<recipient-country code="{code}" percentage="{share}"/>'


def _result(*periods: tuple[int, int, int]) -> str:
    title = "<title><narrative>Trained</narrative></title>"
    context_of = "".join(
        f'<period><period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
        f'<target value="{target}"/><actual value="{actual}"/></period>'
        for year, target, actual in periods
    )
    return f'<result type="1">{title}<indicator measure="1">{title}{context_of}</indicator></result>'


RUNS = '<activity-date type="2" iso-date="2009-01-01"/><activity-date type="3" iso-date="2011-06-30"/>'
OVER = '<activity-date type="2" iso-date="2008-01-01"/><activity-date type="4" iso-date="2009-12-31"/>'
FILES = one(
    activity(
        "A",
        RUNS,
        _country("KE", 60),
        _country("UG", 40),
        _tag("p1"),
        budget(600, "2010-01-01", "2010-12-31"),
        paid(200, "2009-06-01"),
        paid(50, inside=to("D")),
        paid(200, code="4"),
        _result((2009, 10, 8), (2010, 10, 12)),
    ),
    activity("B", RUNS, _country("UG", 100), _tag("p2"), paid(90)),
    activity("C", RUNS, paid(30)),
    activity("D", RUNS, paid(50, code="1", inside=by("A")), paid(75, code="4"), org="XM-T-2"),
    activity("E", OVER, _tag("p2")),
)
"""The owner spends 250 + 90 + 30 = 370 in 2010; its partner 75, of which 50 came from A: 395 counted once."""


class ContextMaker(Protocol):
    """A year of the small programme."""

    def __call__(self, *judgements: Judgement, year: int = 2010, framework: Framework = PROGRAMME) -> Context:
        """Return what a section is made from."""


def plain(line: Line, language: str = "en") -> str:
    """Return a line as a reader sees it, with common spaces."""
    return text_of(line, language_named(language)).replace("\N{NO-BREAK SPACE}", " ")


def said(section: Section, language: str = "en") -> list[str]:
    """Return the sentences of a section, without its parts."""
    lines: list[Line] = []
    for block in section.blocks:
        match block:
            case Paragraph():
                lines.append(block.line)
            case Items() | Callout():
                lines += block.lines
    return [plain(line, language) for line in lines]


def headings(section: Section, language: str = "en") -> list[str]:
    """Return the headings of a section."""
    return [plain(b.line, language) for b in section.blocks if isinstance(b, Heading)]


def facts(section: Section, language: str = "en") -> dict[str, str]:
    """Return every fact of a section: name to value."""
    pairs = [pair for b in section.blocks if isinstance(b, Facts) for pair in b.pairs]
    return {plain(name, language): plain(value, language) for name, value in pairs}


def table(section: Section, caption: str, language: str = "en") -> list[list[str]]:
    """Return heads, rows and foot of the table with this caption, or the first whose caption begins so."""
    tables = {plain(b.caption, language): b for b in section.blocks if isinstance(b, Table)}
    found = tables.get(caption) or next(table for text, table in tables.items() if text.startswith(caption))
    lines = ([c.head for c in found.columns], *found.rows, *found.foot)
    return [[plain(cell, language) for cell in line] for line in lines]


def bars(section: Section, language: str = "en") -> dict[str, list[tuple[str, Decimal | None]]]:
    """Return the bars of every chart: title to labels and values."""
    return {
        plain(b.title, language): [(plain(bar.name, language), bar.figure.value) for bar in b.bars]
        for b in section.blocks
        if isinstance(b, Ranking)
    }


def signatures(section: Section) -> list[str]:
    """Return the texts that people signed."""
    return [plain(b.text) for b in section.blocks if isinstance(b, SignedText)]
