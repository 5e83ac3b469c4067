"""One import holds the public names, and nothing else; what is not used is not loaded."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from grutto import scenarios
from grutto.scenarios import SURFACE, estimation


def test_every_public_name_is_there_and_documented() -> None:
    for module, names in SURFACE.items():
        for name in names:
            found = getattr(scenarios, name)
            assert found is getattr(import_module(f"grutto.scenarios.{module}"), name)
            assert found.__doc__, name
    assert dir(scenarios) == sorted(scenarios.__all__)
    assert len(scenarios.__all__) == len(set(scenarios.__all__)) == sum(map(len, SURFACE.values()))


def test_the_whole_of_estimation_is_public() -> None:
    assert set(SURFACE["estimation"]) == set(estimation.__all__)


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(AttributeError, match="no estimate_flow"):
        _ = scenarios.estimate_flow


def test_estimating_does_not_load_the_sampler() -> None:
    code = (
        "import sys; from grutto import scenarios as sc; sc.estimate_flows; sc.array_of; sys.exit('jax' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
