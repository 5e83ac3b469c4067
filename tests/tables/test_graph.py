"""What ties files together: identifiers that both name, and money that both sides tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_iati import activity, by, document, paid, to

from grutto.store.home import Home
from grutto.tables.extract import extracts, usable
from grutto.tables.graph import CAME, SENT, TIE, components
from grutto.tables.intake import current_lock, incoming_files, take_in

if TYPE_CHECKING:
    from pathlib import Path


def tied(folder: Path, one: str, other: str) -> bool:
    """Tell whether two files are tied together."""
    for name, text in (("a.xml", one), ("b.xml", other)):
        (folder / name).write_text(document(text), "utf-8")
    home = Home(folder / "home")
    take_in(home, incoming_files([folder / "a.xml", folder / "b.xml"]))
    lock = list(current_lock(home).values())
    first = components({s.name: usable(e).ends for s, e in zip(lock, extracts(home, lock), strict=True)})
    return first["a.xml"] == first["b.xml"]


A, B = "O-A", "O-B"
RELATED = '<related-activity ref="B" type="1"/>'
TAKES_PART = '<participating-org role="4" activity-id="B"/>'
CASES = {
    "nothing": ("", "", False),
    "one names the activity of the other": (paid(5, inside=to("B")), "", True),
    "related": (RELATED, "", True),
    "taking part": (TAKES_PART, "", True),
    "both name an activity that is in no file": (paid(5, inside=to("X")), paid(5, code="1", inside=by("X")), True),
    "one names the organisation of the other": (paid(5, inside=to(org=B)), "", False),
    "both sides name each other's organisation": (
        paid(5, inside=to(org=B)),
        paid(5, code="1", inside=by(org=A)),
        True,
    ),
    "each pays the other's organisation": (paid(5, inside=to(org=B)), paid(5, inside=to(org=A)), False),
}


@pytest.mark.parametrize("case", CASES)
def test_files_are_tied_by_what_changes_the_rows_of_both(tmp_path: Path, case: str) -> None:
    one, other, expected = CASES[case]
    assert tied(tmp_path, activity("A", one, org=A), activity("B", other, org=B)) == expected


def test_files_of_one_organisation_and_copies_in_another_case_are_tied(tmp_path: Path) -> None:
    assert tied(tmp_path, activity("A", org=A), activity("C", org=A))
    assert tied(tmp_path, activity("A", org=A), activity("a", org=B))


def test_a_tie_holds_through_others() -> None:
    ends = {"a": [(TIE, 1)], "b": [(TIE, 1), (SENT, 2)], "c": [(CAME, 2)], "d": [(SENT, 3)], "e": [(SENT, 3)]}
    assert components(ends) == {"a": "a", "b": "a", "c": "a", "d": "d", "e": "e"}
