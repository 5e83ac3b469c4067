"""How much of what an activity pays out stands with others too; worked by hand."""

from __future__ import annotations

from decimal import Decimal

from small_tables import engine_of

from grutto.tables.repetition import MoneyMoved, RepeatedTransfer, repeated, repetition_rows


def paid(**euros: int) -> dict[str, MoneyMoved]:
    return {name: MoneyMoved(value) for name, value in euros.items()}


def nets(found: dict[str, MoneyMoved]) -> dict[str, int]:
    return {name: moved.net for name, moved in found.items() if moved.net}


def test_what_those_below_report_is_repeated_by_those_above() -> None:
    """Two projects report 30 and 20 of the 60 of their programme: 50 of it stand there too."""
    below, sent = repeated({"a": "top", "b": "top"}, paid(top=60, a=30, b=20), [])
    assert nets(below) == {"top": 50}
    assert nets(sent) == {}


def test_a_middle_level_that_reports_a_part_hides_nothing() -> None:
    """The lowest reports 50 and the middle 10 of them: at the top 50 are repeated, and not 10."""
    below, _ = repeated({"low": "middle", "middle": "top"}, paid(top=50, middle=10, low=50), [])
    assert nets(below) == {"middle": 50, "top": 50}


def test_a_middle_level_that_reports_more_counts_itself() -> None:
    below, _ = repeated({"low": "middle", "middle": "top"}, paid(top=50, middle=40, low=10), [])
    assert nets(below) == {"middle": 10, "top": 40}


def test_what_was_sent_to_a_parent_is_netted_where_its_children_spend_it_in_proportion() -> None:
    """The parent got 40 and spends nothing; its children spend 30 and 10."""
    _, sent = repeated({"a": "top", "b": "top"}, paid(a=30, b=10), [RepeatedTransfer("giver", "top", MoneyMoved(40))])
    assert nets(sent) == {"a": 30, "b": 10}


def test_no_more_is_handed_down_than_children_spend() -> None:
    """Of 40 the child spends 15: the rest stays with the parent."""
    _, sent = repeated({"a": "top"}, paid(a=15), [RepeatedTransfer("giver", "top", MoneyMoved(40))])
    assert nets(sent) == {"top": 25, "a": 15}


def test_money_that_a_parent_sends_its_child_is_not_repeated_twice() -> None:
    """The child pays 30 that the parent paid to it: below the parent there is nothing of the child's own."""
    below, sent = repeated({"a": "top"}, paid(top=30, a=30), [RepeatedTransfer("top", "a", MoneyMoved(30))])
    assert nets(below) == {}
    assert nets(sent) == {"a": 30}


def test_a_refund_is_money_that_came_back() -> None:
    below, _ = repeated({"a": "top"}, {"top": MoneyMoved(50), "a": MoneyMoved(50, 20)}, [])
    assert (below["top"], below["top"].net) == (MoneyMoved(50, 20), 30)


def test_rows_are_exact_euros_by_flow_and_leave_out_what_is_not_repeated() -> None:
    """0.10 and 0.20 are 0.30, and not a float near it; who repeats nothing has no row."""
    pairs = [("a", "0.10"), ("b", "0.20"), ("top", "0.50")]
    outflow = [
        {"flow": "funds", "iati_identifier": name, "paid_eur": Decimal(value), "refund_eur": Decimal(0)}
        for name, value in pairs
    ]
    family = [{"iati_identifier": name, "ancestor": "top", "distance": 1} for name in "ab"]
    found = repetition_rows(engine_of(outflow=outflow, family=family))
    assert (found["flow"], found["iati_identifier"]) == (["funds"], ["top"])
    assert found["level_paid_eur"] == [Decimal("0.30")]
    assert found["chain_paid_eur"] == [0]
    assert all(column == [] for column in repetition_rows(engine_of()).values())
