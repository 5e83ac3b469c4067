"""Workbooks that cannot be read: every reader tells what the file is, and how to mend it, in the reader's language."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from old_office import locked_workbook, old_workbook
from xlsxwriter import Workbook

from grutto.errors import InputError
from grutto.locale import language_named, problem
from grutto.model.source import Observations
from grutto.readers.any_table import read_table
from grutto.readers.template.cells import read_grids
from grutto.readers.workbook import read_workbook
from grutto.remittances.sheets import rows_of
from grutto.remittances.template import read_template
from grutto.sources import recognise
from grutto.store.workbook_file import workbook_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LAYOUT = Observations(value=())


def _sound() -> bytes:
    out = io.BytesIO()
    with Workbook(out) as book:
        book.add_worksheet("quotes").write(0, 0, 7)
    return out.getvalue()


BROKEN = {
    "empty": (b"", "het bestand is leeg", "bewaar of download het opnieuw"),
    "locked": (locked_workbook(), "het is met een wachtwoord vergrendeld", "bewaar het zonder wachtwoord"),
    "cut": (_sound()[:2000], "het is beschadigd of afgebroken", "kopieer of download het opnieuw"),
    "page": (
        b"<html><body><table><tr><td>7</td></tr></table></body></html>",
        "het is een webpagina",
        "open het in een rekenbladprogramma en bewaar het als .xlsx; staat er geen tabel in, download het dan opnieuw",
    ),
    "PDF": (b"%PDF-1.7", "het is een pdf-document", "open het in een rekenbladprogramma en bewaar het als .xlsx"),
    "text": (
        b"a,b\n1,2\n",
        "het is geen werkmap van Excel",
        "open het in een rekenbladprogramma en bewaar het als .xlsx",
    ),
}
READERS: dict[str, Callable[[Path], object]] = {
    "statistics": lambda path: list(read_workbook(path, LAYOUT, path.name)),
    "template": read_grids,
    "prices": lambda path: list(rows_of(path, path.name)),
    "prices of a site": lambda path: read_template(path, path.name),
    "import": lambda path: recognise(path, path.name),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_no_workbook_is_told_by_what_it_is(tmp_path: Path, reader: str, kind: str) -> None:
    content, dutch, repair = BROKEN[kind]
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        READERS[reader](path)
    what, where, how = problem(error.value, language_named("nl"), command=False)
    assert (what, where, how) == (f"Deze werkmap is niet te lezen: {dutch}", "a.xlsx", repair)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a"])
@pytest.mark.parametrize("content", [_sound(), old_workbook(7)])
def test_a_workbook_is_opened_by_what_it_holds(tmp_path: Path, name: str, content: bytes) -> None:
    """A file of Excel 97 that was renamed to .xlsx was refused, as was the reverse."""
    path = tmp_path / name
    path.write_bytes(content)
    with workbook_at(path, name) as book:
        assert book.get_sheet_by_index(0).to_python() == [[7]]


def test_an_old_workbook_that_was_cut_off_ends_no_process(tmp_path: Path) -> None:
    """The library panics, which is no `Exception`."""
    path = tmp_path / "a.xls"
    path.write_bytes(old_workbook(7)[:1500])
    with pytest.raises(InputError, match="old Office document that is damaged"):
        list(read_table(path, LAYOUT, "a.xls"))
