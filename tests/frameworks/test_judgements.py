"""Loading judgements: what is right comes out, what is wrong is refused with file, key and repair."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grutto.errors import DeclarationError
from grutto.frameworks.judgements import load_judgements

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
[[judgement]]
id = "late"
kind = "cause"
cause = "late-start"
about = "XM-TEST-1"
author = "A. Person"
date = 2020-05-01
text = { en = "It began late." }
seen = { "spent.year-2020" = "12.50" }
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "judgements.toml"
    path.write_text(text, "utf-8")
    return path


def test_judgement_comes_out_with_what_was_seen(tmp_path: Path) -> None:
    (judgement,) = load_judgements(write(tmp_path, GOOD))
    assert (judgement.id, judgement.cause, judgement.date) == ("late", "late-start", date(2020, 5, 1))
    assert judgement.seen == {"spent.year-2020": Decimal("12.50")}


def test_file_without_judgements_gives_none(tmp_path: Path) -> None:
    assert load_judgements(write(tmp_path, "")) == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (GOOD + GOOD, ("late is given twice", "key judgement[1].id", "Give each its own")),
        (
            GOOD.replace("late-start", "rain"),
            ("unknown cause: 'rain'", "key judgement[0].cause", "exchange-rate"),
        ),
        (GOOD.replace('cause = "late-start"', ""), ("unknown cause: ''", "Use one of: late-start")),
        (
            GOOD.replace('"cause"', '"narrative"'),
            ("names a cause", "key judgement[0].kind", "remove the cause"),
        ),
        (
            GOOD.replace('"cause"', '"opinion"'),
            ("one of: attribution, cause, assessment, finding, narrative", "key judgement[0].kind"),
        ),
        (
            GOOD.replace('cause = "late-start"', 'cause = "late-start"\npriority = "1"'),
            ("names a priority or budget line", "key judgement[0].kind"),
        ),
        (GOOD.replace('author = "A. Person"', ""), ("author is missing", "key judgement[0]", "Add author")),
        (GOOD.replace('{ en = "It began late." }', "{}"), ("has no text", "key judgement[0].text")),
        (GOOD.replace("It began late.", " "), ("has no text", "key judgement[0].text")),
        (GOOD.replace('"12.50"', '"much"'), ("Expected a number, found 'much'", "seen.spent.year-2020")),
        (GOOD.replace("2020-05-01", "2020-05-01T10:00:00"), ("Expected a day", "key judgement[0].date")),
        ("[[judgment]]\n", ("Unknown key: judgment", "[[judgement]]")),
        ("judgement = 1\n", ("Expected an array", "key judgement")),
        ("[[judgement]\n", ("not TOML", "line 1")),
    ],
)
def test_wrong_judgements_are_refused(tmp_path: Path, text: str, parts: tuple[str, ...]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(DeclarationError) as caught:
        load_judgements(path)
    for part in (str(path), *parts):
        assert part in str(caught.value)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match="no such file"):
        load_judgements(tmp_path / "none.toml")
