"""Which version of the standard a file is of that does not state a whole one, and which of its elements shows that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grutto.message import Message, msg, used
from grutto.model.finding import Finding
from grutto.readers.iati.flavour import NEW_VERSIONS, OLD_VERSIONS, ORGANISATIONS, Element, Flavour
from grutto.readers.iati.upgrade import folded, places, rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VAGUE = {"", "1", "1.0", "1.00", "2", "2.0", "2.00"}
"""Versions as stated that do not say which one it is."""


@dataclass(frozen=True, slots=True)
class VersionSign:
    """What shows the version of a file.

    Args:
        version: the last one of version 2, or of version 1.
        because: what shows it, and where.
    """

    version: str
    because: Message


def version_shown(records: Iterable[tuple[str, Element]]) -> VersionSign:
    """Return what the first record that shows a version shows; version 2 where none does.

    Args:
        records: the records of a file, each with its place.
    """
    for place, record in records:
        if sign := sign_of(record, place):
            return sign
    return VersionSign(NEW_VERSIONS[-1], Message("nothing in it is of version 1 alone"))


def sign_of(record: Element, place: str) -> VersionSign | None:
    """Return what in a record is of one version alone: version 2 has its texts in `narrative`, version 1 has not."""
    narrative = next(record.iter("narrative"), None)
    if narrative is not None:
        where = places(record, place)[narrative]
        return VersionSign(NEW_VERSIONS[-1], Message("version 1 has no <narrative>, as at {place}", place=where))
    old = next(_of_version_1(record), None)
    if old is None:
        return None
    element, text, code = old
    because = Message(text, **used(text, {"place": places(record, place)[element], "code": code}))
    return VersionSign(OLD_VERSIONS[-1], because)


def _of_version_1(record: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield elements that version 2 does not have so, with why, and with the code that is a word."""
    upgrade = rules()
    organisation = record.tag == ORGANISATIONS.item
    narrative = upgrade.organisation["narrative"] if organisation else upgrade.narrative
    only = upgrade.organisation["only"] if organisation else (*upgrade.rename, *upgrade.only)
    for path in narrative:
        for element in record.findall(path):
            if (element.text or "").strip():
                yield element, msg("version 2 has texts in <narrative> only, and {place} holds one itself"), ""
    for path in only:
        for element in record.findall(path):
            yield element, msg("version 2 has nothing like {place}"), ""
    for path, codes in upgrade.code.items():
        steps, name = path.split("/@")
        for element in record.findall(steps):
            if folded(element.get(name, "")) in codes.keys() - set(codes.values()):
                yield element, msg("version 2 has another code than “{code}” at {place}"), element.get(name, "")


def by_content(stated: str, sign: VersionSign, flavour: Flavour, file: str) -> Finding:
    """Return the finding on a file that was read as another version than it states."""
    says = msg("The file says version “{stated}”; it was read as {shown}, for {because}")
    says_none = msg("The file says no version; it was read as {shown}, for {because}")
    message = Message(says if stated else says_none, stated=stated, shown=sign.version, because=sign.because)
    repair = Message('write the version in the first element, such as version="{shown}"', shown=NEW_VERSIONS[-1])
    place = f"/{flavour.root}/@version"
    return Finding("warning", "iati.version-by-content", message, repair, file, "", place, 1, stated)
