"""What is read is written back: the same tables, valid, in the order of the standard."""

from __future__ import annotations

import io
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from iati_samples import Maker, activity, read, rows, shared, wrapped
from lxml import etree

from grutto.readers.iati import ACTIVITIES, ORGANISATIONS, Flavour
from grutto.tables import tables_of
from grutto.writers.iati import IatiWriter

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

FLAVOURS = pytest.mark.parametrize("flavour", [ACTIVITIES, ORGANISATIONS], ids=lambda f: f.noun)


def schema(flavour: Flavour) -> etree.XMLSchema:
    noun = "activities" if flavour is ACTIVITIES else "organisations"
    return etree.XMLSchema(file=str(shared(f"data/iati-standard/schemas/2.03/iati-{noun}-schema.xsd")))


def written(tables: dict[str, pa.Table], flavour: Flavour = ACTIVITIES) -> tuple[bytes, IatiWriter]:
    writer, stream = IatiWriter(tables_of(flavour.reader)), io.BytesIO()
    writer.write(tables, stream)
    return stream.getvalue(), writer


def assert_same_after_writing(path: Path, flavour: Flavour = ACTIVITIES) -> bytes:
    before, _ = read(path, flavour)
    content, writer = written(before, flavour)
    path.write_bytes(content)
    after, _ = read(path, flavour)
    assert {n: t.to_pylist() for n, t in after.items()} == {n: t.to_pylist() for n, t in before.items()}
    assert writer.findings == []
    again, _ = written(after, flavour)
    assert again == content
    return content


@FLAVOURS
def test_every_element_of_the_standard_survives_and_is_valid(tmp_path: Path, flavour: Flavour) -> None:
    path = tmp_path / "all.xml"
    path.write_bytes(Maker(Random(1), flavour).file(2))
    schema(flavour).assertValid(etree.parse(str(path)))
    content = assert_same_after_writing(path, flavour)
    schema(flavour).assertValid(etree.fromstring(content))


@FLAVOURS
@given(seed=st.integers(0, 10**9), part=st.sampled_from([0.1, 0.3, 0.6]))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_part_of_the_standard_survives(tmp_path: Path, flavour: Flavour, seed: int, part: float) -> None:
    path = tmp_path / "part.xml"
    path.write_bytes(Maker(Random(seed), flavour, part=part).file(1))
    before, _ = read(path, flavour)
    content, _ = written(before, flavour)
    path.write_bytes(content)
    after, _ = read(path, flavour)
    assert {n: t.to_pylist() for n, t in after.items()} == {n: t.to_pylist() for n, t in before.items()}


def test_a_selection_is_written_alone(tmp_path: Path) -> None:
    path = tmp_path / "three.xml"
    path.write_bytes(Maker(Random(3)).file(3))
    tables, _ = read(path)
    tables["activity"] = tables["activity"].slice(1, 1)
    content, _ = written(tables)
    assert [e.text for e in etree.fromstring(content).iter("iati-identifier")] == ["AA-1-1"]


def test_an_old_file_becomes_2_03(tmp_path: Path) -> None:
    old = activity(
        '<reporting-org ref="AA-1" type="10">Ministry</reporting-org><title>Return</title>'
        '<description type="1">All</description><activity-status code="2">Going on</activity-status>'
        '<activity-date type="start-actual" iso-date="2010-01-01"/>'
        '<participating-org role="Funding" ref="AA-1">Ministry</participating-org>'
    )
    path = tmp_path / "old.xml"
    path.write_text(wrapped(old, 'version="1.03"'), "utf-8")
    tables, _ = read(path)
    content, writer = written(tables)
    schema(ACTIVITIES).assertValid(etree.fromstring(content))
    assert b'<activity-date type="2" iso-date="2010-01-01"/>' in content
    assert [(f.code, f.value) for f in writer.findings] == [("write.not-standard", "Going on")]


def test_what_the_standard_has_no_place_for_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "odd.xml"
    odd = "<title><narrative>A</narrative></title><title><narrative>B</narrative></title><colour>red</colour>"
    path.write_text(wrapped(activity(odd)), "utf-8")
    tables, _ = read(path)
    content, writer = written(tables)
    assert b"red" not in content
    assert sorted(f.value for f in writer.findings) == [
        "<colour>red</colour>",
        "<title><narrative>B</narrative></title>",
        "B",
    ]
    assert rows(tables, "activity")[0]["title"] == "A"


def test_a_day_with_a_time_zone_is_written_as_the_day(tmp_path: Path) -> None:
    path = tmp_path / "zone.xml"
    path.write_text(wrapped(activity('<activity-date type="1" iso-date="2024-05-06+02:00"/>')))
    content, writer = written(read(path)[0])
    assert b'iso-date="2024-05-06"' in content
    assert [(f.code, f.value) for f in writer.findings if f.code.startswith("write.")] == [
        ("write.day", "2024-05-06+02:00"),
    ]


def test_xsi_type_on_an_element_of_the_standard_keeps_its_namespace(tmp_path: Path) -> None:
    """Whatever the prefix is called where it is written: `q:Kind` stays `Kind` of urn:q."""
    path = tmp_path / "a.xml"
    path.write_text(
        '<iati-activities version="2.03" xmlns:q="urn:q" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        '<iati-activity><iati-identifier>A</iati-identifier><title xsi:type="q:Kind"><narrative>T</narrative></title>'
        "</iati-activity></iati-activities>",
        "utf-8",
    )
    content = assert_same_after_writing(path)
    title = etree.fromstring(content).find("iati-activity/title")
    assert title is not None
    prefix, _, kind = title.get("{http://www.w3.org/2001/XMLSchema-instance}type", "").rpartition(":")
    assert (title.nsmap[prefix], kind) == ("urn:q", "Kind")
