"""Cuts lie only between records, and lines and positions go on counting across them."""

from __future__ import annotations

import pytest

from grutto.readers.iati import cutting
from grutto.readers.iati.cutting import Uncut, opening, spans, with_lines

START = b"<iati-activities version='2.03'>"
END = b"</iati-activities>"
ONE = b"<iati-activity>\n<a/>\n</iati-activity>"
COUNT = b"<iati-activity>"


def parts(body: bytes, size: int = 10, *, guarded: bool) -> list[bytes]:
    data = START + body + END
    head = opening(data)
    cut = list(with_lines(data, head, spans(data, head, b"iati-activity", size, guarded=guarded)))
    assert b"".join(data[span.start : span.end] for span in cut) == body + END
    assert [span.last for span in cut] == [False] * (len(cut) - 1) + [True]
    position = 0
    for span in cut:
        assert span.line == data[: span.start].count(b"\n") + 1
        assert span.lines == data[span.start : span.end].count(b"\n")
        assert span.position == position
        position += span.records
    return [data[span.start : span.end] for span in cut]


@pytest.mark.parametrize("guarded", [False, True])
def test_each_part_holds_whole_records_and_the_last_one_none(*, guarded: bool) -> None:
    found = parts(ONE * 3 + b"\n", guarded=guarded)
    assert [(part.count(COUNT), part.count(b"</iati-activity>")) for part in found] == [(1, 1)] * 3 + [(0, 0)]
    assert [part.count(COUNT) for part in parts(ONE * 3, 2 * len(ONE) - 20, guarded=guarded)] == [2, 1, 0]


@pytest.mark.parametrize("quiet", [b"<!-- %s -->", b"<b><![CDATA[%s]]></b>", b"<?x %s?>"])
def test_no_guarded_cut_inside_what_is_not_markup(quiet: bytes) -> None:
    body = ONE.replace(b"<a/>", quiet % b"x</iati-activity>") + ONE
    assert [part.count(COUNT) for part in parts(body, guarded=True)] == [1, 1, 0]
    assert parts(body, guarded=False)[0].endswith(b"x</iati-activity>")


@pytest.mark.parametrize("guarded", [False, True])
def test_the_bound_is_that_of_one_record(monkeypatch: pytest.MonkeyPatch, *, guarded: bool) -> None:
    """Records of 100 bytes fit, also where the one before is in the same part; one of 101 does not."""
    monkeypatch.setattr(cutting, "LARGEST_RECORD", 100)
    room = 100 - len(ONE)
    largest = ONE.replace(b"<a/>", b"<a/>" + b"x" * room)
    assert len(parts(ONE * 2 + largest, 90, guarded=guarded)) == 2
    for body, line in ((ONE * 2 + largest.replace(b"xx", b"xxx", 1), 5), (ONE * 3 + COUNT + b"y" * 100, 7)):
        with pytest.raises(Uncut) as refused:
            parts(body, 90, guarded=guarded)
        assert (refused.value.code, refused.value.line) == ("xml.too-large", line)


def test_what_stands_before_the_root() -> None:
    head = opening(b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- > -->\n<a b='>' c=\"'\">\n")
    assert (head.name, head.root, head.prolog.count(b"\n"), head.doctype) == (b"a", b"<a b='>' c=\"'\">", 2, False)
    with pytest.raises(Uncut, match="entities"):
        opening(b"<!DOCTYPE a [<!ELEMENT a ANY>]><a>")


def test_a_root_without_content() -> None:
    with pytest.raises(Uncut):
        opening(b"<!-- never ends")
