"""Entries are told as pages tell them: by the title that an act has now."""

from __future__ import annotations

import pytest

from grutto_web.people.accounts.models import User
from grutto_web.people.log.chain import READ
from grutto_web.people.log.models import Entry
from grutto_web.people.log.templatetags.log import done, reason


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("programme.NameProgramme", "Name the programme"),
        (READ, "Personal data were read"),
        ("gone.Act", "gone.Act"),
    ],
)
def test_what_was_done_has_its_title(act: str, text: str) -> None:
    assert done(Entry(act=act)) == text


def test_a_persons_reason_is_as_it_was_written() -> None:
    assert reason(Entry(reason="Because.", actor=User(pk=1))) == "Because."
