"""The interface: what it answers, in which form, and what it says when it cannot."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client
    from schemathesis import Case

    from grutto.store.home import Home

pytestmark = pytest.mark.django_db
EDUCATION = "XM-DAC-7-MIG-601"
DESCRIBED = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
BOUNDED = settings(
    max_examples=6,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _got(visitor: Client, address: str, **asked: Any) -> Any:
    answer = visitor.get(f"/api/v1/{address}", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def _kept_open() -> Iterator[None]:
    """Keep the database open between requests, as Django's own test client does: the test's data are in it only."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_kept_open")
@DESCRIBED.parametrize()
@BOUNDED
def test_every_operation_does_what_its_description_says(case: Case[Any], published: Home) -> None:
    case.call_and_validate()


def test_the_description_is_openapi_of_now(visitor: Client) -> None:
    told = _got(visitor, "openapi.json")
    assert told["openapi"] == "3.1.0"
    assert all(path.startswith("/api/v1/") for path in told["paths"])


def test_activities_are_found_page_by_page(visitor: Client, published: Home) -> None:
    first = _got(visitor, "activities", size=2, order="title")
    second = visitor.get(first["next"]).json()
    assert (first["page"], second["page"], second["previous"]) == (1, 2, first["next"].replace("page=2", "page=1"))
    assert first["count"] == second["count"] > 4
    assert not {a["identifier"] for a in first["items"]} & {a["identifier"] for a in second["items"]}
    found = _got(visitor, "activities", country="AF")
    assert 0 < found["count"] < first["count"]
    assert all("AF" in a["countries"] for a in found["items"])
    assert _got(visitor, "activities", page=999)["items"] == []


def test_an_amount_is_text_and_the_same_everywhere(visitor: Client, published: Home) -> None:
    line = _got(visitor, "activities", size=1)["items"][0]
    activity = _got(visitor, f"activities/{line['identifier']}")
    assert isinstance(line["size"]["value"], str)
    assert line["size"] in activity["money"]
    figure = _got(visitor, "figures", owner="activity", key=line["identifier"], flow=line["size"]["flow"], year=0)[
        "items"
    ][0]
    apart = visitor.get(figure["address"]).json()
    assert apart["value"] == figure["value"] == line["size"]["value"]
    assert len(apart["lineage"]["source_rows"]) == apart["rows"]
    assert {"column": "iati_identifier", "values": [line["identifier"]]} in apart["lineage"]["where"]


def test_the_whole_is_taken_apart_into_its_years(visitor: Client, published: Home) -> None:
    whole = visitor.get(_got(visitor, "figures", year=0)["items"][0]["address"]).json()
    years = whole["lineage"]["years"]
    assert sum(y["rows"] for y in years) == whole["rows"]
    assert f"--release {published.current()}" in whole["lineage"]["command"]
    country = next(f for f in _got(visitor, "figures", owner="country", key="unspecified")["items"] if f["year"])
    parts = visitor.get(country["address"]).json()["lineage"]["activities"]
    assert sum(p["rows"] for p in parts) == country["rows"] > 0


def test_observations_are_filtered(visitor: Client, published: Home) -> None:
    found = _got(visitor, "observations", counterpart="AFG", year=2010, sex="_T")
    assert found["count"] > 0
    assert {(o["counterpart"], o["year"], o["sex"]) for o in found["items"]} == {("AFG", 2010, "_T")}
    assert all(o["obs_value"] is None or isinstance(o["obs_value"], str) for o in found["items"])
    text = visitor.get("/api/v1/observations", {"counterpart": "AFG", "format": "csv"}).getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == _got(visitor, "observations", counterpart="AFG")["count"]


def test_editions_and_their_figures(visitor: Client, published: Home) -> None:
    (line,) = _got(visitor, "editions")["items"]
    edition = _got(visitor, f"editions/{line['id']}")
    assert (edition["framework"], edition["year"], edition["release"]) == ("nl-2008", 2010, published.current())
    figures = _got(visitor, f"editions/{line['id']}/figures", size=1000)
    assert figures["count"] == edition["figures"] == len(figures["items"])
    selected = next(f for f in figures["items"] if f["lineage"]["type"] == "selection" and f["rows"])
    apart = _got(visitor, f"editions/{line['id']}/figures/{selected['id']}")
    assert apart["source_rows"][0]["locator"]
    assert len(apart["rows_sha256"]) == 64
    text = visitor.get(f"/api/v1/editions/{line['id']}/figures", {"format": "csv"}).getvalue().decode()
    assert [r["id"] for r in csv.DictReader(io.StringIO(text))] == [f["id"] for f in figures["items"]]


def test_who_has_an_answer_is_told_so(visitor: Client, published: Home) -> None:
    for part in ("activities", "editions", "releases", f"releases/{published.current()}"):
        first = visitor.get(f"/api/v1/{part}")
        tag = {"If-None-Match": first.headers["ETag"]}
        assert visitor.get(f"/api/v1/{part}", headers=tag).status_code == 304
        assert visitor.get(f"/api/v1/{part}?page=2", headers=tag).status_code in {200, 422}


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("activities?page=0", 422, "query.page"),
        ("activities?format=xml", 422, "query.format"),
        ("figures/nobody/spent/2010/-", 422, "path.owner"),
        ("activities?release=0123456789abcdef", 404, "0123456789abcdef"),
        ("activities/none", 404, "no activity"),
        ("editions/none", 404, "no published edition"),
        ("nothing", 404, "What there is, is listed at /api/v1/"),
    ],
)
def test_what_is_wrong_is_a_problem(address: str, status: int, told: str, visitor: Client, published: Home) -> None:
    answer = visitor.get(f"/api/v1/{address}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert told in answer.text


def test_its_beginning_lists_what_there_is(visitor: Client, published: Home) -> None:
    answer = visitor.get("/api/v1/").json()
    assert answer["description"] == "http://testserver/api/v1/openapi.json"
    assert {"/api/v1/activities", "/api/v1/editions"} <= answer["addresses"].keys()
    assert all(answer["addresses"].values())


def test_nothing_is_changed_here(visitor: Client, published: Home) -> None:
    answer = visitor.post("/api/v1/activities")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
    assert answer.json()["title"] == "Method Not Allowed"


def test_an_empty_site_says_so(visitor: Client, unpublished: Home) -> None:
    answer = visitor.get("/api/v1/activities")
    assert (answer.status_code, answer.json()["detail"]) == (404, "There is no release yet")
