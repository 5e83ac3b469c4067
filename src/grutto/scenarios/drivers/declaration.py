"""A scenario file: what is assumed, for whom, when, how strongly, how surely, and why."""

from __future__ import annotations

import json
import math
import re
import tomllib
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from grutto.errors import DeclarationError, ScenarioError, UnknownNameError
from grutto.message import Message, msg
from grutto.store.codec import CodecPlace, declared, decode, parse_toml
from grutto.store.wording import of_content

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PERSONS = 1e10  # more than live on earth: such a size is a slip
MOST_TIMES = 1000.0
MOST_SPREAD = 3.0  # of the logarithm of a size: 80 % of the draws lie within a factor of 47

Confidence = Literal["low", "medium", "high"]
Strength = Literal["slight", "moderate", "strong"]
Direction = Literal["more", "fewer"]


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """What drivers, policies and shocks have in common.

    Attributes:
        id: short name, unique in the file; it also fixes the random numbers of the assumption.
        reason: why this is assumed, in words.
        source: where the reason comes from; empty if it is the author's own judgement.
        confidence: how sure the author is of the size.
        log_sd: standard deviation of the logarithm of the size, in place of the convention.
        periods: first years of the periods concerned; empty means all.
    """

    id: str
    reason: str
    confidence: Confidence
    source: str = ""
    log_sd: float | None = None
    periods: tuple[int, ...] = ()

    @property
    def spread(self) -> float:
        """Standard deviation of the logarithm of the size."""
        return conventions()["confidence"][self.confidence] if self.log_sd is None else self.log_sd


@dataclass(frozen=True, kw_only=True)
class Driver(Assumption):
    """A force that multiplies flows: economy, conflict, climate, policy or demography.

    Attributes:
        kind: the driver's field.
        orig, dest: areas or regions concerned; empty means all.
        direction, strength: more or fewer, and how strongly.
        multiplier: the factor itself, in place of direction and strength.
    """

    kind: Literal["economy", "conflict", "climate", "policy", "demography"]
    orig: tuple[str, ...] = ()
    dest: tuple[str, ...] = ()
    direction: Direction | None = None
    strength: Strength | None = None
    multiplier: float | None = None


@dataclass(frozen=True, kw_only=True)
class Policy(Assumption):
    """A measure of governments.

    Attributes:
        kind: legal_ways adds places on corridors; return lets a share of the migrant stock go home;
            protection_in_region keeps a share of those who would leave their region within it.
        orig: areas or regions of origin of the people concerned.
        dest: areas or regions where they would live (legal_ways, return) or live instead
            (protection_in_region: the areas of protection).
        places_per_year: persons a year over all corridors concerned (legal_ways).
        share: part of the stock per period (return), or of those who leave the region (protection).
    """

    kind: Literal["legal_ways", "return", "protection_in_region"]
    orig: tuple[str, ...]
    dest: tuple[str, ...]
    places_per_year: float | None = None
    share: float | None = None


@dataclass(frozen=True, kw_only=True)
class Shock(Assumption):
    """People displaced at once, of whom some return later.

    Attributes:
        kind: the shock's field.
        orig: the area they leave, or a region whose areas they leave in proportion to those who leave anyway.
        displaced: persons in the one period named in `periods`.
        in_region: share of them who stay in the areas of `region`.
        region: areas or regions of first reception.
        return_rate: share of those still away who return in each later period.
    """

    kind: Literal["conflict", "climate", "economy"]
    orig: str
    displaced: float
    in_region: float
    region: tuple[str, ...]
    return_rate: float


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One possible future, as an author wrote it down.

    Attributes:
        id, title, summary: names and the story in a paragraph.
        authorship: who wrote it and what standing it has.
        driver, policy, shock: the assumptions.
        order: their ids as they stand in the file, one kind between another; empty means drivers, policies,
            shocks. They are applied in this order: a policy acts on the shocks that stand before it.
    """

    id: str
    title: str
    summary: str
    authorship: str
    driver: tuple[Driver, ...] = ()
    policy: tuple[Policy, ...] = ()
    shock: tuple[Shock, ...] = ()
    order: tuple[str, ...] = ()

    @property
    def assumptions(self) -> tuple[Driver | Policy | Shock, ...]:
        """All assumptions in the order in which they are applied."""
        assumptions: tuple[Driver | Policy | Shock, ...] = (*self.driver, *self.policy, *self.shock)
        return tuple(sorted(assumptions, key=lambda one: self.order.index(one.id))) if self.order else assumptions


@dataclass(frozen=True)
class Axis:
    """One of the two uncertainties that span a set of scenarios."""

    id: str
    question: str
    low: str
    high: str


@dataclass(frozen=True)
class ScenarioSet:
    """Four scenarios, one in each quadrant of two axes.

    Scenario sets on two axes of uncertainty are the form of The Hague Process and International Migration
    Institute study; positions hold, for each scenario, low or high on each axis.
    """

    id: str
    title: str
    authorship: str
    axes: tuple[Axis, Axis]
    scenarios: tuple[Scenario, ...]
    positions: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SetFile:
    """A scenario set as its file writes it: each scenario with its file and its place on each axis."""

    id: str
    title: str
    authorship: str
    axis: tuple[Axis, ...]
    scenario: tuple[dict[str, str], ...]


@cache
def conventions() -> dict[str, dict[str, float]]:
    """Return what the words strength and confidence mean, as declared in conventions.toml."""
    text = resources.files("grutto.scenarios.drivers").joinpath("conventions.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def log_multiplier(driver: Driver) -> float:
    """Return the logarithm of a driver's factor."""
    if driver.multiplier is not None:
        return math.log(driver.multiplier)
    size = math.log(conventions()["strength"][str(driver.strength)])
    return size if driver.direction == "more" else -size


def parse_scenario(text: str, *, where: str) -> Scenario:
    """Read a scenario from TOML and check it.

    Raises:
        DeclarationError: not TOML, an unknown or missing key, or a value of another type; with its place.
        ScenarioError: an assumption that says too little, too much, or the impossible.
    """
    return checked(decode(parse_toml(text, where), Scenario, CodecPlace(Path(where), "")), text, where)


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file.

    Raises:
        DeclarationError, ScenarioError: the file is missing, or wrong as for `parse_scenario`.
    """
    return checked(declared(Path(path), Scenario), Path(path).read_text(encoding="utf-8"), str(path))


def checked(scenario: Scenario, text: str, where: str) -> Scenario:
    """Return a scenario whose assumptions are possible, in the order in which its TOML text names them."""
    check_scenario(scenario, where)
    if scenario.order:
        return scenario
    waiting = {kind: iter(getattr(scenario, kind)) for kind in ("driver", "policy", "shock")}
    heads = re.findall(r"^[ \t]*\[\[[ \t]*(driver|policy|shock)[ \t]*\]\]", text, flags=re.MULTILINE)
    named = [one.id for one in (next(waiting[kind], None) for kind in heads) if one is not None]
    return replace(scenario, order=tuple(dict.fromkeys([*named, *(one.id for one in scenario.assumptions)])))


def declared_in(path: Path) -> Scenario:
    """Read a scenario from the JSON file that stands beside a result.

    Raises:
        DeclarationError, ScenarioError: the file is missing or was changed.
    """
    try:
        tree = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise DeclarationError(
            "The assumptions of the result cannot be read: {detail}",
            where=path,
            repair="run the scenario again",
            detail=of_content(error),
        ) from None
    scenario: Scenario = decode(tree, Scenario, CodecPlace(path, ""))
    check_scenario(scenario, str(path))
    return scenario


def check_scenario(scenario: Scenario, where: str) -> None:
    """Refuse assumptions that say too little, too much, or the impossible.

    Raises:
        ScenarioError: names the assumption.
    """
    names = [assumption.id for assumption in (*scenario.driver, *scenario.policy, *scenario.shock)]
    for name in names:
        if names.count(name) > 1:
            raise ScenarioError("Two assumptions have the id {name}", where=where, repair="rename one", name=name)
    if scenario.order and sorted(scenario.order) != sorted(names):
        raise ScenarioError("The order does not name every assumption once", where=where, repair="leave it out")
    for assumption in scenario.assumptions:
        for problem in problems(assumption):
            raise ScenarioError(problem, where=f"{where}, {assumption.id}", repair="correct the scenario file")


def problems(assumption: Driver | Policy | Shock) -> list[str]:
    """List what is wrong with one assumption, in words."""
    numbers = [value for value in vars(assumption).values() if isinstance(value, float)]
    if not all(map(math.isfinite, numbers)):
        return [msg("A size is not finite")]
    found = (
        []
        if 0 <= assumption.spread <= MOST_SPREAD
        else [Message("log_sd is a number from 0 to {most}", most=f"{MOST_SPREAD:g}")]
    )
    if isinstance(assumption, Driver):
        return found + driver_problems(assumption)
    if isinstance(assumption, Policy):
        return found + policy_problems(assumption)
    return found + shock_problems(assumption)


def driver_problems(driver: Driver) -> list[str]:
    """List what is wrong with a driver."""
    worded = driver.direction is not None and driver.strength is not None
    if worded == (driver.multiplier is not None):
        return [msg("A driver has either direction and strength, or a multiplier")]
    if driver.multiplier is not None and not 1 / MOST_TIMES <= driver.multiplier <= MOST_TIMES:
        least, most = f"{1 / MOST_TIMES:g}", f"{MOST_TIMES:g}"
        return [Message("A multiplier is above 0: a number from {least} to {most}", least=least, most=most)]
    return []


def policy_problems(policy: Policy) -> list[str]:
    """List what is wrong with a policy."""
    if policy.kind == "legal_ways":
        right = policy.places_per_year is not None and 0 <= policy.places_per_year <= MOST_PERSONS
        wanted = Message(
            "legal_ways needs places_per_year, from 0 to {most} persons, and no share", most=f"{MOST_PERSONS:g}"
        )
        return [] if right and policy.share is None else [wanted]
    right = policy.share is not None and 0 <= policy.share <= 1 and policy.places_per_year is None
    return [] if right else [Message("{kind} needs a share between 0 and 1, and no places_per_year", kind=policy.kind)]


def shock_problems(shock: Shock) -> list[str]:
    """List what is wrong with a shock."""
    found = [] if len(shock.periods) == 1 else [msg("A shock happens in exactly one period")]
    if not 0 <= shock.displaced <= MOST_PERSONS:
        found.append(Message("displaced is a number of persons from 0 to {most}", most=f"{MOST_PERSONS:g}"))
    if not (0 <= shock.in_region <= 1 and 0 <= shock.return_rate <= 1):
        found.append(msg("in_region and return_rate are shares between 0 and 1"))
    return found


def read_set(path: Path) -> ScenarioSet:
    """Read a two-axis scenario set and the scenario files it names, which stand beside it.

    Raises:
        ScenarioError: not two axes, a quadrant empty or taken twice, or a file missing or wrong.
    """
    found = declared(Path(path), SetFile)
    wanted = {"file", *(axis.id for axis in found.axis)}
    for number, member in enumerate(found.scenario):
        if set(member) != wanted:
            raise ScenarioError(
                "A scenario of a set has its file and low or high on each axis, and nothing else",
                where=Message("{path}, key scenario[{number}]", path=path, number=number),
                repair="write the keys {wanted}",
                wanted=", ".join(sorted(wanted)),
            )
    positions = {member["file"]: tuple(member[axis.id] for axis in found.axis) for member in found.scenario}
    quadrants = sorted((a, b) for a in ("high", "low") for b in ("high", "low"))
    if len(found.axis) != 2 or sorted(positions.values()) != quadrants:
        raise ScenarioError(
            "A scenario set has two axes and one scenario in each of the four quadrants",
            where=path,
            repair="give each scenario low or high on both axes, no two the same",
        )
    scenarios = {name: read_scenario(Path(path).parent / name) for name in positions}
    return ScenarioSet(
        id=found.id,
        title=found.title,
        authorship=found.authorship,
        axes=(found.axis[0], found.axis[1]),
        scenarios=tuple(scenarios.values()),
        positions={scenarios[name].id: (place[0], place[1]) for name, place in positions.items()},
    )


def example_set() -> ScenarioSet:
    """Return the example set that comes with Grutto; it is an exercise, not a forecast."""
    with resources.as_file(resources.files("grutto.scenarios.drivers").joinpath("examples")) as folder:
        return read_set(folder / "set.toml")


def scenario_named(name: str) -> Scenario:
    """Return a scenario by the path of its file, or by the name of an example that comes with Grutto.

    Raises:
        UnknownNameError: it is neither.
        DeclarationError, ScenarioError: the file is wrong.
    """
    if name.endswith(".toml") or Path(name).is_file():
        return read_scenario(Path(name))
    with resources.as_file(resources.files("grutto.scenarios.drivers").joinpath("examples")) as folder:
        known = sorted(path.stem for path in folder.glob("*.toml") if path.stem != "set")
        if name not in known:
            raise UnknownNameError(
                "There is no scenario “{name}”",
                repair="the path of a TOML file, or an example: {known}",
                name=name,
                known=", ".join(known),
            )
        return read_scenario(folder / f"{name}.toml")


def scenarios_named(names: Iterable[str]) -> list[Scenario]:
    """Return scenarios that are to be compared; see `scenario_named`.

    Raises:
        ScenarioError: they are fewer than two, or two have the same id.
    """
    found = [scenario_named(name) for name in names]
    if len({scenario.id for scenario in found}) < max(2, len(found)):
        raise ScenarioError(
            "A comparison needs two scenarios with different ids",
            where=", ".join(scenario.id for scenario in found),
            command="grutto scenario compare unchanged agreed-ways …",
        )
    return found
