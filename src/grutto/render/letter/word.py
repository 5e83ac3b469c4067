"""A letter as a Word document."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from grutto.render.docx.parts import clean, element, field
from grutto.render.docx.styles import MARSH, new_document, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grutto.render.letter import Letter, LetterRows

WIDTH = Cm(16.4)
CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Written into the document, so that the same letter gives the same bytes."""


def written(letter: Letter) -> Any:
    """Return the document."""
    word = new_document(letter.language)
    word.styles["Normal"].font.size = Pt(11)
    properties = word.core_properties
    properties.title, properties.author, properties.comments = clean(letter.title), "Grutto", ""
    properties.language, properties.created, properties.modified = letter.language, CREATED, CREATED
    sender = word.add_paragraph().add_run(clean(letter.sender))
    sender.bold, sender.font.size, sender.font.color.rgb = True, Pt(13), MARSH
    _together(word, letter.receiver, before=16)
    _together(word, (f"{name}: {value}" for name, value in letter.facts), before=16)
    word.add_heading(clean(letter.title), 1)
    for part in letter.parts:
        if part.title:
            word.add_heading(clean(part.title), 2)
        for text in part.words:
            word.add_paragraph(clean(text))
        if part.rows:
            _table(word, part.rows)
    _together(word, letter.closing, before=20)
    foot = word.sections[0].footer.paragraphs[0]
    foot.style = word.styles["Grutto Small"]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot._p.extend(field("PAGE", "1"))
    return word


def _together(word: Any, lines: Iterable[str], *, before: int) -> None:
    """Write lines as one paragraph that no page breaks."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.keep_together = True
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        paragraph.add_run(clean(line))


def _table(word: Any, rows: LetterRows) -> None:
    word.add_paragraph(clean(rows.caption), style="Caption")
    table = word.add_table(len(rows.rows) + 1, len(rows.head))
    table.autofit = False
    share = int(WIDTH / (len(rows.head) + 0.6))
    rule(table)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    for place, (row, texts) in enumerate(zip(table.rows, (rows.head, *rows.rows), strict=True)):
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = share if number else int(share * 1.6)
            paragraph = cell.paragraphs[0]
            paragraph.style = word.styles["Grutto Cell"]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
            run = paragraph.add_run(clean(text))
            run.bold, run.font.size = place == 0, Pt(9.5)
    word.add_paragraph(style="Grutto Cell")
