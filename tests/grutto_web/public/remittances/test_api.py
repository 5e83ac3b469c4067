"""Prices for programs: exact numbers as text, and method, day and licence in every answer."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from grutto_web.public.remittances.models import AveragePrice, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("prices")]


def got(address: str, **asked: Any) -> Any:
    answer = Client().get(f"/api/v1/remittances/{address}", asked)
    assert answer.status_code == 200, answer.content
    found = answer.json()
    assert found["method"].startswith("1 ")
    assert found["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert len(found["as_of"]) == 10
    return found


def test_corridors_and_what_is_known_of_their_markets() -> None:
    found = got("corridors", size=100)
    assert found["count"] == 34
    ghana = next(line for line in found["items"] if line["destination"] == "GHA")
    assert (ghana["receive_currency"], ghana["quotes"], ghana["market_share"]) == ("GHS", 20, "64.00")
    kenya = next(line for line in found["items"] if line["destination"] == "KEN")
    assert (kenya["quotes"], kenya["market_share"]) == (0, None)


def test_quotes_with_exact_numbers_and_nothing_for_what_is_not_told() -> None:
    found = got("quotes", destination="GHA", size=7)
    assert (found["count"], len(found["items"])) == (20, 7)
    assert found["next"] == "/api/v1/remittances/quotes?destination=GHA&size=7&page=2"
    assert all(isinstance(line["fee"], str) and line["fictional"] for line in found["items"])
    silent = [line for line in got("quotes", destination="GHA", size=20)["items"] if line["applied_rate"] is None]
    assert len(silent) == 2
    assert {line["cost_percent"] for line in silent} == {None}
    assert "collector" not in found["items"][0], "who asked is nobody's business"


def test_averages_and_the_history_of_a_corridor() -> None:
    for quarter, average, smart in (("2013-Q1", "9.5", None), ("2014-Q1", "8.471818", "5.2")):
        AveragePrice.objects.create(
            source="NLD", destination="MAR", time_period=quarter, average=average, smart=smart, services=11
        )
    history = got("corridors/NLD/MAR/history")["items"]
    assert [line["average_percent"] for line in history] == ["9.500000", "8.471818"]
    assert history[0]["smart_percent"] is None
    assert [line["time_period"] for line in got("statistics", time_period="2014-Q1")["items"]] == ["2014-Q1"]


def test_csv_tags_and_problems() -> None:
    answer = Client().get("/api/v1/remittances/quotes", {"destination": "NGA", "format": "csv"})
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    lines = list(csv.DictReader(io.StringIO(content)))
    assert len(lines) == 20
    assert lines[0]["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    first = Client().get("/api/v1/remittances/quotes")
    again = Client().get("/api/v1/remittances/quotes", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    for address, status in (("quotes?destination=ghana", 422), ("corridors/NLD/FRA/history", 404)):
        wrong = Client().get(f"/api/v1/remittances/{address}")
        assert (wrong.status_code, wrong.headers["Content-Type"]) == (status, "application/problem+json")


def test_what_cannot_be_asked_is_told_as_a_problem() -> None:
    for address in (
        "quotes?page=0", "quotes?page=-1", "quotes?size=0", "quotes?size=100000", "quotes?format=xml",
        "quotes?destination=gha", "quotes?provider=%00", "statistics?time_period=2014", "corridors/nld/gha/history",
    ):  # fmt: skip
        answer = Client().get(f"/api/v1/remittances/{address}")
        assert answer.status_code == 422, address
        assert answer.headers["Content-Type"] == "application/problem+json"
    answer = Client().get("/api/v1/remittances/corridors/NLD/FRA/history")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert got("quotes", page=1000)["items"] == []
    assert got("quotes", provider="' OR 1=1 --")["count"] == 0


def test_a_parameter_that_there_is_not_is_named() -> None:
    answer = Client().get("/api/v1/remittances/quotes?detsination=GHA&size=1")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"] == [
        {
            "where": "query.detsination",
            "what": "There is no such parameter; there are: destination, format, page, provider, size.",
        }
    ]


def test_a_provider_named_as_a_formula_is_text_in_a_spreadsheet() -> None:
    Provider.objects.filter(name="Kluut Geld").update(name="=HYPERLINK(1)")
    answer = Client().get("/api/v1/remittances/quotes?format=csv")
    lines = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))  # type: ignore[attr-defined]
    named = {line["provider"] for line in lines}
    assert "'=HYPERLINK(1)" in named
    assert "=HYPERLINK(1)" not in named
