"""What an edition was made from is kept by its digest, and what was changed or is another version is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from small_account import entry
from small_report import PROGRAMME

from grutto.editions.inputs import FRAMEWORK, JUDGEMENTS, LEDGER, framework_of, keep_inputs, keeps_inputs, signed_inputs
from grutto.errors import DeclarationError, StoreError, UnknownNameError
from grutto.model.edition import Edition
from grutto.model.judgement import Judgement

if TYPE_CHECKING:
    from grutto.store.home import Home

SAID = Judgement(
    "one", "narrative", "A", "A. Person", date(2011, 6, 1), {"en": "It began late."}, seen={"x": Decimal("1.50")}
)
SAVED = entry("first", "estimate", "2011-Q1")
EMPTY = Edition("test", 2010, ("en",), "r", "", "", "code", (), {}, {})


def kept(home: Home, *parts: str) -> Edition:
    """Return an edition of the parts named, kept in a data folder."""
    given = {FRAMEWORK: PROGRAMME, JUDGEMENTS: (SAID,), LEDGER: (SAVED,)}
    ordered = [given[name] if name in parts else None for name in (FRAMEWORK, JUDGEMENTS, LEDGER)]
    inputs = keep_inputs(home, ordered[0], ordered[1] or (), ordered[2] or ())  # type: ignore[arg-type]
    signed = "+".join(inputs[name] for name in (JUDGEMENTS, LEDGER) if name in inputs)
    return replace(EMPTY, inputs=inputs, judgements_sha256=signed)


def test_what_was_kept_comes_back_as_it_was(home: Home) -> None:
    edition = kept(home, FRAMEWORK, JUDGEMENTS, LEDGER)
    assert set(edition.inputs) == {FRAMEWORK, JUDGEMENTS, LEDGER}
    assert framework_of(home, edition) == PROGRAMME
    assert signed_inputs(home, edition) == ((SAID,), (SAVED,))
    assert keeps_inputs(home, edition)


def test_the_same_is_kept_once_and_nothing_is_not_kept(home: Home) -> None:
    assert kept(home, JUDGEMENTS).inputs == {JUDGEMENTS: kept(home, JUDGEMENTS, LEDGER).inputs[JUDGEMENTS]}
    assert len(list(home.path.glob("snapshots/*/*"))) == 2
    nothing = kept(home)
    assert nothing.inputs == {}
    assert keeps_inputs(home, nothing)
    assert signed_inputs(home, nothing) == ((), ())


def test_judgements_that_this_folder_does_not_keep_are_told(home: Home) -> None:
    edition = kept(home, JUDGEMENTS)
    home.snapshot_path(edition.inputs[JUDGEMENTS]).unlink()
    assert not keeps_inputs(home, edition)
    assert not keeps_inputs(home, replace(EMPTY, judgements_sha256="abc")), "an edition of long ago kept none"


def test_a_record_that_names_other_judgements_is_refused(home: Home) -> None:
    edition = kept(home, JUDGEMENTS, LEDGER)
    for wrong in ("abc", edition.inputs[JUDGEMENTS]):
        with pytest.raises(DeclarationError, match="names other judgements"):
            signed_inputs(home, replace(edition, judgements_sha256=wrong))


def test_what_was_changed_is_refused(home: Home) -> None:
    edition = kept(home, FRAMEWORK, JUDGEMENTS)
    for digest in edition.inputs.values():
        path = home.snapshot_path(digest)
        path.chmod(0o644)
        path.write_text(path.read_text("utf-8").replace("A", "B"), "utf-8")
    with pytest.raises(StoreError):
        framework_of(home, edition)
    with pytest.raises(StoreError):
        signed_inputs(home, edition)


def test_a_bundled_framework_stands_in_and_another_is_asked_for(home: Home) -> None:
    bundled = framework_of(home, replace(EMPTY, framework="nl-2008"))
    assert bundled is not None
    assert bundled.id == "nl-2008"
    assert framework_of(home, replace(EMPTY, framework="")) is None
    with pytest.raises(UnknownNameError) as caught:
        framework_of(home, EMPTY)
    assert caught.value.command == "--framework FOLDER"
