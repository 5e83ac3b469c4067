"""Make the persons born in each region the same number at the start and at the end.

After births and deaths are taken out, the same people are counted twice, so each birthplace must have equal
totals. The closed methods scale both tables to the mean total; the open methods let the surplus leave or join
the world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from grutto.message import msg
from grutto.scenarios.estimation.biproportional import fit_margins
from grutto.scenarios.estimation.vital_events import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grutto.scenarios.estimation.axes import FloatArray

type MatchMethod = Literal["rescale", "rescale-adjust-zero-fb", "open", "open-dr"]


@dataclass(frozen=True, slots=True)
class MatchedStocks:
    """Two stocks (birthplace, residence) with equal birthplace totals, and who joined or left, in persons."""

    start: FloatArray
    end: FloatArray
    joined: FloatArray
    left: FloatArray


def match_birthplaces(
    start: FloatArray, end: FloatArray, method: MatchMethod, *, regions: Sequence[str] | None = None
) -> MatchedStocks:
    """Return stocks with equal totals by birthplace; both are (birthplace, residence), in persons.

    * ``rescale``: both tables keep their populations by residence and meet the mean of the two birthplace
      totals.
    * ``rescale-adjust-zero-fb``: the same, after raising the mean where a region without foreign born has
      more native born than that; the other birthplaces bear the difference in proportion.
    * ``open-dr``: the surplus of a birthplace leaves (or joins) in proportion to where its natives live at
      that date.
    * ``open``: leavers are spread as the natives live at the end and joiners as they live at the start, but
      never more than live there: what exceeds a cell goes to the others by the same weights.

    Raises ScenarioError naming the region when the totals cannot be met.

    Source: open-dr Abel (2013); rescale Abel and Sander (2014); open Abel and Cohen (2019).
    """
    if method in {"open", "open-dr"}:
        return _open(start, end, by_other_date=method == "open")
    totals = (start.sum(axis=1) + end.sum(axis=1)) / 2
    if method == "rescale-adjust-zero-fb":
        totals = _raise_to_native(totals, start, end)
    nobody = np.zeros(start.shape)
    return MatchedStocks(
        fit_margins(start, totals, start.sum(axis=0), regions=regions, what=msg("the stock at the start")).table,
        fit_margins(end, totals, end.sum(axis=0), regions=regions, what=msg("the stock at the end")).table,
        nobody,
        nobody,
    )


def raised_totals(start: FloatArray, end: FloatArray) -> FloatArray:
    """Return by how many persons ``rescale-adjust-zero-fb`` raises the total of each birthplace; 0 elsewhere (n,)."""
    totals = (start.sum(axis=1) + end.sum(axis=1)) / 2
    return np.maximum(np.maximum(_locked_total(start), _locked_total(end)) - totals, 0.0)


def _raise_to_native(totals: FloatArray, start: FloatArray, end: FloatArray) -> FloatArray:
    """Lift the totals of regions without foreign born to what their natives and emigrants need."""
    needed = np.maximum(_locked_total(start), _locked_total(end))
    lifted = totals < needed
    if not lifted.any():
        return totals
    raised = np.where(lifted, needed, totals)
    free = totals[~lifted].sum()
    raised[~lifted] *= (totals.sum() - raised[lifted].sum()) / free
    return raised


def _locked_total(stock: FloatArray) -> FloatArray:
    """Return, for regions without foreign born, their birthplace total (persons); zero for the others."""
    alone = stock.sum(axis=0) == np.diagonal(stock)
    return np.where(alone, stock.sum(axis=1), 0.0)


def _open(start: FloatArray, end: FloatArray, *, by_other_date: bool) -> MatchedStocks:
    surplus = start.sum(axis=1) - end.sum(axis=1)
    kept_start, left = _take_out(np.clip(surplus, 0, None), start, end if by_other_date else start)
    kept_end, joined = _take_out(np.clip(-surplus, 0, None), end, start if by_other_date else end)
    return MatchedStocks(kept_start, kept_end, joined, left)


def _take_out(amounts: FloatArray, stock: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Take ``amounts`` (n,) out of the rows of ``stock`` by ``weights``; return what stays and what goes."""
    taken = spread_within(amounts, weights, stock)
    remainder = stock - taken
    return np.maximum(remainder, 0, out=remainder), taken


def spread_within(amounts: FloatArray, weights: FloatArray, limits: FloatArray) -> FloatArray:
    """Spread ``amounts`` (k,) over each row by ``weights`` (k, n), never above ``limits`` (k, n).

    What a full cell cannot take goes to the other cells by the same weights, and last to cells without weight
    in proportion to their room. The amounts must not exceed the sum of the limits of their row.
    """
    taken = spread(amounts, weights, axis=1)
    short = (amounts > 0) & ((taken > limits).any(axis=1) | (taken.sum(axis=1) <= 0))
    for row in np.nonzero(short)[0]:
        taken[row] = _fill_row(float(amounts[row]), weights[row], limits[row])
    return taken


def _fill_row(amount: float, weights: FloatArray, limits: FloatArray) -> FloatArray:
    weighted = weights > 0
    if amount >= limits[weighted].sum():
        room = np.where(weighted, 0.0, limits)
        rest = amount - limits[weighted].sum()
        return np.where(weighted, limits, room * (rest / room.sum() if room.sum() > 0 else 0.0))
    ratio = np.where(weighted, limits / np.where(weighted, weights, 1.0), np.inf)
    order = np.argsort(ratio)
    filled = np.concatenate(([0.0], np.cumsum(limits[order])[:-1]))
    open_weight = np.cumsum(weights[order][::-1])[::-1]
    level = (amount - filled) / np.where(open_weight > 0, open_weight, np.inf)
    first = int(np.argmax(level <= ratio[order]))
    return np.asarray(np.minimum(weights * level[first], limits), dtype=np.float64)
