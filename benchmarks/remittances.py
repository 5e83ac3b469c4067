"""What prices of sending money cost: reading a workbook of the size of the World Bank's, and serving the comparison.

    python benchmarks/remittances.py workbook FOLDER [--rows 254000]
    python benchmarks/remittances.py serve FOLDER [--seconds 15] [--port 8798] [--workers 2]

`workbook` writes one with both layouts, made up, imports it in a process of its own, and tells its seconds and memory:
of it and the processes that it starts, what they share counted once.
`serve` fills a database (SQLite in the folder, or the PostgreSQL of `GRUTTO_DATABASE`) with made-up prices of 34
countries and 15 years of averages, opens each corridor until each process had it, and has `wrk` (of the system's
packages) ask for pages: each with another amount, so that none was made before, then one page again. Requests a second
are given twice: as measured together with who asks on the same machine, and as the processor time of the server allows
on its workers; below them the requests that took longest, with what they did meanwhile.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from web import asked, memory_of, seconds_of

from grutto.remittances.layout import HEADINGS

LEGACY_ROWS = 49_491
"""Rows of the sheet up to the first quarter of 2016, as published."""
SHEETS = ("Dataset (up to Q1 2016)", "Dataset (from Q2 2016)")
OTHERS = (
    "source_name",
    "source_region",
    "source_income",
    "destination_name",
    "destination_region",
    "destination_income",
)
QUARTERS = 60
PAIRS = [("NLD", to) for to in ("MAR", "SUR", "TUR", "GHA", "NGA", "IDN", "DOM", "SOM")] + [
    (f, t)
    for f in ("DEU", "FRA", "GBR", "USA", "ITA")
    for t in ("MAR", "PHL", "IND", "CHN", "VNM", "PAK", "SEN", "MLI")
]


def write_workbook(path: Path, rows: int) -> None:
    """Write a workbook of made-up quotes with the sheets and headings of the published one."""
    chance = random.Random(30573)
    heads = [names[-1] if field == "note" else names[0] for field, names in HEADINGS.items()]
    old = min(LEGACY_ROWS, rows // 5)
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for sheet, count in zip(SHEETS, (old, rows - old), strict=True):
            legacy = sheet == SHEETS[0]
            columns = ["id", *OTHERS, *(h for h in heads if legacy or h != "product"), "corridor"]
            page = book.add_worksheet(sheet)
            page.write_row(0, 0, columns)
            for number in range(count):
                row = _row(number, chance, legacy=legacy)
                page.write_row(number + 1, 0, [row.get(c, "made up") for c in columns])


def _row(number: int, chance: random.Random, *, legacy: bool) -> dict[str, object]:
    source, destination = chance.choice(PAIRS)
    year = chance.randrange(2011, 2016) if legacy else chance.randrange(2017, 2026)
    quarter = chance.choice((1, 3))
    row: dict[str, object] = {
        "id": number, "period": f"{year}_{quarter}Q", "source_code": source, "destination_code": destination,
        "firm": f"Provider {chance.randrange(200)}", "firm_type": "Money Transfer Operator", "product": "Cash to cash",
        "payment instrument": "Debit card", "access point": "Internet", "speed actual": "Less than one hour",
        "transparent": "yes", "inter lcu bank fx": round(chance.uniform(1, 90), 6),
        "receiving network coverage": "High",
        "pickup method": "Bank account", "date": date(year, quarter * 3, 1) + timedelta(days=chance.randrange(20)),
        "corridor": source + destination, "note1": "", "note2": "", "standard note": "",
    }  # fmt: skip
    for tier, amount in (("cc1", 170), ("cc2", 430)):
        fee, margin = round(chance.uniform(0, 15), 2), round(chance.uniform(-1, 6), 2)
        row |= {
            f"{tier} lcu amount": amount, f"{tier} denomination amount": 200 if tier == "cc1" else 500,
            f"{tier} lcu code": "EUR", f"{tier} lcu fee": fee, f"{tier} lcu fx rate": round(chance.uniform(1, 90), 6),
            f"{tier} fx margin": margin, f"{tier} total cost %": round(fee / amount * 100 + margin, 2),
        }  # fmt: skip
    return row


def workbook(folder: Path, rows: int) -> None:
    """Write a workbook, import it, and tell what that took."""
    path, home = folder / f"quotes-{rows}.xlsx", folder / "imported"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(home, ignore_errors=True)  # what is there already is not imported again
    if not path.exists():
        write_workbook(path, rows)
    start = time.perf_counter()
    grutto = Path(sys.executable).with_name("grutto")
    with subprocess.Popen([grutto, "import", "--home", home, path], env=_env(home)) as command:
        most = 0
        while command.poll() is None:
            most = max(most, _memory_with_its_own(command.pid))
            time.sleep(0.2)
    took = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor, size = used.ru_utime + used.ru_stime, path.stat().st_size / (1 << 20)
    print(
        f"{rows:,} rows ({size:.1f} MiB): {took:.0f} s, of it processor {processor:.0f} s;"
        f" {most / 1e9:.2f} GB at most, {used.ru_maxrss * 1024 / 1e9:.2f} in one process"
    )
    assert command.returncode == 0


def _memory_with_its_own(process: int) -> int:
    """Return the memory of a process and those that it started, in bytes; a page that several have counts once."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        started = [
            int(n) for path in Path(f"/proc/{process}/task").glob("*/children") for n in path.read_text().split()
        ]
    except OSError:  # it ended meanwhile
        return 0
    own = sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return own + sum(map(_memory_with_its_own, started))


def _env(home: Path) -> dict[str, str]:
    return os.environ | {"GRUTTO_HOME": str(home)}


FILL = """
from decimal import Decimal
from django.utils import timezone
from grutto_web.public.remittances.demo import demo_prices, SERVICES
from grutto_web.public.remittances import demo
from grutto_web.public.remittances.acts import moved
from grutto_web.public.remittances.destinations import corridors
from grutto_web.public.remittances.models import AveragePrice, Quote
if not Quote.objects.exists():
    first = demo.SERVICES
    demo.SERVICES = tuple((f"{name} {turn}", *rest) for turn in range(3) for name, *rest in first)
    demo_prices(timezone.localdate())
    AveragePrice.objects.bulk_create(
        AveragePrice(source="NLD", destination=to, time_period=f"{2011 + q // 4}-Q{q % 4 + 1}",
                     average=Decimal(12) - Decimal(q) / 10, smart=Decimal(8) - Decimal(q) / 20, services=20)
        for to in corridors().destination for q in range(60))
    moved()
print(Quote.objects.count(), AveragePrice.objects.count())
"""


def serve(folder: Path, seconds: int, port: int, workers: int) -> None:
    """Fill a database, serve it, ask, and print."""
    home = folder / "home"
    manage = [sys.executable, "-m", "grutto_web"]
    for command in (["migrate", "--verbosity", "0"], ["shell", "-c", FILL]):
        subprocess.run([*manage, *command], check=True, env=_env(home))
    command = [*manage, "serve", "--port", str(port), "--workers", str(workers)]
    log = folder / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(command, env=_env(home), start_new_session=True, stdout=out, stderr=out) as server,
    ):
        try:
            _wait(port)
            first, fresh, again = pages()
            started, turns = time.perf_counter(), 0
            while _opened(log) < len(first) * workers:  # a connection has one process: until each had each of them
                turns += 1
                list(asked(port, [f"{path}?amount={turns + 1}" for path in first]))
            print(f"{len(first)} pages opened {turns} times in {time.perf_counter() - started:.0f} s")
            _report("a page that was not made before", server.pid, port, fresh, seconds, folder, workers)
            _report("a page that was", server.pid, port, again, seconds, folder, workers)
        finally:
            os.killpg(server.pid, 15)


LINE = re.compile(r"cpu=([\d.]+) .*\bms=([\d.]+) .*\bpage=remittances:corridor path=(\S+) process=(\d+)")


def _lines(log: Path) -> list[tuple[float, float, str, str]]:
    """Return of each page of a corridor in the log: milliseconds, those of work of its own, address, process."""
    plain = re.sub(r"\x1b\[\d*m", "", log.read_text())
    return [(float(ms), float(cpu), path, process) for cpu, ms, path, process in LINE.findall(plain)]


def _opened(log: Path) -> int:
    return len({(path, process) for _, _, path, process in _lines(log)})


def _slowest(before: list[tuple[float, float, str, str]], told: list[tuple[float, float, str, str]]) -> None:
    """Print the ten requests that took the server longest, and what each of them did meanwhile."""
    opened = {(path, process) for _, _, path, process in before}
    found = []
    for ms, cpu, path, process in told:
        first = "" if (path, process) in opened else ", the first of this address in its process"
        found.append((ms, cpu, path, first))
        opened.add((path, process))
    for ms, cpu, path, first in sorted(found, reverse=True)[:10]:
        print(f"    {ms:.0f} ms, of it work of its own {cpu:.0f}, waiting for others {ms - cpu:.0f}: {path}{first}")


def pages() -> tuple[list[str], list[str], list[str]]:
    """Return addresses: of each corridor in four languages; none the same as another; one page."""
    from grutto_web.public.remittances.destinations import corridors  # noqa: PLC0415 - needs no Django

    codes, chance = sorted(corridors().destination), random.Random(30573)
    first = [f"/{language}/remittances/NLD/{code}/" for language in ("nl", "ar", "so", "fr") for code in codes]
    fresh = [f"{chance.choice(first)}?amount={100 + n / 100:.2f}" for n in range(24_000)]
    return first, fresh, ["/nl/remittances/NLD/MAR/?amount=200"]


ASK = """
local paths, turn = {{}}, 0
for line in io.lines("{file}") do paths[#paths + 1] = line end
request = function() turn = turn + 1; return wrk.format("GET", paths[turn % #paths + 1]) end
"""


def _report(name: str, group: int, port: int, paths: list[str], seconds: int, folder: Path, workers: int) -> None:
    """Ask with eight connections, and print."""
    (folder / "paths").write_text("\n".join(paths))
    (folder / "ask.lua").write_text(ASK.format(file=folder / "paths"))
    before, earlier = seconds_of(group), _lines(folder / "log")
    command = ["wrk", "-t", "1", "-c", "8", "-d", str(seconds), "--latency", "-s", folder / "ask.lua"]
    told = subprocess.run(
        [*command, "-H", "Host: localhost", f"http://127.0.0.1:{port}"], check=True, capture_output=True, text=True
    ).stdout
    assert "Non-2xx" not in told, told
    count, rate = (re.search(pattern, told)[1] for pattern in (r"(\d+) requests in", r"Requests/sec: +([\d.]+)"))  # type: ignore[index]
    half, within = (re.search(rf"{share}% +(\S+)", told)[1] for share in (50, 99))  # type: ignore[index]
    used = (seconds_of(group) - before) / int(count)
    body = next(asked(port, paths[:1]))[1]
    print(
        f"{name}: {float(rate):,.0f} requests a second, {workers / used:,.0f} by processor time on {workers};"
        f" half within {half}, 99 of 100 within {within}; {len(gzip.compress(body)) / 1000:.1f} KB compressed;"
        f" {memory_of(group)[0] >> 20} MiB"
    )
    _slowest(earlier, _lines(folder / "log")[len(earlier) :])


def _wait(port: int) -> None:
    for _ in range(240):
        try:
            list(asked(port, ["/en/remittances/"]))
        except (OSError, AssertionError):
            time.sleep(0.5)
        else:
            return


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("workbook", "serve"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=254_000)
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--port", type=int, default=8798)
    parser.add_argument("--workers", type=int, default=2)
    told = parser.parse_args()
    if told.what == "workbook":
        workbook(told.folder, told.rows)
    else:
        serve(told.folder.absolute(), told.seconds, told.port, told.workers)


if __name__ == "__main__":
    main()
