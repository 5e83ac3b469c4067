"""Tables and columns in words: every one that a release can have, every dimension of a measure, and no others."""

from __future__ import annotations

from grutto.locale import column_text, language_named, languages, table_text
from grutto.locale.fields import COLUMNS, TABLES
from grutto.measures import dimension_names, measures
from grutto.tables import all_tables


def test_every_table_column_and_dimension_has_words() -> None:
    columns = {column.name for table in all_tables().values() for column in table.column}
    dimensions = {name for measure in measures().values() for name in dimension_names(measure)}
    assert set(all_tables()) == set(TABLES)
    assert columns | dimensions == set(COLUMNS)


def test_all_are_written_in_every_language() -> None:
    for language in languages().values():
        assert all(column_text(name, language) for name in COLUMNS)
        assert all(table_text(name, language) for name in TABLES)


def test_a_column_may_be_named_with_its_table() -> None:
    dutch = language_named("nl")
    assert column_text("attribution.priority", dutch) == "prioriteit"
    assert column_text("OBS_NOTE", dutch) == "OBS_NOTE"
    assert table_text("planned_disbursement", dutch) == "geplande uitgave"
