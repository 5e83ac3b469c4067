"""Reading IATI files: time as ratio to a bare `lxml.etree.parse` of the same file in the same run, and memory.

    python benchmarks/iati.py --real ../shared/data/iati/unhcr-activities-2023.xml \\
        --schema ../shared/data/iati-standard/schemas/2.03/iati-activities-schema.xsd --sizes 60 300 1000 3000

The files repeat the real activities with new identifiers, and generated ones with results in two languages. Each case
runs in a process of its own and is warmed up first (compiled code and helpers loaded). It takes turns with a process
that parses only, so that both see the same machine; the medians count. The ratio of processor time is steadier where
other programs run; on two cores that are free, half of it is the least that a ratio can be. Above 400 MB a bare parse
would fill the memory, so the time is given alone. Memory is the peak of the process that runs the case, plus that of
its largest helper times the number of helpers.

The peer iati2json has packages for Python up to 3.12 only: `IATI2JSON_PYTHON` names an interpreter that has it.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from lxml import etree

from grutto.readers.iati import IatiReader
from grutto.store.parquet import ParquetTable, close_all
from grutto.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 5
LARGE = 100_000_000
"""Bytes above which a case runs twice, and peers do not run."""
HUGE = 400_000_000
"""Bytes above which a case runs once, without a bare parse."""
PAUSE = 1.0
"""Seconds before a run: a process that parsed goes on for half a second after its answer, beside what follows."""
WARM = 40
"""Megabytes of the file that warms up."""

HEADING = """\
| what | seconds | of processors | ratio | ratio of the best | ratio of processor time | MB/s | memory, MB |
|---|---|---|---|---|---|---|---|"""

PEERS = ("okfn-iati to CSV", "iati2json", "xmltodict")


def generated(number: int, random: Random) -> str:
    """Return an activity with what the real file lacks: results, dimensions, sectors of transactions."""
    day = f"20{random.randint(10, 24)}-{random.randint(1, 12):02}-15"
    periods = "".join(
        f'<period><period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
        + "".join(
            f'<{kind} value="{random.randint(1, 9999)}"><dimension name="sex" value="{sex}"/></{kind}>'
            for kind in ("target", "actual")
            for sex in ("female", "male")
        )
        + "</period>"
        for year in range(2018, 2024)
    )
    money = "".join(
        f'<transaction><transaction-type code="{random.randint(1, 4)}"/><transaction-date iso-date="{day}"/>'
        f'<value value-date="{day}">{random.randint(1, 10**7)}.{random.randint(0, 99):02}</value>'
        f"<description><narrative>Payment {random.randint(1, 10**6)}</narrative></description>"
        f'<sector code="15190"/><recipient-country code="GH"/></transaction>'
        for _ in range(20)
    )
    return (
        f'<iati-activity xml:lang="en" default-currency="EUR"><iati-identifier>XX-GEN-{number}</iati-identifier>'
        '<reporting-org ref="XX-GEN" type="10"><narrative>Generated</narrative></reporting-org>'
        f"<title><narrative>Return {number}</narrative><narrative xml:lang='fr'>Retour {number}</narrative></title>"
        '<description><narrative>Generated</narrative></description><participating-org role="1"/>'
        f'<activity-status code="2"/><activity-date type="1" iso-date="{day}"/>{money}<result type="1"><title>'
        f'<narrative>Returnees</narrative></title><indicator measure="1"><title><narrative>People</narrative></title>'
        f"{periods}</indicator></result></iati-activity>\n"
    )


def large_file(real: Path, megabytes: int, path: Path) -> None:
    """Write a file of about this size."""
    text = real.read_text("utf-8")
    start, end = text.index("<iati-activity "), text.rindex("</iati-activities>")
    body, random, number = text[start:end], Random(1), 0
    with path.open("w", encoding="utf-8") as out:
        out.write(text[:start])
        while out.tell() < megabytes * 1_000_000:
            number += 1
            out.write(re.sub("<iati-identifier>([^<]*)", rf"<iati-identifier>\1-{number}", body))
            out.writelines(generated(100 * number + n, random) for n in range(60))
        out.write(text[end:])


def bare(path: Path, _: Path | None) -> None:
    """Parse, and nothing else."""
    etree.parse(str(path))


def extraction(processes: int) -> Callable[[Path, Path | None], None]:
    """Return a case that reads all tables and drops them."""

    def case(path: Path, _: Path | None) -> None:
        reader = IatiReader(tables_of("iati"), "0" * 64, path.name, processes=processes)
        rows = sum(table.num_rows for batch in reader.read(path) for table in batch.values())
        assert rows > reader.records > 0

    return case


def whole(processes: int) -> Callable[[Path, Path | None], None]:
    """Return a case that judges well-formedness and schema and writes all tables to Parquet."""

    def case(path: Path, schema: Path | None) -> None:
        tables = tables_of("iati")
        reader = IatiReader(tables, "0" * 64, path.name, schema=schema, processes=processes)
        with tempfile.TemporaryDirectory() as folder:
            files = {n: ParquetTable(Path(folder) / f"{n}.parquet", t.column) for n, t in tables.items()}
            for batch in reader.read(path):
                for name, rows in batch.items():
                    files[name].append(rows)
            close_all(files.values())

    return case


def okfn(path: Path, _: Path | None) -> None:
    """The peer that makes tables fastest; it leaves out dimensions, planned disbursements and most countries."""
    from okfn_iati.multi_csv_converter import IatiMultiCsvConverter  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        IatiMultiCsvConverter().xml_to_csv_folder(str(path), folder)


def dictionaries(path: Path, _: Path | None) -> None:
    """Nested dictionaries, no tables."""
    import xmltodict  # noqa: PLC0415

    with path.open("rb") as stream:
        xmltodict.parse(stream)


def json_text(path: Path, schema: Path | None) -> None:
    """JSON after the elements of the schema, no tables; in another interpreter, whose start takes a tenth second."""
    code = "import iati2json, sys; iati2json.convert(sys.argv[1], file=sys.argv[2], schemas=[sys.argv[3]])"
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "a.json"
        subprocess.run([os.environ["IATI2JSON_PYTHON"], "-c", code, path, made, str(schema)], check=True)
        assert made.stat().st_size > path.stat().st_size / 10


def hashed(path: Path, _: Path | None) -> None:
    """What an unchanged file costs when it is imported again."""
    with path.open("rb") as stream:
        hashlib.file_digest(stream, "sha256")


CASES: dict[str, Callable[[Path, Path | None], None]] = {
    "bare parse": bare,
    "extraction, 1 process": extraction(1),
    "extraction, 2 processes": extraction(2),
    "schema, all tables to Parquet, 1 process": whole(1),
    "schema, all tables to Parquet, 2 processes": whole(2),
    "okfn-iati to CSV": okfn,
    "iati2json": json_text,
    "xmltodict": dictionaries,
    "unchanged file, hash only": hashed,
}


def timed(run: Callable[[Path, Path | None], None], path: Path, schema: Path | None) -> tuple[float, float]:
    """Return the seconds that one run takes by the clock and of processors, helpers included."""
    gc.collect()
    started, before = time.perf_counter(), processors()
    run(path, schema)
    return time.perf_counter() - started, processors() - before


def processors() -> float:
    """Return the processor seconds of this process and its helpers that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def peak_megabytes(helpers: int) -> float:
    """Return peak memory of this process and its helpers that ended."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    helper = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + helpers * helper) / 1024


def serve(arguments: argparse.Namespace) -> None:
    """Run a case each time a line comes in, and print what it took."""
    run = CASES[arguments.case]
    with redirect_stdout(sys.stderr):
        run(arguments.warm, arguments.schema)
    for _ in sys.stdin:
        with redirect_stdout(sys.stderr):  # peers print what they do
            seconds, busy = timed(run, arguments.file, arguments.schema)
        megabytes = peak_megabytes(1 if arguments.case in PEERS else 2)
        print(json.dumps([seconds, busy, megabytes]), flush=True)


class Runner:
    """A process that runs one case when it is told to."""

    def __init__(self, arguments: argparse.Namespace, case: str, path: Path, warm: Path) -> None:
        """Start it."""
        command = [sys.executable, __file__, "--real", arguments.real, "--case", case, "--file", path, "--warm", warm]
        command += ["--schema", arguments.schema] if arguments.schema else []
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet, text=True)

    def run(self) -> list[float]:
        """Return seconds by the clock, seconds of processors and peak memory; nothing if the case fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        time.sleep(PAUSE)
        if self._process.poll() is None:
            print(file=self._process.stdin, flush=True)
        found: list[float] = json.loads(self._process.stdout.readline() or "[]")
        return found

    def stop(self) -> None:
        """End it."""
        self._process.communicate()


def measure(case: Runner, parse: Runner | None, rounds: int) -> dict[str, float]:
    """Return the middle times of a case and their ratios to those of a bare parse; nothing if the case fails."""
    turns = [(case.run(), parse.run() if parse else []) for _ in range(rounds)]
    own, beside = zip(*turns, strict=True)
    if not all(own):
        return {}
    seconds, busy, _ = map(median, zip(*own, strict=True))
    found = {"seconds": seconds, "megabytes": max(o[2] for o in own), "busy": busy}
    if parse:
        bare_seconds, bare_busy, _ = map(median, zip(*beside, strict=True))
        best = min(o[0] for o in own) / min(b[0] for b in beside)
        found |= {"ratio": seconds / bare_seconds, "best": best, "of": busy / bare_busy}
    return found


def results(arguments: argparse.Namespace, path: Path, warm: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield each case with what it took."""
    size = path.stat().st_size
    parse = Runner(arguments, "bare parse", path, warm) if size < HUGE else None
    for case in arguments.cases or CASES:
        if (case in PEERS and size > LARGE) or (case == "bare parse" and size > HUGE):
            continue
        runner = Runner(arguments, case, path, warm)
        found = measure(runner, parse, ROUNDS if size < LARGE else 3 if size < HUGE else 1)
        runner.stop()
        if found:
            yield case, found
        else:
            print(f"{case}: did not run", file=sys.stderr)
    if parse:
        parse.stop()


def line(case: str, found: dict[str, float], size: int) -> str:
    """Return one line of the table."""
    ratios = [f"{found[key]:.2f}" if key in found else "–" for key in ("ratio", "best", "of")]
    numbers = [f"{found['seconds']:.2f}", f"{found['busy']:.2f}", *ratios, f"{size / 1e6 / found['seconds']:.0f}"]
    return f"| {case} | {' | '.join(numbers)} | {found['megabytes']:.0f} |"


def main() -> None:
    """Print one table a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--real", type=Path, required=True)
    parser.add_argument("--schema", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[60])
    parser.add_argument("--cases", nargs="*", choices=CASES)
    for name in ("--case", "--file", "--warm"):
        parser.add_argument(name, type=Path if name != "--case" else str, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.case:
        serve(arguments)
        return
    with tempfile.TemporaryDirectory() as folder:
        warm = Path(folder) / "warm.xml"
        large_file(arguments.real, WARM, warm)
        for megabytes in arguments.sizes:
            path = Path(folder) / f"{megabytes}.xml"
            large_file(arguments.real, megabytes, path)
            size = path.stat().st_size
            print(f"\n{size / 1e6:.0f} MB\n\n{HEADING}")
            for case, found in results(arguments, path, warm):
                print(line(case, found, size), flush=True)
            path.unlink()


if __name__ == "__main__":
    main()
