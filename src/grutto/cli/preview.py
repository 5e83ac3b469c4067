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

    from grutto.content.labels import CodeNames
    from grutto.message import Value
    from grutto.store.home import Home
    from grutto.tables.intake import IncomingFile
    from grutto.tables.preview import Change, Preview, RecordChange

SIGN = {"new": "+", "changed": "~", "removed": "-", "behind": "="}
OUTCOMES = {"new": msg("new"), "changed": msg("changed"), "removed": msg("gone"), "behind": msg("behind")}


def show_preview(home: Home, files: list[IncomingFile], format_: str) -> None:
    """Print what would become of each file; exit with 1 if one cannot be used."""
    from grutto.checks import names_by_column, standard_of
    from grutto.tables import extracted_tables
    from grutto.tables.preview import preview

    found = list(preview(home, files))
    names = names_by_column(standard_of(home), extracted_tables())
    if format_ == "json":
        show_json([asdict(one) for one in found], default=str, indent=2)
    else:
        show("\n".join(line for one in found for line in _lines(one, names)))
    for one in found:
        if one.report.outcome == "refused":
            print_problem(msg("Refused"), *one.report.error, command=one.report.command)
        print_losses(one.report)
    log.print(Message("This was a preview: nothing was published."))
    if any(one.report.outcome == "refused" for one in found):
        sys.exit(1)


def _lines(one: Preview, names: CodeNames) -> Iterator[str]:
    from grutto.checks.wording import SEVERITY_NAMES
    from grutto.content.labels import locator_text
    from grutto.locale import terminal_language

    language = terminal_language()
    severities = {str(severity): name for severity, name in SEVERITY_NAMES.items()}
    counts = {words: sum(r.outcome == name for r in one.records) for name, words in OUTCOMES.items()}
    parts = [f"{in_words(words)}: {number}" for words, number in counts.items() if number]
    if one.same:
        parts.append(in_words(Message("the same: {number}", number=one.same)))
    yield f"{in_words(FILE_OUTCOMES[one.report.outcome])}\t{one.report.name}\t{', '.join(parts)}"
    for record in one.records:
        yield from _record(record, names)
    for severity, message, value, number, place in one.findings:
        text = in_words(message) + (f": “{value}”" if value else "")
        found: dict[str, Value] = {"severity": Message(severities[severity]), "what": text}
        found["place"] = locator_text(place, language)
        if number > 1:
            line = Message("{severity}: {what} ({number} times), at {place}", number=number, **found)
        else:
            line = Message("{severity}: {what}, at {place}", **found)
        yield f"  ! {in_words(line)}"


def _record(record: RecordChange, names: CodeNames) -> Iterator[str]:
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
        yield f"      {in_words(_change(change, names))}"


def _change(change: Change, names: CodeNames) -> Message:
    from grutto.content.labels import change_text
    from grutto.locale import terminal_language

    language, table, column = terminal_language(), change.table, change.field
    before, after = (change_text(table, column, side, names, language) for side in (change.before, change.after))
    if not column:
        text = msg("{table_label} added: {row}") if after else msg("{table_label} removed: {row}")
        return Message(text, table_label=table, row=after or before)
    sides: dict[str, Value] = {"before": _quoted(before), "after": _quoted(after)}
    field = Message("{table_label}, {column_label}", table_label=table, column_label=column)
    if place := _place(change.locator):
        return Message("{field}: {before} → {after}, at {place}", field=field, place=place, **sides)
    return Message("{field}: {before} → {after}", field=field, **sides)


def _quoted(text: str) -> str:
    return f"“{text}”" if text else Message("nothing")


def _place(locator: str) -> str:
    """Return where in the record it is; the record itself needs no place."""
    within = "/".join(locator.split("/")[3:])
    return f"/{within}" if within else ""
