"""A data flow as declared: where it comes from, under which licence, what must hold for it."""

from __future__ import annotations

from dataclasses import dataclass, field


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
class Source:
    """One data flow.

    Args:
        name: publisher and flow: `ecb/rates`.
        title: what people call it.
        publisher: who makes it.
        licence: SPDX identifier or address.
        citation: how to name it.
        reader: format that reads it.
        address: where `grutto fetch` gets it; empty when users bring their own files.
        recognise: regular expression on the first characters of a file, by which an import knows it.
        layout: for the reader `csv`.
        assertions: see `Assertions`.
    """

    name: str
    title: str
    publisher: str
    licence: str
    citation: str
    reader: str
    recognise: str
    address: str = ""
    layout: Layout | None = None
    assertions: Assertions = field(default_factory=Assertions)
