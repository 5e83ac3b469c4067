"""What a pass over a piece found, as the declared tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from grutto.readers.iati.beyond import step
from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.columns import (
    FILLED,
    TextPool,
    gather,
    locate,
    locate_children,
    sort_entries,
    text_array,
    value_array,
    wrap,
)
from grutto.store.parquet import schema_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from grutto.model.table import ReleaseTable
    from grutto.readers.iati.flavour import Flavour
    from grutto.readers.iati.scan.layout import ScanLayout

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]

ELEMENT = -2
"""Instead of the column of a record that stands in: this one has the name of the element."""

LONGEST = 1 << 8
"""Bytes of a locator for which there is room on average."""

KINDS_BEYOND = TextPool([b"attribute", b"element", b"unread"])


class NoRoom(Exception):  # noqa: N818
    """What was found does not fit; the piece is walked."""


@dataclass(frozen=True, slots=True)
class RowColumns:
    """Rows of a table.

    Args:
        table: the rows, without the snapshot.
        place: by row, where its entry or that of its record stands; never falls from one record to the next.
    """

    table: pa.Table
    place: Numbers


@dataclass(frozen=True, slots=True)
class Pass:
    """What a pass found.

    Args:
        text: the bytes, decoded in place.
        m: the memory of the pass.
        narratives: places of their entries.
        beyond: places of the entries of what no table declares, and of remarks.
        remarks: places of the entries of remarks.
        records: places of the entries of records.
        rows: places of the entries of rows, by number of the table.
        locators: the locators of rows.
    """

    text: Bytes
    m: Numbers
    narratives: Numbers
    beyond: Numbers
    remarks: Numbers
    records: Numbers
    rows: Sequence[Numbers]
    locators: Bytes


class TableMaker:
    """Makes the declared tables of what was found in pieces of one file."""

    def __init__(self, flavour: Flavour, tables: dict[str, ReleaseTable], layout: ScanLayout) -> None:
        self.plan = layout.flat()
        self._flavour = flavour
        self._names = list(tables)
        self._schemas = {name: schema_of(table.column[1:]) for name, table in tables.items()}
        self._slots = layout.slots
        self._elements = TextPool(layout.elements)
        self._prefixes = TextPool(layout.prefixes)
        self._suffixes = [*(node.suffix.encode() for node in layout.nodes), b""]
        self._paths = TextPool([*(node.path.encode() for node in layout.nodes), b""])
        self._sources = {name: _sources(table, tables[flavour.table]) for name, table in tables.items()}
        self._table = np.array([self._names.index(plan.table.name) for plan in layout.plans], np.int32)

    def sorted(self, text: Bytes, m: Numbers) -> Pass:
        """Sort what a pass found.

        Raises:
            NoRoom: locators are longer than expected.
        """
        ends = np.zeros(5 + len(self._names), np.int64)
        sort_entries(self.plan, m, self._table, ends, np.empty(0, np.int64))
        ends = np.cumsum([0, *ends])
        places = np.empty(ends[-1], np.int64)
        sort_entries(self.plan, m, self._table, ends[:-1].copy(), places)
        *others, rows = np.split(places, ends[1:-1])
        locators = np.empty(LONGEST * (len(rows) + 1), np.uint8)
        if locate(m, rows, self._prefixes.text, self._prefixes.place, locators) < 0:
            raise NoRoom
        narratives, beyond, remarks, records, *tables = others
        return Pass(text, m, narratives, beyond, remarks, records, tables, locators)

    def tables(self, found: Pass, undeclared: Numbers) -> dict[str, RowColumns]:
        """Return the tables that have rows; `undeclared` are the entries of what stands in none of their columns.

        Raises:
            NoRoom: locators are longer than expected.
        """
        tables = {}
        for name, rows in zip(self._names, found.rows, strict=True):
            if len(rows):
                tables[name] = self._rows(name, self._arrays(found, name, rows), rows)
        if len(found.narratives):
            tables[self._flavour.narrative] = self._narratives(found)
        if len(undeclared):
            tables[self._flavour.extension] = self._extensions(found, undeclared)
        return tables

    def _rows(self, name: str, arrays: list[pa.Array], place: Numbers) -> RowColumns:
        return RowColumns(pa.Table.from_arrays(arrays, schema=self._schemas[name]), place)

    def _arrays(self, found: Pass, name: str, rows: Numbers) -> list[pa.Array]:
        source, types = self._sources[name], self._schemas[name].types
        cells, missing = np.empty((len(source), len(rows)), np.int64), np.zeros(len(source), np.int64)
        gather(found.m, rows, source, cells, missing)
        arrays = [text_array(found.text, cells[0]), *(text_array(found.locators, places) for places in cells[1:FILLED])]
        for index, without in enumerate(missing.tolist()[FILLED:], start=FILLED):
            if source[index] == ELEMENT:
                arrays.append(text_array(self._elements.text, self._elements.place[found.m[rows]]))
            elif pa.types.is_string(types[index]):
                arrays.append(text_array(found.text, cells[index], without))
            else:
                arrays.append(value_array(types[index], cells[index], without))
        return arrays

    def _identifiers(self, found: Pass, rows: Numbers) -> pa.Array:
        return text_array(found.text, found.m[found.m[rows + p.RECORD_OF] + p.CELLS])

    def _children(
        self, found: Pass, places: Numbers, node: Numbers, steps: list[bytes], step: Numbers
    ) -> list[pa.Array]:
        """Return identifiers, locators of the elements around, and own locators."""
        texts = TextPool([*self._suffixes, *steps])
        last = texts.place[len(self._suffixes) + step]
        both = np.stack((texts.place[node], last))
        to = np.empty((LONGEST + max(map(len, steps))) * (len(places) + 1), np.uint8)
        spans = np.empty((2, len(places)), np.int64)
        if locate_children(found.m, places, found.locators, texts.text, both, to, spans) < 0:
            raise NoRoom
        rows = found.m[places + p.AROUND]
        return [self._identifiers(found, rows), text_array(to, spans[0]), text_array(to, spans[1])]

    def _narratives(self, found: Pass) -> RowColumns:
        m, places = found.m, found.narratives
        node, language = m[places + p.AROUND_NODE], m[places + p.SPOKEN]
        language = np.where(language == p.NULL, m[places + p.DEFAULT], language)
        arrays = [
            *self._children(found, places, node, [b"/narrative["], np.zeros(len(places), np.int64)),
            text_array(self._paths.text, self._paths.place[node]),
            text_array(found.text, language, int(np.count_nonzero(language == p.NULL))),
            text_array(found.text, m[places + p.NARRATIVE_TEXT]),
        ]
        return self._rows(self._flavour.narrative, arrays, m[m[places + p.AROUND] + p.RECORD_OF])

    def _extensions(self, found: Pass, undeclared: Numbers) -> RowColumns:
        """Return the rows of what no table declares, and of texts that a value does not say whole."""
        m = found.m
        names = [_Beyond.of(found, number) for number in range(m[p.NAMES])]
        remark, element = (
            m[undeclared] == p.REMARK_ENTRY,
            (m[undeclared] == p.BEYOND_ENTRY) & (m[undeclared + p.NUMBER_OF_CHILD] > 0),
        )
        paths = [slot.column.path for slot in self._slots]
        steps = [f"/{n.test}[" for n in names] + [f"/@{n.test}" for n in names] + [f"/{path}" for path in paths]
        name = np.where(remark, len(names) + m[undeclared + p.ON_SLOT], m[undeclared + p.CALLED])
        text = np.where(remark, m[undeclared + p.REMARKED], m[undeclared + p.VALUE])
        written = TextPool([*(n.name.encode() for n in names), *map(str.encode, paths)])
        node = np.where(remark, len(self._suffixes) - 1, m[undeclared + p.AROUND_NODE])
        arrays = [
            *self._children(found, undeclared, node, [s.encode() for s in steps], name + len(names) * ~element),
            text_array(KINDS_BEYOND.text, KINDS_BEYOND.place[element + 2 * remark]),
            text_array(self._paths.text, self._paths.place[node]),
            text_array(written.text, written.place[name]),
            text_array(found.text, text, int(np.count_nonzero(text == p.NULL))),
            _xml(found, names, undeclared, element),
        ]
        return self._rows(self._flavour.extension, arrays, m[m[undeclared + p.AROUND] + p.RECORD_OF])


@dataclass(frozen=True, slots=True)
class _Beyond:
    """A name that no table declares, as locators and canonical XML write it."""

    name: str
    test: str
    head: bytes
    tail: bytes

    @classmethod
    def of(cls, found: Pass, number: int) -> _Beyond:
        places = found.m[p.NAME + 2 * number : p.NAME + 2 * number + 2].tolist()
        written, space = (text_at(found.text, place) for place in places)
        prefix, _, local = written.rpartition(":")
        name = f"{{{space}}}{local}" if prefix else local
        declared = f' xmlns:{prefix}="{space}"' if prefix else ""
        test = step(name, 1).removesuffix("[1]")
        return cls(name, test, f"<{written}{declared}>".encode(), f"</{written}>".encode())


def _xml(found: Pass, names: list[_Beyond], undeclared: Numbers, element: NDArray[np.bool_]) -> pa.Array:
    """Return elements as canonical XML, nothing for the rest."""
    elements = undeclared[element]
    tags = TextPool([*(n.head for n in names), *(n.tail for n in names)])
    name, inner = found.m[elements + p.CALLED], found.m[elements + p.WHOLE]
    heads, tails = tags.place[name], tags.place[name + len(names)]
    room = np.where(inner == p.NULL, 0, inner & 0xFFFFFFFF) + (heads & 0xFFFFFFFF) + (tails & 0xFFFFFFFF)
    to, spans = np.empty(int(room.sum()), np.uint8), np.empty(len(elements), np.int64)
    wrap(found.text, inner, tags.text, heads, tails, to, spans)
    places = np.full(len(undeclared), p.NULL)
    places[element] = spans
    return text_array(to, places, int(np.count_nonzero(~element)))


def text_at(text: Bytes, packed: int) -> str:
    """Return a text by its place."""
    start = packed >> 32
    return text[start : start + (packed & 0xFFFFFFFF)].tobytes().decode()


def _sources(table: ReleaseTable, record: ReleaseTable) -> Numbers:
    """Return for each column that of the record which stands in, -1 if none does, or `ELEMENT`."""
    names = [c.name for c in record.column[1:]]
    columns = table.column[1:]
    stand_in = [names.index(c.inherit) if c.inherit else p.NONE for c in columns]
    return np.array(
        [ELEMENT if c.name == "element" and not c.path else n for c, n in zip(columns, stand_in, strict=True)]
    )
