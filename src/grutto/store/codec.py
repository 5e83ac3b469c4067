"""Frozen dataclasses as plain tables and back: declarations (TOML), records and content (JSON).

What does not fit its type is refused with file, key and repair. What was encoded decodes to the same value.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from grutto.errors import DeclarationError

if TYPE_CHECKING:
    from pathlib import Path

Tree = dict[str, Any]
Names = Mapping[type, Mapping[str, Any]]
"""Types that are written by the `id` of a value instead of in full, each with its values by id."""

KIND = "type"
"""The key that tells which dataclass a table is, where a field may hold several."""
NONE: Names = {}
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


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
        return tomllib.loads(_text(path), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise DeclarationError(
            f"The file is not TOML: {error}.", where=str(path), repair="Mend the line that the message names."
        ) from None


def read_json(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises:
        DeclarationError: there is no such file, it is not UTF-8, or it is not JSON.
    """
    try:
        return json.loads(_text(path))
    except ValueError as error:
        raise DeclarationError(
            f"The file is not JSON: {error}.", where=str(path), repair="Restore the file, or make it again."
        ) from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise DeclarationError(
            "There is no such file.", where=str(path), repair=f"Make {path.name} or correct the path."
        ) from None
    except OSError as error:
        raise DeclarationError(
            f"The file cannot be read: {error.strerror}.", where=str(path), repair="Correct the path."
        ) from None
    except UnicodeDecodeError as error:
        raise DeclarationError(
            f"The file is not UTF-8 (byte {error.start}).", where=str(path), repair="Save it as UTF-8."
        ) from None


def declared[T](path: Path, kind: type[T], **given: object) -> T:
    """Return a TOML file as a dataclass; `given` are fields that its place tells, such as its name.

    Raises:
        DeclarationError: as `read_toml` and `decode`.
    """
    value: T = decode(read_toml(path) | given, kind, Place(path, ""))
    return value


def decode(value: object, kind: Any, place: Place, names: Names = NONE) -> Any:  # noqa: PLR0911 - one a kind of type
    """Return `value` as an instance of `kind`: a dataclass, dict, tuple, union, `Literal` or scalar type.

    Nothing is coerced but a whole number or a text such as "9000000.00" to `Decimal`, a number to `float`, and a text
    such as "2011-06-01" to a day where no text may stand.

    Args:
        value: of TOML or JSON, or as `encode` returned it.
        kind: the type, as a field of a dataclass is annotated with it.
        place: named in errors.
        names: types that stand as the id of a value, with these values.

    Raises:
        DeclarationError: an unknown key, a missing key, or a value of another type, with its place.
    """
    if isinstance(kind, type) and kind in names:
        return _named(value, names[kind], place)
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass(value, kind, place, names)
    if origin is dict:
        table = _table(value, place)
        return {key: decode(item, arguments[1], place.at(key), names) for key, item in table.items()}
    if origin is tuple:
        return _tuple(_array(value, place), arguments, place, names)
    if origin is Literal:
        return _one_of(value, arguments, place)
    if origin in {Union, UnionType}:
        return _union(value, arguments, place, names)
    return _scalar(value, (kind,), place)


def encode(value: object, kind: Any, names: Names = NONE) -> Any:  # noqa: PLR0911 - one a kind of type
    """Return a value as `decode` reads it, of dicts, lists, texts, numbers and None; fields at their default stay out.

    Args:
        value: an instance of `kind`.
        kind: the type, as a field of a dataclass is annotated with it.
        names: types whose values are written as their id.
    """
    if type(value) in _AS_THEY_ARE:
        return value
    kinds = _kinds(kind)
    if type(value) in names:
        return value.id  # type: ignore[attr-defined]
    if is_dataclass(value) and not isinstance(value, type):
        tag = {KIND: _tag(type(value))} if len(_dataclasses(kinds)) > 1 else {}
        return tag | _fields_of(value, names)
    if isinstance(value, dict):
        part = get_args(next(k for k in kinds if get_origin(k) is dict))[1]
        return {key: encode(item, part, names) for key, item in value.items()}
    if isinstance(value, tuple):
        parts = get_args(next(k for k in kinds if get_origin(k) is tuple))
        return [encode(item, part, names) for item, part in zip(value, _parts(parts, len(value)), strict=True)]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return {"date": value.isoformat()} if str in kinds else value.isoformat()
    return value


def decode_parts(table: Tree, kind: type[Any], place: Place, names: Names = NONE) -> Tree:
    """Return the values of a table, each as the type of the field of `kind` it names; fields may be missing.

    Raises:
        DeclarationError: as `decode`.
    """
    hints = _hints(kind)
    for key in table:
        if key not in hints:
            raise DeclarationError(
                f"Unknown key: {key}.", where=str(place.at(key)), repair=f"Use one of: {', '.join(hints)}."
            )
    return {key: decode(item, hints[key], place.at(key), names) for key, item in table.items()}


def require(table: Tree, kind: type[Any], place: Place) -> None:
    """Raise a `DeclarationError` if a field of `kind` without default is not in the table."""
    for item in fields(kind):
        if item.default is MISSING and item.default_factory is MISSING and item.name not in table:
            raise DeclarationError(f"The key {item.name} is missing.", where=str(place), repair=f"Add {item.name}.")


def _hints(kind: type[Any]) -> dict[str, Any]:
    return _known_hints(kind)  # type: ignore[arg-type]  # a class is hashable


_known_hints = cache(get_type_hints)


def _tag(kind: type[Any]) -> str:
    """Return the name of a dataclass as a table writes it: `figure_text` for `FigureText`."""
    return _HUMP.sub("_", kind.__name__).lower()


def _dataclasses(kinds: tuple[Any, ...]) -> list[type[Any]]:
    return [kind for kind in kinds if isinstance(kind, type) and is_dataclass(kind)]


def _fields_of(value: Any, names: Names) -> Tree:
    given = ((name, kind, getattr(value, name), default) for name, kind, default in _fields(type(value)))  # type: ignore[arg-type]  # a class is hashable
    return {name: encode(part, kind, names) for name, kind, part, default in given if part != default}


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any, Any], ...]:
    """Return name, type and default of each field of a dataclass."""
    return tuple((item.name, _hints(kind)[item.name], _default(item)) for item in fields(kind))


@cache
def _kinds(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) in {Union, UnionType} else (kind,)


def _default(item: Field[Any]) -> Any:
    return item.default if item.default_factory is MISSING else item.default_factory()


def _parts(parts: tuple[Any, ...], length: int) -> tuple[Any, ...]:
    """Return the types of the items of a tuple that is annotated with `parts`."""
    return (parts[0],) * length if len(parts) == 2 and parts[1] is Ellipsis else parts


def _tuple(value: list[object], arguments: tuple[Any, ...], place: Place, names: Names) -> tuple[Any, ...]:
    parts = _parts(arguments, len(value))
    if len(parts) != len(value):
        raise _wrong(value, f"an array of {len(parts)}", place)
    return tuple(
        decode(item, part, place.at(i), names) for i, (item, part) in enumerate(zip(value, parts, strict=True))
    )


def _union(value: object, arguments: tuple[Any, ...], place: Place, names: Names) -> Any:
    if value is None and NoneType in arguments:
        return None
    kinds = tuple(kind for kind in arguments if kind is not NoneType)
    tables = _dataclasses(kinds)
    if len(kinds) == 1:
        return decode(value, kinds[0], place, names)
    if len(tables) > 1:
        return _tagged(value, tables, place, names)
    words = [kind for kind in kinds if get_origin(kind) is Literal]
    if words:
        return _one_of(value, get_args(words[0]), place)
    return (
        decode(value, tables[0], place, names) if tables and isinstance(value, dict) else _scalar(value, kinds, place)
    )


def _tagged(value: object, kinds: list[type[Any]], place: Place, names: Names) -> Any:
    table = _table(value, place)
    known = {_tag(kind): kind for kind in kinds}
    tag = _one_of(table.get(KIND), tuple(known), place.at(KIND))
    return decode({key: item for key, item in table.items() if key != KIND}, known[str(tag)], place, names)


def _named(value: object, known: Mapping[str, Any], place: Place) -> Any:
    if not isinstance(value, str) or value not in known:
        raise _wrong(value, "the id of a value that is known", place)
    return known[value]


def _dataclass(value: object, kind: type[Any], place: Place, names: Names) -> Any:
    parts = decode_parts(_table(value, place), kind, place, names)
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
    if date in kinds or datetime in kinds:
        value = _day(value, kinds, place)
    if type(value) not in kinds:
        raise _wrong(value, " or ".join(_NAMES.get(kind, str(kind)) for kind in kinds if kind is not NoneType), place)
    return value


def _decimal(value: object, place: Place) -> Decimal:
    try:
        return Decimal(str(value))
    except ArithmeticError:
        raise _wrong(value, "a number", place) from None


def _day(value: object, kinds: tuple[Any, ...], place: Place) -> object:
    """Return a day or time that is written as text; beside texts it is a table of its own: `{"date": "2011-06-01"}`."""
    if isinstance(value, dict) and set(value) == {"date"}:
        value = value["date"]
    elif str in kinds:
        return value
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if date in kinds else datetime.fromisoformat(value)
    except ValueError:
        raise _wrong(value, _NAMES[date if date in kinds else datetime], place) from None


_AS_THEY_ARE = {str, int, bool, float, NoneType}
"""Types that are written as they are."""

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
