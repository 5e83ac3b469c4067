"""`grutto export`: what was imported goes out as valid IATI 2.03 and comes back the same, nothing lost."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from iati_samples import Maker, activity, wrapped
from lxml import etree

from grutto.checks import read_standard
from grutto.checks.schema import read_schema
from grutto.readers.iati import ACTIVITIES, ORGANISATIONS, Flavour
from grutto.store.home import Home
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command

POSITION = re.compile(r"^(/iati-\w+/iati-\w+)\[\d+\]")
ONE = activity('<title><narrative>A</narrative></title><recipient-country code="AF"/>', "AA-1")
TWO = activity('<title><narrative>B</narrative></title><recipient-country code="IQ"/>', "AA-2")


def tables(home: Home, reader: str = "iati") -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a release by table, without what tells one file from another."""
    folder = home.releases / home.current() / "tables"
    return {name: _rows(folder / name) for name in tables_of(reader)}


def _rows(folder: Path) -> list[dict[str, Any]]:
    found = pq.read_table(folder).to_pylist()
    for row in found:
        row.pop("snapshot")
        for column in {"locator", "parent"} & set(row):
            row[column] = POSITION.sub(r"\1", row[column] or "")
    return sorted(found, key=lambda row: json.dumps(row, default=str))


def went_round(grutto: Command, home: Home, tmp_path: Path, flavour: Flavour = ACTIVITIES) -> tuple[bytes, str]:
    """Export a release, import that into another data folder, and check that nothing changed; return what was told."""
    path, again = tmp_path / "out.xml", tmp_path / "again.xml"
    kind = ("--kind", "organisations" if flavour is ORGANISATIONS else "activities")
    first = grutto("export", *kind, "--home", home.path, "--output", path)
    assert first.code == 0, first.err
    other = Home(tmp_path / "other" / path.stem)
    back = grutto("import", path, "--home", other.path)
    assert back.code == 0, back.err
    assert tables(other, flavour.reader) == tables(home, flavour.reader)
    assert grutto("export", *kind, "--home", other.path, "--output", again).code == 0
    assert again.read_bytes() == path.read_bytes()
    return path.read_bytes(), first.err


def assert_valid(content: bytes, flavour: Flavour = ACTIVITIES) -> None:
    schema = read_schema(read_standard().schemas["2.03", flavour.noun])
    schema.assertValid(etree.fromstring(content))


def test_the_real_file_passes_through_import_check_and_export_with_nothing_lost(
    grutto: Command, unhcr_home: Home, tmp_path: Path, shared: Path
) -> None:
    content, told = went_round(grutto, unhcr_home, tmp_path)
    assert_valid(content)
    assert told.startswith("134 activities")  # and nothing before that: no finding
    checked = [
        json.loads(grutto("check", path, "--format", "json", "--standard", shared / "iati-standard").out)["files"][0]
        for path in (shared / "iati" / "unhcr-activities-2023.xml", tmp_path / "out.xml")
    ]
    assert checked[0]["activities"] == checked[1]["activities"] == 134
    assert checked[0]["counts"] == checked[1]["counts"]
    assert checked[1]["severities"]["error"] == checked[1]["severities"]["critical"] == 0


def test_the_example_of_2010_becomes_one_valid_file_with_nothing_lost(
    grutto: Command, nl_home: Home, tmp_path: Path
) -> None:
    whole, once = tmp_path / "whole.xml", Home(tmp_path / "once")
    assert grutto("export", "--home", nl_home.path, "--output", whole).code == 0
    assert_valid(whole.read_bytes())
    assert grutto("import", whole, "--home", once.path).code == 0
    before, after = tables(nl_home), tables(once)
    del before["iati_file"], after["iati_file"]  # several files became one
    assert after == before
    went_round(grutto, once, tmp_path)


def test_of_the_fictional_example_only_what_is_no_value_is_lost_and_told(
    grutto: Command, home: Home, tmp_path: Path, project: Path
) -> None:
    subprocess.run([sys.executable, project / "examples/fictional/generate.py", tmp_path / "in"], check=True)
    assert grutto("import", tmp_path / "in", "--home", home.path).code == 0
    whole, once = tmp_path / "whole.xml", Home(tmp_path / "once")
    told = grutto("export", "--home", home.path, "--output", whole).err
    assert grutto("import", whole, "--home", once.path).code == 0
    before, after = tables(home), tables(once)
    unread = [row for row in before["extension"] if row["kind"] == "unread"]
    assert [row["value"] for row in unread] == ["0000-00-00"]
    assert "no value that the standard allows" in told
    assert "0000-00-00" in told
    before["extension"].remove(unread[0])
    del before["iati_file"], after["iati_file"]
    assert after == before


def generated_record_passes(grutto: Command, folder: Path, flavour: Flavour, seed: int, part: float) -> None:
    """Import records with so large a part of the standard, and export them, with nothing lost."""
    path, home = folder / "made.xml", Home(folder / "home")
    path.write_bytes(Maker(Random(seed), flavour, part=part).file(3))
    assert grutto("import", path, "--home", home.path).code == 0
    content, _ = went_round(grutto, home, folder, flavour)
    if part == 1.0:
        assert_valid(content, flavour)


FLAVOURS = pytest.mark.parametrize("flavour", [ACTIVITIES, ORGANISATIONS], ids=lambda f: f.noun)


@FLAVOURS
@pytest.mark.parametrize("part", [0.4, 1.0])  # what is sparse has elements of another namespace too
def test_records_with_much_or_all_of_the_standard_pass_through_with_nothing_lost(
    grutto: Command, tmp_path: Path, flavour: Flavour, part: float
) -> None:
    generated_record_passes(grutto, tmp_path, flavour, seed=0, part=part)


@pytest.mark.nightly
@FLAVOURS
@given(seed=st.integers(0, 10**9), part=st.sampled_from([0.1, 0.4, 1.0]))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_generated_records_pass_through_with_nothing_lost(
    grutto: Command, tmp_path_factory: pytest.TempPathFactory, flavour: Flavour, seed: int, part: float
) -> None:
    generated_record_passes(grutto, tmp_path_factory.mktemp("made"), flavour, seed, part)


@pytest.fixture(scope="module")
def two(grutto: Command, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A data folder with two activities, which is only read."""
    folder = tmp_path_factory.mktemp("two")
    path, home = folder / "two.xml", Home(folder / "home")
    path.write_text(wrapped(TWO + ONE), "utf-8")
    assert grutto("import", path, "--home", home.path).code == 0
    return home


def identifiers(text: str) -> list[str | None]:
    return [e.text for e in etree.fromstring(text.encode()).iter("iati-identifier")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((), ["AA-1", "AA-2"]),
        (("AA-2",), ["AA-2"]),
        (("--where", "recipient_country.code=AF"), ["AA-1"]),
        (("--where", "title=A", "--where", "title=B"), ["AA-1", "AA-2"]),
        (("--where", "title=A", "--where", "default_language=en"), ["AA-1"]),
    ],
    ids=str,
)
def test_a_selection_goes_to_standard_output(
    grutto: Command, two: Home, asked: tuple[str, ...], found: list[str]
) -> None:
    answer = grutto("export", *asked, "--home", two.path)
    assert answer.code == 0
    assert identifiers(answer.out) == found
    assert ("1 activity" if len(found) == 1 else f"{len(found)} activities") in answer.err


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("XX",), "There is no activity XX"),
        (("--where", "colour=red"), "has no column “colour”"),
        (("--where", "colour.code=red"), "There is no table “colour”"),
        (("--where", "hierarchy=high"), "hierarchy=high"),
        (("--where", "title=C"), "No activity has all that is asked for"),
        (("--kind", "organisations"), "There is no organisation to write"),
        (("--where", "title"), "not of the form KEY=VALUE"),
    ],
    ids=str,
)
def test_a_selection_that_cannot_be_is_told_and_nothing_is_written(
    grutto: Command, two: Home, tmp_path: Path, asked: tuple[str, ...], told: str
) -> None:
    answer = grutto("export", *asked, "--home", two.path, "--output", tmp_path / "out.xml")
    assert answer.code == 1
    assert told in answer.err
    assert not (tmp_path / "out.xml").exists()


def test_more_activities_than_are_written_at_a_time_keep_what_is_theirs(
    grutto: Command, home: Home, tmp_path: Path
) -> None:
    path = tmp_path / "many.xml"
    many = (activity(f"<title><narrative>T{n}</narrative></title>", f"AA-{n}") for n in range(1203))
    path.write_text(wrapped("".join(many)), "utf-8")
    assert grutto("import", path, "--home", home.path).code == 0
    content, _ = went_round(grutto, home, tmp_path)
    found = {a.findtext("iati-identifier"): a.findtext("title/narrative") for a in etree.fromstring(content)}
    assert found == {f"AA-{n}": f"T{n}" for n in range(1203)}


def test_what_the_schema_requires_and_no_source_gives_is_told(grutto: Command, two: Home) -> None:
    answer = grutto("export", "AA-1", "--home", two.path)
    assert "reporting-org" in answer.err
    assert "AA-1" in answer.err


def test_a_check_knows_the_release_if_asked(grutto: Command, two: Home, tmp_path: Path) -> None:
    path = tmp_path / "new.xml"
    inner = '<related-activity type="1" ref="AA-2"/><related-activity type="1" ref="AA-9"/>'
    path.write_text(wrapped(activity(inner, "AA-1")), "utf-8")
    alone = grutto("check", path, "--home", two.path).out
    beside = grutto("check", path, "--with-release", "--home", two.path).out
    assert "identifier.claimed-twice" not in alone
    assert "The file two.xml has an activity with this identifier too" in beside
    assert "AA-9" in beside
    assert "found: AA-2" not in beside
