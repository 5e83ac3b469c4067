"""A preview tells what an import would change, and changes nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from iati_samples import activity, codelists_at, wrapped

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command
    from grutto.store.home import Home


def paid(value: str, day: str = "2020-05-01", ref: str = "r") -> str:
    return (
        f'<transaction ref="{ref}"><transaction-type code="3"/><transaction-date iso-date="{day}"/>'
        f'<value value-date="{day}" currency="EUR">{value}</value></transaction>'
    )


def title(text: str, more: str = "") -> str:
    return f"<title><narrative>{text}</narrative>{more}</title>"


BEFORE = (
    activity(title("One") + paid("100") + paid("7", ref="s"), "A-1")
    + activity(title("Two"), "A-2")
    + activity(title("Three"), "A-3")
)


def tree(home: Home) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(home.path.rglob("*")) if p.is_file()}


@pytest.fixture
def file(grutto: Command, home: Home, tmp_path: Path) -> Path:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(BEFORE), "utf-8")
    assert grutto("import", path, "--home", home.path).code == 0
    return path


def previewed(grutto: Command, home: Home, path: Path, after: str) -> dict[str, Any]:
    """Preview a file with other activities; check that nothing changes."""
    path.write_text(wrapped(after), "utf-8")
    before = tree(home)
    answer = grutto("import", path, "--preview", "--format", "json", "--home", home.path)
    assert tree(home) == before
    assert "nothing was published" in answer.err
    (found,) = json.loads(answer.out)
    return dict(found)


def test_new_changed_and_removed_activities_are_told_field_by_field(grutto: Command, home: Home, file: Path) -> None:
    after = (
        activity(title("Een") + paid("7", ref="s") + paid("120") + paid("5", "2021-01-01", "t"), "A-1")
        + activity(title("Two"), "A-2")
        + activity(title("Four"), "A-4")
    )
    found = previewed(grutto, home, file, after)
    assert (found["report"]["outcome"], found["same"]) == ("changed", 1)
    records = {r["identifier"]: r for r in found["records"]}
    assert {name: r["outcome"] for name, r in records.items()} == {"A-3": "removed", "A-4": "new", "A-1": "changed"}
    assert records["A-4"]["title"] == "Four"
    changes = {(c["table"], c["field"]): (c["before"], c["after"]) for c in records["A-1"]["changes"]}
    assert changes.pop(("activity", "title")) == ("One", "Een")
    assert changes.pop(("transaction", "value")) == ("100", "120")
    (gone, added) = changes.pop(("transaction", ""))
    assert gone == ""
    day = {"transaction_date": "2021-01-01", "value_date": "2021-01-01"}
    assert added == {"ref": "t", "transaction_type": "3", "value": "5", "currency": "EUR"} | day, "codes for machines"
    assert changes == {}
    assert found["report"]["lost"] == ["A-3"]


def test_the_order_of_rows_is_no_change(grutto: Command, home: Home, file: Path) -> None:
    after = BEFORE.replace(paid("100") + paid("7", ref="s"), paid("7", ref="s") + paid("100"))
    found = previewed(grutto, home, file, after)
    assert (found["report"]["outcome"], found["records"], found["same"]) == ("changed", [], 3)


def test_a_text_in_another_language_is_told(grutto: Command, home: Home, file: Path) -> None:
    after = BEFORE.replace(title("Two"), title("Two", '<narrative xml:lang="nl">Twee</narrative>'))
    (record,) = previewed(grutto, home, file, after)["records"]
    (change,) = record["changes"]
    assert (change["table"], change["field"], change["before"]) == ("narrative", "", "")
    assert (change["after"]["language"], change["after"]["text"]) == ("nl", "Twee")


def test_what_is_wrong_in_the_new_file_is_told_and_the_same_file_changes_nothing(
    grutto: Command, home: Home, file: Path
) -> None:
    found = previewed(grutto, home, file, BEFORE.replace(">100<", ">1,00x<"))
    assert [f[:3] for f in found["findings"]] == [["error", "This is not a number", "1,00x"]]
    (record,) = found["records"]
    change = next(c for c in record["changes"] if c["field"] == "value")
    assert (change["before"], change["after"]) == ("100", "")
    same = previewed(grutto, home, file, BEFORE)
    assert (same["report"]["outcome"], same["records"]) == ("unchanged", [])


def test_as_text_with_files_that_hold_the_same_activity_and_one_that_is_refused(
    grutto: Command, home: Home, file: Path, tmp_path: Path
) -> None:
    (tmp_path / "b.xml").write_text(wrapped(activity(title("One again"), "A-1")), "utf-8")
    (tmp_path / "c.xml").write_text("<html/>", "utf-8")
    file.write_text(wrapped(BEFORE.replace(">One<", ">Een<")), "utf-8")
    answer = grutto("import", file, tmp_path / "b.xml", tmp_path / "c.xml", "--preview", "--home", home.path)
    assert answer.code == 1
    assert answer.out.splitlines() == [
        "changed\ta.xml\tchanged: 1, the same: 2",
        "  ~ A-1\tchanged\tEen",
        "      activity, title: “One” → “Een”",
        "new\tb.xml\tbehind: 1",
        "  = A-1\tbehind\tOne again (its copy goes on counting; also in a.xml)",
        "refused\tc.xml\t",
    ]
    assert "of no known kind" in answer.err


def test_columns_and_codes_of_rows_have_words_in_the_language_of_the_terminal(
    grutto: Command, home: Home, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“transaction added: transaction type 3, value date 2021-01-01”, and “value_date ontbreekt”, stood in Dutch."""
    codelists_at(home, "TransactionType,3,Disbursement")
    after = BEFORE.replace(paid("7", ref="s"), paid("7", ref="s") + paid("5", "2021-01-01", "t"))
    dayless = paid("9", "2022-01-01", "u").replace(' value-date="2022-01-01"', "")
    file.write_text(wrapped(after.replace(paid("100"), paid("100") + dayless)), "utf-8")
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    answer = grutto("import", file, "--preview", "--home", home.path)
    added = (
        "transactie toegevoegd: kenmerk t, soort transactie 3 (Disbursement), dag van de transactie 2021-01-01,"
        " waarde 5, munt EUR, valutadatum 2021-01-01"
    )
    assert added in answer.out
    assert "valutadatum ontbreekt" in answer.out
    assert "_" not in answer.out


def test_before_the_first_import_everything_is_new(grutto: Command, home: Home, tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(wrapped(BEFORE), "utf-8")
    answer = grutto("import", path, "--preview", "--home", home.path)
    assert answer.out.splitlines()[0] == "new\ta.xml\tnew: 3"
    assert not home.path.exists()
