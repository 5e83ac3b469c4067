"""The template as a workbook: help above each column, lists of choices, dates and amounts as such."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from grutto.lazily import lazily
from grutto.locale import pick, worded
from grutto.message import Message, msg
from grutto.readers.template.cells import cell_name
from grutto.readers.template.sheets import (
    ACTIVITY,
    BELONGS,
    CODES,
    ELEMENT,
    ID,
    LANGUAGE,
    LANGUAGE_HEADINGS,
    NARRATIVES,
    REQUIRED,
    TEXT,
    template,
)
from grutto.writers.template.filler import named
from grutto.writers.template.folder import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import xlsxwriter
    from xlsxwriter import utility

    from grutto.locale import Language
    from grutto.readers.template.sheets import TemplateField, TemplateSheet
    from grutto.writers.template.filler import Codes, Lists, SheetRows
else:
    xlsxwriter = lazily("xlsxwriter")
    utility = lazily("xlsxwriter.utility")

LAST = 1_048_575
"""Last row of a workbook, from 0."""
LONGEST = 32_767
"""Characters that a cell holds (specifications and limits of Excel)."""
HELP_LINE = 12
"""Height of a line of help, in points."""
EXACT = 15
"""Digits of a number that a cell holds exactly; longer ones are written as text."""
HELP = {
    ACTIVITY: msg("IATI identifier of the activity, exactly as on the sheet “activity”."),
    BELONGS: msg("The id of the row that this row is part of, if any."),
    ID: msg("Any name for this row, so that other rows can say that they belong to it."),
    ELEMENT: msg(
        "Which text: the name of its column in IATI, such as title or description; empty if the row is one text."
    ),
    LANGUAGE: msg("Language of this text, such as fr (ISO 639-1)."),
    TEXT: msg("The text."),
}
INTRODUCTION = (
    msg(
        "Fill in a row for each thing: an activity on the sheet “activity”, each of its transactions on “transaction”."
    ),
    msg(
        "The first column names the activity. Columns marked * are required; other cells and whole sheets may stay"
        " empty."
    ),
    msg("Choose codes from the list in the cell, or write the code alone. Dates are days (2024-12-31)."),
    msg(
        "A row may be part of another, as an indicator of a result: give the result an id, and repeat it as “belongs"
        " to”."
    ),
    msg("Leave the names of sheets and headings as they are. What stands above the headings is help and is not read."),
    msg("When you are done: grutto template convert THIS-FILE.xlsx --output activities.xml"),
)
WIDTH = {
    "text": 34,
    "code": 22,
    "identifier": 24,
    "date": 13,
    "datetime": 20,
    "decimal": 16,
    "integer": 12,
    "boolean": 12,
}


@dataclass(frozen=True, slots=True)
class _Styles:
    """Formats of cells."""

    title: Any
    soft: Any
    head: Any
    required: Any
    help: Any
    link: Any
    text: Any
    date: Any
    decimal: Any

    @classmethod
    def of(cls, book: Any) -> _Styles:
        head = {"bold": True, "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF", "valign": "vcenter"}
        cell = {"valign": "top"}
        return cls(
            title=book.add_format({"bold": True, "font_size": 15, "font_color": "#1f5c4d"}),
            soft=book.add_format({"font_color": "#535353", "text_wrap": True, "valign": "top"}),
            head=book.add_format({**head, "bg_color": "#4A6A8F"}),
            required=book.add_format({**head, "bg_color": "#1f5c4d"}),
            help=book.add_format({"font_color": "#535353", "font_size": 9, "text_wrap": True, "valign": "bottom"}),
            link=book.add_format({"font_color": "#01689B", "underline": True, "valign": "top"}),
            text=book.add_format({**cell, "num_format": "@"}),
            date=book.add_format({**cell, "num_format": "yyyy-mm-dd"}),
            decimal=book.add_format({**cell, "num_format": "#,##0.######"}),
        )

    def of_type(self, kind: str) -> Any:
        """Return the format of the cells of a column."""
        return self.date if kind == "date" else self.decimal if kind == "decimal" else self.text


def write_workbook(
    path: Path,
    sheets: Mapping[str, TemplateSheet],
    filled: Mapping[str, SheetRows],
    codes: Codes,
    lists: Lists,
    language: Language,
) -> list[str]:
    """Write the template; return the names of cells whose text is longer than a cell can hold: it was cut.

    Args:
        path: of the workbook.
        sheets: all sheets of the template; those that are neither basic nor filled are left out.
        filled: rows of sheets.
        codes: names of codes, for lists of choices.
        lists: the codelist of each column.
        language: of the help; names of sheets and headings are the same in all.
    """
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "IATI activities", "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    used = [sheet for name, sheet in sheets.items() if sheet.basic or name in filled]
    front = book.add_worksheet(pick(template().front, language.code))
    writer = _Writer(book, _Styles.of(book), codes, lists, language)
    pages = [(sheet, book.add_worksheet(sheet.name)) for sheet in used]
    other = book.add_worksheet(NARRATIVES)
    writer.write_codes(used)
    for sheet, page in pages:
        writer.write_sheet(sheet, page, filled.get(sheet.name, []))
    writer.write_others(other, filled.get(NARRATIVES, []))
    writer.write_front(front, used)
    book.close()
    return writer.cut


@dataclass(slots=True)
class _Writer:
    """Writes the sheets of one workbook.

    Args:
        ranges: codelist to where its codes stand.
        cut: cells whose text was cut.
    """

    book: Any
    styles: _Styles
    codes: Codes
    lists: Lists
    language: Language
    ranges: dict[str, str] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)

    def write_codes(self, used: list[TemplateSheet]) -> None:
        """Write a sheet with the lists of codes that columns take, one list a column."""
        list_names = {self.lists.get((s.table.name, f.column.name), "") for s in used for f in s.fields}
        names = sorted(list_names & set(self.codes))
        if not names:
            return
        page = self.book.add_worksheet(CODES)
        page.freeze_panes(1, 0)
        for column, name in enumerate(names):
            page.set_column(column, column, 34)
            page.write_string(0, column, name, self.styles.head)
            for row, code in enumerate(sorted(self.codes[name], key=_by_number), start=1):
                page.write_string(row, column, named(code, self.codes[name]), self.styles.text)
            letter = utility.xl_col_to_name(column)
            self.ranges[name] = f"={CODES}!${letter}$2:${letter}${len(self.codes[name]) + 1}"

    def write_sheet(self, sheet: TemplateSheet, page: Any, rows: SheetRows) -> None:
        """Write one sheet: what it is about, help, headings, rows."""
        fields = {f.heading: f for f in sheet.fields}
        self._head(page, self._words(sheet.table.doc), [self._column(sheet, h, fields.get(h)) for h in sheet.headings])
        for number, heading in enumerate(sheet.headings):
            self._choices(sheet, page, number, fields.get(heading))
        self._rows(page, sheet.headings, rows, {h: f.column.type for h, f in fields.items()})

    def write_others(self, page: Any, rows: SheetRows) -> None:
        """Write the sheet of texts in other languages."""
        doc = self._words(msg("Texts in other languages than that of the activity."))
        columns = [(h, self._words(HELP[h]), "text", h != BELONGS) for h in LANGUAGE_HEADINGS]
        self._head(page, doc, columns)
        self._rows(page, LANGUAGE_HEADINGS, rows, {})

    def write_front(self, page: Any, used: list[TemplateSheet]) -> None:
        """Write how to fill in the template, and what each sheet is for, with a link to it."""
        page.hide_gridlines(2)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 100)
        page.write_string(0, 0, self._words(msg("Activities for IATI")), self.styles.title)
        missing = msg("Names of codes are missing here: run grutto fetch iati/standard, and make the template again.")
        texts = [*INTRODUCTION, *([] if self.ranges else [missing])]
        for row, text in enumerate(texts, start=2):
            page.merge_range(row, 0, row, 1, self._words(text), self.styles.soft)
        start = 4 + len(texts)
        page.write_string(start, 0, self._words(msg("Sheet")), self.styles.head)
        page.write_string(start, 1, self._words(msg("One row is")), self.styles.head)
        for row, sheet in enumerate(used, start=start + 1):
            page.write_url(row, 0, f"internal:'{sheet.name}'!A4", self.styles.link, sheet.name)
            page.write_string(row, 1, self._words(sheet.table.doc), self.styles.soft)

    def _column(self, sheet: TemplateSheet, heading: str, one: TemplateField | None) -> tuple[str, str, str, bool]:
        """Return heading, help, type and whether it is required."""
        if one is not None:
            doc = self._words(one.column.doc)
            return heading, doc, one.column.type, one.column.required or one.path == ELEMENT
        kind = "identifier" if heading == ACTIVITY else "code"
        return heading, self._words(_help(sheet, heading)), kind, heading == ACTIVITY

    def _words(self, text: str) -> str:
        return worded(text if isinstance(text, Message) else Message(text), self.language)

    def _head(self, page: Any, doc: str, columns: list[tuple[str, str, str, bool]]) -> None:
        page.write_string(0, 0, doc, self.styles.title)
        page.set_row(0, 24)
        widths = [max(WIDTH[kind], len(heading) + 4) for heading, _, kind, _ in columns]
        lines = max(len(wrap(text, width)) for (_, text, _, _), width in zip(columns, widths, strict=True))
        page.set_row(1, max(64, HELP_LINE * lines))
        page.set_row(2, 20)
        for number, (heading, text, kind, required) in enumerate(columns):
            page.set_column(number, number, widths[number], self.styles.of_type(kind))
            page.write_string(1, number, text, self.styles.help)
            style = self.styles.required if required else self.styles.head
            page.write_string(2, number, heading + (REQUIRED if required else ""), style)
        page.freeze_panes(3, 1)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(2)

    def _choices(self, sheet: TemplateSheet, page: Any, number: int, one: TemplateField | None) -> None:
        """Offer the choices of a column; other codes are right where a list is not complete."""
        if one is None:
            return
        codelist = self.lists.get((sheet.table.name, one.column.name), "")
        source: Any = list(one.choices) or self.ranges.get(codelist)
        if source:
            rule = {"validate": "list", "source": source, "error_type": "stop" if one.choices else "information"}
            rule["error_title"] = self._words(msg("Not on the list"))
            rule["error_message"] = self._words(msg("Choose from the list, or write a right code."))
            page.data_validation(3, number, LAST, number, rule)

    def _rows(self, page: Any, headings: tuple[str, ...], rows: SheetRows, kinds: Mapping[str, str]) -> None:
        for number, row in enumerate(rows, start=3):
            for column, heading in enumerate(headings):
                if heading in row:
                    self._cell(page, number, column, row[heading], kinds.get(heading, "text"))

    def _cell(self, page: Any, row: int, column: int, value: Any, kind: str) -> None:
        style = self.styles.of_type(kind)
        if isinstance(value, date):
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), style)  # noqa: DTZ001
        elif isinstance(value, int) or (
            isinstance(value, Decimal) and len(value.normalize().as_tuple().digits) <= EXACT
        ):
            page.write_number(row, column, value, style)
        else:
            text = plain(value)
            if len(text) > LONGEST:
                self.cut.append(cell_name(page.get_name(), row + 1, column + 1))
            page.write_string(row, column, text[:LONGEST], style)


def _by_number(code: str) -> tuple[bool, int, str]:
    """Return the sort key of a code: numbers by size, before words."""
    return (not code.isdecimal(), int(code) if code.isdecimal() else 0, code)


def _help(sheet: TemplateSheet, heading: str) -> str:
    """Return what is said of a column that every sheet has."""
    if heading == ACTIVITY and sheet.table.name == "activity":
        return msg("IATI identifier: your organisation identifier, a hyphen, your own number.")
    if heading == BELONGS:
        quoted = (f"“{name}”" for name in sheet.parents)
        among = reduce(lambda one, other: Message("{one} or {other}", one=one, other=other), quoted)
        return Message("The id of the row that this row is part of: on the sheet {among}.", among=among)
    return HELP[heading]
