"""The standard is fetched whole or not at all, kept by content, and then found by checks and templates."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest
from local_server import serving

from grutto.checks import read_standard
from grutto.errors import FetchError
from grutto.sources.standard import fetch_standard, standard_folder, standard_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Command
    from grutto.store.home import Home

LANGUAGE = """<?xml version="1.0"?>
<codelist name="Language" xml:lang="en" complete="1"><metadata/><codelist-items>
<codelist-item><code>nl</code><name><narrative>Dutch</narrative>
<narrative xml:lang="fr">Néerlandais</narrative></name></codelist-item>
<codelist-item status="withdrawn" withdrawal-date="2015-10-20"><code>sh</code>
<name><narrative>Serbo-Croatian</narrative></name></codelist-item>
<codelist-item status="withdrawn"><code>xx</code><name>Old form</name></codelist-item>
</codelist-items></codelist>"""


def zipped(root: str, files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{root}/{name}", content)
    return out.getvalue()


@pytest.fixture(scope="module")
def archives(shared: Path) -> dict[str, bytes]:
    """Zip files by their path, in the layout of the repositories; versions 1.0x are not there."""
    standard, found = shared / "iati-standard", {}
    for version in ("2.01", "2.02", "2.03"):
        schemas = {p.name: p.read_bytes() for p in (standard / "schemas" / version).glob("*.xsd")}
        path = f"/IATI-Schemas/archive/refs/heads/version-{version}.zip"
        found[path] = zipped(f"IATI-Schemas-version-{version}", {**schemas, "README.rst": b"", "tests/a.xsd": b"<"})
    lists = {"xml/Language.xml": LANGUAGE.encode(), "mapping.xml": b"<", "xml/deep/Not.xml": b"<"}
    found["/IATI-Codelists/archive/refs/heads/version-2.03.zip"] = zipped("IATI-Codelists-version-2.03", lists)
    other = {"xml/FileFormat.xml": LANGUAGE.replace('"Language"', '"FileFormat"').encode()}
    found["/IATI-Codelists-NonEmbedded/archive/refs/heads/master.zip"] = zipped("NonEmbedded-master", other)
    rules = {"rulesets/standard.json": (standard / "rulesets" / "standard.json").read_bytes(), "rulesets/x.json": b""}
    found["/IATI-Rulesets/archive/refs/heads/version-2.03.zip"] = zipped("IATI-Rulesets-version-2.03", rules)
    return found


def answering(archives: dict[str, bytes], **instead: bytes) -> Callable[[str], tuple[int, bytes]]:
    """Answer with archives; those whose path has a word in it with something else."""

    def answer(path: str) -> tuple[int, bytes]:
        for word, content in instead.items():
            if word.replace("_", "-") in path:
                return 200, content
        return (200, archives[path]) if path in archives else (404, b"Not Found")

    return answer


def test_it_is_fetched_kept_and_then_found(home: Home, archives: dict[str, bytes]) -> None:
    with serving(answering(archives)) as (address, asked):
        done = fetch_standard(home, address, wait=0)
        again = fetch_standard(home, address, wait=0)
    assert (done.changed, again.changed) == (True, False)
    assert done.folder == again.folder == standard_folder(home)
    assert {name for name, _ in done.missing} == {f"schemas 1.0{n}" for n in range(1, 6)}
    assert len(asked) == 2 * len(standard_source().part)
    record = json.loads((home.path / "standard" / "current.json").read_text())
    assert all(home.snapshot_path(part["sha256"]).exists() for part in record["parts"].values())
    standard = read_standard(done.folder)
    assert {("2.01", "activity"), ("2.02", "organisation"), ("2.03", "activity")} <= set(standard.schemas)
    assert standard.codelists["Language"]["nl"] is None
    assert standard.codelists["Language"]["sh"] == date(2015, 10, 20)
    assert standard.codelists["FileFormat"]["xx"] == date.min
    assert len(standard.rules) > 50
    lines = (done.folder / "codelists.csv").read_text("utf-8").splitlines()
    assert "Language,nl,Dutch,Néerlandais," in lines
    assert "Language,xx,Old form,,True" in lines
    assert not list(done.folder.rglob("README*"))


@pytest.mark.parametrize(
    ("instead", "told"),
    [
        ({"Rulesets": b"<html>Sorry</html>"}, "no zip file"),
        ({"Rulesets": zipped("R", {"rulesets/other.json": b"{}"})}, "it holds none of: rulesets/standard.json"),
        (
            {"Schemas/archive/refs/heads/version_2.03": zipped("S", {"iati-activities-schema.xsd": b"<xs"})},
            "cannot be read",
        ),
        ({"NonEmbedded": zipped("N", {"xml/A.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a'})}, "codelist cannot be read"),
        ({"NonEmbedded": b"PK\x03\x04"}, "no zip file"),
    ],
    ids=["web page", "other content", "broken schema", "broken list", "cut off"],
)
def test_something_else_changes_nothing(
    home: Home, archives: dict[str, bytes], instead: dict[str, bytes], told: str
) -> None:
    with serving(answering(archives)) as (address, _):
        before = fetch_standard(home, address, wait=0).folder
    with serving(answering(archives, **instead)) as (address, _), pytest.raises(FetchError, match=told) as caught:
        fetch_standard(home, address, wait=0)
    assert caught.value.repair
    assert standard_folder(home) == before


def test_a_part_that_is_needed_and_not_there_is_told(home: Home, archives: dict[str, bytes]) -> None:
    lacking = {path: content for path, content in archives.items() if "Codelists" not in path}
    with serving(answering(lacking)) as (address, _), pytest.raises(FetchError, match="404"):
        fetch_standard(home, address, wait=0)
    assert standard_folder(home) is None


def test_check_and_template_find_what_was_fetched(
    grutto: Command, home: Home, tmp_path: Path, archives: dict[str, bytes], shared: Path
) -> None:
    path = shared / "iati" / "unhcr-activities-2023.xml"
    without = json.loads(grutto("check", path, "--format", "json", "--home", home.path).out)["files"][0]
    assert "layer.own-rules" in {finding["code"] for finding in without["findings"]}
    with serving(answering(archives)) as (address, _):
        answer = grutto("fetch", "iati/standard", "--address", address, "--home", home.path)
    assert answer.code == 0
    assert answer.out.startswith("changed\tiati/standard\t")
    assert "schemas 1.05: The server answered 404" in answer.err
    found = json.loads(grutto("check", path, "--format", "json", "--home", home.path).out)["files"][0]
    assert "layer.own-rules" not in {finding["code"] for finding in found["findings"]}
    assert set(found["layers"].values()) == {"run"}
    assert grutto("template", "new", tmp_path / "a.xlsx", "--home", home.path).code == 0
    assert "codes" in zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/workbook.xml").decode()
