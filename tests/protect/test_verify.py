"""Nobody narrows a hidden count: random populations, tables and editions against every attacker."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from populations import cells_of, crossed, flat, nested, returnees

from grutto.errors import InputError, ProtectionError
from grutto.protect import (
    Cell,
    Dimension,
    KnownCase,
    Ledger,
    ProtectedTable,
    ProtectionPolicy,
    PublicationPlan,
    publish,
    require_safe,
    verify,
)


@dataclass(frozen=True)
class Population:
    """A plan, its cases, and how many editions are published."""

    plan: PublicationPlan
    cases: list[KnownCase]
    editions: int


COUNTRIES = Dimension(  # two classifications of the same countries that are linked through them, and their total
    "country",
    {
        **nested("country", {"R1": ("A", "B"), "R2": ("C", "D", "E")}).codes,
        "old": frozenset("BC"),
        "older": frozenset("ADE"),
    },
)


@st.composite
def populations(draw: st.DrawFn) -> Population:
    """Draw one to three dimensions, hierarchical and linked tables, families, partners, late and withdrawn cases."""
    rng = random.Random(draw(st.integers(0, 10**9)))
    width = draw(st.sampled_from((1, 1, 2, 2, 2, 3)))
    dimensions = [COUNTRIES, flat("sex", "FM", sensitive=draw(st.booleans())), flat("age", "123")][:width]
    tables = [crossed("whole", *dimensions)]
    if width > 1 and draw(st.booleans()):
        tables = [crossed(f"by-{one.name}", dimensions[0], one) for one in dimensions[1:]]
    if draw(st.booleans()):
        tables.append(ProtectedTable("total", {"country": ("all",)}))
    editions = draw(st.integers(1, 4 - width))
    cases = []
    for number in range(draw(st.integers(5, 120))):
        codes = {one.name: rng.choices(one.finest, [3**n for n in range(len(one.finest))])[0] for one in dimensions}
        known = rng.choice([0, 0, 0, *range(editions)])
        until = known + 1 if known + 1 < editions and rng.random() < 0.1 else None
        cases.append(KnownCase(codes, f"f{rng.randrange(number // 2 + 1)}", f"p{rng.randrange(3)}", known, until))
    policy = ProtectionPolicy(
        threshold=draw(st.sampled_from((3, 5, 10))),
        families=draw(st.sampled_from((1, 3))),
        zeros_unsafe=draw(st.booleans()),
    )
    return Population(PublicationPlan("p", tuple(dimensions), tuple(tables), policy), cases, editions)


def published(population: Population) -> list[str]:
    """Return the files of every edition; a refusal is not what these tests are about."""
    ledger, files = Ledger("p"), list[str]()
    for edition in range(population.editions):
        known = [case for case in population.cases if case.known_from <= edition]
        try:
            made = publish(population.plan, known, ledger)
        except ProtectionError:
            assume(files)
            break
        ledger = made.ledger
        files.append(made.to_csv())
    return files


@settings(max_examples=50, derandomize=True, database=None)  # the same populations each time
@given(populations())
def test_nobody_narrows(population: Population) -> None:
    """The public, each family alone in a cell and each partner hold all of 1 to the threshold possible."""
    assert verify(population.plan, population.cases, published(population)) == []


def test_hiding_the_small_cells_only_gives_many_away() -> None:
    """The verifier is not blind: with primary cells hidden only, the public computes most of them exactly."""
    plan, cases = returnees(1160, 12, 4, seed=2)
    safe = publish(plan, cases, Ledger(plan.population))
    open_plan = replace(plan, policy=ProtectionPolicy(threshold=0, families=0))
    true = publish(open_plan, cases, Ledger(plan.population))
    naive = replace(
        true, cells=tuple(replace(c, persons=c.persons if (c.persons or 0) >= 5 else None) for c in true.cells)
    )
    found = verify(plan, cases, [naive.to_csv()])
    with pytest.raises(ProtectionError, match="could be worked out"):
        require_safe(plan, cases, [naive.to_csv()])
    exact = [one for one in found if one.attacker == "public" and one.low == one.high]
    assert len(exact) > 10
    assert verify(plan, cases, [safe.to_csv()]) == []


def test_giving_back_any_secondary_cell_makes_an_attack_succeed() -> None:
    """Cleaning left nothing that could be given back."""
    plan, cases = returnees(260, 6, 2, seed=4)
    edition = publish(plan, cases, Ledger(plan.population))
    true = publish(replace(plan, policy=ProtectionPolicy(threshold=0, families=0)), cases, Ledger(plan.population))
    values = {cell.statement: cell.persons or 0 for cell in true.cells}
    secondary = [cell for cell in edition.cells if cell.hidden and not _primary(plan, cases, cell)]
    assert secondary
    for one in secondary:
        opened = replace(
            edition,
            cells=tuple(replace(c, persons=values[c.statement]) if c is one else c for c in edition.cells),
        )
        assert verify(plan, cases, [opened.to_csv()]), one.statement


def _primary(plan: PublicationPlan, cases: list[KnownCase], cell: Cell) -> bool:
    inside = [c for c in cases if all(c.codes[n] in plan.covered(n, code) for n, code in cell.statement.cell)]
    return bool(inside) and (len(inside) < plan.policy.threshold or len({c.family for c in inside}) < 3)


def test_a_person_alone_in_a_cell_computes_a_neighbour_without_protection() -> None:
    """1 + 2 hidden of a shown 3 + … : who is the one knows the two; the pattern must not rest on such a pair."""
    country = flat("country", "ABC")
    plan = PublicationPlan("p", (country,), (crossed("t", country),))
    cases = cells_of({("A",): 1, ("B",): 2, ("C",): 40}, (country,))
    text = "population,edition,table,country,unit,obs_value,obs_status\n" + "".join(
        f"p,0,t,{code},person,{value},{'A' if value else 'Q'}\n"
        for code, value in (("all", "43"), ("A", ""), ("B", ""), ("C", "40"))
    )
    narrowed = verify(plan, cases, [text])
    assert "family A-0" in {one.attacker for one in narrowed}
    assert verify(plan, cases, [publish(plan, cases, Ledger("p")).to_csv()]) == []


def test_a_value_that_is_not_the_truth_is_refused() -> None:
    """A file that was changed on the way proves nothing."""
    country = flat("country", "AB")
    plan = PublicationPlan("p", (country,), (crossed("t", country),))
    cases = cells_of({("A",): 20, ("B",): 30}, (country,))
    text = publish(plan, cases, Ledger("p")).to_csv()
    with pytest.raises(InputError, match="not what the cases give"):
        verify(plan, cases, [text.replace("person,20", "person,21")])
    with pytest.raises(InputError, match="not the file of this edition"):
        verify(plan, cases, [text.replace("p,0,", "p,1,")])
