"""The line of a file on which each of its activities starts."""

from __future__ import annotations

import mmap
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_STARTS = re.compile(rb"<!--|<!\[CDATA\[|<iati-activity(?=[\s/>])")
_ENDS = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}


def activity_lines(path: Path) -> list[int]:
    """Return the line, from 1, on which each activity of an IATI file in XML starts, in the order of the file.

    A file of another kind, or in an encoding other than one that holds ASCII as it is, has none.
    """
    if not path.exists() or not path.stat().st_size:
        return []
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        lines, line, last, at = [], 1, 0, 0
        while found := _STARTS.search(content, at):
            end = _ENDS.get(found[0])
            at = found.end() if end is None else content.find(end, found.end())
            if at < 0:
                break
            if end is None:
                line += content[last : found.start()].count(b"\n")
                last = found.start()
                lines.append(line)
        return lines
