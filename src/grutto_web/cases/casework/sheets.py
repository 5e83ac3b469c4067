"""A register filled from a spreadsheet: each row performs the act that the form performs, or is told why not."""

from __future__ import annotations

import csv
import io
import re
import shutil
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from grutto.errors import InputError
from grutto.lazily import lazily
from grutto.store.workbook_file import workbook_at
from grutto_web.ground.wording import sentences
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import InvalidInputError, NotPermittedError, RefusalError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import xlsxwriter

    from grutto_web.cases.casework.register import Register
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.form import ActForm
    from grutto_web.people.acts.record import RecordSet
else:
    xlsxwriter = lazily("xlsxwriter")

MOST_ROWS = 5000
"""Rows of one sheet; more come in several."""
MOST_ROOM = 2_000_000
"""Cells from the first to the farthest one of a sheet."""
FORMULA = ("=", "+", "@", "\t")
"""What a spreadsheet would compute; no register takes it from a text file."""
PHONE = re.compile(r"\+[\d ()-]+")
"""A telephone number, which begins as a formula does."""
YES, NO = frozenset({"true", "1", "yes", "ja", "waar", "x"}), frozenset({"", "false", "0", "no", "nee", "onwaar"})
"""What a cell can hold that is ticked in the form, and what one that is not; nothing else is either."""
WIDE = 30


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """What is wrong with a cell.

    Args:
        row: as the spreadsheet counts it, from 1.
        column: its heading; empty for the row as a whole.
        text: what is wrong, in the reader's language.
    """

    row: int
    column: str
    text: str


@dataclass(slots=True)
class SheetOutcome:
    """What became of a sheet, or would.

    Args:
        taken: rows that made a record.
        there: rows whose record was there already: nothing was done about them.
        problems: what was wrong; one problem, and no row is taken.
    """

    taken: int = 0
    there: int = 0
    problems: list[SheetProblem] = field(default_factory=list)


class SheetError(Exception):
    """The file cannot be read as a sheet; the text says why, in the reader's language."""


def headings(register: Register[Any], user: User | None) -> dict[str, forms.Field]:
    """Return the columns of a register's sheet: the fields of the act that makes a record."""
    form = _blank(register, user)
    return {name: each for name, each in form.fields.items() if not isinstance(each.widget, forms.HiddenInput)}


def _blank(register: Register[Any], user: User | None) -> ActForm:
    return register.create.form(act=register.create(), record=None, actor=user)


def template(register: Register[Any], user: User | None) -> bytes:
    """Return an empty workbook to fill in, with a sheet that explains each column."""
    out, columns = io.BytesIO(), headings(register, user)
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True})
    sheet, notes = book.add_worksheet(register.name[:31]), book.add_worksheet(gettext("Explanation"))
    sheet.freeze_panes(1, 0)
    notes.write_row(0, 0, [gettext("Column"), gettext("What it holds"), gettext("Needed"), gettext("Choices")], bold)
    for number, (name, each) in enumerate(columns.items()):
        sheet.write(0, number, name, bold)
        sheet.set_column(number, number, max(len(name) + 2, 12))
        choices = ", ".join(str(code) for code, _ in getattr(each, "choices", ()) if code)
        if isinstance(each, forms.BooleanField):
            choices = gettext("yes, no")
        needed = gettext("yes") if each.required else gettext("no")
        words = ". ".join(filter(None, [str(each.label or name), str(each.help_text)]))
        notes.write_row(number + 1, 0, [name, words, needed, choices[:3000]])
    notes.set_column(0, 3, WIDE)
    book.close()
    return out.getvalue()


def rows_of(name: str, stream: IO[bytes]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and the cells of each row that holds something; a cell under no heading is under "".

    Raises:
        SheetError: it is neither a workbook nor comma-separated text, or too long.
    """
    grid = _text(stream) if name.lower().endswith((".csv", ".txt")) else _workbook(name, stream)
    if not grid:
        raise SheetError(gettext("The sheet is empty. Fill in the template."))
    names = [cell.strip() for cell in grid[0]]
    if len(grid) > MOST_ROWS + 1:
        raise SheetError(gettext("The sheet has more than %(most)s rows. Split it.") % {"most": MOST_ROWS})
    if double := {name for name in names if name and names.count(name) > 1}:
        raise SheetError(gettext("Two columns have one heading: %(name)s.") % {"name": ", ".join(sorted(double))})
    for number, cells in enumerate(grid[1:], start=2):
        if any(cell.strip() for cell in cells):
            pairs = [(name, cell.strip()) for name, cell in zip_longest(names, cells, fillvalue="")]
            yield number, {name: cell for name, cell in pairs if name or cell}


def _text(stream: IO[bytes]) -> list[list[str]]:
    try:
        text = stream.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError(gettext("The file is not UTF-8 text. Save it as “CSV UTF-8”.")) from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error:
        raise SheetError(gettext("The file is not comma-separated text. Use the template.")) from None


def _workbook(name: str, stream: IO[bytes]) -> list[list[str]]:
    with NamedTemporaryFile() as sent:
        shutil.copyfileobj(stream, sent)
        sent.flush()
        try:
            with workbook_at(Path(sent.name), name, MOST_ROOM) as book:
                grid = book.get_sheet_by_index(0).to_python(nrows=MOST_ROWS + 2)
        except InputError as error:
            raise SheetError(sentences(error)) from None
    return [[_cell(value) for value in row] for row in grid]


def _cell(value: object) -> str:
    match value:
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def take(register: Register[Any], name: str, stream: IO[bytes], user: User, *, trial: bool) -> SheetOutcome:
    """Take the rows of a sheet, all or none.

    Args:
        register: where they go.
        name: of the file; its ending tells what it is.
        stream: its bytes.
        user: who brings it.
        trial: find out what would become of it, and change nothing.

    Raises:
        SheetError: the file cannot be read.
        NotPermittedError: the user may not make such records.
    """
    outcome, known = SheetOutcome(), headings(register, user)
    seen: RecordSet[Any] = register.model.objects.seen_by(user)  # whose, is asked once; each row sees those before it
    with transaction.atomic():
        for number, cells in rows_of(name, stream):
            problems = list(_problems(number, cells, known))
            if not problems:
                problems = _take_row(register, number, _ticked(cells, known), seen, user, outcome)
            outcome.problems += problems
        if trial or outcome.problems:
            transaction.set_rollback(True)
    return outcome


def _problems(number: int, cells: dict[str, str], known: dict[str, forms.Field]) -> Iterator[SheetProblem]:
    for column, cell in cells.items():
        if not column:
            text = gettext("“%(cell)s” stands under no heading. A text with a comma in it needs quotation marks.")
            yield SheetProblem(number, "", text % {"cell": cell[:40]})
        elif column not in known:
            yield SheetProblem(
                number, column, gettext("There is no such column: this is not asked, so it is not taken.")
            )
        elif isinstance(known[column], forms.BooleanField) and cell.lower() not in YES | NO:
            yield SheetProblem(number, column, gettext("Write yes or no."))
        if cell.startswith(FORMULA) and not PHONE.fullmatch(cell):
            yield SheetProblem(number, column, gettext("A formula is not a value. Write what it comes to."))


def _ticked(cells: dict[str, str], known: dict[str, forms.Field]) -> dict[str, str]:
    """Return the cells with what is ticked as a form sends it: there, any other word would tick it."""
    boxes = {name for name in cells if isinstance(known[name], forms.BooleanField)}
    return {name: str(cell.lower() in YES) if name in boxes else cell for name, cell in cells.items()}


def _take_row(
    register: Register[Any], number: int, cells: dict[str, str], seen: RecordSet[Any], user: User, outcome: SheetOutcome
) -> list[SheetProblem]:
    """Perform the act for one row; return what is wrong."""
    try:
        with transaction.atomic():
            form = register.create.form(cells, act=register.create(), record=None, actor=user)
            form.full_clean()  # what is there already is told so, though it could not be entered again
            if _is_there(register, form, seen):
                outcome.there += 1
                return []
            perform(register.create, None, user, cells)
    except NotPermittedError:
        raise
    except InvalidInputError as refusal:
        errors = refusal.form.errors.items()
        return [SheetProblem(number, "" if n == "__all__" else n, str(text)) for n, texts in errors for text in texts]
    except RefusalError as refusal:
        return [SheetProblem(number, "", str(refusal))]
    except IntegrityError:
        return [SheetProblem(number, "", gettext("This contradicts a record that is there already."))]
    outcome.taken += 1
    return []


def _is_there(register: Register[Any], form: ActForm, seen: RecordSet[Any]) -> bool:
    filled_in = getattr(form, "typed", form.cleaned_data)  # before the record said that it is there already
    wanted = {name: filled_in[name] for name in register.same if name in filled_in}
    if not wanted or len(wanted) < len(register.same):
        return False
    return seen.filter(**wanted).exists()
