"""Commands of the web speak the language of the terminal."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management.base import CommandError
from django.utils.translation import get_language, override

from grutto.errors import InputError
from grutto_web.ground.management.terminal import TerminalCommand


class _Refusing(TerminalCommand):
    """Refuses."""

    def handle(self, *_: Any, **__: Any) -> None:
        raise InputError("There is no such file", repair="check the path")


def test_what_went_wrong_is_told_in_the_language_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    with override("en"):
        with pytest.raises(CommandError, match="Controleer het pad"):
            _Refusing().execute(force_color=False, no_color=True, skip_checks=True)
        assert get_language() == "en"
