"""Blocks of a document as drawings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_content import BAR, FIGURES, TITLE

from grutto.charts import svg
from grutto.charts.canvas import Pen
from grutto.content.blocks import Bar, Quote, Ranking
from grutto.locale import language_named


@pytest.mark.parametrize(("code", "mark"), [("en", "incomplete"), ("nl", "onvolledig")])
def test_a_bar_tells_that_its_figure_is_not_whole(code: str, mark: str) -> None:
    pen = Pen(language_named(code), "chart-1")
    part = Bar(TITLE, replace(FIGURES[0], unknown=1))
    assert f"({mark})" in svg(Ranking(TITLE, TITLE, (part,)), pen)
    assert f"({mark})" not in svg(Ranking(TITLE, TITLE, (BAR,)), pen)


def test_a_name_that_a_source_wrote_is_marked_as_its_own() -> None:
    pen = Pen(language_named("nl"), "chart-1")
    quoted = Bar((Quote("Return and new start", "en"),), FIGURES[0])
    assert ' data-quote="name"' in svg(Ranking(TITLE, TITLE, (quoted,)), pen)
    assert "data-quote" not in svg(Ranking(TITLE, TITLE, (BAR,)), pen)
