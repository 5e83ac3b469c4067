"""Activities: the list that is searched, and all that is known of one."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext
from ninja import Query, Router, Schema
from pydantic import Field

from grutto.catalogue.search import SearchQuestion
from grutto_web.ground.catalogue import catalogue_of
from grutto_web.public.api.frame import CSV, Exact, Listing, Paging, ReleaseId, current_release, table, tagged
from grutto_web.public.api.shapes import Amount, SourceFile
from grutto_web.public.site import data
from grutto_web.public.site.lists import LONGEST, NARROWED

router = Router(tags=["activities"])
router.add_decorator(tagged(current_release), mode="view")

Language = Annotated[str, Field(pattern="^[a-z]{2}$", description="ISO 639-1: texts told in it are given first.")]


class ActivityQuery(Schema):
    """What activities are looked for; an activity has one of the values of each facet."""

    q: str = Field("", max_length=LONGEST, description="Words in any spelling; an activity has all.")
    country: list[str] = Field([], description="ISO 3166-1 alpha-2.")
    region: list[str] = Field([], description="Region codes of the DAC.")
    sector: list[str] = Field([], description="Purpose codes of the DAC.")
    sector_group: list[str] = Field([], description="Their first three digits.")
    reporter: list[str] = Field([], description="Identifier of the organisation that reports.")
    implementer: list[str] = Field([], description="Identifier of an organisation that implements.")
    organisation: list[str] = Field([], description="Identifier of an organisation in any role.")
    status: list[str] = Field([], description="IATI ActivityStatus.")
    year: list[str] = Field([], description="Calendar years in which it has money.")
    level: list[str] = Field([], description="Level in its publisher's division of work.")
    results: list[str] = Field([], description="`yes`: those that report results.")
    order: Literal["size", "newest", "title"] = "size"
    language: Language = "en"
    release: ReleaseId = ""

    @property
    def question(self) -> SearchQuestion:
        """The same, for the catalogue."""
        facets = tuple((kind, tuple(values)) for kind in NARROWED if (values := getattr(self, kind)))
        return SearchQuestion(self.q, facets, self.order)


class LanguageQuery(Schema):
    """In which language, and of which release."""

    language: Language = "en"
    release: ReleaseId = ""


class ActivityLine(Schema):
    """An activity as a list shows it."""

    identifier: str = Field(description="By which IATI knows it.")
    title: str = Field(description="Empty if it has none.")
    reporter: str = Field(description="Name of the organisation that reports it.")
    status: str = Field(description="IATI ActivityStatus.")
    level: int
    start: str = Field(description="First day, actual or else planned (ISO 8601); empty if not told.")
    end: str
    countries: list[str] = Field(description="ISO 3166-1 alpha-2.")
    size: Amount | None = Field(description="What it spent, else what it planned, all years together.")


class Text(Schema):
    """A title or description in one language."""

    field: str
    language: str = Field(description="ISO 639-1; empty if not told.")
    text: str


class Organisation(Schema):
    """An organisation: its identifier, or its name where it has none."""

    key: str
    name: str
    type: str = Field(description="IATI OrganisationType.")


class Participation(Schema):
    """An organisation and its role: reports, funding, accountable, extending, implementing."""

    role: str
    organisation: Organisation


class Share(Schema):
    """A part of an activity: a place or a purpose, in percent."""

    axis: str
    country: str
    region: str
    sector: str
    percentage: Exact | None


class Place(Schema):
    """Where it works."""

    name: str
    latitude: float | None
    longitude: float | None


class Document(Schema):
    """A document about it."""

    url: str
    title: str
    format: str
    date: str


class Link(Schema):
    """Money between it and a partner as each side tells it, in euros."""

    side: str
    flow: str
    partner: str
    organisation: str
    status: str
    sent: Exact | None
    received: Exact | None
    matched: Exact | None


class Result(Schema):
    """A target, actual value or baseline of an indicator, with its place in the file."""

    result: str
    indicator: str
    title: str
    unit: str
    element: str
    first_day: str
    last_day: str
    dimension: str
    place: str
    value: Exact | None = Field(description="Unknown if there is none; it is then as `written`.")
    written: str
    because: str
    comment: str
    file: str
    locator: str


class RelatedActivity(Schema):
    """An activity that it names."""

    type: str = Field(description="IATI RelatedActivityType.")
    identifier: str


class Activity(ActivityLine):
    """An activity with all that its publisher tells, and where that stands."""

    planned_start: str
    actual_start: str
    planned_end: str
    actual_end: str
    updated: str = Field(description="When its publisher last changed it.")
    humanitarian: bool | None
    copies: int = Field(description="How many times the release has it; one counts.")
    texts: list[Text]
    organisations: list[Participation]
    shares: list[Share]
    places: list[Place]
    documents: list[Document]
    related: list[RelatedActivity]
    links: list[Link]
    money: list[Amount]
    results: list[Result]
    file: SourceFile
    locator: str
    line: int = Field(description="Line on which it starts, from 1; 0 if the file has no lines.")
    release: str


@router.get("/activities", response=Listing[ActivityLine], openapi_extra=CSV)
def list_activities(
    request: HttpRequest, query: Query[ActivityQuery], paging: Query[Paging]
) -> Listing[ActivityLine] | StreamingHttpResponse:
    """Find activities by words and facets."""
    catalogue = catalogue_of(query.release)
    if paging.format == "csv":
        return table("activities", data.HEAD, data.activity_rows(catalogue, query.question, query.language))
    found = catalogue.find(query.question)
    lines = catalogue.listed(found.page(paging.first, paging.size), query.language)
    return Listing[ActivityLine].of(request, paging, len(found), map(ActivityLine.from_orm, lines))


@router.get("/activities/{path:identifier}", response=Activity)
def read_activity(request: HttpRequest, identifier: str, query: Query[LanguageQuery]) -> Activity:
    """Return one activity."""
    del request
    catalogue = catalogue_of(query.release)
    found = catalogue.activity(identifier, query.language)
    if found is None:
        raise Http404(gettext("There is no activity of this identifier in the release."))
    days = dict(zip(("planned_start", "actual_start", "planned_end", "actual_end"), found.dates, strict=True))
    line = ActivityLine.from_orm(found.listed).model_dump()
    return Activity.model_validate(
        line
        | days
        | {name: getattr(found, name) for name in Activity.model_fields if hasattr(found, name)}
        | {
            "organisations": found.participations,
            "related": [{"type": kind, "identifier": other} for kind, other in found.related],
            "release": catalogue.release,
        }
    )
