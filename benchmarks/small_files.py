"""Importing many small IATI files beside the same activities in one file, in seconds of processors.

    python benchmarks/small_files.py ../shared/data/iati/unhcr-activities-2023.xml [--times 12] [--rounds 3]

Each activity of a real file becomes a file, so many times with another identifier; one file holds them all. Both are
imported in turn, each by a process of its own into an empty data folder. Bar: 2 times the processors of the one file.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

BAR = 2.0
IMPORT = "import sys; sys.argv = ['grutto', *sys.argv[1:]]; from grutto.cli import main; main()"


def write_both(source: Path, times: int, folder: Path) -> tuple[Path, Path]:
    """Write the small files and the one file; return the folder of those, and this."""
    text, end = source.read_text("utf-8"), "</iati-activity>"
    start = text.index("<iati-activity ")
    head, activities = text[:start], text[start : text.rindex(end)].split(end)
    many, one = folder / "many", folder / "one.xml"
    many.mkdir()
    with one.open("w", encoding="utf-8") as out:
        out.write(head)
        for copy in range(times):
            for number, activity in enumerate(activities):
                named = re.sub("(<iati-identifier>[^<]*)", rf"\1-{copy}", activity, count=1) + end
                out.write(named)
                (many / f"{copy:02}-{number:03}.xml").write_text(f"{head}{named}</iati-activities>", "utf-8")
        out.write("</iati-activities>")
    return many, one


def processors(path: Path) -> float:
    """Import a file or folder; return the seconds of processors that it took, with all processes."""
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [sys.executable, "-c", IMPORT, "import", path, "--home", home],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"the import of {path} failed")
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Print the times and their ratio; return 1 if the bar is missed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("source", type=Path)
    arguments.add_argument("--times", type=int, default=12)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = write_both(given.source, given.times, Path(folder))
        processors(paths[1])  # compiles the scanner, should it not be kept compiled
        many, one = map(median, zip(*(map(processors, paths) for _ in range(given.rounds)), strict=True))
        files = len(list(paths[0].iterdir()))
    print(f"{files:,} files {many:.1f} s, one file {one:.1f} s: {many / one:.2f} times (bar {BAR:.0f})")
    return int(many / one > BAR)


if __name__ == "__main__":
    raise SystemExit(main())
