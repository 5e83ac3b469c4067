"""Parts of a Word document that python-docx lacks: fields, bookmarks, links, alternative texts, languages."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from grutto.locale.mixed import parts_of

LANGUAGES = {"en": "en-GB", "nl": "nl-NL", "fr": "fr-FR", "de": "de-DE", "es": "es-ES", "ar": "ar-SA"}
"""Languages of proofing, by code of ours (Word wants a region)."""


def element(kind: str, /, **attributes: object) -> Any:
    """Return an element of WordprocessingML with its attributes."""
    new_element = OxmlElement(f"w:{kind}")
    for key, value in attributes.items():
        new_element.set(qn(f"w:{key.rstrip('_')}"), str(value))
    return new_element


def run(text: str, style: str = "", language: str = "") -> Any:
    """Return a run of text, in a character style and a language of proofing if they are not those of the paragraph."""
    run_element = element("r")
    properties = element("rPr")
    if style:
        properties.append(element("rStyle", val=style))
    if language:
        properties.append(element("lang", val=LANGUAGES.get(language, language)))
    if len(properties):
        run_element.append(properties)
    run_element.append(_text(text))
    return run_element


def spoken(paragraph: Any, text: str, *, bold: bool = False) -> None:
    """Write a text into a paragraph, each part in its language of proofing."""
    for part, language in parts_of(text) if text else ():
        written = paragraph.add_run(part)
        if bold:
            written.bold = True
        if language:
            written._r.get_or_add_rPr().append(element("lang", val=LANGUAGES.get(language, language)))


def clean(text: str) -> str:
    """Return a text without the control characters that XML cannot hold."""
    return "".join(sign for sign in text if (sign >= " " and sign not in "\ufffe\uffff") or sign in "\n\t")


def _text(text: str) -> Any:
    text_element = element("t")
    text_element.text = clean(text)
    text_element.set(qn("xml:space"), "preserve")
    return text_element


def link(bookmark: str, inner: list[Any]) -> Any:
    """Return a link to a bookmark of the document; without a tip, for LibreOffice loses links that have one."""
    hyperlink = element("hyperlink", anchor=bookmark, history=1)
    hyperlink.extend(inner)
    return hyperlink


def field(instruction: str, placeholder: str = "", *, dirty: bool = False) -> list[Any]:
    """Return the runs of a field: what Word computes, and what stands there until it did."""
    begin = element("fldChar", fldCharType="begin", **({"dirty": "true"} if dirty else {}))
    words = element("instrText")
    words.text = f" {instruction} "
    words.set(qn("xml:space"), "preserve")
    parts = [begin, words, element("fldChar", fldCharType="separate")]
    runs = [_in_run(part) for part in parts]
    return [*runs, *([run(placeholder)] if placeholder else []), field_end()]


def field_end() -> Any:
    """Return the run that ends a field."""
    return _in_run(element("fldChar", fldCharType="end"))


def _in_run(part: Any) -> Any:
    run_element = element("r")
    run_element.append(part)
    return run_element


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Put a bookmark around what a paragraph has."""
    first = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(first, element("bookmarkStart", id=number, name=name))
    paragraph._p.append(element("bookmarkEnd", id=number))


def alternative(picture: Any, text: str, number: int) -> None:
    """Give a picture its alternative text, and no room around it."""
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")  # LibreOffice would indent it
    properties = picture._inline.docPr
    properties.set("descr", clean(text))
    properties.set("name", f"Picture {number}")
    properties.set("id", str(number))
