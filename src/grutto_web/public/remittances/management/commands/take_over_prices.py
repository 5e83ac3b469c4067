"""`grutto manage take_over_prices`: the prices and averages of the current release, for the comparison."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from grutto.store.home import Home
from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.public.remittances.surveys import take_over


class Command(TerminalCommand):
    """Takes the surveys of the current release over."""

    help = "Take the prices of the World Bank's survey over from the current release, for the comparison of prices."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Take them over."""
        prices, averages = take_over(Home())
        text = gettext("Taken over: prices %(prices)s, averages %(averages)s.")
        self.stdout.write(text % {"prices": prices, "averages": averages})
