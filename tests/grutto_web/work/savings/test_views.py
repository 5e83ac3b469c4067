"""The pages of the savings ledger: an officer enters, imports and withdraws; others read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from web_savings import COST, DRAW

from grutto.frameworks.ledger import ledger_text, load_ledger
from grutto_web.ground.templatetags.grutto import day
from grutto_web.people.acts.perform import perform
from grutto_web.people.roles import Role
from grutto_web.work.savings import files
from grutto_web.work.savings.acts import Enter
from grutto_web.work.savings.files import take_ledger
from grutto_web.work.savings.models import SavingsEntry

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]
LIST = "/en/work/savings/?framework=fictional"
IMPORT = "/en/work/savings/import/?framework=fictional"


def test_the_ledger_of_the_example_is_read_by_quarter(ledger_file: Path, person: People, client_of: Any) -> None:
    officer = client_of(person(Role.OFFICER))
    sent = officer.post(IMPORT, {"file": SimpleUploadedFile("ledger.toml", ledger_file.read_bytes())}, follow=True)
    assert "18 entries were taken." in sent.text
    for text in ("€\xa02,160,000", "€\xa01,827,000", "+€\xa0333,000", "More was drawn than was saved"):
        assert text in sent.text, text
    page = client_of(person(Role.REVIEWER)).get("/en/work/savings/quarter/2020-Q1/?framework=fictional").text
    for text in ("1st quarter 2020", "Somalia: actual cost", "at most twelve months of a stay count", "€\xa0250,000"):
        assert text in page, text
    assert "Add an estimate" not in page
    dutch = officer.get("/nl/work/savings/?framework=fictional").text
    assert "Er is meer onttrokken dan bespaard" in dutch
    taken = officer.get("/en/work/savings/ledger.toml?framework=fictional")
    assert taken.headers["Content-Disposition"] == 'attachment; filename="fictional-ledger.toml"'
    assert taken.content.count(b"[[entry]]") == len(load_ledger(ledger_file))


def test_a_cost_that_nobody_signed_is_unknown_not_zero(person: People, client_of: Any) -> None:
    perform(Enter, None, person(Role.OFFICER), COST)
    page = client_of(person(Role.AUDITOR)).get(LIST).text
    row = page.split("2019-Q1</a></th>")[1].split("</tr>")[0]
    cells = [cell.split("</td>")[0] for cell in row.split('<td class="amount">')[1:]]
    assert ["2,178,000" in cells[0], *("unknown" in cell for cell in cells[1:])] == [True, True, True, False, True]
    assert "€\xa00" in cells[3], "nothing was drawn"


def test_an_entry_is_added_and_withdrawn_in_forms(person: People, client_of: Any) -> None:
    officer = client_of(person(Role.OFFICER, name="Olga"))
    address = "/en/work/savings/add/estimate/?framework=fictional&quarter=2019-Q1"
    assert 'value="2019-Q1"' in officer.get(address).text
    wrong = officer.post(address, COST | {"days": "91"})
    assert wrong.status_code == 422
    assert "91 days in a quarter of 90" in wrong.text
    page = officer.post(address, COST, follow=True).text
    for text in (
        "Signed: it is in the ledger.",
        "signed by Olga",
        "60.5",
        "Somalia",
        "€\xa02,178,000",
        "Budget note, p. 3",
    ):
        assert text in page, text
    record = SavingsEntry.objects.get()
    gone = officer.post(f"/en/work/savings/{record.pk}/withdraw/", {"reason": "Wrong note"}, follow=True)
    assert "Wrong note" in gone.text
    listed = officer.get(LIST).text
    assert "Nothing was entered for this framework yet." in listed
    assert f"/en/work/savings/{record.pk}/" in listed, "nothing is deleted"


def test_who_signed_and_who_brought_it_in_stand_side_by_side(ledger_file: Path, person: People, client_of: Any) -> None:
    olga, on = person(Role.OFFICER, name="Olga"), day(timezone.localdate())
    perform(Enter, None, olga, COST | {"country": "ET"})
    take_ledger("fictional", "l.toml", ledger_text(load_ledger(ledger_file)[:1]).encode(), olga)
    by_hand, from_file = (client_of(olga).get(record.get_absolute_url()).text for record in SavingsEntry.objects.all())
    assert f"signed by A. Fictional, controller, 1 September 2020, brought in by Olga, {on}" in from_file
    assert f"signed by Olga, {on}" in by_hand
    assert "brought in by" not in by_hand


def test_a_draw_by_a_figure_says_that_an_edition_computes_it(person: People, client_of: Any) -> None:
    perform(Enter, None, person(Role.OFFICER), DRAW | {"amount": "", "figure": "spent year=2019"})
    page = client_of(person(Role.ADOPTER)).get(LIST).text
    assert "What was drawn in 2019-Q1 is a figure of the sources" in page


def test_what_is_wrong_in_a_file_is_told_and_nothing_is_taken(
    ledger_file: Path, person: People, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, text = client_of(person(Role.OFFICER)), ledger_file.read_text()
    for content, message in (
        (text.replace("days = 90", "days = 99", 1), "99 days in a quarter of 90"),
        ("[[entry", "The file is not TOML"),
        ("[[entry]]\n", "is missing"),
    ):
        page = officer.post(IMPORT, {"file": SimpleUploadedFile("l.toml", content.encode())})
        assert page.status_code == 422
        assert message in page.text
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    monkeypatch.setattr("grutto_web.work.savings.views.MOST_BYTES", 10)
    page = officer.post(IMPORT, {"file": SimpleUploadedFile("l.toml", text.encode())})
    assert "larger than 1 MiB" in page.text
    assert not SavingsEntry.objects.exists()


@pytest.mark.parametrize(
    "address", ["?framework=nl-2008", "quarter/2019-Q4/?framework=fictional", "add/gift/?framework=fictional"]
)
def test_what_is_not_there_is_not_found(address: str, person: People, client_of: Any) -> None:
    assert client_of(person(Role.OFFICER)).get(f"/en/work/savings/{address}").status_code == 404
