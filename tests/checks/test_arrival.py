"""Hostile and broken files: one clear finding each, bounded time and memory, nothing fetched."""

from __future__ import annotations

import io
import socket
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from grutto.checks import Checker, check_file, check_files
from grutto.errors import InputError
from grutto.readers.iati import cutting
from grutto.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grutto.checks import Report, Standard

    type Check = Callable[..., Report]

ROOT = '<iati-activities version="2.03">'
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
    f"{ROOT}<iati-activity>&b;</iati-activity></iati-activities>"
)
EXTERNAL = f'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:1/secret">]>{ROOT}<iati-activity>&e;</iati-activity></iati-activities>'

HOSTILE: dict[str, tuple[bytes, str]] = {
    "external entity": (EXTERNAL.encode(), "xml.entities"),
    "entity bomb": (BOMB.encode(), "xml.entities"),
    "undefined entity": (
        f"{ROOT}<iati-activity>&nbsp;</iati-activity></iati-activities>".encode(),
        "xml.entity-undefined",
    ),
    "deep nesting": ((ROOT + "<a>" * 100_000).encode(), "xml.too-deep"),
    "huge attribute": (f'{ROOT}<iati-activity a="{"x" * 11_000_000}"/></iati-activities>'.encode(), "xml.too-large"),
    "huge text": (
        f"{ROOT}<iati-activity>{'x' * 11_000_000}</iati-activity></iati-activities>".encode(),
        "xml.too-large",
    ),
    "endless root": (b"<iati-activities a='" + b"x" * (2 << 20), "xml.too-large"),
    "latin bytes said to be UTF-8": (
        f"{ROOT}<iati-activity>caf\xe9 </iati-activity></iati-activities>".encode("latin-1"),
        "xml.encoding-wrong",
    ),
    "unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', "xml.encoding-unknown"),
    "an encoding that is none": (b'<?xml version="1.0" encoding="zip_codec"?><a/>', "xml.encoding-unknown"),
    "UTF-32": ("\ufeff<a/>".encode("utf-32-le"), "xml.encoding-unknown"),
    "broken UTF-16": (b"\xff\xfe<\x00a", "xml.encoding-wrong"),
    "truncated": (f"{ROOT}<iati-activity><title>".encode(), "xml.truncated"),
    "truncated in a tag": (f"{ROOT}<iati-activity><tit".encode(), "xml.truncated"),
    "truncated in the root": (b"<iati-activities vers", "xml.not-well-formed"),
    "truncated in a comment": (f"{ROOT}<iati-activity/><!-- ".encode(), "xml.not-well-formed"),
    "mismatched": (f"{ROOT}<iati-activity></title></iati-activity></iati-activities>".encode(), "xml.not-well-formed"),
    "text after a root that closes itself": (b"<iati-activities version='2.03'/><b/>", "xml.not-well-formed"),
    "a prefix without a namespace": (
        f"{ROOT}<iati-activity><p:x/></iati-activity></iati-activities>".encode(),
        "xml.prefix-undeclared",
    ),
    "text after the end": (f"{ROOT}</iati-activities>\n<b/>".encode(), "xml.not-well-formed"),
    "space before the declaration": (b'\n<?xml version="1.0"?><iati-activities/>', "xml.not-well-formed"),
    "zeros": (b"<iati\x00\x00" + b"\x00" * 50, "file.binary"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "file.other-kind"),
    "gzip": (b"\x1f\x8b\x08" + b"\x00" * 50, "file.other-kind"),
    "JSON": (b' {"error": "not found"}', "file.other-kind"),
    "plain words": (b"Service temporarily unavailable", "file.not-xml"),
    "empty": (b"", "file.empty"),
    "blank": (b" \n\t ", "file.empty"),
    "web page": (b"<!DOCTYPE html>\n<html><body>404</body></html>", "file.web-page"),
    "web page with a declaration": (b'<?xml version="1.0"?>\n<!-- x -->\n<HTML lang="en"></HTML>', "file.web-page"),
    "web page in UTF-16": ("\ufeff<html></html>".encode("utf-16-le"), "file.web-page"),
    "other XML": (b"<rss version='2.0'></rss>", "iati.not-iati"),
    "IATI in a namespace": (b"<i:iati-activities xmlns:i='urn:x'></i:iati-activities>", "iati.not-iati"),
    "an activity in an activity": (
        (
            f"{ROOT}<iati-activity><iati-activity>{'<a>b</a>' * 300_000}</iati-activity>"
            "<iati-activity/></iati-activity></iati-activities>"
        ).encode(),
        "xml.misplaced-activity",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_one_clear_finding(name: str, check: Check, monkeypatch: pytest.MonkeyPatch, no_workers: None) -> None:
    def refuse(*_args: object, **_kwargs: object) -> socket.socket:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refuse)
    content, code = HOSTILE[name]
    start = time.perf_counter()
    report = check(content)
    assert [finding.code for finding in report.findings] == [code]
    assert report.findings[0].severity == "critical"
    assert report.findings[0].repair
    assert report.exit_code == 3
    assert report.layers["schema"] == "the file cannot be used"
    assert time.perf_counter() - start < 20


def test_an_activity_beyond_bounds_is_refused_before_it_is_parsed(
    check: Check, monkeypatch: pytest.MonkeyPatch, no_workers: None
) -> None:
    monkeypatch.setattr(cutting, "LARGEST_RECORD", 1000)
    report = check(f"{ROOT}\n<iati-activity>{'x' * 2000}</iati-activity></iati-activities>")
    assert [(finding.code, finding.line) for finding in report.findings] == [("xml.too-large", 1)]


def test_the_line_of_a_mistake_is_that_of_the_file(check: Check) -> None:
    report = check(
        f'<?xml version="1.0"?>\n<!-- a\n comment -->\n{ROOT}\n<iati-activity>\n'
        "<title></titel>\n</iati-activity></iati-activities>"
    )
    assert (report.findings[0].code, report.findings[0].line) == ("xml.not-well-formed", 6)


@pytest.mark.parametrize(
    ("encoding", "said", "code"),
    [
        ("utf-8-sig", "UTF-8", "xml.byte-order-mark"),
        ("utf-16", "UTF-16", "xml.encoding"),
        ("utf-16-be", "UTF-16", "xml.encoding"),
        ("iso-8859-1", "ISO-8859-1", "xml.encoding"),
        ("cp1252", "windows-1252", "xml.encoding"),
    ],
)
def test_other_encodings_are_read_and_remarked(encoding: str, said: str, code: str, check: Check, valid: str) -> None:
    text = valid.replace('encoding="UTF-8"', f'encoding="{said}"').replace("Title", "Títle")
    plain = check(valid.replace("Title", "Títle"))
    report = check(text.encode(encoding))
    assert [finding.code for finding in report.findings if finding.code.startswith("xml.")] == [code]
    assert report.activities == 1
    same = [finding for finding in report.findings if finding.code != code]
    assert same == list(plain.findings)


def test_a_plain_document_type_is_ignored_with_a_warning(check: Check, valid: str) -> None:
    text = valid.replace("?>\n", '?>\n<!DOCTYPE iati-activities SYSTEM "http://127.0.0.1:1/x.dtd">\n', 1)
    report = check(text)
    assert [finding.code for finding in report.findings if finding.severity != "advice"] == ["xml.doctype"]
    assert report.activities == 1


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_gives_a_report_for_each_file(tmp_path: Path, small: Standard, valid: str) -> None:
    path = zipped(tmp_path / "all.zip", {"a.xml": valid.encode(), "d/b.xml": b"", "readme.txt": b"x"})
    reports = check_files([path], Checker(small, tables_of("iati")))
    assert [(report.file, report.activities) for report in reports] == [("all.zip/a.xml", 1), ("all.zip/b.xml", 0)]
    with pytest.raises(InputError, match="several files"):
        check_file(path, small, tables_of("iati"))


def test_a_zip_bomb_is_stopped(tmp_path: Path, small: Standard) -> None:
    path = zipped(tmp_path / "bomb.zip", {"a.xml": b" " * 50_000_000})
    report = check_file(path, small, tables_of("iati"))
    assert [finding.code for finding in report.findings] == ["zip.bomb"]


@pytest.mark.parametrize("content", [b"PK\x03\x04nothing", None])
def test_a_zip_without_use_says_why(content: bytes | None, tmp_path: Path, small: Standard) -> None:
    path = tmp_path / "x.zip"
    if content is None:
        zipped(path, {"inner.zip": b"PK"})
    else:
        path.write_bytes(content)
    report = check_file(path, small, tables_of("iati"))
    assert [finding.code for finding in report.findings] == ["zip.no-xml" if content is None else "zip.damaged"]


def test_a_damaged_member_is_told(tmp_path: Path, small: Standard, valid: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", valid)
    content = bytearray(buffer.getvalue())
    content[60:80] = b"\xff" * 20
    path = tmp_path / "damaged.zip"
    path.write_bytes(bytes(content))
    report = check_file(path, small, tables_of("iati"))
    assert [finding.code for finding in report.findings] == ["zip.damaged"]


def test_a_file_that_is_not_there(tmp_path: Path, small: Standard) -> None:
    report = check_file(tmp_path / "none.xml", small, tables_of("iati"))
    assert [finding.code for finding in report.findings] == ["file.unreadable"]


def test_a_root_that_closes_itself_is_an_empty_file(check: Check) -> None:
    report = check(b"<iati-activities version='2.03'/>")
    assert "iati.empty" in report.counts
    assert report.worst != "critical"
