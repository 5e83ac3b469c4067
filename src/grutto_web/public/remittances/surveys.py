"""What is taken over from the surveys of a release: prices of the corridors compared here, and their averages."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction

from grutto.measures.remittances import averages_by
from grutto.measures.session import open_release
from grutto.model.figure import Condition, Selection
from grutto_web.public.remittances.acts import moved
from grutto_web.public.remittances.destinations import corridors
from grutto_web.public.remittances.models import AveragePrice, PageVersion, SurveyPrice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grutto.measures.session import Session
    from grutto.store.home import Home

COLUMNS = (
    "source_code", "destination_code", "time_period", "collected_on", "firm", "instrument", "pickup", "speed", "tier",
    "currency", "amount", "fee", "cost",
)  # fmt: skip
BATCH = 1000


def take_over(home: Home, release: str = "") -> tuple[int, int]:
    """Take prices and averages of a release over, in one transaction: readers see all of it, or what was there.

    Args:
        home: the data folder.
        release: id; without it the current one.

    Returns:
        Prices and averages taken.

    Raises:
        StoreError: nothing was imported yet.
    """
    with open_release(home, release=release) as session:
        prices, averages = list(_prices(session)), list(_averages(session))
        name = session.release.id
    with transaction.atomic():
        SurveyPrice.objects.all().delete()
        AveragePrice.objects.all().delete()
        SurveyPrice.objects.bulk_create(prices, BATCH)
        AveragePrice.objects.bulk_create(averages, BATCH)
        moved()
        PageVersion.objects.filter(pk=1).update(release=name)
    return len(prices), len(averages)


def _prices(session: Session) -> Iterator[SurveyPrice]:
    """Yield the prices of the latest quarter of each corridor compared here."""
    where = (
        Condition("destination_code", tuple(sorted(corridors().destination))),
        Condition("source_code", (corridors().source,)),
    )
    latest: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in session.engine.rows(Selection("survey", "remittance", "source_row", "count", where), COLUMNS):
        latest_rows = latest[row["destination_code"]]
        if latest_rows and row["time_period"] > latest_rows[0]["time_period"]:
            latest_rows.clear()
        if not latest_rows or row["time_period"] == latest_rows[0]["time_period"]:
            latest_rows.append(row)
    for row in (row for rows in latest.values() for row in rows):
        yield SurveyPrice(
            source=row["source_code"],
            destination=row["destination_code"],
            time_period=row["time_period"],
            collected_on=row["collected_on"],
            provider=row["firm"][:200],
            instrument=row["instrument"] or "",
            pickup=row["pickup"] or "",
            speed=row["speed"] or "",
            tier=row["tier"],
            currency=row["currency"],
            amount=row["amount"] or Decimal(0),
            fee=row["fee"],
            cost_percent=row["cost"],
        )


def _averages(session: Session) -> Iterator[AveragePrice]:
    """Yield the average of each corridor and quarter; corridors are told by the codes of now."""
    everywhere = averages_by(session.book, "destination_code", source_code=corridors().source)
    cheapest = averages_by(session.book, "destination_code", smart=True, source_code=corridors().source)
    for (destination, quarter), (figure, services) in everywhere.items():
        smart = cheapest.get((destination, quarter))
        if figure.value is not None and services.value:
            yield AveragePrice(
                source=corridors().source,
                destination=destination,
                time_period=quarter,
                average=figure.value,
                smart=smart[0].value if smart else None,
                services=int(services.value),
            )
