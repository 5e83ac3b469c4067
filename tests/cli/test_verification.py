"""What the proof of one figure shows, in the language of the terminal."""

from __future__ import annotations

from typing import Any

import pytest

from grutto.cli.verification import print_sealed
from grutto.editions.seal.manifest import FigureTree, Manifest
from grutto.editions.seal.proof import ProvenFigure

MANIFEST = Manifest("e", "s", "2010", (), FigureTree("1", ""), {})


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ({"value": "350.25", "unit": "person", "rule": "entered in the savings ledger"}, "350.25 personen: "),
        ({"value": None, "unit": "EUR", "rule": "entered in the savings ledger"}, "onbekend: "),
    ],
)
def test_a_proven_figure_is_exact_and_in_words(
    figure: dict[str, Any], shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    print_sealed("p", ProvenFigure(figure, MANIFEST, "0" * 64, ()), "")
    out, told = capsys.readouterr()
    assert out.startswith(shown)
    assert "editie e van 2010" in told
