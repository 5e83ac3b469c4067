"""JSON answers that hold a list of records (UNHCR, World Bank), as records with flat fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.errors import InputError
from grutto.readers.pages import PageRecord, pages, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Observations


def read_json_records(path: Path, layout: Observations, file: str) -> Iterator[PageRecord]:
    """Yield the records of a file; a field of a field is named with a point: `indicator.id`.

    Raises:
        InputError: no JSON, or no list of records where the layout says.
    """
    for start, content in pages(path, file):
        where = f"{file}, {start}".rstrip(", ")
        answer = read_json(content, where)
        found, dated = at(answer, layout.records), day_of_answer(answer, layout)
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            beginning = " ".join(content[:160].decode("utf-8", "replace").split())
            raise InputError(
                "There are no records at “{records}”; the answer begins “{told}”",
                where=where,
                repair="fetch it again; if it stays so, the source changed its shape",
                records=layout.records,
                told=beginning,
            )
        for number, item in enumerate(found):
            yield PageRecord(f"{start}{layout.records}[{number}]", dict(_flat(item)), dated)


def day_of_answer(content: Any, layout: Observations) -> str:
    """Return the day that an answer tells of itself; empty if it tells none."""
    found = (at(content, path) for path in layout.updated)
    return next((str(day) for day in found if isinstance(day, str) and day), "")


def at(content: Any, path: str) -> Any:
    """Return what stands at a path such as `items` or `0.pages`; none if there is no such place."""
    for step in path.split(".") if path else ():
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list) and step.isdigit() and int(step) < len(content):
            content = content[int(step)]
        else:
            return None
    return content


def _flat(item: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in item.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", "" if value is None else str(value)
