"""An edition as it is read: in a language, rows in the order of its alphabet, with all its letters."""

from __future__ import annotations

from dataclasses import replace

from small_content import FIGURES, content_of
from small_report import plain

from grutto.content.blocks import Country, FigureText, Paragraph, Sentence, Table, TableColumn
from grutto.content.reading import read_in
from grutto.content.stored import Content

RULED = tuple(replace(figure, rule="As stated in the document.") for figure in FIGURES)
HEAD = (TableColumn((Sentence("Country"),)),)
ROWS = tuple(((part,),) for part in (Sentence("not specified"), Country("DE"), Country("NL"), Country("AT")))


def names(language: str, *, by_name: bool = True) -> list[str]:
    table = Table((Sentence("Countries"),), HEAD, ROWS, by_name=by_name)
    reading = read_in(Content(content_of(table).document, {}), (), language)
    (found,) = reading.document.sections[0].blocks
    assert isinstance(found, Table)
    return [plain(row[0], language) for row in found.rows]


def test_rows_stand_in_the_order_of_the_alphabet_and_what_is_no_country_last() -> None:
    assert names("en") == ["Austria", "Germany", "Netherlands", "not specified"]
    assert names("nl") == ["Duitsland", "Nederland", "Oostenrijk", "niet opgegeven"]
    assert names("en", by_name=False)[0] == "not specified"


def test_the_register_is_in_words_and_every_letter_is_told() -> None:
    content = Content(content_of(Paragraph((FigureText(RULED[1]), Country("CI")))).document, {})
    reading = read_in(content, RULED, "nl")
    assert [entry.value for entry in reading.register][1] == "onbekend"
    assert all(text in reading.letters for text in ("Ivoorkust", "€", "onbekend"))
    assert (reading.language, reading.note) == ("nl", "")
