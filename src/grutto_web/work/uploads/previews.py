"""A preview as it is kept and shown: what would become of each activity, and the money before and after."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from grutto.message import Message, held, joined
from grutto.model.finding import SEVERITIES
from grutto.tables.preview import Change, MoneyChange, RecordChange
from grutto_web.work.uploads.file_store import keep_json, read_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

from grutto.model.finding import Finding

LOSS = Decimal("0.2")
"""Part of activities or money beyond which a loss is confirmed twice."""


@dataclass(frozen=True, slots=True)
class FindingText:
    """A finding: how bad, what, how to mend it, where (line, else cell), in which activity, and the text found.

    What and how are kept as data hold them (`grutto.message.coded`): a page words them in its reader's language.
    """

    severity: str
    message: str
    repair: str
    line: int
    place: str
    identifier: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldLine:
    """What would become of one activity.

    Args:
        number: its place in the preview.
        record: identifier, title, outcome, differences, money.
        foreign: why it cannot be taken: it is another publisher's; a code of `FOREIGN`, empty if it can.
    """

    number: int
    record: RecordChange
    foreign: str = ""


@dataclass(frozen=True, slots=True)
class PreviewSummary:
    """A preview.

    Args:
        outcome: `new`, `changed`, `unchanged` or `same bytes`, as an import has it.
        lines: activities that would not stay the same.
        same: how many would.
        before: activities in the dataset before.
        money: of the whole dataset.
    """

    outcome: str
    lines: tuple[FieldLine, ...]
    same: int
    before: int
    money: tuple[MoneyChange, ...]

    @property
    def foreign(self) -> frozenset[str]:
        """Identifiers of activities that cannot be taken."""
        return frozenset(line.record.identifier for line in self.lines if line.foreign)

    def taken(self, left_out: Collection[str]) -> Iterator[RecordChange]:
        """Yield what is taken: all but what is left out or cannot be taken."""
        for line in self.lines:
            if not line.foreign and line.record.identifier not in left_out:
                yield line.record

    def money_with(self, left_out: Collection[str]) -> list[MoneyChange]:
        """Return the money of the dataset before, and after what is taken."""
        moved: dict[tuple[str, str], Decimal | None] = {}
        for record in self.taken(left_out):
            for money in record.money:
                key, so_far = (money.kind, money.currency), moved.get((money.kind, money.currency), Decimal(0))
                known = None not in (so_far, money.before, money.after)
                moved[key] = so_far + money.after - money.before if known else None  # type: ignore[operator]
        return [_moved(money, moved.get((money.kind, money.currency), Decimal(0))) for money in self.money]

    def losses(self, left_out: Collection[str]) -> tuple[bool, list[MoneyChange]]:
        """Tell whether more than a fifth of the activities would go, and which money would lose more than that."""
        gone = sum(record.outcome == "removed" for record in self.taken(left_out))
        return gone > self.before * LOSS, [m for m in self.money_with(left_out) if _shrinks(m)]


def _moved(money: MoneyChange, by: Decimal | None) -> MoneyChange:
    after = None if money.before is None or by is None else money.before + by
    return MoneyChange(money.kind, money.currency, money.before, after)


def _shrinks(money: MoneyChange) -> bool:
    if money.before is None or money.before <= 0:
        return False
    return money.after is None or money.after < money.before * (1 - LOSS)


def keep_preview(preview: PreviewSummary) -> str:
    """Keep a preview; return its digest: who agreed to it agreed to nothing else."""
    return keep_json(asdict(preview))


def read_preview(digest: str) -> PreviewSummary:
    """Return a preview that was kept."""
    content = read_json(digest)
    lines = tuple(FieldLine(line["number"], _record(line["record"]), line["foreign"]) for line in content["lines"])
    money = tuple(_money(m) for m in content["money"])
    return PreviewSummary(content["outcome"], lines, content["same"], content["before"], money)


def _record(content: dict[str, Any]) -> RecordChange:
    changes = tuple(Change(**change) for change in content["changes"])
    money = tuple(_money(m) for m in content["money"])
    return RecordChange(
        content["identifier"], content["outcome"], content["title"], changes, tuple(content["elsewhere"]), money
    )


def _money(content: dict[str, Any]) -> MoneyChange:
    before, after = (None if content[k] is None else Decimal(content[k]) for k in ("before", "after"))
    return MoneyChange(content["kind"], content["currency"], before, after)


def keep_findings(findings: Collection[Finding]) -> str:
    """Keep what the checks found; return its digest."""
    ordered = sorted(findings, key=lambda f: SEVERITIES.index(f.severity))
    return keep_json([asdict(finding_text_of(f)) for f in ordered])


def finding_text_of(f: Finding) -> FindingText:
    message, value = f.message, "" if f.value in f.message else f.value
    if isinstance(value, Message):
        message, value = joined(": ", (message, value)), ""
    return FindingText(f.severity, held(message), held(f.repair), f.line, f.locator, f.iati_identifier, value)


def read_findings(digest: str) -> list[FindingText]:
    """Return what the checks found, the worst first as they were kept."""
    return [FindingText(**one) for one in read_json(digest)] if digest else []
