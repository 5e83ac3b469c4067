"""Text that somebody changed in the Word document of an edition, as drafts of judgements; figures cannot be changed.

What Grutto wrote stays as it is: another wording comes back as a narrative about the chapter. What a person said
comes back as a new text of that judgement. Somebody signs each draft before a report can take it up.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grutto.content.bare_digits import DIGIT
from grutto.content.blocks import FigureText, Words
from grutto.content.display import marks
from grutto.editions.inputs import keeps_inputs, signed_inputs
from grutto.errors import InputError
from grutto.locale import msg, translate
from grutto.message import Message
from grutto.model.judgement import Judgement
from grutto.render.docx.reading import FigureMark, Passage, read_passages
from grutto.render.docx.writing import Manuscript
from grutto.render.fonts import lettering
from grutto.reports.context import FIGURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from grutto.content.blocks import Line
    from grutto.content.reading import Reading
    from grutto.editions.record import KeptEdition
    from grutto.store.home import Home

FIXED = ("Heading", "TOC", "Caption", "Title", "Subtitle", "GruttoContents", "GruttoRegister", "GruttoCell")
"""Beginnings of styles of what is no prose."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """What came back.

    Attributes:
        judgements: a draft for each text that was changed or is new.
        removed: texts that are no longer there, by their first words: nothing follows from that by itself.
        refused: what cannot be taken, each with its place; if there is any, no draft is to be used.
    """

    judgements: tuple[Judgement, ...]
    removed: tuple[str, ...]
    refused: tuple[Message, ...]


def drafts_of(home: Home, edition: KeptEdition, document: bytes, by: tuple[str, date], language: str = "") -> Drafts:
    """Return what was changed in the document of an edition, in its first language or another; see `drafts_from`."""
    content = edition.read_in(language)
    judgements = signed_inputs(home, edition.edition)[0] if keeps_inputs(home, edition.edition) else ()
    return drafts_from(document, content, judgements, by)


def drafts_from(data: bytes, content: Reading, judgements: Sequence[Judgement], by: tuple[str, date]) -> Drafts:
    """Return what was changed in a document.

    Args:
        data: the document that came back.
        content: of the edition in the language of the document.
        judgements: judgements that the edition was made with.
        by: who will sign, and the day.

    Raises:
        InputError: it is no Word document, or one of another edition.
    """
    script, exported_file = Manuscript(content, lettering(content.letters)), io.BytesIO()
    script.document().save(exported_file)
    now, before = read_passages(data), read_passages(exported_file.getvalue())
    if not {name for passage in now for name in passage.names} & set(script.prose):
        raise InputError(
            "The document has none of the marks by which its paragraphs are known",
            repair="edit the report.docx of this edition, and save it as .docx",
        )
    return _Comparison(content, script, judgements, by).drafts(now, before)


class _Comparison:
    def __init__(
        self, content: Reading, script: Manuscript, judgements: Sequence[Judgement], by: tuple[str, date]
    ) -> None:
        self.language, self.script, self.by = content.language, script, by
        self.figures = {entry.number: entry.figure for entry in content.register}
        self.texts = {
            _words(judgement.text[self.language]): judgement
            for judgement in judgements
            if self.language in judgement.text
        }
        self.queries: dict[str, str] = {}
        for line in script.prose.values():
            judgement = self.texts.get(_plain(line))
            if judgement:
                named = FIGURE.findall(judgement.text[self.language])
                figure_ids = [inline.figure.id for inline in line if isinstance(inline, FigureText)]
                self.queries |= dict(zip(figure_ids, named, strict=True))
        self.refused: list[Message] = []

    def drafts(self, now: Sequence[Passage], before: Sequence[Passage]) -> Drafts:
        """Return what was changed."""
        self._figures(now, before)
        old = {name: passage for passage in before for name in passage.names}
        others = Counter(passage.text for passage in before if not _text_name(passage))
        found: list[Judgement] = []
        seen: set[str] = set()
        chapter = next(iter(self.script.chapters.values()), "")
        for passage in now:
            chapter = next((self.script.chapters[n] for n in passage.names if n in self.script.chapters), chapter)
            name = _text_name(passage)
            if name in old and name not in seen:
                seen.add(name)
                if passage.parts != old[name].parts and passage.text.strip():
                    found.append(self._draft(passage, self.script.prose[name], chapter, len(found)))
            elif not passage.text.strip() or passage.style.startswith("TOC"):
                continue
            elif others[passage.text]:
                others[passage.text] -= 1
            elif passage.in_table or passage.style.startswith(FIXED):
                self._refuse(passage, msg("Headings, captions and tables follow from the sources: “{text}” ({place})"))
            else:
                found.append(self._draft(passage, (), chapter, len(found)))
        gone = [old[name].text[:80] for name in self.script.prose if name not in seen]
        return Drafts(tuple(found), tuple(gone), tuple(self.refused))

    def _refuse(self, passage: Passage, what: str, **places: str) -> None:
        self.refused.append(Message(what, **{"text": passage.text[:80], "place": passage.place, **places}))

    def _figures(self, now: Sequence[Passage], before: Sequence[Passage]) -> None:
        """Refuse each figure that says something else than in the edition."""
        allowed: dict[int, list[str]] = {}
        for mention in (one for passage in before for one in passage.figures):
            allowed.setdefault(mention.number, []).append(mention.text)
        for passage in now:
            for mention in passage.figures:
                right = allowed.get(mention.number, [])
                if mention.text.strip() not in right:
                    self._refuse(
                        passage,
                        msg("Figure {number} says “{shown}”, the edition says “{right}”: “{text}” ({place})"),
                        number=str(mention.number),
                        shown=mention.text,
                        right=right[0] if right else "",
                    )

    def _draft(self, passage: Passage, line: Line, chapter: str, number: int) -> Judgement:
        judgement, (author, day) = self.texts.get(_plain(line)) if line else None, self.by
        parts = [
            self._unmarked(one, before) for one, before in zip(passage.parts, (None, *passage.parts), strict=False)
        ]
        text = "".join(self._written(passage, part) for part in parts).strip()
        values = {self.figures[one.number].id: self.figures[one.number].value for one in passage.figures}
        seen = {name: value for name, value in values.items() if value is not None and name in self.queries}
        if judgement:
            by_language = judgement.text | {self.language: text}
            return replace(judgement, author=author, date=day, text=by_language, seen=seen)
        name = f"word-{day.isoformat()}-{self.language}-{number + 1}"
        return Judgement(name, "narrative", f"section:{chapter}", author, day, {self.language: text}, seen=seen)

    def _unmarked(self, part: str | FigureMark, before: str | FigureMark | None) -> str | FigureMark:
        """Return a text without the marks that the figure before it carries, such as “(inferred)”."""
        figure = self.figures.get(before.number) if isinstance(before, FigureMark) else None
        for mark in marks(figure) if figure and isinstance(part, str) else ():
            part = part.removeprefix(f" ({translate(mark, self.language)})") if isinstance(part, str) else part
        return part

    def _written(self, passage: Passage, part: str | FigureMark) -> str:
        """Return a part of a text as a judgement has it: a figure by its name, words without a digit."""
        if isinstance(part, str):
            bare = FIGURE.sub("", part)
            if DIGIT.search(bare):
                self._refuse(passage, msg("A number stands there that is no figure: “{text}” ({place})"))
            return part
        figure = self.figures.get(part.number)
        if figure and figure.id in self.queries:
            return f"[[{self.queries[figure.id]}]]"
        self._refuse(
            passage,
            msg("Figure {number} has no name yet: write [[measure dimension=value …]] for “{shown}” ({place})"),
            number=str(part.number),
            shown=part.text,
        )
        return ""


def _text_name(passage: Passage) -> str:
    return next((name for name in passage.names if name.startswith("text_")), "")


def _words(text: str) -> tuple[str, ...]:
    """Return the words of the text of a judgement, without the figures in it."""
    return tuple(part for part in FIGURE.split(text)[::2] if part)


def _plain(line: Line) -> tuple[str, ...]:
    """Return the words of a line, without figures; nothing of one that holds more than words and figures."""
    if not all(isinstance(inline, Words | FigureText) for inline in line):
        return ()
    return tuple(inline.text for inline in line if isinstance(inline, Words))


def drafts_toml(judgements: Sequence[Judgement]) -> bytes:
    """Return drafts as the file that `--judgements` takes; each is to be read and signed by its author first."""
    return "\n".join(line for judgement in judgements for line in _toml(judgement)).encode() + b"\n"


def _toml(judgement: Judgement) -> Iterator[str]:
    yield "[[judgement]]"
    for name in ("id", "kind", "about", "author"):
        yield f"{name} = {_string(getattr(judgement, name))}"
    yield f"date = {judgement.date.isoformat()}"
    for name in ("reference", "cause", "priority", "budget_line", "criterion", "evidence"):
        if getattr(judgement, name):
            yield f"{name} = {_string(getattr(judgement, name))}"
    yield "[judgement.text]"
    yield from (f"{code} = {_string(text)}" for code, text in judgement.text.items())
    if judgement.seen:
        yield "[judgement.seen]"
        yield from (f"{_string(name)} = {value:f}" for name, value in judgement.seen.items())


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")  # TOML asks for that, JSON does not
