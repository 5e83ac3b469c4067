"""A CSV table of codes, years and numbers, spread over named axes; what is wrong with it is told with its line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from pyarrow import csv

from grutto.errors import ScenarioError
from grutto.message import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    type Labels = Sequence[str] | Sequence[int]

FIRST_LINE = 2  # of the rows: the first line of the file names the columns


@dataclass(frozen=True)
class ResultRows:
    """Rows of a file.

    Attributes:
        path: of the file.
        columns: name to values: text, whole numbers, or numbers with NaN where the cell is empty.
        line: place of each row in the file.
    """

    path: Path
    columns: dict[str, NDArray[Any]]
    line: NDArray[np.int64]

    def __getitem__(self, name: str) -> NDArray[Any]:
        """Return a column."""
        return self.columns[name]

    def among(self, **labels: Labels) -> ResultRows:
        """Return the rows whose cells are among these labels in every column named."""
        keep = np.all([np.isin(self[name], np.asarray(known)) for name, known in labels.items()], axis=0)
        columns = {name: values[keep] for name, values in self.columns.items()}
        return ResultRows(self.path, columns, self.line[keep])

    def spread(self, axes: Mapping[str, Labels], value: str, *, absent: float) -> NDArray[np.float64]:
        """Spread a column over axes, each named as its column and given with its labels in order.

        Args:
            axes: column to labels.
            value: the column of numbers.
            absent: what stands where the file has no row.

        Raises:
            ScenarioError: a label is unknown, or two rows are about the same cell.
        """
        places = [self._places(name, labels) for name, labels in axes.items()]
        shape = tuple(len(labels) for labels in axes.values())
        cells = np.ravel_multi_index(places, shape)
        self._refuse_twice(cells, tuple(axes))
        table = np.full(int(np.prod(shape)), absent, dtype=float)
        table[cells] = self[value]
        return table.reshape(shape)

    def _places(self, name: str, labels: Labels) -> NDArray[np.intp]:
        known = np.asarray(labels)
        order = np.argsort(known)
        found = order[np.searchsorted(known[order], self[name]).clip(0, len(known) - 1)]
        strange = np.nonzero(known[found] != self[name])[0]
        if strange.size:
            first = strange[0]
            raise ScenarioError(
                "Unknown {name}: {self_}",
                where=Message("{path}, line {line}", path=self.path, line=str(self.line[first])),
                repair="use one of {str}{value}",
                name=name,
                self_=self[name][first],
                str=", ".join(map(str, labels[:12])),
                value=" …" if len(labels) > 12 else "",
            )
        return np.asarray(found, dtype=np.intp)

    def _refuse_twice(self, cells: NDArray[np.intp], names: tuple[str, ...]) -> None:
        order = np.argsort(cells, kind="stable")
        again = np.nonzero(cells[order][1:] == cells[order][:-1])[0]
        if not again.size:
            return
        first, second = (int(order[again[0] + step]) for step in (0, 1))
        place = ", ".join(f"{name} {self[name][second]}" for name in names)
        raise ScenarioError(
            "Two rows are about the same cell",
            where=Message(
                "{path}, lines {line} and {line_2}: {place}{more}",
                path=self.path,
                line=str(self.line[first]),
                line_2=str(self.line[second]),
                place=place,
                more=more_rows(len(again) - 1),
            ),
            repair="leave one of them in the file; nothing is added up or overwritten silently",
        )


def more_rows(count: int) -> str:
    """Return how many rows have the same fault beside the one that is named; nothing if none."""
    return Message("; {count} more such row", "; {count} more such rows", count=count) if count else ""


def read_rows(
    path: Path, *, codes: Sequence[str] = (), whole: Sequence[str] = (), numbers: Sequence[str] = ()
) -> ResultRows:
    """Read the named columns of a CSV file, also gzipped; others are left alone.

    Args:
        path: of the file.
        codes: columns of text.
        whole: columns of whole numbers, such as years; none may be empty.
        numbers: columns of numbers.

    Raises:
        ScenarioError: the file or a column is missing, or a cell is no number; with its row.
    """
    place = Path(path)
    if not place.is_file():
        raise ScenarioError("The file is not there", where=place, repair="give the path of the CSV file")
    types = dict.fromkeys(codes, pa.string()) | dict.fromkeys(whole, pa.int64()) | dict.fromkeys(numbers, pa.float64())
    try:
        table = _table(place, types)
    except (pa.ArrowInvalid, OSError) as error:
        raise ScenarioError(
            "The table cannot be read: {detail}",
            where=place,
            repair="correct that row; leave a number that is not known empty, and save as CSV in UTF-8",
            detail=str(error),
        ) from None
    columns: dict[str, NDArray[Any]] = {}
    for name in types:
        column = table.column(name)
        if name in whole and column.null_count:
            empty = int(np.nonzero(column.is_null().to_numpy(zero_copy_only=False))[0][0])
            raise ScenarioError(
                "A cell of {name} is empty",
                where=Message("{place}, line {value}", place=place, value=empty + FIRST_LINE),
                name=name,
            )
        values = column.to_numpy()
        columns[name] = values.astype(str) if name in codes else values
    return ResultRows(place, columns, np.arange(table.num_rows) + FIRST_LINE)


def _table(path: Path, types: Mapping[str, pa.DataType]) -> pa.Table:
    pool = pa.system_memory_pool()  # gives back what it no longer needs, as a long run after it wants
    header = csv.open_csv(path, memory_pool=pool).schema.names
    missing = [name for name in types if name not in header]
    if missing:
        raise ScenarioError(
            "The table lacks columns",
            where=f"{path}: {', '.join(missing)}",
            repair="it has {given}",
            given=", ".join(header),
        )
    # One thread: only then do errors name the row.
    return csv.read_csv(
        path,
        read_options=csv.ReadOptions(use_threads=False),
        convert_options=csv.ConvertOptions(include_columns=list(types), column_types=types),
        memory_pool=pool,
    )
