"""The workbook that somebody filled in, with its faulty cells marked and a comment at each; all else stays as it is.

A mark is a conditional format that asks for the very text that was found: it goes by itself once the cell is mended.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from lxml import etree

from grutto.store.worker import apart
from grutto.store.xml_parser import strict_parser
from grutto.store.zip_bounds import zip_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    type Element = etree._Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
AFTER_FORMATS = (
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""What follows conditional formats in a sheet (ECMA-376, part 1, 18.3.1.99)."""
AFTER_DRAWING = AFTER_FORMATS[AFTER_FORMATS.index("legacyDrawing") + 1 :]
MOST_CELLS = 5_000
"""Cells of one sheet that are marked."""
LONGEST_TEXT = 200
"""Characters of a cell that its mark asks for; a formula holds texts up to 255."""
CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
FILL, INK = "FFFBE3D6", "FF8A3414"


@dataclass(frozen=True, slots=True)
class MarkedNote:
    """What is said of one cell.

    Args:
        cell: `B7`.
        text: what is wrong and how to mend it.
    """

    cell: str
    text: str

    @property
    def place(self) -> tuple[int, int]:
        """Row and column, from 0."""
        letters, row = CELL.fullmatch(self.cell).groups()  # type: ignore[union-attr]
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(row) - 1, column - 1


def mark_workbook(path: Path, output: Path, remarks: Iterable[tuple[str, str]]) -> None:
    """Write a workbook again with marks and comments; comments that it had on those sheets go.

    Args:
        path: the workbook; it was read before, so it is within bounds.
        output: where to write.
        remarks: place of a cell (`transaction!G2`) and what is said of it; one cell may come several times.

    Raises:
        BoundsError: it takes too long or too much memory.
    """
    notes: dict[str, dict[str, str]] = {}
    for place, text in remarks:
        sheet, _, cell = place.rpartition("!")
        if CELL.fullmatch(cell):
            cells = notes.setdefault(sheet, {})
            cells[cell] = f"{cells[cell]}\n{text}" if cell in cells else text
    listed = {sheet: [MarkedNote(c, t) for c, t in list(cells.items())[:MOST_CELLS]] for sheet, cells in notes.items()}
    apart(_marked, path, output, listed, file=path.name, size=path.stat().st_size)


def _marked(path: Path, output: Path, notes: Mapping[str, Sequence[MarkedNote]]) -> None:
    with zip_at(path) as archive, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as written:
        changed = _parts(archive, notes)
        for name in archive.namelist():
            written.writestr(name, changed.pop(name) if name in changed else archive.read(name))
        for name, content in changed.items():
            written.writestr(name, content)


def _parts(archive: zipfile.ZipFile, notes: Mapping[str, Sequence[MarkedNote]]) -> dict[str, bytes]:
    """Return the parts of the workbook that change or are new, by name."""
    changed: dict[str, bytes] = {}
    names, texts = set(archive.namelist()), _texts(archive)
    styles, types = _tree(archive, "xl/styles.xml"), _tree(archive, "[Content_Types].xml")
    style = _add_style(styles)
    for name, part in _sheets(archive).items():
        if name not in notes:
            continue
        number = next(n for n in count(1) if not {_comments(n), _drawing(n)} & (names | set(changed)))
        links_name = posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")
        links = _tree(archive, links_name) if links_name in names else etree.Element(f"{{{LINKS}}}Relationships")
        sheet = _tree(archive, part)
        _mark(sheet, notes[name], style, texts)
        _link(sheet, links, number)
        _declare(types, number)
        changed |= {part: _bytes(sheet), links_name: _bytes(links)}
        changed |= {_comments(number): _comments_part(notes[name]), _drawing(number): _drawing_part(notes[name])}
    return changed | {"xl/styles.xml": _bytes(styles), "[Content_Types].xml": _bytes(types)}


def _comments(number: int) -> str:
    return f"xl/comments{number}.xml"


def _drawing(number: int) -> str:
    return f"xl/drawings/vmlDrawing{number}.vml"


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    return etree.fromstring(archive.read(name), strict_parser())


def _bytes(root: Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each sheet."""
    links = _tree(archive, "xl/_rels/workbook.xml.rels")
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = _tree(archive, "xl/workbook.xml").iterfind(f"{{{MAIN}}}sheets/{{{MAIN}}}sheet")
    return {s.get("name", ""): posixpath.join("xl", targets[s.get(f"{{{OFFICE}}}id")]).lstrip("/") for s in sheets}


def _texts(archive: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells name by number."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return ["".join(t.text or "" for t in si.iter(f"{{{MAIN}}}t")) for si in _tree(archive, "xl/sharedStrings.xml")]


def _add_style(styles: Element) -> int:
    """Add the look of a marked cell; return its number."""
    found = styles.find(f"{{{MAIN}}}dxfs")
    if found is None:
        found = etree.Element(f"{{{MAIN}}}dxfs")
        before = next((e for e in styles if etree.QName(e).localname in {"tableStyles", "colors", "extLst"}), None)
        styles.insert(len(styles) if before is None else styles.index(before), found)
    look = etree.SubElement(found, f"{{{MAIN}}}dxf")
    etree.SubElement(etree.SubElement(look, f"{{{MAIN}}}font"), f"{{{MAIN}}}color", rgb=INK)
    pattern = etree.SubElement(etree.SubElement(look, f"{{{MAIN}}}fill"), f"{{{MAIN}}}patternFill", patternType="solid")
    etree.SubElement(pattern, f"{{{MAIN}}}fgColor", rgb=FILL)
    etree.SubElement(pattern, f"{{{MAIN}}}bgColor", rgb=FILL)
    found.set("count", str(len(found)))
    return len(found) - 1


def _mark(sheet: Element, notes: Sequence[MarkedNote], style: int, texts: Sequence[str]) -> None:
    wanted = {note.cell for note in notes}
    cells = {
        c.get("r"): c for c in sheet.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row/{{{MAIN}}}c") if c.get("r") in wanted
    }
    place = _place(sheet, AFTER_FORMATS)
    for number, note in enumerate(notes):
        marking = etree.Element(f"{{{MAIN}}}conditionalFormatting", sqref=note.cell)
        rule = etree.SubElement(
            marking, f"{{{MAIN}}}cfRule", type="expression", dxfId=str(style), priority=str(number + 1)
        )
        etree.SubElement(rule, f"{{{MAIN}}}formula").text = _still(note.cell, cells.get(note.cell), texts)
        sheet.insert(place + number, marking)


def _place(sheet: Element, behind: Sequence[str]) -> int:
    """Return where an element goes that stands before those named."""
    return next((n for n, child in enumerate(sheet) if etree.QName(child).localname in behind), len(sheet))


def _still(name: str, cell: Element | None, texts: Sequence[str]) -> str:
    """Return the formula that holds as long as a cell says what it says now."""
    value = None if cell is None else cell.findtext(f"{{{MAIN}}}v")
    kind = "" if cell is None else cell.get("t", "n")
    if kind == "inlineStr" and cell is not None:
        text = "".join(t.text or "" for t in cell.iter(f"{{{MAIN}}}t"))
    elif value is None:
        return f"ISBLANK({name})"
    elif kind == "s":
        text = texts[int(value)]
    elif kind in {"n", "b"}:
        return f"{name}={value}"
    else:
        text = value
    quoted = text[:LONGEST_TEXT].replace('"', '""')
    return f'LEFT({name},{LONGEST_TEXT})="{quoted}"'


def _link(sheet: Element, links: Element, number: int) -> None:
    """Let a sheet show its new comments instead of those it had."""
    for link in list(links):
        if link.get("Type") in {f"{OFFICE}/comments", f"{OFFICE}/vmlDrawing"}:
            links.remove(link)
    for old in sheet.findall(f"{{{MAIN}}}legacyDrawing"):
        sheet.remove(old)
    for kind, part in (("comments", _comments(number)), ("vmlDrawing", _drawing(number))):
        etree.SubElement(
            links, f"{{{LINKS}}}Relationship", Id=f"marked-{kind}", Type=f"{OFFICE}/{kind}", Target=f"/{part}"
        )
    drawing = etree.Element(f"{{{MAIN}}}legacyDrawing")
    drawing.set(f"{{{OFFICE}}}id", "marked-vmlDrawing")
    sheet.insert(_place(sheet, AFTER_DRAWING), drawing)


def _declare(types: Element, number: int) -> None:
    if not any(each.get("Extension") == "vml" for each in types):
        types.insert(0, etree.Element(f"{{{TYPES}}}Default", Extension="vml", ContentType=DRAWING_TYPE))
    etree.SubElement(types, f"{{{TYPES}}}Override", PartName=f"/{_comments(number)}", ContentType=COMMENTS_TYPE)


def _comments_part(notes: Iterable[MarkedNote]) -> bytes:
    root = etree.Element(f"{{{MAIN}}}comments")
    etree.SubElement(etree.SubElement(root, f"{{{MAIN}}}authors"), f"{{{MAIN}}}author").text = "Grutto"
    listed = etree.SubElement(root, f"{{{MAIN}}}commentList")
    for note in sorted(notes, key=lambda n: n.place):
        comment = etree.SubElement(listed, f"{{{MAIN}}}comment", ref=note.cell, authorId="0")
        etree.SubElement(etree.SubElement(comment, f"{{{MAIN}}}text"), f"{{{MAIN}}}t").text = note.text
    return _bytes(root)


VML = "urn:schemas-microsoft-com:vml"
OFFICE_VML, EXCEL_VML = "urn:schemas-microsoft-com:office:office", "urn:schemas-microsoft-com:office:excel"


def _drawing_part(notes: Iterable[MarkedNote]) -> bytes:
    """Return the boxes in which comments are shown."""
    root = etree.Element("xml", nsmap={"v": VML, "o": OFFICE_VML, "x": EXCEL_VML})
    kind = etree.SubElement(
        root, f"{{{VML}}}shapetype", id="_x0000_t202", coordsize="21600,21600", path="m,l,21600r21600,l21600,xe"
    )
    kind.set(f"{{{OFFICE_VML}}}spt", "202")
    etree.SubElement(kind, f"{{{VML}}}stroke", joinstyle="miter")
    for number, note in enumerate(notes):
        row, column = note.place
        look = "position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:90pt;visibility:hidden"
        shape = etree.SubElement(
            root, f"{{{VML}}}shape", id=f"_x0000_s{1025 + number}", type="#_x0000_t202", style=look, fillcolor="#fbfaf7"
        )
        data = etree.SubElement(shape, f"{{{EXCEL_VML}}}ClientData", ObjectType="MarkedNote")
        etree.SubElement(data, f"{{{EXCEL_VML}}}MoveWithCells")
        etree.SubElement(data, f"{{{EXCEL_VML}}}SizeWithCells")
        anchor = (column + 1, 10, max(row - 1, 0), 5, column + 4, 10, row + 5, 5)
        etree.SubElement(data, f"{{{EXCEL_VML}}}Anchor").text = ",".join(map(str, anchor))
        etree.SubElement(data, f"{{{EXCEL_VML}}}AutoFill").text = "False"
        etree.SubElement(data, f"{{{EXCEL_VML}}}Row").text = str(row)
        etree.SubElement(data, f"{{{EXCEL_VML}}}Column").text = str(column)
    return _bytes(root)
