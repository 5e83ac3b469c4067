"""The log: each entry bound to the one before; the database refuses changes; a check finds what was changed."""

from __future__ import annotations

from hashlib import sha256
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from grutto_web.people.log import triggers
from grutto_web.people.log.chain import ChainHead, LoggedAct, append, head, verify
from grutto_web.people.log.models import BEGINNING, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.django_db


def _done(number: int) -> LoggedAct:
    return LoggedAct(
        "trial.Write", "trial.letter", "7", number, "draft", "draft", {"text": ("a", f"b{number}")}, "why é"
    )


@pytest.fixture
def three() -> list[Entry]:
    """A log of three entries."""
    return [append(_done(n), None) for n in (1, 2, 3)]


@pytest.fixture
def _unguarded(three: list[Entry]) -> Iterator[None]:
    """The database as somebody has it who takes the triggers away."""
    triggers.remove(connection)
    yield
    triggers.place(connection)


def test_the_first_digest_by_hand(three: list[Entry]) -> None:
    first = Entry.objects.get(number=1)
    text = (
        '{"act":"trial.Write","actor_id":null,"after":"draft","at":"'
        + first.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
        + '","before":"draft","changes":{"text":["a","b1"]},"kind":"trial.letter","number":1,"previous":"'
        + "0" * 64
        + '","reason":"why \\u00e9","record":"7","version":1}'
    )
    assert first.digest == sha256(text.encode()).hexdigest() == three[0].digest
    assert Entry.objects.get(number=2).previous == first.digest


def test_an_untouched_log_holds(three: list[Entry]) -> None:
    assert verify().holds
    assert verify([ChainHead(2, three[1].digest)]).head == head() == ChainHead(3, three[2].digest)


def test_an_empty_log_holds() -> None:
    assert verify().head == ChainHead(0, BEGINNING)


CHANGES: dict[str, Callable[[], object]] = {
    "save": lambda: Entry.objects.get(number=2).save(),
    "update": lambda: Entry.objects.filter(number=2).update(reason="other"),
    "delete": lambda: Entry.objects.get(number=2).delete(),
    "delete all": lambda: Entry.objects.all().delete(),
    "sql": lambda: connection.cursor().execute("UPDATE log_entry SET reason = 'x'"),
}


@pytest.mark.parametrize("way", CHANGES)
def test_the_database_refuses(way: str, three: list[Entry]) -> None:
    with pytest.raises(DatabaseError, match=triggers.MESSAGE), transaction.atomic():
        CHANGES[way]()
    assert verify().holds


@pytest.mark.usefixtures("_unguarded")
@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (lambda: Entry.objects.filter(number=2).update(reason="x"), [(2, "changed")]),
        (lambda: Entry.objects.filter(number=2).update(changes={"text": ["a", "c"]}), [(2, "changed")]),
        (lambda: Entry.objects.filter(number=2).delete(), [(3, "missing"), (3, "unbound")]),
        (lambda: Entry.objects.filter(number=1).update(digest="f" * 64), [(1, "changed"), (2, "unbound")]),
    ],
)
def test_a_change_in_spite_of_it_is_found(change: Callable[[], object], faults: list[tuple[int, str]]) -> None:
    change()
    assert [(fault.number, fault.kind) for fault in verify().faults] == faults


@pytest.mark.usefixtures("_unguarded")
def test_an_anchor_finds_what_was_cut_off_or_written_anew(three: list[Entry]) -> None:
    anchor = ChainHead(3, three[2].digest)
    Entry.objects.filter(number=3).delete()
    assert verify().holds, "without an anchor, a shorter log looks whole"
    assert [(f.number, f.kind) for f in verify([anchor]).faults] == [(3, "missing")]
    append(_done(9), None)
    assert [(f.number, f.kind) for f in verify([anchor]).faults] == [(3, "anchor")]


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_the_transaction_of_what_it_tells() -> None:
    with pytest.raises(RuntimeError, match="open a transaction first"):
        append(_done(1), None)


def test_the_command(three: list[Entry]) -> None:
    out = StringIO()
    call_command("log_verify", anchor=[str(head())], stdout=out)
    assert out.getvalue() == f"The log holds: 3 entries, head 3:{three[2].digest}\n"
    with pytest.raises(CommandError, match="The log was changed"):
        call_command("log_verify", anchor=["2:" + "a" * 64], stderr=StringIO())
    with pytest.raises(CommandError, match="is not NUMBER:DIGEST"):
        call_command("log_verify", anchor=["x"])


def test_the_command_speaks_the_language_of_the_terminal(three: list[Entry], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    out, wrong = StringIO(), StringIO()
    call_command("log_verify", stdout=out)
    assert out.getvalue() == f"Het logboek klopt: 3 regels, kop 3:{three[2].digest}\n"
    with pytest.raises(CommandError, match="Het logboek is gewijzigd"):
        call_command("log_verify", anchor=["2:" + "a" * 64], stderr=wrong)
    assert wrong.getvalue() == "2: het is niet de regel die is verankerd\n"
