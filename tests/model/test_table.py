"""A declared table says which rows of others give it its own."""

from __future__ import annotations

from grutto.model.table import ReleaseTable


def test_a_table_has_its_rows_from_others_whole_or_from_those_that_meet_a_condition() -> None:
    table = ReleaseTable("links", "Links.", (), rows_from=("pairs", "rows where side = 'receiver' AND paid > 0"))
    assert table.origins == (("pairs", ""), ("rows", "side = 'receiver' AND paid > 0"))
    assert ReleaseTable("links", "Links.", ()).origins == ()
