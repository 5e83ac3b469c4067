"""One dataset of many changed: what the next release costs beside importing all, in seconds of processors.

    python benchmarks/releases.py [--datasets 2000] [--activities 50]

Each dataset has a publisher of its own; ten by ten they pay each other, and name one another's activities. The whole is
imported, then one dataset with one amount changed. Bars: 5 % of the full import, which takes 2.5 GB at most.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import portfolio

if TYPE_CHECKING:
    from collections.abc import Iterator

RATIO, GIGABYTES = 0.05, 2.5
FAMILY = 10
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n'
IMPORT = "import sys; sys.argv = ['grutto', *sys.argv[1:]]; from grutto.cli import main; main()"


def dataset(number: int, activities: int, everybody: list[portfolio.Organisation]) -> Iterator[str]:
    """Yield the activities of a publisher; the first pays that of the next one in its family, which says so."""
    random, own, start = Random(f"dataset/{number}"), everybody[number], number - number % FAMILY
    names = [own] * 60 + random.sample(everybody, 40)
    others = everybody[start : start + FAMILY]
    for place in range(activities):
        text = portfolio.activity(number * activities + place, random, names)
        if place == 0 and own is not others[-1]:
            text = _with(text, _paid("3", "receiver", everybody[number + 1], (number + 1) * activities))
        if place == 0 and own is not others[0]:
            text = _with(text, _paid("1", "provider", everybody[number - 1], (number - 1) * activities))
        yield text


def _with(text: str, transaction: str) -> str:
    at = text.index("<transaction>")
    return text[:at] + transaction + text[at:]


def _paid(kind: str, side: str, partner: portfolio.Organisation, activity: int) -> str:
    other = f'<{side}-org ref="{partner.ref}" {side}-activity-id="{partner.ref}-{activity:06}"/>'
    value = '<value value-date="2020-06-15">1000</value>'
    head = f'<transaction-type code="{kind}"/><transaction-date iso-date="2020-06-15"/>'
    return f"<transaction>{head}{value}{other}</transaction>"


def write(folder: Path, datasets: int, activities: int) -> Path:
    """Write all datasets; return the one that is changed."""
    everybody = portfolio.organisations(Random(7), datasets)
    for number in range(datasets):
        lines = "".join(dataset(number, activities, everybody))
        (folder / f"{number:05}.xml").write_text(f"{HEAD}{lines}</iati-activities>\n", "utf-8")
    return folder / f"{datasets // 2:05}.xml"


def imported(path: Path, home: Path) -> tuple[float, float]:
    """Import a file or folder; return the seconds of processors and the most memory of a process, in GB."""
    command = [sys.executable, "-c", IMPORT, "import", str(path), "--home", str(home)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"the import of {path} failed")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024**2


def main() -> int:
    """Print times, ratio and memory; return 1 if a bar is missed."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--datasets", type=int, default=2_000)
    arguments.add_argument("--activities", type=int, default=50)
    arguments.add_argument("--folder", type=Path, default=None)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        xml, home = Path(folder, "xml"), Path(folder, "home")
        xml.mkdir()
        changed = write(xml, given.datasets, given.activities)
        full, memory = imported(xml, home)
        changed.write_text(
            re.sub(r"(<transaction>.*?<value [^>]*>)\d+", r"\g<1>123456", changed.read_text("utf-8"), count=1)
        )
        one, _ = imported(changed, home)
    print(
        f"{given.datasets:,} datasets of {given.activities} activities: all {full:.1f} s and {memory:.2f} GB, "
        f"one changed {one:.1f} s: {one / full:.1%} (bars {RATIO:.0%} and {GIGABYTES} GB)"
    )
    return int(one > full * RATIO or memory > GIGABYTES)


if __name__ == "__main__":
    raise SystemExit(main())
