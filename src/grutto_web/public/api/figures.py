"""Figures of a release: amounts of money, each with the rows or figures that it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from ninja import Path, Query, Router, Schema
from pydantic import Field

from grutto.catalogue.flows import ALL_YEARS, FLOWS, ONCE
from grutto.measures import measure_named
from grutto_web.ground.catalogue import catalogue_of
from grutto_web.public.api.frame import (
    CSV,
    Exact,
    Listing,
    Paging,
    ReleaseId,
    ReleaseQuery,
    current_release,
    table,
    tagged,
)
from grutto_web.public.api.shapes import Amount, Condition
from grutto_web.public.site.money import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.catalogue import entries
    from grutto.catalogue.read import Catalogue

router = Router(tags=["figures"])
router.add_decorator(tagged(current_release), mode="view")

NO_KEY = "-"
COLUMN = {
    "activity": "iati_identifier",
    "country": "country",
    "sector": "sector",
    "reports": "reporting_org",
    "pays": "provider_org",
    "receives": "receiver_org",
}
"""Of each owner, the column of the table `money` that tells it."""
SELECTIONS = {flow.name: flow.selection for flow in (*FLOWS, ONCE)}

Owner = Literal["release", "activity", "country", "sector", "reports", "pays", "receives"]
Flow = Literal["spent", "committed", "budgeted", "incoming_funds", "incoming_commitments", "spent_once"]
Year = Annotated[int, Path(ge=0, le=9999, description="Calendar year; 0 is all years together.")]


class AskedFigures(Schema):
    """Which figures are looked for."""

    owner: Owner = Field("release", description="Whose money; `reports`, `pays` and `receives` are organisations.")
    key: str = Field("", description="Identifier of an activity or organisation, code of a country or purpose.")
    flow: Flow | None = Field(None, description="The measure.")
    year: int | None = Field(None, ge=0, le=9999, description="Calendar year; 0 is all years together.")
    release: ReleaseId = ""


class SourceRow(Schema):
    """An amount as reported, with its place in the file."""

    kind: str
    type: str
    year: int
    first_day: str
    last_day: str
    value: Exact | None = Field(description="As reported, in `currency`.")
    currency: str
    euros: Exact | None
    provider: str
    receiver: str
    because: str = Field(description="Why its euros are not known.")
    file: str
    locator: str


class Part(Amount):
    """A figure that another one is made of."""

    owner: Owner
    key: str
    address: str = Field(description="Where it is taken apart itself.")


class ActivityPart(Amount):
    """The part of a figure that comes from one activity."""

    identifier: str


class Lineage(Schema):
    """Where a figure comes from."""

    measure: str
    rule: str = Field(description="The rule that gives it, in plain words.")
    relation: str = Field(description="The table of the release whose rows are added up.")
    column: str = Field(description="The column that is added up.")
    where: list[Condition] = Field(description="What its rows have in common.")
    source_rows: list[SourceRow] = Field(description="Its rows, where it is the figure of one activity.")
    years: list[Part] = Field(description="Of all years together: the figures of the years.")
    activities: list[ActivityPart] = Field(description="Of a year of a country: what each activity adds to it.")
    command: str = Field(description="Lists every row, on the command line.")


class Figure(Part):
    """A figure taken apart."""

    release: str
    lineage: Lineage


HEAD = ("owner", "key", "flow", "year", "eur", "rows", "rows_unknown", "apart")


@router.get("/figures", response=Listing[Part], openapi_extra=CSV)
def list_figures(
    request: HttpRequest, query: Query[AskedFigures], paging: Query[Paging]
) -> Listing[Part] | StreamingHttpResponse:
    """List the money of an owner, or of all owners of a kind in one flow."""
    catalogue = catalogue_of(query.release)
    found = list(_found(catalogue, query))
    if paging.format == "csv":
        rows = ((query.owner, k, a.flow, a.year, a.value, a.rows, a.unknown, a.apart) for k, a in found)
        return table("figures", HEAD, rows)
    parts = (_part(catalogue.release, query.owner, key, amount) for key, amount in paging.of(found))
    return Listing[Part].of(request, paging, len(found), parts)


def _found(catalogue: Catalogue, query: AskedFigures) -> Iterator[tuple[str, entries.Amount]]:
    """Yield amounts with the key of their owner: of one owner, or of all of a kind."""
    if query.key or query.owner == "release":
        for amount in _amounts(catalogue, query.owner, query.key):
            if query.flow in {None, amount.flow} and query.year in {None, amount.year}:
                yield query.key, amount
    else:
        flow = query.flow or ("spent" if query.owner == "activity" else ONCE.name)
        owners = catalogue.owners(query.owner, flow, ALL_YEARS if query.year is None else query.year)
        names = catalogue.identifiers() if query.owner == "activity" else {}
        yield from ((names[int(key)] if names else key, amount) for key, amount in owners)


def _amounts(catalogue: Catalogue, owner: str, key: str) -> list[entries.Amount]:
    """Return the money of one owner.

    Raises:
        Http404: there is no such activity.
    """
    if owner != "activity":
        return catalogue.money(owner, key)
    number = catalogue.number_of(key)
    if number is None:
        raise Http404(gettext("There is no activity of this identifier in the release."))
    return catalogue.money(owner, str(number))


def _part(release: str, owner: Owner, key: str, amount: entries.Amount) -> Part:
    named = key or NO_KEY
    address = reverse("api-v1:read_figure", args=(owner, amount.flow, amount.year, named))
    fields = Amount.from_orm(amount).model_dump()
    return Part(**fields, owner=owner, key=key, address=f"{address}?release={release}")


@router.get("/figures/{owner}/{flow}/{year}/{path:key}", response=Figure)
def read_figure(
    request: HttpRequest, owner: Owner, flow: Flow, year: Year, key: str, named: Query[ReleaseQuery]
) -> Figure:
    """Take a figure apart; the key of the whole release is `-`."""
    del request
    catalogue = catalogue_of(named.release)
    key = "" if key == NO_KEY else key
    amount = next((a for a in _amounts(catalogue, owner, key) if (a.flow, a.year) == (flow, year)), None)
    if amount is None:
        raise Http404(gettext("The release has no such figure."))
    fields = _part(catalogue.release, owner, key, amount).model_dump()
    return Figure(**fields, release=catalogue.release, lineage=_lineage(catalogue, owner, key, amount))


def _lineage(catalogue: Catalogue, owner: Owner, key: str, amount: entries.Amount) -> Lineage:
    selection = SELECTIONS[amount.flow]
    where = [Condition.from_orm(condition) for condition in selection.where]
    own = {COLUMN[owner]: key} if owner in COLUMN else {}
    own |= {"year": str(amount.year)} if amount.year else {}
    where += [Condition(column=column, values=[value]) for column, value in own.items()]
    conditions = "".join(f" --where '{column}={value}'" for column, value in own.items())
    return Lineage(
        measure=amount.flow,
        rule=" ".join(measure_named(amount.flow).doc.split()),
        relation=selection.relation,
        column=selection.value,
        where=where,
        source_rows=[SourceRow.from_orm(row) for row in _rows(catalogue, owner, key, amount)],
        years=_years(catalogue, owner, key, amount),
        activities=_activities(catalogue, owner, key, amount),
        command=f"grutto measure {amount.flow}{conditions} --trace --release {catalogue.release}",
    )


def _rows(catalogue: Catalogue, owner: Owner, key: str, amount: entries.Amount) -> list[entries.Payment]:
    """Return the amounts as reported that the figure of an activity adds up."""
    number = catalogue.number_of(key) if owner == "activity" else None
    if number is None:
        return []
    return [p for p in catalogue.payments(number, KINDS[amount.flow], amount.year or None) if p.counted]


def _years(catalogue: Catalogue, owner: Owner, key: str, amount: entries.Amount) -> list[Part]:
    if amount.year:
        return []
    found = _amounts(catalogue, owner, key)
    return [_part(catalogue.release, owner, key, each) for each in found if each.flow == amount.flow and each.year]


def _activities(catalogue: Catalogue, owner: Owner, key: str, amount: entries.Amount) -> list[ActivityPart]:
    if owner != "country" or not amount.year:
        return []
    names = catalogue.identifiers()
    parts = catalogue.country_parts(amount.flow, key, amount.year)
    return [ActivityPart(**Amount.from_orm(each).model_dump(), identifier=names[number]) for number, each in parts]
