"""The first cell of each row of a table as its header: Typst tags only the heads of columns."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

if TYPE_CHECKING:
    from collections.abc import Iterator

SCOPE = {"/O": Name.Table, "/Scope": Name.Row}


def with_row_headers(data: bytes) -> bytes:
    """Return a tagged PDF in whose tables the first cell of each row of body and foot is a header with scope Row."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for row in list(_rows(pdf.Root.StructTreeRoot)):
            first = next((cell for cell in _within(row) if cell.get("/S") in {Name.TD, Name.TH}), None)
            if first is not None:
                first.S = Name.TH
                first.A = Dictionary(SCOPE)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _rows(element: Object) -> Iterator[Object]:
    """Yield the rows below an element that are not in the head of a table."""
    waiting: list[Object] = [element]
    while waiting:
        this = waiting.pop()
        kind = this.get("/S")
        if kind == Name.TR:
            yield this
        if kind != Name.THead:
            waiting += _within(this)


def _within(element: Object) -> list[Object]:
    """Return the elements right within an element; marked content and objects on pages are none."""
    kids = element.get("/K")
    found = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in found if isinstance(kid, Dictionary) and "/S" in kid]
