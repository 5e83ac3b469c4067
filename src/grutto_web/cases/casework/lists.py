"""The list of a register: searched, narrowed, sorted and counted by the address, and given out as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Q

from grutto.lazily import lazily
from grutto_web.cases.casework import keys
from grutto_web.cases.casework.personal import SEALED, KeyedHash
from grutto_web.people.acts.fields import label, value_text
from grutto_web.people.acts.record import VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import xlsxwriter

    from grutto_web.cases.casework.register import Register
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.record import Record, RecordSet
else:
    xlsxwriter = lazily("xlsxwriter")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would compute."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose in a list, as its address says it.

    Args:
        search: words to look for.
        filters: field to code.
        sort: the field to sort by, with a minus for the other way; empty for the order of the register.
    """

    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""

    def address(self, **more: str) -> str:
        """Return the part of the address that says it, with more or other choices; an empty one takes it away."""
        choices = {"q": self.search, **self.filters, "sort": self.sort} | more
        return f"?{urlencode({name: value for name, value in choices.items() if value})}"

    def __bool__(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.search or self.filters)


def chosen_in(register: Register[Any], query: Mapping[str, str]) -> Chosen:
    """Return what an address chooses; what the register does not offer is left out."""
    names = (*register.filters, "state")
    sort = query.get("sort", "")
    known = sort.removeprefix("-") in sortable(register)
    return Chosen(query.get("q", "").strip(), {n: query[n] for n in names if query.get(n)}, sort if known else "")


def sortable(register: Register[Any]) -> list[str]:
    """Return the columns by which a list can be sorted: those of the table of the database."""
    fields = {f.name for f in register.model._meta.concrete_fields if not isinstance(f, SEALED)}
    return [name for name in register.columns if name in fields]


def narrowed(register: Register[Any], chosen: Chosen, user: User) -> RecordSet[Any]:
    """Return the records that somebody sees, as they chose them; what is void only where void is chosen."""
    found: Any = register.model.objects.seen_by(user).filter(**chosen.filters)
    if chosen.filters.get("state") != VOID:
        found = found.exclude(state=VOID)
    if chosen.search:
        found = found.filter(_matching(register, chosen.search))
    if chosen.sort:
        found = found.order_by(chosen.sort, "pk")
    ways = [f.name for f in register.model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
    return found.select_related(*ways) if ways else found  # type: ignore[no-any-return]


def _matching(register: Register[Any], search: str) -> Q:
    """Return what a record must have: the words somewhere, or exactly the number that is kept as a hash."""
    found = Q(pk__in=())
    for name in register.search:
        column = register.model._meta.get_field(name)
        if isinstance(column, KeyedHash):
            found |= Q(**{name: keys.pseudonym(column.purpose, search)})
        else:
            found |= Q(**{f"{name}__icontains": search})
    return found


def shown_fields(register: Register[Any]) -> list[str]:
    """Return the fields of a file of the list: the columns, then every further fact."""
    return list(dict.fromkeys([*register.columns, *register.facts]))


def list_file(register: Register[Any], records: Iterable[Record], ending: str) -> bytes:
    """Return the records as a file that spreadsheets open, with nothing in it that one would compute."""
    names = [n for n in shown_fields(register) if n in {"state", "itself"} or not _sealed(register, n)]
    rows = [[label(register.model, name) for name in names], *_rows(records, names)]
    return _csv(rows) if ending == "csv" else _xlsx(rows, register.name)


def _sealed(register: Register[Any], name: str) -> bool:
    return isinstance(register.model._meta.get_field(name), SEALED)


def _rows(records: Iterable[Record], names: list[str]) -> Iterator[list[str]]:
    for record in records:
        yield ["" if _unknown(record, name) else value_text(record, name) for name in names]


def _unknown(record: Record, name: str) -> bool:
    return name not in {"state", "itself"} and getattr(record, name) in {None, ""}


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(rows: list[list[str]], name: str) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(name[:31])
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row, book.add_format({"bold": True}) if number == 0 else None)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
