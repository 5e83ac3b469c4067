"""Declarations (TOML) as frozen dataclasses: wrong types, missing and unknown keys are refused with their place."""

from __future__ import annotations

import dataclasses
import tomllib
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import msgspec

from grutto.errors import DeclarationError

if TYPE_CHECKING:
    from pathlib import Path


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file.

    Raises:
        DeclarationError: there is no such file, or it is not TOML; with line and column.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise DeclarationError("There is no such declaration", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeclarationError(f"This is not valid TOML: {error}", where=str(path)) from error


def declare[T](content: dict[str, Any], type_: type[T], *, where: str) -> T:
    """Return a declaration as a dataclass.

    Args:
        content: as read from TOML.
        type_: the dataclass.
        where: file, for the error.

    Raises:
        DeclarationError: a key is missing, unknown or of the wrong type; its place is named as `$.column[2].type`.
    """
    for unknown in _unknown_keys(content, type_, "$"):
        raise DeclarationError(f"Unknown key “{unknown}”", where=where, repair="remove it or correct its spelling")
    try:
        return msgspec.convert(content, type_)
    except msgspec.ValidationError as error:
        raise DeclarationError(f"This declaration is wrong: {error}", where=where) from error


def _unknown_keys(content: object, type_: object, at: str) -> list[str]:
    """List keys, at any depth, that the dataclass has no field for."""
    if isinstance(content, list):
        inner = (get_args(type_) or (object,))[0]
        return [k for i, item in enumerate(content) for k in _unknown_keys(item, inner, f"{at}[{i}]")]
    if not isinstance(content, dict):
        return []
    if not (isinstance(type_, type) and dataclasses.is_dataclass(type_)):
        values = (get_args(type_) or (object, object))[-1]
        return [k for key, item in content.items() for k in _unknown_keys(item, values, f"{at}.{key}")]
    hints = get_type_hints(type_)
    unknown = [f"{at}.{key}" for key in content if key not in hints]
    known = [(key, item) for key, item in content.items() if key in hints]
    return unknown + [k for key, item in known for k in _unknown_keys(item, hints[key], f"{at}.{key}")]
