"""What the World Bank asks of a national comparison site, twelve requirements, checked against what the site shows."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import gettext

from grutto_web.people.access import audience_of
from grutto_web.public.remittances.destinations import corridors
from grutto_web.public.remittances.models import Market, Notice, NoticeKind, Provider, Quote, State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

LEAST_SHARE = 60
"""Percent of the market of each corridor that must be compared."""
SHOWN_FOR = 180
"""Days for which a page shows a price: older ones fulfil nothing."""


class Database(NamedTuple):
    """A comparison site of another country that the World Bank approved."""

    name: str
    address: str
    country: str


DATABASES = (
    Database("Remittance Prices Worldwide", "https://remittanceprices.worldbank.org", ""),
    Database("Geldtransfair", "https://www.geldtransfair.de", "DEU"),
    Database("Money from Sweden", "https://www.moneyfromsweden.se", "SWE"),
)
"""Links to them, without payment or a mark of ours in the address."""
PAGES = ("home", "corridor", "trust", "check", "use")
_LINK = re.compile(r"(?:href|src|action)=[\"'](?:https?:)?//([^\"'/]+)")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement.

    Args:
        name: what is asked.
        met: whether it is.
        why: what is lacking, or what was looked at.
        day: on which it was checked.
    """

    name: str
    met: bool
    why: str
    day: date


def check_all() -> list[Requirement]:
    """Return the twelve, in the order of the World Bank."""
    today = timezone.localdate()
    published_quotes = Quote.objects.filter(state=State.PUBLISHED, collected_on__gte=today - timedelta(days=SHOWN_FOR))
    quotes = list(published_quotes.select_related("service__provider", "organisation"))
    found = []
    for name, check in CHECKS:
        lacking = check(quotes)
        found.append(Requirement(str(name()), not lacking, lacking or gettext("checked"), today))
    return found


def _by_corridor(quotes: list[Quote]) -> dict[str, list[Quote]]:
    found: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        found[quote.destination].append(quote)
    return found


def two_amounts(quotes: list[Quote]) -> str:
    """Prices are asked for two amounts in each corridor."""
    amounts = {to: {q.amount for q in some} for to, some in _by_corridor(quotes).items()}
    return _named(to for to in corridors().destination if len(amounts.get(to, ())) < 2)


def _each(holds: Callable[[Quote], bool]) -> Callable[[list[Quote]], str]:
    """Make a check of something that must hold for each quote."""

    def check(quotes: list[Quote]) -> str:
        wrong = sum(not holds(quote) for quote in quotes)
        if not quotes:
            return gettext("There are no prices yet.")
        return gettext("Lacking for %(number)s prices.") % {"number": wrong} if wrong else ""

    return check


def covered(quotes: list[Quote]) -> str:
    """The providers compared have at least 60 % of the market of each corridor, and somebody says so."""
    del quotes
    known = {to for to, m in Market.objects.all().as_known().items() if m.share >= LEAST_SHARE and m.reference}
    return _named(to for to in corridors().destination if to not in known)


def independent(quotes: list[Quote]) -> str:
    """Nobody collects prices who sends money for people."""
    providers = {name.casefold() for name in Provider.objects.values_list("name", flat=True)}
    own = {q.organisation.name for q in quotes if q.organisation.name.casefold() in providers}
    return gettext("Providers that collect prices: %(names)s.") % {"names": ", ".join(sorted(own))} if own else ""


def without_advertising(quotes: list[Quote]) -> str:
    """No page links to anybody but other approved databases, and loads nothing from elsewhere."""
    del quotes
    allowed = {database.address.partition("//")[2] for database in DATABASES} | {"schema.org"}
    found: set[str] = set()
    for name in PAGES:
        source = get_template(f"remittances/public/{name}.html").template.source  # type: ignore[attr-defined]
        found |= set(_LINK.findall(source)) - allowed
    return gettext("Links to others: %(names)s.") % {"names": ", ".join(sorted(found))} if found else ""


def open_and_funded(quotes: list[Quote]) -> str:
    """Anyone may read without an account, and it is told who pays: no provider."""
    del quotes
    from grutto_web.public.remittances.public import views  # noqa: PLC0415 - which needs this module

    audience = audience_of(views.corridor)
    if not audience or not audience.public:
        return gettext("The pages are not open to everybody.")
    notices = list(Notice.objects.filter(kind=NoticeKind.FUNDING))
    if not notices:
        return gettext("It is not told who pays for this site.")
    return gettext("A provider pays a part.") if any(n.provider_money for n in notices) else ""


def linked(quotes: list[Quote]) -> str:
    """Other approved databases are linked to."""
    del quotes
    return "" if len(DATABASES) > 1 else gettext("There are no links.")


def _named(codes: object) -> str:
    wrong = sorted(codes)  # type: ignore[call-overload]
    return gettext("Lacking for: %(names)s.") % {"names": ", ".join(wrong)} if wrong else ""


CHECKS: tuple[tuple[Callable[[], str], Callable[[list[Quote]], str]], ...] = (
    (lambda: gettext("Two amounts for each country"), two_amounts),
    (lambda: gettext("The fee is shown"), _each(lambda q: q.fee is not None)),
    (
        lambda: gettext("The exchange rate is shown, or it is said that it is not told"),
        _each(lambda q: q.applied_rate is None or q.applied_rate > 0),
    ),
    (
        lambda: gettext("The total cost is shown where it can be known"),
        _each(lambda q: q.applied_rate is None or q.cost_percent(q.amount) is not None),
    ),
    (lambda: gettext("The time it takes is shown"), _each(lambda q: bool(q.service.speed))),
    (
        lambda: gettext("The type of service is shown"),
        _each(lambda q: bool(q.service.instrument and q.service.access and q.service.pickup)),
    ),
    (lambda: gettext("At least 60 % of the market for each country"), covered),
    (lambda: gettext("The people who ask for prices do not work for a money company"), independent),
    (lambda: gettext("Prices are checked as a customer would ask"), _each(lambda q: q.mystery_shopped)),
    (lambda: gettext("No advertising"), without_advertising),
    (lambda: gettext("No subscription, and it is clear who pays: no money company"), open_and_funded),
    (lambda: gettext("Links to other approved sites"), linked),
)
"""What is asked, in the words of readers, and how it is checked: each returns what is lacking, empty if nothing is."""
