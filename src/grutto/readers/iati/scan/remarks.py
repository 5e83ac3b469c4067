"""Texts that are not plainly written, and what is missing: read by the parsers of values, reported as the walk does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from grutto.model.finding import Finding
from grutto.readers.iati.finding_limits import MOST
from grutto.readers.iati.scan import places as p
from grutto.readers.iati.scan.tables import NoRoom, text_at
from grutto.readers.iati.walk import missing
from grutto.readers.values import SEVERITY, SPACES, TRIMMED, WHOLE
from grutto.store.parquet import QUANTUM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from grutto.model.finding import Severity
    from grutto.model.table import Column
    from grutto.readers.iati.plan import Slot
    from grutto.readers.iati.scan.layout import ScanLayout
    from grutto.readers.iati.scan.tables import Pass
    from grutto.readers.values import Remark

EPOCH = 719163
"""Ordinal of 1970-01-01."""

RecordFindings = tuple[int, list[Finding]]
"""Where the row of a record stands, and findings."""


@dataclass(slots=True)
class Remarks:
    """Reads the remarks of one pass.

    Args:
        layout: the plan.
        found: what the pass found; gets the values.
        content: the bytes of the piece, for lines.
        file: name of the file, for findings.
        identifier: the child element that identifies a record.
        findings: by record.
        aside: entries whose text is kept beside its value.
        times: rule to how often it was broken.
    """

    layout: ScanLayout
    found: Pass
    content: bytes
    file: str
    identifier: str
    findings: list[RecordFindings] = field(default_factory=list)
    aside: set[int] = field(default_factory=set)
    times: Counter[str] = field(default_factory=Counter)
    _unread: set[tuple[int, int]] = field(default_factory=set)
    _breaks: NDArray[np.int64] | None = None

    def read(self) -> None:
        """Read all remarks.

        Raises:
            NoRoom: a number has too many digits.
        """
        m = self.found.m
        for place in self.found.remarks.tolist():
            row, slot, is_missing, column, packed, tag = m[place + 1 : place + p.CHILD_ENTRY_SIZE].tolist()
            if not is_missing:
                self._text(place, row, self.layout.slots[slot], text_at(self.found.text, packed), tag)
            elif (row, column) not in self._unread:
                declared = self.layout.plans[m[row]].table.column[1 + column]
                self._add("error", missing(declared), row, declared, tag, "")

    def undeclared(self) -> NDArray[np.int64]:
        """Return the entries of what stands in no column, with those of texts kept beside their value."""
        if not len(self.found.remarks):
            return self.found.beyond
        kind = self.found.m[self.found.beyond]
        aside = np.isin(self.found.beyond, list(self.aside))
        return np.asarray(self.found.beyond[(kind != p.REMARK_ENTRY) | aside])

    def _text(self, place: int, row: int, slot: Slot, text: str, tag: int) -> None:
        column = slot.column
        if slot.known is None:
            remark: Remark | None = SPACES if column.path else TRIMMED
        else:
            value, remark = slot.read(text.strip())
            self.found.m[row + p.CELLS + slot.place] = _stored(column, value)
        if remark is None or column.or_text:
            return
        severity = SEVERITY.get(remark[0], "error")
        self._add(severity, remark, row, column, tag, text.strip())
        if severity == "error":
            self._unread.add((row, slot.place))
        if remark[0] not in WHOLE:
            self.aside.add(place)

    def _add(self, severity: Severity, remark: Remark, row: int, column: Column, tag: int, value: str) -> None:
        code, message, repair = remark
        self.times[code] += 1
        if self.times[code] > MOST:
            return
        m = self.found.m
        record = int(m[row + p.RECORD_OF])
        identifier = text_at(self.found.text, int(m[record + p.CELLS]))
        locator = f"{text_at(self.found.locators, int(m[row + p.NUMBER]))}/{column.path or self.identifier}"
        line = self._line(tag)
        finding = Finding(severity, code, message, repair, self.file, identifier, locator, line, value[:200])
        self.findings.append((record, [finding]))

    def _line(self, at: int) -> int:
        if self._breaks is None:
            self._breaks = np.flatnonzero(np.frombuffer(self.content, np.uint8) == p.NEWLINE)
        return 1 + int(np.searchsorted(self._breaks, at))


def _stored(column: Column, value: Any) -> int:
    """Return a value as a cell holds it."""
    if value is None:
        return p.NULL
    if column.type == "date":
        return int(value.toordinal()) - EPOCH
    number = int(value / QUANTUM) if column.type == "decimal" else int(value)
    if abs(number) >= 1 << 62:
        raise NoRoom
    return number
