"""Choices of which none is made beforehand: what nobody chose is not entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from collections.abc import Iterable


def chosen(label: Any, choices: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    """Return a field with choices that begins with none."""
    return forms.ChoiceField(label=label, choices=[("", "–"), *choices])
