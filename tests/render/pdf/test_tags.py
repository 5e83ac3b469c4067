"""The first cell of each row of a table is its header."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from grutto.render.pdf.tags import with_row_headers


def element(kind: str, *kids: Any) -> Dictionary:
    return Dictionary({"/S": Name(f"/{kind}"), "/K": Array(kids)})


def tagged(*kids: Any) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.Root.StructTreeRoot = Dictionary({"/K": Array(kids)})
        pdf.save(out)
    return out.getvalue()


def kinds(data: bytes) -> list[list[str]]:
    """Return the kinds of the cells of each row of the only table."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (table,) = pdf.Root.StructTreeRoot.K
        parts = list(table.K)
        rows = [row for part in parts for row in part.K]
        return [[str(cell.S) + (str(cell.A.Scope) if "/A" in cell else "") for cell in row.K] for row in rows]


def test_rows_of_body_and_foot_have_a_header_and_the_head_keeps_its_own() -> None:
    head = element("THead", element("TR", element("TH"), element("TH")))
    body = element("TBody", element("TR", element("TD"), element("TD")), element("TR", element("TD"), element("TD")))
    foot = element("TFoot", element("TR", element("TD"), element("TD")))
    row = ["/TH/Row", "/TD"]
    assert kinds(with_row_headers(tagged(element("Table", head, body, foot)))) == [["/TH", "/TH"], row, row, row]


def test_marked_content_is_no_cell_and_a_row_may_be_empty() -> None:
    body = element("TBody", element("TR", 3, element("TD")), element("TR"))
    data = with_row_headers(tagged(element("Table", body)))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        first, second = pdf.Root.StructTreeRoot.K[0].K[0].K
        assert (int(first.K[0]), str(first.K[1].S), len(second.K)) == (3, "/TH", 0)


def test_the_same_file_gives_the_same_bytes() -> None:
    data = tagged(element("Table", element("TBody", element("TR", element("TD")))))
    assert with_row_headers(data) == with_row_headers(data)
