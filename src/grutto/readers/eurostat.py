"""What Eurostat gives, in any of its formats: JSON-stat, SDMX-CSV, CSV of the data browser and the Data Explorer, TSV.

All become the same records: the dimensions under their codes, and `time`, `value` and `status`.
https://wikis.ec.europa.eu/display/EUROSTATHELP/API+-+Detailed+guidelines · The older TSV has `geo\\time` in its first
heading and spaces around its cells; the flags stand behind the number. The Data Explorer, which the data browser
followed, wrote its dimensions in capitals (`"TIME","GEO","CITIZEN"`), and labels in their cells.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.errors import InputError
from grutto.readers.delimited import decoded, table_records
from grutto.readers.grid import CELL, COLUMN
from grutto.readers.json_stat import read_json_stat
from grutto.readers.pages import PageRecord, pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Observations

TIME, VALUE, STATUS = "time", "value", "status"
SDMX = {"TIME_PERIOD": TIME, "OBS_VALUE": VALUE, "OBS_FLAG": STATUS}
UPDATED = ("LAST UPDATE",)
EXPLORER = {"Value": VALUE, "Flag and Footnotes": STATUS}
_DIMENSION = re.compile(r"[a-z][a-z0-9_]*")
"""Names of dimensions; the headings of labels and attributes beside them have capitals."""
_FIRST = re.compile(r"([a-z0-9_,]+)\\(TIME_PERIOD|time)")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_CELL = re.compile(r"\s*(:|[-+0-9.eE]*)\s*([a-z]*)\s*")
_PERIOD = r"\s*\d{4}\S*\s*"
_EXPLORED = re.compile(r'"?TIME"?,(?:"?[A-Z][A-Z0-9_]*+"?,)+"?Value"?')
"""The headings of a file of the Data Explorer."""


def read_eurostat(path: Path, layout: Observations, file: str) -> Iterator[PageRecord]:
    """Yield a record for each number of a file of Eurostat, whatever its format.

    Raises:
        InputError: none of the formats, or several members in a dimension of which the layout says nothing.
    """
    for start, content in pages(path, file):
        if content.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in {b"{", b"["}:
            yield from _renamed(read_json_stat(path, layout, file), layout)
            return
        where = f"{file}, {start}".rstrip(", ")
        yield from _checked(_table(decoded(content), layout, start, where), layout, where)


def _renamed(records: Iterator[PageRecord], layout: Observations) -> Iterator[PageRecord]:
    for record in records:
        fields = {layout.rename.get(name, name): text for name, text in record.fields.items()}
        yield PageRecord(record.locator, fields, record.dated)


def _table(text: str, layout: Observations, start: str, where: str) -> Iterator[PageRecord]:
    first = _FIRST.match(text.lstrip("\ufeff \r\n"))
    if first:
        yield from _tsv(text, layout, first[0], start, where)
        return
    if explored := _EXPLORED.match(text.lstrip("\ufeff \r\n")):
        yield from _explorer(text, layout, explored[0], start, where)
        return
    shape = replace(layout, rename=SDMX | layout.rename, updated=(*UPDATED, *layout.updated), header="", melt="")
    yield from table_records(text, shape, start, where)


def _explorer(text: str, layout: Observations, heads: str, start: str, where: str) -> Iterator[PageRecord]:
    """Yield the rows of a file of the Data Explorer: headings in capitals, thousands set apart by commas."""
    codes = {name: name.lower() for name in re.findall("[A-Z][A-Z0-9_]+", heads)}
    names = EXPLORER | {name: layout.rename.get(code, code) for name, code in codes.items()}
    for record in table_records(text, replace(layout, rename=names, header="", melt=""), start, where):
        value = record.fields[VALUE]
        if _GROUPED.fullmatch(value):
            record.fields[VALUE] = value.replace(",", "")
        yield record


def _tsv(text: str, layout: Observations, first: str, start: str, where: str) -> Iterator[PageRecord]:
    """Yield the cells of a TSV: the dimensions stand together in its first column."""
    names = [layout.rename.get(name, name) for name in first.rpartition("\\")[0].split(",")]
    shape = replace(layout, header=first, melt=_PERIOD, rename={})
    for record in table_records(text, shape, start, where):
        codes = [code.strip() for code in record.fields[first].split(",")]
        found = _CELL.fullmatch(record.fields[CELL])
        if len(codes) != len(names) or not found:
            raise InputError(
                "This is no line of a TSV of Eurostat: “{fields}”, “{fields_2}”",
                where=f"{where}, {record.locator}",
                repair="fetch it again; it may be cut off",
                fields=record.fields[first],
                fields_2=record.fields[CELL],
            )
        value, flags = ("", found[2] or ":") if found[1] in {"", ":"} else found.groups()
        fields = dict(zip(names, codes, strict=True))
        fields |= {TIME: record.fields[COLUMN].strip(), VALUE: value, STATUS: flags}
        yield PageRecord(record.locator, fields)


def _checked(records: Iterator[PageRecord], layout: Observations, where: str) -> Iterator[PageRecord]:
    """Refuse a table in which a dimension that the layout does not name has several members."""
    named = named_fields(layout)
    seen: dict[str, str] = {}
    for record in records:
        for name, code in record.fields.items():
            if name in named or not _DIMENSION.fullmatch(name) or seen.setdefault(name, code) == code:
                continue
            raise InputError(
                "The dimension “{name}” has several members ({seen}, {code}), and the source does not say which of"
                " them counts",
                where=f"{where}, {record.locator}",
                repair="ask for one of them, or name “{name}” in source.toml",
                name=name,
                seen=seen[name],
                code=code,
            )
        yield record


def named_fields(layout: Observations) -> set[str]:
    """Return the fields that a layout says something of."""
    named = {layout.time, layout.ref_area, layout.counterpart, layout.sex, layout.age, layout.status}
    named |= {*layout.breakdown, *layout.leave, *layout.optional, *(value.field for value in layout.value)}
    return named | {name for value in layout.value for name in value.when}
