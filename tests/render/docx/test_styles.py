"""The styles of the Word document: all text hangs on them, so that who edits it changes one and all follows."""

from __future__ import annotations

import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from grutto.render.docx.styles import FONT, HEADINGS, INK, MARSH, PARAGRAPHS, new_document, rule


def test_the_page_is_a4_and_the_text_is_proofed_in_its_language() -> None:
    document = new_document("nl")
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    (language,) = document.styles.element.findall(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "nl-NL"
    (other,) = new_document("eo").styles.element.findall(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert other.get(qn("w:val")) == "eo"


def test_headings_grow_with_their_level_and_stay_with_their_text() -> None:
    styles = new_document("en").styles
    sizes = [styles[f"Heading {level}"].font.size for level in range(1, len(HEADINGS) + 1)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(HEADINGS)
    assert styles["Heading 1"].paragraph_format.keep_with_next
    assert styles["Heading 1"].font.color.rgb == MARSH
    assert styles["Normal"].font.color.rgb == INK


@pytest.mark.parametrize("name", ["Normal", "Heading 1", "Title", "Caption", *PARAGRAPHS, "TOC 1", "Footnote Text"])
def test_every_style_has_our_font_in_every_script_and_none_of_a_theme(name: str) -> None:
    fonts = new_document("en").styles[name].element.find(f".//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {FONT}
    assert not [key for key in fonts.attrib if key.endswith("Theme")]


def test_a_warning_has_an_edge_of_its_own_colour() -> None:
    styles = new_document("en").styles
    edges = {name: styles[name].element.find(f".//{qn('w:pBdr')}/{qn('w:left')}") for name in PARAGRAPHS}
    colours = {name: edge.get(qn("w:color")) for name, edge in edges.items() if edge is not None}
    assert set(colours) == {"Grutto Note", "Grutto Warning", "Grutto Signed"}
    assert len(set(colours.values())) == 3
    assert styles["Grutto Note"].font.size == Pt(10)


def test_a_table_tells_readers_aloud_which_cells_name_the_others() -> None:
    """Its properties stand in the order that Word reads."""
    table = new_document("en").add_table(rows=2, cols=2)
    rule(table)
    (look,) = table._tbl.tblPr.findall(qn("w:tblLook"))
    assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
    names = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
    assert names[-1] == "tblLook"
    assert names.index("tblBorders") < names.index("tblCellMar")
