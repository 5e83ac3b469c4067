"""A ledger as a file: taken all or not at all, with what is wrong and where."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from grutto.frameworks.ledger import ledger_problems, read_ledger
from grutto.model.ledger import LedgerEntry
from grutto.store.codec import encode
from grutto_web.ground.wording import sentences
from grutto_web.people.acts.perform import perform
from grutto_web.people.log.chain import alone
from grutto_web.work.savings.acts import TakeFromFile, figure_fault
from grutto_web.work.savings.ledgers import current_ledger
from grutto_web.work.savings.models import SavingsEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto_web.people.accounts.models import User

MOST_BYTES = 1 << 20
"""Of a file: some four thousand entries."""


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong with an entry of a file.

    Args:
        place: its number in the file, from 1.
        entry: its id.
        field: that is wrong, as the file names it.
        text: what is wrong, in the reader's language.
    """

    place: int
    entry: str
    field: str
    text: str


@dataclass(slots=True)
class LedgerIntake:
    """What became of a file.

    Args:
        taken: entries that came into the ledger.
        there: entries that were in it already, the same in all.
        problems: what was wrong; one problem, and no entry is taken.
    """

    taken: int = 0
    there: int = 0
    problems: list[FileProblem] = field(default_factory=list)


@transaction.atomic
def take_ledger(framework: str, name: str, content: bytes, user: User) -> LedgerIntake:
    """Take the entries of a file that are not in the ledger of a framework yet, all or none; those in it stay.

    Raises:
        DeclarationError: it is no file of a ledger.
        NotPermittedError: the user may not enter anything.
    """
    alone()
    known = {entry.id: entry for entry in current_ledger(framework)}
    entries = _entries_of(name, content)
    new = [(i, entry) for i, entry in enumerate(entries, start=1) if known.get(entry.id) != entry]
    intake = LedgerIntake(there=len(entries) - len(new), problems=list(_problems(framework, known, new)))
    for _, entry in new if not intake.problems else ():
        value = json.dumps(encode(entry, LedgerEntry))
        perform(TakeFromFile, None, user, {"framework": framework, "entry": value})
        intake.taken += 1
    return intake


def _entries_of(name: str, content: bytes) -> tuple[LedgerEntry, ...]:
    """Return the entries of a file; what is wrong is told with its name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PurePath(name).name
        path.write_bytes(content)
        return read_ledger(path)


def _problems(
    framework: str, known: dict[str, LedgerEntry], new: list[tuple[int, LedgerEntry]]
) -> Iterator[FileProblem]:
    """Yield what keeps new entries from the ledger: its rules, other values under an id, and what is too long."""
    found = dict(ledger_problems((*known.values(), *(entry for _, entry in new))))
    for i, (place, entry) in enumerate(new, start=len(known)):
        if entry.id in known:
            text = gettext("The ledger has this id with other values: withdraw that entry, or give this another id.")
            yield FileProblem(place, entry.id, "id", text)
        elif i in found:
            yield FileProblem(place, entry.id, found[i].field, sentences(found[i].error()))
        record = SavingsEntry()
        record.take_over(framework, entry)
        if fault := figure_fault(entry.figure):
            yield FileProblem(place, entry.id, "figure", fault)
        try:
            record.clean_fields()
        except ValidationError as error:
            named = {found[i].field} if i in found else set()
            for name, texts in error.message_dict.items():
                if (field_name := "id" if name == "code" else name) not in named:
                    yield FileProblem(place, entry.id, field_name, " ".join(texts))
