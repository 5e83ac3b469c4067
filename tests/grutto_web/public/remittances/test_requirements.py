"""The twelve requirements of the World Bank, a test each, on the example: met as it is, and found when it is not."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from grutto_web.people.acts.record import open_door
from grutto_web.public.remittances import destinations, requirements
from grutto_web.public.remittances.models import Market, Notice, Provider, Quote
from grutto_web.public.remittances.requirements import DATABASES, check_all

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESS = "/en/remittances/NLD/GHA/?amount=200"


@pytest.fixture(autouse=True)
def _two_countries(prices: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare two corridors: the rules are the same for 34."""
    two = destinations.Corridors("NLD", "EUR", (200, 500), {"GHA": "GHS", "NGA": "NGN"})
    for module in (requirements,):
        monkeypatch.setattr(module, "corridors", lambda: two)


def met(number: int) -> bool:
    return check_all()[number - 1].met


def text(client: Client, address: str = ADDRESS) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(address).content.decode()))


def test_all_are_met_by_the_example() -> None:
    assert [one.name for one in check_all() if not one.met] == []


def test_1_two_amounts(reader: Client) -> None:
    assert met(1)
    assert text(reader) != text(reader, ADDRESS.replace("200", "500"))
    with open_door():
        Quote.objects.filter(destination="NGA", amount=500).delete()
    assert check_all()[0].why == "Lacking for: NGA."
    with open_door():
        Quote.objects.update(collected_on=timezone.localdate() - timedelta(days=181))
    assert check_all()[0].why == "Lacking for: GHA, NGA.", "prices that no page shows any more are none"


def test_2_the_fee(reader: Client) -> None:
    assert met(2)
    assert text(reader).count(" Fee ") >= 8


def test_3_the_exchange_rate(reader: Client) -> None:
    assert met(3)
    assert "1 EUR = " in text(reader)
    assert "Exchange rate not told" in text(reader), "who does not tell it is shown apart"


def test_4_the_total_cost(reader: Client) -> None:
    assert met(4)
    assert re.search(r"Total cost €\d+\.\d\d \(\d+\.\d\d%\)", text(reader))


def test_5_the_time_it_takes(reader: Client) -> None:
    assert met(5)
    assert "How long it takes within an hour" in text(reader)


def test_6_the_type_of_service(reader: Client) -> None:
    assert met(6)
    assert "You pay cash, at a shop or agent They receive cash" in text(reader)


def test_7_three_fifths_of_the_market(reader: Client) -> None:
    assert met(7)
    assert "The companies on this page have 64% of the market." in text(reader)
    with open_door():
        Market.objects.filter(destination="GHA").update(share=Decimal("59.9"))
    assert check_all()[6].why == "Lacking for: GHA."


def test_8_independent_researchers() -> None:
    assert met(8)
    Provider.objects.create(name="Price researchers (example)", kind="bank")
    assert not met(8)


def test_9_asked_as_a_customer_does() -> None:
    assert met(9)
    with open_door():
        Quote.objects.filter(pk=Quote.objects.all()[0].pk).update(mystery_shopped=False)
    assert check_all()[8].why == "Lacking for 1 prices."


def test_10_no_advertising(reader: Client) -> None:
    """No page loads or links to anything of others, but to approved databases."""
    assert met(10)
    allowed = {database.address for database in DATABASES}
    for page in ("", "NLD/GHA/", "trust/", "trust/check/", "use/"):
        content = reader.get(f"/en/remittances/{page}").content.decode()
        links = set(re.findall(r'(?:href|src|action)="(https?://[^"]+)"', content))
        assert {a for a in links if not a.startswith("http://localhost:8010/")} <= allowed
        assert "<script" not in re.sub(r'<script src="/static/[^"]+" defer></script>', "", content)


def test_11_no_account_and_no_money_of_providers(reader: Client) -> None:
    assert met(11)
    response = reader.get(ADDRESS)
    assert response.status_code == 200
    assert not response.cookies
    assert "The ministry pays for this example." in text(reader, "/en/remittances/trust/")
    with open_door():
        Notice.objects.filter(kind="funding").update(provider_money=True)
    assert not met(11)


def test_12_links_to_other_approved_sites(reader: Client) -> None:
    assert met(12)
    content = reader.get("/en/remittances/trust/").content.decode()
    assert all(database.address in content for database in DATABASES)


def test_the_page_of_the_self_check(reader: Client) -> None:
    shown: Any = text(reader, "/nl/remittances/trust/check/")
    assert "Regels waaraan is voldaan: 12." in shown
