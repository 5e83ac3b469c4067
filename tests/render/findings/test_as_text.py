"""Reports as text, read back line by line."""

from __future__ import annotations

from check_report import REPORT

from grutto.locale import ENGLISH, language_named
from grutto.render.findings import FORMATS


def test_text() -> None:
    lines = FORMATS["text"]([REPORT], ENGLISH).splitlines()
    assert lines[0] == "a b.xml: IATI 2.03 activity file, 2 activities; 5 errors, 1 piece of advice"
    assert lines[1] == "  not run: codelists (they are not at hand)"
    assert lines[2] == "  line 7 N-1 error [schema.value] “<b>” is wrong"
    assert lines[3:6] == ["      found: <b>&", "      at: /iati-activities[1]", "      repair: write it"]
    assert lines[-1] == "  … and 4 more of schema.value"


def test_text_in_dutch() -> None:
    lines = FORMATS["text"]([REPORT], language_named("nl")).splitlines()
    assert lines[0] == "a b.xml: IATI-activiteitenbestand 2.03, 2 activiteiten; 5 fouten, 1 advies"
    assert lines[1] == "  niet uitgevoerd: codelijsten (ze zijn niet voorhanden)"
    assert lines[2] == "  regel 7 N-1 fout [schema.value] “<b>” is wrong"
    assert lines[-1] == "  … en nog 4 van schema.value"
