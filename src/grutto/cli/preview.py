"""`grutto import --preview`: what an import would change, told to a partner before anything is published."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from grutto.cli.data import OUTCOMES as FILE_OUTCOMES
from grutto.cli.data import print_losses
from grutto.cli.options import in_words, print_problem
from grutto.cli.terminal import log, show, show_json
from grutto.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.message import Value
    from grutto.store.home import Home
    from grutto.tables.intake import IncomingFile
    from grutto.tables.preview import Change, Preview, RecordChange

SIGN = {"new": "+", "changed": "~", "removed": "-", "behind": "="}
OUTCOMES = {"new": msg("new"), "changed": msg("changed"), "removed": msg("gone"), "behind": msg("behind")}


def show_preview(home: Home, files: list[IncomingFile], format_: str) -> None:
    """Print what would become of each file; exit with 1 if one cannot be used."""
    from grutto.tables.preview import preview

    found = list(preview(home, files))
    if format_ == "json":
        show_json([asdict(one) for one in found], default=str, indent=2)
    else:
        show("\n".join(line for one in found for line in _lines(one)))
    for one in found:
        if one.report.outcome == "refused":
            print_problem(msg("Refused"), *one.report.error, command=one.report.command)
        print_losses(one.report)
    log.print(Message("This was a preview: nothing was published."))
    if any(one.report.outcome == "refused" for one in found):
        sys.exit(1)


def _lines(one: Preview) -> Iterator[str]:
    from grutto.checks.wording import SEVERITY_NAMES

    severities = {str(severity): name for severity, name in SEVERITY_NAMES.items()}
    counts = {words: sum(r.outcome == name for r in one.records) for name, words in OUTCOMES.items()}
    parts = [f"{in_words(words)}: {number}" for words, number in counts.items() if number]
    parts.append(in_words(Message("the same: {number}", number=one.same)))
    yield f"{in_words(FILE_OUTCOMES[one.report.outcome])}\t{one.report.name}\t{', '.join(parts)}"
    for record in one.records:
        yield from _record(record)
    for severity, message, value, number, place in one.findings:
        text = in_words(message) + (f": “{value}”" if value else "")
        places: dict[str, Value] = {"severity": Message(severities[severity]), "what": text, "place": place}
        if number > 1:
            line = Message("{severity}: {what} ({number} times), at {place}", number=number, **places)
        else:
            line = Message("{severity}: {what}, at {place}", **places)
        yield f"  ! {in_words(line)}"


def _record(record: RecordChange) -> Iterator[str]:
    line = "\t".join((record.identifier, in_words(OUTCOMES[record.outcome]), record.title))
    if record.elsewhere:
        text = (
            msg("its copy goes on counting; also in {files}")
            if record.outcome == "behind"
            else msg("this copy counts; also in {files}")
        )
        line += f" ({in_words(Message(text, files=', '.join(record.elsewhere)))})"
    yield f"  {SIGN[record.outcome]} {line}"
    for change in record.changes:
        yield f"      {in_words(_change(change))}"


def _change(change: Change) -> Message:
    from grutto.content.fields import column_text, table_text
    from grutto.locale import terminal_language

    name = table_text(change.table, terminal_language())
    if change.field:
        field = f"{name}, {column_text(change.field, terminal_language())}"
        before, after = (f"“{text}”" if text else Message("nothing") for text in (change.before, change.after))
        if place := _place(change.locator):
            text = msg("{field}: {before} → {after}, at {place}")
            return Message(text, field=field, before=before, after=after, place=place)
        return Message("{field}: {before} → {after}", field=field, before=before, after=after)
    if change.after:
        return Message("{table} added: {row}", table=name, row=change.after)
    return Message("{table} removed: {row}", table=name, row=change.before)


def _place(locator: str) -> str:
    """Return where in the record it is; the record itself needs no place."""
    within = "/".join(locator.split("/")[3:])
    return f"/{within}" if within else ""
