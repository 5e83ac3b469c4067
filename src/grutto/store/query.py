"""A selection as one expression of plain SQL: SELECT … WHERE … GROUP BY, and the same without the sum.

Only what every engine computes alike is used: filter, join, group, sum and count. `sqlglot` writes the
expression in each engine's dialect.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from sqlglot import exp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grutto.model.figure import Condition, Scalar, Selection

FACT = "fact"
KEY = "iati_identifier"
ROW = "source_row"
KEPT, FEW = 2_000, 50
"""Questions whose SQL is remembered, each with at most so many values: writing it takes longer than a small answer."""


class _Question(NamedTuple):
    """All that the SQL of a question depends on; the types of values tell `True` from 1, which are equal."""

    dialect: str
    selection: Selection
    named: tuple[str, ...]
    limit: int | None
    names: tuple[tuple[str, str], ...]
    types: tuple[type, ...]


def totals_sql(selection: Selection, by: tuple[str, ...], stands_for: Mapping[str, str], dialect: str) -> str:
    """Return `aggregate_query` in a dialect; a question asked again is not written again."""
    question = _question(dialect, selection, by, None, stands_for)
    return (_totals_sql if len(question.types) <= FEW else _totals_sql.__wrapped__)(question)


def rows_sql(
    selection: Selection, columns: tuple[str, ...], limit: int | None, stands_for: Mapping[str, str], dialect: str
) -> str:
    """Return `rows_query` in a dialect; a question asked again is not written again."""
    question = _question(dialect, selection, columns, limit, stands_for)
    return (_rows_sql if len(question.types) <= FEW else _rows_sql.__wrapped__)(question)


def _question(
    dialect: str, selection: Selection, named: tuple[str, ...], limit: int | None, stands_for: Mapping[str, str]
) -> _Question:
    names = tuple((name, stands_for.get(name, name)) for name in relations_of(selection, named))
    types = tuple(type(value) for condition in selection.where for value in condition.values)
    return _Question(dialect, selection, named, limit, names, types)


@lru_cache(KEPT)
def _totals_sql(question: _Question) -> str:
    return aggregate_query(question.selection, question.named, dict(question.names)).sql(question.dialect, copy=False)


@lru_cache(KEPT)
def _rows_sql(question: _Question) -> str:
    return rows_query(question.selection, question.named, question.limit, dict(question.names)).sql(
        question.dialect, copy=False
    )


def aggregate_query(selection: Selection, by: tuple[str, ...], stands_for: Mapping[str, str]) -> exp.Select:
    """Return the query that sums or counts a selection along columns.

    Its columns are those of `by`, then `value`, `rows` (source rows) and `unknown` (source rows without a value).
    `stands_for` gives the name under which an engine knows a relation, where that is another.
    """
    value, row = column(selection.value), column(ROW)
    total = _total(selection.aggregate, value)
    missing = exp.Case(ifs=[exp.If(this=exp.Is(this=value.copy(), expression=exp.null()), true=row.copy())])
    query = exp.select(
        *(exp.alias_(column(name), f"by_{i}", copy=False) for i, name in enumerate(by)),
        exp.alias_(total, "value", copy=False),
        exp.alias_(exp.Count(this=exp.Distinct(expressions=[row])), "rows", copy=False),
        exp.alias_(exp.Count(this=exp.Distinct(expressions=[missing])), "unknown", copy=False),
    )
    query = _restricted(query, selection, by, stands_for)
    keys = [column(name) for name in by]
    return query.group_by(*keys, copy=False).order_by(*_ordered(by), copy=False) if by else query


def _total(aggregate: str, value: exp.Column) -> exp.Expression:
    """Return the sum or count; of `whole`, the sum only if every row has a value."""
    if aggregate == "count":
        return exp.Count(this=exp.Distinct(expressions=[value]))
    if aggregate == "sum":
        return exp.Sum(this=value)
    every = exp.EQ(this=exp.Count(this=exp.Star()), expression=exp.Count(this=value.copy()))
    return exp.Case(ifs=[exp.If(this=every, true=exp.Sum(this=value))])


def rows_query(
    selection: Selection, columns: tuple[str, ...], limit: int | None, stands_for: Mapping[str, str]
) -> exp.Select:
    """Return the query that lists the rows of a selection, ordered by the columns shown."""
    query = exp.select(*(exp.alias_(column(name), name.rpartition(".")[2], copy=False) for name in columns))
    query = _restricted(query, selection, columns, stands_for).order_by(*_ordered(columns), copy=False)
    return query.limit(limit, copy=False) if limit is not None else query


def relations_of(selection: Selection, named: tuple[str, ...]) -> list[str]:
    """Return the relations that a question reads: that of the selection first, then those joined to it."""
    used = (*named, selection.value, *(c.column for c in selection.where))
    return [selection.relation, *sorted({name.rpartition(".")[0] for name in used} - {""})]


def column(name: str) -> exp.Column:
    """Return a column by its name; `relation.column` is one of a joined relation."""
    relation, _, plain = name.rpartition(".")
    return exp.column(plain, table=relation or FACT, quoted=True)


def _ordered(names: tuple[str, ...]) -> list[exp.Ordered]:
    """Return columns to order by, the unknown last: engines differ in where they put it unless told."""
    return [exp.Ordered(this=column(name), desc=False, nulls_first=False) for name in names]


def _restricted(
    query: exp.Select, selection: Selection, named: tuple[str, ...], stands_for: Mapping[str, str]
) -> exp.Select:
    query = query.from_(_relation(selection.relation, FACT, stands_for), copy=False)
    for relation in relations_of(selection, named)[1:]:
        on = exp.EQ(this=column(KEY), expression=column(f"{relation}.{KEY}"))
        query = query.join(_relation(relation, relation, stands_for), on=on, join_type="left", copy=False)
    return query.where(*(_condition(c) for c in selection.where), copy=False)


def _relation(name: str, alias: str, stands_for: Mapping[str, str]) -> exp.Expr:
    """Return a relation under an alias. Its name is a name whatever it says: never a function, a file or more SQL."""
    table = exp.Table(this=exp.to_identifier(stands_for.get(name, name), quoted=True))
    return exp.alias_(table, exp.to_identifier(alias, quoted=True), table=True, copy=False)


def _condition(condition: Condition) -> exp.Condition:
    known = [_literal(v) for v in condition.values if v is not None]
    either: list[exp.Expression] = []
    if known:
        either.append(exp.In(this=column(condition.column), expressions=known))
    if len(known) < len(condition.values):
        either.append(exp.Is(this=column(condition.column), expression=exp.null()))
    return exp.or_(*either, copy=False)


def _literal(value: Scalar) -> exp.Expression:
    if isinstance(value, bool):
        return exp.Boolean(this=value)
    if isinstance(value, int):
        return exp.Literal.number(value)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    return exp.Literal.string(value)
