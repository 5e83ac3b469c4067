"""What pages of the public site cost, as multiples of an empty page on the same server, on a portfolio of any size.

    python benchmarks/portfolio.py FOLDER/files && grutto import --home FOLDER/home FOLDER/files
    python benchmarks/web.py FOLDER/home [--requests 200] [--port 8799]

Costs are processor time of the server's processes for one request; every request is of another activity, organisation,
country or search, so that no answer is one that was given before. Chapters of reports are asked by turns, each with
another ending: make a report first, `grutto report nl-2008 2010 --home FOLDER/home --lang en --lang nl`. Beside them:
seconds, the size of a page compressed, requests a second of several readers, memory.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from grutto.catalogue.read import Catalogues
from grutto.editions.record import kept_edition, kept_ids
from grutto.store.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.catalogue.read import Catalogue

BARS = {"activity": 8, "search": 20, "organisation": 20, "figure": 6, "chapter": 6}
EMPTY = "/en/offline/"
TICKS = os.sysconf("SC_CLK_TCK")
WORDS = ("return", "skills", "retorno", "terugkeer", "العودة", "ministry", "asylum", "borders", "remesas", "tamale")


def addresses(catalogue: Catalogue, count: int, seed: int) -> dict[str, list[str]]:
    """Return addresses of each kind of page."""
    chosen = random.Random(seed)
    numbers = chosen.sample(range(1, len(catalogue.index.everything) + 1), count)
    activities = [a.identifier for a in catalogue.listed(sorted(numbers))]
    keys = [o.key for o in catalogue.organisations() if o.activities]
    codes = list(catalogue.index.sets["country"])
    groups, years = list(catalogue.index.sets["sector_group"]), list(catalogue.index.sets["year"])

    def search() -> str:
        asked = {"q": chosen.choice(WORDS), "country": chosen.choice(codes)}
        asked |= {"sector_group": chosen.choice(groups), "year": chosen.choice(years)}
        return f"/en/activities/?{urlencode(asked)}"

    release = catalogue.release
    return {
        "empty": [EMPTY] * count,
        "home": ["/en/"] * count,
        "activity": [f"/en/activities/{quote(a)}/" for a in activities],
        "search": [search() for _ in range(count)],
        "organisation": [f"/en/organisations/{quote(k, safe='')}/" for k in chosen.choices(keys, k=count)],
        "country": [f"/en/countries/{c}/" for c in chosen.choices([c for c in codes if len(c) == 2], k=count)],
        "figure": [f"/en/releases/{release}/figures/activity/spent/all/{quote(a)}/" for a in activities],
    }


def chapters(home: Home, count: int) -> list[str]:
    """Return addresses of the chapters of the reports that a data folder keeps, each in both languages, by turns."""
    found = [
        f"/{language}/reports/{kept.edition.id}/{section.anchor}/"
        for kept in (kept_edition(name, home) for name in kept_ids(home))
        if not kept.edition.subject
        for language in kept.edition.languages
        for section in kept.content(language).document.sections
    ]
    return [f"{address}?n={number}" for number, address in enumerate(islice(cycle(found), count))]


def seconds_of(group: int) -> float:
    """Return the processor time that the processes of a group have used."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def memory_of(group: int) -> tuple[int, int]:
    """Return the largest memory of a process of a group that answers requests, in bytes: its share, and all.

    Its share is what no other process has, and its part of what several have; the worker of tasks is left out.
    """
    sizes = [(0, 0)]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and b"--with-parent" not in (folder / "cmdline").read_bytes():
                lines = (line.split() for line in (folder / "smaps_rollup").read_text().splitlines()[1:])
                told = {line[0]: int(line[1]) * 1024 for line in lines}
                sizes.append((told["Pss:"], told["Rss:"]))
        except OSError:
            continue
    return max(sizes)


def asked(port: int, paths: list[str]) -> Iterator[tuple[float, bytes]]:
    """Yield seconds and body of each answer, over one connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status)
        yield time.perf_counter() - start, body
    connection.close()


def together(port: int, paths: list[str], readers: int) -> tuple[float, float]:
    """Return requests a second of several readers at once, and the seconds within which 99 of 100 were answered."""
    start = time.perf_counter()
    parts = [paths[n::readers] for n in range(readers)]
    with ThreadPoolExecutor(readers) as pool:
        taken = [second for part in pool.map(lambda p: list(asked(port, p)), parts) for second, _ in part]
    return len(paths) / (time.perf_counter() - start), statistics.quantiles(taken, n=100)[98]


def measure(home: Path, requests: int, port: int, workers: int) -> None:
    """Serve a data folder, ask, and print."""
    pages = addresses(Catalogues(Home(home)).catalogue(), requests, 30573)
    if found := chapters(Home(home), requests):
        pages["chapter"] = found
    command = [sys.executable, "-m", "grutto_web", "serve", "--port", str(port), "--workers", str(workers)]
    with subprocess.Popen(
        command,
        env=os.environ | {"GRUTTO_HOME": str(home)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            wait_for(port)
            list(asked(port, [path for paths in pages.values() for path in paths[:3]]))
            report(server.pid, port, pages)
        finally:
            os.killpg(server.pid, 15)


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    for _ in range(120):
        try:
            list(asked(port, [EMPTY]))
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError


def report(group: int, port: int, pages: dict[str, list[str]]) -> None:
    """Print the cost of each kind of page."""
    empty = 0.0
    print(f"{'page':14}{'ms cpu':>8}{'× empty':>9}{'bar':>5}{'ms':>7}{'KB gz':>7}")
    for kind, paths in pages.items():
        before = seconds_of(group)
        answers = list(asked(port, paths))
        cost = (seconds_of(group) - before) / len(paths)
        empty = empty or cost
        size = max(len(gzip.compress(body)) for _, body in answers) / 1000
        usual = statistics.median(second for second, _ in answers)
        bar = BARS.get(kind, "")
        print(f"{kind:14}{cost * 1000:8.2f}{cost / empty:9.1f}{bar:>5}{usual * 1000:7.1f}{size:7.1f}")
    mixed = [path for paths in zip(*(p for k, p in pages.items() if k != "empty"), strict=True) for path in paths]
    rate, worst = together(port, mixed, 8)
    print(f"all kinds, 8 readers: {rate:.0f} requests a second, 99 % within {worst * 1000:.0f} ms")
    read_by_many = [path for paths in pages.values() for path in paths[:10]] * 20
    rate, worst = together(port, read_by_many, 8)
    print(f"pages that many read, 8 readers: {rate:.0f} requests a second, 99 % within {worst * 1000:.0f} ms")
    share, resident = (size / 1e6 for size in memory_of(group))
    print(f"largest process that answers: {share:.0f} MB as its share (PSS), {resident:.0f} MB resident (RSS)")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--port", type=int, default=8799)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    measure(given.home.absolute(), given.requests, given.port, given.workers)


if __name__ == "__main__":
    main()
