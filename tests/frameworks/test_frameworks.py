"""Loading frameworks: what is right comes out, what is wrong is refused with file, key and repair."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grutto.errors import DeclarationError, UnknownNameError
from grutto.frameworks import in_force, load, names
from grutto.model.framework import Framework, Priority

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """
owner = "XM-TEST"
since = 2020-01-01
language = "en"
outline = ["summary"]
title = { en = "Test" }

[reference.note]
document = "Note"
date = 2020-01-01

[[priority]]
code = "1"
name = { en = "One" }
reference = "note"
since = 2020-01-01
"""

RULES = """
[[attribution]]
priority = "1"
relation = "sector"
reason.en = "because"
where = { code = ["24050"] }
"""


def write(folder: Path, main: str = GOOD, rules: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "framework.toml").write_text(main, "utf-8")
    if rules:
        (folder / "attribution.toml").write_text(rules, "utf-8")
    return folder


def test_bundled_frameworks_have_names() -> None:
    assert names() == ["nl-2008", "nl-2011"]


def test_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r"no framework nl-1999[\s\S]*nl-2008, nl-2011"):
        load("nl-1999")


def test_folder_gives_a_framework_named_after_it(tmp_path: Path) -> None:
    framework = load(write(tmp_path / "xx-2020", rules=RULES))
    assert framework.id == "xx-2020"
    assert framework.title == {"en": "Test"}
    assert framework.priority == (Priority("1", {"en": "One"}, "note", date(2020, 1, 1)),)
    assert framework.attribution[0].where == {"code": ("24050",)}
    assert load(str(tmp_path / "xx-2020")) == framework


@pytest.mark.parametrize(
    ("main", "rules", "parts"),
    [
        (GOOD + "\n[extra]\n", "", ("Unknown key: extra", "framework.toml, key extra", "based_on")),
        (GOOD + 'nmae = "x"\n', "", ("Unknown key: nmae", "key priority[0].nmae", "code, name, reference")),
        (GOOD.replace('language = "en"', ""), "", ("language is missing", "framework.toml", "Add language")),
        (
            GOOD.replace('reference = "note"', ""),
            "",
            (
                "reference is missing",
                "key priority[0]",
            ),
        ),
        (
            GOOD.replace('reference = "note"', 'reference = "no"'),
            "",
            ("no reference 'no'", "key priority[0]", "note"),
        ),
        (GOOD.replace("since = 2020-01-01", 'since = "2020"'), "", ("Expected a day", "key since")),
        (GOOD.replace('["summary"]', '"summary"'), "", ("Expected an array", "key outline")),
        (GOOD.replace('{ en = "One" }', '"One"'), "", ("Expected a table", "key priority[0].name")),
        (GOOD + "until = 2019-01-01\n", "", ("ends before it begins", "key priority[0]", "until")),
        (
            GOOD + GOOD.partition("[[priority]]")[2].join(("[[priority]]", "")),
            "",
            ("given twice", "key priority[1]"),
        ),
        (
            GOOD,
            RULES.replace('"1"', '"9"'),
            ("no priority '9'", "attribution.toml, key attribution[0]", "Use one of: 1"),
        ),
        (GOOD, RULES.replace('priority = "1"', ""), ("either a priority or a budget line", "key attribution[0]")),
        (GOOD, RULES.replace("priority", "budget_line"), ("no budget line '1'", "key attribution[0].budget_line")),
        (GOOD, RULES.replace('"sector"', '"attribution"'), ("by its priorities", "where = { priority")),
        (
            GOOD,
            RULES + "[attribution.wher]\n",
            ("Unknown key: wher", "attribution.toml, key attribution[0].wher"),
        ),
        (GOOD, 'language = "nl"\n', ("cannot stand here", "attribution.toml, key language", "once")),
        ('id = "x"\n' + GOOD, "", ("key id cannot stand here", "framework.toml, key id", "Remove it")),
        ("title = \n", "", ("not TOML", "line 1", "framework.toml")),
        ('based_on = "nl-1999"\n' + GOOD, "", ("no framework nl-1999", "key based_on", "nl-2008")),
        ("based_on = 2008\n" + GOOD, "", ("Expected a text", "key based_on")),
    ],
)
def test_wrong_framework_is_refused(tmp_path: Path, main: str, rules: str, parts: tuple[str, ...]) -> None:
    folder = write(tmp_path / "xx", main, rules)
    with pytest.raises(DeclarationError) as caught:
        load(folder)
    for part in parts:
        assert part in str(caught.value)


def test_folder_without_framework_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeclarationError, match=r"no such file[\s\S]*framework\.toml"):
        load(tmp_path)


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "framework.toml").write_bytes("title = 'één'".encode("latin-1"))
    with pytest.raises(DeclarationError, match="not UTF-8"):
        load(tmp_path)


def test_circle_of_bases_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a", 'based_on = "b"\n')
    write(tmp_path / "b", 'based_on = "a"\n')
    with pytest.raises(DeclarationError, match=r"circle[\s\S]*a → b → a"):
        load(tmp_path / "a")


def test_what_is_not_given_comes_from_the_base_over_two_steps(tmp_path: Path) -> None:
    base = load(write(tmp_path / "a", rules=RULES))
    write(tmp_path / "b", 'based_on = "a"\nsince = 2021-01-01\n')
    last = load(
        write(
            tmp_path / "c",
            'based_on = "b"\ntitle = { en = "Last" }\n'
            'reference.new = { document = "New", date = 2022-01-01 }\n'
            '[[priority]]\ncode = "1"\nname = { en = "Uno" }\nreference = "new"\nsince = 2022-01-01\n',
        )
    )
    assert (last.id, last.based_on, last.since, last.title) == ("c", "b", date(2021, 1, 1), {"en": "Last"})
    assert last.attribution == base.attribution
    assert [item.name for item in last.priority] == [{"en": "Uno"}]
    assert last.reference.keys() == {"note", "new"}


def test_version_follows_the_files_and_those_of_the_base(tmp_path: Path) -> None:
    write(tmp_path / "a")
    child = write(tmp_path / "b", 'based_on = "a"\n')
    before = load(child)
    assert before.sha256 == load(child).sha256
    assert len(before.sha256) == 64
    write(tmp_path / "a", GOOD + "# a remark\n")
    assert load(child).sha256 != before.sha256
    write(tmp_path / "a")
    assert load(child).sha256 == before.sha256
    write(child, 'based_on = "a"\n', RULES)
    assert load(child).sha256 != before.sha256


def test_in_force_excludes_the_last_day() -> None:
    item = Priority("1", {"en": "One"}, "note", date(2008, 1, 1), date(2011, 6, 1))
    open_ended = Priority("2", {"en": "Two"}, "note", date(2011, 6, 1))
    assert in_force((item, open_ended), date(2007, 12, 31)) == ()
    assert in_force((item, open_ended), date(2011, 5, 31)) == (item,)
    assert in_force((item, open_ended), date(2011, 6, 1)) == (open_ended,)


@pytest.mark.parametrize("name", ["nl-2008", "nl-2011"])
def test_every_dutch_value_has_a_reference_with_a_place_and_both_languages(name: str) -> None:
    framework = load(name)
    provisions = (*framework.focus, *framework.instrument, *framework.criterion)
    amounts = [amount for line in framework.budget_line for amount in line.voted]
    keys = [item.reference for item in framework.priority]
    keys += [item.reference for item in provisions]
    keys += [item.reference for item in amounts]
    keys += [item.reference for item in framework.attribution]
    assert all(framework.reference[key].place for key in keys)
    texts = [item.name for item in framework.priority]
    texts += [item.name for item in provisions]
    texts += [item.name for item in framework.budget_line]
    assert all(text.keys() == {"nl", "en"} for text in (*texts, framework.title, framework.note))


def test_references_of_the_letter_say_that_its_day_is_not_in_the_source() -> None:
    for reference in load("nl-2011").reference.values():
        if reference.document.startswith("Kamerbrief"):
            assert "de dag staat niet in de bron" in reference.document


def test_dutch_policy_of_2008() -> None:
    framework = load("nl-2008")
    assert [item.code for item in framework.priority] == ["1", "2", "3", "4", "5", "6"]
    assert framework.priority[2].name["nl"] == "Stimuleren van circulaire migratie / brain gain"  # p. 1
    assert voted(framework) == {2010: Decimal(9_000_000), 2011: Decimal(9_000_000)}  # p. 5
    assert framework.focus == ()
    assert {rule.priority for rule in framework.attribution} == {"1", "2", "3", "4", "5", "6"}


def voted(framework: Framework) -> dict[int, Decimal]:
    (line,) = framework.budget_line
    assert line.name["en"] == "International migration and development"
    return {amount.year: amount.amount for amount in line.voted}


def test_shift_of_2011() -> None:
    before, after = load("nl-2008"), load("nl-2011")
    assert after.based_on == "nl-2008"
    assert (after.priority, after.attribution) == (before.priority, before.attribution)
    assert [item.code for item in after.focus] == ["return", "unaccompanied-minors", "protection"]
    assert all(item in after.instrument for item in before.instrument)
    assert all(item in after.criterion for item in before.criterion)
    shift = date(2011, 6, 1)
    new = {item.code for item in after.instrument if item.since == shift}
    assert new == {
        "country-approach",
        "country-approach-savings",
        "conditionality",
        "all-developing-countries",
        "eu-track",
    }
    assert in_force(after.focus, date(2010, 12, 31)) == ()
