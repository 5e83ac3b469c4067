"""Where the rule suites of peers are at hand, our rules agree with them, but for what is known."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("rules.py")
BESIDE = Path(os.environ.get("GRUTTO_PEERS", SCRIPT.parents[3] / "peers"))


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(folder)])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(SCRIPT), run_name="__main__")
    return stopped.value.code, capsys.readouterr().out


def test_what_is_not_at_hand_is_said_and_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = told(tmp_path, monkeypatch, capsys)
    assert code == 0
    assert out.count("not at hand") == 2


@pytest.mark.skipif(not BESIDE.is_dir(), reason="no suites of peers beside the project: see tests/peers/rules.py")
def test_suites_of_peers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = told(BESIDE, monkeypatch, capsys)
    assert code == 0, out
