"""The frameworks that can be chosen: those that come with Grutto, and those in the data folder.

A framework of the data folder is a folder in `frameworks/` there, put by an engineer or written in the browser. It goes
before a bundled one of the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language

from grutto import frameworks
from grutto.errors import GruttoError
from grutto.locale import pick
from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.model.framework import Framework


def place() -> Path:
    """Return where the frameworks of the data folder stand."""
    return Home().path / "frameworks"


def own_names() -> list[str]:
    """Return the names of the frameworks of the data folder."""
    return sorted(path.parent.name for path in place().glob("*/framework.toml"))


def names() -> list[str]:
    """Return the names of all frameworks that can be chosen."""
    return sorted({*frameworks.names(), *own_names()})


def titled() -> list[tuple[str, str]]:
    """Return the name of each framework that can be chosen, and its title in the language of the page."""
    return [(name, _title(name)) for name in names()]


def _title(name: str) -> str:
    try:
        return f"{pick(load(name).title, get_language() or 'en')} ({name})"
    except GruttoError:
        return name


def load(name: str) -> Framework:
    """Return a framework by its name.

    Raises:
        UnknownNameError: there is none of this name.
        DeclarationError: a file of it is wrong.
    """
    return frameworks.load(place() / name if name in own_names() else name)
