"""The compiled scanner beside the walk: the same tables, cell by cell, and the same findings, or the walk reads it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("numba")

from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from iati_samples import FOREIGN, Maker, activity, read, shared, wrapped  # noqa: E402
from iati_spelling import Speller  # noqa: E402

from grutto.readers.iati import ACTIVITIES, ORGANISATIONS, Flavour, IatiReader  # noqa: E402
from grutto.readers.iati.cutting import ByteSpan, Uncut  # noqa: E402
from grutto.readers.iati.pieces import PieceJob, pieces, plain_opening, read_piece, read_pieces, scanner_of  # noqa: E402
from grutto.readers.iati.scan import places as p  # noqa: E402
from grutto.readers.iati.scan.compiling import part  # noqa: E402
from grutto.readers.iati.scan.layout import layout_of  # noqa: E402
from grutto.readers.iati.scan.piece import Scanner  # noqa: E402
from grutto.readers.iati.scan.remarks import EPOCH  # noqa: E402
from grutto.readers.iati.scan.texts import trimmed_start, trimmed_stop  # noqa: E402
from grutto.readers.iati.scan.typed import value_of  # noqa: E402
from grutto.readers.values import READ  # noqa: E402
from grutto.store.parquet import QUANTUM, ParquetTable  # noqa: E402
from grutto.tables import tables_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.model.table import ColumnType
    from grutto.readers.iati.pieces import PieceContent

SCHEMA = "data/iati-standard/schemas/2.03/iati-activities-schema.xsd"
EXAMPLES = sorted((Path(__file__).parents[2] / "examples").rglob("*.xml"))


def job_of(path: Path, flavour: Flavour = ACTIVITIES, schema: Path | None = None) -> PieceJob:
    head = plain_opening(path, flavour)
    assert head is not None
    language = re.search(rb'xml:lang="([a-z]*)"', head.root)
    tables = tuple(tables_of(flavour.reader).values())
    return PieceJob(
        path, flavour.reader, tables, path.name, language[1].decode() if language else "", head.root, schema
    )


def pieces_of(path: Path, flavour: Flavour) -> Iterator[ByteSpan]:
    head = plain_opening(path, flavour)
    assert head is not None
    return pieces(path, head, flavour)


def assert_same(got: PieceContent, expected: PieceContent) -> None:
    assert set(got.tables) == set(expected.tables)
    for name, table in expected.tables.items():
        assert got.tables[name].schema.equals(table.schema, check_metadata=True)
        for column in table.column_names:
            assert got.tables[name][column].to_pylist() == table[column].to_pylist(), (name, column)
        got.tables[name].validate(full=True)
    assert got.findings == expected.findings
    assert (got.taken, got.rejected, got.lines) == (expected.taken, expected.rejected, expected.lines)


def walked_share(path: Path, flavour: Flavour = ACTIVITIES, schema: Path | None = None) -> list[float]:
    """Read a file in both ways, which must give the same; return by piece which share of the records was walked."""
    job, shares = job_of(path, flavour, schema), []
    scanner = Scanner(job)
    for piece in pieces_of(path, flavour):
        try:
            expected = read_piece(job, piece)
        except Uncut:
            with pytest.raises(Uncut):
                scanner.read(piece)
            return [1.0]
        got, share = scanner.read(piece)
        assert_same(got, expected)
        shares += [share] if piece.records else []
    return shares


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "a.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_real_file_is_scanned_whole_and_gives_the_same() -> None:
    assert walked_share(shared("data/iati/unhcr-activities-2023.xml"), schema=shared(SCHEMA)) == [0.0]


def test_without_numba_a_file_is_walked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = job_of(written(tmp_path, wrapped(activity(""))))
    assert isinstance(scanner_of(job), Scanner)
    monkeypatch.setattr("grutto.readers.iati.pieces.installed", lambda _: False)
    assert scanner_of(job) is None


def test_the_import_as_a_whole_decides_whether_files_are_scanned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, wrapped(activity("")))
    monkeypatch.delitem(sys.modules, "grutto.readers.iati.scan.piece")
    monkeypatch.setattr("grutto.readers.iati.pieces._come_across", [])
    monkeypatch.setattr("grutto.readers.iati.pieces.WORTH_LOADING", 3 * path.stat().st_size)
    assert [scanner_of(job_of(path)) is not None for _ in range(4)] == [False, False, True, True]


def test_a_file_of_one_piece_is_scanned_once_it_pays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, wrapped(activity("")))
    monkeypatch.setattr("grutto.readers.iati.pieces.read_piece", lambda *_: pytest.fail("it was walked"))
    first, end = read_pieces(job_of(path), pieces_of(path, ACTIVITIES), 1)
    assert (first.taken, end.taken) == (1, 0)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_gives_the_same(path: Path) -> None:
    assert walked_share(path) == [0.0]


@pytest.mark.parametrize("flavour", [ACTIVITIES, ORGANISATIONS], ids=lambda f: f.noun)
def test_every_element_of_the_standard_is_scanned(tmp_path: Path, flavour: Flavour) -> None:
    content = Maker(Random(3), flavour).file(3)
    assert walked_share(written(tmp_path, content), flavour) == [0.0]


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), odd=st.sampled_from([0.0, 0.002, 0.03]))
def test_any_spelling_gives_the_same(tmp_path: Path, seed: int, odd: float) -> None:
    random = Random(seed)
    flavour = random.choice((ACTIVITIES, ACTIVITIES, ORGANISATIONS))
    maker, speller = Maker(random, flavour, part=random.choice((0.2, 0.5, 1.0))), Speller(random, odd=odd)
    records = "\n".join(speller.element(maker.record(f"AA-{n}")) for n in range(3))
    language = random.choice(("", ' xml:lang="fr"'))
    root = f'<{flavour.root} version="2.03" xmlns:own="{FOREIGN}"{language}>'
    shares = walked_share(written(tmp_path, f"{root}{records}</{flavour.root}>"), flavour)
    assert odd or maker.part < 1 or shares == [0.0]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_damage_gives_the_same_or_is_refused_by_both(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    content = bytearray(Maker(random, part=0.3).file(3))
    start = content.index(b"<iati-activity")
    for _ in range(random.randint(1, 4)):
        at = random.randrange(start, len(content) - 20)
        new = random.choice(
            (b"", b"<", b">", b"&", b"&amp;", b" ", b"\xc2\xa0", b"'", b"x", b"1", b"<!--", b"]]>", b"<a/>")
        )
        content[at : at + random.randint(0, 12)] = new
    walked_share(written(tmp_path, bytes(content)))


LOOKS: dict[str, tuple[str, bool]] = {
    "references in text": (
        "<title><narrative>a &amp; b &#233; &#x1F600; &lt;&gt;&quot;&apos;</narrative></title>",
        True,
    ),
    "CDATA": ("<title><narrative>a <![CDATA[<b> & c]]> d</narrative></title>", True),
    "a comment in text": ("<title><narrative>a<!-- no -->b</narrative></title>", True),
    "an instruction": ("<?x y?><title><narrative>a<?x?>b</narrative></title>", True),
    "line ends": ("<title>\r\n<narrative>a\r\nb\rc&#13;d</narrative>\r</title>", True),
    "line ends in an attribute": ("<sector code='1' vocabulary-uri='http://a\r\nb\tc'/>", True),
    "wide spaces": ("<title><narrative>\u3000\u00a0a\u2003b\u205f</narrative></title>", True),
    "an empty narrative": (
        "<title><narrative/><narrative> </narrative><narrative xml:lang='f'>f</narrative></title>",
        True,
    ),
    "an empty language": ("<title><narrative xml:lang=''>a</narrative></title>", True),
    "another language first": ("<title><narrative xml:lang='fr'>f</narrative><narrative>e</narrative></title>", True),
    "own element": ("<sector code='1'><own:x>5</own:x><own:x/><own:y>é</own:y></sector>", True),
    "own attribute": ("<sector code='1' own:x='a &amp; b '/>", True),
    "unknown element": ("<sector code='1'><x>5</x></sector><x>5</x>", True),
    "unknown attribute": ("<sector code='1' x=' 5'/>", True),
    "a prefix of the record": ("<sector code='1'><two:x>5</two:x></sector>", True),
    "a prefix bound again": ("<sector code='1' xmlns:own='http://z'><own:x>5</own:x></sector>", False),
    "a namespace for all": ("<sector code='1' xmlns='http://z'/>", False),
    "own element with more": ("<own:x a='1'>5</own:x>", False),
    "own element with children": ("<own:x><own:y/></own:x>", False),
    "own element with references": ("<own:x>a &amp; b</own:x>", False),
    "xml:space": ("<title xml:space='preserve'><narrative>a</narrative></title>", False),
    "loose text": ("<title>loose<narrative>a</narrative></title>", False),
    "what may stand once": ("<title><narrative>a</narrative></title><title><narrative>b</narrative></title>", False),
    "markup in a narrative": ("<title><narrative>a <b>c</b></narrative></title>", False),
    "spaces around a code": ("<sector code=' 1'/><tag code=' ' vocabulary='1'/>", True),
    "spaces around a text that is no value": ("<contact-info><email> a@b </email></contact-info>", True),
    "spaces in pieces": ("<budget><value value-date='2020-01-01'> <!-- --> 1,0</value></budget>", False),
    "what is required": ("<sector percentage='5'/><budget><value> </value></budget>", True),
    "a date with a zone": ("<activity-date type='1' iso-date='2020-01-01Z'/>", True),
    "a day that is none": ("<activity-date\n type='1' iso-date='2021-02-29'\n/>", True),
    "thousands": ("<sector code='1' percentage='1,000'/>", True),
    "no number": ("<budget><value value-date='2020-01-01'> EUR 5\n</value></budget>", True),
    "seven decimals": ("<sector code='1' percentage='33.3333333'/>", True),
    "a default in capitals": ("<transaction><value>5</value></transaction>", True),
    "half a number": ("<sector code='1' percentage='.5'/><sector code='1' percentage='-5.'/>", True),
    "thirteen digits": ("<sector code='1' percentage='1234567890123.5'/>", True),
    "eighteen digits": ("<sector code='1' percentage='123456789012345678'/>", False),
    "a prefix that nothing binds": ("<un:x/>", False),
}


@pytest.mark.parametrize("name", LOOKS)
def test_how_a_thing_looks(tmp_path: Path, name: str) -> None:
    content, scanned = LOOKS[name]
    looked = activity(content, "AA-2", 'xml:lang="en" humanitarian="TRUE" xmlns:two="http://two"')
    around = [activity("<title><narrative>t</narrative></title>", "AA-1"), looked, activity(content, "AA-3", "")]
    body = f'<iati-activities version="2.03" xmlns:own="{FOREIGN}">' + "\n".join(around)
    if "two:" in content:
        body = body.replace(around[2], "")
    shares = walked_share(written(tmp_path, body + "</iati-activities>"))
    assert (shares == [0.0]) is scanned


@pytest.mark.parametrize(
    "value", ["5", "5.5", "n/a", "1,000", "about 5", "1e3", "", "123456789012345678", "0.12345678"]
)
def test_a_result_in_words_is_scanned(tmp_path: Path, value: str) -> None:
    content = f"""<result type="1"><indicator measure="1"><baseline value="{value}"/><period><period-start
        iso-date="2020-01-01"/><period-end iso-date="2020-12-31"/><actual value="{value}"
        /></period></indicator></result>"""
    shares = walked_share(written(tmp_path, wrapped(activity(content))))
    assert shares == ([1.0] if len(value) > 17 else [0.0])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("<sector ", "<sectr "),
        ("</iati-identifier>", "</iati-identifier><wrong/>"),
        ("default-currency=", 'nope="1" default-currency='),
        ("</value>", "x</value>"),
        ("</title>", "loose</title>"),
        ('<activity-status code="', '<activity-status cod="'),
    ],
)
def test_what_the_schema_does_not_allow_is_found_the_same(tmp_path: Path, right: str, wrong: str) -> None:
    content = shared("data/iati/unhcr-activities-2023.xml").read_text("utf-8")
    content = content.replace(right, wrong, 3).replace("</sector>", "</sectr>", 3 * (wrong == "<sectr "))
    path, schema = written(tmp_path, content), shared(SCHEMA)
    walked_share(path, schema=schema)
    findings = read_piece(job_of(path, schema=schema), next(pieces_of(path, ACTIVITIES))).findings
    assert "schema.invalid" in {f.code for f in findings}


@pytest.mark.parametrize("between", ["loose", "<other/>", "<![CDATA[x]]>", "&amp;"])
def test_what_stands_between_records_is_left_to_the_stream(tmp_path: Path, between: str) -> None:
    assert walked_share(written(tmp_path, wrapped(activity("") + between + activity("")))) == [1.0]


def test_an_identifier_with_an_element_in_the_middle_is_read_whole(tmp_path: Path) -> None:
    split = wrapped(activity('<sector code="1"/>', "AA-1<wrong/>-2") + activity("", "AA-3"))
    walked_share(written(tmp_path, split))
    (tmp_path / "split.xml").write_text(split, "utf-8")
    tables, _ = read(tmp_path / "split.xml")
    assert {r["iati_identifier"] for r in tables["sector"].to_pylist()} == {"AA-1-2"}


def test_records_that_were_walked_stand_in_their_place(tmp_path: Path) -> None:
    odd = "<activity-date type='1' iso-date='2020-01-01Z'>loose</activity-date>"
    many = [activity(odd if n % 7 in {0, 1, 5} else "<sector percentage='x'/>", f" A{n}") for n in range(50)]
    many[20] = activity(odd, " ")
    assert walked_share(written(tmp_path, wrapped("\n".join(many)))) == [pytest.approx(22 / 50, abs=0.05)]


def test_more_own_names_than_there_is_room_for_are_walked(tmp_path: Path) -> None:
    content = "".join(f"<own:n{n}>x</own:n{n}>" for n in range(p.MOST_NAMES + 1))
    root = f'version="2.03" xmlns:own="{FOREIGN}"'
    assert walked_share(written(tmp_path, wrapped(activity(content), root))) == [1.0]


@part
def value_here(text: Any, kind: int, stop: int) -> int:
    return value_of(text, kind, 0, stop)


WRITTEN = st.one_of(
    st.from_regex(r"[+-]?[0-9]{0,19}\.?[0-9]{0,8}", fullmatch=True),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}Z?", fullmatch=True),
    st.dates().map(str),
    st.sampled_from(
        ["0", "1", "true", "false", "TRUE", "True", "yes", "2", "trues", "fals", "-", "+", ".", "1e3", "٣"]
    ),
)


@settings(max_examples=600, deadline=None)
@given(text=WRITTEN, type_=st.sampled_from(["decimal", "date", "integer", "boolean"]))
def test_a_value_is_that_of_the_parser_or_none(text: str, type_: ColumnType) -> None:
    kinds = {"decimal": p.DECIMAL, "date": p.DATE, "integer": p.INTEGER, "boolean": p.BOOLEAN}
    if not text:
        return
    raw = np.frombuffer(text.encode() + b"      ", np.uint8)
    found = value_here(raw, kinds[type_], len(text.encode()))
    value, remark = READ[type_](text)
    if found == p.NULL:
        plain = text.isascii() and len(text) <= 12 and (type_ != "decimal" or len(text.partition(".")[2]) <= 6)
        assert remark is not None or not plain
        return
    assert remark is None
    if type_ == "decimal":
        value = value / QUANTUM
    assert found == (value.toordinal() - EPOCH if type_ == "date" else int(value))


@part
def trimmed_here(text: Any, stop: int) -> int:
    first = trimmed_start(text, 0, stop)
    return first << 32 | trimmed_stop(text, first, stop)


SPACES = "\t\n\r \x85\xa0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000"


@settings(max_examples=400, deadline=None)
@given(text=st.text(st.sampled_from(f"{SPACES}\u200b\u0085é€áa0\u0080\u0160\u2060\u1681")))
def test_white_space_is_that_of_python(text: str) -> None:
    raw = text.encode()
    packed = trimmed_here(np.frombuffer(raw + b" ", np.uint8), len(raw))
    assert raw[packed >> 32 : packed & 0xFFFFFFFF].decode() == text.strip()


@pytest.mark.parametrize("flavour", [ACTIVITIES, ORGANISATIONS], ids=lambda f: f.noun)
def test_every_declared_column_has_a_place_in_the_layout(flavour: Flavour) -> None:
    layout = layout_of(flavour, tables_of(flavour.reader))
    for plan in layout.plans:
        declared = {c.path for c in plan.table.column if c.path and not c.path.endswith("narrative")}
        assert declared <= {slot.column.path for slot in layout.slots}
    assert len(layout.flat()) > p.LETTERS


def written_tables(path: Path, folder: Path, processes: int) -> dict[str, bytes]:
    """Return the bytes of the Parquet files of a file."""
    folder.mkdir()
    reader = IatiReader(tables_of("iati"), "5" * 64, path.name, processes=processes)
    files = {n: ParquetTable(folder / f"{n}.parquet", t.column) for n, t in tables_of("iati").items()}
    for batch in reader.read(path):
        for name, rows in batch.items():
            files[name].append(rows)
    for file in files.values():
        file.close()
    return {name: (folder / f"{name}.parquet").read_bytes() for name in files}


def test_the_bytes_of_the_tables_do_not_depend_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = shared("data/iati/unhcr-activities-2023.xml").read_text("utf-8")
    start, end = body.index("<iati-activity "), body.rindex("</iati-activities>")
    odd = activity("<title>loose<narrative>walked</narrative></title>", "AA-odd")
    path = tmp_path / "large.xml"
    path.write_text(body[:start] + (body[start:end] + odd) * 4 + body[end:], "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("grutto.readers.iati.pieces.scanner_of", lambda _: None)
        made = [written_tables(path, tmp_path / "walked", 1)]
    monkeypatch.setattr("grutto.readers.iati.pieces.WORTH_LOADING", 0)
    made += [written_tables(path, tmp_path / f"scanned-{n}", n) for n in (1, 2)]
    monkeypatch.setattr("grutto.readers.iati.pieces.MOSTLY_WALKED", -1)
    made += [written_tables(path, tmp_path / "first-scanned", 2)]
    assert len({sum(map(len, files.values())) for files in made}) == 1
    for name in made[0]:
        assert len({files[name] for files in made}) == 1, name
