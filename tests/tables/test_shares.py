"""Shares of countries, regions and sectors, each rule with numbers worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from small_cases import Cases
from small_iati import activity, document, paid, released, remarks, split

if TYPE_CHECKING:
    from grutto.measures.session import Session

cases = Cases()


def country(code: str, share: str = "") -> str:
    return f'<recipient-country code="{code}"{f' percentage="{share}"' if share else ""}/>'


def region(code: str, share: str = "", vocabulary: str = "1") -> str:
    return f'<recipient-region code="{code}" vocabulary="{vocabulary}"{f' percentage="{share}"' if share else ""}/>'


def sector(code: str, share: str = "", vocabulary: str = "1") -> str:
    return f'<sector code="{code}" vocabulary="{vocabulary}"{f' percentage="{share}"' if share else ""}/>'


@cases.of(activity("A", country("ET", "50"), country("SD", "50"), paid(100, inside=country("GH")), paid(60)))
def test_transaction_wins_over_activity(session: Session) -> None:
    """100 goes to Ghana by its own share; 60 follows the activity: half Ethiopia, half Sudan."""
    assert split(session, "spent", "country") == {"ET": Decimal(30), "GH": Decimal(100), "SD": Decimal(30)}


@cases.of(activity("A", country("ET", "40"), region("289", "60"), paid(200)))
def test_countries_and_regions_share_one_whole(session: Session) -> None:
    """40 % Ethiopia, 60 % region 289: 200 gives 80 and 120."""
    assert split(session, "spent", "country") == {"ET": Decimal(80), "unspecified": Decimal(120)}
    assert split(session, "spent", "region") == {"289": Decimal(120), "unspecified": Decimal(80)}


@cases.of(activity("A", country("ET", "40"), region("R1", "60", "2"), paid(200)))
def test_regions_of_another_vocabulary_stand_in_where_the_dac_has_none(session: Session) -> None:
    assert split(session, "spent", "region") == {"2:R1": Decimal(120), "unspecified": Decimal(80)}


@cases.of(activity("A", region("289", "100"), region("R1", "100", "2"), paid(200)))
def test_regions_in_two_vocabularies_are_one_division(session: Session) -> None:
    assert split(session, "spent", "region") == {"289": Decimal(200)}


@cases.of(activity("A", sector("15190", "25"), sector("24050", "75"), sector("151", "90", "2"), paid(80)))
def test_each_sector_vocabulary_has_its_own_whole(session: Session) -> None:
    """DAC codes 25/75 divide 80 into 20 and 60; the other vocabulary divides nothing and is complained about."""
    assert split(session, "spent", "sector") == {"15190": Decimal(20), "24050": Decimal(60)}
    assert remarks(session, "share.not-100") == [
        (
            "The shares of sectors of vocabulary 2 add up to 90 %; they were rescaled to 100 %",
            "make the shares add up to 100",
            "/iati-activities/iati-activity[1]",
        )
    ]


@cases.of(activity("A", country("ET", "84"), country("SD", "56"), paid(70)))
def test_shares_of_140_percent_are_rescaled_and_reported(session: Session) -> None:
    """84 : 56 of 140 is 60 % and 40 %: of 70 that is 42 and 28."""
    assert split(session, "spent", "country") == {"ET": Decimal(42), "SD": Decimal(28)}
    ((message, repair, place),) = remarks(session, "share.not-100")
    assert (message, repair) == (
        "The shares of countries and regions add up to 140 %; they were rescaled to 100 %",
        "make the shares add up to 100",
    )
    assert place == "/iati-activities/iati-activity[1]"


@cases.of(activity("A", country("ET"), paid(70)))
def test_share_missing_on_the_only_element_is_the_whole(session: Session) -> None:
    assert split(session, "spent", "country") == {"ET": Decimal(70)}
    assert not remarks(session, "share.not-100")


@cases.of(activity("A", country("ET", "30"), country("SD"), paid(50)))
def test_one_missing_share_is_the_rest(session: Session) -> None:
    """30 % is said, so the other has 70 %: of 50 that is 15 and 35."""
    assert split(session, "spent", "country") == {"ET": Decimal(15), "SD": Decimal(35)}


@cases.of(activity("A", country("ET", "100"), country("SD"), paid(50)))
def test_one_missing_share_beside_a_whole_gets_nothing_and_is_reported(session: Session) -> None:
    assert split(session, "spent", "country") == {"ET": Decimal(50)}
    assert len(remarks(session, "share.nothing-left")) == 1


@cases.of(activity("A", country("ET", "30"), country("SD"), country("GH"), paid(50)))
def test_several_missing_shares_are_unspecified_and_reported(session: Session) -> None:
    """30 % Ethiopia; what Sudan and Ghana have of the other 70 % is not said: of 50, 35 is unspecified."""
    assert split(session, "spent", "country") == {"ET": Decimal(15), "unspecified": Decimal(35)}
    assert len(remarks(session, "share.missing")) == 1


@cases.of(activity("A", paid(50)))
def test_without_any_share_money_is_unspecified_never_dropped(session: Session) -> None:
    assert split(session, "spent", "country") == {"unspecified": Decimal(50)}
    assert split(session, "spent", "sector") == {"unspecified": Decimal(50)}


@cases.of(activity("A", country("ET", "-20"), country("SD", "100"), paid(50)))
def test_negative_share_counts_as_zero_and_is_reported(session: Session) -> None:
    assert split(session, "spent", "country") == {"SD": Decimal(50)}
    assert len(remarks(session, "share.negative")) == 1


@cases.of(activity("A", country("ET", "33.33"), country("SD", "33.33"), country("GH", "33.33"), paid(100)))
def test_a_third_loses_no_cent(session: Session) -> None:
    """100 over three equal shares of 33.33: the parts add up to 100 exactly."""
    found = split(session, "spent", "country")
    assert sum(v for v in found.values() if v) == Decimal(100)
    assert {v and v.quantize(Decimal("0.01")) for v in found.values()} == {Decimal("33.33")}


def test_identifier_with_spaces_is_trimmed_compared_exactly_and_reported() -> None:
    files = {"a.xml": document(activity("\n  A-1 ", paid(10))), "b.xml": document(activity("a-1", paid(20)))}
    with released(files) as session:
        assert split(session, "spent", "iati_identifier") == {"A-1": Decimal(10), "a-1": Decimal(20)}
        ((message, repair, place),) = remarks(session, "identifier.trimmed")
        assert (message, place) == (
            "White space around this identifier was left out",
            "/iati-activities/iati-activity[1]/iati-identifier",
        )
        assert repair
        assert len(remarks(session, "activity.case")) == 2


@cases.of(activity("A 1", paid(10)))
def test_white_space_within_an_identifier_is_reported(session: Session) -> None:
    assert split(session, "spent", "iati_identifier") == {"A 1": Decimal(10)}
    assert len(remarks(session, "identifier.spaces")) == 1
