"""The table of limits names, for each, a test that is there, and the bound that the code has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.checks import check
from grutto.editions import folder_server
from grutto.measures import pool
from grutto.readers import pages, zips
from grutto.readers.iati import bounds, cutting, finding_limits, walk
from grutto.readers.template import cells
from grutto.store import records, workbook_bounds, worker, zip_bounds
from grutto.tables import build, explosion, extract, families, reading

if TYPE_CHECKING:
    from pathlib import Path

MEBI, MILLION = 1 << 20, 1_000_000
BOUNDS = {
    "Memory of the engine": (build.MEMORY.replace("MB", " MB"), pool.MEMORY.replace("GB", " GB")),
    "Figures that the book of a session of a pool keeps": (f"{pool.FIGURES:,}",),
    "Records read back (pointer, manifest, standard, summaries)": (f"{records.LARGEST // MEBI} MiB",),
    "Time of a file": (f"{worker.SECONDS // 60} minutes", f"{worker.BYTES_A_SECOND * 60 // MEBI} MiB"),
    "Small IATI files": (f"below {reading.SMALL // MEBI} MiB", f"{extract.TOGETHER // MEBI} MiB"),
    "Memory of a file": (f"{worker.MEMORY / 1e9} GB",),
    "Making the tables of a release": (f"{worker.MEMORY / 1e9} GB and {build.OF_AN_ACTIVITY // 1000} KB",),
    "An IATI file as a whole": (f"{reading.MOST_RECORDS:,} activities", f"{reading.MOST_ROWS // MILLION} million rows"),
    "Parts into which": (f"{explosion.MOST_PARTS // MILLION} million",),
    "A family of activities": (f"{families.MOST_LEVELS} levels",),
    "The list of files in a zip": (f"{zip_bounds.LARGEST_LIST // MEBI} MiB",),
    "`grutto serve FOLDER`": (f"{folder_server.CONNECTIONS} connections", f"{folder_server.SECONDS} seconds"),
    "One IATI activity": (
        f"{cutting.LARGEST_RECORD // MEBI} MiB",
        f"{walk.MOST_ATTRIBUTES:,} attributes",
        f"{walk.MOST_BEYOND:,} things",
    ),
    "Numbers of IATI files": (f"10^{bounds.LARGEST.adjusted()}", f"{bounds.LARGEST_SHARE:,} %"),
    "Findings of one rule": (f"{finding_limits.MOST:,} a piece", f"lists {check.MOST}"),
    "A workbook": (
        f"{workbook_bounds.LARGEST_PART // MEBI // 1024} GiB",
        f"{workbook_bounds.MOST_ROOM // MILLION} million cells",
        f"{workbook_bounds.MOST_EMPTY} times",
    ),
    "A filled template": (f"{cells.MOST_ROOM // MILLION} million cells",),
    "A packed answer": (f"{pages.LARGEST // MEBI} MiB", f"{pages.MOST_MEMBERS:,} files"),
    "A JSON answer": (f"{pages.MOST_VALUES // MILLION} million values",),
    "A zip of IATI files": (f"{zips.LARGEST_RATIO} times", f"{zips.LARGEST_UNPACKED // MEBI // 1024} GiB"),
}
"""Start of what is bounded to what its bound says, by the code."""


@pytest.fixture(scope="module")
def rows(project: Path) -> list[list[str]]:
    """The cells of the table."""
    lines = [line for line in (project / "docs/limits.md").read_text("utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_each_limit_names_the_test_that_keeps_it(rows: list[list[str]], project: Path) -> None:
    assert len(rows) > 40
    for what, bound, told_, named in rows:
        assert all((what, bound, told_)), what
        path, _, name = named.partition("::")
        assert f"def {name}(" in (project / "tests" / path).read_text("utf-8"), named


@pytest.mark.parametrize("start", BOUNDS)
def test_a_bound_is_that_of_the_code(rows: list[list[str]], start: str) -> None:
    (bound,) = (row[1] for row in rows if row[0].startswith(start))
    assert all(part in bound for part in BOUNDS[start]), BOUNDS[start]
