"""The account of a budget line: voted, supplementary, realised, and the difference of realised and voted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.measures.attribution import NONE, SEVERAL
from grutto.model.figure import Figure, Period, Statement

if TYPE_CHECKING:
    from decimal import Decimal

    from grutto.measures.scope import Scope
    from grutto.model.figure import Scalar
    from grutto.model.framework import BudgetLine, Framework, YearAmount

EXPENDITURE = "expenditure"
ITEMS = {
    "commitments": ("voted_commitments", "commitments", "committed_once"),
    EXPENDITURE: ("voted", "expenditure", "spent_once"),
    "receipts": ("voted_receipts", "receipts", ""),
}
"""Item to the fields of a budget line for voted and realised, and the measure that stands in for realised."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a budget line in one year.

    Args:
        line: code of the budget line.
        item: commitments, expenditure or receipts.
        year: calendar year.
        voted: as voted.
        supplementary: changes by supplementary budgets, if any.
        realised: as the account states it, else as the activities report it.
        difference: realised less voted.
        from_activities: the account states nothing: realised is what the activities report.
    """

    line: str
    item: str
    year: int
    voted: Figure
    supplementary: Figure | None
    realised: Figure
    difference: Figure
    from_activities: bool

    @property
    def subject(self) -> str:
        """What a judgement about this difference names in `about`."""
        return f"line:{self.line}/{self.item}/{self.year}"


def years_of(scope: Scope, line: BudgetLine) -> list[int]:
    """Return the years that a budget line has amounts for up to the year reported on, and those voted ahead."""
    fields = ("expenditure", "commitments", "receipts", "supplementary")
    past = {a.year for f in fields for a in getattr(line, f) if a.year <= scope.year}
    return sorted(past | {a.year for a in line.voted} | {scope.year})


def account(scope: Scope, line: BudgetLine, year: int) -> list[Item]:
    """Return the items of a budget line in a year that the framework or the activities have any amount for."""
    found = []
    for item, (voted_in, realised_in, measure) in ITEMS.items():
        voted = _stated(scope, line, voted_in, year)
        realised = _stated(scope, line, realised_in, year)
        if voted is None and realised is None and item != EXPENDITURE:
            continue
        outturn = realised or _reported(scope, line, item, measure, year)
        base = voted or _absent(scope, line, f"voted-{item}", year)
        found.append(
            Item(
                line=line.code,
                item=item,
                year=year,
                voted=base,
                supplementary=_stated(scope, line, "supplementary", year) if item == EXPENDITURE else None,
                realised=outturn,
                difference=scope.book.derive("difference", outturn, base),
                from_activities=realised is None,
            )
        )
    return found


def _stated(scope: Scope, line: BudgetLine, field: str, year: int) -> Figure | None:
    """Return the sum of what documents state; the year may have several amounts (several supplementary budgets)."""
    amounts: list[YearAmount] = [a for a in getattr(line, field) if a.year == year]
    name = f"{field.replace('_', '-')}.line-{line.code}.year-{year}"
    names = [name if len(amounts) == 1 else f"{name}.part-{i}" for i, _ in enumerate(amounts, start=1)]
    figures = [
        scope.stated(own, a.amount, a.currency, a.reference, year, inferred=a.inferred)
        for own, a in zip(names, amounts, strict=True)
    ]
    if not figures:
        return None
    return figures[0] if len(figures) == 1 else scope.book.derive("total", *figures)


def _reported(scope: Scope, line: BudgetLine, item: str, measure: str, year: int) -> Figure:
    """Return what the activities of this line report; unknown if the framework does not say which these are."""
    if not measure or not divided(scope.framework):
        return _absent(scope, line, item, year)
    at: dict[str, Scalar] = {"budget_line": line.code} if len(scope.framework.budget_line) > 1 else {}
    years = sorted({year, *years_of(scope, line)})
    figures = scope.book.measure_all(measure, [{**owners(scope), **at, "year": y} for y in years])
    return figures[years.index(year)]


def owners(scope: Scope) -> dict[str, Scalar]:
    """Return the condition that limits an account to the activities of its owner, if the release has any.

    What partners add of their own is not the owner's expenditure.
    """
    own: dict[str, Scalar] = {"reporting_org": scope.framework.owner}
    return own if scope.book.measure("activities", **own).value else {}


def divided(framework: Framework) -> bool:
    """Tell whether activities can be told to be of a budget line: there is one, or rules divide them."""
    return len(framework.budget_line) == 1 or any(r.budget_line for r in framework.attribution)


def of_no_line(scope: Scope, year: int) -> list[tuple[str, Figure]]:
    """Return what the activities of no budget line, or of several, spent in a year: it is in no account."""
    if len(scope.framework.budget_line) < 2 or not divided(scope.framework):
        return []
    at = owners(scope) | {"year": year}
    codes = (NONE, SEVERAL)
    figures = scope.book.measure_all("spent_once", [{**at, "budget_line": code} for code in codes])
    return [(code, figure) for code, figure in zip(codes, figures, strict=True) if figure.rows]


def of_others(scope: Scope, year: int) -> tuple[Figure, Figure] | None:
    """Return what the owner of a framework spent in a year and what others spent beyond what was sent to them.

    None where the owner has no activities, an amount is unknown or others add nothing.
    """
    own = owners(scope)
    if not own:
        return None
    mine, whole = scope.book.measure("spent_once", year=year, **own), scope.book.measure("spent_once", year=year)
    rest = scope.book.derive("difference", whole, mine)
    return (mine, rest) if rest.value else None


def _absent(scope: Scope, line: BudgetLine, what: str, year: int) -> Figure:
    statement = Statement(scope.framework.id, scope.framework.since, f"no-amount.{what}")
    name = f"{what}.line-{line.code}.year-{year}"
    return scope.book.state(name, None, "EUR", statement, period=Period.year(year))


def thousands(scope: Scope, figure: Figure) -> Figure:
    """Return a figure in thousands of euros, rounded up, as the Dutch account prints it."""
    return scope.book.derive("thousands_up", figure)


def size_of(items: list[Item]) -> Decimal | None:
    """Return the size of a budget line that decides its threshold: its voted expenditure in euros."""
    return next((i.voted.value for i in items if i.item == EXPENDITURE), None)
