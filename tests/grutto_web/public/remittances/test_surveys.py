"""What is taken over from the surveys of a release, and the real prices of 2025 as a reader sees them."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from quote_samples import quotes

from grutto.store.home import Home
from grutto.tables.intake import incoming_files, take_in
from grutto_web.public.remittances.acts import moved
from grutto_web.public.remittances.models import AveragePrice, PageVersion, SurveyPrice
from grutto_web.public.remittances.surveys import take_over

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_latest_quarter_and_all_averages_replace_what_was_there(tmp_path: Path) -> None:
    def price(**cells: str) -> dict[str, str]:
        return {"cc1 lcu fee": "0", "cc1 fx margin": cells["margin"], "cc1 total cost %": cells["margin"]} | cells

    rows = [
        price(margin="4", period="2013_3Q", date="10/Aug/2013"),
        price(margin="5"),
        price(margin="6", firm="B"),
        price(margin="7", firm="C"),
        price(margin="0", firm="D", transparent="no"),
        price(margin="3", source_code="FRA", corridor="FRAMAR"),
        price(margin="3", destination_code="SEN", corridor="NLDSEN"),
    ]
    home = Home(tmp_path / "home")
    assert not take_in(home, incoming_files([quotes(tmp_path / "q.csv", rows)])).refused
    SurveyPrice.objects.create(
        source="NLD",
        destination="GHA",
        time_period="2010-Q1",
        provider="Gone",
        tier=200,
        currency="EUR",
        amount=Decimal(1),
    )
    # Of 2014: four providers, two amounts each. Averages: 2013 and 2014 to Morocco, and those of Senegal.
    assert take_over(home) == (8, 3)
    assert set(SurveyPrice.objects.values_list("provider", flat=True)) == {"Western Union", "B", "C", "D"}
    assert SurveyPrice.objects.get(provider="D", tier=200).cost_percent is None
    average = AveragePrice.objects.get(destination="MAR", time_period="2014-Q1")
    assert (average.average, average.smart, average.services) == (Decimal(6), Decimal(6), 3)
    assert AveragePrice.objects.get(destination="MAR", time_period="2013-Q3").smart is None
    assert PageVersion.objects.get().release == home.current()


def test_the_real_prices_of_2025(shared: Path, reader: Client) -> None:
    """World Bank, third quarter of 2025, to the Dominican Republic: the parts make the total, the cheapest first."""
    with (shared / "rpw" / "nld_2025_3Q_quotes_usd200.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 22
    for row in rows:
        parts = Decimal(row["fee"]) + Decimal(row["margin"])
        assert abs(parts - Decimal(row["total"])) <= Decimal("0.011"), row
        SurveyPrice.objects.create(
            source="NLD", destination=row["dest"], time_period="2025-Q3", collected_on=timezone.localdate(), tier=200,
            provider=row["provider"], instrument="bank_account", pickup="cash", speed="same_day", currency="EUR",
            amount=Decimal(170), fee=Decimal(1), cost_percent=Decimal(row["total"]),
        )  # fmt: skip
    moved()
    content = reader.get("/en/remittances/NLD/DOM/").content.decode()
    survey = content.partition('id="survey"')[2].partition("</table>")[0]
    shown = [Decimal(text) for text in re.findall(r">(\d+\.\d\d)%\s*<", survey)]
    assert shown == sorted(Decimal(row["total"]) for row in rows)
    assert (shown[0], shown[-1]) == (Decimal("1.84"), Decimal("15.00"))
