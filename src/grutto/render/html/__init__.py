"""The report as self-contained HTML, and the register of its figures beside it: no script, nothing fetched, fit for
screen, phone and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.content.blocks import Heading
from grutto.errors import UnknownNameError
from grutto.locale import language_named
from grutto.render.html.linked import linked_data
from grutto.render.html.page import TEMPLATES, Page, page_name, style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.content.blocks import Section
    from grutto.content.reading import Reading

__all__ = ["TEMPLATES", "chapter", "page_name", "render", "style"]


def render(content: Reading, languages: tuple[str, ...]) -> dict[str, str]:
    """Return file name to page of one language: the report and its register; the same content gives the same bytes.

    Args:
        content: what the edition says in that language.
        languages: all languages of the edition.
    """
    page = Page(content, languages)
    report = page.written("report.html", others=_others(content, languages, "index"))
    others = _others(content, languages, "register")
    register = page.written("register.html", others=others, register=content.register, linked=linked_data(content))
    return {page.report: report, page.register: register}


def chapter(content: Reading, languages: tuple[str, ...], anchor: str) -> dict[str, str]:
    """Return file name to page of one chapter, which leads to the report and the register for what it does not have.

    Args:
        content: what the edition says in that language.
        languages: all languages of the edition.
        anchor: of a section of the document.

    Raises:
        UnknownNameError: the document has no such section.
    """
    sections = {section.anchor: section for section in content.document.sections}
    if anchor not in sections:
        raise UnknownNameError(
            "There is no chapter “{anchor}”", repair="one of: {sections}", anchor=anchor, sections=", ".join(sections)
        )
    others = frozenset(name for other in sections.values() if other.anchor != anchor for name in _anchors(other))
    page = Page(content, languages, others)
    text = page.written("chapter.html", others=_others(content, languages, anchor), chapter=sections[anchor])
    return {page_name(content.language, languages, anchor): text}


def _anchors(section: Section) -> Iterator[str]:
    yield section.anchor
    yield from (block.anchor for block in section.blocks if isinstance(block, Heading) and block.anchor)
    for part in section.parts:
        yield from _anchors(part)


def _others(content: Reading, languages: tuple[str, ...], kind: str) -> list[tuple[str, object]]:
    """Return the same page in the other languages: file and language."""
    return [(page_name(c, languages, kind), language_named(c)) for c in languages if c != content.language]
