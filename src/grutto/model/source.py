"""A data flow as declared: where it comes from, under which licence, what must hold for it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Assertions:
    """What must hold for a snapshot before it may enter a release.

    Args:
        minimum_rows: table name to least number of rows.
        known: column to values that must all occur in it.
    """

    minimum_rows: dict[str, int] = field(default_factory=dict)
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file with one row a day and one column a currency becomes rows (a cross table, unpivoted).

    Args:
        table: the table filled.
        row: name of the column whose values name the rows.
        row_as: column of the table that takes them.
        column: column of the table that takes the names of the other columns.
        value: column of the table that takes the cells.
        missing: cells that hold nothing.
    """

    table: str
    row: str
    row_as: str
    column: str
    value: str
    missing: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Value:
    """One quantity that a record holds.

    Args:
        field: the field with the number.
        indicator: our name of what it counts.
        unit: `person`, `case`, `USD`, `percent` …
        stock_flow: a stock is counted on a day, a flow in a period.
        when: field to the codes it must have; records with others hold this quantity not.
        sex: SDMX code, where the field itself tells it.
        age: SDMX code, where the field itself tells it.
        scale: power of ten that the number is to be multiplied by: 3 for thousands.
        signed: it may be below zero, such as net migration; a count that is below zero is no count.
    """

    field: str
    indicator: str
    unit: str
    stock_flow: Literal["stock", "flow"]
    when: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    sex: str = "_T"
    age: str = "_T"
    scale: int = 0
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Observations:
    """How the records of a file become observations.

    Args:
        value: the quantities.
        time: the field with the period; empty if all are about one.
        period: that one.
        period_from: for a table, a regular expression whose first group is the period: the first place in the table
            that it fits tells it. It is the field `period` then.
        records: for JSON, where the list of records is: `items`, or `1` for the second element.
        sheet: for a workbook, the names that the sheet may have; empty is the first sheet.
        sheets: for a workbook, regular expression of names of sheets that are all read.
        header: for a workbook or CSV, text of a cell by which the row of headings is known; empty is the first row.
        rename: heading to the name that the field has in this declaration, where files write it in several ways.
        optional: field to what it says where the column is missing; a value whose column is missing is not read.
        updated: where the file says of what day it is: a field (`LAST UPDATE`), the beginning of a line above the
            headings (`Last Updated Date`; the last of such lines counts), or a path in JSON (`0.lastupdated`).
        borders: `then`, where a country has no number outside the years in which it existed; `now`, where the past is
            told in the borders of today.
        melt: regular expression of headings whose cells become records of their own, with the fields `column` (the
            heading) and `cell`, and one for each named group of the expression.
        ref_area: the field with the area it is about; empty if that does not apply.
        ref_area_scheme: whose codes those are.
        counterpart: the field with the other area (origin, citizenship, recipient); empty if that does not apply.
        counterpart_scheme: whose codes those are.
        sex: the field with the sex, if any.
        age: the field with the age, if any.
        breakdown: further fields that divide the quantity.
        codes: field to the publisher's codes, or labels, to ours.
        missing: text instead of a number, to the observation status it means; empty cells without status are left out.
        status: the field with the publisher's flags, if any.
        flags: a flag to our observation status.
        unit_mult: the field with the power of ten, if any.
        pass_by: regular expression of names of files in a zip that hold something else.
        leave: field to codes whose records are left out on purpose; a record with other codes that no value has is
            reported.
    """

    value: tuple[Value, ...]
    time: str = ""
    period: str = ""
    period_from: str = ""
    records: str = ""
    sheet: tuple[str, ...] = ()
    sheets: str = ""
    header: str = ""
    rename: dict[str, str] = field(default_factory=dict)
    optional: dict[str, str] = field(default_factory=dict)
    updated: tuple[str, ...] = ()
    borders: Literal["then", "now"] = "then"
    melt: str = ""
    ref_area: str = ""
    ref_area_scheme: str = "iso3"
    counterpart: str = ""
    counterpart_scheme: str = "iso3"
    sex: str = ""
    age: str = ""
    breakdown: tuple[str, ...] = ()
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    status: str = ""
    flags: dict[str, str] = field(default_factory=dict)
    unit_mult: str = ""
    pass_by: str = ""
    leave: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Service:
    """How a source is asked over the network.

    Args:
        parameters: what every question says.
        ask: what a question says unless told otherwise; with `parameters`, the only names it may use.
        page: parameter with the number of the page; empty if answers have one page.
        pages: where a JSON answer tells the number of pages: `maxPages`, `0.pages`.
        total: where a JSON answer tells the number of records of all pages; empty if it does not.
        error: where a JSON answer with status 200 tells of an error.
        echo: parameter to the field (or dimension) that must repeat it; else the parameter was not understood.
        split: parameters whose values (with commas, or a span of years `2008..2012`) are asked apart when the answer
            would be too large.
        span: parameters in which a span of years is written, first and last: `sinceTimePeriod`, `untilTimePeriod`.
        no_data: statuses that mean there are no data.
        per_hour: most requests in an hour; 0 is no limit.
        per_minute: most requests in a minute; 0 is no limit.
    """

    parameters: dict[str, str] = field(default_factory=dict)
    ask: dict[str, str] = field(default_factory=dict)
    page: str = ""
    pages: str = ""
    total: str = ""
    error: str = ""
    echo: dict[str, str] = field(default_factory=dict)
    split: tuple[str, ...] = ()
    span: tuple[str, ...] = ()
    no_data: tuple[int, ...] = ()
    per_hour: int = 0
    per_minute: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader must know before comparing observations of a source.

    Args:
        id: short name.
        kind: `break`: values before and after `since` are not comparable · `definition`, `rounding`, `coverage`,
            `provisional`: holds for each value between `since` and `until`.
        text: language to text.
        source: who says so, an address.
        indicator: our names of the indicators it is about; empty is all of the source.
        ref_area: areas it is about; empty is all.
        since: first year.
        until: last year.
    """

    id: str
    kind: Literal["break", "definition", "rounding", "coverage", "provisional"]
    text: dict[str, str]
    source: str
    indicator: tuple[str, ...] = ()
    ref_area: tuple[str, ...] = ()
    since: int = 0
    until: int = 9999


@dataclass(frozen=True, slots=True)
class DeclarationCheck:
    """What of a declaration was compared with something that is not of our making; the rest is from memory.

    Args:
        what: the part.
        by: an address or a document.
    """

    what: str
    by: str


@dataclass(frozen=True, slots=True)
class TrialFile:
    """A file from the world that a source was tried with.

    Args:
        file: what it is and where it was had; or `not yet`, and why.
        on: the day, ISO 8601.
        rows: numbers read from it.
    """

    file: str
    on: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One data flow, or one way in which its numbers come.

    Args:
        name: publisher and flow: `ecb/rates`.
        title: what people call it.
        publisher: who makes it.
        licence: SPDX identifier or address.
        citation: how to name it.
        reader: format that reads it.
        same_as: the source whose data flow this is, where the same numbers come in several ways; empty is its own.
        address: where `grutto fetch` gets it; empty when users bring their own files.
        recognise: regular expression on the first characters of a file, by which an import knows it; of a workbook
            on the names of its sheets, and the first texts in them.
        named: regular expression on the beginning of a file's name, for files whose contents do not say what they are.
        layout: for the reader `csv`.
        observations: for readers of statistics.
        service: how it is asked over the network, when that is more than getting one file.
        note: what to know before comparing.
        revisions: earlier files from the same address are kept, so that revised values can be shown.
        assertions: see `Assertions`.
        checked: what of this was compared with what.
        tried: the real files that it was tried with, or `not yet`.
    """

    name: str
    title: str
    publisher: str
    licence: str
    citation: str
    reader: str
    recognise: str
    named: str = ""
    same_as: str = ""
    address: str = ""
    layout: Layout | None = None
    observations: Observations | None = None
    service: Service | None = None
    note: tuple[Note, ...] = ()
    revisions: bool = False
    assertions: Assertions = field(default_factory=Assertions)
    checked: tuple[DeclarationCheck, ...] = ()
    tried: tuple[TrialFile, ...] = ()

    @property
    def flow(self) -> str:
        """The data flow that its numbers belong to."""
        return self.same_as or self.name
