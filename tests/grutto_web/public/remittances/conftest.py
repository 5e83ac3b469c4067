"""Prices of providers that do not exist, brought and approved as on a real site."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from web_rows import MadeOnce

from grutto_web.public.remittances import offers, visits
from grutto_web.public.remittances.demo import demo_prices
from grutto_web.public.remittances.public import views
from grutto_web.public.site import release

made_up_prices = MadeOnce(demo_prices)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what a process remembers: each test has a database of its own."""
    monkeypatch.setattr(offers, "FRESH", 0.0)
    release._PAGES.clear()
    offers.forget()
    offers._published.cache_clear()
    offers._survey.cache_clear()
    for kept in (views._cards, views._after, views._history):
        kept.cache_clear()
    visits._seen.clear()
    visits._salts.clear()


@pytest.fixture
def prices(db: None) -> int:
    """Made-up prices from the Netherlands to Ghana and to Nigeria."""
    return made_up_prices(timezone.localdate(), ("GHA", "NGA"))


@pytest.fixture
def reader() -> Client:
    """Somebody with a browser who did not sign in."""
    return Client(headers={"user-agent": FIREFOX})
