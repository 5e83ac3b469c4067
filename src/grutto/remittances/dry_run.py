"""What an import of quotes would do, before anything is done: counts, and what is wrong by row, column and severity."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.errors import InputError
from grutto.message import Message
from grutto.model.finding import SEVERITIES, Finding
from grutto.remittances.reader import QuoteReader
from grutto.remittances.template import read_template

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.table import ReleaseTable


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would become of one file.

    Args:
        file: its name.
        taken: rows that would be taken.
        quarantined: rows that would be taken, but enter no average: what they lack is told.
        left_out: rows that would not be taken.
        quarters: quarters of the survey in it.
        corridors: corridors in it.
        findings: what is wrong, in the order of the file.
        refused: why the whole file would be refused; empty if it would not.
    """

    file: str
    taken: int
    quarantined: int
    left_out: int
    quarters: tuple[str, ...]
    corridors: int
    findings: tuple[Finding, ...]
    refused: str = ""

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """Each severity, rule, and how often; the worst first."""
        found = Counter((f.severity, f.code) for f in self.findings)
        return [(s, c, n) for (s, c), n in sorted(found.items(), key=lambda e: (SEVERITIES.index(e[0][0]), -e[1]))]

    @property
    def outcome(self) -> str:
        """What would become of the file, as a message."""
        if self.refused:
            return Message("The file would be refused: {why}", why=self.refused)
        return Message(
            "Rows that would be taken: {taken}, in no average: {quarantined}; left out: {left_out}",
            taken=self.taken,
            quarantined=self.quarantined,
            left_out=self.left_out,
        )


def dry_run(path: Path, table: ReleaseTable) -> DryRun:
    """Return what an import of a survey's file would do.

    Args:
        path: the workbook or an extract of it.
        table: the table `remittance_quote`.
    """
    reader = QuoteReader(table, "", path.name)
    taken = quarantined = 0
    quarters: set[str] = set()
    corridors: set[str] = set()
    refused = ""
    try:
        for batch in reader.read(path):
            taken += len(batch["row"])
            quarantined += sum(why is not None for why in batch["unknown_because"])
            quarters |= set(batch["time_period"])
            corridors |= set(batch["corridor"])
    except InputError as error:
        refused = error.what
    found = tuple(reader.findings)
    return DryRun(
        path.name, taken, quarantined, reader.left_out, tuple(sorted(quarters)), len(corridors), found, refused
    )


def template_dry_run(path: Path) -> DryRun:
    """Return what an import of a filled template would do."""
    try:
        filled = read_template(path, path.name)
    except InputError as error:
        return DryRun(path.name, 0, 0, 0, (), 0, (), error.what)
    quotes = filled.quotes.values()
    opaque = sum(q.applied_rate is None for q in quotes)
    corridors = {(q.source, q.destination) for q in quotes}
    left_out = filled.rows - len(quotes)
    return DryRun(path.name, len(quotes), opaque, left_out, (), len(corridors), tuple(filled.findings))
