"""Secrets of second factors are not readable in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cryptography.fernet import InvalidToken
from django.test import override_settings

from grutto_web.people.accounts.account import SecondFactorAdapter
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from django.test import Client
    from web_people import People


@pytest.mark.django_db
def test_who_signs_in_and_who_cannot_is_written_down(person: People, visitor: Client, caplog: Any) -> None:
    user = person(Role.OFFICER)
    for word in ("wrong", "a long enough password"):
        visitor.post("/en/account/login/", {"login": user.email, "password": word})
    told = [str(record.msg) for record in caplog.records if record.name == "grutto_web.signing_in"]
    assert ["not signed in" in told[0], "'signed in'" in told[1], len(told)] == [True, True, 2]
    assert user.email not in "".join(told)


@pytest.mark.django_db
def test_who_signs_in_and_out_is_told_in_the_words_of_the_site(person: People, visitor: Client) -> None:
    user = person(Role.OFFICER)
    words = {"login": user.email, "password": "a long enough password"}
    assert f"U bent aangemeld als {user}." in visitor.post("/nl/account/login/", words, follow=True).text
    assert "U bent afgemeld." in visitor.post("/nl/account/logout/", follow=True).text


def test_a_secret_is_kept_encrypted_by_the_key_of_the_site() -> None:
    adapter = SecondFactorAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert adapter.decrypt(kept) == "JBSWY3DPEHPK3PXP"
    with override_settings(SECRET_KEY="x" * 50), pytest.raises(InvalidToken):
        adapter.decrypt(kept)
