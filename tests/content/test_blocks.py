"""What a document may hold: prose without digits, figures that lead somewhere, tables that fit on a page."""

from __future__ import annotations

import pytest

from grutto.content.blocks import PAGE, Label, Link, Quote, Table, TableColumn, Words
from grutto.errors import VerificationError


def test_prose_and_links_hold_no_digit_and_what_others_wrote_may() -> None:
    for refused in (lambda: Words("In 2010"), lambda: Link((Words("In 2010"),), "summary")):
        with pytest.raises(VerificationError):
            refused()
    assert Link((Words("Summary"),), "chain/X-1/").target == "chain/X-1/", "a place is no prose"
    assert (Quote("Plan 2010").text, Label("2010").text) == ("Plan 2010", "2010")


@pytest.mark.parametrize(("rows", "folded", "opened"), [(PAGE, False, False), (PAGE + 1, False, True), (1, True, True)])
def test_a_table_that_says_so_or_fits_on_no_page_is_opened_by_its_reader(
    rows: int, *, folded: bool, opened: bool
) -> None:
    name = (Words("Name"),)
    assert Table(name, (TableColumn(name),), ((name,),) * rows, folded=folded).opened_by_reader is opened
