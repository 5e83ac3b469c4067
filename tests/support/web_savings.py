"""What is filled in for an entry of the savings ledger of the fictional programme."""

from __future__ import annotations

COST = {
    "framework": "fictional",
    "kind": "estimate",
    "quarter": "2019-Q1",
    "cohort": "2019-Q1",
    "country": "SO",
    "persons": "400",
    "days": "90",
    "day_rate": "60.50",
    "reference": "Budget note, p. 3",
}
"""400 × 90 × 60.50 = 2,178,000 euros."""
DRAW = {
    "framework": "fictional",
    "kind": "drawn",
    "quarter": "2019-Q1",
    "amount": "1000",
    "reference": "Letter",
}
