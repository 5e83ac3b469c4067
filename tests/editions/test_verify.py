"""An edition holds, and stops holding as soon as anything it rests on is changed."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from page_digits import bare_digits

import grutto.frameworks
from grutto.content.blocks import Sentence, Words
from grutto.editions import sources
from grutto.editions.record import read_record
from grutto.editions.verify import verify
from grutto.errors import InputError, VerificationError
from grutto.store.files import digest_of, sha256_of
from grutto.store.home import Home
from grutto.store.records import DIGEST, json_bytes, with_digest
from grutto.store.releases import read_release, table_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer, Command

RETURNEES = "actual.iati_identifier-XM-DAC-7-nl2010-hrt.indicator-hrt-returnees.year-2010"


@pytest.fixture
def copies(tmp_path: Path, nl_home: Home, nl_report: Path) -> tuple[Home, Path]:
    """A data folder and a report to be damaged."""
    shutil.copytree(nl_home.path, tmp_path / "home")
    shutil.copytree(nl_report, tmp_path / "report")
    return Home(tmp_path / "home"), tmp_path / "report"


def _verify(grutto: Command, copies: tuple[Home, Path], *options: object) -> Answer:
    home, folder = copies
    return grutto("verify", folder, "--home", home.path, *options)


def test_an_untouched_edition_holds(grutto: Command, copies: tuple[Home, Path]) -> None:
    answer = _verify(grutto, copies)
    assert (answer.code, answer.out) == (0, ""), answer.err
    assert "80 figures" in answer.err


def test_scenarios_are_compared_with_data_that_are_named_and_beside_a_report(nl_home: Home, nl_report: Path) -> None:
    edition = read_record(str(nl_report), nl_home)
    with pytest.raises(InputError, match="the data are needed"):
        verify(nl_home, edition, folder=nl_report, again=True)
    with pytest.raises(InputError, match="beside its report"):
        verify(nl_home, edition, scenario_data=nl_report)


def test_a_changed_page_is_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    page = copies[1] / "index.html"
    page.write_text(page.read_text("utf-8").replace("1,160", "1,170"), "utf-8")
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert "index.html: the file was changed" in answer.out
    assert "Repair:" in answer.err


def test_differences_are_told_in_the_language_of_the_terminal(
    grutto: Command, copies: tuple[Home, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    record = copies[1] / "edition.json"
    content = json.loads(record.read_text("utf-8"))
    figure = next(f for f in content["figures"] if f["id"] == RETURNEES)
    figure |= {"unit": "percent", "value": None}
    record.write_text(json.dumps(content), "utf-8")
    (copies[1] / "index.html").unlink()
    lines = _verify(grutto, copies).out.splitlines()
    assert lines[:2] == [
        "edition.json: het register is veranderd nadat de editie is gemaakt",
        "index.html: het bestand ontbreekt",
    ]
    assert f"{RETURNEES}: de editie zegt onbekend, de bronnen geven 1160.000000" in lines
    assert f"{RETURNEES}: de editie zegt unit “percent”, het bewaarde register “person”" in lines
    assert not any("the " in line for line in lines)


def test_a_bare_digit_added_to_the_content_is_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    path = copies[1] / "content.json"
    content = json.loads(path.read_text("utf-8"))
    words = {"type": "words", "text": "About 1200 people."}
    content["document"]["sections"][0]["blocks"].append({"type": "paragraph", "line": [words]})
    path.write_text(json.dumps(content), "utf-8")
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert "content.json: the file was changed" in answer.out
    assert "A bare digit stands in the prose of the report: “About 1200 people.”" in answer.out


def test_content_and_record_changed_together_do_not_give_the_pages(grutto: Command, copies: tuple[Home, Path]) -> None:
    folder = copies[1]
    path, record = folder / "content.json", folder / "edition.json"
    path.write_text(path.read_text("utf-8").replace("Progress report {year}", "Changes in {year}"), "utf-8")
    edition = json.loads(record.read_text("utf-8"))
    edition["files"]["content.json"] = sha256_of(path)
    record.write_text(json.dumps(edition), "utf-8")
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert "index.html: made again from the content, it is another" in answer.out


def test_a_removed_page_is_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    (copies[1] / "index.html").unlink()
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert "index.html: the file is missing" in answer.out


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("selection", {"value": "1170"}),
        ("derivation", {"value": "143"}),
        ("selection", {"value": None}),
    ],
    ids=["a sum", "a difference", "a value taken away"],
)
def test_a_changed_value_in_the_record_is_found(
    grutto: Command, copies: tuple[Home, Path], kind: str, change: dict[str, str | None]
) -> None:
    record = copies[1] / "edition.json"
    content = json.loads(record.read_text("utf-8"))
    figure = next(
        f for f in content["figures"] if f["lineage"]["type"] == kind and "hrt-returnees" in f["id"] and f["value"]
    )
    figure |= change
    record.write_text(json.dumps(content), "utf-8")
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert f"{figure['id']}: the edition says {change['value'] or 'unknown'}" in answer.out


def test_a_widened_lineage_in_the_record_is_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    record = copies[1] / "edition.json"
    content = json.loads(record.read_text("utf-8"))
    figure = next(f for f in content["figures"] if f["id"] == RETURNEES)
    where = figure["lineage"]["where"]
    figure["lineage"]["where"] = [c for c in where if c["column"] not in {"location", "year"}]
    assert len(figure["lineage"]["where"]) < len(where)
    record.write_text(json.dumps(content), "utf-8")
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert RETURNEES in answer.out


def test_a_changed_table_is_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    home = copies[0]
    part = table_path(home, home.current(), "indicator_value") / "0001.parquet"
    content = bytearray(part.read_bytes())
    content[-20] ^= 1
    part.write_bytes(bytes(content))
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert "indicator_value" in answer.err
    assert "Repair:" in answer.err


def test_a_changed_snapshot_is_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    home = copies[0]
    snapshot = next(s for s in read_release(home).snapshots if s.name == "hrt.xml")
    path = home.snapshot_path(snapshot.sha256)
    path.write_bytes(path.read_bytes().replace(b"1160", b"1170"))
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert "was changed after it was received" in answer.err
    assert snapshot.sha256 in answer.err


def test_a_changed_framework_is_found(grutto: Command, copies: tuple[Home, Path], tmp_path: Path) -> None:
    policy = tmp_path / "nl-2008"
    shutil.copytree(Path(grutto_frameworks()) / "nl-2008", policy)
    main = policy / "framework.toml"
    main.write_text(main.read_text("utf-8") + "\n# a remark\n", "utf-8")
    answer = _verify(grutto, copies, "--framework", policy)
    assert answer.code == 1
    assert "the framework nl-2008 was changed" in answer.out


def grutto_frameworks() -> str:
    """Return the folder of the bundled frameworks."""
    return str(Path(grutto.frameworks.__file__).parent)


def test_a_framework_of_ones_own_is_kept_with_the_edition(grutto: Command, spare: Home, tmp_path: Path) -> None:
    own = shutil.copytree(Path(grutto_frameworks()) / "nl-2008", tmp_path / "own")
    options = ("--home", spare.path)
    assert grutto("report", own, 2010, "--lang", "en", "--output", tmp_path / "out", *options).code == 0
    shutil.rmtree(own)
    assert grutto("verify", tmp_path / "out", *options).code == 0
    assert grutto("trace", 1, *options).code == 0


type Tree = dict[str, Any]


def _change(folder: Path, change: Callable[[Tree], object], *, seal: bool = True) -> Tree:
    """Change the record of an edition, and set its digest right, as who wants not to be found out does."""
    path = folder / "edition.json"
    record: Tree = json.loads(path.read_text("utf-8"))
    change(record)
    rest = {name: part for name, part in record.items() if name != DIGEST}
    path.write_bytes(with_digest(rest) if seal else json_bytes(record))
    return record


def _figure(record: Tree, name: str) -> Tree:
    return next(f for f in record["figures"] if f["id"] == name)


def _found(grutto: Command, copies: tuple[Home, Path]) -> Answer:
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert "Traceback" not in answer.err
    return answer


def test_a_record_changed_by_hand_is_found_by_its_digest(grutto: Command, copies: tuple[Home, Path]) -> None:
    _change(copies[1], lambda record: record.update(note={"en": "Agreed."}), seal=False)
    assert "edition.json: the record was changed after the edition was made" in _found(grutto, copies).out


def test_adoptable_follows_from_the_open_differences(grutto: Command, copies: tuple[Home, Path]) -> None:
    record = _change(copies[1], lambda record: record.update(adoptable=not record["adoptable"]))
    told = f"edition.json: it says “adoptable: {str(record['adoptable']).lower()}”, which does not follow"
    assert told in _found(grutto, copies).out


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"unit": "percent"}, "the edition says unit “percent”, the kept record “person”"),
        ({"rule": "As it pleased us."}, "the edition says rule “As it pleased us.”, the kept record"),
        ({"unknown": 7}, "the edition says unknown “7”, the kept record “0”"),
    ],
    ids=["unit", "rule", "unknown"],
)
def test_anything_changed_of_a_figure_is_found(
    grutto: Command, copies: tuple[Home, Path], change: Tree, told: str
) -> None:
    _change(copies[1], lambda record: _figure(record, RETURNEES).update(change))
    assert f"{RETURNEES}: {told}" in _found(grutto, copies).out


def test_a_changed_unit_is_told_beside_what_cannot_be_computed_with_it(
    grutto: Command, copies: tuple[Home, Path]
) -> None:
    def change(record: Tree) -> None:
        computed = next(f for f in record["figures"] if f["id"].startswith("difference(") and f["value"])
        _figure(record, computed["lineage"]["inputs"][0])["unit"] = "case"

    _change(copies[1], change)
    answer = _found(grutto, copies)
    assert "the edition says unit “case”, the kept record" in answer.out
    assert "has no meaning" in answer.out


def test_it_is_found_too_where_no_record_is_kept(grutto: Command, copies: tuple[Home, Path]) -> None:
    """The report is made again from what was signed, and each figure compared."""
    shutil.rmtree(copies[0].editions)
    _change(copies[1], lambda record: _figure(record, RETURNEES).update(unit="percent"))
    answer = _found(grutto, copies)
    assert f"{RETURNEES}: the edition says unit “percent”, the report made again “person”" in answer.out
    assert "there was none to compare it with" in answer.err


def test_removed_figures_are_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    """All of them, and then one that others are computed from."""
    whole = (copies[1] / "edition.json").read_bytes()
    _change(copies[1], lambda record: record.update(figures=[]))
    assert "80 figures are in the kept record only: " in _found(grutto, copies).out
    (copies[1] / "edition.json").write_bytes(whole)
    left_out = next(f["lineage"]["inputs"][0] for f in json.loads(whole)["figures"] if f["lineage"].get("inputs"))
    _change(copies[1], lambda record: record["figures"].remove(_figure(record, left_out)))
    answer = _found(grutto, copies)
    assert f"1 figure is in the kept record only: {left_out}" in answer.out
    assert f"the record does not have what it is computed from: {left_out}" in answer.out


def test_page_and_record_changed_together_are_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    page = copies[1] / "index.html"
    page.write_text(page.read_text("utf-8").replace("1,160", "1,170"), "utf-8")
    _change(copies[1], lambda record: record["files"].update({"index.html": sha256_of(page)}))
    assert "index.html: the record has another digest of it than the kept record" in _found(grutto, copies).out


def _reseal(home: Home, table: str, column: str, change: Callable[[Any], Any]) -> None:
    """Change a column of a table and its digest in both manifests: the release keeps its id."""
    release = home.current()
    folder = table_path(home, release, table)
    for part in folder.glob("*.parquet"):
        rows = pq.read_table(part)
        values = [change(value) for value in rows[column].to_pylist()]
        at = rows.schema.get_field_index(column)
        pq.write_table(rows.set_column(at, rows.schema.field(at), pa.array(values, rows.schema.field(at).type)), part)
    for path in (home.releases / release / "manifest.json", home.path / "manifests" / f"{release}.json"):
        manifest = json.loads(path.read_text("utf-8"))
        manifest["tables"][table] = digest_of(folder)
        path.write_bytes(with_digest({name: part for name, part in manifest.items() if name != DIGEST}))


def test_a_table_changed_with_its_digest_does_not_follow_from_the_sources(
    grutto: Command, copies: tuple[Home, Path], tmp_path: Path
) -> None:
    """An edition made of it has the same release id, and says what the files do not."""
    home = copies[0]
    shutil.rmtree(home.extracts)
    _reseal(home, "indicator_value", "value", lambda value: Decimal(1170) if value == Decimal(1160) else value)
    options = ("--lang", "en", "--output", tmp_path / "new", "--home", home.path)
    assert grutto("report", "nl-2008", 2010, *options).code == 0
    assert "1,170" in (tmp_path / "new" / "index.html").read_text("utf-8")
    answer = _found(grutto, (home, tmp_path / "new"))
    assert "indicator_value: the table does not follow from the source files, read again" in answer.out


def test_of_large_sources_a_sample_is_read_again(
    grutto: Command, copies: tuple[Home, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At least one file, and what was read from it; the rest with --all."""
    home = copies[0]
    files = len(read_release(home).snapshots)
    monkeypatch.setattr(sources, "AT_ONCE", 1)
    answer = _verify(grutto, copies)
    assert (answer.code, answer.out) == (0, "")
    assert f"source files read again: 1 of {files}, a sample" in answer.err
    _reseal(home, "activity", "title", lambda _: "Another")
    edition = read_record(str(copies[1]), home)
    release = read_release(home)
    everything = {one.sha256 for one in release.snapshots}
    monkeypatch.setattr(sources, "_sample", lambda *_: everything)
    found, _ = sources.differing_tables(home, release, edition.id, every=False)
    assert any(one.startswith("activity: its rows of “hrt.xml” are not those that the file gives") for one in found)
    found, told = sources.differing_tables(home, release, edition.id, every=True)
    assert (found, told) == (["activity: the table does not follow from the source files, read again"], [])


def test_changed_judgements_are_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    home, folder = copies
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    kept = home.snapshot_path(record["inputs"]["judgements.json"])
    kept.write_bytes(kept.read_bytes().replace(b"author", b"Author", 1))
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert "changed after it was received" in answer.err


def test_a_statement_that_the_framework_does_not_make_is_found(grutto: Command, copies: tuple[Home, Path]) -> None:
    path = copies[1] / "edition.json"
    record = json.loads(path.read_text("utf-8"))
    voted = next(f for f in record["figures"] if f["id"].startswith("voted.") and f["value"])
    voted["lineage"]["reference"] = "another document"
    path.write_text(json.dumps(record), "utf-8")
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert f"{voted['id']}: the edition says lineage" in answer.out


def test_without_the_judgements_it_tells_what_it_did_not_compare(grutto: Command, copies: tuple[Home, Path]) -> None:
    home, folder = copies
    record = json.loads((folder / "edition.json").read_text("utf-8"))
    home.snapshot_path(record["inputs"]["judgements.json"]).unlink()
    answer = _verify(grutto, copies)
    assert answer.code == 0
    assert "statements are taken as they are" in answer.err


def test_a_removed_release_is_told(grutto: Command, copies: tuple[Home, Path]) -> None:
    home = copies[0]
    shutil.rmtree(home.releases / home.current())
    answer = _verify(grutto, copies)
    assert answer.code == 1
    assert "There is no release" in answer.err


def test_a_digit_in_a_sections_text_is_refused() -> None:
    assert Words("Some people returned.").text
    with pytest.raises(VerificationError, match="bare digit"):
        Words("Some 12 people returned.")


@pytest.mark.parametrize("text", ["12", "١٢", "1,160 people", "in 2010", "H2O"])
def test_a_digit_in_prose_is_refused(text: str) -> None:
    for kind in (Words, Sentence):
        with pytest.raises(VerificationError, match="bare digit"):
            kind(text)


def test_no_page_shows_a_digit_that_leads_nowhere(nl_report: Path) -> None:
    pages = list(nl_report.rglob("*.html"))
    assert len(pages) >= 2
    for page in pages:
        assert list(bare_digits(page.read_text("utf-8"))) == []


JUDGEMENT = """
[[judgement]]
id = "one"
kind = "narrative"
about = "XM-DAC-7-nl2010-hrt"
author = "A. Person"
date = 2011-06-01
text = {{ en = "{text}" }}
{seen}
"""


def _report(grutto: Command, home: Home, tmp_path: Path, text: str, seen: str = "") -> Answer:
    said = tmp_path / "judgements.toml"
    said.write_text(JUDGEMENT.format(text=text, seen=seen), "utf-8")
    output = tmp_path / "out"
    answer = grutto(
        "report", "nl-2008", 2010, "--lang", "en", "--judgements", said, "--output", output, "--home", home.path
    )
    assert (output / "index.html").exists() == (answer.code == 0)
    return answer


@pytest.fixture
def spare(tmp_path: Path, nl_home: Home) -> Home:
    """A data folder in which editions may be made."""
    shutil.copytree(nl_home.path, tmp_path / "spare")
    return Home(tmp_path / "spare")


def test_a_digit_in_a_judgement_is_refused(grutto: Command, spare: Home, tmp_path: Path) -> None:
    answer = _report(grutto, spare, tmp_path, "Some 1160 people returned.")
    assert answer.code == 1
    assert "bare digit" in answer.err
    assert "1160" in answer.err


def test_a_judgement_that_names_no_figure_is_refused(grutto: Command, spare: Home, tmp_path: Path) -> None:
    answer = _report(grutto, spare, tmp_path, "[[actual indicator=hrt-returnees year=1999]] people returned.")
    assert answer.code == 1
    assert "The judgement one names a figure that does not exist or is several" in answer.err


def test_a_judgement_whose_figure_changed_is_stale(grutto: Command, spare: Home, tmp_path: Path) -> None:
    text = "[[actual indicator=hrt-returnees year=2010]] people returned."
    answer = _report(grutto, spare, tmp_path, text, f'seen = {{ "{RETURNEES}" = "1159" }}')
    assert answer.code == 1
    assert "The judgement one is stale: its author saw 1159, now it is 1160" in answer.err


def test_a_judgement_whose_figure_is_the_same_stands(grutto: Command, spare: Home, tmp_path: Path) -> None:
    text = "[[actual indicator=hrt-returnees year=2010]] people returned."
    answer = _report(grutto, spare, tmp_path, text, f'seen = {{ "{RETURNEES}" = "1160" }}')
    assert answer.code == 0, answer.err


def test_the_same_parts_give_the_same_bytes(grutto: Command, nl_home: Home, nl_report: Path, tmp_path: Path) -> None:
    said = Path(__file__).parents[2] / "examples" / "nl-2010" / "judgements.toml"
    options = ("--lang", "en", "--judgements", said, "--output", tmp_path / "again", "--home", nl_home.path)
    assert grutto("report", "nl-2008", 2010, *options).code == 0
    for name in ("index.html", "edition.json"):
        assert (tmp_path / "again" / name).read_bytes() == (nl_report / name).read_bytes()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("files", {"../../outside.txt": "0" * 64}),
        ("files", {"index.html": "../../etc/passwd"}),
        ("beside", {"/etc": "0" * 64}),
        ("inputs", {"framework/../../outside.toml": "0" * 64}),
        ("rows_sha256", {"x": "no digest"}),
        ("languages", ["../../en"]),
        ("languages", []),
        ("previous", "../../previous"),
        ("release", "../../release"),
    ],
)
def test_a_record_is_data_and_never_a_name(nl_report: Path, tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / "edition.json"
    path.write_text(json.dumps(json.loads((nl_report / "edition.json").read_text("utf-8")) | {key: value}), "utf-8")
    with pytest.raises(InputError, match="is no name, language or digest that a record can hold"):
        read_record(str(path), Home(tmp_path))
