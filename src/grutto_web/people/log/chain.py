"""Adding to the log, and checking that nothing in it was changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone

from grutto_web.people.log.models import BEGINNING, Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grutto_web.people.accounts.models import User

type Plain = str | int | bool | None
# Any number will do that nobody else locks in the same database: the first digits of sha256("grutto log").
LOCK = 0x5F0C_7A31_9D24_4B1E

READ = "casework.Read"
"""The name in the log of reading personal fields: no act, for nothing is changed."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last entry of the log: its number and digest; 0 and zeros when the log is empty."""

    number: int
    digest: str

    def __str__(self) -> str:
        """Return it as it is anchored in an edition."""
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """What an entry tells: which act on which record, from which state to which, and what it changed.

    Args:
        act: name of the act.
        kind: kind of the record, `app.model`.
        record: its key.
        version: the version that the act made.
        before: its state before.
        after: its state after.
        changes: old and new value by field; personal fields are never among them.
        reason: why, in the words of whoever did it.
    """

    act: str
    kind: str
    record: str
    version: int
    before: str = ""
    after: str = ""
    changes: Mapping[str, tuple[Plain, Plain]] = field(default_factory=dict)
    reason: str = ""


def append(done: LoggedAct, actor: User | None) -> Entry:
    """Add an entry; the caller's transaction keeps it together with the change that it tells.

    Raises:
        RuntimeError: there is no transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry and what it tells are kept together: open a transaction first")
    alone()
    last = head()
    entry = Entry(
        number=last.number + 1,
        at=timezone.now(),
        actor=actor,
        act=done.act,
        kind=done.kind,
        record=done.record,
        version=done.version,
        before=done.before,
        after=done.after,
        changes={name: list(pair) for name, pair in done.changes.items()},
        reason=done.reason,
        previous=last.digest,
    )
    entry.digest = entry.computed()
    entry.save(force_insert=True)
    return entry


def alone() -> None:
    """Wait until nobody else is adding an entry, and let nobody until the transaction ends.

    An act whose rules look at other records calls it first, to see what those before it did. SQLite has one writer at a
    time by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def head() -> ChainHead:
    """Return the last entry."""
    last = Entry.objects.order_by("-number").values_list("number", "digest").first()
    return ChainHead(*last) if last else ChainHead(0, BEGINNING)


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that is not what it was: its number, and what is wrong (`missing`, `changed`, `unbound`, `anchor`)."""

    number: int
    kind: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """What a check of the log found."""

    head: ChainHead
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was changed."""
        return not self.faults


def is_anchored(anchor: str) -> bool:
    """Tell whether the log still has the entry that an anchor, NUMBER:DIGEST, tells; number 0 is that of no entry."""
    number, _, digest = anchor.partition(":")
    if anchor == str(ChainHead(0, BEGINNING)):
        return True
    return number.isdecimal() and Entry.objects.filter(number=int(number), digest=digest).exists()


def verify(anchors: Iterable[ChainHead] = ()) -> ChainFault:
    """Compute every digest again, and compare with heads that were written down elsewhere.

    Without an anchor, entries that were cut off at the end cannot be missed.
    """
    with transaction.atomic():
        expected, faults, last = {a.number: a.digest for a in anchors if a.number}, [], ChainHead(0, BEGINNING)
        for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
            faults += _faults(entry, last, expected.pop(entry.number, entry.digest))
            last = ChainHead(entry.number, entry.digest)
    faults += [Fault(number, "missing") for number in sorted(expected)]
    return ChainFault(last, tuple(faults))


def _faults(entry: Entry, last: ChainHead, anchored: str) -> list[Fault]:
    wrong = {
        "missing": entry.number != last.number + 1,
        "unbound": entry.previous != last.digest,
        "changed": entry.digest != entry.computed(),
        "anchor": entry.digest != anchored,
    }
    return [Fault(entry.number, kind) for kind, is_wrong in wrong.items() if is_wrong]
