"""Rows of an answer, exact: a data frame where a program wants one, a table in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, overload

from markupsafe import Markup

from grutto.errors import InputError
from grutto.library.wording import cell_text, head_text, in_words, plain
from grutto.locale import terminal_language, worded
from grutto.message import Message

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Row = dict[str, Any]
MOST = 20
"""Rows that a notebook shows."""
AMOUNTS = {"value", "eur", "voted", "realised", "difference"}
"""Columns in which nothing is “unknown”; elsewhere it is empty, as it does not apply."""


class Frames(ABC):
    """What becomes a data frame: amounts stay exact decimals there, and what is unknown is null, never nought."""

    @property
    @abstractmethod
    def records(self) -> list[Row]:
        """The rows as plain dictionaries, with reasons as codes."""

    def df(self) -> Any:
        """Return a data frame of what is installed: pandas, else polars, else an Arrow table."""
        if find_spec("pandas"):
            return self.to_pandas()
        return self.to_polars() if find_spec("polars") else self.to_arrow()

    def to_pandas(self) -> pd.DataFrame:
        """Return a data frame of pandas, its columns of Arrow's types.

        Raises:
            InputError: pandas is not installed.
        """
        pandas = _installed("pandas")
        frame: pd.DataFrame = self.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype)
        return frame

    def to_polars(self) -> pl.DataFrame:
        """Return a data frame of polars.

        Raises:
            InputError: polars is not installed.
        """
        frame: pl.DataFrame = _installed("polars").from_arrow(self.to_arrow())
        return frame

    def to_arrow(self) -> pa.Table:
        """Return an Arrow table; reasons and warnings are in words there."""
        import pyarrow as pa  # noqa: PLC0415 - needed for frames only

        rows = in_words(self.records)
        heads = dict.fromkeys(head for row in rows for head in row)
        columns = {head: pa.array([_arrow(row.get(head)) for row in rows]) for head in heads}
        return pa.table({head: _widened(column) for head, column in columns.items()})

    def _repr_html_(self) -> str:
        """Return the first rows as a table, in the language of the environment."""
        return html_table(self.records)


class Rows(Frames, Sequence[Row]):
    """Rows of an answer, in order."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Keep the rows."""
        self._rows = list(rows)

    @property
    def records(self) -> list[Row]:
        """The rows as plain dictionaries, with reasons as codes."""
        return self._rows

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Row | Rows:
        """Return a row, or some of them."""
        return Rows(self._rows[place]) if isinstance(place, slice) else self._rows[place]

    def __repr__(self) -> str:
        """Return the rows as Python writes them."""
        return f"{type(self).__name__}({self._rows!r})"


def html_table(rows: list[Row], count: int | None = None, most: int = MOST) -> str:
    """Return rows as a table in HTML, texts escaped.

    Args:
        rows: the first ones, or all.
        count: how many there are, if those are not all.
        most: rows that are written.
    """
    heads = [head for head in dict.fromkeys(head for row in rows for head in row) if _says_something(head, rows)]
    head = Markup("").join(Markup("<th>{}</th>").format(head_text(name)) for name in heads)
    body = Markup("\n").join(
        Markup("<tr>{}</tr>").format(Markup("").join(_cell(name, row) for name in heads))
        for row in in_words(rows[:most])
    )
    table = Markup("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>").format(head, body)
    total = len(rows) if count is None else count
    if total <= most:
        return table
    text = worded(Message("{shown} of {count} rows", shown=most, count=total), terminal_language())
    return table + Markup("\n<p>{}</p>").format(text)


def _cell(head: str, row: Row) -> Markup:
    value = row.get(head)
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    style = Markup(' style="text-align: right"') if is_number else ""
    text = "" if value is None and head not in AMOUNTS else cell_text(head, value)
    return Markup("<td{}>{}</td>").format(style, text)


def _says_something(head: str, rows: list[Row]) -> bool:
    """Tell whether a column is to be seen: an amount always, what is empty in all rows not."""
    return head in AMOUNTS or any(row.get(head) not in {None, "", ()} for row in rows)


def _arrow(value: Any) -> Any:
    """Return a value as Arrow has it; what it has no type for is text."""
    return value if value is None or isinstance(value, str | int | float | Decimal) or _is_day(value) else plain(value)


def _widened(column: pa.Array) -> pa.Array:
    """Return a column of decimals with all digits that there can be: of what is asked twice, the types are the same."""
    import pyarrow as pa  # noqa: PLC0415 - needed for frames only

    is_decimal = pa.types.is_decimal(column.type)
    return column.cast(pa.decimal128(38, column.type.scale)) if is_decimal else column


def _is_day(value: object) -> bool:
    return hasattr(value, "isoformat")


def _installed(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise InputError(
            "The library {name} is not installed",
            repair="install it, or take .to_arrow()",
            command=f"pip install {name}",
            name=name,
        ) from error
