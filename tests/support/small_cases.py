"""Small cases of one test file, imported together: an import takes a hundred times longer than asking about a case.

Each case is a file of its own, and its activities and organisations have names that no other case has. A test is given
a session that knows the rows of its own case only, by the names that the case was written with.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from small_iati import document

from grutto.measures.book import Book
from grutto.measures.session import Session
from grutto.model.figure import Condition
from grutto.store.engine import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.model.figure import Selection
    from grutto.model.framework import Framework
    from grutto.store.engine import Engine

NAME = re.compile(
    r'(<iati-identifier>\s*|<(?:[\w-]+-org|related-activity)\b[^>]*? ref="|-activity-id="| activity-id=")([^"<]*)'
)


@dataclass(frozen=True)
class Case:
    """Activities that are asked about by themselves: the text of their file, and what begins their names."""

    text: str
    prefix: str

    @property
    def file(self) -> str:
        """The text with names that no other case has."""
        return NAME.sub(rf"\g<1>{self.prefix}\2", self.text)

    def session(self, session: Session) -> Session:
        """Return the case in a release of many."""
        engine = cast("Engine", _CaseEngine(session.engine, self))
        return Session(session.release, engine, session.framework, Book(engine, attributed=bool(session.framework)))


class Cases:
    """The cases of one test file, which has them as `cases`."""

    def __init__(self, framework: Framework | None = None, beside: dict[str, str] | None = None) -> None:
        """Begin without any: a framework that all are asked with, and files that stand beside all."""
        self.framework, self._beside = framework, beside or {}
        self._cases: list[Case] = []

    def add(self, *activities: str) -> Case:
        """Take a case of these activities."""
        self._cases.append(Case(document(*activities), f"case{len(self._cases):03}-"))
        return self._cases[-1]

    def of(self, *activities: str) -> pytest.MarkDecorator:
        """Have a test asked with a `session` of these activities."""
        return pytest.mark.parametrize(
            "session", [pytest.param(self.add(*activities), id=self._cases[-1].prefix[:-1])], indirect=True
        )

    @property
    def files(self) -> dict[str, str]:
        """The files of all cases."""
        return {f"{case.prefix}a.xml": case.file for case in self._cases} | self._beside


class _CaseEngine:
    """An engine on a release of many cases that answers from the rows of one of them, in its own names."""

    def __init__(self, engine: Engine, case: Case) -> None:
        self._engine, self._case = engine, case
        self._snapshot = hashlib.sha256(case.file.encode()).hexdigest()
        self._names = {found[2] for found in NAME.finditer(case.text)}

    def _own(self, selection: Selection) -> Selection:
        where = [Condition(c.column, tuple(map(self._named, c.values))) for c in selection.where]
        where.append(Condition("snapshot", (self._snapshot,)))
        return replace(selection, where=tuple(sorted(where, key=lambda c: c.column)))

    def _named(self, value: Any) -> Any:
        return self._case.prefix + value if value in self._names else value

    def _told(self, value: Any) -> Any:
        return value.replace(self._case.prefix, "") if isinstance(value, str) else value

    def groups(self, selection: Selection, by: tuple[str, ...]) -> Iterator[Group]:
        for group in self._engine.groups(self._own(selection), by):
            yield Group(tuple(map(self._told, group.by)), group.value, group.rows, group.unknown)

    def aggregate(self, selection: Selection, by: tuple[str, ...] = ()) -> list[Group]:
        return list(self.groups(selection, by))

    def rows(self, selection: Selection, columns: tuple[str, ...], limit: int | None = None) -> list[dict[str, Any]]:
        found = self._engine.rows(self._own(selection), columns, limit)
        return [{name: self._told(value) for name, value in row.items()} for row in found]
