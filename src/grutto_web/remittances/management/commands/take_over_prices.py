"""`grutto manage take_over_prices`: the prices and averages of the current release, for the comparison."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from grutto.store.home import Home
from grutto_web.remittances.surveys import take_over


class Command(BaseCommand):
    """Takes the surveys of the current release over."""

    help = "Take the prices of the World Bank's survey over from the current release, for the comparison of prices."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Take them over."""
        prices, averages = take_over(Home())
        self.stdout.write(f"{prices} prices and {averages} averages were taken over.")
