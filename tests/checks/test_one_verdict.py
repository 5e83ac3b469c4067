"""`check` and `import` read by the same rules: what one cannot use, the other does not take."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from grutto.checks import Checker, Standard, check_files
from grutto.errors import InputError
from grutto.readers.iati import IatiReader
from grutto.sources import recognise
from grutto.tables import tables_of

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.checks import Report

ROOT = '<iati-activities version="2.03">'
FILE = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n{ROOT}\n<iati-activity default-currency="EUR" xml:lang="en">\n'
    "<iati-identifier>XM-DAC-1-A</iati-identifier>\n<title><narrative>Title</narrative></title>\n"
    '<transaction><transaction-type code="2"/><transaction-date iso-date="2023-02-01"/>'
    '<value value-date="2023-02-01">10</value></transaction>\n</iati-activity>\n<iati-activity><!-- c -->'
    "<iati-identifier>XM-DAC-1-B</iati-identifier><title><narrative><![CDATA[x]]></narrative></title></iati-activity>\n"
    "</iati-activities>\n"
).encode()
ATTRIBUTES = (
    rb""" xmlns="urn:u"| xmlns:q="urn:q"| q:a="1"| a="1"| xmlns=""| a="&x;"| version="1.0"| a="1" a="2" """.split(b"|")
)
INSIDE = [
    *rb"text|<own/>|<iati-activity/>|&#160;|&nbsp;|]]>|<a:b xmlns:a='urn:a'/>|<iati-activity>|<|&|<!--|?>".split(b"|"),
    *(b"<!-- </iati-activity> <iati-activity> -->", b"<![CDATA[ </iati-activity> ]]>", b"<?p </iati-activity>?>"),
    *(b"\x00", b"\x0c", b"\xe9", b"&#x0;", b"<iati-activity><iati-identifier>Z</iati-identifier></iati-activity>"),
]
BEFORE = [
    *(b"\n", b"\xef\xbb\xbf", b"<!-- x -->", b"<?p?>", b"<!DOCTYPE html>", b"<!DOCTYPE iati-activities>"),
    *(b'<!DOCTYPE a SYSTEM "x.dtd">', b'<!DOCTYPE a [<!ENTITY x "y">]>', b"<!DOCTYPE a [<!ATTLIST x y CDATA 'z'>]>"),
]
VERSIONS = [b"", b"1.0", b"1.03", b"2", b"2.3", b"9", b" 2.03 ", b"1.5"]
ENCODINGS = [b"UTF-16", b"utf8", b"iso-8859-1", b"windows-1252", b"UTF-7", b"gbk", b"cp037", b"klingon", b""]
CODECS = ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Return a file with one change of a random kind."""
    tag = chance.choice(list(re.finditer(rb"<(/?)([\w:-]+)[^<>]*>", content)) or [None])
    if tag is None:
        return content
    opening = tag.end(2)
    kinds = [
        lambda: content[:opening] + (b"" if tag[1] else chance.choice(ATTRIBUTES)) + content[opening:],
        lambda: re.sub(rb"(?<=<)(/?)" + tag[2] + rb"(?=[\s/>])", rb"\1q:" + tag[2], content),
        lambda: content[: tag.end()] + chance.choice(INSIDE) + content[tag.end() :],
        lambda: content[: tag.start()] + content[tag.end() :],
        lambda: chance.choice(BEFORE) + chance.choice([content, content.split(b"\n", 1)[-1]]),
        lambda: re.sub(rb'(<iati-activities[^>]*version=")[^"]*', rb"\g<1>" + chance.choice(VERSIONS), content),
        lambda: content.replace(b"UTF-8", chance.choice(ENCODINGS)),
        lambda: content.decode("utf-8", "replace").encode(chance.choice(CODECS)),
        lambda: content[: chance.randrange(len(content))],
    ]
    return chance.choice(kinds)()


def checked(path: Path) -> Report:
    return check_files([path], Checker(Standard(), tables_of("iati")))[0]


def imported(path: Path) -> tuple[int, str]:
    """Return how many activities an import reads, and why it refuses the file."""
    try:
        reader = IatiReader(tables_of(recognise(path).reader), "0" * 64, path.name)
        list(reader.read(path))
    except InputError as error:
        return 0, error.what
    return reader.records + reader.rejected, ""


@pytest.mark.parametrize("seed", range(3))
def test_mutated_files_get_one_verdict(seed: int, tmp_path: Path) -> None:
    chance, path, verdicts = random.Random(seed), tmp_path / "a.xml", {"used": 0, "refused": 0}
    for _ in range(150):
        content = FILE
        for _ in range(chance.randint(1, 2)):
            content = mutated(content, chance)
        path.write_bytes(content)
        report, (activities, why) = checked(path), imported(path)
        critical = [finding.code for finding in report.findings if finding.severity == "critical"]
        assert bool(critical) == bool(why), (critical, why, content)
        assert why or report.activities == activities, content
        verdicts["refused" if why else "used"] += 1
    assert min(verdicts.values()) > 20


A_FILE = FILE.decode()
CROWD = " ".join(f'a{n}="1"' for n in range(10_001))


@pytest.mark.parametrize(
    ("text", "code", "why"),
    [
        (A_FILE.replace("<iati-activity>", '<iati-activity xmlns="urn:x">'), "iati.namespace", "urn:x"),
        (A_FILE.replace('version="2.03"', 'version="2.3"'), "iati.version", "“2.3” is not read"),
        (A_FILE.replace('version="1.0"', 'version="7"').replace("UTF-8", "latin1"), "iati.not-imported", "first line"),
        (A_FILE.replace("<title>", f"<title {CROWD}>", 1), "iati.attributes", "10,001"),
        ("<!DOCTYPE a [<!ATTLIST x y CDATA 'z'>]>" + A_FILE.split("\n", 1)[1], "xml.entities", "rules of its own"),
        ("<!DOCTYPE html>" + A_FILE.split("\n", 1)[1], "file.web-page", "web page"),
        (A_FILE.replace("UTF-8", "UTF-7"), "xml.encoding-unknown", "utf-7"),
        ('<iati-organisations version="1.04"><iati-organisation/></iati-organisations>', "iati.not-imported", "1.04"),
    ],
)
def test_what_one_refuses_the_other_refuses(
    text: str, code: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the file is walked or scanned."""
    path = tmp_path / "a.xml"
    path.write_text(text, "utf-8")
    report = checked(path)
    assert [finding.code for finding in report.findings if finding.severity == "critical"] == [code]
    assert report.exit_code == 3
    for scanned in (False, True):
        monkeypatch.setattr("grutto.readers.iati.pieces.installed", lambda _, scanned=scanned: scanned)
        monkeypatch.setattr("grutto.readers.iati.pieces.WORTH_LOADING", 0)
        assert why in imported(path)[1]


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ("<title></titel>", "<title> is closed by </titel>"),
        ("<title>a & b</title>", "a sign “&” stands alone; in a text it is written &amp;"),
        ("<title>a < b</title>", "a sign “<” begins no element; in a text it is written &lt;"),
        ('<title a="1" a="2"/>', "one element has the attribute “a” twice"),
        ("<title a=1/>", 'an attribute is not written as name="value"'),
        ("<title a/>", "the attribute “a” has no value"),
        ('<title a="<"/>', "a sign “<” stands in the value of an attribute; there it is written &lt;"),
        ("<title>]]></title>", "the signs “]]>” stand in a text; there they are written ]]&gt;"),
        ("<title>\x0c</title>", "a character that XML does not allow"),
    ],
)
def test_mistakes_of_xml_in_plain_words(mistake: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f"{ROOT}\n<iati-activity>{mistake}</iati-activity></iati-activities>", "utf-8")
    (finding,) = checked(path).findings
    assert finding.message == f"This is not well-formed XML: {words}"
    assert words in imported(path)[1]
