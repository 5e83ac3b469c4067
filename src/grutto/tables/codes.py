"""Code lists as tables, for the SQL that derives others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.codelists import areas
from grutto.codelists.dac import code_list
from grutto.model.table import Column
from grutto.store.parquet import arrow_table

if TYPE_CHECKING:
    import pyarrow as pa

LISTS = ("dac_recipient", "dac_code", "oda_rule", "currency_end")
NUMBERS = {"since", "until", "rank"}


def code_tables() -> dict[str, pa.Table]:
    """Return the lists that decide about ODA, the ends of currencies, and the countries there are, by name."""
    countries = tuple({"country": area.iso2} for area in areas().values() if area.iso2)
    return {name: _table(code_list(name)) for name in LISTS} | {"country_code": _table(countries)}


def _table(rows: tuple[dict[str, str], ...]) -> pa.Table:
    columns = tuple(Column(name, "integer" if name in NUMBERS else "text", name) for name in rows[0])
    return arrow_table(columns, {c.name: [_typed(row[c.name], c) for row in rows] for c in columns})


def _typed(text: str, column: Column) -> Any:
    return None if not text else int(text) if column.type == "integer" else text
