"""What a report costs in processor time and memory: the fictional one beside an earlier version, and one at size.

    python benchmarks/report.py [--before FOLDER] [--runs 3] [--activities 20000]

`--before` is a checkout of an earlier version (`git worktree add --detach FOLDER COMMIT`); both make the fictional
report (two languages, register, chains) in turn. `--activities` makes a report over a portfolio of that size.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parents[1]
RUN = "import sys; sys.argv[0] = 'grutto'; from grutto.cli import main; main()"
BOTH = ("--lang", "en", "--lang", "nl")


def run(tree: Path, *words: str) -> tuple[float, float]:
    """Run a command of the version in a folder; return its seconds of processors and its most memory in MB."""
    with subprocess.Popen(
        [sys.executable, "-c", RUN, *words],
        env=os.environ | {"PYTHONPATH": str(tree / "src")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"grutto {' '.join(words)}: exit code {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def fictional(trees: dict[str, Path], work: Path, runs: int) -> None:
    """Make the fictional report with each version in turn; print the middle times and their ratio."""
    source, example = work / "fictional", HERE / "examples/fictional"
    subprocess.run([sys.executable, str(example / "generate.py"), str(source)], check=True)
    words = {}
    for name, tree in trees.items():
        home = str(work / name)
        run(tree, "import", "--home", home, str(source))
        said = ("--judgements", str(example / "judgements.toml"), "--ledger", str(example / "ledger.toml"))
        output = ("--home", home, "--output", str(work / f"{name}-report"))
        words[name] = ("report", str(example / "fictional"), "2020", *BOTH, *said, *output)
    times: dict[str, list[float]] = {name: [] for name in trees}
    for _ in range(runs):
        for name, tree in trees.items():
            times[name].append(run(tree, *words[name])[0])
    for name, found in times.items():
        print(f"fictional report, {name}: {median(found):.1f} s of processors ({', '.join(f'{t:.1f}' for t in found)})")
    if "before" in times:
        print(f"ratio: {median(times['now']) / median(times['before']):.2f}")


def at_size(activities: int, work: Path) -> None:
    """Make a report over a portfolio of some size; print time and memory."""
    source, home = work / "portfolio", str(work / "portfolio-home")
    size = ("--activities", str(activities))
    subprocess.run([sys.executable, str(HERE / "benchmarks/portfolio.py"), str(source), *size], check=True)
    seconds, memory = run(HERE, "import", "--home", home, str(source))
    print(f"import of {activities:,} activities: {seconds:.0f} s of processors, {memory:,.0f} MB")
    output = ("--home", home, "--output", str(work / "portfolio-report"))
    framework = str(HERE / "examples/fictional/fictional")
    seconds, memory = run(HERE, "report", framework, "2020", *BOTH, *output)
    print(f"report over {activities:,} activities: {seconds:.0f} s of processors, {memory:,.0f} MB")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--activities", type=int, default=0)
    given = parser.parse_args()
    trees = {"now": HERE} | ({"before": given.before.resolve()} if given.before else {})
    with TemporaryDirectory() as folder:
        fictional(trees, Path(folder), given.runs)
        if given.activities:
            at_size(given.activities, Path(folder))


if __name__ == "__main__":
    main()
