"""The sheets of the template, made from the declarations of the tables: one sheet a table, one column a field."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.readers.iati.flavour import ACTIVITIES
from grutto.readers.iati.plan import NARRATIVE, Node, WalkPlan, plan_of
from grutto.store.codec import declared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grutto.model.table import Column, ReleaseTable

DATA = Path(__file__).with_name("template.toml")
ACTIVITY, ID, BELONGS = "activity", "id", "belongs to"
"""Headings that every sheet has beside its fields: the activity, the name of a row, and the row it is part of."""
NARRATIVES = "other languages"
"""The sheet of texts in other languages than the activity's own."""
CODES = "codes"
"""The sheet of the lists that columns choose from."""
ELEMENT, LANGUAGE, TEXT = "element", "language", "text"
LANGUAGE_HEADINGS = (ACTIVITY, BELONGS, ELEMENT, LANGUAGE, TEXT)
REQUIRED = " *"


@dataclass(frozen=True, slots=True)
class Template:
    """Content of `template.toml`.

    Args:
        sheet: tables that every template has a sheet for, in order; others get one where there are rows.
        left_out: tables that never have a sheet: they hold what the standard has no place for.
        front: name of the sheet with help, by language.
    """

    sheet: tuple[str, ...]
    left_out: tuple[str, ...]
    front: dict[str, str]


def template() -> Template:
    """Return what is declared of the template."""
    return declared(DATA, Template)


@dataclass(frozen=True, slots=True)
class TemplateField:
    """One column of a sheet.

    Args:
        heading: its heading, without the mark of a required one.
        columns: the columns of the table that it fills; several may be read from one text.
        path: where it stands in the file, seen from the element of the row.
        choices: the texts allowed, where they are few and fixed.
    """

    heading: str
    columns: tuple[Column, ...]
    path: str
    choices: tuple[str, ...] = ()

    @property
    def column(self) -> Column:
        """The column that keeps the text as written."""
        return self.columns[0]

    @property
    def is_text(self) -> bool:
        """It holds a narrative, in the language of the activity."""
        return self.path.rpartition("/")[2] == "narrative"

    @property
    def suffix(self) -> str:
        """The locator of the element that holds the narrative, from that of the row."""
        steps = self.path.split("/")[:-1]
        return "".join(f"/{step}[1]" for step in steps)


@dataclass(frozen=True, slots=True)
class TemplateSheet:
    """One sheet.

    Args:
        name: its name.
        table: the table it fills.
        fields: its columns, in order, after those that every sheet has.
        parents: names of the sheets whose rows it may belong to; empty if only to the activity.
        basic: every template has it.
    """

    name: str
    table: ReleaseTable
    fields: tuple[TemplateField, ...]
    parents: tuple[str, ...]
    basic: bool

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings, in order."""
        if self.table.name == ACTIVITIES.table:
            return (ACTIVITY, *(f.heading for f in self.fields))
        belongs = (BELONGS,) if self.parents else ()
        return (ACTIVITY, *belongs, *(f.heading for f in self.fields), ID)


@dataclass(slots=True)
class _TablePlan:
    """What the plan says of one table."""

    first: set[str] = field(default_factory=set)
    parents: set[str] = field(default_factory=set)


def sheets_of(tables: Mapping[str, ReleaseTable]) -> dict[str, TemplateSheet]:
    """Return all sheets by name: those of every template first, then the others."""
    ours = template()
    plan, _ = plan_of(ACTIVITIES, dict(tables))
    found = {name: _TablePlan() for name in tables}
    _search(plan, found)
    names = [*ours.sheet, *(n for n in tables if n not in ours.sheet and n not in ours.left_out)]
    sheets = (_sheet(tables[name], found[name], basic=name in ours.sheet) for name in names)
    return {sheet.name: sheet for sheet in sheets}


def sheet_name(table: str) -> str:
    """Return the name of the sheet of a table."""
    return table.replace("_", " ")


def _search(plan: WalkPlan, found: dict[str, _TablePlan]) -> None:
    """Note the tables that each table stands under, and the columns that hold the first of several children."""
    for child in _plans(plan):
        if plan.table.name != ACTIVITIES.table:
            found[child.table.name].parents.add(plan.table.name)
        step = child.path.removeprefix(plan.path).strip("/")
        if child.first is not None:
            held = {c.name for c in plan.table.column if c.path.startswith(f"{step}/")}
            found[plan.table.name].first |= held
        _search(child, found)


def _plans(node: Node) -> Iterator[WalkPlan]:
    for child in node.children.values():
        if isinstance(child, WalkPlan):
            yield child
        elif child is not NARRATIVE:
            yield from _plans(child)


def _sheet(table: ReleaseTable, found: _TablePlan, *, basic: bool) -> TemplateSheet:
    by_path: dict[str, list[Column]] = {}
    for column in table.column[1:]:
        if column.name == "element" and not column.path:
            by_path["element"] = [column]
        elif column.path and column.name not in found.first:
            by_path.setdefault(column.path, []).append(column)
    fields = tuple(_field(table, path, columns) for path, columns in by_path.items())
    parents = tuple(sorted(sheet_name(name) for name in found.parents))
    return TemplateSheet(sheet_name(table.name), table, fields, parents, basic)


def _field(table: ReleaseTable, path: str, columns: list[Column]) -> TemplateField:
    text_last = sorted(columns, key=lambda c: c.type != "text")
    choices = table.element if path == "element" else ("true", "false") if text_last[0].type == "boolean" else ()
    name = text_last[0].name.removesuffix("_text") if len(text_last) > 1 else text_last[0].name
    return TemplateField(name.replace("_", " "), tuple(text_last), path, choices)
