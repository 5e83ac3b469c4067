"""Parts of Grutto that not every installation has: the extras of the package, and what says that one is missing.

A room that cannot work without the libraries of an extra calls `required` before it loads them, in its `__init__`.
"""

from __future__ import annotations

from importlib.util import find_spec

from grutto.errors import ExtraError
from grutto.message import Message

DOCUMENTS = ("docx", "fontTools", "pikepdf", "resvg_py", "typst")
SEAL = ("cryptography", "rfc3161_client", "rfc8785", "rocrate")
PROTECT = ("highspy", "numpy", "scipy")
WEB = (
    *("allauth", "argon2", "django", "django_htmx", "django_tasks_db", "granian", "ninja", "prometheus_client"),
    *("psycopg", "structlog", "whitenoise"),
)
EXTRAS = {
    "documents": DOCUMENTS,
    "seal": SEAL,
    "protect": PROTECT,
    "web": (*WEB, *DOCUMENTS, *SEAL, *PROTECT),
    "scenarios": ("jax", "joblib", "numba", "numpy", "numpyro", "scipy", "xarray"),
    "fast": ("numba", "numpy"),
    "spark": ("pyspark",),
}
"""Each extra with what its libraries are imported as; those that it holds of other extras too."""


def installed(extra: str) -> bool:
    """Tell whether all libraries of an extra are installed."""
    return all(find_spec(name) for name in EXTRAS[extra])


def required(extra: str) -> None:
    """Return if an extra is installed.

    Raises:
        ExtraError: it is not; the error says how to install it.
    """
    if not installed(extra):
        raise ExtraError(
            Message("This needs the extra “{extra}” of Grutto, which is not installed", extra=extra),
            repair="install it in the same environment",
            command=f"pip install 'grutto[{extra}]'",
        )
