"""Footnotes of a Word document: a part of its own in the package, which python-docx has no words for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from grutto.render.docx.parts import element, run

if TYPE_CHECKING:
    from docx.document import Document

REFERENCE, TEXT = "FootnoteReference", "FootnoteText"
LINES = ((-1, "separator"), (0, "continuationSeparator"))
"""The lines above footnotes, which Word wants to find among them."""


class Footnotes:
    """The footnotes of a document in the making, in order."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def add(self, text: str) -> Any:
        """Return the run that refers to a new footnote."""
        self._texts.append(text)
        return _in_run(element("footnoteReference", id=len(self._texts)))

    def attach(self, document: Document) -> None:
        """Put the footnotes into the package of the document; nothing if there are none."""
        if not self._texts:
            return
        root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for number, kind in LINES:
            root.append(_footnote(number, _in_run(element(kind), ""), kind))
        for number, text in enumerate(self._texts, start=1):
            root.append(_footnote(number, _in_run(element("footnoteRef")), "", run(f" {text}")))
        package = document.part.package
        blob = serialize_part_xml(root)
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        named = element("footnotePr")
        named.extend(element("footnote", id=number) for number, _ in LINES)
        settings = document.settings.element
        after = settings.find(qn("w:compat"))
        settings.insert(len(settings) if after is None else settings.index(after), named)


def _footnote(number: int, first: Any, kind: str, *runs: Any) -> Any:
    footnote = element("footnote", **({"type": kind} if kind else {}), id=number)
    paragraph = element("p")
    properties = element("pPr")
    properties.append(element("pStyle", val=TEXT))
    paragraph.extend([properties, first, *runs])
    footnote.append(paragraph)
    return footnote


def _in_run(part: Any, style: str = REFERENCE) -> Any:
    run_element = element("r")
    if style:
        properties = element("rPr")
        properties.append(element("rStyle", val=style))
        run_element.append(properties)
    run_element.append(part)
    return run_element
