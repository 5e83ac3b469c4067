"""Plans that do not fit their dimensions are refused."""

from __future__ import annotations

import pytest
from populations import crossed, flat

from grutto.errors import DeclarationError
from grutto.protect.plan import Coarsening, ProtectedTable, PublicationPlan

COUNTRY, SEX = flat("country", "AB"), flat("sex", "FM")


@pytest.mark.parametrize(
    ("tables", "what"),
    [
        ((ProtectedTable("t", {"age": ("0",)}),), "no dimension “age”"),
        ((ProtectedTable("t", {"country": ("Z",)}),), "no code “Z”"),
        ((ProtectedTable("t", {"country": ("A",)}, {"sex": "X"}),), "no code “X”"),
        ((crossed("t", COUNTRY), crossed("t", SEX)), "two tables have one name"),
    ],
)
def test_what_is_not_declared_is_refused(tables: tuple[ProtectedTable, ...], what: str) -> None:
    """A table outside the plan cannot be published."""
    with pytest.raises(DeclarationError, match=what):
        PublicationPlan("p", (COUNTRY, SEX), tables)


def test_coarsening_takes_codes_or_the_table_away() -> None:
    """Steps are declared, and taken in order."""
    plan = PublicationPlan("p", (COUNTRY, SEX), (crossed("t", COUNTRY, SEX), crossed("u", SEX)))
    coarser = plan.coarsened(Coarsening("t", "sex", ("all",))).coarsened(Coarsening("u"))
    assert [dict(table.dimensions) for table in coarser.tables] == [{"country": ("all", "A", "B"), "sex": ("all",)}]
    with pytest.raises(DeclarationError, match="no table “v”"):
        plan.coarsened(Coarsening("v"))
