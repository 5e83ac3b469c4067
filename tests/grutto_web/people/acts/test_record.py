"""Nothing saves around the door."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from trial.models import Proposal

import grutto_web
from grutto_web.people.accounts.models import Organisation
from grutto_web.people.acts.record import AroundTheDoorError, Record, RecordSet

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGE = Path(grutto_web.__file__).parent
# What is written without an act, and why.
NO_RECORDS = {
    "people.User": "allauth keeps passwords and the time of signing in; what a person may do stands in Membership",
    "log.Entry": "written by the door itself; triggers refuse any change",
    "jobs.Job": "the progress of a task; nobody decides anything by it",
    "judgements.Survey": "what a worker finds that a release asks of people; it is made again, nobody edits it",
    "remittances.Provider": "comes with the first quote of theirs that two people approved",
    "remittances.Service": "comes with the first quote of it that two people approved",
    "remittances.Round": "a file of quotes as it came in; each quote in it is a record of its own",
    "remittances.SurveyPrice": "a price of a survey in a release, copied as a whole; nobody edits it",
    "remittances.AveragePrice": "an average of a release, copied as a whole; nobody edits it",
    "remittances.PageVersion": "a number that tells the pages that something changed",
    "remittances.Salt": "what visitors of a day are told apart by, gone when the day is over",
    "remittances.Visitor": "a visitor of today, as a digest",
    "remittances.Visits": "how many visitors a day had",
}
WAYS: dict[str, Callable[[Any], object]] = {
    "save": lambda record: record.save(),
    "save of a field": lambda record: record.save(update_fields=["version"]),
    "delete": lambda record: record.delete(),
    "create": lambda record: type(record).objects.create(),
    "get or create": lambda record: type(record).objects.get_or_create(pk=0),
    "update or create": lambda record: type(record).objects.update_or_create(pk=record.pk, defaults={"version": 7}),
    "update": lambda record: type(record).objects.update(version=7),
    "update of some": lambda record: type(record).objects.filter(pk=record.pk).update(version=7),
    "delete of some": lambda record: type(record).objects.filter(pk=record.pk).delete(),
    "raw delete": lambda record: type(record).objects.filter(pk=record.pk)._raw_delete("default"),
    "bulk create": lambda record: type(record).objects.bulk_create([type(record)()]),
    "bulk update": lambda record: type(record).objects.bulk_update([record], ["version"]),
    "in a fixture": lambda record: record.save_base(raw=True),
}


def test_every_table_is_of_records_or_says_why_not() -> None:
    ours = [m for m in apps.get_models() if m.__module__.startswith(("grutto_web.", "trial"))]
    assert {m._meta.label for m in ours if not issubclass(m, Record)} == set(NO_RECORDS)
    for model in ours:
        if issubclass(model, Record):
            assert isinstance(model.objects.all(), RecordSet), model  # type: ignore[attr-defined]
            assert type(model.objects.all()).seen_by is not RecordSet.seen_by, model  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", WAYS)
def test_the_door_is_the_only_way(way: str, organisation: Callable[[str], Organisation]) -> None:
    record = organisation("XM-DAC-7")
    with pytest.raises(AroundTheDoorError, match="Organisation is changed by acts only"):
        WAYS[way](record)
    assert list(Organisation.objects.values_list("version", flat=True)) == [1]


def test_what_hangs_on_a_record_never_goes_with_another_row() -> None:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if issubclass(model, Record) and field.is_relation and field.concrete:
                assert field.remote_field.on_delete.__name__ == "PROTECT", field  # type: ignore[union-attr]


def test_no_code_has_a_way_past_the_door() -> None:
    """Only the door opens it, and only the door uses Django's plain manager or SQL of its own."""
    allowed = {
        "open_door": {"people/acts/record.py", "people/acts/perform.py"},
        "_base_manager": {"people/acts/perform.py"},
        "_open": {"people/acts/record.py"},
        "cursor": {"people/log/triggers.py", "people/log/chain.py"},
    }
    for path in PACKAGE.rglob("*.py"):
        names = {n.attr for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Attribute)}
        names |= {n.id for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.Name)}
        file = str(path.relative_to(PACKAGE))
        for name, files in allowed.items():
            assert name not in names or file in files, f"{file} uses {name}"


def test_a_record_is_seen_by_nobody_unless_it_says_so() -> None:
    assert RecordSet(Proposal).seen_by(AnonymousUser()).query.is_empty()
