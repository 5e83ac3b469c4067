"""Walking one record: each declared element makes a row, and what no table declares is kept beside them.

This is the inner loop of reading: some million elements a minute pass here, so it asks lxml for each thing once.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from lxml import etree

from grutto.errors import InputError
from grutto.message import Message, msg
from grutto.model.finding import Finding, Severity
from grutto.readers.iati.beyond import beyond_attribute, beyond_element, beyond_text, step
from grutto.readers.iati.finding_limits import MOST, more
from grutto.readers.iati.flavour import LANG, Element, Flavour
from grutto.readers.iati.plan import NARRATIVE, Node, Slot, WalkPlan, plan_of, root_plan
from grutto.readers.values import SEVERITY, SPACES, TRIMMED, WHOLE, Remark
from grutto.store.parquet import schema_of, table_of_rows

if TYPE_CHECKING:
    import pyarrow as pa

    from grutto.model.table import Column, ReleaseTable

REMEMBERED = 200_000
"""Different texts of one column whose value is remembered."""

MOST_ATTRIBUTES = 10_000
"""Attributes that one element may have: libxml2 takes time in the square of their number."""

MOST_BEYOND = 100_000
"""Things in one record that the standard has no place for; each is kept as a row, so they would fill the memory."""

Later = list[tuple[Element, WalkPlan, str]]


NAMELESS = {
    "activity": msg("This activity has no identifier and was left out"),
    "organisation": msg("This organisation has no identifier and was left out"),
}


class Walker:
    """Turns records into rows.

    Args:
        flavour: the kind of file.
        tables: its declared tables.
        file: name of the file, for findings.
        language: language of the file's root, where it gives one.
    """

    def __init__(self, flavour: Flavour, tables: dict[str, ReleaseTable], file: str, language: str = "") -> None:
        self.flavour = flavour
        self.tables = tables
        self.file = file
        self.findings: list[Finding] = []
        self._times: Counter[str] = Counter()
        self._peeking = False
        self.taken = 0
        self.rejected = 0
        self.plan, self.rows = plan_of(flavour, tables)
        self._root_plan = root_plan(flavour, tables, self.rows)
        self._narratives = self.rows[flavour.narrative]
        self._beyond = self.rows[flavour.extension]
        self._root_language = language
        self._language: str | None = None
        self._identifier: str | None = None
        self._defaults: dict[str, Any] = {}
        self._origin: dict[Element, str] = {}
        self._unread: set[tuple[str, Column]] = set()
        self._bound = MOST_BEYOND

    def collected(self) -> dict[str, pa.Table]:
        """Return what was collected, by table that has rows; without the snapshot, which is the same throughout."""
        filled = {name: rows for name, rows in self.rows.items() if rows}
        return {name: table_of_rows(schema_of(self.tables[name].column[1:]), rows) for name, rows in filled.items()}

    def all_findings(self) -> list[Finding]:
        """Return the findings, and how many more there were of a rule that was broken very often."""
        return [*self.findings, *more(self._times, self.file)]

    def begin(self, file: str, language: str) -> None:
        """Go on with another file, with findings of its own; the rows of those before stay."""
        self.file, self._root_language = file, language
        self._forget()

    def sizes(self) -> dict[str, int]:
        """Return how many rows each table has so far."""
        return {name: len(rows) for name, rows in self.rows.items()}

    def take_back(self, sizes: dict[str, int]) -> None:
        """Leave out the rows that came after tables had some sizes."""
        for name, size in sizes.items():
            del self.rows[name][size:]
        self._peeking = False

    def empty(self) -> None:
        """Forget what was collected; what is known of texts stays."""
        for rows in self.rows.values():
            rows.clear()
        self._forget()

    def _forget(self) -> None:
        """Forget what was told."""
        self.findings.clear()
        self._times.clear()
        self.taken = self.rejected = 0

    def root(self, head: Element, rest: list[tuple[Element, int]], stray: list[str]) -> None:
        """Add the row of the root, and what stands between the records."""
        self._identifier = None
        place = f"/{head.tag}"
        shell = etree.Element(head.tag, dict(head.attrib))
        self._row(shell, self._root_plan, place, "")
        for element, number in rest:
            where = f"{place}/{step(str(element.tag), number)}"
            self._beyond.append(beyond_element(None, place, where, "", element))
        self._beyond.extend(beyond_text(None, place, "", text) for text in stray)

    def record(self, element: Element, locator: str, origin: dict[Element, str] | None = None) -> None:
        """Add the rows of one record.

        Args:
            element: the record.
            locator: its place in the file.
            origin: for elements made from those of an older version, the place in the file they come from.
        """
        holder = element.find(self.flavour.identifier)
        identifier = "" if holder is None else _own_text(holder).strip()
        self._identifier = identifier
        if not identifier:
            self.rejected += 1
            self._remark("error", self._nameless(), element, f"{locator}/{self.flavour.identifier}", "")
            return
        self.taken += 1
        self._origin = origin or {}
        self._unread.clear()
        self._bound = len(self._beyond) + MOST_BEYOND
        self._language = element.get(LANG) or self._root_language or None
        later: Later = []
        values = self._row(element, self.plan, locator, "", later)
        self._defaults = {name: values[index] for index, name in self.plan.defaults}
        for child, plan, place in later:
            self._row(child, plan, place, locator)

    def _nameless(self) -> Remark:
        noun, name = self.flavour.noun, self.flavour.identifier
        return f"{noun}.no-identifier", NAMELESS[noun], Message("give it an <{name}>", name=name)

    def _row(
        self, element: Element, plan: WalkPlan, locator: str, parent: str, later: Later | None = None
    ) -> list[Any]:
        values = plan.blank[:]
        values[0] = self._identifier
        values[1] = parent
        values[2] = locator
        plan.rows.append(values)
        self._fill(element, plan, values, locator, later)
        for index, source in plan.inherit:
            if values[index] is None:
                values[index] = self._defaults.get(source)
        for index, column in plan.required:
            if values[index] is None and (locator, column) not in self._unread:
                self._remark("error", missing(column), element, f"{locator}/{column.path}", "")
        return values

    def _fill(self, element: Element, node: Node, values: list[Any], locator: str, later: Later | None = None) -> None:
        """Put the attributes, text and children of an element into the row it belongs to."""
        words = node.words
        if len(element.attrib) > MOST_ATTRIBUTES:
            raise self._overloaded(element, locator)
        for name, text in element.items():
            index = words.get(name)
            if index is not None and text and text.strip() is text:
                values[index] = text
            else:
                self._attribute(name, text, element, node, values, locator)
        content = element.text
        if content is not None:
            self._text(content, element, node, values, locator)
        if len(element):
            self._children(element, node, values, locator, later)

    def _overloaded(self, element: Element, locator: str) -> InputError:
        return InputError(
            "An element has {number} attributes",
            where=f"{self.file}, {locator}",
            repair="ask the publisher whether the file is damaged; nothing of it was taken",
            number=len(element.attrib),
        )

    def _attribute(self, name: str, text: str, element: Element, node: Node, values: list[Any], locator: str) -> None:
        slot = node.attributes.get(name)
        if slot is None:
            place = locator + node.suffix
            self._beyond.append(beyond_attribute(self._identifier, place, node.path, name, text, element))
        else:
            self._put(slot, text, values, element, locator)

    def _text(self, text: str, element: Element, node: Node, values: list[Any], locator: str) -> None:
        if node.text is not None:
            if len(element):
                text += "".join(child.tail or "" for child in element)
            self._put(node.text, text, values, element, locator)
        elif not text.isspace():
            self._beyond.append(beyond_text(self._identifier, locator + node.suffix, node.path, text))

    def _children(self, element: Element, node: Node, values: list[Any], locator: str, later: Later | None) -> None:
        children = node.children
        base = locator + node.suffix if node.suffix else locator
        seen: dict[str, int] = {}
        narrated, chosen = 0, False
        for child in element:
            tail = child.tail
            if tail is not None and node.text is None and not tail.isspace():
                self._beyond.append(beyond_text(self._identifier, base, node.path, tail))
            tag: str = child.tag
            known = children.get(tag)
            if known is NARRATIVE:
                narrated += 1
                text, default = self._narrative(child, node.path, base, narrated)
                if text and node.narrative >= 0 and not chosen and (default or values[node.narrative] is None):
                    values[node.narrative] = text
                    chosen = default
                continue
            seen[tag] = number = seen.get(tag, 0) + 1
            if known is None:
                self._keep(child, node, base, number)
            elif known.plan is not None:
                place = f"{base}/{tag}[{number}]"
                if number == 1 and known.plan.first is not None:
                    self._peek(child, known.plan.first, values, locator)
                self._place(child, known.plan, place, locator, later)
            elif number == 1:
                self._fill(child, known, values, locator, later)
            else:
                self._repeated(child, node, known, base, number)

    def _place(self, child: Element, plan: WalkPlan, place: str, parent: str, later: Later | None) -> None:
        """Add the row of a child, or put it off until the defaults of the record are known."""
        if self._origin:
            place = self._origin.get(child, place)
        if later is None:
            self._row(child, plan, place, parent)
        else:
            later.append((child, plan, place))

    def _repeated(self, child: Element, node: Node, known: Node, base: str, number: int) -> None:
        """Keep what may occur once and occurs again: its narratives as narratives, all of it as XML."""
        place = self._keep(child, node, base, number)
        for position, narrative in enumerate(child.iterchildren("narrative"), start=1):
            self._narrative(narrative, known.path, place, position)

    def _keep(self, child: Element, node: Node, base: str, number: int) -> str:
        """Keep an element that the standard has no place for; return its locator."""
        place = f"{base}/{step(child.tag, number)}"
        if len(self._beyond) > self._bound:
            noun = self.flavour.noun
            raise InputError(
                "One {noun} has more than {most_beyond} elements that the standard has no place for",
                where=f"{self.file}, {place}",
                repair="ask the publisher whether the file is damaged; nothing of it was taken",
                noun=noun,
                most_beyond=MOST_BEYOND,
            )
        self._beyond.append(beyond_element(self._identifier, base, place, node.path, child))
        return place

    def _peek(self, element: Element, node: Node, values: list[Any], locator: str) -> None:
        """Fill the columns that the first of several children gives; its own row reports what is wrong."""
        beyond, narratives = len(self._beyond), len(self._narratives)
        self._peeking = True
        self._fill(element, node, values, locator)
        self._peeking = False
        del self._beyond[beyond:], self._narratives[narratives:]

    def _narrative(self, element: Element, path: str, base: str, number: int) -> tuple[str, bool]:
        """Add the row of a narrative; return its text, and whether it is in the default language."""
        place = f"{base}/narrative[{number}]"
        if self._origin:
            place = self._origin.get(element, place)
        text = element.text or ""
        if len(element):
            text = "".join(str(part) for part in element.itertext())
            self._beyond.append(beyond_element(self._identifier, base, place, path, element))
        text = text.strip()
        language = self._language
        for name, value in element.items():
            if name == LANG:
                language = value or language
            else:
                self._beyond.append(
                    beyond_attribute(self._identifier, place, f"{path}/narrative", name, value, element)
                )
        self._narratives.append((self._identifier, base, place, path, language, text))
        return text, language == self._language

    def _put(self, slot: Slot, text: str, values: list[Any], element: Element, locator: str) -> None:
        """Put the typed value of a text where it belongs; what is not understood is reported and kept aside."""
        known = slot.known
        if known is None:
            trimmed = text.strip()
            values[slot.place] = trimmed if trimmed or slot.keep_empty else None
            if trimmed != text and slot.column.type != "text":
                self._lenient(slot.column, SPACES if slot.column.path else TRIMMED, element, locator, text)
        else:
            value = known.get(text)
            values[slot.place] = value if value is not None else self._read(slot, text, element, locator)
        if slot.more is not None:
            self._put(slot.more, text, values, element, locator)

    def _read(self, slot: Slot, text: str, element: Element, locator: str) -> Any:
        column = slot.column
        trimmed = text.strip()
        if not trimmed:
            return None
        value, remark = slot.read(trimmed)
        if remark is None:
            if slot.known is not None and len(slot.known) < REMEMBERED:
                slot.known[text] = value
        elif not column.or_text:
            self._lenient(column, remark, element, locator, text)
        return value

    def _lenient(self, column: Column, remark: Remark, element: Element, locator: str, text: str) -> None:
        """Report a text that is not as the standard wants it; what its value does not say is kept as text."""
        severity = SEVERITY.get(remark[0], "error")
        place = f"{locator}/{column.path}" if column.path else f"{locator}/{self.flavour.identifier}"
        self._remark(severity, remark, element, place, text.strip())
        if severity == "error":
            self._unread.add((locator, column))
        if remark[0] not in WHOLE:
            row = (self._identifier, locator, place, "unread", "", column.path, text, None)
            self._beyond.append(row)

    def _remark(self, severity: Severity, remark: Remark, element: Element, locator: str, value: str) -> None:
        code, message, repair = remark
        if self._peeking:
            return
        self._times[code] += 1
        if self._times[code] > MOST:
            return
        line = element.sourceline or 0
        self.findings.append(
            Finding(severity, code, message, repair, self.file, self._identifier or "", locator, line, value[:200])
        )


def missing(column: Column) -> Remark:
    """Return the remark on a required column without a value."""
    return (
        "value.missing",
        Message("{column_label} is missing", column_label=column.name),
        Message("give {path}", path=column.path),
    )


def _own_text(element: Element) -> str:
    """Return the text of an element without that of its children, which may stand in the middle of it."""
    return (element.text or "") + "".join(child.tail or "" for child in element)
