"""What the pages of uploads are given: money as a table, activities as lines, findings."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_lazy

from grutto.checks import names_by_column, read_standard
from grutto.content.labels import change_text
from grutto.locale import column_text, table_text
from grutto.message import decoded
from grutto.sources.standard import standard_folder
from grutto.store.home import Home
from grutto.tables import extracted_tables
from grutto_web.ground.components import ColumnView, TableView
from grutto_web.ground.templatetags.grutto import money, number
from grutto_web.ground.wording import SEVERITIES, in_words, language
from grutto_web.work.uploads.correcting import read_correction
from grutto_web.work.uploads.previews import read_findings, read_preview

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from grutto.content.labels import CodeNames
    from grutto.tables.preview import Change, MoneyChange
    from grutto_web.work.uploads.models import Upload
    from grutto_web.work.uploads.previews import FieldLine, FindingText

MOST_LINES, MOST_CHANGES, MOST_FINDINGS = 400, 8, 60
KINDS = {
    "budget": gettext_lazy("Budgets"),
    "1": gettext_lazy("Incoming funds"),
    "2": gettext_lazy("Commitments"),
    "3": gettext_lazy("Disbursements"),
    "4": gettext_lazy("Expenditure"),
    "11": gettext_lazy("Incoming commitments"),
}
OUTCOMES = {
    "new": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "removed": gettext_lazy("gone"),
    "behind": gettext_lazy("does not count"),
    "foreign": gettext_lazy("cannot be taken"),
}
FOREIGN = {
    "reporter": gettext_lazy("The reporting organisation is %(other)s, not %(own)s."),
    "no-reporter": gettext_lazy("It does not tell its reporting organisation, which has to be %(own)s."),
    "identifier": gettext_lazy("The identifier does not begin with %(own)s-."),
}
"""Why an activity cannot be taken: a task that speaks no language finds it."""


def _kind(code: str) -> str:
    return str(KINDS.get(code) or gettext("Transactions of kind %(code)s") % {"code": code})


def _amount(value: Any, currency: str) -> str:
    return money(value, currency) if currency else number(value, 2)


def money_table(changes: Iterable[MoneyChange]) -> TableView:
    """Return money before and after as a table; its difference is unknown where one of both is."""
    columns = [
        ColumnView(gettext("Money")),
        ColumnView(gettext("Before"), amount=True),
        ColumnView(gettext("After"), amount=True),
        ColumnView(gettext("Difference"), amount=True),
    ]
    rows = [[_named(m), _amount(m.before, m.currency), _amount(m.after, m.currency), _difference(m)] for m in changes]
    return TableView(gettext("Money of this dataset, before and after"), columns, rows)


def _named(change: MoneyChange) -> str:
    return f"{_kind(change.kind)} ({change.currency or gettext('no currency told')})"


def _difference(change: MoneyChange) -> str:
    if change.before is None or change.after is None:
        return gettext("unknown")
    difference = change.after - change.before
    return ("+" if difference > 0 else "") + _amount(difference, change.currency)


def names_of_codes() -> CodeNames:
    """Return what the codelists at hand call codes."""
    return _names_in(standard_folder(Home()))


@lru_cache(maxsize=2)
def _names_in(folder: Path | None) -> CodeNames:
    """Return the names in a folder of the standard, whose content never changes."""
    return names_by_column(read_standard(folder), extracted_tables())


def difference(change: Change, names: CodeNames) -> dict[str, str]:
    """Return one difference in words: which field, what it was, what it is."""
    table, column = change.table, change.field
    name, field = table_text(table, language()), column_text(column, language())
    before, after = (change_text(table, column, side, names, language()) for side in (change.before, change.after))
    return {"field": f"{name}, {field}" if field else name, "before": before, "after": after}


def foreign_text(reason: str) -> str:
    """Return why an activity cannot be taken; previews kept before had no codes, but a sentence."""
    code, places = decoded(reason)
    return str(FOREIGN[code]) % places if code in FOREIGN else reason


def line(
    field_line: FieldLine, upload: Upload, found: dict[str, list[FindingText]], names: CodeNames
) -> dict[str, Any]:
    """Return an activity as a page shows it."""
    record = field_line.record
    outcome = "foreign" if field_line.foreign else record.outcome
    return {
        "number": field_line.number,
        "record": record,
        "outcome": outcome,
        "state": OUTCOMES[outcome],
        "foreign": foreign_text(field_line.foreign),
        "money": [
            (_named(m), _amount(m.before, m.currency), _amount(m.after, m.currency))
            for m in record.money
            if not field_line.foreign and (m.before != m.after or m.before is None)
        ],
        "changes": [difference(change, names) for change in record.changes[:MOST_CHANGES]],
        "more": len(record.changes) > MOST_CHANGES,
        "wrong": sum(finding.severity == "error" for finding in found.get(record.identifier, ())),
        "upload": upload,
    }


def found_in(upload: Upload) -> dict[str, list[FindingText]]:
    """Return findings by activity; those of the file as a whole under an empty name."""
    found: dict[str, list[FindingText]] = {}
    for finding in read_findings(upload.findings):
        found.setdefault(finding.identifier, []).append(finding)
    return found


def finding_rows(findings: Iterable[FindingText]) -> Iterator[dict[str, Any]]:
    """Yield findings as a page shows them."""
    for one in findings:
        place = gettext("line %(line)s") % {"line": one.line} if one.line else one.place
        yield {
            "how": SEVERITIES[one.severity],
            "place": place,
            "message": in_words(one.message),
            "repair": in_words(one.repair),
            "finding": one,
        }


def correction_of(upload: Upload) -> dict[str, Any]:
    """Return what the page of an upload shows of its corrected file."""
    correction = read_correction(upload.repairs)
    if correction is None:
        return {}
    changes = [{"change": one, "what": in_words(one.what)} for one in correction.changes[:MOST_FINDINGS]]
    return {
        "correction": correction,
        "repairs": changes,
        "more_repairs": correction.count - len(changes),
        "left": list(finding_rows(correction.left[:MOST_FINDINGS])),
        "more_left": correction.left_count - len(correction.left[:MOST_FINDINGS]),
    }


def preview_of(upload: Upload) -> dict[str, Any]:
    """Return what the page of an upload shows of its preview."""
    if not upload.preview:
        return {}
    preview, found = read_preview(upload.preview), found_in(upload)
    order = ["foreign", "behind", "removed", "changed", "new"]
    names = names_of_codes()
    lines = [line(each, upload, found, names) for each in preview.lines[:MOST_LINES]]
    everything = read_findings(upload.findings)
    return {
        "shown": preview,
        "lines": sorted(lines, key=lambda each: order.index(each["outcome"])),
        "takable": any(not each.foreign and each.record.outcome != "behind" for each in preview.lines),
        "unlisted": max(0, len(preview.lines) - MOST_LINES),
        "money": money_table(preview.money_with(())),
        "counts": [(OUTCOMES[name], n) for name in order if (n := _count(preview.lines, name))],
        "findings": list(finding_rows(everything[:MOST_FINDINGS])),
        "more_findings": max(0, len(everything) - MOST_FINDINGS),
    }


def _count(lines: Iterable[FieldLine], outcome: str) -> int:
    return sum(("foreign" if each.foreign else each.record.outcome) == outcome for each in lines)
