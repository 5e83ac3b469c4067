"""The declared tables, turned into what to do at each element of a file.

A plan is a tree that follows the file: an element makes a row, or holds columns of the row around it, or is neither.
Everything that can be known before reading (paths, positions of columns) is worked out here, once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from grutto.readers.iati.flavour import LANG
from grutto.readers.values import READ

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.model.table import Column, ReleaseTable
    from grutto.readers.iati.flavour import Flavour
    from grutto.readers.values import Remark

WORDS = {"text", "code", "identifier", "datetime"}


class Slot(NamedTuple):
    """Where one piece of text goes.

    Args:
        place: position in the row.
        known: values read before, by their text; none for words, which are taken as they are.
        more: another column that the same text fills.
        keep_empty: an empty attribute is an empty text, not a missing one.
        column: the declaration.
        read: text to value and remark.
    """

    place: int
    known: dict[str, Any] | None
    more: Slot | None
    keep_empty: bool
    column: Column
    read: Callable[[str], tuple[Any, Remark | None]]


class Node:
    """What to do with one element.

    Args:
        path: path of the element within the record, without positions.
        suffix: locator of the element, from that of the row it belongs to.

    `words` are the attributes that are taken as they are, by the position of their column.
    """

    __slots__ = ("attributes", "children", "narrative", "path", "plan", "suffix", "text", "words")

    def __init__(self, path: str, suffix: str) -> None:
        self.path = path
        self.suffix = suffix
        self.attributes: dict[str, Slot] = {}
        self.text: Slot | None = None
        self.narrative = -1
        self.plan: WalkPlan | None = None
        self.children: dict[str, Node] = {"narrative": NARRATIVE}
        self.words: dict[str, int] = {}


NARRATIVE = object.__new__(Node)
"""Stands for a narrative, which any element may have."""


class WalkPlan(Node):
    """What to do with an element that makes a row.

    Args:
        path: path of the element within the record, without positions.
        table: the table it fills.
        element: the element's name.
    """

    __slots__ = ("blank", "defaults", "first", "inherit", "required", "rows", "table")

    def __init__(self, path: str, table: ReleaseTable, element: str, rows: list[list[Any]]) -> None:
        super().__init__(path, "")
        columns = table.column[1:]
        self.plan = self
        self.table = table
        self.rows = rows
        self.first: Node | None = None
        self.blank: list[Any] = [element if c.name == "element" and not c.path else None for c in columns]
        self.inherit = [(i, c.inherit) for i, c in enumerate(columns) if c.inherit]
        self.required = [(i, c) for i, c in enumerate(columns) if c.required and c.path]
        self.defaults = [(i, c.name) for i, c in enumerate(columns)]


Rows = dict[str, list[Any]]
"""Table name to rows, each the values of its columns without the snapshot."""


def plan_of(flavour: Flavour, tables: dict[str, ReleaseTable]) -> tuple[WalkPlan, Rows]:
    """Return the plan of a record, and the lists that its rows are put in."""
    rows: Rows = {name: [] for name in tables}
    plan = _plan(tables[flavour.table], "", flavour.item, tables, rows)
    identifier = Node(flavour.identifier, f"/{flavour.identifier}[1]")
    identifier.text = _slot(tables[flavour.table].column[1], 0)
    plan.children[flavour.identifier] = identifier
    return plan, rows


def root_plan(flavour: Flavour, tables: dict[str, ReleaseTable], rows: Rows) -> WalkPlan:
    """Return the plan of the root, whose children are records."""
    return _plan(tables[flavour.file], "", flavour.root, {}, rows)


def _plan(table: ReleaseTable, path: str, element: str, tables: dict[str, ReleaseTable], rows: Rows) -> WalkPlan:
    plan = WalkPlan(path, table, element, rows[table.name])
    for index, column in enumerate(table.column[1:]):
        if column.path:
            _place(plan, column, index)
    for child in tables.values():
        if table.name in child.parent:
            for name in child.element:
                _hang(plan, child, name, tables, rows)
    return plan


def _place(plan: WalkPlan, column: Column, index: int) -> None:
    """Put a column where its path leads."""
    *steps, last = column.path.split("/")
    node = _along(plan, steps)
    if last == "narrative":
        node.narrative = index
    elif last == "text()":
        node.text = _slot(column, index)
    else:
        name = last[1:].replace("xml:lang", LANG)
        node.attributes[name] = slot = _slot(column, index, node.attributes.get(name))
        node.words.pop(name, None)
        if slot.known is None and slot.more is None:
            node.words[name] = index


def _hang(plan: WalkPlan, table: ReleaseTable, element: str, tables: dict[str, ReleaseTable], rows: Rows) -> None:
    """Put a table of children where its element is; columns that the first of them gives stay columns."""
    *steps, last = element.split("/")
    node = _along(plan, steps)
    child = _plan(table, _joined(node.path, last), last, tables, rows)
    child.first = node.children.get(last)
    node.children[last] = child


def _along(node: Node, steps: list[str]) -> Node:
    for step in steps:
        path, suffix = _joined(node.path, step), f"{node.suffix}/{step}[1]"
        node = node.children.setdefault(step, Node(path, suffix))
    return node


def _joined(path: str, step: str) -> str:
    return f"{path}/{step}" if path else step


def _slot(column: Column, index: int, more: Slot | None = None) -> Slot:
    known: dict[str, Any] | None = None if column.type in WORDS else {}
    keep_empty = column.type == "text" and "@" in column.path
    return Slot(index, known, more, keep_empty, column, READ[column.type])
