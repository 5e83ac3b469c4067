"""Published editions of the report, and each of their figures with its lineage."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from grutto.model.figure import Figure as CoreFigure
from grutto.store.codec import encode
from grutto_web.public.api.frame import CSV, Exact, Listing, Paging, table, tagged
from grutto_web.public.api.shapes import Condition, Reasons
from grutto_web.public.site import editions
from grutto_web.public.site.release import what_stands
from grutto_web.work.editions.standing import corrected_by

if TYPE_CHECKING:
    from grutto.model.edition import Edition as CoreEdition
    from grutto_web.work.editions.models import Publication

router = Router(tags=["editions"])
router.add_decorator(tagged(what_stands), mode="view")


class EditionLine(Schema):
    """An edition as a list shows it."""

    id: str
    framework: str
    year: int = Field(description="Calendar year reported on.")
    title: dict[str, str] = Field(description="By language.")
    languages: list[str]
    release: str
    state: Literal["published", "withdrawn"]
    reason: str = Field(description="Why it was withdrawn.")
    since: datetime | None = Field(description="When it came into this state, where the site knows.")
    corrects: str = Field(description="The edition that it corrects.")
    corrected_by: str = Field(description="The edition that corrects it.")


class Edition(EditionLine):
    """An edition and what it rests on: the same four give the same report."""

    framework_sha256: str
    judgements_sha256: str
    code: str
    figures: int = Field(description="How many it shows.")
    files: dict[str, str] = Field(description="File to its sha256.")


class Period(Schema):
    """A span of days, both ends included."""

    start: date
    end: date


class Selection(Schema):
    """Rows of the release, and what is done to their values."""

    type: Literal["selection"]
    measure: str
    relation: str
    value: str
    aggregate: Literal["sum", "whole", "count"]
    where: list[Condition] = []


class Derivation(Schema):
    """Computed from other figures of the edition."""

    type: Literal["derivation"]
    operation: str
    inputs: list[str]


class Statement(Schema):
    """A person or body said so."""

    type: Literal["statement"]
    author: str
    date: date
    reference: str
    text: str = ""


class Simulation(Schema):
    """A model computed it."""

    type: Literal["simulation"]
    model: str
    version: str
    data: list[tuple[str, str]]
    assumptions: str
    seed: int
    table: tuple[str, str]
    row: list[tuple[str, str]]


Lineage = Annotated[Selection | Derivation | Statement | Simulation, Field(discriminator="type")]


class Figure(Schema):
    """A figure of an edition, with its lineage."""

    id: str = Field(description="The same in every edition.")
    value: Exact | None = Field(description="Exact; unknown if there is none, which is never nought.")
    unit: str
    lineage: Lineage
    period: Period | None = None
    rows: int = 0
    unknown: int = 0
    reasons: Reasons = []
    rule: str = ""
    warnings: list[str] = []
    stock_flow: str = ""


class SourceRow(Schema):
    """A row that a figure rests on."""

    file: str
    sha256: str
    locator: str = Field(description="Place in the file.")
    cells: dict[str, str]


class FigureApart(Figure):
    """A figure of an edition taken apart."""

    rows_sha256: str = Field(description="Digest of all rows behind it; empty if it has none.")
    source_rows: list[SourceRow] = Field(description="The first of its rows.")
    more_rows: int


@router.get("/editions", response=Listing[EditionLine])
def list_editions(request: HttpRequest, paging: Query[Paging]) -> Listing[EditionLine]:
    """List the published editions, the newest first; those withdrawn stay, with the reason."""
    found = editions.records()
    return Listing[EditionLine].of(request, paging, len(found), (_line(*each) for each in paging.of(found)))


@router.get("/editions/{edition}", response=Edition)
def read_edition(request: HttpRequest, edition: str) -> Edition:
    """Return an edition and what it rests on."""
    del request
    found, publication = _read(edition)
    return Edition(
        **_line(found, publication).model_dump(),
        framework_sha256=found.framework_sha256,
        judgements_sha256=found.judgements_sha256,
        code=found.code,
        figures=len(found.figures),
        files=found.files,
    )


HEAD = ("id", "value", "unit", "start", "end", "rows", "rows_unknown", "lineage", "rule")


@router.get("/editions/{edition}/figures", response=Listing[Figure], openapi_extra=CSV)
def list_edition_figures(
    request: HttpRequest, edition: str, paging: Query[Paging]
) -> Listing[Figure] | StreamingHttpResponse:
    """List the figures of an edition, in the order in which it shows them."""
    found, _ = _read(edition)
    if paging.format == "csv":
        return table(f"figures-{found.id}", HEAD, map(_row, found.figures))
    items = (encode(figure, CoreFigure) for figure in paging.of(found.figures))
    return Listing[Figure].of(request, paging, len(found.figures), items)


@router.get("/editions/{edition}/figures/{path:figure}", response=FigureApart)
def read_edition_figure(request: HttpRequest, edition: str, figure: str) -> FigureApart:
    """Take a figure of an edition apart, down to the first of its rows."""
    del request
    found, _ = _read(edition)
    entry = next((e for e in editions.content_of(edition).register if e.figure.id == figure), None)
    if entry is None:
        raise Http404(gettext("The edition has no such figure."))
    rows = [
        SourceRow(file=file, sha256=sha256, locator=locator, cells=dict(zip(entry.heads, cells, strict=True)))
        for file, sha256, locator, cells in entry.rows
    ]
    fields = encode(entry.figure, CoreFigure)
    return FigureApart(**fields, rows_sha256=found.rows_sha256.get(figure, ""), source_rows=rows, more_rows=entry.more)


def _read(edition: str) -> tuple[CoreEdition, Publication | None]:
    """Return an edition that anyone may read, with what became of it.

    Raises:
        Http404: there is none.
    """
    found = next((each for each in editions.records() if each[0].id == edition), None)
    if found is None:
        raise Http404(gettext("There is no published edition of this name."))
    return found


def _line(edition: CoreEdition, publication: Publication | None) -> EditionLine:
    later = corrected_by(publication) if publication else None
    corrected = publication.corrects if publication else None
    return EditionLine(
        id=edition.id,
        framework=edition.framework,
        year=edition.year,
        title=edition.title,
        languages=list(edition.languages),
        release=edition.release,
        state="withdrawn" if publication and publication.reason else "published",
        reason=publication.reason if publication else "",
        since=publication.since if publication else None,
        corrects=corrected.edition if corrected else "",
        corrected_by=later.edition if later else "",
    )


def _row(figure: CoreFigure) -> tuple[object, ...]:
    period = (figure.period.start, figure.period.end) if figure.period else (None, None)
    kind = type(figure.lineage).__name__.lower()
    return figure.id, figure.value, figure.unit, *period, figure.rows, figure.unknown, kind, figure.rule
