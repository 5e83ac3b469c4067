"""Prices of sending money for programs: corridors, quotes, averages by quarter, and the history of a corridor."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - read when answers are described
from typing import Annotated

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Path, Query, Router, Schema
from pydantic import Field

from grutto.remittances.method import method
from grutto_web.public.api.frame import CSV, Exact, Listing, Paging, table, tagged
from grutto_web.public.remittances.destinations import corridors
from grutto_web.public.remittances.models import AveragePrice, Market, Quote, State
from grutto_web.public.remittances.offers import standing

OURS = "https://creativecommons.org/licenses/by/4.0/"
TERMS = "Quotes: CC BY 4.0, this site. Averages: CC BY 4.0, World Bank, Remittance Prices Worldwide."

router = Router(tags=["remittances"])
router.add_decorator(tagged(lambda: f"{standing()} {timezone.localdate()}"), mode="view")

Country = Annotated[str, Field(pattern="^([A-Z]{3})?$", description="ISO 3166-1 alpha-3; all if not given.")]
InPath = Annotated[str, Path(pattern="^[A-Z]{3}$", description="ISO 3166-1 alpha-3.")]


class PriceList[Thing](Listing[Thing]):
    """A page of a list, with what one must know to use it."""

    method: str = Field(default_factory=lambda: method().version, description="Version of the methods.")
    as_of: date = Field(default_factory=timezone.localdate, description="The day on which this was so.")
    licence: str = Field(OURS, description="Under which it may be used.")
    attribution: str = Field(TERMS, description="Whom to name.")


class Corridor(Schema):
    """From where to where one can compare."""

    source: str
    destination: str
    send_currency: str = Field(description="ISO 4217.")
    receive_currency: str
    quotes: int = Field(description="Published quotes.")
    market_share: Exact | None = Field(description="Percent of the market that is compared; unknown if none.")
    market_reference: str | None = Field(description="Who says so.")


class PublishedQuote(Schema):
    """One price, as it was asked on one day."""

    id: int
    source: str
    destination: str
    provider: str
    provider_kind: str
    instrument: str
    access: str
    pickup: str
    coverage: str
    speed: str
    amount: Exact = Field(description="Sent, without the fee.")
    send_currency: str
    fee: Exact
    receive_currency: str
    applied_rate: Exact | None = Field(description="None if the provider does not tell it beforehand.")
    reference_rate: Exact
    reference_source: str
    reference_at: date
    margin_percent: Exact | None
    cost_percent: Exact | None = Field(
        description="Total cost; unknown if the rate is not told, which is never nought."
    )
    promotion: bool
    own_price: bool = Field(description="The provider told it itself; a second person checked it.")
    fictional: bool = Field(description="An example: this provider does not exist.")
    collected_on: date
    digest: str = Field(description="sha256 of the quote as it was written.")


class Average(Schema):
    """The average of a corridor in one quarter, for the equivalent of 200 US dollars."""

    source: str
    destination: str
    time_period: str = Field(description="Quarter: 2014-Q1.")
    average_percent: Exact
    smart_percent: Exact | None = Field(description="Mean of the three cheapest; none if fewer than three count.")
    services: int


class AskedQuotes(Schema):
    """Which quotes are looked for."""

    destination: Country = ""
    provider: str = Field("", max_length=120, pattern=r"^[^\x00]*$")


class AskedAverages(Schema):
    """Which averages are looked for."""

    destination: Country = ""
    time_period: str = Field("", pattern="^([0-9]{4}-Q[1-4])?$")


@router.get("/remittances/corridors", response=PriceList[Corridor], openapi_extra=CSV)
def list_corridors(request: HttpRequest, paging: Query[Paging]) -> PriceList[Corridor] | StreamingHttpResponse:
    """List the corridors that are compared."""
    markets = Market.objects.all().as_known()
    numbers: dict[str, int] = {}
    for destination in Quote.objects.filter(state=State.PUBLISHED).values_list("destination", flat=True):
        numbers[destination] = numbers.get(destination, 0) + 1
    found = [
        Corridor(
            source=corridors().source,
            destination=to,
            send_currency=corridors().currency,
            receive_currency=currency,
            quotes=numbers.get(to, 0),
            market_share=markets[to].share if to in markets else None,
            market_reference=markets[to].reference if to in markets else None,
        )
        for to, currency in sorted(corridors().destination.items())
    ]
    return _listed(request, "corridors", paging, found, PriceList[Corridor])


@router.get("/remittances/quotes", response=PriceList[PublishedQuote], openapi_extra=CSV)
def list_quotes(
    request: HttpRequest, query: Query[AskedQuotes], paging: Query[Paging]
) -> PriceList[PublishedQuote] | StreamingHttpResponse:
    """List published quotes, the newest first."""
    seen = Quote.objects.filter(state=State.PUBLISHED).select_related("service__provider")
    if query.destination:
        seen = seen.filter(destination=query.destination)
    if query.provider:
        seen = seen.filter(service__provider__name=query.provider)
    found = [_quote(quote) for quote in seen.order_by("-collected_on", "-pk")]
    return _listed(request, "quotes", paging, found, PriceList[PublishedQuote])


def _quote(quote: Quote) -> PublishedQuote:
    service, provider = quote.service, quote.service.provider
    of_service = {name: getattr(service, name) for name in ("instrument", "access", "pickup", "coverage", "speed")}
    same = {
        name: getattr(quote, name)
        for name in PublishedQuote.model_fields
        if name not in of_service and hasattr(quote, name) and name != "cost_percent"
    }
    return PublishedQuote(
        **same,
        **of_service,
        provider=provider.name,
        provider_kind=provider.kind,
        fictional=provider.fictional,
        margin_percent=quote.margin,
        cost_percent=quote.cost_percent(quote.amount),
    )


@router.get("/remittances/statistics", response=PriceList[Average], openapi_extra=CSV)
def list_averages(
    request: HttpRequest, query: Query[AskedAverages], paging: Query[Paging]
) -> PriceList[Average] | StreamingHttpResponse:
    """List averages by corridor and quarter."""
    where = {name: value for name, value in query.dict().items() if value}
    seen = AveragePrice.objects.filter(**where).order_by("destination", "time_period")
    return _listed(request, "statistics", paging, [_average(one) for one in seen], PriceList[Average])


@router.get("/remittances/corridors/{source}/{destination}/history", response=PriceList[Average], openapi_extra=CSV)
def corridor_history(
    request: HttpRequest, source: InPath, destination: InPath, paging: Query[Paging]
) -> PriceList[Average] | StreamingHttpResponse:
    """Give the averages of one corridor, the first quarter first."""
    if source != corridors().source or destination not in corridors().destination:
        raise Http404(gettext("This corridor is not compared here."))
    seen = AveragePrice.objects.filter(source=source, destination=destination).order_by("time_period")
    return _listed(request, "history", paging, [_average(one) for one in seen], PriceList[Average])


def _average(average: AveragePrice) -> Average:
    return Average(
        source=average.source,
        destination=average.destination,
        time_period=average.time_period,
        average_percent=average.average,
        smart_percent=average.smart,
        services=average.services,
    )


def _listed[Thing: Schema](
    request: HttpRequest, name: str, paging: Paging, found: list[Thing], shape: type[PriceList[Thing]]
) -> PriceList[Thing] | StreamingHttpResponse:
    """Return a page of a list; as CSV all of it, with method, day and licence on each line."""
    if paging.format == "csv":
        method_cells = (method().version, timezone.localdate().isoformat(), OURS)
        kind = next(iter(shape.model_fields["items"].annotation.__args__))  # type: ignore[union-attr]
        head = (*kind.model_fields, "method", "as_of", "licence")
        return table(name, head, ((*_cells(thing), *method_cells) for thing in found))
    return shape.of(request, paging, len(found), paging.of(found))


def _cells(thing: Schema) -> tuple[object, ...]:
    return tuple("" if value is None else value for value in thing.dict().values())
