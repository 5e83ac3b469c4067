"""No name of the program is left where the log is read: each record and each field has words in both languages."""

from __future__ import annotations

from django.urls import get_resolver
from django.utils.translation import override

from grutto_web.people.acts.act import ACTS
from grutto_web.people.log.words import field_label, record_name, value_text

SAME = {"code", "dataset", "document", "release", "sector"}
"""Fields whose name is their word, in both languages."""
FRAME = {"id", "version", "state", "since"}
"""Columns that every act moves: an entry has places of its own for them."""


def test_each_record_and_field_has_words() -> None:
    get_resolver().url_patterns  # noqa: B018 - every page is known, and with it every act
    untold = set()
    for act in ACTS.values():
        kind = act.record._meta.label_lower
        if not act.__module__.startswith("grutto_web."):
            continue
        for name in {field.name for field in act.record._meta.concrete_fields} - FRAME:
            told = []
            for code in ("en", "nl"):
                with override(code):
                    assert record_name(kind) != kind
                    told.append(field_label(kind, name))
            if told[0] == told[1] and told[0].lower() == name:
                untold.add(name)
    assert untold == SAME


def test_a_reference_is_called_as_the_form_calls_it() -> None:
    with override("en"):
        assert field_label("people.membership", "organisation_id") == "Organisation"
        assert field_label("people.nothing", "any_column") == "Any_column"
        assert record_name("people.nothing") == "people.nothing"


def test_a_choice_is_told_in_words() -> None:
    with override("nl"):
        assert value_text("people.membership", "role", "auditor") == "Controleur"
        assert value_text("returns.member", "alone", True) == "ja"
        assert value_text("returns.member", "sex", "F") == "vrouw"
        assert value_text("returns.member", "category", "amv") == "alleenstaande minderjarige"
        assert value_text("returns.nothing", "any", None) is None
