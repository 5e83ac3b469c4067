"""The long run of kills: imports, repairs and tidyings are killed at random moments, and nothing may be lost.

python tests/fuzz/kills.py [--kills 300] [--seed 7]
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import signal
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))

from small_iati import activity, document, paid  # noqa: E402

import grutto.store.worker  # noqa: E402
from grutto.store.home import Home  # noqa: E402
from grutto.store.releases import check_release, read_release, release_names  # noqa: E402
from grutto.tables.intake import incoming_files, take_in  # noqa: E402
from grutto.tables.repair import repair  # noqa: E402
from grutto.tables.tidy import tidy  # noqa: E402

LONGEST = 1.5
"""Seconds after which the last kill comes at first; later, by what the machine needs."""


def main() -> int:
    """Kill; return 1 if anything was lost."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=300)
    options.add_argument("--seed", type=int, default=0)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return run(Path(folder), asked.kills, Random(asked.seed))


def run(folder: Path, kills: int, chance: Random) -> int:
    """Kill so often; print what was lost."""
    grutto.store.worker._in_worker = True  # one process a child, so that a kill meets all of it
    home, lost, killed, number = Home(folder / "home"), 0, 0, 2
    apart(lambda: take_in(home, incoming_files([written(folder, 1)])) is not None)
    begun, longest = time.monotonic(), dict.fromkeys(("import", "repair", "tidy"), LONGEST)
    while killed < kills:
        turn = ("import", "repair", "tidy")[killed % 3]
        whole = set(release_names(home))
        if turn == "repair":
            harm(home, chance)
        started = time.monotonic()
        code = apart(partial(act, turn, home, written(folder, number)), chance.uniform(0, longest[turn]))
        if code == -signal.SIGKILL:
            killed += 1
            longest[turn] *= 1.05  # until one is done before: so kills come until the very end, on a busy machine too
        else:
            longest[turn] = time.monotonic() - started
        number += 1
        lost += apart(partial(holds, home, folder, number, turn, whole)) != 0
        if killed % 30 == 0:
            print(f"{killed} kills, {lost} losses, {time.monotonic() - begun:.0f} s", flush=True)
    return int(lost > 0)


def apart(work: Callable[[], bool], seconds: float | None = None) -> int:
    """Do something in a process of its own, which has no threads of others; return its exit code, killed or not."""
    child = os.fork()
    if not child:
        os._exit(0 if work() else 1)
    end = math.inf if seconds is None else time.monotonic() + seconds
    while (ended := os.waitpid(child, os.WNOHANG))[0] == 0:
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)
    return os.waitstatus_to_exitcode(ended[1])


def written(folder: Path, number: int) -> Path:
    """Return a file with another amount each time."""
    path = folder / f"file-{number % 4}.xml"
    aside = path.with_suffix(f".{number}")
    aside.write_text(document(activity(f"A-{number % 4}", paid(number, "2010-05-01"))), "utf-8")
    return aside.replace(path)


def harm(home: Home, chance: Random) -> None:
    """Lose a table of a release, or its manifest, or the pointer."""
    name = chance.choice(release_names(home))
    kind = chance.random()
    if kind < 0.6:
        shutil.rmtree(home.releases / name / "tables" / "activity", ignore_errors=True)
    elif kind < 0.8:
        (home.releases / name / "manifest.json").unlink()
    else:
        (home.path / "current").write_bytes(b"lost")


def act(turn: str, home: Home, path: Path) -> bool:
    """Do what is killed."""
    try:
        if turn == "import":
            take_in(home, incoming_files([path]))
        elif turn == "repair":
            repair(home)
        else:
            tidy(home, 1)
    except Exception as error:
        print(f"{turn}: {error!r}", flush=True)
        return False
    return True


def holds(home: Home, folder: Path, number: int, turn: str, before: set[str]) -> bool:
    """Tell whether all is there after a kill, what was harmed on purpose repaired, and whether an import works."""
    try:
        if turn == "repair":
            left = [one for one in repair(home) if one.outcome == "not mended"]
            assert not left, left
            assert before <= set(release_names(home)), "a release is lost"
        for name in release_names(home):
            check_release(home, read_release(home, name))
        kept = dict(read_release(home).rows)["activity"]
        report = take_in(home, incoming_files([written(folder, number)]))
        assert report.release is not None
        assert not report.refused
        assert dict(report.release.rows)["activity"] >= kept, "activities are lost"
    except Exception as error:
        print(f"LOST after {turn}: {error!r}", flush=True)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
