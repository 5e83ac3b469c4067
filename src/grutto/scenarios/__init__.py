"""Migration-flow models: pure functions on arrays, from estimates to projections, scenarios and figures.

One import holds what a demographer needs::

    from grutto import scenarios as sc

    flows = sc.estimate_flows(start, end, births, deaths)
    sc.rows_of(flows)  # as a tidy table

What is not used is not loaded: the sampler and its compiler come with the first Bayesian model.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from grutto.extras import required

required("scenarios")

SURFACE: dict[str, tuple[str, ...]] = {
    "tidy": ("array_of", "rows_of"),
    "datasets": ("dataset", "dataset_sources"),
    "axes": ("flow_array", "population_array"),
    "data": (
        "World",
        "read_flows",
        "read_population",
        "read_remittances",
        "read_reported_inflows",
        "read_stocks",
        "read_totals",
    ),
    "demography": ("read_demography",),
    "regions": ("membership", "region_areas", "region_titles"),
    "estimation": (
        "FUNDAMENTAL",
        "Accounting",
        "FactoredTable",
        "FeasibilityFinding",
        "FeasibilityReport",
        "RogersCastro",
        "age_indices",
        "assess_feasibility",
        "assumed_seed",
        "block_groups",
        "check_identity",
        "connectivity_indices",
        "corridor_totals",
        "demographic_account",
        "difference_stocks",
        "distance_indices",
        "estimate_flows",
        "expand_areas",
        "fit_factored",
        "fit_groups",
        "fit_net_totals",
        "fit_three_way",
        "fit_two_way",
        "flows_from_growth",
        "flows_from_stock_shares",
        "hierarchical_components",
        "impact_indices",
        "intensity_indices",
        "lump_small",
        "match_net_by_absolute",
        "match_net_by_entropy",
        "match_net_by_squares",
        "mix_flows",
        "movers",
        "multiplicative_components",
        "net_from_survival",
        "net_from_vital_statistics",
        "net_totals",
        "region_totals",
        "rescale_net",
        "split_by_type",
        "stripe_groups",
        "sum_areas",
        "sum_birthplaces",
        "un_schedules",
    ),
    "projection.persistence": ("Persistence",),
    "projection.geometric_mean": ("GeometricMean",),
    "projection.rate_shares": ("RateShares",),
    "projection.gravity": ("Gravity",),
    "projection.autoregressive": ("Autoregression",),
    "projection.convergence": ("Limits",),
    "projection.cohort": ("Demography", "project_population"),
    "drivers.declaration": ("Scenario", "example_set", "parse_scenario", "read_scenario", "scenario_named"),
    "running": ("Validation", "baseline", "compare", "run", "validate"),
    "result": ("ScenarioResult", "read_result", "write_result"),
    "effects": ("area_balance", "intervals", "region_balance", "region_flows"),
    "assumption_text": ("assumption_table",),
}
"""Module to the names it gives to the public."""

HOME = {name: module for module, names in SURFACE.items() for name in names}

__all__ = sorted(HOME)  # noqa: PLE0605 - names are loaded when they are asked for


def __getattr__(name: str) -> Any:
    """Return a public name from its module, loaded when it is first asked for."""
    if name not in HOME:
        raise AttributeError(f"grutto.scenarios has no {name}")
    return getattr(import_module(f"grutto.scenarios.{HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
