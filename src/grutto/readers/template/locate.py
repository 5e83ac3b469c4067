"""Findings about a file that was written from a template, told by the cells of the template."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grutto.readers.template.sheets import sheets_of

MISSING = "write.missing"

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grutto.model.finding import Finding
    from grutto.model.table import ReleaseTable
    from grutto.readers.template.reader import TemplateLine, TemplateReader


def in_cells(findings: Iterable[Finding], places: Mapping[str, str], reader: TemplateReader) -> Iterator[Finding]:
    """Yield findings with a cell instead of an XPath.

    Args:
        findings: about the file written.
        places: XPath of each element of a row in that file, to the locator of the row.
        reader: what read the template.
    """
    for finding in findings:
        row, rest = _row(finding.locator, places)
        line = reader.lines.get(row)
        cell = _cell(line, rest, reader.tables) if line else row
        yield replace(finding, file=reader.file, locator=cell, line=0)


def left_out(findings: Iterable[Finding], reader: TemplateReader) -> Iterator[Finding]:
    """Yield what could not be written of a template's rows, by cell; what is missing there is told by its reader."""
    for finding in findings:
        if finding.code != MISSING:
            row = finding.locator.partition("/")[0]
            yield replace(finding, file=reader.file, locator=reader.texts.get(finding.locator, row), line=0)


def _row(xpath: str, places: Mapping[str, str]) -> tuple[str, str]:
    """Return the row that an XPath is within, and the path from there."""
    path, rest = xpath, ""
    while path and path not in places:
        path, _, step = path.rpartition("/")
        rest = f"{step}/{rest}" if rest else step
    return places.get(path, ""), re.sub(r"\[\d+\]", "", rest)


def _cell(line: TemplateLine, rest: str, tables: Mapping[str, ReleaseTable]) -> str:
    """Return the cell of the field that a path leads to, else the first cell of the row."""
    fields = sheets_of(tables)[line.sheet].fields
    near = [
        f for f in fields if rest and (f.path == rest or f.path.startswith(f"{rest}/") or f.path == f"{rest}/text()")
    ]
    exact = [f for f in near if f.path == rest]
    return line.cell((exact or near)[0].heading) if near else line.locator
