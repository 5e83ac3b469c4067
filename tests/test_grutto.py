"""`import grutto`: what is public is this list, and nothing is loaded before it is used."""

from __future__ import annotations

import inspect
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import grutto

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PUBLIC = Path(__file__).parent / "public.txt"
LONGEST = 0.15
"""Seconds that `import grutto` may take longer than an interpreter that imports nothing."""


def public() -> Iterator[str]:
    """Yield each public name with its signature, and those of what it has."""
    for name in sorted(grutto.__all__):
        found = getattr(grutto, name)
        if not inspect.isclass(found):
            yield f"{name}{_signature(found)}"
            continue
        yield f"{name}({', '.join(base.__name__ for base in found.__bases__)})"
        yield from (f"  {name}.{line}" for line in _members(found))


def _members(kind: type) -> Iterator[str]:
    own = [each for each in reversed(kind.__mro__) if each.__module__.startswith("grutto.")]
    members = {name: value for each in own for name, value in vars(each).items()}
    attributes = {name: text for each in own for name, text in inspect.get_annotations(each).items()}
    for name in sorted(name for name in {*members, *attributes} if not name.startswith("_")):
        value = members.get(name)
        if isinstance(value, property) and value.fget:
            yield f"{name}: {inspect.signature(value.fget).return_annotation}"
        elif callable(value):
            yield f"{name}{_signature(value)}"
        else:
            yield f"{name}: {attributes[name]}"


def _signature(found: Callable[..., object]) -> str:
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(found)))


def test_what_is_public_is_this_list() -> None:
    """Who changes it changes what programs rely on: write the new list with `python tests/test_grutto.py`."""
    assert list(public()) == PUBLIC.read_text("utf-8").splitlines()


def test_every_public_name_is_described() -> None:
    for name in grutto.__all__:
        assert (getattr(grutto, name).__doc__ or "").strip(), name


def test_a_name_that_is_not_public_is_none() -> None:
    assert set(grutto.__all__) <= set(dir(grutto))
    with pytest.raises(AttributeError, match=r"grutto\.opne"):
        getattr(grutto, "opne")  # noqa: B009 - the type checker knows that it is not there


def test_importing_it_loads_nothing() -> None:
    words = "import sys; import grutto; print(*(name for name in sys.modules if name.split('.')[0] not in before))"
    script = (
        f"import sys; before = {{name.split('.')[0] for name in sys.modules}} | {{*sys.stdlib_module_names}}; {words}"
    )
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert run.stdout.split() == ["grutto"]


def test_importing_it_takes_no_longer_than_a_blink() -> None:
    beyond = [_seconds("import grutto") - _seconds("pass") for _ in range(5)]
    assert statistics.median(beyond) < LONGEST


def _seconds(script: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    PUBLIC.write_text("".join(f"{line}\n" for line in public()), "utf-8")
