"""Sections of the report: one file each, named in a framework's outline."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from grutto.errors import DeclarationError
from grutto.message import Message

if TYPE_CHECKING:
    from grutto.content.blocks import Section
    from grutto.reports.context import Context


def section_names() -> list[str]:
    """Return the names that an outline may use."""
    return sorted(p.stem for p in Path(__file__).parent.glob("*.py") if p.stem != "__init__")


def section(name: str, context: Context) -> Section:
    """Return a section of the report, made by the function `section` of the file with its name.

    Raises:
        DeclarationError: there is no such section.
    """
    if name not in section_names():
        raise DeclarationError(
            "There is no section “{name}”",
            where=Message("outline of the framework {id}", id=context.framework.id),
            repair="one of: {listed}",
            name=name,
            listed=", ".join(section_names()),
        )
    return import_module(f"{__name__}.{name}").section(context)  # type: ignore[no-any-return]
