"""The template read as rows of the declared tables; the locator of a row is its first cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grutto.message import Message, used
from grutto.model.finding import Finding, Severity
from grutto.readers.template import remarks
from grutto.readers.template.cells import Grid, cell_name, read_grids
from grutto.readers.template.sheets import (
    ACTIVITY,
    BELONGS,
    CODES,
    ELEMENT,
    ID,
    LANGUAGE,
    NARRATIVES,
    REQUIRED,
    TEXT,
    TemplateField,
    TemplateSheet,
    sheets_of,
    template,
)
from grutto.readers.values import READ, SEVERITY
from grutto.store.parquet import arrow_table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from grutto.message import Value
    from grutto.model.table import ReleaseTable
    from grutto.readers.values import Remark

SNAPSHOT = "template"
NAMED = " – "
"""Between a code and its name, as lists of choices show them."""

Row = dict[str, Any]
Codes = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One row of a sheet: its number from 1, and its cells by heading."""

    sheet: str
    number: int
    cells: dict[str, str]
    columns: dict[str, int]

    def cell(self, heading: str) -> str:
        """Return the name of one cell."""
        return cell_name(self.sheet, self.number, self.columns.get(heading, 1))

    @property
    def locator(self) -> str:
        """The row, by its first cell."""
        return cell_name(self.sheet, self.number, 1)


@dataclass(slots=True)
class TemplateReader:
    """Reads one template.

    Args:
        tables: the declared tables of activities.
        file: name of the file, for findings.
        findings: what could not be read, by cell.
        lines: the rows taken, by locator; what later checks find is told by their cells.
        codes: for a table and column, codes by their names in small letters: “afghanistan” is AF.
        texts: the cell that each text in another language was read from, by the locator of its row.
    """

    tables: Mapping[str, ReleaseTable]
    file: str
    codes: Codes = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    lines: dict[str, TemplateLine] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    _rows: dict[str, list[Row]] = field(default_factory=dict)
    _activities: dict[str, Row] = field(default_factory=dict)
    _ids: dict[tuple[str, str], tuple[str, Row]] = field(default_factory=dict)
    _narrated: Counter[str] = field(default_factory=Counter)

    def read(self, grids: Mapping[str, Grid]) -> dict[str, pa.Table]:
        """Return the rows of all tables."""
        self._rows = {name: [] for name in self.tables}
        sheets = sheets_of(self.tables)
        by_name = {_plain(name): grid for name, grid in grids.items()}
        ours = {*sheets, NARRATIVES, CODES, *template().front.values()}
        for name in grids:
            if _plain(name) not in ours:
                self._remark(remarks.SHEET, f"{name}!A1")
        for sheet, line in self._lines(sheets, by_name):
            self._take(sheet, line)
        for line in self._grid(NARRATIVES, by_name.get(NARRATIVES, []), {ACTIVITY, BELONGS, ELEMENT, LANGUAGE, TEXT}):
            self._translation(line)
        return {name: _arrow(table, self._rows[name]) for name, table in self.tables.items()}

    def _lines(
        self, sheets: Mapping[str, TemplateSheet], grids: Mapping[str, Grid]
    ) -> Iterator[tuple[TemplateSheet, TemplateLine]]:
        """Yield the rows of all sheets, a sheet after those that its rows may belong to."""
        waiting, done = dict(sheets), set[str]()
        while waiting:
            ready = [s for s in waiting.values() if set(s.parents) <= done] or list(waiting.values())
            for sheet in ready:
                for line in self._grid(sheet.name, grids.get(sheet.name, []), set(sheet.headings)):
                    yield sheet, line
                done.add(sheet.name)
                del waiting[sheet.name]

    def _grid(self, sheet: str, grid: Grid, known: set[str]) -> Iterator[TemplateLine]:
        """Yield the rows below the headings; those are the first row whose first cell is “activity”."""
        start = next((n for n, row in enumerate(grid) if row and _heading(row[0]) == ACTIVITY), None)
        if start is None:
            if any(any(row) for row in grid):
                self._remark(remarks.HEADINGS, f"{sheet}!A1")
            return
        headings = [_heading(cell) for cell in grid[start]]
        columns = {heading: n for n, heading in enumerate(headings, start=1)}
        for heading, column in columns.items():
            if heading and heading not in known:
                self._remark(remarks.HEADING, cell_name(sheet, start + 1, column), heading)
        for number, row in enumerate(grid[start + 1 :], start=start + 2):
            cells = {h: text for h, text in zip(headings, row, strict=False) if text and h in known}
            for column, text in enumerate(row):
                if text and (column >= len(headings) or not headings[column]):
                    self._remark(remarks.LONG, cell_name(sheet, number, column + 1), text)
            if cells:
                yield TemplateLine(sheet, number, cells, columns)

    def _take(self, sheet: TemplateSheet, line: TemplateLine) -> None:
        """Add the row of a line, if it is known what it belongs to."""
        whole = sheet.table.name == "activity"
        parent = None if whole else self._parent(sheet, line)
        identifier = line.cells.get(ACTIVITY, "")
        if (parent is None and not whole) or (whole and not self._new(line, identifier)):
            return
        row: Row = {c.name: None for c in sheet.table.column}
        row |= {"snapshot": SNAPSHOT, "iati_identifier": identifier, "locator": line.locator}
        row["parent"] = parent["locator"] if parent else ""
        self.lines[line.locator] = line
        self._rows[sheet.table.name].append(row)
        if whole:
            self._activities[identifier] = row
        elif ID in line.cells:
            self._named(line, identifier, sheet.name, row)
        for one in sheet.fields:
            if one.heading in line.cells:
                self._fill(sheet.table.name, one, line, row)
        self._complete(sheet, line, row)
        self._narrate(sheet, row)

    def _new(self, line: TemplateLine, identifier: str) -> bool:
        if not identifier:
            self._remark(remarks.NAMELESS, line.locator)
        elif identifier in self._activities:
            self._remark(remarks.TWICE, line.cell(ACTIVITY), identifier)
        return bool(identifier) and identifier not in self._activities

    def _parent(self, sheet: TemplateSheet, line: TemplateLine) -> Row | None:
        """Return the row that a line belongs to; none if it is not there, which is reported."""
        identifier, name = line.cells.get(ACTIVITY, ""), line.cells.get(BELONGS, "")
        activity = self._activities.get(identifier)
        if activity is None:
            self._remark(remarks.UNKNOWN, line.cell(ACTIVITY), identifier)
            return None
        if not name and (not sheet.parents or "activity" in sheet.table.parent):
            return activity
        kind, row = self._ids.get((identifier, name), ("", None))
        if row is None or (sheet.parents and kind not in sheet.parents):
            among = ", ".join(f"“{p}”" for p in sheet.parents) or Message("any sheet")
            self._remark(remarks.BELONGS_NOWHERE, line.cell(BELONGS), name, among=among)
            return None
        return row

    def _named(self, line: TemplateLine, identifier: str, kind: str, row: Row) -> None:
        name = line.cells[ID]
        if (identifier, name) in self._ids:
            self._remark(remarks.SAME_ID, line.cell(ID), name)
        else:
            self._ids[identifier, name] = (kind, row)

    def _fill(self, table: str, one: TemplateField, line: TemplateLine, row: Row) -> None:
        """Put the text of a cell into the columns it fills."""
        text = line.cells[one.heading]
        for column in one.columns:
            written = self._code(one, line, (table, column.name)) if column.type == "code" else text
            value, remark = READ[column.type](written)
            row[column.name] = value
            if remark is not None and not column.or_text:
                self._remark(remark, line.cell(one.heading), text)

    def _code(self, one: TemplateField, line: TemplateLine, place: tuple[str, str]) -> str:
        """Return the code that a cell means: before its name, or that of its name alone, which is told."""
        written = line.cells[one.heading].partition(NAMED)[0].strip()
        code = self.codes.get(place, {}).get(written.casefold(), "")
        if code:
            self._remark(remarks.NAME, line.cell(one.heading), written, code=code)
        return code or written

    def _complete(self, sheet: TemplateSheet, line: TemplateLine, row: Row) -> None:
        """Take the activity's defaults where a cell is empty, and report what is required and missing."""
        activity = self._activities[row["iati_identifier"]]
        for one in sheet.fields:
            column = one.column
            if one.path == ELEMENT and row[ELEMENT] not in one.choices:
                self._remark(remarks.CHOICE, line.cell(one.heading), row[ELEMENT] or "", among=", ".join(one.choices))
            if row[column.name] is None and column.inherit:
                row[column.name] = activity[column.inherit]
            if row[column.name] is None and column.required and one.heading not in line.cells:
                self._remark(remarks.MISSING, line.cell(one.heading), name=one.heading)

    def _narrate(self, sheet: TemplateSheet, row: Row) -> None:
        """Add the narratives of a row, in the language of the activity."""
        language = self._activities[row["iati_identifier"]]["default_language"]
        for one in sheet.fields:
            if one.is_text and row[one.column.name] is not None:
                self._narrative(row, one.suffix, language, row[one.column.name])

    def _translation(self, line: TemplateLine) -> None:
        """Add a text in another language to the row it belongs to."""
        identifier, name = line.cells.get(ACTIVITY, ""), line.cells.get(BELONGS, "")
        row = self._ids.get((identifier, name), ("", None))[1] if name else self._activities.get(identifier)
        if row is None:
            if identifier in self._activities:
                self._remark(remarks.BELONGS_NOWHERE, line.cell(BELONGS), name, among="*")
            else:
                self._remark(remarks.UNKNOWN, line.cell(ACTIVITY), identifier)
            return
        steps = [step for step in line.cells.get(ELEMENT, "").split("/") if step]
        suffix = "".join(f"/{step}[1]" for step in steps)
        place = self._narrative(row, suffix, line.cells.get(LANGUAGE), line.cells.get(TEXT, ""))
        self.texts[place] = line.cell(ELEMENT)

    def _narrative(self, row: Row, suffix: str, language: str | None, text: str) -> str:
        """Add a narrative; return its locator."""
        rows, parent = self._rows["narrative"], row["locator"] + suffix
        self._narrated[parent] += 1
        place = f"{parent}/narrative[{self._narrated[parent]}]"
        narrative: Row = {c.name: None for c in self.tables["narrative"].column}
        narrative |= {
            "snapshot": SNAPSHOT,
            "iati_identifier": row["iati_identifier"],
            "parent": parent,
            "locator": place,
        }
        rows.append(narrative | {"language": language, "text": text})
        return place

    def _remark(self, remark: Remark, cell: str, value: str = "", **words: Value) -> None:
        code = remark[0]
        message, repair = (Message(text, **used(text, words)) for text in remark[1:])
        severity: Severity = SEVERITY.get(code, "warning" if code in remarks.WARNINGS else "error")
        self.findings.append(Finding(severity, code, message, repair, self.file, "", cell, 0, value[:200]))


def read_template(
    path: Path, tables: Mapping[str, ReleaseTable], codes: Codes | None = None
) -> tuple[dict[str, pa.Table], TemplateReader]:
    """Return the rows of a template, a workbook or a folder of CSV files, and its reader with what it had to say.

    Raises:
        InputError: it is neither, or has no sheet “activity”.
    """
    reader = TemplateReader(tables, path.name, codes or {})
    return reader.read(read_grids(path)), reader


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", " ")


def _heading(cell: str) -> str:
    return _plain(cell.removesuffix(REQUIRED.strip()))


def _arrow(table: ReleaseTable, rows: list[Row]) -> pa.Table:
    return arrow_table(table.column, {c.name: [row[c.name] for row in rows] for c in table.column})
