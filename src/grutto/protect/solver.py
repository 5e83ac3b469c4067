"""HiGHS made quiet and repeatable: one place that starts it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from grutto.errors import ProtectionError
from grutto.lazily import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    import highspy
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse
else:
    highspy = lazily("highspy")

_STARTING = Lock()


def program(
    matrix: sparse.csc_matrix,
    costs: NDArray[np.float64],
    columns: tuple[NDArray[np.float64], NDArray[np.float64]],
    rows: tuple[NDArray[np.float64], NDArray[np.float64]],
) -> highspy.Highs:
    """Return a linear program that minimises, solved by the simplex method on one thread from a fixed seed.

    Args:
        matrix: rows × columns.
        costs: of each column.
        columns: least and most of each column.
        rows: least and most of each row.
    """
    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, (lp.col_lower_, lp.col_upper_), (lp.row_lower_, lp.row_upper_) = costs, columns, rows
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    _say_hello()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("solver", "simplex")):
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    return solver


def solved(solver: highspy.Highs) -> highspy.HighsModelStatus:
    """Run a program; return whether it ended optimal, infeasible or unbounded.

    Raises:
        ProtectionError: it ended in another way; then nothing is known and nothing may be published.
    """
    for _ in range(2):
        solver.run()
        status = solver.getModelStatus()
        ended = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible}
        if status in ended or is_unbounded(status):
            return status
        solver.clearSolver()  # a warm start can go astray; from nothing it is another way
    raise ProtectionError("the solver stopped with “{solver}”", solver=solver.modelStatusToString(status))


def is_unbounded(status: highspy.HighsModelStatus) -> bool:
    """Tell whether a program ended without a least value."""
    return status in {highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible}


@cache
def _say_hello() -> None:
    """Let HiGHS print its banner where nobody reads it: the first program of a process writes to standard output."""
    with _STARTING, _nowhere():
        highspy.Highs()  # type: ignore[no-untyped-call]


@contextmanager
def _nowhere() -> Iterator[None]:
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
