"""Numbers of a result's tables as figures that name the run they come from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.message import msg
from grutto.model.figure import Figure, Period, Simulation, figure_id

if TYPE_CHECKING:
    from grutto.scenarios.result import ResultFolder

REGIONS = {
    "europe": msg("Europe"),
    "africa": msg("Africa"),
    "middle_east": msg("Middle East"),
    "asia": msg("Other Asia"),
    "americas": msg("Americas"),
    "oceania": msg("Oceania"),
}
"""Region views, with their names."""

STATISTICS = {
    "value": msg("Observed or estimated, as in the data that the scenario starts from."),
    "median": msg("Median over the draws of the model."),
    "lower": msg("Lower bound of the central interval over the draws of the model."),
    "upper": msg("Upper bound of the central interval over the draws of the model."),
    "size": msg("Size that the author of the scenario assumes, with the interval that the confidence stands for."),
    "in": msg("Share of the displaced who stay in the region of reception, as the author of the scenario assumes."),
    "return": msg("Share of those still away who return in each later period, as the author of the scenario assumes."),
    "moves": msg("Mean over the draws of the moves that the assumption adds or takes away, over all periods."),
}
"""Rules of the columns of a result's tables."""

COLUMN_UNITS = {
    "moves_added": "persons",
    "moves_taken_away": "persons",
    "in_region": "share",
    "return_rate": "share",
}
"""Units of the columns of the table of assumptions that count something else than the size."""

YEARS = 5  # a period of the models


def years(period: int) -> str:
    """Return a period as 2020–25."""
    return f"{period}–{(period + YEARS) % 100:02d}"


@dataclass(frozen=True, slots=True)
class Results:
    """A result, and the figures in it."""

    written: ResultFolder

    @property
    def id(self) -> str:
        """The scenario's id."""
        return self.written.lineage["scenario"]

    @property
    def place(self) -> str:
        """Folder of the tables, from that of the report which shows them."""
        return f"scenarios/{self.id}"

    @property
    def subject(self) -> str:
        """The scenario with a digest of its tables: what an edition that shows it is about."""
        lines = "\n".join(f"{name} {digest}" for name, digest in self.written.files.values())
        return f"scenario {self.id} {hashlib.sha256(lines.encode()).hexdigest()[:16]}"

    def files(self) -> dict[str, bytes]:
        """Return file name to content of everything that stands beside the pages."""
        return {f"{self.place}/{path.name}": path.read_bytes() for path in self.written.all_files}

    @property
    def periods(self) -> list[int]:
        """First years of the periods projected."""
        return sorted({int(row["period"]) for table in ("region_balance", "flows") for row in self.rows(table)})

    @property
    def span(self) -> str:
        """All periods projected as one, such as 2020–30."""
        return f"{self.periods[0]}–{(self.periods[-1] + YEARS) % 100:02d}"

    @property
    def data(self) -> tuple[tuple[str, str], ...]:
        """Each part of the data with its vintage."""
        lineage = self.written.lineage
        return tuple((k.removeprefix("vintage_"), v) for k, v in sorted(lineage.items()) if k.startswith("vintage_"))

    def rows(self, table: str, **where: Any) -> list[dict[str, Any]]:
        """Return the rows of a table with these values; none if the result lacks the table."""
        found = self.written.tables.get(table, [])
        return [row for row in found if all(row[name] == value for name, value in where.items())]

    def figure(self, table: str, row: dict[str, Any], column: str, *, labels: tuple[str, ...]) -> Figure:
        """Return one number of a table.

        Args:
            table: name of the table.
            row: the row.
            column: the number.
            labels: columns that name the row.
        """
        at = {name: row[name] for name in labels}
        run = self.written.lineage
        file, digest = self.written.files[table]
        lineage = Simulation(
            model=run["parameters"],
            version=run["version"],
            data=self.data,
            assumptions=f"{run['scenario']}, sha256 {run['scenario_sha256']}; {run['scenario_authorship']}",
            seed=int(run["seed"]),
            table=(f"{self.place}/{file}", digest),
            row=(*((name, str(value)) for name, value in at.items()), ("column", column)),
        )
        value, unit = figure_value(row, column)
        return Figure(
            figure_id(f"{run['scenario']}.{table}", at | {"value": column}),
            value,
            unit,
            lineage,
            period_of(at),
            rule=STATISTICS[
                "size" if table == "assumptions" and column not in COLUMN_UNITS else column.partition("_")[0]
            ],
        )


def figure_value(row: dict[str, Any], column: str) -> tuple[Decimal, str]:
    """Return a number of a row as a figure shows it, and its unit: shares in percent, the rest as they stand."""
    number, unit = float(row[column]), COLUMN_UNITS.get(column, str(row["unit"]))
    if unit.startswith("share"):
        return rounded(100 * number, "percent"), "percent"
    return rounded(number, unit), unit


def rounded(value: float, unit: str) -> Decimal:
    """Return people as whole numbers, factors with three decimals, the rest with one."""
    if unit.startswith(("persons", "places", "births")):
        return Decimal(round(value))
    return Decimal(f"{value:.3f}" if unit.startswith("factor") else f"{value:.1f}")


def period_of(at: dict[str, Any]) -> Period | None:
    """Return the five years that a row is about, if it is about one period."""
    if "period" not in at:
        return None
    first = int(at["period"])
    return Period(date(first, 1, 1), date(first + YEARS - 1, 12, 31))
