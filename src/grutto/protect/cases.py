"""Cases as the numbers of a plan: each published cell is a sum of micro-cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Literal

from grutto.errors import InputError
from grutto.lazily import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

    from grutto.protect.plan import Dimension, PublicationPlan
else:
    np = lazily("numpy")


@dataclass(frozen=True, slots=True)
class KnownCase:
    """One person counted.

    Args:
        codes: the finest code of each dimension of the plan.
        family: who belongs together; a key without meaning outside.
        partner: the organisation that knows this person.
        known_from: the edition (0, 1, …) in which the case became known; a late registration is a slice of its own.
        known_until: the edition from which it is withdrawn, if it was.
        amount: money, days or what else tables publish beside persons.
    """

    codes: Mapping[str, str]
    family: str
    partner: str
    known_from: int = 0
    known_until: int | None = None
    amount: float = 0.0


Kind = Literal["cell", "finest", "new", "withdrawn"]


@dataclass(frozen=True, slots=True)
class KnownStatement:
    """A sum of cases: a cell of a table in one edition, or a part of one that subtraction could give away.

    Attributes:
        edition: 0 is the first.
        table: its name.
        cell: dimension and code, in order of dimension; what is not named is not restricted.
        kind: "cell" is published or hidden; "finest" is the smallest part that codes of one table tell apart;
            "new" and "withdrawn" are what an edition changed in a cell. Only cells are ever published.
    """

    edition: int
    table: str
    cell: tuple[tuple[str, str], ...]
    kind: Kind = "cell"


Slice = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A plan and its cases as arrays.

    Attributes:
        statements: the rows.
        sums: rows × micro-cells, 1 where the micro-cell belongs to the statement.
        place: the micro-cell of each case.
        cases: who is counted.
    """

    statements: tuple[KnownStatement, ...]
    sums: sparse.csr_matrix
    place: NDArray[np.int64]
    cases: tuple[KnownCase, ...]

    def micro(self, weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Return the persons (or another weight of each case) in each micro-cell."""
        return np.bincount(self.place, weights=weights, minlength=self.sums.shape[1]).astype(float)

    def members(self) -> list[NDArray[np.int64]]:
        """Return the cases counted by each statement."""
        by_place = defaultdict(list)
        for number, place in enumerate(self.place):
            by_place[int(place)].append(number)
        found = []
        for row in range(len(self.statements)):
            columns = self.sums.indices[self.sums.indptr[row] : self.sums.indptr[row + 1]]
            found.append(np.array(sorted(n for c in columns for n in by_place.get(int(c), ())), dtype=np.int64))
        return found


def statements_of(plan: PublicationPlan, edition: int) -> list[KnownStatement]:
    """Return the cells that an edition of the plan would publish."""
    return [
        KnownStatement(edition, table.name, tuple(sorted(cell.items())))
        for table in plan.tables
        for cell in table.cells()
    ]


def numbers(plan: PublicationPlan, cases: Sequence[KnownCase], cells: Sequence[KnownStatement]) -> Numbers:
    """Return the arrays of everything stated about a population, with the parts that subtraction could give away.

    Args:
        plan: its dimensions.
        cases: who is counted, ever.
        cells: every cell of every edition, earlier ones too.

    Raises:
        InputError: a case has a code that the plan does not know, or lacks one.
    """
    from scipy import sparse  # noqa: PLC0415 - heavy, and seldom needed

    codes = _used_codes(plan, cells)
    atoms = {dimension.name: _atoms(dimension, codes[dimension.name]) for dimension in plan.dimensions}
    slices = _slices(cases, {cell.edition for cell in cells})
    statements = [*cells, *_changes(cells), *_finest(plan, cells)]
    rows = [_row(plan, statement, atoms, slices) for statement in statements]
    ends = np.cumsum([0, *map(len, rows)])
    width = len(slices) * prod(len(set(numbered.values())) for numbered in atoms.values())
    sums = sparse.csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), width))
    place = np.array([_place(plan, case, atoms, slices) for case in cases], dtype=np.int64)
    return _merged(Numbers(tuple(statements), sums, place, tuple(cases)))


def _used_codes(plan: PublicationPlan, cells: Sequence[KnownStatement]) -> dict[str, set[str]]:
    used: dict[str, set[str]] = {dimension.name: set() for dimension in plan.dimensions}
    for statement in cells:
        for name, code in statement.cell:
            used[name].add(code)
    return used


def _changes(cells: Sequence[KnownStatement]) -> list[KnownStatement]:
    """Return what each later edition changed in a cell that an earlier one had too."""
    first: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}
    found: list[KnownStatement] = []
    for one in sorted(cells, key=lambda s: s.edition):
        if first.setdefault((one.table, one.cell), one.edition) < one.edition:
            found += [replace(one, kind="new"), replace(one, kind="withdrawn")]
    return found


def _finest(plan: PublicationPlan, cells: Sequence[KnownStatement]) -> list[KnownStatement]:
    """Return the cross of the smallest parts that the codes of each table tell apart, where no cell is that part."""
    known = {(one.edition, one.table, _covered(plan, one.cell)) for one in cells}
    found: dict[tuple[int, str, CodesByDimension], KnownStatement] = {}
    by_table: dict[tuple[int, str], list[KnownStatement]] = defaultdict(list)
    for one in cells:
        by_table[(one.edition, one.table)].append(one)
    for (edition, table), group in by_table.items():
        for cell in _parts(plan, group):
            key = (edition, table, _covered(plan, cell))
            if key not in known:
                found.setdefault(key, KnownStatement(edition, table, cell, "finest"))
    return list(found.values())


CodesByDimension = tuple[tuple[str, frozenset[str]], ...]


def _covered(plan: PublicationPlan, cell: tuple[tuple[str, str], ...]) -> CodesByDimension:
    return tuple((name, plan.covered(name, code)) for name, code in cell)


def _parts(plan: PublicationPlan, group: Sequence[KnownStatement]) -> Iterator[tuple[tuple[str, str], ...]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for one in group:
        for name, code in one.cell:
            codes[name].add(code)
    finest = [[(name, code) for code in _distinct_codes(plan, name, used)] for name, used in sorted(codes.items())]
    yield from product(*finest)


def _distinct_codes(plan: PublicationPlan, name: str, used: set[str]) -> list[str]:
    """Return a code for each part that the codes tell apart: a published one where there is one, else “=a+b”."""
    dimension = next(one for one in plan.dimensions if one.name == name)
    parts: dict[int, set[str]] = defaultdict(set)
    for leaf, number in _atoms(dimension, used).items():
        if any(leaf in dimension.codes[code] for code in used):
            parts[number].add(leaf)
    named = {dimension.codes[code]: code for code in sorted(used)}
    return [named.get(frozenset(part), f"={'+'.join(sorted(part))}") for part in parts.values()]


def _row(
    plan: PublicationPlan, statement: KnownStatement, atoms: Mapping[str, Mapping[str, int]], slices: Sequence[Slice]
) -> NDArray[np.int64]:
    """Return the micro-cells of a statement."""
    cell = dict(statement.cell)
    time = np.array([_counted(one, statement) for one in slices], dtype=bool)
    masks = [
        _mask(atoms[d.name], plan.covered(d.name, cell[d.name]) if d.name in cell else frozenset(d.finest))
        for d in plan.dimensions
    ]
    return np.flatnonzero(reduce(lambda one, other: np.outer(one, other).ravel(), masks, time))


def _counted(one: Slice, statement: KnownStatement) -> bool:
    since, until = one
    if statement.kind == "new":
        return since == statement.edition
    if statement.kind == "withdrawn":
        return until == statement.edition
    return since <= statement.edition and (until is None or statement.edition < until)


def _mask(atoms: Mapping[str, int], leaves: frozenset[str]) -> NDArray[np.bool_]:
    mask = np.zeros(len(set(atoms.values())), dtype=bool)
    mask[[atoms[leaf] for leaf in leaves]] = True
    return mask


def _atoms(dimension: Dimension, used: set[str]) -> dict[str, int]:
    """Number the finest codes; those that no code in use tells apart share a number."""
    patterns: dict[tuple[bool, ...], int] = {}
    order = sorted(used)
    return {
        leaf: patterns.setdefault(tuple(leaf in dimension.codes[code] for code in order), len(patterns))
        for leaf in dimension.finest
    }


def _slices(cases: Sequence[KnownCase], editions: set[int]) -> list[Slice]:
    plain: set[Slice] = {(edition, None) for edition in editions}
    return sorted(plain | {(c.known_from, c.known_until) for c in cases}, key=str)


def _place(
    plan: PublicationPlan, case: KnownCase, atoms: Mapping[str, Mapping[str, int]], slices: Sequence[Slice]
) -> int:
    place = slices.index((case.known_from, case.known_until))
    for dimension in plan.dimensions:
        numbered = atoms[dimension.name]
        code = case.codes.get(dimension.name, "")
        if code not in numbered:
            raise InputError(
                "a case has the code “{code}” for “{dimension}”, which the plan does not know",
                where=plan.population,
                repair="add the code to the plan, or mend the case",
                code=code,
                dimension=dimension.name,
            )
        place = place * len(set(numbered.values())) + numbered[code]
    return place


def _merged(found: Numbers) -> Numbers:
    """Make one column of micro-cells that every statement counts alike, and drop those that none counts."""
    columns = found.sums.tocsc()
    columns.sort_indices()
    seen: dict[bytes, int] = {}
    number = np.empty(columns.shape[1], dtype=np.int64)
    first = []
    for column in range(columns.shape[1]):
        key = columns.indices[columns.indptr[column] : columns.indptr[column + 1]].tobytes()
        if key not in seen:
            seen[key] = len(seen)
            first.append(column)
        number[column] = seen[key]
    return Numbers(found.statements, columns[:, first].tocsr(), number[found.place], found.cases)
