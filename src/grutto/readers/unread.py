"""Records that hold no quantity a source declares: left out on purpose, or counted and reported."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from grutto.errors import InputError
from grutto.message import Message, msg
from grutto.model.finding import Finding

if TYPE_CHECKING:
    from grutto.model.source import Observations
    from grutto.readers.pages import PageRecord

MOST = 8
"""Codes named in one remark."""

COMBINATION = "combination"


class Unread:
    """Counts the records of one file that were not read, by the field and code that is to blame."""

    def __init__(self, layout: Observations) -> None:
        """Start with none.

        Args:
            layout: which codes the source knows, and which it leaves out on purpose.
        """
        self._leave = layout.leave
        self._known: dict[str, set[str]] = {}
        for value in layout.value:
            for name, codes in value.when.items():
                self._known.setdefault(name, set()).update(codes)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._first: dict[str, str] = {}

    def note(self, record: PageRecord) -> None:
        """Note a record that holds no declared quantity."""
        fields = record.fields
        if any(fields.get(name) in codes for name, codes in self._leave.items()):
            return
        strange = [name for name, codes in self._known.items() if fields.get(name) not in codes]
        name = strange[0] if strange else COMBINATION
        code = fields.get(name, "") if strange else ", ".join(fields.get(n, "") for n in self._known)
        self._counts[name, code] += 1
        self._first.setdefault(name, record.locator)

    def findings(self, file: str) -> list[Finding]:
        """Return one remark a field, with the codes found and how many records have them."""
        repair = msg("declare these codes in source.toml: under value.when if they count, under leave if they do not")
        code = "record.unread"
        return [
            Finding("warning", code, self._message(name), repair, file, "", first, 0, self._codes(name)[:200])
            for name, first in self._first.items()
        ]

    def nothing(self, file: str, found: list[Finding]) -> InputError:
        """Return why nothing of a file could be read."""
        why: Message = Message("it holds no number")
        if self._first:
            name = next(iter(self._first))
            places = {"name": name, "codes": self._codes(name)}
            why = Message("the source does not know “{name}” {codes}", **places)
            if name in self._known:
                known = ", ".join(sorted(self._known[name])[:MOST])
                why = Message("the source does not know “{name}” {codes}; it knows {known}", known=known, **places)
        elif found:
            why = Message("{what}: “{value}”", what=found[0].message, value=found[0].value)
        return InputError(
            "Nothing in this file can be read: {why}",
            where=f"{file}, {next(iter(self._first.values()), '')}".rstrip(", "),
            repair="check the question or the source; a new code is declared in source.toml",
            command="--source NAME",
            why=why,
        )

    def _message(self, name: str) -> Message:
        if name == COMBINATION:
            return Message("Records are left out, because the source declares no quantity for their codes together")
        return Message("Records are left out, because the source declares no quantity for their “{name}”", name=name)

    def _codes(self, name: str) -> str:
        """Return the codes that are not known, those of most records first, with their numbers; in no language."""
        counts = [(code, n) for (field, code), n in self._counts.most_common() if field == name]
        codes = ", ".join(f"{code or '“”'} ({n} ×)" for code, n in counts[:MOST])
        return codes if len(counts) <= MOST else f"{codes}, … ({len(counts)})"
