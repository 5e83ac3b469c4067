"""`grutto import --preview`: what an import would change, told to a partner before anything is published."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from grutto.cli.data import print_losses
from grutto.cli.options import in_words, print_problem
from grutto.cli.terminal import log, show, show_json
from grutto.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.store.home import Home
    from grutto.tables.intake import Incoming
    from grutto.tables.preview import Change, Preview, RecordChange

SIGN = {"new": "+", "removed": "-", "changed": "~", "behind": "="}


def show_preview(home: Home, files: list[Incoming], format_: str) -> None:
    """Print what would become of each file; exit with 1 if one cannot be used."""
    from grutto.tables.preview import preview

    found = list(preview(home, files))
    if format_ == "json":
        show_json([asdict(one) for one in found], default=str, indent=2)
    else:
        show("\n".join(line for one in found for line in _lines(one)))
    for one in found:
        if one.report.outcome == "refused":
            print_problem(msg("Refused"), *one.report.error)
        print_losses(one.report)
    log.print(Message("This was a preview: nothing was published."))
    if any(one.report.outcome == "refused" for one in found):
        sys.exit(1)


def _lines(one: Preview) -> Iterator[str]:
    counts = {name: sum(r.outcome == name for r in one.records) for name in ("new", "changed", "removed", "behind")}
    parts = [f"{number} {name}" for name, number in counts.items() if number] + [f"{one.same} the same"]
    yield f"{one.report.outcome}\t{one.report.name}\t{', '.join(parts)}"
    for record in one.records:
        yield from _record(record)
    for severity, message, value, number, place in one.findings:
        text = in_words(message) + (f": “{value}”" if value else "")
        yield f"  ! {severity}: {text}{f' ({number} times)' if number > 1 else ''}, at {place}"


def _record(record: RecordChange) -> Iterator[str]:
    counts = "its copy goes on counting" if record.outcome == "behind" else "this copy counts"
    also = f" ({counts}; also in {', '.join(record.elsewhere)})" if record.elsewhere else ""
    yield f"  {SIGN[record.outcome]} {record.identifier}\t{record.outcome}\t{record.title}{also}"
    for change in record.changes:
        yield f"      {_change(change)}"


def _change(change: Change) -> str:
    name = change.table.replace("_", " ")
    if change.field:
        before, after = (f"“{text}”" if text else "nothing" for text in (change.before, change.after))
        return f"{name}, {change.field.replace('_', ' ')}: {before} → {after}{_place(change.locator)}"
    return f"{name} added: {change.after}" if change.after else f"{name} removed: {change.before}"


def _place(locator: str) -> str:
    """Return where in the record it is; the record itself needs no place."""
    within = "/".join(locator.split("/")[3:])
    return f", at /{within}" if within else ""
