"""The page for demographers runs as written."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grutto.cli import app
from grutto.scenarios.projection import autoregressive
from grutto.scenarios.sources import Data
from grutto.store.codec import declared

if TYPE_CHECKING:
    from grutto.scenarios.projection.autoregressive import Posterior

AREAS_OF_THE_PAGE = 6
PAGE = Path(__file__).parents[2] / "docs" / "scenarios-projection.md"


@pytest.mark.xdist_group("sampler")
def test_every_block_of_the_page_runs(posterior: Posterior, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the page; the parameters are those of another history, as its own sampler takes a minute to compile."""
    levels = posterior.rates.level[:, :AREAS_OF_THE_PAGE]
    monkeypatch.setattr(autoregressive, "fit_rates", lambda *_, **__: replace(posterior.rates, level=levels))
    monkeypatch.setattr(autoregressive, "fit_shares", lambda *_, **__: posterior.shares)
    monkeypatch.setattr(autoregressive, "require_convergence", lambda *_: None)
    run_page(tmp_path, monkeypatch)


@pytest.mark.long
def test_the_sampler_of_the_page_converges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_page(tmp_path, monkeypatch)


def run_page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) >= 6
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102 - our own page
    assert (folder / "result" / "flows.parquet").is_file()
    assert (folder / "chord.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_data_and_commands_of_the_page_are_those_of_the_program(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8")
    (text,) = (block for block in re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL) if "[flows]" in block)
    (tmp_path / "data.toml").write_text(text, encoding="utf-8")
    said = declared(tmp_path / "data.toml", Data)
    assert said.flows is not None
    assert said.reported is not None
    assert (said.flows.column, said.reported.dest) == ("da_pb_closed", "CAN")
    commands = re.findall(r"^\$ grutto (scenario .*)$", page, flags=re.MULTILINE)
    names = {app.parse_args(command, exit_on_error=False)[0].__name__ for command in commands}
    assert names == {"estimate", "run", "compare", "validate", "report"}
