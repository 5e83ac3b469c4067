"""Dated rules: rows of a TOML file, of which exactly one must hold for a case; none or two is a refusal, no default.

```toml
[[row]]
id = "avrr-adult-2017"
title = { en = "AVRR-NL, adult", nl = "AVRR-NL, volwassene" }
since = 2017-07-01             # without it, the row is known but cannot decide
until = 2024-09-01             # the last day; without it, until another row follows
decides_by = "applied_on"      # the day of the case that selects the row
keys = { scheme = "avrr-nl", category = "adult" }
values = { in_kind = 1800, cash_most = 300 }
reference = { en = "iom-nederland.nl, seen in October 2026", nl = "iom-nederland.nl, gezien in oktober 2026" }
```
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - the codec reads it
from decimal import Decimal  # noqa: TC003 - the codec reads it
from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from grutto.locale import SOURCE_LANGUAGE, pick
from grutto.store.codec import declared, encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class DatedRow:
    """One rule.

    Args:
        id: unique in its file.
        title: language to what letters and pages call it.
        decides_by: the name of the day that selects the row.
        keys: what a case must have for the row to be about it.
        values: what follows from it; amounts in euros.
        reference: language to where it was read.
        since: the first day; none if the source does not say: such a row decides nothing.
        until: the last day; none if it holds still.
        before: days of the case that must come before others, for a transition.
        leave_by: what it gives holds only for who has left by this day.
        note: what a reader should know.
    """

    id: str
    title: dict[str, str]
    decides_by: str
    keys: dict[str, str]
    values: dict[str, Decimal]
    reference: dict[str, str]
    since: date | None = None
    until: date | None = None
    before: dict[str, date] = field(default_factory=dict)
    leave_by: date | None = None
    note: str = ""

    @property
    def digest(self) -> str:
        """What tells the row from any other wording of it; frozen in what the row decided.

        What the row is called, and translations of its source, change nothing of what it says.
        """
        row = encode(self, DatedRow)
        del row["title"]
        row["reference"] = pick(self.reference, SOURCE_LANGUAGE)
        tree = json.dumps(row, sort_keys=True, separators=(",", ":"), default=str)
        return sha256(tree.encode()).hexdigest()

    @property
    def words(self) -> str:
        """What it is called, in the language of the page."""
        return pick(self.title, get_language() or SOURCE_LANGUAGE)

    @property
    def source(self) -> str:
        """Where it was read, in the language of the page."""
        return pick(self.reference, get_language() or SOURCE_LANGUAGE)

    def about(self, keys: Mapping[str, str]) -> bool:
        """Tell whether a case with these keys is what the row is about."""
        return all(keys.get(name) == value for name, value in self.keys.items())

    def holds(self, days: Mapping[str, date | None]) -> bool:
        """Tell whether the day that decides lies within the row's days."""
        day = days.get(self.decides_by)
        if self.since is None or day is None:
            return False
        if any((own := days.get(name)) is None or own >= limit for name, limit in self.before.items()):
            return False
        return self.since <= day and (self.until is None or day <= self.until)


class NoRuleError(Exception):
    """No row, or more than one, decides a case. The text says why, in the language of the page."""


@dataclass(frozen=True, slots=True)
class DatedRules:
    """The rows of a file."""

    row: tuple[DatedRow, ...] = field(default=())

    @classmethod
    def load(cls, path: Path) -> DatedRules:
        """Read a file.

        Raises:
            DeclarationError: a row is not as it should be.
        """
        return declared(path, cls)

    def choose(self, keys: Mapping[str, str], days: Mapping[str, date | None]) -> DatedRow:
        """Return the one row that decides a case.

        Args:
            keys: such as scheme and category.
            days: name to day; a row takes the one that it names.

        Raises:
            NoRuleError: none holds, or several do.
        """
        about = [row for row in self.row if row.about(keys)]
        found = [row for row in about if row.holds(days)]
        if len(found) == 1:
            return found[0]
        what = ", ".join(keys.values())
        if len(found) > 1:
            several = "; ".join(row.words for row in found)
            raise NoRuleError(
                gettext("More than one rule holds for %(what)s: %(rows)s.") % {"what": what, "rows": several}
            )
        if not about:
            raise NoRuleError(gettext("There is no rule for %(what)s.") % {"what": what})
        if all(row.since is None for row in about):
            text = gettext(
                "The source of the rule for %(what)s does not say from when it holds, so it decides nothing."
            )
            raise NoRuleError(text % {"what": what})
        raise NoRuleError(gettext("No rule for %(what)s holds on the day that decides.") % {"what": what})
