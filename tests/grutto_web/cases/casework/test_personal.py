"""Personal fields: unreadable without their key, read only with an entry in the log, gone for good once erased."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.core import serializers
from django.utils import timezone
from trial.acts import Forget, Leave, Welcome
from trial.models import Guest

from grutto_web.cases.casework import keys, retention
from grutto_web.cases.casework.personal import PersonalRecord, destroy_unused, sealed_models
from grutto_web.people.acts.perform import perform
from grutto_web.people.log.chain import READ
from grutto_web.people.log.models import Entry
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from web_people import People

    from grutto_web.people.accounts.models import User

NAME = "Zacharias Uitzonderlijk"


@pytest.fixture
def caseworker(person: People) -> User:
    """Somebody who may welcome guests."""
    return person(Role.CASEWORKER)


@pytest.fixture
def guest(caseworker: User) -> Guest:
    """A guest with a name that stands out."""
    return perform(Welcome, None, caseworker, {"name": NAME, "phone": "0612345678", "nights": 2})


def test_every_personal_field_is_kept_out_of_the_log() -> None:
    for model in sealed_models():
        declared = {field.name for field in model.personal_texts()} | {"key_name"}
        assert declared <= model.PERSONAL, model
        assert all(field.purpose and field.basis for field in model.personal_texts()), model


@pytest.mark.django_db(transaction=True)
def test_nothing_readable_is_in_the_database_or_the_log(guest: Guest) -> None:
    stored = serializers.serialize("json", Guest.objects.all()) + json.dumps(
        [entry.text() for entry in Entry.objects.all()]
    )
    assert NAME not in stored
    assert "0612345678" not in stored
    assert guest.hash not in json.dumps([entry.changes for entry in Entry.objects.all()])


@pytest.mark.django_db(transaction=True)
def test_reading_is_logged(guest: Guest, caseworker: User) -> None:
    assert guest.read(caseworker) == {"name": NAME, "phone": "0612345678"}
    entry = Entry.objects.get(act=READ)
    assert (entry.actor, entry.kind, entry.record, entry.changes) == (caseworker, "trial.guest", str(guest.pk), {})


@pytest.mark.django_db(transaction=True)
def test_a_text_is_bound_to_its_record_and_field(guest: Guest, caseworker: User) -> None:
    guest.name, guest.phone = guest.phone, guest.name
    with pytest.raises(InvalidTag):
        guest.read(caseworker)
    assert not Entry.objects.filter(act=READ).exists()


@pytest.mark.django_db(transaction=True)
def test_the_retention_clock_erases_for_good(guest: Guest, caseworker: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the database made before cannot be read either: the key is nowhere any more."""
    monkeypatch.setattr(
        retention, "RETENTIONS", [retention.Retention(Forget, 12, frozenset({"gone"}), "the stay is over")]
    )
    gone = perform(Leave, guest, caseworker)
    copy = serializers.serialize("json", [gone])
    assert retention.erase_due(timezone.now() + timedelta(days=360)) == 0
    assert retention.erase_due(timezone.now() + timedelta(days=366)) == 1
    assert retention.erase_due(timezone.now() + timedelta(days=366)) == 0
    gone.refresh_from_db()
    assert (gone.erased, bytes(gone.name), gone.hash, gone.nights) == (True, b"", "", 2)
    old = next(serializers.deserialize("json", copy)).object
    assert isinstance(old, PersonalRecord)
    with pytest.raises(LookupError, match="restore that file too"):
        old.read(caseworker)


@pytest.mark.django_db(transaction=True)
def test_a_destroyed_key_leaves_no_bytes_in_its_file(guest: Guest) -> None:
    file = Path(settings.CASE_KEYS)
    with closing(sqlite3.connect(file)) as connection:
        (value,) = connection.execute("SELECT value FROM key WHERE name = ?", (guest.key_name,)).fetchone()
    assert value in file.read_bytes()
    keys.destroy([guest.key_name])
    assert value not in file.read_bytes()
    assert not list(file.parent.glob(f"{file.name}-*"))


@pytest.mark.django_db(transaction=True)
def test_keys_of_acts_that_were_cut_short_are_destroyed(guest: Guest) -> None:
    orphan = keys.new_key()
    assert destroy_unused() >= 1
    assert keys.key(orphan) is None
    assert keys.key(guest.key_name) is not None


def test_pseudonyms_are_alike_for_alike_texts_and_tell_nothing_without_the_key(tmp_path: Path) -> None:
    first = keys.pseudonym("client", "AB 12")
    assert first == keys.pseudonym("client", "ab12")
    assert first != keys.pseudonym("visitor", "ab12")
    file = Path(settings.CASE_KEYS)
    shutil.move(file, tmp_path / "kept")
    try:
        assert keys.pseudonym("client", "ab12") != first
    finally:
        shutil.move(tmp_path / "kept", file)


def test_only_their_owner_reads_the_keys() -> None:
    keys.new_key()
    assert Path(settings.CASE_KEYS).stat().st_mode & 0o077 == 0
