"""The styles of the Word document: a civil servant who edits it changes these, and all of it follows."""

from __future__ import annotations

from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from grutto.render.docx.parts import LANGUAGES, element

FONT = "Arial"
INK, SOFT, MARSH, RUST = (RGBColor.from_string(code) for code in ("1B2733", "4D5B68", "1F5C4D", "A8481F"))
HEADINGS = ((18, 24), (13, 18), (11, 14), (10, 12))
"""Size and space above of headings, from level 1, in points."""
PARAGRAPHS: dict[str, dict[str, Any]] = {
    "Grutto Lead": {"size": 12},
    "Grutto Small": {"size": 8.5, "color": SOFT},
    "Grutto Note": {"size": 10, "edge": "1F5C4D"},
    "Grutto Warning": {"size": 10, "edge": "A8481F"},
    "Grutto Signed": {"size": 10, "edge": "B9C3CC"},
    "Grutto Contents": {"size": 18, "color": MARSH, "bold": True, "after": 12},
    "Grutto Cell": {"size": 8, "after": 0},
    "Grutto Register": {"size": 7, "after": 0},
}


def new_document(language: str) -> Any:
    """Return an empty document with page, styles and language of proofing."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.2)
    styles = document.styles
    _font(styles["Normal"], size=10, color=INK, after=6)
    _language(styles, LANGUAGES.get(language, language))
    for level, (size, above) in enumerate(HEADINGS, start=1):
        _font(styles[f"Heading {level}"], size=size, color=MARSH, bold=True, before=above, after=6)
        styles[f"Heading {level}"].paragraph_format.keep_with_next = True
    _font(styles["Title"], size=28, color=MARSH, bold=True, before=60, after=8)
    for border in styles["Title"].element.pPr.findall(qn("w:pBdr")):
        styles["Title"].element.pPr.remove(border)
    _font(styles["Subtitle"], size=14, color=SOFT, after=12)
    for spacing in styles["Subtitle"].element.rPr.findall(qn("w:spacing")):
        styles["Subtitle"].element.rPr.remove(spacing)
    _font(styles["Caption"], size=9.5, color=INK, bold=True, before=10, after=4)
    styles["Caption"].paragraph_format.keep_with_next = True
    _own(styles)
    return document


def _own(styles: Any) -> None:
    for name, look in PARAGRAPHS.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        edge = look.get("edge")
        _font(style, **{key: value for key, value in look.items() if key != "edge"})
        if edge:
            _edge(style, edge)
    for level in (1, 2):
        style = styles.add_style(f"TOC {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, size=10, bold=level == 1, after=2)
        style.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        style.paragraph_format.tab_stops.add_tab_stop(Cm(16.4), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    note = styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = styles["Normal"]
    _font(note, size=8, after=2)
    styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    figure = styles.add_style("Grutto Figure", WD_STYLE_TYPE.CHARACTER)
    figure.font.color.rgb = RUST
    away = styles.add_style("Grutto Link", WD_STYLE_TYPE.CHARACTER)
    away.font.color.rgb, away.font.underline = MARSH, True


def _font(
    style: Any, *, size: float, color: Any = None, bold: bool = False, before: float = 0, after: float | None = None
) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = FONT, Pt(size), bold, False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    if color is not None:
        style.font.color.rgb = color
    style.paragraph_format.widow_control = True
    style.paragraph_format.space_before = Pt(before)
    if after is not None:
        style.paragraph_format.space_after = Pt(after)


def _edge(style: Any, color: str) -> None:
    borders = element("pBdr")
    borders.append(element("left", val="single", sz=24, space=8, color=color))
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
    style.paragraph_format.left_indent = Cm(0.4)
    style.paragraph_format.keep_together = True


def _language(styles: Any, code: str) -> None:
    """Set the language of proofing for all text."""
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("lang", val=code, eastAsia="zh-CN", bidi="ar-SA"))


def rule(table: Any) -> None:
    """Give a table lines between its rows, small margins, and a first column and row that name the others."""
    properties = table._tbl.tblPr
    borders = element("tblBorders")
    borders.append(element("bottom", val="single", sz=4, space=0, color="B9C3CC"))
    borders.append(element("insideH", val="single", sz=4, space=0, color="B9C3CC"))
    margins = element("tblCellMar")
    margins.extend(element(side, w=60, type="dxa") for side in ("left", "right"))
    look = properties.find(qn("w:tblLook"))
    for old in [look] if look is not None else []:
        properties.remove(old)
    properties.append(borders)
    properties.extend(properties.findall(qn("w:tblLayout")))
    properties.append(margins)
    properties.append(
        element("tblLook", val="00A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=1, noVBand=1)
    )
