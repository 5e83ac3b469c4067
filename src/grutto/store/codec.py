"""Frozen dataclasses as plain tables and back: declarations (TOML), records and content (JSON).

What does not fit its type is refused with file, key and repair. What was encoded decodes to the same value.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, reduce
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from grutto.errors import DeclarationError
from grutto.message import Message, msg
from grutto.store.wording import of_content, of_system, of_toml, place_in_toml

if TYPE_CHECKING:
    from pathlib import Path

Tree = dict[str, Any]
Names = Mapping[type, Mapping[str, Any]]
"""Types that are written by the `id` of a value instead of in full, each with its values by id."""

type Reader = Callable[[object, Names], Any]
"""Reads a value of one type."""

KIND = "type"
"""The key that tells which dataclass a table is, where a field may hold several."""
NONE: Names = {}
_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


class CodecPlace(NamedTuple):
    """A key in a file: what an error names."""

    file: Path
    key: str

    def at(self, part: str | int) -> CodecPlace:
        """Return the place one step deeper."""
        step = f"[{part}]" if isinstance(part, int) else f".{part}"
        return CodecPlace(self.file, (self.key + step).removeprefix("."))

    @property
    def message(self) -> Message:
        """File and key, as an error names them."""
        if not self.key:
            return Message("{path}", path=self.file)
        return Message("{path}, key {key}", path=self.file, key=self.key)

    def __str__(self) -> str:
        """Return file and key."""
        return str(self.message)


BYTE_ORDER_MARK = "﻿"
"""Some editors put it before a text."""


def read_toml(path: Path, data: bytes | None = None) -> Tree:
    """Return the tables of a TOML file, with or without a byte order mark; numbers with a point are exact.

    Args:
        path: the file.
        data: its bytes, where they were read already: what has a digest is read once.

    Raises:
        DeclarationError: there is no such file, it is not UTF-8, or it is not TOML 1.0.
    """
    text = _text(path, read_declaration(path) if data is None else data)
    return parse_toml(text.removeprefix(BYTE_ORDER_MARK), path)


def parse_toml(text: str, where: str | Path) -> Tree:
    """Return the tables of a TOML text; numbers with a point are exact.

    Raises:
        DeclarationError: it is not TOML 1.0; it stands at the path, or wherever else it is said to stand.
    """
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:  # numbers and depths without end, too
        line, column = place_in_toml(str(error))
        place = Message("{path}, line {line}, column {column}", path=where, line=line, column=column)
        raise DeclarationError(
            "The file is not TOML: {because}.",
            where=place if line else where,
            repair="Mend this place, or what stands before it.",
            because=of_toml(str(error)),
        ) from None


def read_json(path: Path) -> Any:
    """Return what a JSON file holds.

    Raises:
        DeclarationError: there is no such file, it is not UTF-8, or it is not JSON.
    """
    try:
        return json.loads(_text(path, read_declaration(path)))
    except (ValueError, RecursionError) as error:
        raise DeclarationError(
            "The file is not JSON: {detail}.",
            where=path,
            repair="Restore the file, or make it again.",
            detail=of_content(error),
        ) from None


def read_declaration(path: Path) -> bytes:
    """Return the bytes of a declaration.

    Raises:
        DeclarationError: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DeclarationError(
            "There is no such file.", where=path, repair="Make {path} or correct the path.", path=path.name
        ) from None
    except OSError as error:
        raise DeclarationError(
            "The file cannot be read: {strerror}.", where=path, repair="Correct the path.", strerror=of_system(error)
        ) from None


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DeclarationError(
            "The file is not UTF-8 (byte {start}).", where=path, repair="Save it as UTF-8.", start=str(error.start)
        ) from None


def declared[T](path: Path, kind: type[T], data: bytes | None = None, **known_fields: object) -> T:
    """Return a TOML file as a dataclass.

    Args:
        path: the file.
        kind: the dataclass.
        data: its bytes, where they were read already.
        known_fields: fields that its place tells, such as its name.

    Raises:
        DeclarationError: as `read_toml` and `decode`.
    """
    value: T = decode(read_toml(path, data) | known_fields, kind, CodecPlace(path, ""))
    return value


def decode(value: object, kind: Any, place: CodecPlace, names: Names = NONE) -> Any:
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
    try:
        return _reader(kind)(value, names)
    except _RefusedError as refused:
        raise refused.at(place) from None


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


def decode_parts(table: Tree, kind: Any, place: CodecPlace, names: Names = NONE) -> Tree:
    """Return the values of a table, each as the type of the field of `kind` it names; fields may be missing.

    Raises:
        DeclarationError: as `decode`.
    """
    try:
        return _read_fields(table, _field_readers(kind), names)
    except _RefusedError as refused:
        raise refused.at(place) from None


def require(table: Tree, kind: type[Any], place: CodecPlace) -> None:
    """Raise a `DeclarationError` if a field of `kind` without default is not in the table."""
    try:
        _require(table, kind)
    except _RefusedError as refused:
        raise refused.at(place) from None


def _hints(kind: type[Any]) -> dict[str, Any]:
    return _known_hints(kind)  # type: ignore[arg-type]  # a class is hashable


_known_hints = cache(get_type_hints)


def _tag(kind: type[Any]) -> str:
    """Return the name of a dataclass as a table writes it: `figure_text` for `FigureText`."""
    return _HUMP.sub("_", kind.__name__).lower()


def _dataclasses(kinds: tuple[Any, ...]) -> list[type[Any]]:
    return [kind for kind in kinds if isinstance(kind, type) and is_dataclass(kind)]


def _fields_of(value: Any, names: Names) -> Tree:
    parts = ((name, kind, getattr(value, name), default) for name, kind, default in _fields(type(value)))  # type: ignore[arg-type]  # a class is hashable
    return {name: encode(part, kind, names) for name, kind, part, default in parts if part != default}


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


class _RefusedError(Exception):  # becomes a DeclarationError where the place is known
    """A value that does not fit; each table and array that holds it adds its step to where it stands."""

    def __init__(self, what: str, repair: str, **values: str) -> None:
        super().__init__(what)
        self.what, self.repair, self.values = what, repair, values
        self.steps: list[str | int] = []

    def at(self, place: CodecPlace) -> DeclarationError:
        """Return the error that a user is told."""
        for step in reversed(self.steps):
            place = place.at(step)
        return DeclarationError(self.what, where=place.message, repair=self.repair, **self.values)


def _wrong(value: object, wanted: str) -> _RefusedError:
    return _RefusedError(
        "Expected {wanted}, found {value}.", repair="Write {wanted} here.", wanted=wanted, value=_as_written(value)
    )


def _as_written(value: object) -> str:
    """Return a value as TOML writes it, as far as it is no text, array or table."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return Message("nothing")
    return str(value) if isinstance(value, Decimal | date) else f"{value!r}"


def _one_among(known: Iterable[object]) -> Message:
    return Message("one of: {known}", known=", ".join(map(str, known)))


@cache
def _reader(kind: Any) -> Reader:
    """Return what reads a value of a type: worked out once a type, for records hold hundred thousands of values."""
    origin, arguments = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        return _dataclass_reader(kind)
    if origin is dict:
        return _dict_reader(arguments[1])
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin is Literal:
        return lambda value, _: _one_of(value, arguments)
    if origin in {Union, UnionType}:
        return _union_reader(arguments)
    return _scalar_reader((kind,))


def _dataclass_reader(kind: Any) -> Reader:
    def read(value: object, names: Names) -> Any:
        if names and kind in names:
            return _named(value, names[kind])
        table = _table(value)
        parts = _read_fields(table, _field_readers(kind), names)
        _require(parts, kind)
        return kind(**parts)

    return read


@cache
def _field_readers(kind: Any) -> dict[str, Reader]:
    return {name: _reader(hint) for name, hint in _hints(kind).items()}


def _read_fields(table: Tree, readers: dict[str, Reader], names: Names) -> Tree:
    parts: Tree = {}
    key = ""
    try:
        for key, item in table.items():
            parts[key] = _reader_of(key, readers)(item, names)
    except _RefusedError as refused:
        refused.steps.append(key)
        raise
    return parts


def _reader_of(key: str, readers: dict[str, Reader]) -> Reader:
    if key not in readers:
        raise _RefusedError("Unknown key: {key}.", repair="Use one of: {hints}.", key=key, hints=", ".join(readers))
    return readers[key]


def _require(table: Tree, kind: Any) -> None:
    for name in _required(kind):
        if name not in table:
            raise _RefusedError("The key {item} is missing.", repair="Add {item}.", item=name)


@cache
def _required(kind: Any) -> tuple[str, ...]:
    """Return the fields of a dataclass that have no default."""
    return tuple(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)


def _dict_reader(part: Any) -> Reader:
    def read(value: object, names: Names) -> Any:
        table, reader = _table(value), _reader(part)
        return _read_fields(table, dict.fromkeys(table, reader), names)

    return read


def _tuple_reader(arguments: tuple[Any, ...]) -> Reader:
    def read(value: object, names: Names) -> Any:
        array = _array(value)
        parts = _parts(arguments, len(array))
        if len(parts) != len(array):
            raise _wrong(value, Message("an array of {number}", number=len(parts)))
        done: list[Any] = []
        try:
            for item, part in zip(array, parts, strict=True):
                done.append(_reader(part)(item, names))
        except _RefusedError as refused:
            refused.steps.append(len(done))
            raise
        return tuple(done)

    return read


def _union_reader(arguments: tuple[Any, ...]) -> Reader:
    inner = _reader_of_kinds(tuple(kind for kind in arguments if kind is not NoneType))
    if NoneType not in arguments:
        return inner
    return lambda value, names: None if value is None else inner(value, names)


def _reader_of_kinds(kinds: tuple[Any, ...]) -> Reader:
    """Return what reads a value of one of several types."""
    tables = _dataclasses(kinds)
    if len(kinds) == 1:
        return _reader(kinds[0])
    if len(tables) > 1:
        return _tagged_reader({_tag(kind): kind for kind in tables})
    words = [kind for kind in kinds if get_origin(kind) is Literal]
    if words:
        return lambda value, _: _one_of(value, get_args(words[0]))
    scalar = _scalar_reader(kinds)
    if not tables:
        return scalar
    first: Any = tables[0]
    table = _reader(first)
    return lambda value, names: (table if isinstance(value, dict) else scalar)(value, names)


def _tagged_reader(known: dict[str, Any]) -> Reader:
    def read(value: object, names: Names) -> Any:
        table = _table(value)
        tag = table.get(KIND)
        if not isinstance(tag, str) or tag not in known:
            refused = _wrong(tag, _one_among(known))
            refused.steps.append(KIND)
            raise refused
        reader = _reader(known[tag])
        return reader({key: item for key, item in table.items() if key != KIND}, names)

    return read


def _scalar_reader(kinds: tuple[Any, ...]) -> Reader:
    exact, real, timed = Decimal in kinds, float in kinds, date in kinds or datetime in kinds
    names = [Message(_NAMES.get(kind, str(kind))) for kind in kinds if kind is not NoneType]
    wanted = reduce(lambda one, other: Message("{one} or {other}", one=one, other=other), names)

    def read(value: object, _: Names) -> Any:
        if exact and type(value) in {int, str}:
            return _decimal(value)
        if real and type(value) in {int, Decimal}:
            return float(value)  # type: ignore[arg-type]
        if timed:
            value = _day(value, kinds)
        if type(value) not in kinds:
            raise _wrong(value, wanted)
        return value

    return read


def _named(value: object, known: Mapping[str, Any]) -> Any:
    if not isinstance(value, str) or value not in known:
        raise _wrong(value, Message("the id of a value that is known"))
    return known[value]


def _table(value: object) -> Tree:
    if not isinstance(value, dict):
        raise _wrong(value, Message("a table"))
    return value


def _array(value: object) -> list[object]:
    if not isinstance(value, list):
        raise _wrong(value, Message("an array"))
    return value


def _one_of(value: object, allowed: tuple[Any, ...]) -> object:
    if value not in allowed:
        raise _wrong(value, _one_among(allowed))
    return value


def _decimal(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except ArithmeticError:
        raise _wrong(value, Message("a number")) from None


def _day(value: object, kinds: tuple[Any, ...]) -> object:
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
        raise _wrong(value, Message(_NAMES[date if date in kinds else datetime])) from None


_AS_THEY_ARE = {str, int, bool, float, NoneType}
"""Types that are written as they are."""

_NAMES = {
    str: msg("a text in quotes"),
    int: msg("a whole number"),
    bool: msg("true or false"),
    date: msg("a day such as 2011-06-01"),
    datetime: msg("a time"),
    Decimal: msg("a number"),
    float: msg("a number"),
}
