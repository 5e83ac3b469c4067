"""Estimation of bilateral migration flows from stocks, births and deaths, and what surrounds it.

Labelled tables (xarray) in and out; every table says in its attributes whether it is a stock, a flow or a
rate.
"""

from grutto.scenarios.estimation.accounting import Accounting
from grutto.scenarios.estimation.areas import expand_areas, lump_small, sum_areas
from grutto.scenarios.estimation.components import (
    corridor_totals,
    hierarchical_components,
    movers,
    multiplicative_components,
    net_totals,
    region_totals,
    rescale_net,
    sum_birthplaces,
)
from grutto.scenarios.estimation.connectivity import connectivity_indices
from grutto.scenarios.estimation.differencing import difference_stocks
from grutto.scenarios.estimation.feasibility import FeasibilityFinding, FeasibilityReport, assess_feasibility
from grutto.scenarios.estimation.flows import (
    check_identity,
    demographic_account,
    estimate_flows,
    mix_flows,
    split_by_type,
)
from grutto.scenarios.estimation.indices import (
    age_indices,
    distance_indices,
    impact_indices,
    intensity_indices,
)
from grutto.scenarios.estimation.net_matching import (
    match_net_by_absolute,
    match_net_by_entropy,
    match_net_by_squares,
)
from grutto.scenarios.estimation.net_migration import net_from_survival, net_from_vital_statistics
from grutto.scenarios.estimation.rates import flows_from_growth, flows_from_stock_shares
from grutto.scenarios.estimation.rogers_castro import FUNDAMENTAL, RogersCastro, un_schedules
from grutto.scenarios.estimation.seeds import assumed_seed
from grutto.scenarios.estimation.tables import (
    FactoredTable,
    block_groups,
    fit_factored,
    fit_groups,
    fit_net_totals,
    fit_three_way,
    fit_two_way,
    stripe_groups,
)

__all__ = [
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
]
