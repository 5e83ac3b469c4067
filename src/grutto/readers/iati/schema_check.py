"""A tree checked against the official schema; only when a schema is given."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from grutto.message import Message
from grutto.model.finding import Finding

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.readers.iati.flavour import Element


@lru_cache(maxsize=4)
def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(path))


def schema_findings(root: Element, schema: Path, file: str) -> list[Finding]:
    """Return one finding for each thing in a file that its schema does not allow."""
    validator: Any = _schema(schema)
    if validator.validate(root):
        return []
    return [
        Finding(
            "error",
            "schema.invalid",
            Message("Not allowed by the schema: {detail}", detail=e.message),
            "",
            file,
            "",
            e.path or "",
            e.line,
        )
        for e in validator.error_log
    ]
