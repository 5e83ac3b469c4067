"""Observations: numbers of official statistics, each with its place in the file it came in."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from grutto.store.home import Home
from grutto.store.parquet import RowFilter
from grutto.store.releases import table_path
from grutto_web.ground.catalogue import catalogue_of
from grutto_web.public.api.frame import CSV, Exact, Listing, Paging, ReleaseId, current_release, table, tagged

router = Router(tags=["observations"])
router.add_decorator(tagged(current_release), mode="view")


class AskedObservations(Schema):
    """Which observations are looked for: those that have one of the values of each column named."""

    dataflow: list[str] = Field([], description="Publisher and name of the data flow.")
    indicator: list[str] = Field([], description="What is counted.")
    ref_area: list[str] = Field([], description="The country it is about, ISO 3166-1 alpha-3; `_T` all together.")
    counterpart: list[str] = Field([], description="The other country: of origin, citizenship, birth.")
    year: list[Annotated[int, Field(ge=0, le=9999)]] = Field([], description="Calendar years.")
    sex: list[str] = Field([], description="SDMX: `_T`, F, M, `_U`.")
    age: list[str] = Field([], description="SDMX: `_T`, else such as Y0T4.")
    release: ReleaseId = ""

    @property
    def where(self) -> dict[str, list[str] | list[int]]:
        """The same, as columns and values."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "release"}


class Observation(Schema):
    """One number of official statistics (SDMX)."""

    dataflow: str
    indicator: str
    ref_area: str | None
    counterpart: str | None
    freq: str | None
    time_period: str | None
    year: int | None
    sex: str | None
    age: str | None
    breakdown: str | None
    total: bool | None = Field(description="A total beside its parts: never to be added to them.")
    stock_flow: str | None
    unit: str | None
    obs_value: Exact | None = Field(description="Unknown if there is none.")
    obs_text: str | None = Field(description="As written.")
    obs_status: str | None
    unknown_because: str | None
    snapshot: str = Field(description="The sha256 of the file.")
    locator: str = Field(description="Place in that file.")


HEAD = tuple(Observation.model_fields)


@router.get("/observations", response=Listing[Observation], openapi_extra=CSV)
def list_observations(
    request: HttpRequest, query: Query[AskedObservations], paging: Query[Paging]
) -> Listing[Observation] | StreamingHttpResponse:
    """Find observations by their dimensions."""
    release = catalogue_of(query.release).release
    found = RowFilter(table_path(Home(), release, "observation"), query.where)
    if paging.format == "csv":
        return table("observations", HEAD, found.lines(HEAD))
    lines = found.lines(HEAD, paging.first, paging.size)
    return Listing[Observation].of(request, paging, len(found), (dict(zip(HEAD, row, strict=True)) for row in lines))
