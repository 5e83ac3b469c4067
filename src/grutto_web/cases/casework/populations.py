"""Populations: whom registers count, in which closed plan of tables; what leaves is attacked first."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from grutto.protect import KnownCase, Ledger, publish, require_safe
from grutto_web.cases.casework import keys
from grutto_web.cases.casework.models import CountedPerson, ProtectedEdition, State
from grutto_web.people.log.ledgers import ANCHOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from django.utils.functional import Promise

    from grutto.protect import ProtectedPublication, PublicationPlan

WHO = "counted"
"""The purpose of the keyed hashes of who was counted."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who counts.

    Args:
        key: unique in the population; it is kept as a keyed hash only.
        codes: the finest code of each dimension of the plan.
        family: who belongs together.
        partner: the organisation that knows them.
        amount: money, days or what else tables publish beside persons.
    """

    key: str
    codes: Mapping[str, str]
    family: str
    partner: str
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class CasePopulation:
    """Whom a register counts.

    Args:
        name: such as `return-nl`; the source in the core is `casework/` and this name.
        title: in words.
        plan: the closed list of tables for the people counted now: the years in it grow.
        people: everybody who counts now.
        files: what goes into the core of the counts that are released, by name of the source; else the counts alone.
        words: what codes of its own dimensions are called.
    """

    name: str
    title: str | Promise
    plan: Callable[[Iterable[Person]], PublicationPlan]
    people: Callable[[], Iterable[Person]]
    files: Callable[[str], dict[str, str]] | None = None
    words: Mapping[str, str | Promise] = field(default_factory=dict)


type Step = Literal["count", "hide", "attack"]
STEPS: tuple[Step, ...] = ("count", "hide", "attack")
"""Of making an edition, in order."""
POPULATIONS: dict[str, CasePopulation] = {}
"""Every population by name; each app adds its own."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The next edition of a population, not kept yet.

    Attributes:
        number: 0 is the first.
        counts: the CSV.
        line: of the ledger.
        rows: who is counted, as `CountedPerson` keeps them.
        gone: the keys of rows that no longer count from this edition on.
        publication: the cells.
    """

    number: int
    publication: ProtectedPublication
    rows: tuple[CountedPerson, ...]
    gone: tuple[int, ...]

    @property
    def counts(self) -> str:
        """The CSV that is published."""
        return self.publication.to_csv()

    @property
    def line(self) -> str:
        """What the ledger adds."""
        return self.publication.ledger.to_lines().splitlines()[-1]


def ledger_of(population: str) -> Ledger:
    """Return everything that was released of a population.

    Raises:
        InputError: the ledger is not as it was written.
    """
    released = ProtectedEdition.objects.filter(population=population, state=State.RELEASED).order_by("number")
    return Ledger.from_lines("".join(f"{edition.line}\n" for edition in released), population)


def anchors() -> dict[str, str]:
    """Return `ledger/POPULATION` to `NUMBER:DIGEST` of the last line of each ledger that has one.

    Who has such an anchor, as sealed editions carry it, sees whether what was published of people was changed since.
    """
    names = ProtectedEdition.objects.filter(state=State.RELEASED).values_list("population", flat=True).distinct()
    ledgers = {name: ledger_of(name) for name in sorted(names)}
    return {f"{ANCHOR}{name}": f"{ledger.next_edition}:{ledger.head}" for name, ledger in ledgers.items()}


def is_anchored(name: str, anchor: str) -> bool:
    """Tell whether a ledger still has the line that an anchor tells.

    Args:
        name: of the anchor, `ledger/POPULATION`.
        anchor: `NUMBER:DIGEST`.
    """
    number, _, digest = anchor.partition(":")
    lines = ledger_of(name.removeprefix(ANCHOR)).to_lines().splitlines()
    line = lines[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(lines) else ""
    return hashlib.sha256(line.encode()).hexdigest() == digest


def size_of(population: CasePopulation) -> int:
    """Return how many cells making the next edition looks at: its own and those of every edition before."""
    tables = plan_of(population, population.people()).tables
    return sum(1 for table in tables for _ in table.cells()) + len(ledger_of(population.name).cells)


def plan_of(population: CasePopulation, people: Iterable[Person]) -> PublicationPlan:
    """Return the plan for everybody who counts or ever did: what was published of them stays known."""
    ever = CountedPerson.objects.filter(population=population.name)
    return population.plan([*people, *(Person(r.who, _codes(r), r.family, r.partner, r.amount) for r in ever)])


def drafted(population: CasePopulation, on_step: Callable[[Step], None] = lambda _step: None) -> Draft:
    """Return the next edition of a population, attacked and found safe.

    Args:
        population: whom it counts.
        on_step: is called as each step begins.

    Raises:
        ProtectionError: even the coarsest form of the plan is not safe, or an attack succeeded.
    """
    on_step("count")
    ledger, people = ledger_of(population.name), list(population.people())
    number = ledger.next_edition
    known = {row.who: row for row in CountedPerson.objects.filter(population=population.name, known_until=None)}
    fresh = {row.who: row for row in _rows(population.name, people, number)}
    gone = tuple(row.pk for who, row in known.items() if who not in fresh or not _alike(row, fresh[who]))
    added = tuple(row for who, row in fresh.items() if who not in known or not _alike(known[who], row))
    members = CountedPerson.objects.filter(population=population.name)
    cases = [_case(row, number if row.pk in gone else row.known_until) for row in members]
    cases += [_case(row, None) for row in added]
    on_step("hide")
    publication = publish(plan_of(population, people), cases, ledger)
    on_step("attack")
    earlier = ProtectedEdition.objects.filter(population=population.name, state=State.RELEASED).order_by("number")
    files = [*earlier.values_list("counts", flat=True), publication.to_csv()]
    require_safe(publication.plan, cases, files)
    return Draft(number, publication, added, gone)


def _rows(population: str, people: Iterable[Person], number: int) -> Iterator[CountedPerson]:
    for person in people:
        yield CountedPerson(
            population=population,
            who=keys.pseudonym(WHO, person.key),
            codes=";".join(f"{name}={code}" for name, code in sorted(person.codes.items())),
            family=keys.pseudonym(WHO, f"family {person.family}"),
            partner=keys.pseudonym(WHO, f"partner {person.partner}"),
            amount=person.amount,
            known_from=number,
        )


def _alike(one: CountedPerson, other: CountedPerson) -> bool:
    names = ("codes", "family", "partner", "amount")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _case(row: CountedPerson, until: int | None) -> KnownCase:
    return KnownCase(_codes(row), row.family, row.partner, row.known_from, until, float(row.amount))


def _codes(row: CountedPerson) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in row.codes.split(";"))
