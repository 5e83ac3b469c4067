"""Small files that are read together give each the rows and remarks that it gives when it is read by itself."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from iati_samples import SNAPSHOT, Maker, activity, read, shared, wrapped
from iati_spelling import Speller
from lxml import etree

from grutto.errors import InputError
from grutto.readers.iati import ACTIVITIES
from grutto.readers.iati.finding_limits import MOST
from grutto.readers.iati.small import SmallFiles
from grutto.readers.iati.walk import MOST_BEYOND
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from grutto.model.finding import Finding

OLD = wrapped('<iati-activity><iati-identifier>O</iati-identifier><title xml:lang="fr">T</title></iati-activity>')
LENIENT = '<budget type="1"><value currency="eur" value-date="2020-01-01Z">9950000000000000000</value></budget>'


def _spelled(seed: int) -> str:
    random = Random(seed)
    root = etree.fromstring(Maker(random, part=0.5).file(4))
    records = "\n".join(Speller(random, odd=0.0).element(record) for record in root)
    return wrapped(records, 'version="2.03" xmlns:own="http://example.org/own"')


PLAIN = {
    "spelled": _spelled(1),
    "spelled otherwise": _spelled(2),
    "lenient": wrapped(activity(LENIENT)),
    "of a language": wrapped(
        activity("<title><narrative>T</narrative></title>", attributes=""), 'version="2.03" xml:lang="nl"'
    ),
    "nameless": wrapped("<iati-activity/>" + activity("")),
    "own": wrapped(activity("<strange a='1'>x</strange>"), 'version="2.03" extra="1"'),
    "old": OLD.replace("2.03", "1.05"),
    "empty": wrapped(""),
    "on one line": wrapped(activity(LENIENT)).replace("\n", ""),
}
ODD = {
    "half": wrapped(activity(""))[:-9],
    "of another kind": wrapped("").replace("activities", "organisations"),
    "of a strange name": wrapped("").replace("iati-activities", "iati-\udcacactivities"),
    "of a namespace": wrapped("", 'xmlns="urn:own" version="2.03"'),
    "of a namespace that its activities have not": wrapped(
        activity("", attributes='xmlns=""'), 'xmlns="urn:own" version="2.03"'
    ),
    "of no version": wrapped(activity(""), ""),
    "of a strange version": wrapped(activity(""), 'version="9.9"'),
    "with a DOCTYPE": wrapped(activity("")).replace("?>", "?><!DOCTYPE iati-activities>"),
    "with something else": wrapped(activity("") + "<other/>"),
    "with loose text": wrapped(activity("") + "loose"),
    "in another encoding": wrapped(activity("")).replace("UTF-8", "ISO-8859-1"),
    "of many lines": wrapped("\n" * 70_000 + activity("")),
    "with more mistakes than are listed": OLD.replace("2.03", "1.05").replace(
        "<title", "<activity-date type='start-actual' iso-date='x'/>" * (MOST + 1) + "<title"
    ),
    "with too much": wrapped(activity("<a/>" * (MOST_BEYOND + 2))),
}


def _parts(files: dict[str, str]) -> tuple[list[str], list[tuple[dict[str, pa.Table], list[Finding]]]]:
    """Return the files that are read together, and what each gives."""
    reader = SmallFiles(tables_of("iati"))
    for name, text in files.items():
        reader.add(text.encode("utf-8", "surrogateescape"), name, "a.xml")
    tables, done = reader.collected()
    start = dict.fromkeys(tables, 0)
    found = []
    for one in done:
        found.append(({n: tables[n].slice(start[n], k) for n, k in one.rows.items()}, list(one.findings)))
        start |= {name: start[name] + number for name, number in one.rows.items()}
    return [one.snapshot for one in done], found


def test_each_gives_what_it_gives_by_itself(tmp_path: Path) -> None:
    odd = {name: text for name, text in ODD.items() if name != "with more mistakes than are listed"}  # read for long
    names, parts = _parts(PLAIN | odd)
    assert names == list(PLAIN)
    for name, (tables, findings) in zip(names, parts, strict=True):
        path = tmp_path / "a.xml"
        path.write_text(PLAIN[name])
        alone, reader = read(path)
        filled = {table: rows for table, rows in alone.items() if rows.num_rows}
        assert tables.keys() == filled.keys(), name
        for table, rows in tables.items():
            assert set(rows["snapshot"].to_pylist()) == {name}
            assert rows.drop_columns("snapshot").equals(filled[table].drop_columns("snapshot")), (name, table)
        assert findings == reader.findings, name


def test_activities_of_a_real_file_give_what_they_give_by_themselves(tmp_path: Path) -> None:
    start, *rest = shared("data/iati/unhcr-activities-2023.xml").read_text("utf-8").split("</iati-activity>")
    path = tmp_path / "a.xml"
    path.write_text("</iati-activity>".join([start, *rest[:25], "</iati-activities>"]), "utf-8")
    reader = SmallFiles(tables_of("iati"))
    assert reader.add(path.read_bytes(), SNAPSHOT, path.name)
    tables, (one,) = reader.collected()
    alone, other = read(path)
    assert {name: rows.equals(alone[name]) for name, rows in tables.items()} == dict.fromkeys(one.rows, True)
    assert (one.findings, one.records, one.rejected, one.version) == (
        other.findings,
        other.records,
        other.rejected,
        other.version,
    )


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_plain_is_left_and_nothing_of_it_stays(name: str) -> None:
    reader = SmallFiles(tables_of("iati"))
    assert not reader.add(ODD[name].encode("utf-8", "surrogateescape"), SNAPSHOT, "a.xml")
    assert reader.collected() == ({}, [])


def test_what_was_taken_is_let_go() -> None:
    reader = SmallFiles(tables_of(ACTIVITIES.reader))
    assert reader.add(PLAIN["own"].encode(), "1", "a.xml")
    first = reader.collected()
    assert reader.add(PLAIN["own"].encode(), "1", "a.xml")
    assert reader.collected() == first


def test_a_file_that_is_refused_halfway_leaves_its_neighbours(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(ODD["with too much"])
    with pytest.raises(InputError, match="more than 100,000 elements"):
        read(path)
    good = PLAIN["own"]
    between, _ = _parts({"1": good, "2": ODD["with too much"], "3": good})
    assert between == ["1", "3"]
