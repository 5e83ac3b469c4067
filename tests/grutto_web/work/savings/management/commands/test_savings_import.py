"""A ledger is taken on the command line as its page takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from grutto_web.people.roles import Role
from grutto_web.work.savings.models import SavingsEntry

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


def test_a_ledger_is_taken_in_the_name_of_an_officer(
    ledger_file: Path, person: People, capsys: pytest.CaptureFixture[str]
) -> None:
    officer = person(Role.OFFICER)
    call_command("savings_import", "fictional", ledger_file, "--as", officer.email)
    assert capsys.readouterr().out == "18 taken, 0 there already\n"
    assert SavingsEntry.objects.count() == 18


WRONG = """
[[entry]]
id = "gift"
kind = "drawn"
quarter = "2019-Q1"
author = "A"
reference = "r"
date = 2020-01-01
"""
"""Drawn, but how much."""


@pytest.mark.parametrize(
    ("framework", "role", "change", "message"),
    [
        ("nl-2008", Role.OFFICER, "", "frameworks with savings: fictional, nl-2011"),
        ("fictional", Role.AUDITOR, "", "."),
        ("fictional", Role.OFFICER, "[[none]]", "Unknown key: none"),
        ("fictional", Role.OFFICER, WRONG, "Nothing was taken"),
    ],
)
def test_what_is_wrong_is_told(
    framework: str, role: Role, change: str, message: str, ledger_file: Path, person: People, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.toml"
    path.write_text(ledger_file.read_text() + change)
    with pytest.raises(CommandError, match=message):
        call_command("savings_import", framework, path, "--as", person(role).email)
    assert not SavingsEntry.objects.exists()
