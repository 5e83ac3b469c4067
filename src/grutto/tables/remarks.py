"""Remarks on the files of a release, those alike told once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grutto.message import Message
from grutto.model.figure import Selection
from grutto.model.finding import SEVERITIES
from grutto.store.engine import DuckDBEngine
from grutto.store.releases import table_paths

if TYPE_CHECKING:
    from grutto.model.snapshot import Release
    from grutto.store.home import Home


def findings(home: Home, release: Release, files: set[str]) -> list[tuple[str, int, dict[str, Any]]]:
    """Return each different remark on some files of a release: its severity, how often, and the first place of it.

    The value tells the different texts found, the first few of them.
    """
    engine = DuckDBEngine(home.releases / release.id)
    engine.register("finding", table_paths(home, release)["finding"])
    columns = ("severity", "code", "message", "repair", "file", "line", "locator", "value")
    groups: dict[tuple[str, str], _Group] = {}
    for values in engine.stream(Selection("findings", "finding", "source_row", "count"), columns):
        row = dict(zip(columns, values, strict=True))
        if row["file"] in files:
            groups.setdefault((row["severity"], row["message"]), _Group(row)).add(row["value"])
    engine.close()
    ordered = sorted(groups.items(), key=lambda item: (SEVERITIES.index(item[0][0]), item[0][1]))
    return [(severity, group.count, group.first | {"value": group.texts()}) for (severity, _), group in ordered]


MOST_TEXTS = 6
"""Texts that a remark tells of those found, and the last one."""


@dataclass(slots=True)
class _Group:
    """Remarks alike, of which a file may have a million: the first, their number, and a few of the texts found."""

    first: dict[str, Any]
    count: int = 0
    examples: list[str] = field(default_factory=list)
    last: str = ""
    different: set[int] = field(default_factory=set)
    """Hashes of the texts found."""

    def add(self, text: str | None) -> None:
        self.count += 1
        if text and hash(text) not in self.different:
            self.different.add(hash(text))
            self.last = text
            if len(self.examples) < MOST_TEXTS:
                self.examples.append(text)

    def texts(self) -> str:
        listed, left = "”, “".join(self.examples), len(self.different) - len(self.examples)
        if not left:
            return listed
        return Message(
            "{shown}” and {count} more text, “{last}",
            "{shown}” and {count} more texts, such as “{last}",
            shown=listed,
            count=left,
            last=self.last,
        )
