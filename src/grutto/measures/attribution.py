"""Which priority an activity belongs to; which activities and amounts of a hierarchy count stands in `levels`.

The framework's rules decide, the reason is kept. An activity that matches no rule, or rules of several priorities,
is attributed to `none` or `several`: it is listed, never lost or doubled.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grutto.errors import DeclarationError, StoreError
from grutto.measures.levels import KINDS, levels
from grutto.message import Message, coded
from grutto.model.figure import Condition, Selection
from grutto.model.table import Column
from grutto.store.files import write_atomically
from grutto.store.parquet import arrow_table, parquet_bytes
from grutto.store.program import code_digest
from grutto.tables import all_tables

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from grutto.measures.levels import LevelVerdict
    from grutto.model.framework import AttributionRule, Framework
    from grutto.store.engine import Engine

NONE, SEVERAL = "none", "several"

ATTRIBUTIONS = "attribution"
"""Folder of a release for the attributions of frameworks, each named by what it was computed with."""

COLUMNS = (
    Column("iati_identifier", "identifier", "The activity."),
    Column("priority", "code", "Code of the priority, `none` or `several`."),
    Column("reason", "text", "The rules that matched, with the places they matched at, a coded reason a line."),
    Column("budget_line", "code", "Code of the budget line, `none` or `several`."),
    Column("budget_line_reason", "text", "The rules that matched, likewise."),
    Column("counted", "boolean", "It counts as an activity, in its hierarchy."),
    *(Column(f"counted_{kind}", "boolean", f"Its amounts of this kind ({kind}) enter totals.") for kind in KINDS),
    Column("level_reason", "text", "Why it does or does not, a coded reason a line."),
)
RULE = "rule"
"""Reason of a priority or budget line: `rule|number=NUMBER|place=PLACE`; the framework's rules count from 0."""
ITSELF = "attribution"
"""Relation of a rule that gives a budget line by the priority."""


@dataclass(frozen=True, slots=True)
class _Match:
    code: str
    decides: bool
    reason: str


type _Matches = dict[str, list[_Match]]


def attribute(engine: Engine, framework: Framework) -> pa.Table:
    """Return one row an activity: its priority, its budget line and what of it counts, each with the reason.

    Args:
        engine: with the release's tables registered.
        framework: its rules are applied to all activities of the release.

    Raises:
        DeclarationError: a rule names a relation or column that does not exist.
    """
    activities = _rows(engine, "portfolio", ("iati_identifier", "snapshot", "locator", "reporting_org", "hierarchy"))
    counting = {(a["snapshot"], a["locator"]) for a in activities}
    matches: _Matches = defaultdict(list)
    lines: _Matches = defaultdict(list)
    for number, rule in enumerate(framework.attribution):
        found = matches if rule.priority else lines
        for identifier, place in _matching(engine, rule, counting) if rule.relation != ITSELF else ():
            reason = coded(RULE, number=number, place=place)
            found[identifier].append(_Match(rule.priority or rule.budget_line, rule.decides, reason))
    verdicts = levels(engine, framework, activities)
    rows = []
    for name in (a["iati_identifier"] for a in activities):
        priority = decide(matches[name])
        line = _line(framework, lines[name], priority[0])
        rows.append((name, *priority, *line, *_level(verdicts[name])))
    return arrow_table(COLUMNS, {c.name: [row[i] for row in rows] for i, c in enumerate(COLUMNS)})


def kept_attribution(folder: Path, engine: Engine, framework: Framework) -> Path | pa.Table:
    """Return the attribution of a release as it was kept beside its tables; the first to ask computes and keeps it.

    What cannot be written, as on a read-only disk, is computed each time.

    Args:
        folder: of the release.
        engine: with the release's tables registered.
        framework: its rules.

    Raises:
        DeclarationError: as `attribute`.
    """
    code = code_digest("model", "store", "codelists", "frameworks", "tables", "measures")
    key = hashlib.sha256(f"{code}\n{framework!r}".encode()).hexdigest()
    path = folder / ATTRIBUTIONS / f"{key}.parquet"
    if path.exists():
        return path
    table = attribute(engine, framework)
    try:
        write_atomically(path, parquet_bytes(table))
    except StoreError:
        return table
    return path


def _level(level: LevelVerdict) -> tuple[Any, ...]:
    return (level.activity, *(kind in level.kinds for kind in KINDS), level.reason)


def _line(framework: Framework, matches: list[_Match], priority: str) -> tuple[str, str]:
    """Return the budget line of an activity and why: by its rows, by its priority, or because there is one line."""
    rules = [(number, r) for number, r in enumerate(framework.attribution) if r.budget_line]
    if not rules and len(framework.budget_line) == 1:
        return framework.budget_line[0].code, "one-budget-line"
    by_priority = [(number, r) for number, r in rules if r.relation == ITSELF and priority in r.where["priority"]]
    found = (_Match(r.budget_line, r.decides, coded(RULE, number=number)) for number, r in by_priority)
    return decide([*matches, *found])


def decide(matches: list[_Match]) -> tuple[str, str]:
    """Return the code that the matching rules give, and why, a reason a line.

    Rules that decide outrank those that do not.
    """
    deciding = [m for m in matches if m.decides] or matches
    reasons = dict.fromkeys(m.reason for m in deciding)
    codes = sorted({m.code for m in deciding})
    if not codes:
        return NONE, "no-rule"
    if len(codes) > 1:
        return SEVERAL, "\n".join((coded("rules-disagree", codes=", ".join(codes)), *reasons))
    return codes[0], "\n".join(reasons)


def _matching(engine: Engine, rule: AttributionRule, counting: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the activities of a rule with the place that matched, in the counted copy of the activity only."""
    table = all_tables().get(rule.relation)
    known = {c.name for c in table.column} if table else set()
    for column in ("iati_identifier", *rule.where):
        if column not in known:
            raise DeclarationError(
                "An attribution rule of {target} names {relation}.{column}, which does not exist",
                where=Message("attribution rules of the framework"),
                repair="columns of {relation}: {value}",
                target=rule.target,
                relation=rule.relation,
                column=column,
                value=", ".join(sorted(known)) or Message("no such table"),
            )
    place = "parent" if "parent" in known and rule.relation != "activity" else "locator"
    found = _rows(engine, rule.relation, ("iati_identifier", "snapshot", place, "locator"), rule.where)
    return [(r["iati_identifier"], r["locator"]) for r in found if (r["snapshot"], r[place]) in counting]


def _rows(
    engine: Engine, relation: str, columns: tuple[str, ...], where: dict[str, tuple[Any, ...]] | None = None
) -> list[dict[str, Any]]:
    conditions = tuple(Condition(column, values) for column, values in (where or {}).items())
    return engine.rows(Selection("attribution", relation, "iati_identifier", "count", conditions), columns)
