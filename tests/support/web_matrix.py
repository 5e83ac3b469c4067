"""The matrix of pages and acts × roles, as the tests read it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

from grutto_web.people.roles import Role

VISITOR = "visitor"
EVERYONE = (VISITOR, *Role.values)
FILE = Path(__file__).parents[1] / "grutto_web" / "matrix.csv"


class Line(NamedTuple):
    """A line of the matrix: the name of a page or act, who may, and with what a page is opened in the test."""

    name: str
    may: frozenset[str]
    arguments: tuple[str, ...]


def lines() -> dict[str, Line]:
    """Return the lines by name."""
    with FILE.open() as stream:
        rows = list(csv.DictReader(stream))
    allowed = {row["name"]: frozenset(who for who in EVERYONE if row[who] == "x") for row in rows}
    return {r["name"]: Line(r["name"], allowed[r["name"]], tuple(r["arguments"].split())) for r in rows}
