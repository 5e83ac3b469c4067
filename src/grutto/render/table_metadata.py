"""What a table as CSV is, beside it: CSV on the Web metadata (W3C), so that a machine reads numbers as numbers."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.store.csv_text import safe

if TYPE_CHECKING:
    from grutto.render.csv_files import WorkbookSheet

SUFFIX = "-metadata.json"
CONTEXT = "http://www.w3.org/ns/csvw"


def metadata(sheet: WorkbookSheet, file: str, language: str) -> bytes:
    """Return the metadata of a table as JSON, UTF-8.

    Args:
        sheet: the table.
        file: name of its CSV file, in the same folder.
        language: code of its language.
    """
    columns = [_column(sheet, place, head) for place, head in enumerate(sheet.heads)]
    if sheet.note:
        columns.append({"name": "note", "titles": "note", "datatype": "string"})
    description = {
        "@context": [CONTEXT, {"@language": language}],
        "url": file,
        "dc:title": sheet.caption,
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\n"]},
        "tableSchema": {"columns": columns},
    }
    return (json.dumps(description, ensure_ascii=False, indent=1) + "\n").encode()


def _column(sheet: WorkbookSheet, place: int, head: str) -> dict[str, Any]:
    """Return what a column holds: in one with a number, each cell that is none tells why there is no value."""
    cells = [row[place] for row in sheet.rows]
    words = sorted({str(safe(cell)) for cell in cells if isinstance(cell, str)})
    numeric = any(isinstance(cell, Decimal) for cell in cells)
    description: dict[str, Any] = {"name": f"column_{place + 1}", **({"titles": head} if head else {})}
    description["datatype"] = "decimal" if numeric else "string"
    return description | ({"null": words} if numeric and words else {})
