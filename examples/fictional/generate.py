"""A fictional programme as IATI files: the same seed gives the same bytes, at the size of an example or of a benchmark.

Every tree of money has six activities on three levels: one of the ministry, two of implementers, three of local
partners. Organisations, countries' shares and amounts are invented; nothing is about a real programme.

    python examples/fictional/generate.py FOLDER [--trees 20] [--seed 30573] [--files 6]
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, LAST = 2015, 2020
MINISTRY = "XM-FICTION-1"
IMPLEMENTERS = tuple(f"XM-FICTION-2{n:02}" for n in range(8))
PARTNERS = tuple(f"XM-FICTION-3{n:02}" for n in range(16))
COUNTRIES = ("AF", "CL", "ET", "GH", "IQ", "JO", "LB", "MA", "NG", "SO", "UY")
KINDS = (
    ("Skills exchange", "1", "15190"),
    ("Migration registers", "2", "15136"),
    ("Cheaper remittances", "3", "24050"),
    ("Return and new start", "4", "15190"),
)
PLACEMENTS = 0
"""The kind whose results count what drives its cost."""


@dataclass(frozen=True, slots=True)
class Party:
    """An activity: its identifier, publisher, level, currency, and one of these names."""

    identifier: str
    org: str
    level: int
    currency: str


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree of money: the ministry's activity and those below it; `number` decides which messy case it has."""

    number: int
    ministry: Party
    implementers: tuple[Party, Party]
    partners: tuple[Party, Party, Party]
    random: Random

    @property
    def kind(self) -> int:
        """Index in `KINDS`."""
        return self.number % len(KINDS)

    @property
    def first(self) -> int:
        """The first year: one tree in twenty has the last year only, and begins late."""
        return LAST if self.number % 20 == 16 else FIRST


def tree(number: int, seed: int) -> Tree:
    """Return a tree; each has random numbers of its own, so that it is the same in a portfolio of any size."""
    random = Random(f"{seed}/{number}")  # noqa: S311 - amounts of an example, not secrets
    kind = number % len(KINDS)
    top = Party(f"{MINISTRY}-{number:05}", MINISTRY, 1, "USD" if kind == PLACEMENTS else "EUR")
    own = random.sample(IMPLEMENTERS, 2)
    middle = [Party(f"{o}-{number:05}-{i}", o, 2, ("EUR", "USD")[i]) for i, o in enumerate(own)]
    low = [
        Party(f"{o}-{number:05}-{i}", o, 3, ("EUR", "USD", "GBP")[i]) for i, o in enumerate(random.sample(PARTNERS, 3))
    ]
    return Tree(number, top, (middle[0], middle[1]), (low[0], low[1], low[2]), random)


def activities(one: Tree) -> Iterator[str]:
    """Yield the six activities of a tree as XML, with the messy case of its number."""
    sent: dict[tuple[str, str, int], int] = {}
    plans = {year: one.random.randrange(200_000, 900_000) for year in range(one.first, LAST + 1)}
    yield _ministry(one, plans, sent)
    below = ((one.implementers[0], one.partners[:2]), (one.implementers[1], one.partners[2:]))
    for party, under in below:
        yield _implementer(one, party, under, sent)
    for index, party in enumerate(one.partners):
        source = one.implementers[0] if index < 2 else one.implementers[1]
        yield _partner(one, party, source, sent)


def _ministry(one: Tree, plans: dict[int, int], sent: dict[tuple[str, str, int], int]) -> str:
    parts = [_dates(one), _places(one), _head_tags(one)]
    for year, plan in plans.items():
        parts.append(_budget(plan, year, one.ministry.currency))
        if one.number % 5 == 1 and year == FIRST + 2:
            parts.append(_budget(plan * 9 // 10, year, one.ministry.currency, "2", "07-01"))
        used = plan * one.random.randrange(700, 1010) // 1000
        for share, party in zip((55, 40), one.implementers, strict=True):
            amount = used * share // 100
            sent[one.ministry.identifier, party.identifier, year] = amount
            parts.append(_paid(one, "3", amount, year, one.ministry.currency, _to(one, party)))
    for party in one.implementers:
        total = sum(v for (_, to, _), v in sent.items() if to == party.identifier)
        parts.append(_transaction("2", total, date(one.first, 2, 1), one.ministry.currency, _to(one, party)))
    parts += [_results(one, plans), *_mess(one)]
    return _activity(one, one.ministry, parts)


def _to(one: Tree, party: Party) -> str:
    """Name the receiver: some trees by organisation only, some not at all."""
    if one.number % 11 == 3:
        return f'<receiver-org ref="{party.org}"/>'
    if one.number % 11 == 7:
        return ""
    return f'<receiver-org ref="{party.org}" receiver-activity-id="{party.identifier}"/>'


def _implementer(one: Tree, party: Party, under: tuple[Party, ...], sent: dict[tuple[str, str, int], int]) -> str:
    parts = [_places(one), f'<related-activity ref="{one.ministry.identifier}" type="1"/>']
    for year in range(one.first, LAST + 1):
        got = sent[one.ministry.identifier, party.identifier, year]
        parts.append(_received(one, one.ministry, got, year, one.ministry.currency))
        for other in under:
            amount = got * 60 // 100 // len(under)
            sent[party.identifier, other.identifier, year] = amount
            to = f'<receiver-org ref="{other.org}" receiver-activity-id="{other.identifier}"/>'
            parts.append(_paid(one, "3", amount, year, one.ministry.currency, to))
        parts += [_paid(one, "4", got * 17 // 100, year, party.currency) for _ in range(2)]
    return _activity(one, party, parts)


def _partner(one: Tree, party: Party, source: Party, sent: dict[tuple[str, str, int], int]) -> str:
    parts = [_places(one)]
    for year in range(one.first, LAST + 1):
        got = sent[source.identifier, party.identifier, year]
        parts.append(_received(one, source, got, year, one.ministry.currency))
        parts += [_paid(one, "4", got * 48 // 100, year, party.currency) for _ in range(2)]
    return _activity(one, party, parts)


def _received(one: Tree, source: Party, amount: int, year: int, currency: str) -> str:
    """Report what came in: in some trees more than was sent, in some nothing."""
    if one.number % 7 == 4:
        amount = amount * 105 // 100
    if one.number % 13 == 5:
        return ""
    by = f'<provider-org ref="{source.org}" provider-activity-id="{source.identifier}"/>'
    return _paid(one, "1", amount, year, currency, by)


def _paid(one: Tree, code: str, amount: int, year: int, currency: str, inside: str = "") -> str:
    day = date(year, 1, 1) + timedelta(one.random.randrange(364))
    return _transaction(code, amount, day, currency, inside)


def _transaction(code: str, amount: int, day: date, currency: str, inside: str = "") -> str:
    value = f'<value currency="{currency}" value-date="{day}">{amount}</value>'
    head = f'<transaction-type code="{code}"/><transaction-date iso-date="{day}"/>'
    return f"<transaction>{head}{value}{inside}</transaction>\n"


def _budget(amount: int, year: int, currency: str, code: str = "1", start: str = "01-01") -> str:
    days = f'<period-start iso-date="{year}-{start}"/><period-end iso-date="{year}-12-31"/>'
    value = f'<value currency="{currency}" value-date="{year}-01-04">{amount}</value>'
    return f'<budget type="{code}">{days}{value}</budget>\n'


def _dates(one: Tree) -> str:
    late = 91 if one.first == LAST else one.random.choice((0, 0, 0, 30, 90, 200))
    start = date(one.first, 1, 1) + timedelta(late)
    days = (("1", date(one.first, 1, 1)), ("2", start), ("3", date(LAST, 12, 31)))
    return "".join(f'<activity-date type="{code}" iso-date="{day}"/>' for code, day in days)


def _places(one: Tree) -> str:
    """Divide over two countries; one tree in nine adds up to 140 %."""
    first, second = one.random.sample(COUNTRIES, 2)
    shares = (84, 56) if one.number % 9 == 8 else (60, 40)
    places = zip((first, second), shares, strict=True)
    return "".join(f'<recipient-country code="{c}" percentage="{s}"/>' for c, s in places) + _sector(one)


def _sector(one: Tree) -> str:
    return f'<sector vocabulary="1" code="{KINDS[one.kind][2]}"/>'


def _head_tags(one: Tree) -> str:
    return f'<tag vocabulary="99" vocabulary-uri="urn:grutto:fictional:priority" code="{KINDS[one.kind][1]}"/>'


def _results(one: Tree, plans: dict[int, int]) -> str:
    """Report results by year; those of placements also count units and days, the drivers of their cost."""
    people = _indicator("people", "person", "", [_period(y, p // 2000, p // 2300) for y, p in plans.items()])
    if one.kind != PLACEMENTS:
        return _result(people)
    units, days = [], []
    for year, plan in plans.items():
        planned, done = plan // 9000, plan * one.random.randrange(70, 100) // 900_000
        units.append(_period(year, planned, done))
        days.append(_period(year, planned * 90, done * one.random.randrange(55, 95)))
    volume = _indicator("placements", "person", "volume", units)
    return _result(people + volume + _indicator("days", "day", "duration", days))


def _result(inside: str) -> str:
    title = "<title><narrative>What the activity brought about (fictional)</narrative></title>"
    return f'<result type="1" aggregation-status="1">{title}{inside}</result>\n'


def _indicator(code: str, unit: str, driver: str, periods: list[str]) -> str:
    uris = (("indicator", code), ("unit", unit), *([("driver", driver)] if driver else []))
    references = "".join(f'<reference vocabulary="99" indicator-uri="urn:grutto:{u}" code="{c}"/>' for u, c in uris)
    title = f"<title><narrative>{code.capitalize()} (fictional)</narrative></title>"
    return f'<indicator measure="1">{title}{references}{"".join(periods)}</indicator>'


def _period(year: int, target: int, actual: int) -> str:
    days = f'<period-start iso-date="{year}-01-01"/><period-end iso-date="{year}-12-31"/>'
    return f'<period>{days}<target value="{target}"/><actual value="{actual}"/></period>'


def _mess(one: Tree) -> list[str]:
    """Return what is wrong in this tree: one of several errors that real files have."""
    cases = {
        2: _transaction("3", -1500, date(FIRST + 1, 9, 1), "EUR"),
        6: _budget(-5000, LAST, "EUR", "2"),
        10: _transaction("3", 2500, date(FIRST + 2, 3, 6), "XYZ"),
        12: _transaction("3", 4000, date(LAST, 5, 2), "EUR").replace(
            f'iso-date="{LAST}-05-02"', 'iso-date="0000-00-00"'
        ),
        14: _budget(70_000, FIRST + 3, "EUR").replace(f"{FIRST + 3}-12-31", f"{FIRST + 4}-06-30"),
        16: f'<transaction><transaction-type code="1"/><transaction-date iso-date="{LAST}-06-01"/><value '
        f'value-date="{LAST}-06-01" currency="EUR">900</value>'
        f'<provider-org provider-activity-id="{one.ministry.identifier}"/></transaction>',
        18: _transaction("3", 3000, date(LAST, 6, 1), "EUR", '<receiver-org receiver-activity-id="XM-NOWHERE-1"/>'),
    }
    return [cases[case]] if (case := one.number % 20) in cases else []


def _activity(one: Tree, party: Party, parts: list[str]) -> str:
    name = f"{KINDS[one.kind][0]} {one.number + 1}, level {party.level} (fictional)"
    org = f'<reporting-org ref="{party.org}" type="10"><narrative>Fictional organisation {party.org[-3:]}</narrative>'
    spaced = f"\n {party.identifier} " if one.number % 19 == 9 and party.level == 3 else party.identifier
    role = (
        f'<participating-org role="4" ref="{party.org}"><narrative>Fictional organisation {party.org[-3:]}</narrative>'
    )
    return (
        f'<iati-activity default-currency="{party.currency}" xml:lang="en">'
        f"<iati-identifier>{spaced}</iati-identifier>{org}</reporting-org>"
        f"<title><narrative>{name}</narrative></title>{role}</participating-org>"
        f'<activity-status code="2"/>{"".join(parts)}</iati-activity>\n'
    )


def rates() -> str:
    """Return fictional rates of dollar and pound for every weekday, in the layout of the ECB's table."""
    random = Random("rates")  # noqa: S311 - as above
    day, usd, gbp = date(FIRST - 1, 12, 20), 1.2, 0.8
    lines = ["Date,USD,GBP"]
    while day.year <= LAST:
        usd = min(max(usd + random.uniform(-0.004, 0.004), 1.05), 1.3)
        gbp = min(max(gbp + random.uniform(-0.003, 0.003), 0.7), 0.92)
        if day.weekday() < 5:
            lines.append(f"{day},{usd:.4f},{gbp:.5f}")
        day += timedelta(1)
    return "\n".join(lines) + "\n"


def write(folder: Path, trees: int = 20, seed: int = 30573, files: int = 6) -> list[Path]:
    """Write the files of a portfolio; return their paths.

    Args:
        folder: where to.
        trees: trees of six activities, about 122 transactions each.
        seed: of the amounts.
        files: over how many IATI files to divide them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"fictional-{n}.xml" for n in range(files)]
    bounds = [trees * n // files for n in range(files + 1)]
    for path, (first, after) in zip(paths, pairwise(bounds), strict=True):
        with path.open("w", encoding="utf-8") as out:
            out.write('<?xml version="1.0" encoding="UTF-8"?>\n<iati-activities version="2.03">\n')
            out.write("<!-- Fictional: made by a generator, about no real programme. -->\n")
            for number in range(first, after):
                out.writelines(activities(tree(number, seed)))
            out.write("</iati-activities>\n")
    table = folder / "fictional-rates.csv"
    table.write_text(rates(), "utf-8")
    return [*paths, table]


def main() -> None:
    """Write the example to a folder."""
    parser = argparse.ArgumentParser(description="Write a fictional programme as IATI files.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trees", type=int, default=20)
    parser.add_argument("--seed", type=int, default=30573)
    parser.add_argument("--files", type=int, default=6)
    given = parser.parse_args()
    write(given.folder, given.trees, given.seed, given.files)


if __name__ == "__main__":
    main()
