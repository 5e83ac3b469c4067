"""The spreadsheet of small publishers, written empty or filled with activities of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.checks import code_names, lists_of_columns
from grutto.errors import InputError
from grutto.readers.template import sheets_of
from grutto.tables import tables_of
from grutto.tables.export import Export, selected
from grutto.writers.template import TemplateFiller, write_folder, write_workbook

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from grutto.checks import Standard
    from grutto.locale import Language
    from grutto.store.home import Home
    from grutto.tables.export import Where
    from grutto.writers.template import SheetRows


def write_template(
    path: Path, standard: Standard, language: Language, filled: Mapping[str, SheetRows] | None = None
) -> None:
    """Write a template with help and lists of codes.

    Args:
        path: a name that ends in .xlsx, or a folder of CSV files that does not exist yet.
        standard: has the codes, with their names.
        language: of the help.
        filled: rows of each sheet; without them it is empty.

    Raises:
        InputError: there is something of this name already; texts were too long for a workbook, and are cut off.
    """
    tables, rows = tables_of("iati"), filled or {}
    if path.suffix.lower() != ".xlsx":
        if path.exists():
            raise InputError("There is something of this name already", where=path, repair="name another folder")
        write_folder(path, sheets_of(tables), rows)
        return
    cut = write_workbook(path, sheets_of(tables), rows, code_names(standard), lists_of_columns(tables), language)
    if cut:
        raise InputError(
            "Texts of more than 32,767 characters do not fit in a cell and were cut off",
            where=", ".join(cut[:10]),
            repair="write CSV files instead: name a folder",
        )


def fill_template(
    home: Home,
    release: str,
    path: Path,
    standard: Standard,
    language: Language,
    identifiers: Collection[str] = (),
    where: Where | None = None,
) -> Export:
    """Write activities of a release as a filled template; see `export_iati` and `write_template`."""
    rows, tables = selected(home, release, identifiers, where), tables_of("iati")
    filler = TemplateFiller(tables, code_names(standard), lists_of_columns(tables))
    write_template(path, standard, language, filler.fill(rows))
    return Export(rows["activity"].num_rows, tuple(filler.findings))
