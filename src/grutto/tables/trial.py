"""Reading a file of statistics on trial: what an import would read from it; nothing is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError
from grutto.readers.observations import FORMATS, ObservationReader
from grutto.sources import recognise, source_named
from grutto.tables import extracted_tables

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.finding import Finding
    from grutto.model.source import Source


@dataclass(frozen=True, slots=True)
class TrialReading:
    """What was read.

    Args:
        source: as which the file was read.
        rows: a number each, with the columns of the table `statistic`.
        findings: remarks on the file.
    """

    source: Source
    rows: list[dict[str, Any]]
    findings: list[Finding]

    def series(self) -> list[tuple[str, str, int, int]]:
        """Return each indicator with its frequency: how many numbers, and how many of these have a value."""
        numbers: Counter[tuple[str, str]] = Counter()
        known: Counter[tuple[str, str]] = Counter()
        for row in self.rows:
            key = row["indicator"], row["freq"]
            numbers[key] += 1
            known[key] += row["obs_value"] is not None
        return [(*key, number, known[key]) for key, number in sorted(numbers.items())]


def read_on_trial(file: Path, source: str = "") -> TrialReading:
    """Read a file of statistics.

    Args:
        file: the file.
        source: name of the source; found out without it.

    Raises:
        InputError: there is no such file, or it is no source of statistics.
        UnknownNameError: there is no source of this name.
    """
    if not file.is_file():
        raise InputError("There is no such file", where=file, repair="check the path")
    declared = source_named(source) if source else recognise(file, file.name)
    if declared.reader not in FORMATS or declared.observations is None:
        raise InputError(
            "“{declared}” is no source of statistics", where=file, command="grutto import FILE", declared=declared.name
        )
    table = extracted_tables()["statistic"]
    reader = ObservationReader(table, declared.reader, declared.observations, declared.flow, "", file.name)
    rows = [
        dict(zip(batch, line, strict=True)) for batch in reader.read(file) for line in zip(*batch.values(), strict=True)
    ]
    return TrialReading(declared, rows, reader.findings)
