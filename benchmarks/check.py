"""All layers of checks on a large file, as ratio to a bare parse of the same file in the same run.

    python benchmarks/check.py ACTIVITIES.xml STANDARD_FOLDER [--megabytes 60] [--rounds 3]

The file is made by repeating the activities of a real one with new identifiers. Bar, on two free cores:
3 times `lxml.etree.parse`.
"""

from __future__ import annotations

import argparse
import re
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from grutto.checks import Checker, check_files, read_standard
from grutto.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Callable

BAR = 3.0


def repeated(source: Path, to: Path, megabytes: int) -> int:
    """Write the activities of a file over and over with new identifiers; return the number of bytes."""
    text = source.read_text("utf-8")
    start = text.index("<iati-activity ")
    end = text.rindex("</iati-activities>")
    body = text[start:end]
    with to.open("w", encoding="utf-8") as out:
        out.write(text[:start])
        for copy in range(max(1, megabytes * 1_000_000 // len(body.encode()))):
            out.write(re.sub(r"</iati-identifier>", f"-{copy}</iati-identifier>", body))
        out.write(text[end:])
    return to.stat().st_size


def fastest(run: Callable[[], object], rounds: int) -> float:
    """Return the seconds that the fastest of some runs took."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return min(taken)


def parse(path: Path) -> None:
    """Parse as lxml does by default; the tree is thrown away."""
    etree.parse(str(path))


def main() -> int:
    """Print both times, their ratio and the memory; return 1 if the bar is missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("source", type=Path)
    arguments.add_argument("standard", type=Path)
    arguments.add_argument("--megabytes", type=int, default=60)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xml"
        size = repeated(given.source, path, given.megabytes)
        checker = Checker(read_standard(given.standard), tables_of("iati"))
        report = check_files([path], checker)[0]
        checked = fastest(lambda: check_files([path], checker), given.rounds)
        memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        bare = fastest(lambda: parse(path), given.rounds)
    print(f"{size / 1e6:.0f} MB, {report.activities:,} activities, {sum(report.counts.values()):,} findings")
    print(f"bare parse {bare:.2f} s, all layers {checked:.2f} s: {checked / bare:.1f} times (bar {BAR:.0f})")
    print(f"memory of the larger process while checking: {memory / 1024:.0f} MB")
    return int(checked / bare > BAR)


if __name__ == "__main__":
    raise SystemExit(main())
