"""Health is told under the numbers of the machine, pages are not; methods that no page needs are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def production(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["grutto.example.org"]


@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("host", ["127.0.0.1:8010", "localhost", "[::1]:8010", "grutto.example.org"])
def test_health_is_told_to_who_asks_by_number(visitor: Client, host: str) -> None:
    assert visitor.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.usefixtures("production")
def test_nothing_else_is(visitor: Client) -> None:
    assert visitor.get("/en/", headers={"host": "127.0.0.1:8010"}).status_code == 400
    assert visitor.get("/healthz", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH"])
def test_methods_that_no_page_needs(visitor: Client, method: str) -> None:
    assert visitor.generic(method, "/healthz").status_code == 405
