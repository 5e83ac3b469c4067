"""A CSV cross table (one row a day, one column a currency) as rows: unpivoted, empty cells left out."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

from grutto.errors import InputError
from grutto.message import Message, msg
from grutto.model.finding import Finding
from grutto.readers.values import READ
from grutto.store.wording import of_content
from grutto.store.zip_bounds import DAMAGE, zip_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Layout
    from grutto.model.table import ReleaseTable

BATCH = 50_000
LARGEST = 1 << 30
"""Bytes a zipped table may have; more is refused, lest a small file fill the machine."""


@contextmanager
def _opened(path: Path, file: str) -> Iterator[TextIO]:
    """Open a CSV file, or the only file of a zip, as text."""
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield stream
        return
    with zip_at(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        if len(members) != 1 or members[0].file_size > LARGEST:
            raise InputError(
                "A zip with exactly one table of at most 1 GiB is expected",
                where=file,
                repair="unpack it first",
            )
        with archive.open(members[0]) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")


@dataclass(slots=True)
class CrossTableReader:
    """Reads one file.

    Args:
        table: the declared table it fills.
        layout: which columns mean what.
        snapshot: sha256 of the file, put in each row.
        file: name of the file, for findings.
    """

    table: ReleaseTable
    layout: Layout
    snapshot: str
    file: str
    findings: list[Finding] = field(default_factory=list)

    def read(self, path: Path) -> Iterator[dict[str, list[Any]]]:
        """Yield rows in batches, one list a column.

        Raises:
            InputError: the file is not text, or lacks the column of rows.
        """
        batch = self._empty()
        try:
            with _opened(path, self.file) as stream:
                for row in self._rows(stream):
                    for name, value in row.items():
                        batch[name].append(value)
                    if len(batch["locator"]) >= BATCH:
                        yield batch
                        batch = self._empty()
        except (csv.Error, *DAMAGE) as error:
            raise InputError(
                "This is not a table in UTF-8: {detail}",
                where=self.file,
                repair="fetch the file again",
                detail=of_content(error),
            ) from error
        yield batch

    def _rows(self, stream: TextIO) -> Iterator[dict[str, Any]]:
        lines = csv.reader(stream, skipinitialspace=True)
        header = [name.strip() for name in next(lines, [])]
        if self.layout.row not in header:
            raise InputError(
                "The column “{row}” is missing; there are: {listed}",
                where=Message("{file}, line 1", file=self.file),
                repair="fetch the file again; if it stays so, the source changed its layout",
                row=str(self.layout.row),
                listed=", ".join(header[:8]),
            )
        at = header.index(self.layout.row)
        for line, cells in enumerate(lines, start=2):
            if any(cells):
                yield from self._cells(header, cells, at, line)

    def _cells(self, header: list[str], cells: list[str], at: int, line: int) -> Iterator[dict[str, Any]]:
        key = self._value(self.layout.row_as, cells[at] if at < len(cells) else "", line, header[at])
        if key is None:
            return
        if len(cells) != len(header):
            self._report_length(header, cells, line)
        for name, cell in zip(header, cells, strict=False):
            if name and name != header[at] and cell.strip() not in self.layout.missing:
                value = self._value(self.layout.value, cell, line, name)
                if value is not None:
                    yield {
                        "snapshot": self.snapshot,
                        "locator": f"line {line}, column {name}",
                        self.layout.row_as: key,
                        self.layout.column: name,
                        self.layout.value: value,
                    }

    def _report_length(self, header: list[str], cells: list[str], line: int) -> None:
        message = msg(
            "This line has another number of cells than the headings; what is missing or too much is not read"
        )
        repair = msg("fetch the file again; it may be cut off, or its columns changed")
        value = Message("{cells} cells, {headings} headings", cells=len(cells), headings=len(header))
        self.findings.append(
            Finding("warning", "line.length", message, repair, self.file, "", f"line {line}", line, value)
        )

    def _value(self, column: str, text: str, line: int, name: str) -> Any:
        type_ = next(c.type for c in self.table.column if c.name == column)
        value, remark = READ[type_](text.strip())
        if remark:
            code, message, repair = remark
            locator = f"line {line}, column {name}"
            self.findings.append(
                Finding("error", code, message, repair, self.file, "", locator, line, text.strip()[:200])
            )
        return value

    def _empty(self) -> dict[str, list[Any]]:
        return {c.name: [] for c in self.table.column}
