"""Disclosure control: which counts of people may be published, so that nobody can work out a small one.

Pure functions on cases and a closed plan of publications. `publish` decides and writes, `verify` attacks what was
written and knows nothing of how it was decided. Method: Fischetti and Salazar, "Models and algorithms for optimizing
cell suppression in tabular data with linear constraints" (2000), and Kelly, Golden and Assad (1992) for the heuristic;
Hundepool and others, "Statistical Disclosure Control" (Wiley, 2012) for the rules.
"""

from grutto.extras import required

required("protect")

from grutto.protect.cases import KnownCase
from grutto.protect.ledger import Cell, Ledger
from grutto.protect.plan import Coarsening, Dimension, ProtectedTable, ProtectionPolicy, PublicationPlan
from grutto.protect.publication import ProtectedPublication, publish
from grutto.protect.rounding import rounded
from grutto.protect.verify import Narrowing, require_safe, verify

__all__ = [
    "Cell",
    "Coarsening",
    "Dimension",
    "KnownCase",
    "Ledger",
    "Narrowing",
    "ProtectedPublication",
    "ProtectedTable",
    "ProtectionPolicy",
    "PublicationPlan",
    "publish",
    "require_safe",
    "rounded",
    "verify",
]
