"""The recomputer of the docs finds every figure of every example again, and notices what was changed."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import random
import shutil
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fictional_programme import generator

from grutto.measures import measures
from grutto.measures.derive import OPERATIONS
from grutto.tables import all_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from conftest import Command

PROJECT = Path(__file__).parents[2]
EXAMPLES = PROJECT / "examples"
SCRIPT = PROJECT / "docs" / "recompute.py"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recompute", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


recompute = _script()


class Example:
    """An edition of an example with its data folder."""

    def __init__(self, home: Path, report: Path) -> None:
        self.home, self.report = home, report

    def record(self) -> dict[str, Any]:
        """Return the record of the edition."""
        tree: dict[str, Any] = json.loads((self.report / "edition.json").read_text("utf-8"))
        return tree

    @property
    def release(self) -> Path:
        """The folder of the release."""
        return self.home / "releases" / str(self.record()["release"])

    def selected_from(self, relation: str) -> set[str]:
        """Return the figures that are made from rows of a table."""
        return {f["id"] for f in self.record()["figures"] if f["lineage"].get("relation") == relation}

    def wrong(self) -> tuple[list[Any], list[str]]:
        """Return the figures that differ, and the places whose digests differ."""
        findings, digests = recompute.check(self.report, self.home)
        return (
            [f.figure for f in findings if f.verdict == recompute.DIFFERS],
            [place for place, there, said in digests if there != said],
        )


@pytest.fixture(scope="module")
def examples(grutto: Command, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Example]:
    """Build an example as `make report` does."""
    folder = tmp_path_factory.mktemp("examples")

    @cache
    def build(name: str) -> Example:
        home, output = folder / name, folder / f"{name}-report"
        if name == "fictional":
            generator().write(folder / "files")
        files, command = ORDERS[name]
        imported = grutto("import", "--home", home, *(files or (folder / "files",)))
        assert imported.code == 0, imported.err
        made = grutto(*command, "--home", home, "--lang", "en", "--lang", "nl", "--output", output)
        assert made.code == 0, made.err
        return Example(home, output)

    return build


NL, FICTIONAL, UNHCR = EXAMPLES / "nl-2010", EXAMPLES / "fictional", EXAMPLES / "unhcr-2023"
RATES = PROJECT / "src" / "grutto" / "sources" / "ecb" / "rates" / "sample.csv"
ORDERS: dict[str, tuple[tuple[Path, ...], tuple[object, ...]]] = {
    "nl-2010": (
        (NL / "activities", RATES),
        ("report", "nl-2008", 2010, "--judgements", NL / "judgements.toml"),
    ),
    "fictional": (
        (),
        (
            *("report", FICTIONAL / "fictional", 2020),
            *("--judgements", FICTIONAL / "judgements.toml", "--ledger", FICTIONAL / "ledger.toml"),
        ),
    ),
    "profile": (
        (NL / "activities", NL / "statistics"),
        ("profile", "AFG", "--as-seen-from", "NLD", "--year", 2010),
    ),
    "unhcr-2023": ((UNHCR / "data",), ("report", UNHCR / "protection", 2023)),
}
LEAST = {"nl-2010": 70, "fictional": 1000, "profile": 20, "unhcr-2023": 400}
"""Figures that are computed again of each: there is something to find."""


@pytest.mark.parametrize("name", ORDERS)
def test_every_figure_of_an_example_is_found_again(name: str, examples: Callable[[str], Example]) -> None:
    example = examples(name)
    assert example.wrong() == ([], [])
    findings, digests = recompute.check(example.report, example.home)
    records = [example.record()]
    records += [
        json.loads((example.report / each / "edition.json").read_text()) for each in records[0].get("beside", {})
    ]
    figures = [figure for record in records for figure in record["figures"]]
    assert [f.figure for f in findings] == [figure["id"] for figure in figures]
    by_hash = [f.figure for f in findings if f.verdict == recompute.BY_HASH]
    assert by_hash == [figure["id"] for figure in figures if figure["lineage"]["type"] == "statement"]
    assert len(findings) - len(by_hash) >= LEAST[name]
    files = {f"{place}" for place, _, _ in digests}
    assert files >= set(records[0]["files"]) | {"manifest.json", "edition.json", "table money", "catalogue.sqlite"}


@pytest.fixture
def copy(examples: Callable[[str], Example], tmp_path: Path) -> Example:
    """A copy of the example, to change."""
    example = examples("nl-2010")
    shutil.copytree(example.home, tmp_path / "home")
    shutil.copytree(example.report, tmp_path / "report")
    return Example(tmp_path / "home", tmp_path / "report")


def _doubled(path: Path, name: str) -> None:
    """Write a Parquet file again with the double of a column, or its contrary."""
    table = pq.read_table(path)
    values = [None if v is None else (not v if isinstance(v, bool) else v * 2) for v in table[name].to_pylist()]
    place = table.schema.get_field_index(name)
    pq.write_table(table.set_column(place, name, pa.array(values, table.schema.field(name).type)), path)


def _rewritten(path: Path, change: Callable[[Any], None]) -> None:
    """Write a JSON file again after a change."""
    tree = json.loads(path.read_text("utf-8"))
    change(tree)
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _resealed(tree: dict[str, Any]) -> None:
    """Give a record the digest that it would have had."""
    rest = {name: part for name, part in tree.items() if name != "sha256"}
    tree["sha256"] = hashlib.sha256((json.dumps(rest, ensure_ascii=False, indent=1) + "\n").encode()).hexdigest()


def test_a_changed_parquet_file_is_noticed(copy: Example) -> None:
    [part] = [p for p in sorted(copy.release.glob("tables/indicator_value/*.parquet")) if pq.read_metadata(p).num_rows]
    _doubled(part, "value")
    figures, places = copy.wrong()
    assert places == ["table indicator_value"]
    assert set(figures) > copy.selected_from("indicator_value"), "the sums, and what derives from them"


def test_a_parquet_file_that_was_changed_with_all_manifests_is_noticed(copy: Example) -> None:
    """A release is not named by its tables: the digests of rows in the record hold them."""
    [part] = [p for p in sorted(copy.release.glob("tables/indicator_value/*.parquet")) if pq.read_metadata(p).num_rows]
    _doubled(part, "value")
    digest = recompute.sha256_of(part.parent)
    for path in (copy.release / "manifest.json", copy.home / "manifests" / f"{copy.release.name}.json"):
        _rewritten(path, lambda tree: tree["tables"].update(indicator_value=digest))
    figures, places = copy.wrong()
    assert places == []
    assert set(figures) > copy.selected_from("indicator_value")


def test_a_changed_attribution_is_noticed(copy: Example) -> None:
    """No manifest has its digest; which rows are counted tells."""
    for part in copy.release.glob("attribution/*.parquet"):
        _doubled(part, "counted")
    figures, places = copy.wrong()
    assert "active.year-2010" in figures
    assert places == []


@pytest.mark.parametrize("rows", [0, 2])
def test_a_cut_parquet_file_is_noticed(copy: Example, rows: int) -> None:
    for part in copy.release.glob("tables/active/*.parquet"):
        pq.write_table(pq.read_table(part).slice(0, rows), part)
    figures, places = copy.wrong()
    assert "active.year-2010" in figures
    assert places == ["table active"]


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        (lambda tree: tree["tables"].update(money="0" * 64), {"manifest.json", "table money"}),
        (lambda tree: tree.update(builder="0" * 64), {"manifest.json", "id of the release"}),
        (lambda tree: tree["snapshots"].pop(), {"manifest.json", "id of the release"}),
        (lambda tree: tree.update(catalogue="0" * 64), {"manifest.json", "catalogue.sqlite"}),
    ],
)
def test_a_changed_manifest_is_noticed(copy: Example, change: Callable[[Any], None], noticed: set[str]) -> None:
    _rewritten(copy.release / "manifest.json", change)
    figures, places = copy.wrong()
    assert (figures, set(places)) == ([], noticed)


@pytest.mark.parametrize("kind", ["selection", "derivation"])
@pytest.mark.parametrize("resealed", [False, True])
def test_a_changed_figure_is_noticed(copy: Example, kind: str, resealed: bool) -> None:
    [name, *_] = [f["id"] for f in copy.record()["figures"] if f["lineage"]["type"] == kind and f["value"]]

    def change(tree: Any) -> None:
        [figure] = [f for f in tree["figures"] if f["id"] == name]
        figure["value"] = str(Decimal(figure["value"]) + Decimal("0.000001"))
        if resealed:
            _resealed(tree)

    _rewritten(copy.report / "edition.json", change)
    figures, places = copy.wrong()
    assert figures == [name]
    assert places == ["edition.json as kept"] if resealed else ["edition.json", "edition.json as kept"]


def test_a_changed_statement_is_noticed_by_hash(copy: Example) -> None:
    def change(tree: Any) -> None:
        [figure, *_] = [f for f in tree["figures"] if f["lineage"]["type"] == "statement"]
        figure["value"] = "1"

    _rewritten(copy.report / "edition.json", change)
    _, places = copy.wrong()
    assert places == ["edition.json", "edition.json as kept"]


def test_a_changed_page_input_and_source_are_noticed(copy: Example) -> None:
    record = copy.record()
    sources = json.loads((copy.release / "manifest.json").read_text("utf-8"))["snapshots"]
    digests = (record["inputs"]["judgements.json"], sources[0]["sha256"])
    for path in (copy.report / "index.html", *(copy.home / "snapshots" / d[:2] / d for d in digests)):
        path.write_bytes(path.read_bytes() + b" ")
    assert copy.wrong() == ([], ["index.html", "judgements.json", f"source file {sources[0]['name']}"])


def test_as_a_command_it_says_each_figure_and_leaves_one_where_anything_differs(copy: Example) -> None:
    run = _run(copy)
    *lines, last = run.stdout.splitlines()
    count = len(copy.record()["figures"])
    assert (run.returncode, run.stderr, len(lines)) == (0, "", count)
    assert "same\tactive.year-2010\t22.000000\t22.000000\t" in lines
    assert last.startswith("figures: ")
    _rewritten(copy.report / "edition.json", lambda tree: tree["figures"][0].update(value="23"))
    run = _run(copy)
    assert run.returncode == 1
    assert "DIFFERS\tactive.year-2010\t22.000000\t23.000000\t" in run.stdout.splitlines()


@pytest.mark.parametrize("bad", ["", "{", '{"figures": []}', '{"figures": [], "release": "../other"}'])
def test_a_record_that_cannot_be_read_is_told(copy: Example, bad: str) -> None:
    (copy.report / "edition.json").write_text(bad)
    run = _run(copy)
    assert run.returncode == 2
    assert "a record cannot be read: " in run.stderr
    assert "Traceback" not in run.stderr


def _run(example: Example) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(SCRIPT), str(example.report), "--home", str(example.home)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_it_is_short_and_shares_no_code_with_grutto() -> None:
    text = SCRIPT.read_text("utf-8")
    tree = ast.parse(text)
    imported = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    imported |= {name.name for n in ast.walk(tree) if isinstance(n, ast.Import) for name in n.names}
    assert {name.partition(".")[0] for name in imported} - set(sys.stdlib_module_names) == {"pyarrow"}
    assert len(text.splitlines()) <= 300


def test_it_knows_the_rows_of_every_measure_and_every_operation() -> None:
    relations = {measure.relation for measure in measures().values()}
    assert {name: tuple(columns) for name, columns in recompute.TRACE.items()} == {
        name: table.trace for name, table in all_tables().items() if name in relations
    }
    assert set(recompute.OPERATIONS) | set(recompute.PARTIAL) == set(OPERATIONS)
    assert set(recompute.PARTIAL) == {name for name, operation in OPERATIONS.items() if operation.partial}


INPUTS = {
    "unspent": 1,
    "thousands_up": 1,
    "total": 4,
    "product": 3,
    "targets_met": 5,
    "number_of": 3,
    "weighted_mean": 6,
}
INPUTS |= dict.fromkeys(("refugee_recognition", "total_recognition", "part_of_known"), 3) | {"delay_part": 4}


@pytest.mark.parametrize("name", OPERATIONS)
def test_its_operations_give_what_those_of_grutto_give(name: str) -> None:
    """They were written apart: exact fractions and all orders here, decimals and all subsets there."""
    draw = random.Random(name)
    partial = OPERATIONS[name].partial
    count = (9 if name.startswith("days_") else 8) if partial else INPUTS.get(name, 2)
    ours = (recompute.OPERATIONS | recompute.PARTIAL)[name]
    known = 0
    for _ in range(300):
        numbers = [_drawn(draw, unknown=partial, below=name == "delay_part" and i == 0) for i in range(count)]
        theirs = OPERATIONS[name].function(*numbers)
        found = ours(*(None if n is None else Fraction(n) for n in numbers))
        assert found == (None if theirs is None else Fraction(theirs)), numbers
        known += found is not None
    assert known > 20


def _drawn(draw: random.Random, *, unknown: bool, below: bool) -> Decimal | None:
    if unknown and draw.random() < 0.1:
        return None
    digits = draw.choice((0, 0, 2, 6))
    return Decimal(draw.choice((0, draw.randint(1, 500), draw.randint(1, 10**7)))).scaleb(-digits) * (
        -1 if below else 1
    )
