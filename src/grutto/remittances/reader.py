"""Files of quotes as rows of the table `remittance_quote`: normalised, with the row as it was written beside it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from grutto.codelists import area_of
from grutto.errors import InputError
from grutto.message import Message, msg
from grutto.model.finding import Finding
from grutto.readers.values import NOT_A_NUMBER, POWER, ROUNDED, read_decimal
from grutto.remittances.days import day_of, outside
from grutto.remittances.method import method
from grutto.remittances.price import cost_percent
from grutto.remittances.sheets import rows_of, text_of
from grutto.remittances.vocabulary import DAYS, regions, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from grutto.model.finding import Severity
    from grutto.model.table import ReleaseTable
    from grutto.remittances.sheets import SheetRow

BATCH = 5_000
"""Rows that stand in memory as objects before they are columns."""
TIERS = ("cc1", "cc2")
NO_COST, OPAQUE, BAD_AMOUNT = "cost-missing", "rate-opaque", "amount-not-positive"
TOLERANCE = Decimal(str(method().settings.identity_tolerance))
_PERIOD = re.compile(r"((?:19|20)[0-9]{2})_([1-4])Q")
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


@dataclass(slots=True)
class QuoteReader:
    """Reads one file.

    Args:
        table: the table `remittance_quote`.
        snapshot: sha256 of the file, put in each row.
        file: name of the file, for findings.
    """

    table: ReleaseTable
    snapshot: str
    file: str
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0
    left_out: int = 0
    checked: int = 0
    broken: int = 0
    _reported: set[tuple[str, str]] = field(default_factory=set)
    _digests: set[bytes] = field(default_factory=set)

    def read(self, path: Path) -> Iterator[dict[str, list[Any]]]:
        """Yield rows in batches, one list a column.

        Raises:
            InputError: the file holds no quotes, or more of its rows than the method allows break the identity of
                total cost; none of it is to be used.
        """
        names = [c.name for c in self.table.column]
        batch: dict[str, list[Any]] = {name: [] for name in names}
        for row in rows_of(path, self.file):
            values = self._values(row)
            if values is None:
                self.left_out += 1
                continue
            for name in names:
                batch[name].append(values[name])
            if len(batch["row"]) >= BATCH:
                yield batch
                batch = {name: [] for name in names}
        self._check_identity()
        yield batch

    def _check_identity(self) -> None:
        most = method().settings.identity_most
        if self.broken > most * self.checked:
            raise InputError(
                "In {broken} of {checked} rows the total cost is not fee ÷ amount × 100 + margin; at most {most}"
                " may differ",
                where=self.file,
                repair="the findings name the rows; ask the publisher, and bring the file again",
                broken=self.broken,
                checked=self.checked,
                most=f"{most:.0%}",
            )

    def _values(self, row: SheetRow) -> dict[str, Any] | None:
        """Return a row as the table has it; none if nobody could tell what it is about."""
        cells = {f: text_of(row.cells[at]) if at < len(row.cells) else "" for f, at in row.layout.places.items()}
        found = _PERIOD.fullmatch(cells["period"])
        if not found:
            self._report(
                "error", "period.unknown", msg("This is no quarter such as 2014_1Q"), row, "period", cells["period"]
            )
            return None
        year, quarter = int(found[1]), int(found[2])
        self.rows += 1
        raw = {heading: text_of(row.cells[at]) for at, heading in row.layout.headings if at < len(row.cells)}
        values = self._service(cells, row) | {
            "snapshot": self.snapshot,
            "locator": row.place,
            "row": self.rows,
            "time_period": f"{year}-Q{quarter}",
            "year": year,
            "quarter": quarter,
            "era": row.layout.era,
            "source_code": self._country(cells["source"], year, row, "source"),
            "destination_code": self._country(cells["destination"], year, row, "destination"),
            "corridor": cells["source"] + cells["destination"],
            "collected_on": self._day(cells.get("date", ""), year, quarter, row),
            "raw": _encode(raw),
            "digest": self._digest(raw, row),
        }
        values["destination_region"] = regions().get(values["destination_code"])
        return values | self._prices(cells, values, row)

    def _service(self, cells: dict[str, str], row: SheetRow) -> dict[str, Any]:
        """Return what a row says of the service; what the old layout tells in one column is taken from there."""
        product = cells.get("product", "")
        access = cells.get("access", "")
        if product and access.casefold() in {"", "not available"}:
            access = product if product.casefold().startswith(("online", "mobile")) else access
        speed = self._words("speed", cells.get("speed", ""), row)
        notes = [cells[name] for name in ("note", "note2") if cells.get(name)]
        return {
            "firm": cells["firm"],
            "firm_type": self._words("firm_type", cells["firm_type"], row),
            "instrument": self._words("instrument", cells.get("instrument") or product, row),
            "access": self._words("access", access, row),
            "pickup": self._words("pickup", cells.get("pickup") or _paid_out(product), row),
            "coverage": self._words("coverage", cells.get("coverage", ""), row),
            "speed": speed,
            "speed_days": DAYS.get(speed or ""),
            "transparent": self._words("transparent", cells["transparent"], row) == "yes",
            "currency": cells["cc1 currency"],
            "product": product or None,
            "note": " ".join(notes) or None,
        }

    def _prices(self, cells: dict[str, str], values: dict[str, Any], row: SheetRow) -> dict[str, Any]:
        """Return the prices of both amounts; a margin that is not told is unknown, whatever stands there."""
        rate = self._number(cells["interbank_rate"], row, "interbank_rate")
        if rate is not None and rate <= 0:
            self._report(
                "warning", "rate.zero", msg("An interbank rate of zero is none"), row, "interbank_rate", str(rate)
            )
        found: dict[str, Any] = {"interbank_rate": cells["interbank_rate"] if rate and rate > 0 else None}
        fits = [
            fit
            for tier in TIERS
            if (fit := self._price(tier, cells, row, found, opaque=not values["transparent"])) is not None
        ]
        self.checked += bool(fits)
        self.broken += not all(fits)
        amount, cost = found["cc1_amount"], found["cc1_cost"]
        why = OPAQUE if not values["transparent"] else NO_COST if cost is None else None
        found["unknown_because"] = BAD_AMOUNT if amount is not None and amount <= 0 else why
        return found

    def _price(
        self, tier: str, cells: dict[str, str], row: SheetRow, found: dict[str, Any], *, opaque: bool
    ) -> bool | None:
        """Fill in the price of one amount; tell whether its total is the sum of its parts, none if that is unknown."""
        amount, fee, margin, cost = (
            self._number(cells[f"{tier} {part}"], row, f"{tier} {part}")
            for part in ("amount", "fee", "margin", "total")
        )
        computed = cost_percent(amount, fee, margin)
        if cost is None and tier == "cc1":
            self._report(
                "error", "cost.missing", msg("There is no total cost; the row enters no average"), row, "cc1 total", ""
            )
        found |= {
            f"{tier}_amount": amount,
            f"{tier}_fee": fee,
            f"{tier}_rate": cells[f"{tier} rate"] or None,
            f"{tier}_margin": None if opaque else margin,
            f"{tier}_cost": None if opaque else cost,
            f"{tier}_computed": None if opaque else computed,
        }
        known = cost is not None and amount and fee is not None and margin is not None
        return self._fits(tier, cost, computed, row) if known and cost is not None else None

    def _fits(self, tier: str, cost: Decimal, computed: Decimal | None, row: SheetRow) -> bool:
        if computed is not None and abs(cost - computed) <= TOLERANCE:
            return True
        parts = f"{cost:f}" if computed is None else f"{cost:f} ≠ {computed:f}"
        message = msg("The total cost is not the sum of its parts; averages use it as published")
        self._report("warning", "cost.identity", message, row, f"{tier} total", parts)
        return False

    def _number(self, text: str, row: SheetRow, name: str) -> Decimal | None:
        number, remark = _decimal(text)
        if remark:
            self._report(
                "error", remark[0], Message("{what}; the value is unknown", what=Message(remark[1])), row, name, text
            )
        return number

    def _words(self, name: str, cell: str, row: SheetRow) -> str | None:
        found, unknown = words(name, cell)
        for part in unknown:
            self._once(
                "warning",
                f"{name}.unknown",
                msg("This word is in none of our lists; it counts as not told"),
                row,
                name,
                part,
            )
        return found or None

    def _country(self, code: str, year: int, row: SheetRow, name: str) -> str:
        country = _area(code, year)
        if country is None:
            message = msg("This code stands for no country in that year; it is kept as written")
            self._once("warning", "country.unknown", message, row, name, code)
        return country or code

    def _day(self, text: str, year: int, quarter: int, row: SheetRow) -> date | None:
        day = day_of(text)
        if text and day is None:
            self._report(
                "error",
                "date.unknown",
                msg("This is no day; it is unknown when the price was asked"),
                row,
                "date",
                text,
            )
        elif day and outside(day, year, quarter):
            self._report(
                "warning", "date.elsewhere", msg("This day is far from the quarter of the survey"), row, "date", text
            )
        return day

    def _digest(self, raw: dict[str, str], row: SheetRow) -> str:
        """Return the digest of a row without its number; equal rows are told, and all of them count."""
        digest = hashlib.sha256(_encode({k: v for k, v in raw.items() if k != "id"}).encode())
        if digest.digest() in self._digests:
            self._report("advice", "row.again", msg("The same row stands there again; both count"), row, "period", "")
        self._digests.add(digest.digest())
        return digest.hexdigest()

    def _once(self, severity: Severity, code: str, message: str, row: SheetRow, name: str, value: str) -> None:
        if (code, value) not in self._reported:
            self._reported.add((code, value))
            self._report(severity, code, message, row, name, value)

    def _report(self, severity: Severity, code: str, message: str, row: SheetRow, name: str, value: str) -> None:
        heading = dict(row.layout.headings).get(row.layout.places.get(name, -1), name)
        place = f"{row.place}, column {heading}"
        self.findings.append(Finding(severity, code, message, REPAIR, self.file, "", place, row.number, value[:200]))


REPAIR = msg("ask the publisher, or mend the cell and bring the file again")


@lru_cache(1 << 15)
def _decimal(text: str) -> tuple[Decimal | None, tuple[str, str, str] | None]:
    """Return a number of at most 6 decimals; an empty cell is unknown, and so is what is no number."""
    if not text or text.casefold() in {"n/a", "na", "-"}:
        return None, None
    number, remark = read_decimal(text)
    return number, None if remark in {ROUNDED, POWER} else NOT_A_NUMBER if remark and number is None else None


@lru_cache(1 << 12)
def _area(code: str, year: int) -> str | None:
    """Return the country that a code stands for in a year, none if there is none; KSV and ROM are older codes."""
    area = area_of("iso3", code, year)
    return area.code if area and area.kind == "country" else None


def _paid_out(product: str) -> str:
    """Return the old kinds of service that tell how money is paid out: `Cash to account`."""
    return ",".join(part for part in product.split(",") if " to " in part)
