"""Building the observation table from many generated rows, in bounded memory, against a plain copy of the same rows.

    python benchmarks/observations.py [ROWS] [MEMORY]

Both run in this process on the same generated Parquet files; only their ratio means something. The rows are made up:
a hundredth of them is given twice, a thousandth contradicts another, and one file in ten is superseded.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from grutto.store.engine import DuckDBEngine
from grutto.tables import derivation, derived_tables

ROWS = 20_000_000
FILES = 20
MEMORY = "1GB"


def generate(folder: Path, rows: int) -> None:
    """Write the tables `statistic` and `file` as an import would leave them."""
    (folder / "statistic").mkdir()
    (folder / "file").mkdir()
    each = rows // FILES
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / "spill")}) as connection:
        for number in range(FILES):
            path = folder / "statistic" / f"{number:04}.parquet"
            connection.execute(f"COPY ({_rows(number, each)}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
        files = " UNION ALL ".join(
            f"SELECT md5('{n}') AS snapshot, 'file {n}' AS name, 'made/up' AS source, 1 AS vintage,"
            f" {n % 10 == 0} AS superseded, {n} AS arrival, '' AS licence"
            for n in range(FILES)
        )
        connection.execute(f"COPY ({files}) TO '{folder / 'file' / '0001.parquet'}' (FORMAT parquet)")


def _rows(number: int, each: int) -> str:
    """Return SQL that makes the rows of one file; places, years, sexes and ages as in bilateral statistics."""
    areas = "['AFG','SOM','SDN','ETH','GEO','BIH','SLE','NLD','DEU','FRA','BEL','SWE','ITA','ESP','GRC','KEN']"
    place = f"{areas}[1 + (k // 16) % 16]"
    return f"""
    SELECT md5('{number}') AS snapshot, 'items[' || i || '], applied' AS locator, i AS row, 'made/up' AS dataflow,
        CAST(NULL AS VARCHAR) AS updated, 'A' AS freq,
        'indicator_' || (k // 32768) % 1024 AS indicator, {areas}[1 + k % 16] AS ref_area,
        {areas}[1 + k % 16] AS ref_area_code, 'country' AS ref_area_kind, {place} AS counterpart,
        {place} AS counterpart_code, 'country' AS counterpart_kind,
        CAST(1990 + (k // 256) % 32 AS VARCHAR) AS time_period,
        1990 + (k // 256) % 32 AS year, ['_T', 'F', 'M', '_U'][1 + (k // 8192) % 4] AS sex, '_T' AS age,
        'part=' || k // 33554432 || ';file=' || {number} AS breakdown, 'flow' AS stock_flow, 'person' AS unit,
        CAST(k % 100000 + CASE WHEN i % 1000 = 999 THEN 1 ELSE 0 END AS DECIMAL(24, 6)) AS obs_value,
        CAST(k % 100000 AS VARCHAR) AS obs_text, 'A' AS obs_status, CAST(NULL AS VARCHAR) AS unknown_because
    FROM (SELECT i, CASE WHEN i % 100 = 99 THEN i - 1 ELSE i END + {number} * 7919 AS k FROM range(1, {each} + 1) t(i))
    """


def copied(folder: Path) -> float:
    """Return the seconds that a plain copy of the rows takes."""
    begin = time.perf_counter()
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / "spill")}) as connection:
        connection.execute(
            f"COPY (SELECT * FROM read_parquet('{folder}/statistic/*.parquet'))"
            f" TO '{folder / 'copy.parquet'}' (FORMAT parquet, COMPRESSION zstd)"
        )
    return time.perf_counter() - begin


def built(folder: Path, memory: str) -> dict[str, float]:
    """Return the seconds that each derived table of statistics takes."""
    engine = DuckDBEngine(folder, memory=memory, spill=folder / "spill", in_memory=True)
    engine.define(derivation("prelude"))
    seconds = {}
    for name in ("statistic", "file"):
        engine.register(name, folder / name)
    for name in ("observation", "revision"):
        begin = time.perf_counter()
        engine.derive(derived_tables()[name], derivation(name), folder / f"{name}.parquet")
        seconds[name] = time.perf_counter() - begin
        engine.register(name, folder / f"{name}.parquet")
    engine.close()
    return seconds


def main() -> None:
    """Print the ratio and the most memory held."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    memory = sys.argv[2] if len(sys.argv) > 2 else MEMORY
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        generate(folder, rows)
        copy = copied(folder)
        seconds = built(folder, memory)
        kept = duckdb.sql(f"SELECT count(*) FROM '{folder}/observation.parquet'").fetchall()[0][0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"rows {rows:,}, kept {kept:,}; engine's memory limit {memory}, most memory of the process {peak:,.0f} MiB")
    print(f"copy {copy:.1f} s")
    for name, took in seconds.items():
        print(f"{name} {took:.1f} s, {took / copy:.1f} times the copy")


if __name__ == "__main__":
    main()
