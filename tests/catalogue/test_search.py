"""Words in any spelling, and facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small_iati import activity, paid

from grutto.catalogue.read import Catalogue, Catalogues
from grutto.catalogue.search import SearchQuestion, phrases_of
from grutto.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable

    from grutto.store.home import Home


def _titled(identifier: str, *titles: str, more: str = "") -> str:
    narratives = "".join(f"<narrative>{title}</narrative>" for title in titles)
    whole = activity(identifier, more)
    return whole.replace(f"<title><narrative>{identifier}</narrative></title>", f"<title>{narratives}</title>")


@pytest.fixture
def varied(catalogue_of: Callable[..., Catalogue]) -> Catalogue:
    return catalogue_of(
        _titled("X-1", "Terugkeerbegeleiding voor asielzoekers", more='<recipient-country code="CI"/>'),
        _titled("X-2", "دعم المفوضية للاجئين في العراق"),
        _titled("X-3", "Türkiye’de eğitim", more='<recipient-country code="TR"/>'),
        _titled("X-4", "联合国难民署"),
        _titled(
            "X-5",
            "Loan fund",
            more='<participating-org role="4" ref="NG-9"><narrative>Société Générale d’Épargne</narrative>'
            "</participating-org>"
            '<recipient-country code="TR"/>',
        ),
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("keer", {"X-1"}),
        ("TERUGKEER asiel", {"X-1"}),
        ("terugkeer irak", set()),
        ("ivoorkust", {"X-1"}),
        ("cote divoire", {"X-1"}),
        ("للاجئين", {"X-2"}),
        ("لاجيين", {"X-2"}),
        ("المفوضيه", {"X-2"}),
        ("turkiyede egitim", {"X-3"}),
        ("turkije", {"X-3", "X-5"}),
        ("难民", {"X-4"}),
        ("societe generale", {"X-5"}),
        ("depargne", {"X-5"}),
        ('"loan fund"', {"X-5"}),
        ('"fund loan"', set()),
        ("fu", {"X-5"}),
        ("x-3", {"X-3"}),
        ("X-3 egitim", {"X-3"}),
        ("", {"X-1", "X-2", "X-3", "X-4", "X-5"}),
        ("!?", set()),
    ],
)
def test_a_word_is_found_in_any_spelling(words: str, expected: set[str], varied: Catalogue) -> None:
    found = varied.find(SearchQuestion(words))
    assert {a.identifier for a in varied.listed(found.page(0, 10))} == expected


def test_phrases() -> None:
    assert phrases_of("Ghana “returns home” GHANA –") == ("ghana", "returns home")


def test_facets_count_what_can_be_chosen(varied: Catalogue) -> None:
    question = SearchQuestion("", (("country", ("TR",)), ("implementer", ("NG-9",))))
    assert len(varied.find(question)) == 1
    assert {(c.value, c.activities) for c in varied.count(question, "country")} == {("TR", 1)}
    assert [(c.value, c.label, c.activities) for c in varied.count(question, "implementer")] == [
        ("NG-9", "Société Générale d’Épargne", 1)
    ]


def test_values_of_one_facet_are_alternatives(varied: Catalogue) -> None:
    assert len(varied.find(SearchQuestion(facets=(("country", ("TR", "CI")),)))) == 3
    assert len(varied.find(SearchQuestion(facets=(("country", ("ZZ",)),)))) == 0


def test_titles_come_before_other_texts(catalogue_of: Callable[..., Catalogue]) -> None:
    catalogue = catalogue_of(
        _titled("X-1", "Wells", more=paid(99) + "<description><narrative>Schools too</narrative></description>"),
        _titled("X-2", "Schools", more=paid(1)),
    )
    found = catalogue.find(SearchQuestion("schools"))
    pages = [catalogue.listed(found.page(n, 1))[0].identifier for n in (0, 1)]
    assert pages == ["X-2", "X-1"]


def test_orders(catalogue_of: Callable[..., Catalogue]) -> None:
    start = '<activity-date type="2" iso-date="{}"/>'
    catalogue = catalogue_of(
        _titled("X-1", "Beta", more=start.format("2011-01-01")),
        _titled("X-2", "alpha", more=start.format("2012-01-01")),
        _titled("X-3", "Gamma"),
    )

    def ordered(order: str) -> list[str]:
        return [a.identifier for a in catalogue.listed(catalogue.find(SearchQuestion(order=order)).page(0, 9))]

    assert ordered("title") == ["X-2", "X-1", "X-3"]
    assert ordered("newest") == ["X-2", "X-1", "X-3"]


@pytest.mark.parametrize("question", [SearchQuestion(facets=(("colour", ("red",)),)), SearchQuestion(order="luck")])
def test_what_does_not_exist_is_named(question: SearchQuestion, varied: Catalogue) -> None:
    with pytest.raises(UnknownNameError, match=r"There is no (facet|order)"):
        varied.find(question)


def test_pages_hold_every_activity_once(programme: Home) -> None:
    catalogue = Catalogues(programme).catalogue()
    for order in ("size", "newest", "title"):
        found = catalogue.find(SearchQuestion("skills", order=order))
        pages = [number for start in range(0, len(found), 7) for number in found.page(start, 7)]
        assert sorted(pages) == list(found.members)
        assert len(found) > 7
