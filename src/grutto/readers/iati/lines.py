"""Lines of a file beyond the 65,535th: libxml2 counts only so far and guesses from there, so they are counted anew."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FARTHEST = 65_535
"""The line from which on libxml2 guesses."""

_INDEX = re.compile(r"\[1\](?=/|$)")


@dataclass(slots=True)
class _Walk:
    """Counts elements by their place until all wanted ones are found.

    Args:
        wanted: places to find, and all places above them.
        found: place to line.
    """

    wanted: set[str]
    parser: expat.XMLParserType
    found: dict[str, int] = field(default_factory=dict)
    open: list[tuple[str, dict[str, int]] | None] = field(default_factory=list)

    def start(self, name: str, _attributes: object) -> None:
        above = self.open[-1] if self.open else ("", {})
        if above is None:
            self.open.append(None)
            return
        path, counts = above
        counts[name] = number = counts.get(name, 0) + 1
        place = f"{path}/{name}" if number == 1 else f"{path}/{name}[{number}]"
        if place not in self.wanted:
            self.open.append(None)
            return
        self.found[place] = self.parser.CurrentLineNumber
        self.open.append((place, {}))

    def end(self, _name: str) -> None:
        self.open.pop()


def lines_of(path: Path, locators: Iterable[str]) -> dict[str, int]:
    """Return the line on which the element of each locator starts, or the nearest element around it that is found.

    Args:
        path: a well-formed file.
        locators: XPaths of elements or attributes, as findings carry them.

    Returns:
        Locator to line; those of which nothing but the root is found are left out.
    """
    plain_locators = {locator: _plain(locator) for locator in locators}
    wanted = {above for place in plain_locators.values() for above in _above(place)}
    parser = expat.ParserCreate()
    walk = _Walk(wanted, parser)
    parser.StartElementHandler, parser.EndElementHandler = walk.start, walk.end
    try:
        with path.open("rb") as stream:
            parser.ParseFile(stream)
    except (expat.ExpatError, LookupError, ValueError):  # an encoding that only libxml2 knows: what was found is right
        pass
    nearest = {locator: _nearest(place, walk.found) for locator, place in plain_locators.items()}
    return {locator: line for locator, line in nearest.items() if line}


def _plain(locator: str) -> str:
    return _INDEX.sub("", locator)


def _above(place: str) -> list[str]:
    steps = place.strip("/").split("/")
    return ["/" + "/".join(steps[: number + 1]) for number in range(len(steps))]


def _nearest(place: str, found: dict[str, int]) -> int:
    return next((found[above] for above in reversed(_above(place)[1:]) if above in found), 0)
