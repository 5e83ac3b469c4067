"""A file read in pieces, by one process or two, gives the tables of the same file read as a stream."""

from __future__ import annotations

from multiprocessing import active_children
from random import Random
from typing import TYPE_CHECKING

import pytest
from iati_samples import Maker, activity, read, shared, wrapped

from grutto.errors import InputError
from grutto.readers.iati import ACTIVITIES, pieces
from grutto.readers.iati.pieces import plain_opening

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("both_ways")


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "PIECE", 4096)


def as_stream(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, object]:
    """Return tables and findings of a file that is not cut."""
    with monkeypatch.context() as patch:
        patch.setattr("grutto.readers.iati.reader.plain_opening", lambda *_: None)
        tables, reader = read(path)
    return {n: t.to_pylist() for n, t in tables.items()}, [(f.code, f.locator, f.line) for f in reader.findings]


def in_pieces(path: Path, processes: int = 1) -> tuple[object, object]:
    tables, reader = read(path, processes=processes)
    return {n: t.to_pylist() for n, t in tables.items()}, [(f.code, f.locator, f.line) for f in reader.findings]


def lenient(identifier: str) -> str:
    return activity('\n<budget><value value-date="2020-01-01Z">1,000</value>\n</budget>', identifier)


@pytest.mark.usefixtures("small_pieces")
def test_pieces_give_what_the_stream_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xml"
    content = Maker(Random(1), part=0.5).file(20).replace(b"><", b">\n<")
    path.write_bytes(content.replace(b"</iati-activities>", lenient("Z").encode() + b"\n</iati-activities>"))
    assert in_pieces(path) == as_stream(path, monkeypatch)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(
    "between",
    [
        "<!-- {x}</iati-activity> -->",
        "<!-- {x}</iati-activity><![CDATA[ -->",
        "<?note {x}</iati-activity> ?>",
        "<other>{x}</other>",
        "loose",
    ],
)
def test_a_wrong_cut_is_seen_and_nothing_is_read_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, between: str
) -> None:
    path = tmp_path / "a.xml"
    many = [lenient(f"A{n}") for n in range(60)]
    many.insert(40, between.replace("{x}", "x" * 5000))
    path.write_text(wrapped("\n".join(many)), "utf-8")
    got, found = in_pieces(path)
    expected, expected_found = as_stream(path, monkeypatch)
    assert got == expected
    assert found == expected_found
    assert len(found) == 60 * 4  # type: ignore[arg-type]


@pytest.mark.usefixtures("small_pieces")
def test_an_end_inside_cdata_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xml"
    text = "<title><narrative><![CDATA[" + "y" * 5000 + "</iati-activity> & more]]></narrative></title>"
    path.write_text(wrapped("".join(activity(text, f"A{n}") for n in range(3))), "utf-8")
    got, _ = in_pieces(path)
    assert got == as_stream(path, monkeypatch)[0]
    assert got["activity"][1]["title"].endswith("</iati-activity> & more")  # type: ignore[index]


def test_two_processes_give_the_same_in_the_same_order(tmp_path: Path) -> None:
    body = shared("data/iati/unhcr-activities-2023.xml").read_text("utf-8")
    start, end = body.index("<iati-activity "), body.rindex("</iati-activities>")
    path = tmp_path / "large.xml"
    path.write_text(body[:start] + body[start:end] * 4 + body[end:], "utf-8")
    one, one_reader = read(path)
    two, two_reader = read(path, processes=2)
    assert {n: t.combine_chunks() for n, t in one.items()} == {n: t.combine_chunks() for n, t in two.items()}
    assert one_reader.records == two_reader.records == 4 * 134
    assert active_children() == []


@pytest.mark.parametrize(
    ("content", "cut"),
    [
        (b'<iati-activities version="2.03">', True),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="utf-8"?>\n<!-- c -->\n<iati-activities version="2.03">', True),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><iati-activities version="2.03">', False),
        (b'<?xml version="1.1"?><iati-activities version="2.03">', False),
        (b'<!DOCTYPE iati-activities><iati-activities version="2.03">', False),
        (b'<iati-activities version="2.03"/>', False),
        ('<iati-activities version="2.03">'.encode("utf-16"), False),
        (b"<iati-organisations>", False),
    ],
)
def test_only_plain_files_are_cut(tmp_path: Path, content: bytes, *, cut: bool) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(content)
    assert (plain_opening(path, ACTIVITIES) is not None) == cut


@pytest.mark.usefixtures("small_pieces")
def test_a_truncated_file_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    content = wrapped("\n".join(lenient(f"A{n}") for n in range(200)))
    path.write_text(content[: len(content) // 2], "utf-8")
    with pytest.raises(InputError, match="not well-formed"):
        read(path)
