"""Code lists as tables, for the SQL that derives others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grutto.codelists import areas
from grutto.codelists.dac import code_list
from grutto.lazily import lazily
from grutto.model.table import Column
from grutto.remittances.method import method
from grutto.store.parquet import arrow_table

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = lazily("pyarrow")

LISTS = ("dac_recipient", "dac_code", "oda_rule", "currency_end")
NUMBERS = {"since", "until", "rank"}


def code_tables() -> dict[str, pa.Table]:
    """Return the lists about ODA, the ends of currencies, the countries and the settings of prices, by name."""
    countries = tuple({"country": area.iso2} for area in areas().values() if area.iso2)
    lists = {name: _table(code_list(name)) for name in LISTS}
    return lists | {"country_code": _table(countries), "remittance_setting": _settings()}


def _settings() -> pa.Table:
    """Return the settings by which prices of sending money are put in indices: one row."""
    settings = method().settings
    return pa.table(
        {
            "smart_services": [settings.smart_services],
            "smart_days": [settings.smart_days],
            "smart_coverage": [list(settings.smart_coverage)],
            "international_share": [settings.international_share],
            "without_senders": [list(settings.without_senders)],
        }
    )


def _table(rows: tuple[dict[str, str], ...]) -> pa.Table:
    columns = tuple(Column(name, "integer" if name in NUMBERS else "text", name) for name in rows[0])
    return arrow_table(columns, {c.name: [_typed(row[c.name], c) for row in rows] for c in columns})


def _typed(text: str, column: Column) -> Any:
    return None if not text else int(text) if column.type == "integer" else text
