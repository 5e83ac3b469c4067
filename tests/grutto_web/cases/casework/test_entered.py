"""A field says once what it means; the field of a form follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from grutto_web.cases.casework.entered import asked_fields, keep, question
from grutto_web.cases.casework.personal import KeyedHash, PersonalDay, PersonalText
from grutto_web.cases.research.models import Study, Use


def test_the_fields_of_a_form_follow_from_the_columns() -> None:
    kinds = {name: type(question(Study, name)) for name in ("code", "kind", "question", "parts", "begun_on", "address")}
    assert kinds == {
        "code": forms.SlugField,
        "kind": forms.TypedChoiceField,
        "question": forms.CharField,
        "parts": forms.IntegerField,
        "begun_on": forms.DateField,
        "address": forms.URLField,
    }


def test_an_amount_says_its_unit() -> None:
    with override("en"):
        assert str(question(Study, "paid_eur").label) == "Paid, in euros"
    with override("nl"):
        assert str(question(Study, "paid_eur").label) == "Betaald, in euro's"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("parts", "0"),
        ("paid_eur", "-0.01"),
        ("kind", ""),
        ("kind", "thesis"),
        ("begun_on", str(timezone.localdate() + timedelta(days=1))),
        ("begun_on", "0201-01-01"),
        ("code", "two words"),
        ("code", ""),
        ("question", "x" * 8001),
    ],
)
def test_what_it_means_is_checked(name: str, wrong: str) -> None:
    with pytest.raises(ValidationError):
        question(Study, name).clean(wrong)


def test_what_may_be_left_open_stays_unknown() -> None:
    assert question(Study, "paid_eur").clean("") is None
    assert question(Study, "paid_eur").clean("0") == Decimal(0)


def test_a_field_may_be_left_open_at_one_step_and_not_at_another() -> None:
    assert not question(Use, "document", "use").required
    assert question(Use, "document", "document").required


def test_fields_stand_in_the_order_of_the_record() -> None:
    names = list(asked_fields(Study))
    assert names[0] == "code"
    assert names.index("begun_on") < names.index("delivered_on") < names.index("registered_on")
    assert "major" not in names


def test_a_plain_value_is_kept_as_it_is() -> None:
    study = Study()
    keep(study, "title", "Diaspora")
    assert study.title == "Diaspora"


def test_a_personal_day_has_been_and_is_kept_as_text() -> None:
    field: Any = PersonalDay("born", purpose="age", basis="law")
    options: dict[str, Any] = {"label": "Born", "help_text": "", "required": True}
    with pytest.raises(ValidationError):
        field.question(options).clean(str(timezone.localdate() + timedelta(days=1)))
    assert field.plain(date(1990, 2, 1)) == "1990-02-01"
    assert field.plain(None) == ""


def test_columns_of_persons_are_plain_columns_to_migrations() -> None:
    assert KeyedHash(purpose="x").deconstruct()[1] == "django.db.models.CharField"
    assert PersonalDay().deconstruct()[1].endswith("personal.PersonalText")
    assert PersonalText().deconstruct()[1].endswith("personal.PersonalText")
