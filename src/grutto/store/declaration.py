"""Declarations (TOML) as frozen dataclasses; what does not fit is refused with file, key and repair."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from grutto.errors import DeclarationError

if TYPE_CHECKING:
    from pathlib import Path

Tree = dict[str, Any]


class Place(NamedTuple):
    """A key in a file: what an error names."""

    file: Path
    key: str

    def at(self, part: str | int) -> Place:
        """Return the place one step deeper."""
        step = f"[{part}]" if isinstance(part, int) else f".{part}"
        return Place(self.file, (self.key + step).removeprefix("."))

    def __str__(self) -> str:
        """Return file and key."""
        return f"{self.file}, key {self.key}" if self.key else str(self.file)


def read_toml(path: Path) -> Tree:
    """Return the tables of a TOML file; numbers with a point are exact.

    Raises:
        DeclarationError: there is no such file, it is not UTF-8, or it is not TOML 1.0.
    """
    try:
        return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise DeclarationError(
            "There is no such file.", where=str(path), repair=f"Make {path.name} or correct the path."
        ) from None
    except OSError as error:
        raise DeclarationError(
            f"The file cannot be read: {error.strerror}.",
            where=str(path),
            repair="Correct the path.",
        ) from None
    except UnicodeDecodeError as error:
        raise DeclarationError(
            f"The file is not UTF-8 (byte {error.start}).", where=str(path), repair="Save it as UTF-8."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(
            f"The file is not TOML: {error}.", where=str(path), repair="Mend the line that the message names."
        ) from None


def decode(value: object, kind: Any, place: Place) -> Any:
    """Return `value` as an instance of `kind`: a dataclass, dict, tuple, union, `Literal` or scalar type.

    Nothing is coerced but a whole number or a text such as "9000000.00" to `Decimal`, and a number to `float`.

    Raises:
        DeclarationError: an unknown key, a missing key, or a value of another type, with its place.
    """
    origin, arguments = get_origin(kind), get_args(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(value, kind, place)
    if origin is dict:
        return {key: decode(item, arguments[1], place.at(key)) for key, item in _table(value, place).items()}
    if origin is tuple:
        return tuple(decode(item, arguments[0], place.at(i)) for i, item in enumerate(_array(value, place)))
    if origin is Literal:
        return _one_of(value, arguments, place)
    kinds = arguments if origin in {Union, UnionType} else (kind,)
    words = [k for k in kinds if get_origin(k) is Literal]
    if words:
        return _one_of(value, get_args(words[0]), place)
    tables = [k for k in kinds if is_dataclass(k)]
    return decode(value, tables[0], place) if tables and isinstance(value, dict) else _scalar(value, kinds, place)


def declared[T](path: Path, kind: type[T], **given: object) -> T:
    """Return a TOML file as a dataclass; `given` are fields that its place tells, such as its name.

    Raises:
        DeclarationError: as `read_toml` and `decode`.
    """
    value: T = decode(read_toml(path) | given, kind, Place(path, ""))
    return value


def decode_parts(table: Tree, kind: type[Any], place: Place) -> Tree:
    """Return the values of a table, each as the type of the field of `kind` it names; fields may be missing.

    Raises:
        DeclarationError: as `decode`.
    """
    hints = get_type_hints(kind)
    for key in table:
        if key not in hints:
            raise DeclarationError(
                f"Unknown key: {key}.", where=str(place.at(key)), repair=f"Use one of: {', '.join(hints)}."
            )
    return {key: decode(item, hints[key], place.at(key)) for key, item in table.items()}


def require(table: Tree, kind: type[Any], place: Place) -> None:
    """Raise a `DeclarationError` if a field of `kind` without default is not in the table."""
    for item in fields(kind):
        if item.default is MISSING and item.default_factory is MISSING and item.name not in table:
            raise DeclarationError(f"The key {item.name} is missing.", where=str(place), repair=f"Add {item.name}.")


def _dataclass(value: object, kind: type[Any], place: Place) -> Any:
    parts = decode_parts(_table(value, place), kind, place)
    require(parts, kind, place)
    return kind(**parts)


def _table(value: object, place: Place) -> Tree:
    if not isinstance(value, dict):
        raise _wrong(value, "a table", place)
    return value


def _array(value: object, place: Place) -> list[object]:
    if not isinstance(value, list):
        raise _wrong(value, "an array", place)
    return value


def _one_of(value: object, allowed: tuple[Any, ...], place: Place) -> object:
    if value not in allowed:
        raise _wrong(value, f"one of: {', '.join(map(str, allowed))}", place)
    return value


def _scalar(value: object, kinds: tuple[Any, ...], place: Place) -> object:
    if Decimal in kinds and type(value) in {int, str}:
        return _decimal(value, place)
    if float in kinds and type(value) in {int, Decimal}:
        return float(value)  # type: ignore[arg-type]
    if type(value) not in kinds:
        raise _wrong(value, " or ".join(_NAMES.get(kind, str(kind)) for kind in kinds if kind is not NoneType), place)
    return value


def _decimal(value: object, place: Place) -> Decimal:
    try:
        return Decimal(str(value))
    except ArithmeticError:
        raise _wrong(value, "a number", place) from None


_NAMES = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a day such as 2011-06-01",
    datetime: "a time",
    Decimal: "a number",
    float: "a number",
}


def _wrong(value: object, wanted: str, place: Place) -> DeclarationError:
    return DeclarationError(f"Expected {wanted}, found {value!r}.", where=str(place), repair=f"Write {wanted} here.")
