"""What a record belongs to and consists of, at any depth."""

from __future__ import annotations

from grutto_web.cases.research.models import Study, Use
from grutto_web.people.acts.kin import belonging_to, kin


def test_a_part_leads_to_its_record() -> None:
    assert belonging_to(Study) == [(Use, "study")]
    assert belonging_to(Use) == []
    use = Use(pk=7, study=Study(pk=3))
    assert list(kin_of_unsaved(use)) == ["research.use 7", "research.study 3"]


def kin_of_unsaved(use: Use) -> list[str]:
    """Return kinds and keys; a use has no parts, so that no database is asked."""
    return [f"{kind} {key}" for kind, keys in kin(use).items() for key in keys]
