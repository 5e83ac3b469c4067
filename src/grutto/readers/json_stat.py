"""JSON-stat 2.0 data sets as records: one for each cell that has a value or a status.

https://json-stat.org/full/ · `value` and `status` are lists, or objects that name only some cells.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError
from grutto.message import Message
from grutto.readers.json_records import day_of_answer
from grutto.readers.pages import PageRecord, pages, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grutto.model.source import Observations

VALUE, STATUS = "value", "status"


def read_json_stat(path: Path, layout: Observations, file: str) -> Iterator[PageRecord]:
    """Yield a record a cell: the code in each dimension, `value` and `status`; the locator is the SDMX key.

    Raises:
        InputError: no JSON-stat data set, one whose sizes contradict each other, or one with several members in a
            dimension that the layout says nothing of: numbers of different kinds would be taken for the same.
    """
    for start, content in pages(path, file):
        where = f"{file}, {start}".rstrip(", ")
        dataset = read_json(content, where)
        if not isinstance(dataset, dict) or dataset.get("class") != "dataset":
            raise InputError(
                "This is no JSON-stat data set{dataset}",
                where=where,
                repair="fetch it again",
                dataset=_refusal_text(dataset),
            )
        names, axes = _axes(dataset, where)
        _check_named(names, axes, layout, where)
        dated = day_of_answer(dataset, layout)
        for record in _cells(dataset, names, axes, start, where):
            yield PageRecord(record.locator, record.fields, dated) if dated else record


def _refused(what: Message, where: str) -> InputError:
    return InputError(what, where=where, repair="fetch it again")


def _check_named(names: list[str], axes: list[list[str]], layout: Observations, where: str) -> None:
    named = {layout.time, layout.ref_area, layout.counterpart, layout.sex, layout.age, *layout.breakdown, *layout.leave}
    named |= {name for value in layout.value for name in value.when}
    for name, axis in zip(names, axes, strict=True):
        if len(axis) > 1 and layout.rename.get(name, name) not in named:
            raise InputError(
                "The dimension “{name}” has {number} members ({listed}), and the source does not say which of"
                " them counts",
                where=where,
                repair="ask for one of them, or name “{name}” in source.toml",
                name=name,
                number=len(axis),
                listed=", ".join(axis[:6]),
            )


def _refusal_text(content: Any) -> str:
    """Return what a refusal says, such as Eurostat's warning that a question is too large."""
    for key in ("warning", "error"):
        reason = content.get(key) if isinstance(content, dict) else None
        reason = reason[0] if isinstance(reason, list) and reason else reason
        if isinstance(reason, dict):
            return f": {reason.get('status', '')} {reason.get('label', '')}".rstrip()
    return ""


def _cells(
    dataset: dict[str, Any], names: list[str], axes: list[list[str]], start: str, where: str
) -> Iterator[PageRecord]:
    sizes = [len(axis) for axis in axes]
    values, statuses = (_sparse(dataset.get(part), prod(sizes), where) for part in (VALUE, STATUS))
    for place in sorted(values.keys() | statuses.keys()):
        key = [axis[i] for axis, i in zip(axes, _coordinates(place, sizes), strict=True)]
        value, status = values.get(place), statuses.get(place)
        fields = dict(zip(names, key, strict=True))
        fields |= {VALUE: "" if value is None else str(value), STATUS: status or ""}
        yield PageRecord(f"{start}{'.'.join(key)}", fields)


def _axes(dataset: dict[str, Any], where: str) -> tuple[list[str], list[list[str]]]:
    """Return the names of the dimensions and the codes along each, in order."""
    try:
        names = list(dataset["id"])
        axes = [_codes(dataset["dimension"][name]["category"]) for name in names]
        agrees = [len(axis) for axis in axes] == [int(size) for size in dataset["size"]]
    except KeyError as error:
        raise _refused(Message("This JSON-stat lacks {key}", key=str(error)), where) from error
    except (AttributeError, TypeError, ValueError, ArithmeticError) as error:
        raise _refused(
            Message("This JSON-stat has something else than names, sizes and categories where they belong"), where
        ) from error
    if not agrees:
        raise InputError("The sizes of the JSON-stat contradict its categories", where=where, repair="fetch it again")
    if not all(isinstance(code, str) for code in (*names, *(code for axis in axes for code in axis))):
        raise _refused(Message("This JSON-stat has a name or a code that is no text"), where)
    return names, axes


def _codes(category: dict[str, Any]) -> list[str]:
    index = category.get("index", list(category.get("label", {})))
    return sorted(index, key=lambda code: index[code]) if isinstance(index, dict) else list(index)


def _sparse(content: Any, size: int, where: str) -> dict[int, Any]:
    """Return the cells that are named; a single status stands for all cells with a value."""
    if content is None or isinstance(content, str):
        return {}
    try:
        cells = dict(enumerate(content)) if isinstance(content, list) else {int(k): v for k, v in content.items()}
    except (AttributeError, ValueError) as error:
        raise _refused(
            Message("This JSON-stat has something else than a list or an object of numbered cells"), where
        ) from error
    if cells and (max(cells) >= size or min(cells) < 0 or (isinstance(content, list) and len(content) != size)):
        raise InputError(
            "The JSON-stat has {number} cells up to number {cells}, but room for {size}",
            where=where,
            repair="fetch it again",
            number=len(cells),
            cells=max(cells),
            size=size,
        )
    return cells


def _coordinates(place: int, sizes: list[int]) -> list[int]:
    found = []
    for size in reversed(sizes):
        place, rest = divmod(place, size)
        found.append(rest)
    return found[::-1]
