"""Countries within a sentence."""

from __future__ import annotations

import pytest

from grutto.locale.articles import within_sentence


@pytest.mark.parametrize(
    ("name", "code", "language", "written"),
    [
        ("Netherlands", "NL", "en", "the Netherlands"),
        ("Nederland", "NL", "nl", "Nederland"),
        ("Verenigd Koninkrijk", "GB", "nl", "het Verenigd Koninkrijk"),
        ("Filipijnen", "PH", "nl", "de Filipijnen"),
        ("Ghana", "GH", "en", "Ghana"),
        ("Pays-Bas", "NL", "fr", "Pays-Bas"),
    ],
)
def test_the_article_that_a_language_has(name: str, code: str, language: str, written: str) -> None:
    assert within_sentence(name, code, language) == written
