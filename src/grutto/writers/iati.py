"""Rows of the declared tables as an IATI 2.03 file: the same rows give the same bytes.

The plan that reads a file also writes it; only the order of child elements comes from the schema (`order.toml`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from lxml import etree

from grutto.message import Message, msg
from grutto.model.finding import Finding
from grutto.readers.iati.beyond import TYPE
from grutto.readers.iati.flavour import FLAVOURS, LANG, Element, Flavour
from grutto.readers.iati.plan import Node, Slot, WalkPlan, plan_of
from grutto.readers.values import read_date
from grutto.store.codec import declared
from grutto.store.xml_parser import strict_parser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from grutto.model.table import ReleaseTable

VERSION = "2.03"
KINDS = {"attribute": msg("attribute"), "element": msg("element"), "text": msg("text")}
REPAIRS = {
    "write.not-standard": msg("say it where the standard has a place for it, or in a namespace of your own"),
    "write.unread": msg("write a value that the standard allows"),
    "write.day": msg("nothing: the standard wants the day here"),
    "write.missing": msg("give it in the source"),
}
Row = dict[str, Any]
Key = tuple[str, str]
"""Snapshot and locator."""


@dataclass(frozen=True, slots=True)
class ElementOrder:
    """The content of `order.toml`.

    Args:
        iati: path of an element in an activity to its children, in the order of the schema.
        iati_organisation: the same for organisations.
        beyond: paths of attributes that are read and that the standard does not have.
    """

    iati: dict[str, tuple[str, ...]]
    iati_organisation: dict[str, tuple[str, ...]]
    beyond: dict[str, tuple[str, ...]]


@cache
def order() -> ElementOrder:
    """Return the order of elements in the standard."""
    return declared(Path(__file__).with_name("order.toml"), ElementOrder)


@dataclass(slots=True)
class _Index:
    """Rows by the element that holds them."""

    children: dict[str, dict[Key, list[Row]]]
    narratives: dict[Key, list[Row]]
    extensions: dict[Key, list[Row]]
    written: set[Key] = field(default_factory=set)

    @classmethod
    def of(cls, rows: Mapping[str, pa.Table], flavour: Flavour) -> _Index:
        grouped = {name: _by_parent(table) for name, table in rows.items()}
        return cls(grouped, grouped.pop(flavour.narrative, {}), grouped.pop(flavour.extension, {}))


def _by_parent(table: pa.Table) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in table.to_pylist():
        found.setdefault((row["snapshot"], row["parent"]), []).append(row)
    return found


@dataclass(slots=True)
class IatiWriter:
    """Writes one file.

    Args:
        tables: the declared tables of one flavour of IATI files.
        findings: what was left out because the standard has no place for it, or what it requires and is missing.
        places: if given, takes the XPath of each element that has a row or is a narrative, to the row's locator.
    """

    tables: dict[str, ReleaseTable]
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, str] | None = None
    _index: _Index = field(default_factory=lambda: _Index({}, {}, {}))
    _language: str | None = None
    _record: Row = field(default_factory=dict)
    _placed: dict[Element, str] = field(default_factory=dict)
    _number: int = 0

    @property
    def flavour(self) -> Flavour:
        """The kind of file."""
        return FLAVOURS[next(iter(self.tables.values())).reader]

    def write(self, rows: Mapping[str, pa.Table], stream: IO[bytes], *, generated: str = "") -> int:
        """Write records with all that belongs to them; return their number.

        Args:
            rows: table name to rows; every row of the table of records is written, in its order.
            stream: takes the bytes, UTF-8.
            generated: moment of generation; without it the file's own, if all rows come from one file.
        """
        snapshots = set(rows[self.flavour.table]["snapshot"].to_pylist())
        return self.write_parts(self.root(rows, snapshots, generated), [rows], stream)

    def write_parts(self, root: Element, parts: Iterable[Mapping[str, pa.Table]], stream: IO[bytes]) -> int:
        """Write records that come in parts, each with all that belongs to its records, so that memory stays bounded.

        Args:
            root: see `root`.
            parts: table name to rows, as for `write`.
            stream: takes the bytes, UTF-8.
        """
        plan, _ = plan_of(self.flavour, self.tables)
        written = 0
        with etree.xmlfile(stream, encoding="utf-8") as out:
            out.write_declaration()
            with out.element(self.flavour.root, dict(root.attrib), nsmap=root.nsmap):
                for part in parts:
                    for element in self._records(part, plan):
                        out.write("\n")
                        out.write(element)
                        written += 1
                for foreign in root:
                    out.write("\n")
                    out.write(foreign)
                out.write("\n")
        return written

    def _records(self, rows: Mapping[str, pa.Table], plan: WalkPlan) -> Iterator[Element]:
        self._index = _Index.of(rows, self.flavour)
        records = rows[self.flavour.table].to_pylist()
        for row in records:
            yield self._record_of(row, plan)
        self._left_out(records)

    def _left_out(self, records: list[Row]) -> None:
        """Report texts and extensions of these records that hang on an element which was not written."""
        name = self.tables[self.flavour.table].column[1].name
        selected = {(r["snapshot"], r[name]) for r in records}
        for rows in (self._index.narratives, self._index.extensions):
            for key in rows.keys() - self._index.written:
                for row in rows[key]:
                    if (row["snapshot"], row[name]) in selected:
                        self._record = row
                        self._not_standard(row, row.get("kind", "text"), row.get("value") or row.get("text") or "")

    def _not_standard(self, row: Row, kind: str, value: str) -> None:
        if kind == "unread" and read_date(value.strip())[0] is not None:
            self._remark("write.day", msg("Of this moment or time zone only the day was written"), row, value)
        elif kind == "unread":
            what = msg("This text is no value that the standard allows; it was left out")
            self._remark("write.unread", what, row, value)
        else:
            what = Message(
                "The standard has no place for this {kind}; it was left out", kind=Message(KINDS.get(kind, kind))
            )
            self._remark("write.not-standard", what, row, value)

    def root(self, rows: Mapping[str, pa.Table], snapshots: set[str], generated: str = "") -> Element:
        """Return the root with its attributes, and with the foreign elements beside the records.

        Args:
            rows: the tables of files and of extensions at least.
            snapshots: the files that the records come from.
            generated: see `write`.
        """
        self._index = _Index.of(rows, self.flavour)
        root = etree.Element(self.flavour.root)
        files = rows[self.flavour.file].to_pylist() if self.flavour.file in rows else []
        own = [f for f in files if f["snapshot"] in snapshots]
        root.set("version", VERSION)
        moment = generated or (own[0]["generated_datetime"] if len(own) == 1 else None)
        if moment:
            root.set("generated-datetime", moment)
        if len(own) == 1:
            if own[0].get("linked_data_default"):
                root.set("linked-data-default", own[0]["linked_data_default"])
            key = (own[0]["snapshot"], own[0]["locator"])
            self._extend(root, key)
            self._extend_attributes(root, key)
        return root

    def _record_of(self, row: Row, plan: WalkPlan) -> Element:
        self._record = row
        self._language = row["default_language"]
        element = etree.Element(self.flavour.item)
        foreign: list[tuple[Element, Key]] = []
        self._fill(element, plan, row, foreign)
        etree.indent(element)
        if self.places is not None:
            self._number += 1
            self._note_places(element, f"/{self.flavour.root}/{self.flavour.item}[{self._number}]", self.places)
            self._placed.clear()
        for holder, key in foreign:
            self._extend(holder, key)
        for holder, key in foreign:
            self._extend_attributes(holder, key)
        return element

    def _note_places(self, element: Element, path: str, places: dict[str, str]) -> None:
        """Note the rows that elements come from, by the XPath of the element in the file."""
        if element in self._placed:
            places[path] = self._placed[element]
        seen: dict[str, int] = {}
        for child in element:
            seen[child.tag] = seen.get(child.tag, 0) + 1
            self._note_places(child, f"{path}/{child.tag}[{seen[child.tag]}]", places)

    def _fill(self, element: Element, node: Node, row: Row, foreign: list[tuple[Element, Key]]) -> None:
        """Give an element its attributes, text and children from the row it belongs to."""
        key = (row["snapshot"], row["locator"] + node.suffix)
        if self.places is not None and isinstance(node, WalkPlan):
            self._placed[element] = row["locator"]
        for name, slot in node.attributes.items():
            self._attribute(element, node, name, row[_as_written(slot).column.name], row)
        if node.text is not None and (text := _text(row[node.text.column.name])) is not None:
            if "narrative" in self._names(node):
                self._not_standard(row, "text", text)
            else:
                element.text = text
        if isinstance(node, WalkPlan):
            self._require(node, row)
        for name in self._names(node):
            if name == "narrative":
                self._narratives(element, key, foreign)
            elif name in node.children:
                self._child(element, name, node.children[name], row, foreign)
        if key in self._index.extensions:
            foreign.append((element, key))

    def _names(self, node: Node) -> tuple[str, ...]:
        paths = order().iati if self.flavour.reader == "iati" else order().iati_organisation
        return paths.get(node.path, ())

    def _attribute(self, element: Element, node: Node, name: str, value: Any, row: Row) -> None:
        text = _text(value)
        if text is None:
            return
        if f"{node.path}/@{name}" in order().beyond[self.flavour.reader]:
            self._not_standard(row, f"@{name}", text)
        else:
            element.set(name, text)

    def _child(
        self,
        element: Element,
        name: str,
        node: Node,
        row: Row,
        foreign: list[tuple[Element, Key]],
    ) -> None:
        if not isinstance(node, WalkPlan):
            child = etree.Element(name)
            before = len(foreign)
            self._fill(child, node, row, foreign)
            if len(child) or child.attrib or child.text is not None or len(foreign) > before:
                element.append(child)
            return
        for inner in self._index.children.get(node.table.name, {}).get((row["snapshot"], row["locator"]), []):
            if inner.get("element", name) == name:
                self._fill(etree.SubElement(element, name), node, inner, foreign)

    def _narratives(self, element: Element, key: Key, foreign: list[tuple[Element, Key]]) -> None:
        self._index.written.add(key)
        for row in self._index.narratives.get(key, []):
            narrative = etree.SubElement(element, "narrative")
            narrative.text = row["text"]
            if row["language"] and row["language"] != self._language:
                narrative.set(LANG, row["language"])
            place = (row["snapshot"], row["locator"])
            if place in self._index.extensions and row["locator"] != key[1]:
                foreign.append((narrative, place))

    def _extend(self, element: Element, key: Key) -> None:
        """Give an element the children its publisher added in an own namespace; the rest has no place in the standard.

        Attributes come after all such children, so that these keep their prefixes.
        """
        self._index.written.add(key)
        for row in self._index.extensions.get(key, []):
            if not _is_foreign(row):
                self._not_standard(row, row["kind"], row["xml"] or row["value"] or "")
            elif row["kind"] == "element":
                element.append(etree.fromstring(row["xml"], strict_parser()))

    def _extend_attributes(self, element: Element, key: Key) -> None:
        for row in self._index.extensions.get(key, []):
            if _is_foreign(row) and row["kind"] == "attribute":
                element.set(row["name"], _bound(element, row["value"]) if row["name"] == TYPE else row["value"])

    def _require(self, plan: WalkPlan, row: Row) -> None:
        for _, column in plan.required:
            if row[column.name] is None:
                self._remark("write.missing", Message("The standard requires {path} here", path=column.path), row, "")

    def _remark(self, code: str, message: str, row: Row, value: str) -> None:
        identifier = self._record.get(self.tables[self.flavour.table].column[1].name) or ""
        place = row["locator"]
        self.findings.append(Finding("warning", code, message, REPAIRS[code], "", identifier, place, 0, value[:200]))


def _is_foreign(row: Row) -> bool:
    return (row["name"] or "").startswith("{") and row["kind"] in {"attribute", "element"}


def _bound(element: Element, value: str) -> str:
    """Return a value in Clark notation with a prefix that is bound to its namespace in the element."""
    namespace, closing, local = value.removeprefix("{").partition("}")
    if not closing:
        return value
    name = f"{{{namespace}}}bound"
    element.set(name, "")  # lxml binds a namespace only by using it
    del element.attrib[name]
    return f"{next(prefix for prefix, bound in element.nsmap.items() if prefix and bound == namespace)}:{local}"


def _as_written(slot: Slot) -> Slot:
    """Of several columns that one attribute fills, return the one that keeps its text."""
    while slot.known is not None and slot.more is not None:
        slot = slot.more
    return slot


def _text(value: Any) -> str | None:
    """Return a value as the standard writes it; decimals without trailing zeros, truth as 1 or 0."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)
