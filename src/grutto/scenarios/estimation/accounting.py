"""Demographic accounting: bilateral flows from two stocks, births and deaths, on plain arrays.

Every method reads the same four things and answers with factors of the flows: take deaths out of the first
stock and births out of the second, make the birthplace totals equal, then fit the moves of each birthplace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from grutto.errors import ScenarioError
from grutto.message import Message, msg
from grutto.scenarios.estimation.axes import FloatArray, name_regions, require_option
from grutto.scenarios.estimation.matching import MatchedStocks, MatchMethod, match_birthplaces, raised_totals
from grutto.scenarios.estimation.three_way import FlowFactors, fit_independent, fit_minimum_migration
from grutto.scenarios.estimation.vital_events import (
    BirthMethod,
    DeathMethod,
    birth_table,
    death_table,
    require_non_negative,
    scale_native_born,
    spread_negative_stock,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

type Balance = Literal["before-demo-adjust", "after-demo-adjust"]
type NegativeStock = Literal["refuse", "spread"]
type Stayers = Literal["maximum", "independent"]


CHOICES: dict[str, tuple[str, ...]] = {
    "stayers": get_args(Stayers.__value__),
    "matching": get_args(MatchMethod.__value__),
    "balance": get_args(Balance.__value__),
    "births": get_args(BirthMethod.__value__),
    "deaths": get_args(DeathMethod.__value__),
    "negative_stock": get_args(NegativeStock.__value__),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounting:
    """The choices of a demographic accounting model.

    Attributes:
        stayers: as many as possible (minimum migration), or none beyond chance (independence).
        matching: how birthplace totals are made equal; see :func:`match_birthplaces`.
        balance: when the world total is balanced with births less deaths; closed methods only.
        births: see :func:`birth_table`.
        births_non_negative: spread births over residents where they exceed the native born.
        deaths: see :func:`death_table`.
        negative_stock: refuse negative stocks, or spread them over the residence.
        whole_persons: round the native born after balancing, as whole-person stocks are published.
    """

    stayers: Stayers = "maximum"
    matching: MatchMethod = "rescale"
    balance: Balance = "before-demo-adjust"
    births: BirthMethod = "native"
    births_non_negative: bool = True
    deaths: DeathMethod = "proportion"
    negative_stock: NegativeStock = "refuse"
    whole_persons: bool = False

    def __post_init__(self) -> None:
        """Refuse a choice that does not exist; raise ScenarioError naming it and those that do."""
        for name, choices in CHOICES.items():
            require_option(getattr(self, name), choices, Message("choice of {name}", name=name))

    @property
    def closed(self) -> bool:
        """Say whether nobody may leave or join the world."""
        return self.matching in {"rescale", "rescale-adjust-zero-fb"}


METHODS: dict[str, Accounting] = {
    "closed": Accounting(),
    "open": Accounting(matching="open"),
    "open-dr": Accounting(matching="open-dr"),
    "independence": Accounting(stayers="independent"),
}


@dataclass(frozen=True, slots=True)
class AccountedPopulation:
    """What an estimate starts from, in persons: stocks (birthplace, residence), births and deaths."""

    regions: Sequence[str]
    start: FloatArray
    end: FloatArray
    births: FloatArray
    deaths: FloatArray


@dataclass(frozen=True, slots=True)
class Estimate:
    """Flows in factored form, and what the account of a period needs; tables are (birthplace, residence)."""

    flows: FlowFactors
    births: FloatArray
    deaths: FloatArray
    matched: MatchedStocks

    def account(self) -> FloatArray:
        """Return the account (n + 2, n + 2, n) over orig, dest and birthplace, in persons.

        The last two origins are birth and outside the world; the last two destinations are death and outside.
        """
        size = len(self.births)
        table = np.zeros((size + 2, size + 2, size))
        table[:size, :size] = self.flows.by_birthplace()
        table[:size, size] = self.deaths.T
        table[:size, size + 1] = self.matched.left.T
        table[size, :size] = self.births.T
        table[size + 1, :size] = self.matched.joined.T
        return table


def estimate(population: AccountedPopulation, model: Accounting, seed: FloatArray | None = None) -> Estimate:
    """Estimate the flows of one period; ``seed`` (orig, dest) is honoured by every method.

    Raises ScenarioError naming the region for negative stocks (unless spread), deaths above the population,
    births above the residents, and margins that cannot be met.

    Source: Abel (2013); Abel and Sander (2014); Abel (2018); Abel and Cohen (2019); Azose and Raftery (2019).
    """
    _check_events(population)
    ready = _prepare(population, model)
    births, deaths = _vital_tables(ready, model)
    start, end = _less_events(ready, model, births, deaths)
    matched = match_birthplaces(start, end, model.matching, regions=population.regions)
    fit = fit_minimum_migration if model.stayers == "maximum" else fit_independent
    return Estimate(fit(matched.start, matched.end, seed, regions=population.regions), births, deaths, matched)


def survivors(population: AccountedPopulation, model: Accounting) -> tuple[FloatArray, FloatArray]:
    """Return the stock at the start without deaths, and that at the end without births, as the model sees them."""
    ready = _prepare(population, model)
    return _less_events(ready, model, *_vital_tables(ready, model))


def _less_events(
    ready: AccountedPopulation, model: Accounting, births: FloatArray, deaths: FloatArray
) -> tuple[FloatArray, FloatArray]:
    start, end = ready.start - deaths, ready.end - births
    _check_survivors(start, end, ready.regions)
    if model.closed and model.balance == "after-demo-adjust":
        start, end = scale_native_born(start, end, 0.0)
    return start, end


def _prepare(population: AccountedPopulation, model: Accounting) -> AccountedPopulation:
    start, end = population.start, population.end
    if model.negative_stock == "spread":
        start, end = spread_negative_stock(start), spread_negative_stock(end)
    for what, stock in ((msg("The stock at the start"), start), (msg("The stock at the end"), end)):
        require_non_negative(stock, population.regions, what, msg("Correct the stock, or spread negative cells."))
    if model.closed and model.balance == "before-demo-adjust":
        increase = float((population.births - population.deaths).sum())
        start, end = scale_native_born(start, end, increase, whole_persons=model.whole_persons)
    return replace(population, start=start, end=end)


def _vital_tables(ready: AccountedPopulation, model: Accounting) -> tuple[FloatArray, FloatArray]:
    births = birth_table(ready.births, ready.end, model.births, non_negative=model.births_non_negative)
    deaths = death_table(
        ready.deaths,
        ready.start,
        model.deaths,
        stock_end=ready.end,
        births=ready.births,
        regions=ready.regions,
    )
    return births, deaths


def _check_events(population: AccountedPopulation) -> None:
    """Refuse what the feasibility report calls an error and no later step would stumble over."""
    start, end = population.start.sum(axis=0), population.end.sum(axis=0)
    for wrong, what, repair in (
        (
            (population.births < 0) | (population.deaths < 0),
            msg("Births or deaths are below zero"),
            msg("Correct them: they count the events of the whole period."),
        ),
        (
            population.deaths > start,
            msg("More people die than live there at the start"),
            msg("Lower the deaths, or correct the stock."),
        ),
        (
            (start > 0) != (end > 0),
            msg("A region is inhabited at only one of the dates"),
            msg("After a change of borders, merge or split its stock first, or leave the region out."),
        ),
    ):
        if wrong.any():
            raise ScenarioError(what, where=name_regions(population.regions, np.nonzero(wrong)[0]), repair=repair)


def _check_survivors(start: FloatArray, end: FloatArray, regions: Sequence[str]) -> None:
    require_non_negative(
        start,
        regions,
        msg("The stock at the start less deaths"),
        msg("Lower the deaths, or spread them in proportion."),
    )
    require_non_negative(
        end,
        regions,
        msg("The stock at the end less births"),
        msg("Spread the births over the residents (births_non_negative)."),
    )


def adjustments(population: AccountedPopulation, model: Accounting) -> tuple[str, ...]:
    """Return in words what the model changes in its input before it estimates, with the regions concerned."""
    messages = []
    negative = (population.start < 0).any(axis=0) | (population.end < 0).any(axis=0)
    if negative.any():
        messages.append(f"negative stocks spread: {name_regions(population.regions, np.nonzero(negative)[0])}")
    exceeding = population.births > np.diagonal(population.end)
    if model.births == "native" and exceeding.any():
        messages.append(f"births spread: {name_regions(population.regions, np.nonzero(exceeding)[0])}")
    grown = population.end.sum() - population.start.sum()
    excess = float(grown - population.births.sum() + population.deaths.sum())
    if model.closed and abs(excess) > 1e-9 * float(population.end.sum()):
        messages.append(f"native born scaled to absorb {excess:g} persons")
    if model.matching == "rescale-adjust-zero-fb":
        messages += _lifted(population, model)
    return tuple(messages)


def _lifted(population: AccountedPopulation, model: Accounting) -> list[str]:
    """Tell by how many persons the totals of isolated birthplaces were raised, at the cost of all others."""
    raised = raised_totals(*survivors(population, model))
    return [
        f"the total born in {population.regions[int(i)]} raised by {raised[i]:,.0f} persons, at the cost "
        "of the others in proportion"
        for i in np.nonzero(raised > 0)[0]
    ]


def model_of(method: str | Accounting) -> Accounting:
    """Return the accounting model of a method name; raise ScenarioError listing the known names."""
    if isinstance(method, Accounting):
        return method
    if method not in METHODS:
        raise ScenarioError(
            "No method is called {method}",
            repair="Use one of: {listed}.",
            method=method,
            listed=", ".join([*METHODS, "pseudo-bayes"]),
        )
    return METHODS[method]
