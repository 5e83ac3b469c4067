"""The record of an edition as JSON: every figure with its lineage, to be read by people, machines and auditors."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grutto.errors import InputError, UnknownNameError
from grutto.model.edition import Edition
from grutto.model.figure import Condition, Derivation, Figure, Period, Selection, Simulation, Statement
from grutto.store.files import write_json

if TYPE_CHECKING:
    from grutto.model.figure import Lineage, Scalar
    from grutto.store.home import Home

FILE = "edition.json"
LATEST = "latest"


def write_record(edition: Edition, folder: Path, home: Home) -> None:
    """Write the record beside the report and into the data folder, where it is the latest one."""
    content = record_of(edition)
    write_json(folder / FILE, content)
    write_json(home.editions / f"{edition.id}.json", content)
    write_json(home.editions / f"{LATEST}.json", content)


def record_of(edition: Edition) -> dict[str, Any]:
    """Return an edition with its figures as JSON holds it."""
    own = {"id": edition.id, "adoptable": edition.adoptable}
    return own | asdict(edition) | {"figures": [_figure(f) for f in edition.figures]}


def read_record(place: str, home: Home) -> Edition:
    """Return an edition by the path of its folder or record, by its id, or the latest one.

    Raises:
        UnknownNameError: there is no such edition.
        InputError: the file is not the record of an edition.
    """
    path = _record_path(place, home)
    try:
        content = json.loads(path.read_text("utf-8"))
        for derived in ("id", "adoptable"):
            content.pop(derived, None)
        figures = tuple(_read_figure(f) for f in content.pop("figures"))
        languages, left = tuple(content.pop("languages")), tuple(content.pop("open", ()))
        return Edition(figures=figures, languages=languages, open=left, **content)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"This is not the record of an edition: {error}", where=str(path), repair="make the report again"
        ) from error


def kept_records(home: Home) -> list[Edition]:
    """Return the editions whose records the data folder keeps, in the order in which they were made."""
    paths = sorted(home.editions.glob("*.json"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [read_record(str(path), home) for path in paths if path.stem != LATEST]


def _record_path(place: str, home: Home) -> Path:
    given = Path(place)
    candidates = [home.editions / f"{place or LATEST}.json", given / FILE, given]
    for path in candidates:
        if path.is_file():
            return path
    raise UnknownNameError(
        f"There is no edition “{place}”" if place else "There is no edition yet",
        where=str(home.editions),
        repair="make a report first: grutto report FRAMEWORK YEAR; or name its folder",
    )


def _figure(figure: Figure) -> dict[str, Any]:
    value = None if figure.value is None else str(figure.value)
    period = figure.period and [figure.period.start.isoformat(), figure.period.end.isoformat()]
    return asdict(figure) | {"value": value, "period": period, "lineage": _lineage(figure.lineage)}


def _lineage(lineage: Lineage) -> dict[str, Any]:
    kind = type(lineage).__name__.lower()
    content = {"kind": kind} | asdict(lineage)
    if isinstance(lineage, Selection):
        content["where"] = {c.column: [_tagged(v) for v in c.values] for c in lineage.where}
    if isinstance(lineage, Statement):
        content["date"] = lineage.date.isoformat()
    return content


def _tagged(value: Scalar) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _read_figure(content: dict[str, Any]) -> Figure:
    period = content["period"]
    return Figure(
        **(
            content
            | {
                "value": None if content["value"] is None else Decimal(content["value"]),
                "period": Period(*(date.fromisoformat(d) for d in period)) if period else None,
                "lineage": _read_lineage(content["lineage"]),
                "reasons": tuple((str(r), int(n)) for r, n in content["reasons"]),
                "warnings": tuple(content["warnings"]),
                "stock_flow": content.get("stock_flow", ""),
            }
        )
    )


def _read_lineage(content: dict[str, Any]) -> Lineage:
    kind = content.pop("kind")
    if kind == "selection":
        where = tuple(Condition(c, tuple(_untagged(v) for v in vs)) for c, vs in content.pop("where").items())
        return Selection(**content, where=where)
    if kind == "derivation":
        return Derivation(content["operation"], tuple(content["inputs"]))
    if kind == "simulation":
        pairs = {name: tuple((str(a), str(b)) for a, b in content[name]) for name in ("data", "row")}
        return Simulation(**(content | pairs | {"table": tuple(content["table"])}))
    return Statement(**(content | {"date": date.fromisoformat(content["date"])}))


def _untagged(value: Any) -> Scalar:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
