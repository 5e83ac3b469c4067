"""The ledger keeps what was published, and shows when it was touched."""

from __future__ import annotations

import pytest

from grutto.errors import InputError
from grutto.protect.cases import KnownStatement
from grutto.protect.ledger import Cell, Ledger

TWO = Ledger("p").with_edition([Cell(KnownStatement(0, "t", (("country", "A"),)), 20)])
TWO = TWO.with_edition([Cell(KnownStatement(1, "t", (("country", "A"),)), None)])


def test_it_is_read_as_it_was_written() -> None:
    """Editions are counted on."""
    assert Ledger.from_lines(TWO.to_lines(), "p") == TWO
    assert TWO.next_edition == 2


def test_every_change_of_a_byte_before_the_last_line_is_seen() -> None:
    """Each line carries the digest of the one before; the last one's is the head, which an edition anchors."""
    first, second = TWO.to_lines().splitlines()
    for place in range(len(first)):
        changed = first[:place] + chr(ord(first[place]) ^ 1) + first[place + 1 :]
        with pytest.raises(InputError):
            Ledger.from_lines(f"{changed}\n{second}\n", "p")


def test_a_ledger_of_other_people_is_refused() -> None:
    """Two populations have two ledgers."""
    with pytest.raises(InputError, match="not as it was written"):
        Ledger.from_lines(TWO.to_lines(), "q")
