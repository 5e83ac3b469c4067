"""Published numbers to try the methods with: facts, each with the place where it was printed."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import pyarrow as pa
from pyarrow import csv

from grutto.errors import UnknownNameError


@cache
def dataset_sources() -> dict[str, dict[str, str]]:
    """Return name to title and source of every data set."""
    text = resources.files("grutto.scenarios.datasets").joinpath("sources.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def dataset(name: str) -> pa.Table:
    """Return a data set as a tidy table; empty cells are unknown.

    Args:
        name: one of `dataset_sources()`.

    Returns:
        the rows as printed, with the title and the source in the metadata of the schema.

    Raises:
        UnknownNameError: there is no such data set.
    """
    known = dataset_sources()
    if name not in known:
        raise UnknownNameError(
            "There is no data set “{name}”", repair="use one of {known}", name=name, known=", ".join(known)
        )
    with resources.as_file(resources.files("grutto.scenarios.datasets").joinpath(f"{name}.csv")) as path:
        return csv.read_csv(path).replace_schema_metadata(known[name])
