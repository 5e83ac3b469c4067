"""PDF and Word of the two examples in both languages: the same figures as everywhere, and fit for everybody to read."""

from __future__ import annotations

import csv
import importlib.util
import io
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from lxml import html
from python_calamine import CalamineWorkbook
from small_content import content_of

from grutto.charts.table import table_of
from grutto.content.blocks import (
    AuthoredText,
    Chord,
    Document,
    Facts,
    FigureText,
    FlowMap,
    Label,
    Lines,
    Multiples,
    Paragraph,
    Quote,
    Ranking,
    Section,
    Table,
    TableColumn,
    Words,
)
from grutto.content.display import figure_text
from grutto.content.reading import Reading
from grutto.content.wording import in_words
from grutto.editions.record import KeptEdition, kept_edition
from grutto.editions.render import documents_again
from grutto.editions.verify import verify
from grutto.locale import language_named
from grutto.render import docx as word
from grutto.render import pdf
from grutto.render.csv_files import csv_name, named_tables
from grutto.render.html.page import page_name
from grutto.store.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Command
    from grutto.locale import Language

pytestmark = pytest.mark.timeout(300)
CHINESE, ARABIC = "\u79fb\u6c11\u4e0e\u53d1\u5c55", "\u0627\u0644\u0647\u062c\u0631\u0629"
UNWRITTEN = "\U00012000"  # cuneiform stands in no font of ours
OFFERED = {"en": "en-GB", "nl": "nl-NL"}


@pytest.fixture(scope="module")
def fictional(grutto: Command, project: Path, tmp_path_factory: pytest.TempPathFactory) -> KeptEdition:
    folder = tmp_path_factory.mktemp("documents")
    example = project / "examples" / "fictional"
    subprocess.run([sys.executable, example / "generate.py", folder / "in"], check=True)
    assert grutto("import", folder / "in", "--home", folder / "home").code == 0
    signed = ("--judgements", example / "judgements.toml", "--ledger", example / "ledger.toml")
    where = ("--output", folder / "report", "--home", folder / "home", "--format", "html,pdf,docx")
    answer = grutto("report", example / "fictional", 2020, "--lang", "en", "--lang", "nl", *signed, *where)
    assert answer.code == 0, answer.err
    return kept_edition(str(folder / "report"), Home(folder / "home"))


@pytest.fixture(scope="module")
def nl(grutto: Command, project: Path, nl_home: Home, tmp_path_factory: pytest.TempPathFactory) -> KeptEdition:
    folder = tmp_path_factory.mktemp("nl-documents")
    judgements = ("--judgements", project / "examples" / "nl-2010" / "judgements.toml")
    where = ("--output", folder, "--home", nl_home.path, "--format", "pdf, docx")
    answer = grutto("report", "nl-2008", 2010, "--lang", "nl", "--lang", "en", *judgements, *where)
    assert answer.code == 0, answer.err
    return kept_edition(str(folder), nl_home)


@pytest.fixture(params=["fictional-en", "fictional-nl", "nl-nl", "nl-en"])
def one(request: pytest.FixtureRequest) -> tuple[KeptEdition, str]:
    """An edition and one of its languages."""
    name, _, code = request.param.partition("-")
    return request.getfixturevalue(name), code


def document_of(kept: KeptEdition, code: str, kind: str) -> Path:
    first = kept.edition.languages[0]
    return kept.folder / (f"report.{kind}" if code == first else f"report.{code}.{kind}")


def written(content: object, language: Language) -> Iterator[tuple[str, str]]:
    """Yield id and text of every figure that a document shows, apart from those in drawings."""
    match content:
        case FigureText(figure, style):
            yield (
                figure.id,
                figure_text(figure, language, signed=style in {"signed", "points"}, points=style == "points"),
            )
        case Lines() | Multiples() | Ranking() | FlowMap() | Chord():
            yield from written(table_of(content), language)
        case AuthoredText():
            yield from written(in_words((content,), language), language)
        case tuple():
            for part in content:
                yield from written(part, language)
        case _ if is_dataclass(content):
            for each in fields(content):
                yield from written(getattr(content, each.name), language)


def closed_up(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of_pdf(path: Path) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing: scripts/system.sh documents")
    return subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout


def test_every_figure_is_in_page_word_and_pdf(one: tuple[KeptEdition, str]) -> None:
    kept, code = one
    content, language = kept.read_in(code), language_named(code)
    expected = Counter(written(content.document, language))
    assert len(expected) > 50
    page: Any = html.parse(kept.folder / page_name(code, kept.edition.languages)).getroot()
    links = ((a.get("data-figure"), a.text_content()) for a in page.xpath("//a[@data-figure]"))
    assert Counter(links) == expected
    numbers = {entry.figure.id: f"figure_{entry.number}" for entry in content.register}
    body = docx.Document(str(document_of(kept, code, "docx"))).element.body
    found = ((a.get(qn("w:anchor")), "".join(t.text for t in a.iter(qn("w:t")))) for a in body.iter(qn("w:hyperlink")))
    in_word = Counter(pair for pair in found if pair[0].startswith("figure_"))
    assert in_word == Counter({(numbers[name], text): times for (name, text), times in expected.items()})
    marked = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert set(numbers.values()) <= marked
    text = closed_up(text_of_pdf(document_of(kept, code, "pdf")))
    for shown_text, times in Counter(closed_up(text) for _, text in expected.elements()).items():
        assert text.count(shown_text) >= times, shown_text
    assert [entry.value for entry in content.register if closed_up(entry.value) not in text] == []


def test_every_figure_of_a_table_is_in_its_csv_and_the_workbook(fictional: KeptEdition, nl: KeptEdition) -> None:
    for kept in (fictional, nl):
        content = kept.read_in()
        book = CalamineWorkbook.from_path(str(kept.folder / "tables.xlsx"))
        for number, (name, table) in enumerate(named_tables(content.document), start=1):
            text = (kept.folder / csv_name(name)).read_text("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text)))[1:]
            sheet = book.get_sheet_by_index(number).to_python(skip_empty_area=False)[4:]
            for line, row, cells in zip((*table.rows, *table.foot), rows, sheet, strict=False):
                for place, cell in enumerate(line):
                    if len(cell) == 1 and isinstance(cell[0], FigureText) and cell[0].figure.value is not None:
                        assert Decimal(row[place]) == cell[0].figure.value
                        assert cells[place] == float(cell[0].figure.value)


def elements(pdf_file: pikepdf.Pdf) -> Iterator[Any]:
    waiting: list[Any] = [pdf_file.Root.StructTreeRoot]
    while waiting:
        this = waiting.pop()
        yield this
        kids = this.get("/K")
        inner = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        waiting += [kid for kid in inner if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def test_a_pdf_is_tagged_with_language_headings_headers_and_alternative_texts(one: tuple[KeptEdition, str]) -> None:
    kept, code = one
    with pikepdf.open(document_of(kept, code, "pdf")) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang).startswith(code)
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert opened.Root.Outlines.Count != 0
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("2", "A", "1")
        found = list(elements(opened))
        kinds = Counter(str(each.get("/S")) for each in found)
        assert {"/TOC", "/H1", "/H2", "/Link"} <= set(kinds)
        scopes = Counter(str(_scope(each)) for each in found if each.get("/S") == pikepdf.Name.TH)
        assert set(scopes) == {"/Row", "/Column"}
        assert scopes["/Row"] >= kinds["/TR"] - 2 * kinds["/Table"]
        pictures = [each for each in found if each.get("/S") == pikepdf.Name.Figure]
        assert all(str(each.Alt) for each in pictures)


def _scope(header: Any) -> Any:
    own = header.A
    return next(each.Scope for each in (own if isinstance(own, pikepdf.Array) else [own]) if "/Scope" in each)


def test_the_fictional_report_has_at_most_twenty_pages_before_its_annexes(fictional: KeptEdition) -> None:
    for code, annex in (("en", "Annex: tables"), ("nl", "Bijlage: tabellen")):
        pages = text_of_pdf(document_of(fictional, code, "pdf")).split("\f")
        first = next(n for n, page in enumerate(pages) if n > 2 and annex in page)
        assert 10 < first <= 20


def test_qpdf_and_outloud_find_no_error(fictional: KeptEdition) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is missing: scripts/system.sh documents")
    path = document_of(fictional, "en", "pdf")
    assert subprocess.run(["qpdf", "--check", path], check=False, capture_output=True).returncode == 0
    assert importlib.util.find_spec("outloud")
    checked = subprocess.run(
        [sys.executable, "-c", "from outloud.cli import main; main()", "--layer", "conformance", path],
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


def test_word_has_headings_contents_repeated_heads_whole_rows_and_its_language(one: tuple[KeptEdition, str]) -> None:
    kept, code = one
    opened = docx.Document(str(document_of(kept, code, "docx")))
    document = kept.read_in(code).document
    headings = [p.text for p in opened.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert len(headings) == len(document.sections) + 1
    body = opened.element.body
    fields_of = [words.text.strip() for words in body.iter(qn("w:instrText"))]
    assert fields_of[0].startswith("TOC ")
    for table in opened.tables:
        assert list(table.rows[0]._tr.iter(qn("w:tblHeader")))
        assert all(list(row._tr.iter(qn("w:cantSplit"))) for row in table.rows)
        assert all(column.width for column in table.columns)
    languages = opened.styles.element.iter(qn("w:lang"))
    assert {each.get(qn("w:val")) for each in languages} == {OFFERED[code]}
    pictures = list(body.iter(qn("wp:docPr")))
    assert all(each.get("descr") for each in pictures)


def test_the_same_content_gives_the_same_bytes(nl: KeptEdition) -> None:
    for name, data in documents_again(nl, ("pdf", "docx")).items():
        assert (nl.folder / name).read_bytes() == data, name


def test_a_changed_pdf_is_found_and_verify_says_how_documents_were_compared(
    nl: KeptEdition, nl_home: Home, tmp_path: Path
) -> None:
    shutil.copytree(nl.folder, tmp_path / "report")
    verdict = verify(nl_home, nl.edition, folder=tmp_path / "report")
    assert verdict.differences == ()
    assert any("PDF and Word" in note for note in verdict.notes)
    with (tmp_path / "report" / "report.pdf").open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"\0")
    assert verify(nl_home, nl.edition, folder=tmp_path / "report").differences == (
        "report.pdf: the file was changed after the edition was made",
    )


def small(title: str) -> Reading:
    line = (Quote(title),)
    section = Section("one", line, (Paragraph((Words("A title: "), Quote(title, "zh"))),))
    return Reading("en", Document(line, (), (), Facts(()), (section,)), ())


@pytest.mark.parametrize("title", [CHINESE, ARABIC, UNWRITTEN, 'a "#[$] \\ <b> @x title*_`', "\t\x07bell"])
def test_no_title_stops_a_document(title: str, tmp_path: Path) -> None:
    content = small(title)
    (tmp_path / "a.pdf").write_bytes(pdf.render(content))
    with pikepdf.open(tmp_path / "a.pdf") as opened:
        assert len(opened.pages) == 3
    opened_word = docx.Document(io.BytesIO(word.render(content)))
    assert closed_up(title.replace("\x07", "")) in closed_up("".join(p.text for p in opened_word.paragraphs))


def pages_of(path: Path) -> list[list[tuple[float, float]]]:
    """Return the left and right end of each word of each page, in parts of the page's width."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is missing: scripts/system.sh documents")
    run = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True)
    pages = html.fromstring(run.stdout.encode()).iter("page")
    return [[(float(w.attrib["xmin"]), float(w.attrib["xmax"])) for w in page.iter("word")] for page in pages]


def test_no_word_of_a_table_leaves_the_page_or_its_column(tmp_path: Path) -> None:
    """A digest has no place to break, and Dutch has long words: both are broken rather than cut or put over others."""
    columns = (TableColumn((Words("a"),)), *(TableColumn((Words("Gerealiseerd"),), numeric=True) for _ in range(7)))
    amounts = ((Label("1.234.567.890"),),) * 7
    digests = tuple((Quote("0123456789abcdef" * 4),) for _ in range(4))
    tables = (
        Table((Words("t"),), columns, (((Words("geldovermakingenvergelijkingen"),), *amounts),)),
        Table((Words("t"),), (TableColumn((Words("b"),)),) * 4, (digests,)),
    )
    (tmp_path / "a.pdf").write_bytes(pdf.render(content_of(*tables, language="nl")))
    words = [word for page in pages_of(tmp_path / "a.pdf") for word in page]
    assert max(right for _, right in words) < 595 - 60, "A4 is 595 points wide, and its margin 65"
    (digest_part, *_) = [right - left for left, right in words if right - left > 90] or [0]
    assert not digest_part, "a digest takes more than one column"


def test_an_unknown_format_is_told(grutto: Command) -> None:
    answer = grutto("report", "nl-2008", 2010, "--format", "html,odt")
    assert answer.code != 0
    assert "There is no format “odt”" in answer.err


def test_contents_a_little_longer_than_a_page_stand_on_one(tmp_path: Path) -> None:
    """Fifty chapters take some lines more than a page at full size: they are set smaller."""
    content = content_of()
    chapters = tuple(Section(f"s{n}", (Words("Chapter"),), (Paragraph((Words("Said."),)),)) for n in range(50))
    long = replace(content, document=replace(content.document, sections=chapters))
    (tmp_path / "a.pdf").write_bytes(pdf.render(long))
    contents, first = text_of_pdf(tmp_path / "a.pdf").split("\f")[1:3]
    assert (contents.count("Chapter"), "Said." in first) == (50, True)
