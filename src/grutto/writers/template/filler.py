"""Rows of the tables as rows of the template's sheets."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grutto.message import msg
from grutto.model.finding import Finding
from grutto.readers.template.reader import NAMED
from grutto.readers.template.sheets import (
    ACTIVITY,
    BELONGS,
    ELEMENT,
    ID,
    LANGUAGE,
    NARRATIVES,
    TEXT,
    TemplateField,
    TemplateSheet,
    sheets_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pyarrow as pa

    from grutto.model.table import ReleaseTable

Codes = dict[str, dict[str, str]]
"""Name of a codelist to its codes with their names."""
Lists = dict[tuple[str, str], str]
"""Table and column to the codelist that its codes come from."""

Row = dict[str, Any]
SheetRows = list[dict[str, Any]]
"""Rows of a sheet: heading to value."""


@dataclass(slots=True)
class TemplateFiller:
    """Turns rows of the tables into rows of sheets.

    Args:
        tables: the declared tables of activities.
        codes: names of codes.
        lists: the codelist of each column.
        findings: what has no place in the template.
    """

    tables: Mapping[str, ReleaseTable]
    codes: Codes
    lists: Lists
    findings: list[Finding] = field(default_factory=list)
    _ids: dict[str, str] = field(default_factory=dict)
    _own: dict[str, tuple[TemplateSheet, Row]] = field(default_factory=dict)
    _first_texts: dict[tuple[str, str], str] = field(default_factory=dict)

    def fill(self, rows: Mapping[str, pa.Table]) -> dict[str, SheetRows]:
        """Return the rows of each sheet that has any, in the order of the sheets."""
        sheets, row_lists = sheets_of(self.tables), {name: table.to_pylist() for name, table in rows.items()}
        self._own = {_place(row): (s, row) for s in sheets.values() for row in row_lists[s.table.name]}
        texts = [
            (place, suffix, row)
            for place, suffix, row in self._texts(row_lists["narrative"])
            if not self._show(place, suffix, row)
        ]
        self._name_rows({place for place, _, _ in texts})
        filled = {s.name: [self._row(s, row) for row in row_lists[s.table.name]] for s in sheets.values()}
        filled[NARRATIVES] = [self._other(*text) for text in texts]
        for row in row_lists["extension"]:
            self._left_out(row, row["value"] or row["xml"] or "")
        return {name: some for name, some in filled.items() if some}

    def _texts(self, narratives: list[Row]) -> Iterator[tuple[str, str, Row]]:
        """Yield each narrative with the row it belongs to and where in it."""
        for row in narratives:
            place, suffix = _parent(row), ""
            while place not in self._own and "/" in place:
                place, _, step = place.rpartition("/")
                suffix = f"/{step}{suffix}"
            if place in self._own and all(step.endswith("[1]") for step in suffix.split("/")[1:]):
                yield place, suffix, row
            else:
                self._left_out(row, row["text"])

    def _show(self, place: str, suffix: str, row: Row) -> bool:
        """Tell whether a narrative can stand in a column: the first one in the language of its activity."""
        sheet, _ = self._own[place]
        own = row["language"] == self._activity(place)["default_language"] and bool(row["text"])
        if (
            not own
            or (place, suffix) in self._first_texts
            or not any(f.is_text and f.suffix == suffix for f in sheet.fields)
        ):
            return False
        self._first_texts[place, suffix] = row["text"]
        return True

    def _activity(self, place: str) -> Row:
        while (row := self._own[place][1])["parent"]:
            place = _parent(row)
        return row

    def _name_rows(self, spoken: set[str]) -> None:
        """Give an id to each row that others belong to."""
        named = {_parent(row) for _, row in self._own.values()} | spoken
        count: Counter[tuple[str, str]] = Counter()
        for place, (sheet, row) in self._own.items():
            if row["parent"] and place in named:
                count[row["iati_identifier"], sheet.name] += 1
                self._ids[place] = f"{sheet.name} {count[row['iati_identifier'], sheet.name]}"

    def _row(self, sheet: TemplateSheet, row: Row) -> dict[str, Any]:
        place = _place(row)
        cells = {ACTIVITY: row["iati_identifier"], BELONGS: self._ids.get(_parent(row)), ID: self._ids.get(place)}
        for one in sheet.fields:
            text = self._first_texts.get((place, one.suffix)) if one.is_text else None
            cells[one.heading] = text if one.is_text else self._value(sheet, one, row[one.column.name])
        return _filled(cells)

    def _value(self, sheet: TemplateSheet, one: TemplateField, value: Any) -> Any:
        """Return a value as a cell shows it: a code with its name."""
        if one.column.type == "boolean" and value is not None:
            return "true" if value else "false"
        codes = self.codes.get(self.lists.get((sheet.table.name, one.column.name), ""), {})
        return named(value, codes) if one.column.type == "code" and value else value

    def _other(self, place: str, suffix: str, row: Row) -> dict[str, Any]:
        cells = {ACTIVITY: row["iati_identifier"], BELONGS: self._ids.get(place)}
        cells |= {ELEMENT: suffix.replace("[1]", "").strip("/"), LANGUAGE: row["language"], TEXT: row["text"]}
        return _filled(cells)

    def _left_out(self, row: Row, value: str) -> None:
        message = msg("The template has no place for this; it was left out")
        name, place = row["iati_identifier"] or "", row["locator"]
        self.findings.append(Finding("warning", "template.left-out", message, "", "", name, place, 0, value[:200]))


def named(code: str, codes: Mapping[str, str]) -> str:
    """Return a code with its name, as lists of choices show it."""
    return f"{code}{NAMED}{codes[code]}" if codes.get(code) else code


def _filled(cells: dict[str, Any]) -> dict[str, Any]:
    return {heading: value for heading, value in cells.items() if value not in (None, "")}


def _place(row: Row) -> str:
    return f"{row['snapshot']} {row['locator']}"


def _parent(row: Row) -> str:
    return f"{row['snapshot']} {row['parent']}"
