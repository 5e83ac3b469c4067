"""The closed plan of what is ever published of a population: dimensions, tables, policy, and how to coarsen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

from grutto.errors import DeclarationError
from grutto.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

EVERYTHING = "_T"
"""The code of a dimension that a table does not cross: all of it, as SDMX writes a total."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What cases are told apart by.

    Args:
        name: such as "country_of_return".
        codes: each code that may be published, with the finest codes it covers. Hierarchies, old and new
            classifications and cumulative periods are all codes that cover several finest ones.
        sensitive: to learn the category of a whole group harms it (group disclosure).
    """

    name: str
    codes: Mapping[str, frozenset[str]]
    sensitive: bool = False

    @property
    def finest(self) -> tuple[str, ...]:
        """The finest codes, in order of spelling."""
        return tuple(sorted(frozenset[str]().union(*self.codes.values())))


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A table that is published with each edition.

    Args:
        name: unique in the plan.
        dimensions: the codes shown of each dimension; their full cross is published.
        fixed: dimensions held at one code, such as the scheme.
        exact: the counts are published whatever the size of what lies below them; the policy says so.
        amounts: the unit of what is published beside persons, in the same cells, such as "EUR"; empty: nothing is.
        persons: whether persons are published; they are protected in any case.
    """

    name: str
    dimensions: Mapping[str, tuple[str, ...]]
    fixed: Mapping[str, str] = field(default_factory=dict)
    exact: bool = False
    amounts: str = ""
    persons: bool = True

    def cells(self) -> Iterator[dict[str, str]]:
        """Yield the code of each dimension for each cell, in the order of the declaration."""
        for codes in product(*self.dimensions.values()):
            yield {**self.fixed, **dict(zip(self.dimensions, codes, strict=True))}


@dataclass(frozen=True, slots=True)
class ProtectionPolicy:
    """When a count is too small.

    Args:
        threshold: fewer persons than this are hidden; an attacker must hold every number from one to it possible.
        families: persons of fewer families than this are hidden, for five persons may be one family.
        zeros_unsafe: that there was nobody harms too; then nought must stay possible, and is hidden.
        p_percent: of amounts: the largest must not be estimable within this share by who has the second largest.
    """

    threshold: int = 5
    families: int = 3
    zeros_unsafe: bool = False
    p_percent: Decimal | None = None

    @property
    def least(self) -> int:
        """The smallest count that must stay possible for a hidden cell."""
        return 0 if self.zeros_unsafe else 1


@dataclass(frozen=True, slots=True)
class Coarsening:
    """What to publish less of when the plan is too fine: fewer codes of a table's dimension, or no such table."""

    table: str
    dimension: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicationPlan:
    """Everything that is ever published of one population.

    Args:
        population: such as "return-nl"; all registers about the same people share one.
        dimensions: by name.
        tables: the closed list.
        policy: when a count is too small.
        coarser: steps to take, in order, when the tables cannot be made safe together.

    Raises:
        DeclarationError: a table names a dimension or code that is not declared, or a name twice.
    """

    population: str
    dimensions: tuple[Dimension, ...]
    tables: tuple[ProtectedTable, ...]
    policy: ProtectionPolicy = field(default_factory=ProtectionPolicy)
    coarser: tuple[Coarsening, ...] = ()

    def __post_init__(self) -> None:
        """Check that the tables stand on declared dimensions and codes."""
        names = [table.name for table in self.tables]
        if len(set(names)) != len(names):
            raise DeclarationError("two tables have one name", where=self.population)
        for table in self.tables:
            for name, codes in (*table.dimensions.items(), *((k, (v,)) for k, v in table.fixed.items())):
                self._check_codes(table.name, name, codes)

    def _check_codes(self, table: str, name: str, codes: tuple[str, ...]) -> None:
        declared = {one.name: one.codes for one in self.dimensions}
        if name not in declared:
            raise DeclarationError(
                "the plan has no dimension “{name}”",
                where=Message("{population}: table “{table}”", population=self.population, table=table),
                name=name,
            )
        for code in codes:
            if code not in declared[name]:
                raise DeclarationError(
                    "“{name}” has no code “{code}”",
                    where=Message("{population}: table “{table}”", population=self.population, table=table),
                    name=name,
                    code=code,
                )

    def covered(self, name: str, code: str) -> frozenset[str]:
        """Return the finest codes that a code of a dimension covers; “=a+b” is a part without a code of its own."""
        if code.startswith("="):
            return frozenset(code[1:].split("+"))
        return next(one.codes[code] for one in self.dimensions if one.name == name)

    def table(self, name: str) -> ProtectedTable | None:
        """Return a table by its name, none if the plan has it no more."""
        return next((one for one in self.tables if one.name == name), None)

    def coarsened(self, step: Coarsening) -> PublicationPlan:
        """Return the plan with one step taken.

        Raises:
            DeclarationError: the step names a table or dimension that the plan has not.
        """
        if step.table not in {table.name for table in self.tables}:
            raise DeclarationError("there is no table “{table}” to coarsen", where=self.population, table=step.table)
        tables = []
        for table in self.tables:
            if table.name != step.table:
                tables.append(table)
            elif step.dimension:
                tables.append(replace(table, dimensions={**table.dimensions, step.dimension: step.codes}))
        return replace(self, tables=tuple(tables))
