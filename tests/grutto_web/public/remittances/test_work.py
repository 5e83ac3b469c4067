"""Bringing a file of prices, looking at it first, and approving several at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from dutch import english_of_ours
from quote_samples import filled_template

from grutto_web.people.roles import Role
from grutto_web.public.remittances.models import Quote, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from web_people import People

    from grutto_web.people.accounts.models import User

pytestmark = pytest.mark.django_db


def sent(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile("quotes.csv", path.read_bytes(), "text/csv")


def test_a_file_is_looked_at_then_taken_once(
    tmp_path: Path, person: People, client_of: Callable[[User], Client]
) -> None:
    officer = person(Role.OFFICER)
    client, today = client_of(officer), timezone.localdate().isoformat()
    day = {"collected_on": today, "reference_at": today}
    path = filled_template(tmp_path / "q.csv", [day, day | {"fee": "x"}, day | {"fee": "5.10"}])
    data: dict[str, Any] = {"organisation": officer.held[0].organisation.pk}
    shown = client.post("/en/work/prices/file/", data | {"file": sent(path)}).content.decode()
    assert "2 rows can be taken." in shown
    assert "row 3, column fee" in shown
    assert Quote.objects.count() == 0, "looking changes nothing"
    for _ in range(2):
        client.post("/en/work/prices/file/", data | {"file": sent(path), "take": "on"})
        assert Quote.objects.filter(state=State.DRAFT).count() == 2, "the same file again brings nothing"
    assert "waits for a second person" not in client.get("/en/remittances/NLD/GHA/").content.decode()
    drafts = [quote.pk for quote in Quote.objects.all()]
    assert "Approve what is ticked" not in client.get("/en/work/prices/").content.decode(), "nothing can be ticked"
    client.post("/en/work/prices/", {"quote": drafts})
    assert Quote.objects.filter(state=State.DRAFT).count() == 2, "who brought them does not approve them"
    client_of(person(Role.REVIEWER)).post("/en/work/prices/", {"quote": drafts})
    assert Quote.objects.filter(state=State.PUBLISHED).count() == 2
    assert "Reiger Transfers" in Client().get("/en/remittances/NLD/GHA/").content.decode()


def test_prices_of_one_provider_are_told_apart(
    tmp_path: Path, person: People, client_of: Callable[[User], Client]
) -> None:
    """Of one day, amount and corridor, one is paid out in cash and one to an account."""
    officer = person(Role.OFFICER)
    client, today = client_of(officer), timezone.localdate().isoformat()
    day = {"collected_on": today, "reference_at": today}
    ways = ({"instrument": "bank_account", "pickup": way} for way in ("cash", "bank_account"))
    path = filled_template(tmp_path / "q.csv", [day | way for way in ways])
    data: dict[str, Any] = {"organisation": officer.held[0].organisation.pk, "file": sent(path), "take": "on"}
    client.post("/en/work/prices/file/", data)
    with override("nl"):
        titles = sorted(str(quote).replace("\xa0", " ") for quote in Quote.objects.all())
    assert titles == [
        "Reiger Transfers, € 200, Nederland – Ghana, overschrijving → bankrekening",
        "Reiger Transfers, € 200, Nederland – Ghana, overschrijving → contant",
    ]
    assert all(f">{quote!s}</a>" in client.get("/en/work/prices/").text for quote in Quote.objects.all())


def test_what_is_no_template_is_told(person: People, client_of: Callable[[User], Client]) -> None:
    officer = person(Role.OFFICER)
    data = {"organisation": officer.held[0].organisation.pk, "file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}
    response = client_of(officer).post("/en/work/prices/file/", data)
    assert response.status_code == 422
    assert "The column “source” is missing. a.csv. Fill in" in response.content.decode(), "the name as it was sent"


def test_the_only_organisation_is_chosen_already(person: People, client_of: Callable[[User], Client]) -> None:
    client = client_of(person(Role.OFFICER))
    for page in ("file", "new"):
        shown = client.get(f"/en/work/prices/{page}/").content.decode()
        chosen = re.search(r'<select name="organisation".*?</select>', shown, re.DOTALL)
        assert chosen
        assert re.findall(r'value="\d+" selected', chosen[0]), page


def test_the_pages_of_a_quote(prices: int, person: People, client_of: Callable[[User], Client]) -> None:
    client = client_of(person(Role.AUDITOR))
    quote = Quote.objects.all()[0]
    content = client.get(f"/en/work/prices/{quote.pk}/").content.decode()
    assert quote.digest in content
    assert "Approve" in content
    assert not re.search(r"<dd>\d+\.\d*0{3}</dd>", content), "rates have no empty digits"
    assert client.get(f"/en/work/prices/{quote.pk}/withdraw/").status_code == 403
    assert client_of(person(Role.OFFICER)).get("/en/work/prices/template.xlsx").status_code == 200


def test_what_the_form_would_refuse_is_told_before_and_left_out(
    tmp_path: Path, person: People, client_of: Callable[[User], Client]
) -> None:
    officer = person(Role.OFFICER)
    client, today = client_of(officer), timezone.localdate().isoformat()
    day = {"collected_on": today, "reference_at": today}
    wrong = (
        {"destination": "FRA"},
        {"source": "DEU"},
        {"send_currency": "USD"},
        {"provider": "x" * 121},
        {"fee": "1e400"},
    )
    path = filled_template(tmp_path / "q.csv", [day, *(day | cells for cells in wrong)])
    data: dict[str, Any] = {"organisation": officer.held[0].organisation.pk}
    shown = client.post("/nl/work/prices/file/", data | {"file": sent(path)}).content.decode()
    assert "1 rijen kunnen worden overgenomen." in shown
    for row, (column, *_) in enumerate(wrong, start=3):
        assert f"rij {row}, kolom {column}" in shown
    assert english_of_ours(shown) == []
    client.post("/nl/work/prices/file/", data | {"file": sent(path), "take": "on"})
    assert Quote.objects.count() == 1
    again = client.post("/en/work/prices/file/", data | {"file": sent(path)}).content.decode()
    assert "This very price was brought before." in again


def test_a_quote_in_words_and_a_list_that_asks_for_nonsense(
    prices: int, person: People, client_of: Callable[[User], Client]
) -> None:
    client = client_of(person(Role.REVIEWER))
    quote = Quote.objects.filter(destination="GHA")[0]
    shown = client.get(f"/nl/work/prices/{quote.pk}/").content.decode()
    assert "mystery shopped" not in shown
    assert "Gevraagd zoals een klant dat doet" in shown
    assert english_of_ours(re.sub("<code>.*?</code>", "", shown)) == [], "but for the price as it was written"
    assert client.post("/en/work/prices/", {"quote": ["x", "-1", "9" * 30]}).status_code == 302
    assert client.post("/en/work/prices/").status_code == 302
