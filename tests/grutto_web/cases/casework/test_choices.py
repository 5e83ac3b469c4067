"""Choices begin with none."""

from __future__ import annotations

from django import forms

from grutto_web.cases.casework.choices import chosen


class _Form(forms.Form):
    sex = chosen("Sex", [("F", "woman"), ("M", "man")])


def test_nothing_is_chosen_beforehand_and_something_must_be() -> None:
    assert _Form().fields["sex"].choices[0] == ("", "–")  # type: ignore[attr-defined]
    assert set(_Form({"sex": ""}).errors) == {"sex"}
    assert _Form({"sex": "M"}).is_valid()
