"""What the checks found is kept as data, and worded where it is read."""

from __future__ import annotations

from grutto.checks.refusal import remark
from grutto.locale import language_named
from grutto.locale.reasons import reason_text
from grutto.message import Message
from grutto_web.work.uploads.previews import finding_text_of


def test_a_finding_with_a_reason_is_worded_whole() -> None:
    """A reason with places of its own was shown as data: `{what}: {because}|day=…`."""
    finding = remark("iati.empty", "a.xml", value=Message("there is no schema of version {version}", version="1.05"))
    text = reason_text(finding_text_of(finding).message, language_named("nl"))
    assert text == "In het bestand staat geen activiteit en geen organisatie: er is geen schema van versie 1.05"
