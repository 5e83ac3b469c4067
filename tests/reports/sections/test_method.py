"""How figures were made, from which files."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from small_report import FILES, PROGRAMME, said, table

from grutto.reports.sections.method import RULES, section

if TYPE_CHECKING:
    from small_report import ContextMaker


def test_rules_of_the_framework_and_the_digest_of_each_file(context_of: ContextMaker) -> None:
    found = section(context_of())
    assert table(found, "Rules that attribute activities to priorities")[1:] == [
        ["1", "code is p1"],
        ["2", "code is p2"],
    ]
    assert table(found, "Rules that attribute activities to budget lines")[1:] == [
        ["Aid", "priority is 1"],
        ["Work", "priority is 2"],
    ]
    ((name, _, licence, digest),) = table(found, "Source files")[1:]
    assert (name, licence, digest) == ("a.xml", "–", sha256(FILES["a.xml"].encode()).hexdigest())
    assert said(found)[-1].startswith("With the same source files, grutto trace FIGURE shows the rows behind a figure")


def test_without_rules_there_is_no_table_of_rules(context_of: ContextMaker) -> None:
    found = section(context_of(framework=replace(PROGRAMME, attribution=())))
    assert "Rules that attribute" not in str(found)
    only = section(context_of(framework=replace(PROGRAMME, attribution=PROGRAMME.attribution[:2])))
    assert "budget lines" not in str(only)


def test_every_rule_is_told_in_dutch(context_of: ContextMaker) -> None:
    dutch = said(section(context_of()), "nl")[: len(RULES)]
    assert not set(dutch) & set(RULES)
    assert dutch[1].startswith("Wat een bron niet geeft, is onbekend, nooit nul.")
