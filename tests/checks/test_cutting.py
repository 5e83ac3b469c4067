"""Cuts lie only between activities, and lines and positions go on counting across them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.checks import cutting as cutting_module
from grutto.checks.cutting import opening, spans
from grutto.checks.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.checks import Report

    type Check = Callable[..., Report]

START = b"<iati-activities version='2.03'>"
END = b"</iati-activities>"
ONE = b"<iati-activity>\n<a/>\n</iati-activity>\n"


def parts(body: bytes, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    monkeypatch.setattr(cutting_module, "PART", 10)
    data = START + body + END
    cut = list(spans(data, len(START), 1, b"iati-activity", "x"))
    assert b"".join(data[span.start : span.end] for span in cut) == body + END
    assert [span.first for span in cut] == [True] + [False] * (len(cut) - 1)
    assert [span.last for span in cut] == [False] * (len(cut) - 1) + [True]
    for span in cut:
        assert span.line == data[: span.start].count(b"\n") + 1
    return [data[span.start : span.end] for span in cut]


def test_each_part_holds_whole_activities(monkeypatch: pytest.MonkeyPatch) -> None:
    found = parts(ONE * 3, monkeypatch)
    assert [part.count(b"<iati-activity>") for part in found] == [1, 1, 1]
    assert [part.count(b"</iati-activity>") for part in found] == [1, 1, 1]


@pytest.mark.parametrize("quiet", [b"<!-- %s -->", b"<b><![CDATA[%s]]></b>", b"<?x %s?>"])
def test_no_cut_inside_what_is_not_markup(quiet: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    body = ONE.replace(b"<a/>", quiet % b"</iati-activity>") + ONE
    assert [part.count(b"<iati-activity>") for part in parts(body, monkeypatch)] == [1, 1]


def test_self_closed_activities_are_counted(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting_module, "PART", 10)
    long = "<iati-activity><iati-identifier>A</iati-identifier></iati-activity>"
    report = check(f"<iati-activities version='2.03'>{long}<iati-activity/>\n{long}{long}</iati-activities>")
    assert report.activities == 4
    places = [(f.locator, f.line) for f in report.findings if f.code == "identifier.duplicate"]
    assert places == [(f"/iati-activities/iati-activity[{n}]/iati-identifier[1]", 2) for n in (3, 4)]


def test_schema_findings_of_later_parts_have_their_place(
    check: Check, valid: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting_module, "PART", 10)
    start, end = valid.index("<iati-activity "), valid.index("</iati-activities>")
    body = valid[start:end]
    text = (
        valid[:start]
        + body
        + body.replace("XM-DAC-1-A", "XM-DAC-1-B").replace("<title>", "<title bad='1'>")
        + valid[end:]
    )
    found = [f for f in check(text).findings if f.code.startswith("schema.")]
    assert [(f.locator, f.iati_identifier, f.line) for f in found] == [
        ("/iati-activities/iati-activity[2]/title[1]/@bad", "XM-DAC-1-B", 19)
    ]


def test_what_stands_before_the_root() -> None:
    head = opening(b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- > -->\n<a b='>' c=\"'\">\n", "x")
    assert (head.name, head.root, head.prolog.count(b"\n"), head.doctype) == (b"a", b"<a b='>' c=\"'\">", 2, False)
    with pytest.raises(Refusal, match="entities"):
        opening(b"<!DOCTYPE a [<!ELEMENT a ANY>]><a>", "x")


def test_a_root_without_content() -> None:
    with pytest.raises(Refusal):
        opening(b"<!-- never ends", "x")
