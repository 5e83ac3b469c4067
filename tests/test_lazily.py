"""Libraries that are loaded when they are used."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from grutto.lazily import lazily

LARGE = ("duckdb", "pyarrow", "numpy", "httpx", "xlsxwriter")


def test_a_library_is_what_it_is_where_it_is_used() -> None:
    import pyarrow as pa  # noqa: PLC0415 - compared with

    assert lazily("pyarrow").Table is pa.Table
    assert lazily("pyarrow.compute").min_max(pa.array([2, 1])).as_py() == {"min": 1, "max": 2}
    with pytest.raises(AttributeError, match="no attribute 'Stool'"):
        lazily("pyarrow").Stool  # noqa: B018 - asked for
    with pytest.raises(ModuleNotFoundError):
        lazily("no_such_library").anything  # noqa: B018 - asked for


def test_a_process_that_answers_readers_loads_none_of_the_large_ones() -> None:
    program = (
        "import sys, django; django.setup()\n"
        "from django.urls import get_resolver; assert get_resolver().url_patterns\n"
        f"print([name for name in {LARGE} if name in sys.modules])"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "grutto_web.ground.settings"}
    command = [sys.executable, "-c", program]
    found = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    assert found.stdout.splitlines()[-1] == "[]"
