"""Published reports: the list, a report chapter by chapter, and each of its figures taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext
from markupsafe import Markup

from grutto import locale
from grutto.content.blocks import Chart, Heading
from grutto.content.display import shown
from grutto.editions.record import KeptEdition, kept_edition, kept_records
from grutto.errors import GruttoError
from grutto.render.html.page import Page as HtmlPage
from grutto.render.outline import lengths
from grutto.store.home import Home
from grutto_web.components import Column, Entry, FigureText, Linked, Table
from grutto_web.public import words
from grutto_web.public.release import kept_page

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from grutto.content.blocks import Block, Section
    from grutto.content.register import Entry as Registered
    from grutto.content.stored import Content
    from grutto.model.edition import Edition
    from grutto.model.figure import Figure
    from grutto_web.components import Cell
    from grutto_web.public.release import Page

HELD = 8
"""Contents of editions that a process holds: each is read once."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The report made last: its title and its address."""

    title: str
    address: str


def _records() -> list[Edition]:
    """Return the editions that the data folder keeps, the newest first; none that is about a country or a chain."""
    return [edition for edition in reversed(kept_records(Home())) if not edition.subject]


def latest() -> Latest | None:
    """Return the report made last, if there is any."""
    found = next(iter(_records()), None)
    return Latest(_title(found), reverse("public:edition", args=(found.id,))) if found else None


def _title(edition: Edition) -> str:
    code = words.language().code
    return " · ".join(t for t in (locale.pick(edition.title, code), locale.pick(edition.subtitle, code)) if t)


@lru_cache(HELD)
def _kept(home: str, edition: str) -> KeptEdition:
    del home  # another data folder has other editions
    return kept_edition(edition, Home())


@lru_cache(HELD)
def _content(home: str, edition: str, language: str) -> Content:
    return _kept(home, edition).content(language)


def content_of(edition: str) -> Content:
    """Return what an edition says in the language of the page; in its first if it is not written in that.

    Raises:
        Http404: there is no such edition.
    """
    home = str(Home().path)
    if not edition.isalnum():
        raise Http404
    try:
        languages = _kept(home, edition).edition.languages
        code = words.language().code
        return _content(home, edition, code if code in languages else languages[0])
    except GruttoError as error:
        raise Http404 from error


@kept_page("public/reports.html")
def reports(request: HttpRequest) -> Page:
    """List the reports."""
    del request
    entries = [Entry(_title(e), reverse("public:edition", args=(e.id,)), str(e.year)) for e in _records()]
    return {"entries": entries}


@kept_page("public/edition.html")
def report(request: HttpRequest, edition: str) -> Page:
    """Show a report's first page: what it is, and its chapters."""
    del request
    content = content_of(edition)
    writer = WebPage(content, edition)
    return {
        "title": writer.plain(content.document.title),
        "subtitle": writer.plain(content.document.subtitle),
        "note": content.document.note,
        "chapters": [Linked(writer.plain(s.title), _chapter(edition, s)) for s in content.document.sections],
        "facts": [(writer.plain(name), writer.plain(value)) for name, value in content.document.facts.pairs],
        "language": content.language,
        "edition": edition,
    }


def _chapter(edition: str, section: Section) -> str:
    return reverse("public:chapter", args=(edition, section.anchor))


@kept_page("public/chapter.html")
def chapter(request: HttpRequest, edition: str, chapter: str) -> Page:
    """Show a chapter of a report."""
    del request
    content = content_of(edition)
    writer = WebPage(content, edition)
    sections = content.document.sections
    place = next((n for n, s in enumerate(sections) if s.anchor == chapter), None)
    if place is None:
        raise Http404
    beside = [sections[n] if 0 <= n < len(sections) else None for n in (place - 1, place + 1)]
    around = [Linked(writer.plain(s.title), _chapter(edition, s)) if s else None for s in beside]
    return {
        "title": writer.plain(sections[place].title),
        "report": writer.plain(content.document.title),
        "report_address": reverse("public:edition", args=(edition,)),
        "text": writer.chapter(sections[place]),
        "before": around[0],
        "after": around[1],
        "language": content.language,
    }


class WebPage(HtmlPage):
    """A part of a report as a page of the site: figures lead to their own pages, chapters to theirs.

    Args:
        content: what the edition says.
        edition: its id.
    """

    def __init__(self, content: Content, edition: str) -> None:
        super().__init__(content, (content.language,))
        self.edition = edition
        self._files = {}
        self._numbers = {entry.figure.id: entry.number for entry in content.register}
        self._chapters = {anchor: s.anchor for s in content.document.sections for anchor in _anchors(s)}

    def chapter(self, section: Section) -> SafeString:
        """Return a section with its title as HTML, without what stands around it."""
        return mark_safe(str(self._macros.section(section, 2)))  # noqa: S308 - made by our own templates

    def block(self, block: Block) -> Markup:
        """Return a block as HTML; bars are drawn without a style, which the policy of the site refuses."""
        return self._bars(block) if isinstance(block, Chart) else super().block(block)

    def _bars(self, chart: Chart) -> Markup:
        rows = (
            Markup(
                '<li><span class="name">{}</span><svg class="track" viewBox="0 0 100 8" preserveAspectRatio="none" '
                'aria-hidden="true"><rect class="bar" width="{}" height="8"/></svg><span class="value">{}</span></li>'
            ).format(self.line(bar.name), width, self.figure(bar.figure))
            for bar, width in zip(chart.bars, lengths(chart), strict=True)
        )
        figure = Markup('<figure class="chart"><figcaption>{}</figcaption><ul class="ranked">{}</ul></figure>')
        return figure.format(self.line(chart.title), Markup("").join(rows))

    def figure(self, figure: Figure, *, signed: bool = False, points: bool = False) -> Markup:
        """Return a figure as a link to its page."""
        text = shown(figure, self.language, signed=signed, points=points)
        address = reverse("public:edition-figure", args=(self.edition, self._numbers[figure.id]))
        kind = "figure unknown" if figure.value is None else "figure"
        return Markup('<a class="{}" href="{}">{}</a>').format(kind, address, text) + self._marks(figure)

    def _place(self, target: str) -> str:
        """Return where a link leads: to the page of its chapter."""
        if target.rstrip("/") not in self._chapters:
            return reverse("public:edition", args=(self.edition,))
        target = target.rstrip("/")
        return f"{reverse('public:chapter', args=(self.edition, self._chapters[target]))}#{target}"


def _anchors(section: Section) -> list[str]:
    found = [section.anchor, *(b.anchor for b in section.blocks if isinstance(b, Heading) and b.anchor)]
    return found + [anchor for part in section.parts for anchor in _anchors(part)]


@kept_page("public/edition_figure.html")
def figure(request: HttpRequest, edition: str, number: int) -> Page:
    """Take a figure of a report apart."""
    del request
    content = content_of(edition)
    if not 0 < number <= len(content.register):
        raise Http404
    entry = content.register[number - 1]
    return {
        "entry": entry,
        "report": WebPage(content, edition).plain(content.document.title),
        "report_address": reverse("public:edition", args=(edition,)),
        "inputs": _inputs(edition, content, entry),
        "rows": _rows(entry),
        "more": ngettext("%(count)s more row", "%(count)s more rows", entry.more) % {"count": words.number(entry.more)}
        if entry.more
        else "",
        "unknown": words.number(entry.figure.unknown)
        if entry.figure.unknown and entry.figure.value is not None
        else "",
        "edition": edition,
        "language": content.language,
    }


def _inputs(edition: str, content: Content, entry: Registered) -> Table | None:
    """Return the figures that a figure is computed from."""
    if not entry.inputs:
        return None
    numbers = {e.figure.id: e for e in content.register}
    columns = (Column(gettext("Figure")), Column(gettext("As")), Column(gettext("Value"), amount=True))
    rows: list[list[Cell]] = []
    for made_of, value, role in entry.inputs:
        source = numbers[made_of.id]
        address = reverse("public:edition-figure", args=(edition, source.number))
        rows.append([f"{source.name} {source.subject}".strip(), role, FigureText(value, address)])
    return Table(gettext("The figures it is computed from"), columns, rows)


def _rows(entry: Registered) -> Table | None:
    """Return the first source rows of a figure, with the place of each."""
    if not entry.rows:
        return None
    columns = (
        Column(gettext("File")),
        *(Column(head.replace("_", " ")) for head in entry.heads),
        Column(gettext("Place in the file")),
    )
    rows: list[list[Cell]] = [
        [Linked(file, reverse("public:file", args=(sha256,))), *cells, locator]
        for file, sha256, locator, cells in entry.rows
    ]
    return Table(gettext("Source rows"), columns, rows)
