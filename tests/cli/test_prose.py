"""A report edited in Word comes back through the command line, and is made again with the drafts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml.ns import qn

from grutto.frameworks.judgements import load_judgements

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Answer, Command
    from grutto.store.home import Home

JUDGEMENTS = Path(__file__).parents[2] / "examples" / "nl-2010" / "judgements.toml"
AUTHOR = "C. Example, desk for migration"


@pytest.fixture(scope="module")
def report(grutto: Command, nl_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the letter with its Word document."""
    folder = tmp_path_factory.mktemp("word")
    options = ("--lang", "en", "--judgements", JUDGEMENTS, "--format", "docx", "--output", folder)
    made = grutto("report", "nl-2008", 2010, *options, "--home", nl_home.path)
    assert made.code == 0, made.err
    return folder


@pytest.fixture
def back(grutto: Command, nl_home: Home, report: Path, tmp_path: Path) -> Callable[[Callable[[Any], None]], Answer]:
    """Edit the document, and import it to `drafts.toml`."""

    def run(edit: Callable[[Any], None]) -> Answer:
        path = Path(shutil.copy(report / "report.docx", tmp_path / "edited.docx"))
        document = docx.Document(str(path))
        edit(document)
        document.save(str(path))
        options = ("--author", AUTHOR, "--edition", report, "--home", nl_home.path)
        return grutto("prose", "import", path, tmp_path / "drafts.toml", *options)

    return run


def marked(document: Any, name: str) -> Any:
    """Return the paragraph with a bookmark."""
    found = (p for p in document.paragraphs if name in {m.get(qn("w:name")) for m in p._p.iter(qn("w:bookmarkStart"))})
    return next(found)


def with_words(document: Any, words: str) -> Any:
    """Return the paragraph that begins with words of somebody."""
    return next(p for p in document.paragraphs if p.text.startswith(words))


def first_judgement(document: Any) -> Any:
    """Return the paragraph of the first judgement that names a figure."""
    return next(p for p in document.paragraphs if p.style.name == "Grutto Signed" and p.hyperlinks)


def test_an_untouched_document_brings_nothing(back: Callable[..., Answer]) -> None:
    answer = back(lambda _: None)
    assert (answer.code, answer.out) == (0, "")
    assert "No text was changed" in answer.err


def test_changed_and_new_paragraphs_come_back_as_drafts(
    grutto: Command, nl_home: Home, back: Callable[..., Answer], tmp_path: Path
) -> None:
    """And the report that is made with them says what was written."""

    def edit(document: Any) -> None:
        first_judgement(document).add_run(" Said anew by hand.")
        new = marked(document, "text_1").insert_paragraph_before("A paragraph that nobody had written.")
        assert new.text

    answer = back(edit)
    assert answer.code == 0, answer.out + answer.err
    before = {judgement.id: judgement for judgement in load_judgements(JUDGEMENTS)}
    drafts = load_judgements(tmp_path / "drafts.toml")
    changed = next(draft for draft in drafts if draft.id in before)
    old = before[changed.id]
    assert changed.text["en"] == f"{old.text['en']} Said anew by hand."
    assert (changed.kind, changed.about, changed.author) == (old.kind, old.about, AUTHOR)
    assert changed.seen
    new = next(draft for draft in drafts if draft.id not in before)
    assert (new.kind, new.about.partition(":")[0]) == ("narrative", "section")
    assert new.text == {"en": "A paragraph that nobody had written."}
    kept = "".join(
        f"[[judgement]]{part}"
        for part in JUDGEMENTS.read_text().split("[[judgement]]")[1:]
        if f'"{changed.id}"' not in part
    )
    (tmp_path / "all.toml").write_text(f"{kept}\n{(tmp_path / 'drafts.toml').read_text()}")
    options = ("--lang", "en", "--judgements", tmp_path / "all.toml", "--output", tmp_path / "again")
    again = grutto("report", "nl-2008", 2010, *options, "--home", nl_home.path)
    assert again.code == 0, again.err
    page = (tmp_path / "again" / "index.html").read_text()
    assert "Said anew by hand." in page
    assert "A paragraph that nobody had written." in page


def test_changed_figures_are_refused_with_their_place(back: Callable[..., Answer], tmp_path: Path) -> None:
    """In a text, in a table, as a bare number, in a heading; everything at once, and nothing is written."""

    def edit(document: Any) -> None:
        first_judgement(document).hyperlinks[0].runs[0].text = "987"
        cell = next(
            link for table in document.tables for c in table._cells for p in c.paragraphs for link in p.hyperlinks
        )
        cell.runs[0].text = "654"
        marked(document, "text_1").add_run(" That is 321 more.")
        document.paragraphs[0].add_run(" anew")

    answer = back(edit)
    assert answer.code == 1
    for words in (
        "says “987”, the edition says “",
        "says “654”",
        "A number stands there that is no figure",
        "Headings, ",
    ):
        assert words in answer.out, words
    assert not (tmp_path / "drafts.toml").exists()
    assert "cannot be taken, so none is" in answer.err


def test_a_text_that_was_deleted_is_told(back: Callable[..., Answer]) -> None:
    def edit(document: Any) -> None:
        paragraph = first_judgement(document)._p
        paragraph.getparent().remove(paragraph)

    answer = back(edit)
    assert (answer.code, answer.out) == (0, "")
    assert "No longer there: “" in answer.err


def test_another_document_is_refused(grutto: Command, nl_home: Home, report: Path, tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "other.docx"))
    options = ("--author", AUTHOR, "--edition", report, "--home", nl_home.path)
    answer = grutto("prose", "import", tmp_path / "other.docx", tmp_path / "drafts.toml", *options)
    assert "none of the marks" in answer.err
    assert "no such file" in grutto("prose", "import", tmp_path / "none.docx", tmp_path / "d", *options).err
