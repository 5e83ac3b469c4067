"""Every text of the web stands in every catalogue, with the same places to fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

from grutto_web.locale import catalogues, compile_catalogues
from grutto_web.locale.extract import texts_in

if TYPE_CHECKING:
    from pathlib import Path

PLACE = re.compile(r"%\(\w+\)s|%s|%d")


def _forms(text: object) -> list[str]:
    return [text] if isinstance(text, str) else list(text) if isinstance(text, tuple | list) else []


@pytest.mark.parametrize("code", sorted(catalogues()))
def test_a_catalogue_has_each_text_and_no_other(code: str) -> None:
    with catalogues()[code].open("rb") as stream:
        kept = {(_forms(m.id)[0], m.context): m for m in read_po(stream, locale=code) if m.id}
    found = {(_forms(text)[0], context) for text, _, context in texts_in(code)}
    assert set(kept) == found, "run `make messages` and translate what is new"
    assert not [key for key, m in kept.items() if not all(_forms(m.string)) or m.fuzzy], "these are not translated"
    for key, m in kept.items():
        for form in _forms(m.string):
            assert set(PLACE.findall(form)) <= set(PLACE.findall(" ".join(_forms(m.id)))), key


def test_a_catalogue_is_compiled_once_and_read_by_django(tmp_path: Path) -> None:
    compile_catalogues(tmp_path)
    compiled = tmp_path / "nl" / "LC_MESSAGES" / "django.mo"
    first = compiled.stat().st_ino
    compile_catalogues(tmp_path)
    assert compiled.stat().st_ino == first
    with override("nl"):
        assert gettext("Editions") == "Edities"
