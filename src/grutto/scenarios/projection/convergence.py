"""Whether the chains of a sampler agree: what is measured, what is still accepted, and the error when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

from grutto.errors import ScenarioError
from grutto.message import Message, joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Diagnostic:
    """How well the chains have explored one parameter.

    Attributes:
        parameter: its name, and for one of many parameters of the same name its place.
        mean: over all draws kept.
        rhat: potential scale reduction of the halves of all chains; near 1 where they agree
            (Gelman and Rubin 1992).
        effective: number of independent draws that would tell as much (Geyer 2011).
    """

    parameter: str
    mean: float
    rhat: float
    effective: float

    def __str__(self) -> str:
        """Write it in one line."""
        return f"{self.parameter} {self.mean:.3f} (R̂ {self.rhat:.3f}, n {self.effective:.0f})"


@dataclass(frozen=True)
class Convergence:
    """The diagnostics of one posterior.

    Attributes:
        diagnostics: one for each parameter; of many parameters of one name the worst only.
        divergent: divergent transitions.
        transitions: made after tuning, over all chains.
    """

    diagnostics: tuple[Diagnostic, ...]
    divergent: int
    transitions: int

    @property
    def largest_rhat(self) -> float:
        """The worst R̂."""
        return max(found.rhat for found in self.diagnostics)

    @property
    def smallest_effective(self) -> float:
        """The smallest effective sample size."""
        return min(found.effective for found in self.diagnostics)


@dataclass(frozen=True)
class Limits:
    """What is still accepted of a sampler; beyond it there is no result.

    Attributes:
        rhat: largest potential scale reduction.
        effective: smallest effective sample size of a parameter.
        divergent: largest share of divergent transitions.
    """

    rhat: float = 1.05
    effective: float = 100.0
    divergent: float = 0.01


LIMITS = Limits()


def converged(chains: Mapping[str, NDArray[np.float64]], divergent: int, thin: int = 1) -> Convergence:
    """Measure how well chains agree.

    Args:
        chains: parameter to draws, shape (chain, draw, …).
        divergent: number of divergent transitions in all chains.
        thin: transitions for each draw kept.
    """
    shape = next(iter(chains.values())).shape
    return Convergence(
        diagnostics=tuple(_worst(name, values) for name, values in chains.items()),
        divergent=divergent,
        transitions=shape[0] * shape[1] * thin,
    )


def _worst(name: str, values: NDArray[np.float64]) -> Diagnostic:
    """Return the diagnostic of a parameter, or of the worst of many; a chain that does not move is the worst."""
    cells = values.reshape(*values.shape[:2], -1)
    still = np.ptp(cells, axis=1).min(0) == 0
    with np.errstate(divide="ignore", invalid="ignore"):
        rhat = np.where(still, np.inf, np.asarray(split_gelman_rubin(cells), dtype=float))
        effective = np.where(still, 0.0, _capped(np.asarray(effective_sample_size(cells), dtype=float), cells))
    place = int(np.argmax(rhat))
    label = f"{name}[{place}]" if values.ndim > 2 else name
    return Diagnostic(label, float(cells[..., place].mean()), float(rhat[place]), float(effective.min()))


def _capped(effective: NDArray[np.float64], cells: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cap effective sample sizes at draws × log10(draws), as Stan does.

    Chains whose draws swing from side to side tell more than independent ones; for short ones the estimate then
    loses its bounds, and turns up negative where its inverse has crossed zero.
    """
    draws = cells.shape[0] * cells.shape[1]
    most = draws * np.log10(draws)
    return np.where((effective <= 0) | (effective > most), most, effective)


def require_convergence(found: Sequence[Convergence], limits: Limits) -> None:
    """Raise unless all chains agree within the limits.

    Raises:
        ScenarioError: a parameter whose chains disagree or tell too little, or too many divergent transitions;
            each named.
    """
    wrong: list[str] = [f"{each}" for part in found for each in part.diagnostics if _fails(each, limits)]
    wrong += [
        Message("{number} of {transitions} transitions diverge", number=part.divergent, transitions=part.transitions)
        for part in found
        if part.divergent > limits.divergent * part.transitions
    ]
    if wrong:
        raise ScenarioError(
            "The sampler has not converged: there is no result to rely on",
            where=joined("; ", wrong),
            repair="R̂ of at most {rhat} and n of at least {effective} are wanted: raise warmup and samples, or look for"
            " areas with odd flows",
            rhat=f"{limits.rhat:g}",
            effective=f"{limits.effective:g}",
        )


def _fails(found: Diagnostic, limits: Limits) -> bool:
    return not (found.rhat <= limits.rhat and found.effective >= limits.effective)
