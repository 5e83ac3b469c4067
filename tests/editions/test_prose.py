"""Drafts of judgements as a file; the way from Word to there is tested through the command line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from grutto.editions.prose import drafts_toml
from grutto.frameworks.judgements import load_judgements
from grutto.model.judgement import Judgement

if TYPE_CHECKING:
    from decimal import Decimal

    import pytest

TEXTS = st.text(min_size=1).filter(str.strip)


@given(TEXTS, TEXTS, st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_whatever_was_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, name: str, value: Decimal
) -> None:
    """Quotes, signs of control and line breaks among them."""
    one = Judgement("a", "narrative", "section:summary", name, date(2026, 1, 2), {"en": text}, seen={name: value})
    two = Judgement("b", "cause", "line:x", "B", date(2026, 1, 2), {"en": "x", "nl": text}, cause="other")
    path = tmp_path_factory.getbasetemp() / "drafts.toml"
    path.write_bytes(drafts_toml((one, two)))
    assert load_judgements(path) == (one, two)
