"""A report in a language with half of its texts: nothing stops it, and what is in English says so."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from dutch import COMMON
from half_french import accented, half_french
from lxml import etree, html

from grutto.locale import catalog, translate
from grutto.locale.mixed import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Command
    from grutto.store.home import Home

AMOUNT = re.compile(r"(\d[\d.,\N{NARROW NO-BREAK SPACE}]*)\N{NO-BREAK SPACE}€")
FRENCH_AMOUNT = re.compile(r"\d{1,3}(\N{NARROW NO-BREAK SPACE}\d{3})*(,\d+)?")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def folder(grutto: Command, nl_home: Home, project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    output = tmp_path_factory.mktemp("french")
    judgements = project / "examples" / "nl-2010" / "judgements.toml"
    with half_french(tmp_path_factory.mktemp("locale")):
        options = ("--lang", "fr", "--judgements", judgements, "--output", output, "--home", nl_home.path)
        answer = grutto("report", "nl-2008", 2010, *options, "--format", "html,pdf,docx")
        assert answer.code == 0, answer.err
        yield output


def _shown(tree: Any) -> Iterator[str]:
    """Yield the texts of a page that are the program's, and do not say that they are in another language."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        around = [element, *element.iterancestors()]
        apart = any(
            a.tag in {"style", "script", "code", "head", "title", "desc"} or "data-quote" in a.attrib for a in around
        )
        if not apart and not any("lang" in a.attrib and a.tag != "html" for a in around) and element.text:
            yield " ".join(element.text.split())
        outer = around[1:]
        marked = any(("lang" in a.attrib and a.tag != "html") or "data-quote" in a.attrib for a in outer)
        if element.tail and not marked:
            yield " ".join(element.tail.split())


@pytest.mark.parametrize("name", ["index.html", "register.html"])
def test_a_page_says_where_it_is_in_english(folder: Path, name: str) -> None:
    tree = html.parse(folder / name)
    assert tree.getroot().get("lang") == "fr"
    english = [" ".join(each.itertext()) for each in tree.iter() if each.get("lang") == "en"]
    assert len(english) > 100
    assert [text for text in _shown(tree) if COMMON.search(text)] == []


def test_what_is_translated_stands_there(folder: Path) -> None:
    page = " ".join((folder / "index.html").read_text("utf-8").split())
    lacking = {m.id for m in catalog("nl") if isinstance(m.id, str) and language_of(translate(m.id, "fr"))}
    for text in ("Contents", "Register of figures", "Every underlined figure leads to the rows it comes from."):
        if text in lacking:
            assert f'<span lang="en">{text}</span>' in page
        else:
            assert accented(text) in page


def test_numbers_and_days_are_french(folder: Path) -> None:
    pages = (html.parse(folder / name).getroot().text_content() for name in ("index.html", "register.html"))
    text = " ".join(pages)
    amounts = [found.strip() for found in AMOUNT.findall(text)]
    assert len(amounts) > 10
    assert "€\N{NO-BREAK SPACE}" not in text, "the currency stands behind the amount"
    assert [found for found in amounts if not FRENCH_AMOUNT.fullmatch(found)] == []
    assert re.search(r"\d\sdécembre\s20\d\d", text)


def test_documents_say_where_they_are_in_english(folder: Path) -> None:
    assert (folder / "report.pdf").read_bytes().count(b"/Lang") > 100
    with zipfile.ZipFile(io.BytesIO((folder / "report.docx").read_bytes())) as parts:
        tree = etree.fromstring(parts.read("word/document.xml"))
    english = [run for run in tree.iter(f"{WORD}r") if (lang := run.find(f".//{WORD}lang")) is not None
               and lang.get(f"{WORD}val") == "en-GB"]  # fmt: skip
    assert len(english) > 100
