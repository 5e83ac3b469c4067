"""Compiled code. The first use of a version compiles it; then it is kept beside the source or in the user's cache.

Numba looks at the file of a function only, not at what the function calls, to see whether kept code is still right.
So functions that are called from Python are made by a function that is given the fingerprint of this folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zlib import crc32

import numba
from numba import types

if TYPE_CHECKING:
    from collections.abc import Callable

FINGERPRINT = crc32(b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))))
"""Of the source of all that is compiled."""
memcpy: Any = types.ExternalFunction("memcpy", types.intp(types.intp, types.intp, types.intp))
"""Of the C library: address to, address from, number of bytes. A loop over short texts takes twice the time."""


def part[**P, T](function: Callable[P, T]) -> Callable[P, T]:
    """Return a function that compiled functions call; it does not count references, so it makes no arrays."""
    return _compiled(function, _nrt=False)


def entry[**P, T](function: Callable[P, T]) -> Callable[P, T]:
    """Return a function that Python calls and that is kept compiled; it runs without the interpreter's lock."""
    try:
        return _compiled(function, _nrt=False, cache=True, nogil=True)
    except RuntimeError:  # no folder that may be written to: each process compiles
        return _compiled(function, _nrt=False, nogil=True)


def _compiled[**P, T](function: Callable[P, T], **options: Any) -> Callable[P, T]:
    machine_code: Any = numba.njit(**options)(function)
    return cast("Callable[P, T]", machine_code)
