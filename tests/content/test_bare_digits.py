"""No number stands in prose without leading somewhere, in the script of any language."""

from __future__ import annotations

import pytest

from grutto.content.bare_digits import refuse_digits
from grutto.errors import VerificationError


@pytest.mark.parametrize("text", ["In 2010", "٣ years", "３", "९", "x1y"])
def test_a_digit_of_any_script_is_refused_with_the_text_it_stands_in(text: str) -> None:
    with pytest.raises(VerificationError, match=f"bare digit(.|\n)*“{text}”"):
        refuse_digits(text)


@pytest.mark.parametrize("text", ["", "Twenty persons", "€ – %", "Ⅳ"])
def test_words_and_signs_are_prose(text: str) -> None:
    refuse_digits(text)


def test_of_a_long_text_the_beginning_is_told() -> None:
    with pytest.raises(VerificationError) as caught:
        refuse_digits("a" * 500 + "1")
    assert len(str(caught.value.where)) == 122
