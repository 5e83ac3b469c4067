"""The template as CSV files, one a sheet."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.readers.template.sheets import LANGUAGE_HEADINGS, NARRATIVES
from grutto.store.csv_text import safe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grutto.readers.template.sheets import TemplateSheet
    from grutto.writers.template.filler import SheetRows


def write_folder(folder: Path, sheets: Mapping[str, TemplateSheet], filled: Mapping[str, SheetRows]) -> None:
    """Write one CSV file a sheet, in UTF-8 with the byte-order mark that spreadsheets expect."""
    folder.mkdir(parents=True, exist_ok=True)
    headings = {name: sheet.headings for name, sheet in sheets.items() if sheet.basic or name in filled}
    for name, heads in {**headings, NARRATIVES: LANGUAGE_HEADINGS}.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            out = csv.DictWriter(stream, heads)
            out.writeheader()
            out.writerows(
                {
                    heading: plain(value) if isinstance(value, Decimal) else safe(plain(value))
                    for heading, value in row.items()
                }
                for row in filled.get(name, [])
            )


def _cell(value: Any) -> object:
    return plain(value) if isinstance(value, Decimal) else safe(plain(value))


def plain(value: Any) -> str:
    """Return a value as a person would write it: a decimal without trailing zeros, a date as ISO 8601."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
