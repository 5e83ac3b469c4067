"""The notebook of the letter's year runs, and below each cell stands what it gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from notebooks import executed

NOTEBOOK = Path(__file__).parents[2] / "examples" / "nl-2010" / "letter.ipynb"
REPAIR = "write the outputs anew: PYTHONPATH=src python tests/support/notebooks.py examples/nl-2010/letter.ipynb"


def test_below_each_cell_stands_what_it_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert executed(NOTEBOOK) == json.loads(NOTEBOOK.read_text("utf-8")), REPAIR


def test_a_cell_that_gives_something_else_is_seen(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": ["one = 1\n", "one + 1"], "outputs": [], "execution_count": None}]
    page = tmp_path / "small.ipynb"
    page.write_text(json.dumps({"cells": cells}), "utf-8")
    (cell,) = executed(page)["cells"]
    assert cell["outputs"][0]["data"] == {"text/plain": ["2"]}


def test_a_cell_that_fails_fails(tmp_path: Path) -> None:
    page = tmp_path / "small.ipynb"
    page.write_text(json.dumps({"cells": [{"cell_type": "code", "source": ["1 / 0"]}]}), "utf-8")
    with pytest.raises(ZeroDivisionError):
        executed(page)
