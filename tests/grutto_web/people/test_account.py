"""Secrets of second factors are not readable in the database."""

from __future__ import annotations

import pytest
from cryptography.fernet import InvalidToken
from django.test import override_settings

from grutto_web.people.account import SecondFactorAdapter


def test_a_secret_is_kept_encrypted_by_the_key_of_the_site() -> None:
    adapter = SecondFactorAdapter()
    kept = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert adapter.decrypt(kept) == "JBSWY3DPEHPK3PXP"
    with override_settings(SECRET_KEY="x" * 50), pytest.raises(InvalidToken):
        adapter.decrypt(kept)
