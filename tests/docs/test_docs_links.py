"""Every link between the pages leads somewhere, and the index leads to every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(DOCS.rglob("*.md"))

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"`[^`\n]+`")
_BLOCK = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def links(page: Path) -> list[tuple[Path, str]]:
    """Return the pages that a page links to, each with the heading."""
    prose = _CODE.sub("", _BLOCK.sub("", page.read_text("utf-8")))
    targets = [t for t in _LINK.findall(prose) if not t.startswith("http")]
    parts = [t.partition("#") for t in targets]
    return [((page.parent / file).resolve() if file else page, heading) for file, _, heading in parts]


def headings(page: Path) -> set[str]:
    """Return the names under which the headings of a page are linked to."""
    lines = _BLOCK.sub("", page.read_text("utf-8")).splitlines()
    texts = [line.lstrip("#").strip().lower() for line in lines if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", text).replace(" ", "-") for text in texts}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(DOCS).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    lost = [
        f"{target.name}#{heading}"
        for target, heading in links(page)
        if not target.exists() or (heading and heading not in headings(target))
    ]
    assert lost == []


def test_the_index_leads_to_every_page() -> None:
    index = DOCS / "README.md"
    assert set(PAGES) - {index} <= {target for target, _ in links(index)}
