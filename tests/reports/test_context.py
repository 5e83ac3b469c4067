"""What is told in a language: a judgement is not, for it is somebody's own words."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from grutto.content.display import text_of
from grutto.locale import language_named
from grutto.model.judgement import Judgement
from grutto.reports.context import Context


def test_a_judgement_is_shown_as_written_also_if_grutto_has_the_same_words() -> None:
    dutch = language_named("nl")
    context = cast("Context", SimpleNamespace(language=dutch))
    for words in ("unknown", "the file is empty", "None was explained."):
        judgement = Judgement("j", "narrative", "section:summary", "A", date(2010, 1, 1), {"en": words})
        assert text_of(Context.prose(context, judgement), dutch) == words
