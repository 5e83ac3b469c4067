"""A part of a file: some activities as they are in the new file, the others as they were before."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from lxml import etree

from grutto.errors import InputError
from grutto.message import Message
from grutto.readers.iati import FLAVOURS
from grutto.readers.iati.parser import whole_tree
from grutto.readers.iati.stream import RecordStream
from grutto.store.worker import apart

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

ACTIVITIES = FLAVOURS["iati"]

Element = Any
"""An element of lxml."""


def reporters(path: Path) -> dict[str, set[str]]:
    """Return the identifiers of the activities in a file, each with the organisations that it says report it."""
    found: dict[str, set[str]] = {}
    for _, activity in RecordStream(path, ACTIVITIES, path.name):
        reporter = activity.find("reporting-org")
        found.setdefault(_identifier(activity), set()).add("" if reporter is None else reporter.get("ref", "").strip())
    return found


def part(new: Path, before: Path | None, left_out: Collection[str]) -> bytes:
    """Return the new file with some activities left out: each is as it was in the file before, or not there.

    Args:
        new: a file of activities that was checked: see `grutto.checks`.
        before: the file it replaces.
        left_out: identifiers of activities.

    Raises:
        InputError: the file before is of another version of the standard, so that both cannot stand in one; or both
            take too long or too much memory.
    """
    if not left_out:
        return new.read_bytes()
    size = sum(path.stat().st_size for path in (new, before) if path)
    return apart(_part, new, before, left_out, file=new.name, size=size)


def _part(new: Path, before: Path | None, left_out: Collection[str]) -> bytes:
    root, earlier = _root(new), _root(before) if before else None
    if earlier is not None and earlier.get("version") != root.get("version"):
        raise InputError(
            "The file before is of another version of the standard: its activities cannot stand in this file",
            where=Message("{earlier} and {root}", earlier=earlier.get("version"), root=root.get("version")),
            repair="take the whole file, or send one of the version before",
        )
    for activity in [a for a in root.iterchildren(ACTIVITIES.item) if _identifier(a) in left_out]:
        root.remove(activity)
    for activity in _copies_of(earlier, left_out):
        root.append(activity)
    return bytes(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True))


def _copies_of(earlier: Element | None, left_out: Collection[str]) -> Iterator[Element]:
    for activity in () if earlier is None else earlier.iterchildren(ACTIVITIES.item):
        if _identifier(activity) in left_out:
            yield deepcopy(activity)


def _root(path: Path) -> Element:
    return whole_tree(path).getroot()


def _identifier(activity: Element) -> str:
    return (activity.findtext(ACTIVITIES.identifier) or "").strip()
