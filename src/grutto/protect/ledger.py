"""The ledger of everything that was ever published of a population; what is in it can never be taken back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError
from grutto.message import Message
from grutto.protect.cases import KnownStatement

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it was published.

    Args:
        statement: which cell of which edition.
        persons: the count; none if it is hidden.
        amount: what stands beside it, for tables that publish that; none if hidden or not published.
    """

    statement: KnownStatement
    persons: int | None
    amount: float | None = None

    @property
    def hidden(self) -> bool:
        """Whether the value is withheld; why is never told."""
        return self.persons is None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every cell ever published of one population, in order of edition."""

    population: str
    cells: tuple[Cell, ...] = field(default=())

    @property
    def next_edition(self) -> int:
        """The number of the edition to come."""
        return 1 + max((cell.statement.edition for cell in self.cells), default=-1)

    def with_edition(self, cells: Iterable[Cell]) -> Ledger:
        """Return the ledger with one more edition."""
        return Ledger(self.population, (*self.cells, *cells))

    def to_lines(self) -> str:
        """Return the ledger as JSON lines, each edition with the digest of the line before it."""
        lines, before = [], ""
        for edition in range(self.next_edition):
            found = [_written(cell) for cell in self.cells if cell.statement.edition == edition]
            record = {"population": self.population, "edition": edition, "previous": before, "cells": found}
            lines.append(json.dumps(record, ensure_ascii=False, sort_keys=True))
            before = hashlib.sha256(lines[-1].encode()).hexdigest()
        return "".join(f"{line}\n" for line in lines)

    @property
    def head(self) -> str:
        """The digest of the last line; empty while nothing was published. Hidden values are in no digest."""
        lines = self.to_lines().splitlines()
        return hashlib.sha256(lines[-1].encode()).hexdigest() if lines else ""

    @classmethod
    def from_lines(cls, text: str, population: str) -> Ledger:
        """Read what `to_lines` wrote.

        Raises:
            InputError: a line is not what was written, or belongs to another population.
        """
        cells: list[Cell] = []
        before = ""
        for number, line in enumerate(text.splitlines()):
            record = _record(line, number)
            if (record["population"], record["edition"], record["previous"]) != (population, number, before):
                raise InputError(
                    "the ledger is not as it was written",
                    where=Message("{population}: line {value}", population=population, value=number + 1),
                    repair="restore it from a sealed edition or a backup; nothing is published without it",
                )
            cells += [_read(number, one) for one in record["cells"]]
            before = hashlib.sha256(line.encode()).hexdigest()
        return cls(population, tuple(cells))


def _record(line: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line)
        found = {key: record[key] for key in ("population", "edition", "previous", "cells")}
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            "the ledger cannot be read",
            where=Message("line {value}", value=number + 1),
            repair="restore it from a backup",
        ) from error
    return found


def _written(cell: Cell) -> dict[str, object]:
    one = cell.statement
    return {"table": one.table, "cell": dict(one.cell), "persons": cell.persons, "amount": cell.amount}


def _read(edition: int, record: object) -> Cell:
    match record:
        case {"table": str(table), "cell": dict(codes), "persons": int() | None as persons, "amount": amount}:
            if amount is None or isinstance(amount, int | float):
                return Cell(KnownStatement(edition, table, tuple(sorted(codes.items()))), persons, amount)
    raise InputError(
        "the ledger has a cell that cannot be read",
        where=Message("line {value}", value=edition + 1),
        repair="restore it from a backup",
    )
