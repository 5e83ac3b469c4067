"""Libraries that are large, and that not every process needs: they are loaded when something of them is first used.

A process that answers readers asks no engine and fetches nothing; it shares its code with those that do.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class _Library(ModuleType):
    """A library that is loaded when an attribute of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(import_module(self.__name__), name)
        setattr(self, name, found)
        return found


def lazily(name: str) -> Any:
    """Return a library by its name; what it lacks, or that it is not installed, is told where it is first used."""
    return _Library(name)
