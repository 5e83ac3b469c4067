"""IATI activity files (2.01–2.03) as rows of the declared tables.

The reader is driven by the declarations: it walks each activity once, and each element that a table names makes a
row with its locator (XPath). libxml2 judges well-formedness; entities are never expanded and nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from grutto.errors import InputError
from grutto.model.finding import Finding, Severity
from grutto.readers.values import READ, Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from grutto.model.table import Column, Table

VERSIONS = ("2.01", "2.02", "2.03")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BATCH = 20_000
MILD = {"value.thousands": "warning", "value.rounded": "advice", "value.date-with-time": "warning"}

SPACES: Remark = (
    "identifier.trimmed",
    "White space around this identifier was left out",
    "write the identifier without spaces or line breaks around it",
)

Batch = dict[str, dict[str, list[Any]]]
"""Table name to column name to values."""


@dataclass(frozen=True, slots=True)
class _Getter:
    """How one column is found in an element."""

    column: Column
    steps: tuple[str, ...]
    attribute: str
    narrative: bool
    read: Callable[[str], tuple[Any, Remark | None]]
    keep_empty: bool

    @classmethod
    def of(cls, column: Column) -> _Getter:
        *steps, last = column.path.split("/")
        attribute = last[1:].replace("xml:lang", LANG) if last.startswith("@") else ""
        narrative = last == "narrative"
        keep_empty = column.type == "text" and bool(attribute)
        return cls(column, tuple(steps), attribute, narrative, READ[column.type], keep_empty)

    def text(self, element: etree._Element, language: str) -> tuple[str | None, etree._Element]:
        """Return what is written, or nothing if it is not there, and the element that holds it."""
        for step in self.steps:
            child = element.find(step)
            if child is None:
                return None, element
            element = child
        if self.attribute:
            return element.get(self.attribute), element
        if self.narrative:
            return _narrative(element, language), element
        return element.text, element


def _narrative(element: etree._Element, language: str) -> str | None:
    """Return the narrative in the default language, else the first one that has text."""
    first = None
    for child in element.iterchildren("narrative"):
        text = _all_text(child)
        if not text:
            continue
        if child.get(LANG, language) == language:
            return text
        first = first or text
    return first


def _all_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext()).strip()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to do with one kind of element: the table it fills, its columns, its children that fill tables."""

    table: str
    getters: tuple[_Getter, ...]
    names_element: bool
    children: dict[str, _Plan]


def _plan(table: Table, tables: dict[str, Table]) -> _Plan:
    children = {
        element: _plan(child, tables)
        for child in tables.values()
        if table.name in child.parent
        for element in child.element
    }
    getters = tuple(_Getter.of(c) for c in table.column if c.path)
    return _Plan(table.name, getters, len(table.element) > 1, children)


@dataclass(slots=True)
class IatiReader:
    """Reads one file.

    Args:
        tables: the declared tables of this format.
        snapshot: sha256 of the file, put in each row.
        file: name of the file, for findings.
    """

    tables: dict[str, Table]
    snapshot: str
    file: str
    findings: list[Finding] = field(default_factory=list)
    version: str = ""
    activities: int = 0
    rejected: int = 0
    _batch: Batch = field(default_factory=dict)
    _size: int = 0
    _identifier: str = ""
    _language: str = ""
    _defaults: dict[str, Any] = field(default_factory=dict)

    def read(self, path: Path) -> Iterator[Batch]:
        """Yield rows in batches of some 20,000, so that memory does not grow with the file.

        Raises:
            InputError: the file is not well-formed, is not an IATI activity file, or has a version not read yet.
        """
        plan = _plan(self.tables["activity"], self.tables)
        self._clear()
        try:
            for position, element in self._activities(path):
                self._activity(element, f"/iati-activities/iati-activity[{position}]", plan)
                if self._size >= BATCH:
                    yield self._batch
                    self._clear()
        except etree.XMLSyntaxError as error:
            raise InputError(
                f"This is not well-formed XML: {error.msg}",
                where=f"{self.file}, line {error.lineno}",
                repair="ask the publisher for a whole file; nothing of this one was taken",
            ) from error
        yield self._batch

    def _activities(self, path: Path) -> Iterator[tuple[int, etree._Element]]:
        """Yield each activity with its position, and forget it afterwards."""
        with path.open("rb") as stream:
            parser = etree.iterparse(
                stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
            )
            position, depth = 0, 0
            for event, element in parser:
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    self._root(element)
                elif event == "end" and depth == 1 and element.tag == "iati-activity":
                    position += 1
                    yield position, element
                    element.clear()
                    while (before := element.getprevious()) is not None:
                        element.getparent().remove(before)

    def _root(self, root: etree._Element) -> None:
        if root.tag != "iati-activities":
            raise InputError(
                f"This is not an IATI activity file: its root is <{root.tag}>",
                where=self.file,
                repair="import a file whose root is <iati-activities>",
            )
        self.version = root.get("version", "")
        if self.version not in VERSIONS:
            raise InputError(
                f"IATI version “{self.version}” is not read",
                where=f"{self.file}, /iati-activities/@version",
                repair=f"versions read: {', '.join(VERSIONS)}",
            )

    def _activity(self, element: etree._Element, locator: str, plan: _Plan) -> None:
        written = element.findtext("iati-identifier") or ""
        identifier = written.strip()
        if not identifier:
            self.rejected += 1
            self._remark(
                "error",
                (
                    "activity.no-identifier",
                    "This activity has no identifier and was left out",
                    "give it an <iati-identifier>",
                ),
                element,
                f"{locator}/iati-identifier",
                "",
            )
            return
        self.activities += 1
        self._identifier = identifier
        if written != identifier:
            self._remark("advice", SPACES, element, f"{locator}/iati-identifier", written)
        self._language = element.get(LANG, "")
        self._defaults = {}
        self._row(element, locator, "", "", plan)

    def _row(self, element: etree._Element, locator: str, parent: str, path: str, plan: _Plan) -> None:
        """Add the row of an element, then those of its children."""
        row = self._batch[plan.table]
        row["snapshot"].append(self.snapshot)
        row["iati_identifier"].append(self._identifier)
        row["parent"].append(parent)
        row["locator"].append(locator)
        if plan.names_element:
            row["element"].append(element.tag)
        for getter in plan.getters:
            row[getter.column.name].append(self._value(getter, element, locator))
        if plan.table == "activity":
            self._defaults = {name: values[-1] for name, values in row.items()}
        self._size += 1
        self._children(element, locator, path, plan.children, (locator, locator))

    def _children(
        self,
        element: etree._Element,
        locator: str,
        path: str,
        plans: dict[str, _Plan],
        owner: tuple[str, str],
    ) -> None:
        """Add the rows of the elements below one: those of declared tables, and every narrative."""
        seen: dict[str, int] = {}
        for child in element.iterchildren(tag=etree.Element):
            tag = str(child.tag)
            seen[tag] = seen.get(tag, 0) + 1
            here = f"{locator}/{tag}[{seen[tag]}]"
            if tag == "narrative":
                self._narrative_row(child, here, locator, path)
            elif tag in plans:
                self._row(child, here, owner[0], f"{path}/{tag}", plans[tag])
            elif len(child):
                self._children(child, here, f"{path}/{tag}", {}, owner)

    def _narrative_row(self, element: etree._Element, locator: str, parent: str, path: str) -> None:
        row = self._batch["narrative"]
        row["snapshot"].append(self.snapshot)
        row["iati_identifier"].append(self._identifier)
        row["parent"].append(parent)
        row["locator"].append(locator)
        row["field"].append(path.lstrip("/"))
        row["language"].append(element.get(LANG) or self._language or None)
        row["text"].append(_all_text(element))
        self._size += 1

    def _value(self, getter: _Getter, element: etree._Element, locator: str) -> Any:
        """Return the typed value of a column; what is not understood is reported and left unknown."""
        column = getter.column
        text, holder = getter.text(element, self._language)
        trimmed = text.strip() if text else ""
        if not trimmed:
            if column.inherit:
                return self._defaults.get(column.inherit)
            if column.required:
                self._missing(column, holder, locator)
            return "" if getter.keep_empty and text is not None else None
        if column.type == "text":
            return trimmed
        value, remark = getter.read(trimmed)
        if remark and not column.or_text:
            severity: Severity = MILD.get(remark[0], "error")  # type: ignore[assignment]
            self._remark(severity, remark, holder, f"{locator}/{column.path}", trimmed)
        return value

    def _missing(self, column: Column, element: etree._Element, locator: str) -> None:
        remark = ("value.missing", f"{column.name} is missing: {column.doc}", f"give {column.path}")
        self._remark("error", remark, element, f"{locator}/{column.path}", "")

    def _remark(self, severity: Severity, remark: Remark, element: etree._Element, locator: str, value: str) -> None:
        code, message, repair = remark
        line = cast("int", element.sourceline)
        self.findings.append(
            Finding(severity, code, message, repair, self.file, self._identifier, locator, line, value[:200])
        )

    def _clear(self) -> None:
        self._batch = {name: {c.name: [] for c in table.column} for name, table in self.tables.items()}
        self._size = 0
