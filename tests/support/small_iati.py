"""Small IATI files and rate tables written in tests, imported into a data folder of their own."""

from __future__ import annotations

import atexit
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grutto.locale.reasons import reason
from grutto.measures.session import open_release
from grutto.model.figure import Condition, Selection
from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from grutto.measures.session import Session
    from grutto.model.framework import Framework

ORG = "XM-T-1"


def document(*activities: str) -> str:
    """Return a whole file."""
    return f'<iati-activities version="2.03">{"".join(activities)}</iati-activities>'


def activity(identifier: str, *parts: str, org: str = ORG, currency: str = "EUR", attributes: str = "") -> str:
    """Return one activity."""
    return (
        f'<iati-activity default-currency="{currency}" {attributes}><iati-identifier>{identifier}</iati-identifier>'
        f'<reporting-org ref="{org}" type="10"><narrative>{org}</narrative></reporting-org>'
        f"<title><narrative>{identifier.strip()}</narrative></title>{''.join(parts)}</iati-activity>"
    )


def money(value: object, day: str, currency: str = "") -> str:
    """Return a value with its value date."""
    return f'<value value-date="{day}"{f' currency="{currency}"' if currency else ""}>{value}</value>'


def paid(value: object, day: str = "2010-06-01", code: str = "3", inside: str = "", currency: str = "") -> str:
    """Return a transaction."""
    head = f'<transaction-type code="{code}"/><transaction-date iso-date="{day}"/>'
    return f"<transaction>{head}{money(value, day, currency)}{inside}</transaction>"


def to(activity_id: str = "", org: str = "") -> str:
    """Return the receiver of a transaction."""
    return _party("receiver", activity_id, org)


def by(activity_id: str = "", org: str = "") -> str:
    """Return the provider of a transaction."""
    return _party("provider", activity_id, org)


def _party(role: str, activity_id: str, org: str) -> str:
    ref = f' ref="{org}"' if org else ""
    named = f' {role}-activity-id="{activity_id}"' if activity_id else ""
    return f"<{role}-org{ref}{named}/>"


def budget(value: object, start: str, end: str, code: str = "1", day: str = "", currency: str = "") -> str:
    """Return a budget."""
    period = f'<period-start iso-date="{start}"/><period-end iso-date="{end}"/>'
    return f'<budget type="{code}">{period}{money(value, day or start, currency)}</budget>'


def rates(lines: dict[str, tuple[object, object]]) -> str:
    """Return a table of rates: day to units of USD and GBP for one euro."""
    return "\n".join(["Date,USD,GBP", *(f"{day},{usd},{gbp}" for day, (usd, gbp) in lines.items())]) + "\n"


def take(home: Home, files: dict[str, str]) -> None:
    """Write files and import them in this order."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in files.items():
            path = Path(folder) / name
            path.write_text(text, "utf-8")
            paths.append(path)
        report = take_in(home, incoming_files(paths))
    assert not report.refused, report.refused


@contextmanager
def released(
    files: dict[str, str], framework: Framework | None = None, *, in_memory: bool = False
) -> Iterator[Session]:
    """Import files into an empty data folder and open the release; the same files are not imported again."""
    key = tuple(files.items())
    home = _home_with(key)
    _in_use[key] += 1
    try:
        with open_release(home, framework, in_memory=in_memory) as session:
            yield session
    finally:
        _in_use[key] -= 1


_kept: dict[tuple[tuple[str, str], ...], tempfile.TemporaryDirectory[str]] = {}
KEPT = 4
"""Data folders that are kept beside those in use: the tests of one file ask of few files again."""
_in_use: Counter[tuple[tuple[str, str], ...]] = Counter()


def _home_with(files: tuple[tuple[str, str], ...]) -> Home:
    if files not in _kept:
        idle = [key for key in _kept if not _in_use[key]]
        for key in idle[: max(0, len(idle) - KEPT + 1)]:
            _kept.pop(key).cleanup()
        folder = tempfile.TemporaryDirectory()
        take(Home(Path(folder.name)), dict(files))
        _kept[files] = folder
    return Home(Path(_kept[files].name))


@atexit.register
def _remove_all() -> None:
    while _kept:
        _kept.popitem()[1].cleanup()


def one(*activities: str) -> dict[str, str]:
    """Return one file with some activities."""
    return {"a.xml": document(*activities)}


def split(session: Session, measure: str, by_: str, **at: Any) -> dict[Any, Decimal | None]:
    """Return a measure along one dimension."""
    return {found[by_]: figure.value for found, figure in session.book.breakdown(measure, by_, **at)}


def rows(session: Session, relation: str, *columns: str, **where: Any) -> list[dict[str, Any]]:
    """Return rows of a table of the release."""
    conditions = tuple(Condition(name, (value,)) for name, value in where.items())
    return session.engine.rows(Selection("test", relation, columns[0], "count", conditions), columns)


def remarks(session: Session, code: str) -> list[tuple[str, str, str]]:
    """Return message, repair and place of each finding of a rule, in English."""
    found = rows(session, "finding", "message", "repair", "locator", code=code)
    return [(reason(r["message"]), reason(r["repair"]), r["locator"]) for r in found]
