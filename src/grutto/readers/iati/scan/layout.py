"""The plan of a record as one flat array that compiled code can follow.

Nodes, slots, plans and names are numbers here; `places.py` says what stands where. The plan that the walk follows is
the only source: a table that is declared is scanned without a line of code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from grutto.readers.iati.flavour import LANG
from grutto.readers.iati.plan import NARRATIVE, Node, Slot, WalkPlan, plan_of
from grutto.readers.iati.scan import places as p

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grutto.model.table import ReleaseTable
    from grutto.readers.iati.flavour import Flavour

KINDS = {"text": p.TEXT, "decimal": p.DECIMAL, "date": p.DATE, "integer": p.INTEGER, "boolean": p.BOOLEAN}


class LayoutError(Exception):
    """The declared tables have something that the scanner does not do; files are walked."""


@dataclass(slots=True)
class ScanLayout:
    """A plan with numbers.

    Args:
        nodes: by number; 0 is the record.
        plans: of nodes that make a row.
        slots: of attributes and texts.
        elements: name of the element of each plan.
        prefixes: locator of each plan's element, from that of the row around it to its number.
        names: of elements and attributes, by their number.
        node: the numbers of a node; see `NODES`.
        more: another slot of the same text.
        child: number of a node below a node, by name.
        slot: number of the slot of an attribute, by node and name.
    """

    nodes: list[Node] = field(default_factory=list)
    plans: list[WalkPlan] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    elements: list[bytes] = field(default_factory=list)
    prefixes: list[bytes] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    node: list[list[int]] = field(default_factory=list)
    more: list[int] = field(default_factory=list)
    child: dict[tuple[int, int], int] = field(default_factory=dict)
    slot: dict[tuple[int, int], int] = field(default_factory=dict)

    def name(self, name: str) -> int:
        """Return the number of a name."""
        return self.names.setdefault(name, len(self.names))

    def add(self, node: Node, element: str, prefix: bytes, position: int = 0) -> int:
        """Give numbers to a node and all below it; return its own."""
        number = len(self.nodes)
        children = [(name, child) for name, child in node.children.items() if child is not NARRATIVE]
        self.nodes.append(node)
        self.node.append([position, len(children), self._slot(node.text), self._plan(node, element, prefix)])
        self.node[number] += [p.NONE, node.narrative]
        for name, slot in node.attributes.items():
            self.slot[number, self.name("xml:lang" if name == LANG else name)] = self._slot(slot)
        for place, (name, child) in enumerate(children):
            child_number = self.add(child, name, node.suffix.encode(), place)
            self.child[number, self.name(name)] = child_number
            if isinstance(child, WalkPlan) and child.first is not None:
                self.node[child_number][p.FIRST] = self._first(child, child.first)
        return number

    def _first(self, child: WalkPlan, node: Node) -> int:
        if len(node.children) > 1 or (node.text is not None and child.text is None):
            raise LayoutError(node.path)
        return self.add(node, "", b"")

    def _plan(self, node: Node, element: str, prefix: bytes) -> int:
        if not isinstance(node, WalkPlan):
            return p.NONE
        self.plans.append(node)
        self.elements.append(element.encode())
        self.prefixes.append(prefix + f"/{element}[".encode())
        return len(self.plans) - 1

    def _slot(self, slot: Slot | None) -> int:
        if slot is None:
            return p.NONE
        number = len(self.slots)
        self.slots.append(slot)
        self.more.append(p.NONE)
        self.more[number] = self._slot(slot.more)
        return number

    def flat(self) -> NDArray[np.int32]:
        """Return all that compiled code needs.

        Raises:
            Unsuited: there is more of something than there is room for.
        """
        self._check()
        names = [name.encode() for name in self.names]
        flat = np.full(p.LETTERS + sum(map(len, names)), p.NONE, np.int32)
        for node in range(len(self.nodes)):
            flat[p.CHILD + (node << 8) + p.NARRATIVE_NAME] = p.NARRATED
        for (node, name), number in self.child.items():
            flat[p.CHILD + (node << 8) + name] = number
        for (node, name), number in self.slot.items():
            flat[p.SLOT + (node << 8) + name] = number
        _fill(flat, p.NODES, 8, self.node)
        _fill(flat, p.SLOTS, 4, [self._numbers(slot, more) for slot, more in zip(self.slots, self.more, strict=True)])
        required = [[index for index, _ in plan.required] for plan in self.plans]
        ends = np.cumsum([0, *map(len, required)]).tolist()
        widths = [len(plan.blank) for plan in self.plans]
        _fill(flat, p.PLANS, 4, list(zip(widths, ends, ends[1:], strict=False)))
        _fill(flat, p.REQUIRED, 1, [[index] for indexes in required for index in indexes])
        _name(flat, names)
        return flat

    def _numbers(self, slot: Slot, more: int) -> list[int]:
        kind = p.EMPTY_TEXT if slot.keep_empty else KINDS.get(slot.column.type, p.WORD)
        return [slot.place, kind, more, int(slot.column.or_text)]

    def _check(self) -> None:
        required = sum(len(plan.required) for plan in self.plans)
        counts = (len(self.nodes), len(self.names), len(self.slots), len(self.plans), required)
        room = (p.MOST_NODES, p.MOST_NAMES_OF_PLAN, p.MOST_SLOTS, p.MOST_PLANS, p.MOST_REQUIRED)
        if any(n > most for n, most in zip(counts, room, strict=True)):
            raise LayoutError("names")
        if max(len(n.children) for n in self.nodes) > p.MOST_CHILDREN or self.plans[0].inherit:
            raise LayoutError(self.plans[0].table.name)
        for plan in self.plans:
            worded = {column.name for column in plan.table.column if column.or_text}
            filled = {index for index, _ in plan.inherit}
            if any(index in filled or column.name in worded for index, column in plan.required):
                raise LayoutError(plan.table.name)


def layout_of(flavour: Flavour, tables: dict[str, ReleaseTable]) -> ScanLayout:
    """Return the plan of a record with numbers.

    Raises:
        Unsuited: the plan has something that the scanner does not do.
    """
    plan, _ = plan_of(flavour, tables)
    layout = ScanLayout()
    for name in (flavour.item, "narrative", "xml:lang"):
        layout.name(name)
    layout.add(plan, flavour.item, f"/{flavour.root}".encode())
    return layout


def hash_of(name: bytes) -> int:
    """Return the hash that the scanner makes of a name."""
    value = 0
    for byte in name:
        value = (value * 31 + byte) & 0xFFFFFF
    return value & (p.HASHES - 1)


def _fill(flat: NDArray[np.int32], start: int, width: int, rows: Sequence[Sequence[int]]) -> None:
    for number, row in enumerate(rows):
        flat[start + width * number : start + width * number + len(row)] = row


def _name(flat: NDArray[np.int32], names: list[bytes]) -> None:
    """Put the names and their hashes."""
    ends = np.cumsum([0, *map(len, names)])
    flat[p.NAME_STARTS : p.NAME_STARTS + len(ends)] = ends
    flat[p.LETTERS :] = np.frombuffer(b"".join(names), np.uint8)
    for number, name in enumerate(names):
        place = hash_of(name)
        while flat[p.HASHED + place] != p.NONE:
            place = (place + 1) & (p.HASHES - 1)
        flat[p.HASHED + place] = number
