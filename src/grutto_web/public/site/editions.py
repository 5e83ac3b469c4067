"""Published reports: the list, a report chapter by chapter, and each of its figures taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext
from markupsafe import Markup

from grutto import locale
from grutto.content.blocks import Heading
from grutto.content.display import figure_text, in_full, with_unit
from grutto.content.figures import first_text
from grutto.content.labels import locator_text
from grutto.editions.compare import differences as compared
from grutto.editions.compare import other_parts
from grutto.editions.record import KeptEdition, kept_edition, kept_ids, read_record
from grutto.errors import GruttoError
from grutto.locale import column_text
from grutto.model.figure import Selection
from grutto.render.html.page import Page as HtmlPage
from grutto.store.home import Home
from grutto_web.ground.components import ColumnView, EntryView, FigureView, LinkText, TableView
from grutto_web.ground.wording import language
from grutto_web.public.site import words
from grutto_web.public.site.release import kept_page
from grutto_web.public.site.seals import signed_by, stated
from grutto_web.work.editions.models import State
from grutto_web.work.editions.standing import corrected_by, standings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from grutto.content.blocks import Section
    from grutto.content.reading import Reading
    from grutto.content.register import RegisterEntry
    from grutto.locale import Language
    from grutto.model.edition import Edition
    from grutto.model.figure import Figure
    from grutto_web.ground.components import Cell
    from grutto_web.public.site.release import Page
    from grutto_web.work.editions.models import Publication

PLACE = "public"
PROFILE = "profile "
"""How the subjects of migration profiles begin."""
LISTS = {"public": "public:report", "editions": "editions:list"}
"""Part of the site on whose pages editions are read, to the page that lists them."""
HELD = 4
"""Contents of editions that a process holds: each is read once."""
CHAPTERS = 64
"""Chapters of editions that a process holds as they are written."""
MOST_COLUMNS = 12
"""Columns of source rows that stand in one table."""
LEADING = (
    "iati_identifier", "kind", "transaction_type", "budget_type", "country", "value_date", "value", "currency",
)  # fmt: skip
"""Columns that a reader needs first, beside the amount that is counted: what, where, when, how much."""
LISTED = 128
"""Records of editions that a process holds, for the pages that list them."""


@dataclass(frozen=True, slots=True)
class Latest:
    """The report made last: its title and its address."""

    title: str
    address: str


def records() -> list[tuple[Edition, Publication | None]]:
    """Return the editions that anyone may read, the newest first, each with what became of it."""
    home, public = Home(), standings()
    if public is None:
        return [(edition, None) for edition in reversed(_kept_records()) if not edition.subject]
    return [(_record(str(home.path), name), publication) for name, publication in public.items()]


def _kept_records() -> list[Edition]:
    """Return the editions that the data folder keeps, in the order in which they were made."""
    home = Home()
    return [_record(str(home.path), name) for name in kept_ids(home)]


def standing_records() -> Iterator[Edition]:
    """Yield the reports that were neither withdrawn nor corrected, the newest first."""
    return (edition for edition, publication in records() if not _state(publication))


def is_profile(edition: Edition) -> bool:
    """Tell whether an edition is a migration profile: official statistics, about which nobody here decides."""
    return edition.subject.startswith(PROFILE)


def latest() -> Latest | None:
    """Return the report published last that still stands, if there is any."""
    found = next(iter(standing_records()), None)
    return Latest(title_of(found), reverse("public:edition", args=(found.id,))) if found else None


def _state(publication: Publication | None) -> str:
    """Return what a reader must know first of an edition: that it was withdrawn, or corrected; else nothing."""
    if publication is None:
        return ""
    if publication.state == State.WITHDRAWN:
        return gettext("withdrawn")
    return gettext("corrected") if corrected_by(publication) else ""


def title_of(edition: Edition) -> str:
    code = language().code
    return " · ".join(t for t in (locale.pick(edition.title, code), locale.pick(edition.subtitle, code)) if t)


@lru_cache(LISTED)
def _record(home: str, edition: str) -> Edition:
    del home  # another data folder has other editions
    return read_record(edition, Home())


@lru_cache(HELD)
def _edition_of(home: str, edition: str) -> KeptEdition:
    del home  # another data folder has other editions
    return kept_edition(edition, Home())


@lru_cache(HELD)
def _content(home: str, edition: str, language: str) -> Reading:
    return _edition_of(home, edition).read_in(language)


def content_of(edition: str) -> Reading:
    """Return what an edition says in the language of the page; in its first if it is not written in that.

    Raises:
        Http404: there is no such edition.
    """
    home = str(Home().path)
    if not edition.isalnum():
        raise Http404
    try:
        languages = _edition_of(home, edition).edition.languages
        code = language().code
        return _content(home, edition, code if code in languages else languages[0])
    except GruttoError as error:
        raise Http404 from error


def _readable(edition: str) -> Publication | None:
    """Return what became of an edition.

    Raises:
        Http404: it is not public.
    """
    public = standings()
    if public is None:
        return None
    if edition in public:
        return public[edition]
    content_of(edition)
    if not is_profile(_edition_of(str(Home().path), edition).edition):
        raise Http404
    return None


def _standing(publication: Publication | None) -> dict[str, Any]:
    """Return what stands over every page of an edition that was withdrawn, corrected or corrects another."""
    if publication is None:
        return {}
    later = corrected_by(publication)
    return {
        "withdrawn": publication.reason if publication.state == State.WITHDRAWN else "",
        "later": reverse("public:edition", args=(later.edition,)) if later else "",
        "correction": publication.correction,
        "compared": reverse("public:differences", args=(publication.edition,)) if publication.corrects else "",
    }


@kept_page("public/reports.html")
def reports(request: HttpRequest) -> Page:
    """List the reports; those that were withdrawn stay, with the reason."""
    del request
    entries = [
        EntryView(
            title_of(e), reverse("public:edition", args=(e.id,)), (p.reason if p else "") or str(e.year), _state(p)
        )
        for e, p in records()
    ]
    return {"entries": entries}


@kept_page("public/profiles.html")
def profiles(request: HttpRequest) -> Page:
    """List the migration profiles, of each subject and year the last one."""
    del request
    found = {(e.subject, e.year): e for e in _kept_records() if is_profile(e)}
    listed = sorted(found.values(), key=lambda e: (-e.year, title_of(e)))
    entries = [EntryView(title_of(e), reverse("public:edition", args=(e.id,)), str(e.year)) for e in listed]
    return {"entries": entries}


@kept_page("public/edition.html")
def report(request: HttpRequest, edition: str) -> Page:
    """Show a report's first page: what it is, and its chapters."""
    del request
    return (
        _standing(_readable(edition))
        | report_page(edition, PLACE)
        | {"sealed": signed_by(edition), "stated": stated(edition)}
    )


@kept_page("public/chapter.html")
def chapter(request: HttpRequest, edition: str, chapter: str) -> Page:
    """Show a chapter of a report."""
    del request
    return _standing(_readable(edition)) | chapter_page(edition, chapter, PLACE)


@kept_page("public/edition_figure.html")
def figure(request: HttpRequest, edition: str, number: int) -> Page:
    """Take a figure of a report apart."""
    del request
    _readable(edition)
    return figure_page(edition, number, PLACE) | {"sealed": signed_by(edition)}


@kept_page("public/differences.html")
def differences(request: HttpRequest, edition: str) -> Page:
    """Compare an edition with the one it corrects, figure by figure."""
    del request
    publication = _readable(edition)
    if publication is None or publication.corrects is None:
        raise Http404
    return _standing(publication) | differences_page(publication.corrects.edition, edition, PLACE)


def report_page(edition: str, place: str) -> dict[str, Any]:
    """Return a report's first page.

    Args:
        edition: its id.
        place: the part of the site on whose pages it is read: `public`, or `editions` before it is published.
    """
    content = content_of(edition)
    writer = WebPage(content, edition, place)
    return {
        "title": writer.plain(content.document.title),
        "subtitle": writer.plain(content.document.subtitle),
        "note": content.note,
        "chapters": [LinkText(writer.plain(s.title), writer.address(s)) for s in content.document.sections],
        "facts": [(writer.plain(name), writer.plain(value)) for name, value in content.document.facts.pairs],
        "language": content.language,
        "edition": edition,
        "reports": reverse(LISTS[place]),
    }


def chapter_page(edition: str, chapter: str, place: str) -> dict[str, Any]:
    """Return a chapter of a report, read in a part of the site."""
    return _chapter(str(Home().path), edition, chapter, place, get_language() or "")


@lru_cache(CHAPTERS)
def _chapter(home: str, edition: str, chapter: str, place: str, language: str) -> dict[str, Any]:
    """Return a chapter, written once: an edition never changes."""
    del home, language  # another data folder or language has another chapter
    content = content_of(edition)
    writer = WebPage(content, edition, place)
    sections = content.document.sections
    here = next((n for n, s in enumerate(sections) if s.anchor == chapter), None)
    if here is None:
        raise Http404
    beside = [sections[n] if 0 <= n < len(sections) else None for n in (here - 1, here + 1)]
    around = [LinkText(writer.plain(s.title), writer.address(s)) if s else None for s in beside]
    return {
        "title": writer.plain(sections[here].title),
        "report": writer.plain(content.document.title),
        "report_address": reverse(f"{place}:edition", args=(edition,)),
        "text": writer.chapter(sections[here]),
        "before": around[0],
        "after": around[1],
        "language": content.language,
    }


class WebPage(HtmlPage):
    """A part of a report as a page of the site: figures lead to their own pages, chapters to theirs.

    Args:
        content: what the edition says.
        edition: its id.
        place: the part of the site on whose pages it is read.
    """

    def __init__(self, content: Reading, edition: str, place: str) -> None:
        super().__init__(content, (content.language,))
        self.edition, self.place = edition, place
        self._files = {}
        self._numbers = {entry.figure.id: entry.number for entry in content.register}
        self._chapters = {anchor: s.anchor for s in content.document.sections for anchor in _anchors(s)}

    def address(self, section: Section) -> str:
        """Return the page of a section."""
        return reverse(f"{self.place}:chapter", args=(self.edition, section.anchor))

    def chapter(self, section: Section) -> SafeString:
        """Return a section with its title as HTML, without what stands around it."""
        return mark_safe(str(self._macros.section(section, 2)))  # noqa: S308 - made by our own templates

    def figure(self, figure: Figure, *, signed: bool = False, points: bool = False) -> Markup:
        """Return a figure as a link to its page."""
        text = figure_text(figure, self.language, signed=signed, points=points)
        address = reverse(f"{self.place}:edition-figure", args=(self.edition, self._numbers[figure.id]))
        kind = "figure unknown" if figure.value is None else "figure"
        return Markup('<a class="{}" href="{}">{}</a>').format(kind, address, text) + self._marks(figure)

    def _place(self, target: str) -> str:
        """Return where a link leads: to the page of its chapter."""
        if target.rstrip("/") not in self._chapters:
            return reverse(f"{self.place}:edition", args=(self.edition,))
        target = target.rstrip("/")
        return f"{reverse(f'{self.place}:chapter', args=(self.edition, self._chapters[target]))}#{target}"


def _anchors(section: Section) -> list[str]:
    found = [section.anchor, *(b.anchor for b in section.blocks if isinstance(b, Heading) and b.anchor)]
    return found + [anchor for part in section.parts for anchor in _anchors(part)]


def figure_page(edition: str, number: int, place: str) -> dict[str, Any]:
    """Return a figure of a report taken apart, read in a part of the site."""
    content = content_of(edition)
    if not 0 < number <= len(content.register):
        raise Http404
    entry = content.register[number - 1]
    leading = _rows(entry, locale.language_named(content.language))
    value_text = with_unit(first_text(entry.figure, content.document), locale.language_named(content.language))
    return {
        "entry": entry,
        "shown": value_text,
        "exact": entry.value if entry.value != value_text else "",
        "report": WebPage(content, edition, place).plain(content.document.title),
        "report_address": reverse(f"{place}:edition", args=(edition,)),
        "inputs": _inputs(edition, content, entry, place, locale.language_named(content.language)),
        "rows": leading[0] if leading else None,
        "other_columns": leading[1:],
        "more": ngettext("%(count)s more row", "%(count)s more rows", entry.more) % {"count": words.number(entry.more)}
        if entry.more
        else "",
        "unknown": words.number(entry.figure.unknown)
        if entry.figure.unknown and entry.figure.value is not None
        else "",
        "edition": edition,
        "language": content.language,
    }


def _inputs(edition: str, content: Reading, entry: RegisterEntry, place: str, written: Language) -> TableView | None:
    """Return the figures that a figure is computed from."""
    if not entry.inputs:
        return None
    numbers = {e.figure.id: e for e in content.register}
    columns = (ColumnView(gettext("Figure")), ColumnView(gettext("As")), ColumnView(gettext("Value"), amount=True))
    rows: list[list[Cell]] = []
    for made_of, _, role in entry.inputs:
        source = numbers[made_of.id]
        address = reverse(f"{place}:edition-figure", args=(edition, source.number))
        rows.append([f"{source.name} {source.subject}".strip(), role, FigureView(in_full(made_of, written), address)])
    return TableView(gettext("The figures it is computed from"), columns, rows)


def _rows(entry: RegisterEntry, written: Language) -> list[TableView]:
    """Return the first source rows of a figure, with the place of each, in the language of the report.

    Of rows with many columns, a second table has those that a reader needs less: how the first ones were computed.
    """
    if not entry.rows:
        return []
    lineage = entry.figure.lineage
    counted = lineage.value if isinstance(lineage, Selection) else ""
    first = entry.heads
    if len(entry.heads) > MOST_COLUMNS:
        first = tuple(head for head in entry.heads if head in LEADING or head == counted)
    rest = tuple(head for head in entry.heads if head not in first)
    tables = [_row_table(gettext("Source rows"), entry, first, written)]
    return [*tables, _row_table(gettext("The other columns of these rows"), entry, rest, written)] if rest else tables


def _row_table(caption: str, entry: RegisterEntry, heads: tuple[str, ...], written: Language) -> TableView:
    """Return some columns of the source rows of a figure, and of each row the file and the place."""
    columns = (
        ColumnView(gettext("File")),
        *(ColumnView(capfirst(column_text(head, written))) for head in heads),
        ColumnView(gettext("Place in the file")),
    )
    rows: list[list[Cell]] = []
    for file, sha256, locator, cells in entry.rows:
        by_head = dict(zip(entry.heads, cells, strict=True))
        link = LinkText(file, reverse("public:file", args=(sha256,)))
        rows.append([link, *(by_head[head] for head in heads), locator_text(locator, written)])
    return TableView(caption, columns, rows)


WHAT = {
    "new": gettext_lazy("new"),
    "gone": gettext_lazy("gone"),
    "changed": gettext_lazy("changed"),
    "other rows": gettext_lazy("the same from other rows"),
}


def differences_page(before: str, after: str, place: str) -> dict[str, Any]:
    """Return two editions compared figure by figure, read in a part of the site."""
    contents = {side: content_of(edition) for side, edition in (("before", before), ("after", after))}
    home = str(Home().path)
    old, new = _edition_of(home, before).edition, _edition_of(home, after).edition
    rows = [_compared(row, contents, (before, after), place) for row in compared(old, new)]
    heads = (gettext("Before"), gettext("Now"))
    columns = (
        ColumnView(gettext("Figure")),
        ColumnView(gettext("What")),
        *(ColumnView(head, amount=True) for head in heads),
    )
    return {
        "title": title_of(new),
        "address": reverse(f"{place}:edition", args=(after,)),
        "other": reverse(f"{place}:edition", args=(before,)),
        "parts": [locale.translate(part, language().code) for part in other_parts(old, new)],
        "table": TableView(gettext("Figure by figure"), columns, rows) if rows else None,
    }


def _compared(row: dict[str, Any], contents: dict[str, Reading], editions: tuple[str, str], place: str) -> list[Cell]:
    """Return a row: the figure by name, what happened to it, and it in both editions, each leading to its page."""
    cells: list[Cell] = []
    name = ""
    for content, edition in zip(contents.values(), editions, strict=True):
        entry = next((e for e in content.register if e.figure.id == row["figure_id"]), None)
        if entry is None:
            cells.append("–")
            continue
        name = f"{entry.name} {entry.subject}".strip()
        cells.append(FigureView(entry.value, reverse(f"{place}:edition-figure", args=(edition, entry.number))))
    return [name, str(WHAT[row["what"]]), *cells]
