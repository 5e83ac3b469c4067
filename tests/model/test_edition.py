"""An edition is named by what it rests on, and may be adopted when nothing is left to explain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_content import FIGURES

from grutto.model.edition import Edition

EDITION = Edition("test", 2010, ("en",), "release", "policy", "judgements", "code", FIGURES, {}, {})


@pytest.mark.parametrize(
    "other",
    [
        replace(EDITION, framework="other"),
        replace(EDITION, release="other"),
        replace(EDITION, framework_sha256="other"),
        replace(EDITION, judgements_sha256="other"),
        replace(EDITION, code="other"),
        replace(EDITION, year=2011),
        replace(EDITION, languages=("en", "nl")),
        replace(EDITION, subject="chain A"),
        replace(EDITION, previous="other"),
    ],
)
def test_what_rests_on_something_else_has_another_name(other: Edition) -> None:
    assert other.id != EDITION.id
    assert len(other.id) == 16


def test_what_follows_from_these_is_not_in_the_name() -> None:
    assert replace(EDITION, figures=(), files={"a": "b"}, title={"en": "T"}).id == EDITION.id
    assert EDITION.id == "32f10a078ba6de75", "a name that was given once is the same for ever"


def test_it_may_be_adopted_when_nothing_is_open() -> None:
    assert EDITION.adoptable
    assert not replace(EDITION, open=("line:aid/expenditure/2010",)).adoptable
