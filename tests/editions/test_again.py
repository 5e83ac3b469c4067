"""An edition is written anew from what is kept of it, with the chains that it links to, and holds."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from small_iati import activity, by, document, paid, take, to

from grutto.editions.again import written_again
from grutto.editions.make import make_edition
from grutto.editions.order import Order
from grutto.editions.record import FILE, kept_edition
from grutto.editions.verify import verify
from grutto.errors import InputError
from grutto.frameworks import load
from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from grutto.editions.make import NewEdition

MIDDLE = (
    paid(100, code="1", inside=by("XM-DAC-7-1", "XM-DAC-7")),
    paid(60, inside=to("XM-T-3-1", "XM-T-3")),
)
FILES = {
    "a.xml": document(activity("XM-DAC-7-1", paid(100, inside=to("XM-T-2-1", "XM-T-2")), org="XM-DAC-7")),
    "b.xml": document(activity("XM-T-2-1", *MIDDLE, org="XM-T-2")),
    "c.xml": document(activity("XM-T-3-1", paid(60, code="1", inside=by("XM-T-2-1", "XM-T-2")), org="XM-T-3")),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, NewEdition]:
    """A report that draws a chain."""
    home = Home(tmp_path_factory.mktemp("again"))
    take(home, FILES)
    framework = replace(load("nl-2008"), outline=("chain", "method"), priority=(), budget_line=(), threshold=())
    return home, make_edition(home, Order(framework=framework, year=2010, languages=("en",)))


def test_every_chain_that_it_links_to_is_beside_it(made: tuple[Home, NewEdition], tmp_path: Path) -> None:
    home, new = made
    assert list(new.beside) == ["chain/XM-DAC-7-1"]
    kept = written_again(home, kept_edition(new.edition.id, home), tmp_path)
    pages = "".join(page.read_text("utf-8") for page in tmp_path.glob("*.html"))
    assert 'href="chain/XM-DAC-7-1/index.html"' in pages
    page = tmp_path / "chain" / "XM-DAC-7-1" / "index.html"
    assert hashlib.sha256(page.read_bytes()).hexdigest() == new.beside["chain/XM-DAC-7-1"].edition.files["index.html"]
    faults = [each for each in verify(home, kept.edition, folder=tmp_path).differences if "chain/" in each]
    assert faults == []


def test_one_that_is_not_kept_any_more_is_told(made: tuple[Home, NewEdition], tmp_path: Path) -> None:
    home, new = made
    record = home.editions / new.beside["chain/XM-DAC-7-1"].edition.id / FILE
    content = record.read_bytes()
    record.write_bytes(content + b"\n")
    try:
        with pytest.raises(InputError, match="is not kept any more"):
            written_again(home, kept_edition(new.edition.id, home), tmp_path)
    finally:
        record.write_bytes(content)
