"""An edition is made from an order of values: kept whole, told step by step, with every fault of judgements at once."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from grutto.editions.make import make_edition, write_files
from grutto.editions.order import Order
from grutto.editions.record import kept_edition
from grutto.editions.verify import verify
from grutto.errors import JudgementsError
from grutto.frameworks import load
from grutto.model.judgement import Judgement
from grutto.store.home import Home

if TYPE_CHECKING:
    from pathlib import Path

HRT = "XM-DAC-7-nl2010-hrt"
RETURNEES = "actual.iati_identifier-XM-DAC-7-nl2010-hrt.indicator-hrt-returnees.year-2010"
NAMED = "[[actual indicator=hrt-returnees year=2010]] people returned."


def said(name: str, text: str = NAMED, **parts: object) -> Judgement:
    one = Judgement(name, "narrative", HRT, "A. Person", date(2011, 6, 1), {"en": text})
    return replace(one, **parts)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def home(nl_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A data folder in which editions may be made."""
    folder = tmp_path_factory.mktemp("make") / "home"
    shutil.copytree(nl_home.path, folder)
    return Home(folder)


def order(*judgements: Judgement) -> Order:
    return Order(framework=load("nl-2008"), year=2010, languages=("en",), judgements=judgements)


def test_an_edition_is_kept_whole_and_holds(home: Home, tmp_path: Path) -> None:
    steps: list[str] = []
    new = make_edition(home, order(said("one", seen={RETURNEES: Decimal(1160)})), steps.append)
    assert steps == ["release", "figures", "pages", "kept"]
    kept = kept_edition(new.edition.id, home)
    assert kept.edition == new.edition
    assert kept.content() == new.content
    assert set(new.files) == set(new.edition.files) >= {"index.html", "register.html", "tables.xlsx", "content.json"}
    write_files(new, tmp_path)
    assert verify(home, kept.edition, folder=tmp_path).differences == ()
    assert new.edition.title == {"en": "Progress report 2010"}


def test_the_same_order_gives_the_same_edition(home: Home) -> None:
    first, second = (make_edition(home, order(said("one"))) for _ in range(2))
    assert (first.edition, first.files) == (second.edition, second.files)
    other = make_edition(home, order(said("two")))
    assert other.edition.id != first.edition.id


NOWHERE = (
    "line:imd/nosuch/2010", "line:weather/expenditure/2010", "line:imd/expenditure", "priority:99", "section:x",
    "figure:spent.year-1900", "priorities:1",
)  # fmt: skip


def test_all_faults_of_judgements_come_at_once(home: Home) -> None:
    faulty = (
        said("stale", seen={RETURNEES: Decimal(1159)}),
        said("sound", seen={RETURNEES: Decimal(1160)}),
        said("absent", seen={"spent.year-1999": Decimal(1)}),
        said("none", "[[actual indicator=hrt-returnees year=1999]] returned."),
        said("digit", "Some 1160 people returned."),
        said("unreadable", "[[actual indicator]] returned."),
        said("voted", "[[voted line=weather year=2010]] was voted."),
        *(said(about, about=about) for about in NOWHERE),
    )
    with pytest.raises(JudgementsError) as caught:
        make_edition(home, order(*faulty))
    found = {(p.judgement, p.code, p.seen, p.now) for p in caught.value.problems}
    assert found == {
        ("stale", "stale", Decimal(1159), Decimal(1160)),
        ("absent", "stale", Decimal(1), None),
        ("none", "unresolved", None, None),
        ("digit", "digit", None, None),
        ("unreadable", "unresolved", None, None),
        ("voted", "unresolved", None, None),
        *((about, "unresolved", None, None) for about in NOWHERE),
    }
    assert "13 things are wrong with judgements" in str(caught.value)
    assert all(problem.what in caught.value.where for problem in caught.value.problems)


@pytest.mark.parametrize("kind", ["assessment", "finding", "narrative"])
def test_each_kind_of_judgement_stands_in_the_report_with_its_name(home: Home, kind: str) -> None:
    new = make_edition(home, order(said("one", kind=kind)))
    page = new.files["index.html"].decode()
    assert f'<p class="kind">{kind.capitalize()}</p>' in page
    assert "A. Person" in page


def test_a_person_decides_where_an_activity_belongs(home: Home, tmp_path: Path) -> None:
    """The rules give the activity to priority 6; a signed attribution to 3 outranks them, and the edition holds."""
    before = make_edition(home, order()).edition
    moved = said("one", "It is about protection.", kind="attribution", priority="3")
    new = make_edition(home, order(moved))
    counts = {
        name: {f.id: f.value for f in edition.figures if f.id.startswith("active.priority-")}
        for name, edition in (("before", before), ("after", new.edition))
    }
    for priority, change in (("3", 1), ("6", -1)):
        name = f"active.priority-{priority}.year-2010"
        assert counts["after"][name] - counts["before"][name] == change  # type: ignore[operator]
    assert new.edition.framework_sha256 != before.framework_sha256
    write_files(new, tmp_path)
    for framework in (None, load("nl-2008")):
        assert verify(home, new.edition, framework, tmp_path).differences == ()
