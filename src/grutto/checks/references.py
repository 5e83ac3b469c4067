"""Identifiers across the file and the release: claimed twice, missing, or named but nowhere to be found.

Identifiers are compared exactly after trimming white space; a difference in case only is reported.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.checks.place import IDENTIFIERS, Spot, identifier_of, locator, spot_of
from grutto.checks.wellformed import sourceline
from grutto.checks.xpaths import compiled, found
from grutto.message import Message, msg
from grutto.model.finding import Finding
from grutto.store.codec import declared

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from grutto.checks.wellformed import TextPart
    from grutto.message import Value
    from grutto.model.finding import Severity

DATA = Path(__file__).parent / "references.toml"
MISSING = "identifier.missing"


@dataclass(frozen=True, slots=True)
class KnownIdentifiers:
    """What is known beside the file.

    Args:
        activities: identifier of each known activity to the name of the file that holds it.
        organisations: identifiers of organisations that publish.
    """

    activities: Mapping[str, str] = field(default_factory=dict)
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class IdentifierReference:
    """A place where one activity names another: XPath and plain words."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class References:
    """Content of `references.toml`."""

    reference: tuple[IdentifierReference, ...]


@dataclass(frozen=True, slots=True)
class IdentifierPlace:
    """Where an identifier stands: itself, its place, and the activity that the place belongs to."""

    identifier: str
    locator: str
    line: int
    owner: str
    what: str = ""


@dataclass(slots=True)
class Links:
    """The identifiers of a file and the references in it; of each reference its first place.

    Args:
        own: identifiers of the organisations that report.
    """

    identifiers: list[IdentifierPlace] = field(default_factory=list)
    references: dict[str, IdentifierPlace] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    own: set[str] = field(default_factory=set)

    def gather(self, part: TextPart) -> None:
        """Add the identifiers and references of a part."""
        for child in part.root.iterchildren(*IDENTIFIERS):
            self._activity(part, child)
        for xpath, what in _references():
            for item in found((xpath,), part.root, {}):
                self._reference(part, spot_of(item, part.root), what)

    def _activity(self, part: TextPart, activity: etree._Element) -> None:
        holder = activity.find(IDENTIFIERS[str(activity.tag)])
        identifier = identifier_of(activity)
        place = Spot(activity if holder is None else holder)
        at, line = part.locator(locator(place)), part.line_of(sourceline(place.element))
        self.identifiers.append(IdentifierPlace(identifier, at, line, identifier))
        reporting = activity.find("reporting-org")
        if reporting is not None and reporting.get("ref"):
            self.own.add(reporting.get("ref", "").strip())

    def _reference(self, part: TextPart, spot: Spot, what: str) -> None:
        identifier = spot.value.strip()
        if not identifier:
            return
        self.times[identifier] += 1
        if identifier not in self.references:
            owner, line = identifier_of(spot.element), part.line_of(sourceline(spot.element))
            self.references[identifier] = IdentifierPlace(identifier, part.locator(locator(spot)), line, owner, what)


@cache
def _declared() -> tuple[IdentifierReference, ...]:
    return declared(DATA, References).reference


def _references() -> list[tuple[etree.XPath, str]]:
    return [(compiled(reference.path, smart=True), reference.what) for reference in _declared()]


def link_findings(links: Links, known: KnownIdentifiers, file: str) -> Iterator[Finding]:
    """Yield what is wrong with the identifiers of a file, alone and among what is known."""
    yield from _identifiers(links, known, file)
    ours = {named.identifier for named in links.identifiers} | set(known.activities)
    folded = {identifier.casefold(): identifier for identifier in ours}
    for identifier, named in links.references.items():
        if identifier not in ours:
            yield from _unresolved(named, links, known, folded, file)


def _identifiers(links: Links, known: KnownIdentifiers, file: str) -> Iterator[Finding]:
    first: dict[str, IdentifierPlace] = {}
    folded: dict[str, str] = {}
    for named in links.identifiers:
        identifier = named.identifier
        if not identifier:
            words = (
                msg("This activity or organisation has no identifier"),
                msg("give it one; it never changes afterwards"),
            )
            yield _finding("error", MISSING, *words, named, file)
        elif identifier in first:
            line = first[identifier].line
            message = Message("Another activity of this file, in line {line}, has the same identifier", line=str(line))
            words = (message, msg("give each activity its own identifier, or publish it once"))
            yield _finding("error", "identifier.duplicate", *words, named, file)
        elif folded.setdefault(identifier.casefold(), identifier) != identifier:
            other = folded[identifier.casefold()]
            message = Message("This identifier differs from “{other}” in upper and lower case only", other=other)
            repair = msg("choose identifiers that differ more")
            yield _finding("warning", "identifier.case", message, repair, named, file)
        if known.activities.get(identifier, file) != file:
            other = known.activities[identifier]
            message = Message("The file {other} has an activity with this identifier too", other=other)
            repair = msg("publish it in one file only")
            yield _finding("warning", "identifier.claimed-twice", message, repair, named, file)
        first.setdefault(identifier, named)


def _unresolved(
    named: IdentifierPlace, links: Links, known: KnownIdentifiers, folded: dict[str, str], file: str
) -> Iterator[Finding]:
    """Yield the finding on a reference that leads nowhere; one to another publisher only if others are known."""
    similar = folded.get(named.identifier.casefold())
    times = links.times[named.identifier]
    places: dict[str, Value] = {"what": Message(named.what), "count": times}
    if similar:
        message = Message(
            "The {what} exists only in another case: “{similar}”",
            "The {what} exists only in another case: “{similar}” (named {count} times)",
            similar=similar,
            **places,
        )
        repair = msg("write it exactly as its publisher does")
        yield _finding("warning", "reference.case", message, repair, named, file)
    elif any(named.identifier.startswith(f"{own}-") for own in links.own):
        severity: Severity = "warning" if known.activities else "advice"
        among = msg("those known here") if known.activities else msg("those of this file")
        message = Message(
            "The {what} begins like your own activities, but is not among {among}",
            "The {what} begins like your own activities, but is not among {among} (named {count} times)",
            among=Message(among),
            **places,
        )
        repair = msg("correct the identifier, or publish that activity; nothing is wrong if it stands in another file")
        yield _finding(severity, "reference.own-missing", message, repair, named, file)
    elif known.activities:
        message = Message(
            "The {what} is not among the activities known here",
            "The {what} is not among the activities known here (named {count} times)",
            **places,
        )
        repair = msg("check it with the other organisation; it may not be published yet")
        yield _finding("advice", "reference.unknown", message, repair, named, file)


def _finding(severity: Severity, code: str, message: str, repair: str, named: IdentifierPlace, file: str) -> Finding:
    value = named.identifier[:200]
    return Finding(severity, code, message, repair, file, named.owner, named.locator, named.line, value)
