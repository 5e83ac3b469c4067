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
    highspy, np = lazily("highspy"), lazily("numpy")

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
    _say_hello()
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("solver", "simplex")):
        solver.setOptionValue(option, value)
    height, width = matrix.shape
    form, aim = int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize)
    entries = (matrix.indptr, matrix.indices, matrix.data, np.zeros(width, np.int32))  # no variable is whole
    # Arrays go over as they are; attributes of a `HighsLp` take each number by itself.
    solver.passModel(width, height, matrix.nnz, form, aim, 0.0, costs, *columns, *rows, *entries)
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
    stdout_copy, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(stdout_copy, 1)
        os.close(stdout_copy)
        os.close(nowhere)
