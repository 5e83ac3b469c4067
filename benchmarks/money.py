"""Money at size: a generated portfolio of 100,000 activities and 2 million transactions, built and measured.

    python benchmarks/money.py [--trees 16667] [--folder DIR]

Every measure is asked along every dimension that a report uses. Each question is timed against a plain DuckDB scan
of the same Parquet in the same run: the same column, by the same dimension where the table itself has it, with nothing
filtered, joined or counted. Ratios are what to look at: seconds depend on the machine and its other work.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import duckdb

from grutto.errors import InputError
from grutto.frameworks import load
from grutto.measures import dimension_names, measures
from grutto.measures.session import open_release
from grutto.store.home import Home
from grutto.store.releases import table_path
from grutto.tables.intake import incoming_files, take_in

if TYPE_CHECKING:
    from types import ModuleType

EXAMPLE = Path(__file__).parents[1] / "examples" / "fictional"
ALONG = ("year", "country", "priority", "implementing_org", "oda")


def generator() -> ModuleType:
    """Return the generator of the fictional example."""
    spec = importlib.util.spec_from_file_location("generate", EXAMPLE / "generate.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["generate"] = module
    spec.loader.exec_module(module)
    return module


def peak_gb() -> float:
    """Return the largest memory of this process so far, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def build(home: Home, folder: Path, trees: int) -> dict[str, float]:
    """Generate, import and build; return seconds, and megabytes of XML."""
    start = time.perf_counter()
    paths = generator().write(folder, trees, files=max(1, trees // 1000))
    made = time.perf_counter()
    report = take_in(home, incoming_files(paths))
    if report.release is None or report.refused:
        raise InputError("The generator's files could not be imported", where=str(folder))
    rows = dict(report.release.rows)
    return {
        "activities": rows["portfolio"],
        "transactions": rows["transaction"],
        "money_rows": rows["money"],
        "xml_mb": round(sum(p.stat().st_size for p in paths) / 1e6),
        "generate_s": round(made - start, 1),
        "import_s": round(time.perf_counter() - made, 1),
        "peak_gb": round(peak_gb(), 2),
    }


def ask(home: Home) -> dict[str, float]:
    """Ask every measure along every dimension of a report; return times and ratios to plain scans."""
    start = time.perf_counter()
    with open_release(home, load(EXAMPLE / "fictional")) as session:
        opened = time.perf_counter() - start
        plain = duckdb.connect()
        times, ratios = [], []
        for name, measure in measures().items():
            path = table_path(home, session.release.id, measure.relation)
            for dimension in (d for d in ALONG if d in dimension_names(measure)):
                begin = time.perf_counter()
                session.book.breakdown(name, dimension)
                times.append(time.perf_counter() - begin)
                ratios.append(times[-1] / scan(plain, path, measure.value, dimension))
        found = {"open_s": round(opened, 1), "questions": len(times), "ask_s": round(sum(times), 1)}
        found |= {"median_s": round(median(times), 3), "ratio_median": round(median(ratios), 1)}
        return found | {"ratio_worst": round(max(ratios), 1), "ask_peak_gb": round(peak_gb(), 2)}


def scan(plain: duckdb.DuckDBPyConnection, path: Path, value: str, dimension: str) -> float:
    """Return the seconds of a plain scan of one column, by a dimension if the table itself has it."""
    files = f"read_parquet('{path}/*.parquet')"
    columns = {row[0] for row in plain.execute(f"DESCRIBE SELECT * FROM {files}").fetchall()}
    by = f'"{dimension}"' if dimension in columns else "1"
    begin = time.perf_counter()
    plain.execute(f'SELECT {by}, count("{value}"), max("{value}") FROM {files} GROUP BY 1').fetchall()
    return time.perf_counter() - begin


def main() -> None:
    """Run both parts, each in a process of its own, so that memory is its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--trees", type=int, default=16_667)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--part", choices=("build", "ask"), default=None)
    given = parser.parse_args()
    if given.part:
        home = Home(given.folder / "home")
        part = build(home, given.folder / "xml", given.trees) if given.part == "build" else ask(home)
        print(json.dumps(part))
        return
    with tempfile.TemporaryDirectory() as folder:
        for part_name in ("build", "ask"):
            command = [sys.executable, __file__, "--trees", str(given.trees), "--folder", folder, "--part", part_name]
            print(part_name, subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


if __name__ == "__main__":
    main()
