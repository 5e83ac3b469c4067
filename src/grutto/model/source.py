"""A data flow as declared: where it comes from, under which licence, what must hold for it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Assertions:
    """What must hold for a snapshot before it may enter a release.

    Args:
        minimum_rows: table name to least number of rows.
        required: columns of which no value may be unknown.
        known: column to values that must all occur.
    """

    minimum_rows: dict[str, int] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)


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
        table: tables it fills.
        address: where `grutto fetch` gets it; empty when users bring their own files.
        recognise: regular expression on the first characters of a file, by which an import knows it.
        assertions: see `Assertions`.
    """

    name: str
    title: str
    publisher: str
    licence: str
    citation: str
    reader: str
    table: tuple[str, ...]
    recognise: str
    address: str = ""
    assertions: Assertions = field(default_factory=Assertions)
