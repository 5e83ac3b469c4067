"""What the tests of prices share: real quotes beside the project, and small files of quotes in both layouts."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LAYOUT = (
    "id,period,source_code,destination_code,firm,firm_type,product,sending location,speed actual,cc1 lcu amount,"
    "cc1 denomination amount,cc1 lcu code,cc1 lcu fee,cc1 lcu fx rate,cc1 fx margin,cc1 total cost %,cc2 lcu amount,"
    "cc2 denomination amount,cc2 lcu code,cc2 lcu fee,cc2 lcu fx rate,cc2 fx margin,cc2 total cost %,inter lcu bank fx,"
    "transparent,note1,note2,coverage,pick-up method,date,corridor"
)
LEGACY = LAYOUT.split(",")

GOLDEN = {
    "id": "1", "period": "2014_1Q", "source_code": "NLD", "destination_code": "MAR", "firm": "Western Union",
    "firm_type": "Money Transfer Operator", "product": "Cash to cash", "sending location": "Not available",
    "speed actual": "Less than one hour", "cc1 lcu amount": "140", "cc1 denomination amount": "200",
    "cc1 lcu code": "EUR", "cc1 lcu fee": "12", "cc1 lcu fx rate": "10.83", "cc1 fx margin": "3.39",
    "cc1 total cost %": "11.96", "cc2 lcu amount": "345", "cc2 denomination amount": "500", "cc2 lcu code": "EUR",
    "cc2 lcu fee": "24.5", "cc2 lcu fx rate": "10.83", "cc2 fx margin": "3.39", "cc2 total cost %": "10.49",
    "inter lcu bank fx": "11.21", "transparent": "yes", "note1": "", "note2": "", "coverage": "Nationwide",
    "pick-up method": "Cash", "date": "10/Feb/2014", "corridor": "NLDMAR",
}  # fmt: skip
"""A row of the old layout: 12 ÷ 140 × 100 + 3.39 = 11.961429, published as 11.96."""


def quotes(path: Path, rows: Iterable[dict[str, str]], headings: list[str] = LEGACY) -> Path:
    """Write a file of quotes, each the golden row with other cells."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, headings, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(GOLDEN | row for row in rows)
    path.write_text(stream.getvalue(), "utf-8")
    return path


FILLED = {
    "source": "NLD", "destination": "GHA", "provider": "Reiger Transfers", "provider_kind": "money_transfer_operator",
    "instrument": "bank_account", "access": "internet", "pickup": "mobile_wallet", "coverage": "high",
    "speed": "one_hour", "amount": "200", "send_currency": "EUR", "fee": "4.90", "receive_currency": "GHS",
    "applied_rate": "12.00", "reference_rate": "12.50", "reference_source": "made up", "reference_at": "2026-11-20",
    "promotion": "no", "own_price": "no", "mystery_shopped": "yes", "collected_on": "2026-11-20",
    "collector": "A. Researcher", "evidence": "screen.png",
}  # fmt: skip
"""A row of our template, made up."""


def filled_template(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    """Write a filled template as CSV, each row as above with other cells."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(FILLED))
        writer.writeheader()
        writer.writerows(FILLED | row for row in rows)
    return path
