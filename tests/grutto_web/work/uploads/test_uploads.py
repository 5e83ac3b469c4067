"""From a file that a partner sent to a release: the part that is taken, the money, refusals, and two at once."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils.translation import override
from iati_samples import codelists_at
from old_office import locked_workbook
from python_calamine import CalamineWorkbook
from small_iati import activity, document, paid
from web_people import PARTNER

from grutto.checks import lists_of_columns
from grutto.locale import ENGLISH
from grutto.measures.session import open_release
from grutto.readers.template import sheets_of
from grutto.store.releases import read_release
from grutto.tables import tables_of
from grutto.tables.export import selected
from grutto.tables.extract import extract
from grutto.tables.intake import current_lock, identifiers_of, incoming_files, take_in
from grutto.tables.preview import MoneyChange
from grutto.writers.template import TemplateFiller, write_workbook
from grutto_web.people.acts.perform import may, perform
from grutto_web.people.acts.refusals import GuardError, InvalidInputError, NotPermittedError, WrongStateError
from grutto_web.people.roles import Role
from grutto_web.work.uploads import tasks
from grutto_web.work.uploads.acts import Accept, PreviewAgain, Submit, Withdraw
from grutto_web.work.uploads.models import State, Upload
from grutto_web.work.uploads.previews import read_preview

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from web_people import People
    from web_uploads import Desk

    from grutto.store.home import Home
    from grutto_web.people.accounts.models import User

pytestmark = pytest.mark.django_db
UNHCR = Path(__file__).parents[5] / "shared" / "data" / "iati" / "unhcr-activities-2023.xml"


def act(number: int, *values: int, org: str = PARTNER, title: str = "") -> str:
    """Return an activity with disbursements."""
    text = activity(f"{org}-{number}", *(paid(value) for value in values), org=org)
    return text.replace(f"<narrative>{org}-{number}</narrative>", f"<narrative>{title or number}</narrative>")


def file(*activities: str) -> bytes:
    """Return a file of activities."""
    return document(*activities).encode()


def released(home: Home, upload: Upload) -> set[str]:
    """Return the activities of a dataset in the current release."""
    snapshot = current_lock(home)[upload.address]
    return identifiers_of(snapshot, extract(home, snapshot))


def test_the_first_file_becomes_a_release_with_a_receipt(
    desk: Desk, home: Home, client_of: Callable[[User], Client]
) -> None:
    upload = desk.publish(file(act(1, 100), act(2, 50)))
    assert released(home, upload) == {f"{PARTNER}-1", f"{PARTNER}-2"}
    assert upload.released_as == home.current()
    assert upload.released_digest == upload.digest == current_lock(home)[f"upload:{PARTNER}/activities"].sha256
    page = client_of(desk.partner).get(upload.get_absolute_url()).text
    assert page.count(upload.digest) == 2
    assert home.current() in page


def test_money_before_and_after_by_hand(desk: Desk, client_of: Callable[[User], Client]) -> None:
    """150 before; one activity is 100 more, one of 50 goes, one of 30 comes: 100 + 100 + 30 = 230."""
    desk.publish(file(act(1, 100), act(2, 50)))
    upload = desk.send(file(act(1, 200, title="Longer"), act(3, 30)))
    shown = read_preview(upload.preview)
    assert [(x.record.identifier[-1], x.record.outcome) for x in shown.lines] == [
        ("2", "removed"), ("3", "new"), ("1", "changed"),
    ]  # fmt: skip
    assert shown.money_with(()) == [MoneyChange("3", "EUR", Decimal(150), Decimal(230))]
    assert shown.money_with({f"{PARTNER}-2"}) == [MoneyChange("3", "EUR", Decimal(150), Decimal(280))]
    assert shown.losses(()) == (True, [])  # one of two activities goes
    page = client_of(desk.partner).get(upload.get_absolute_url()).text
    assert "Longer" in page
    assert "€\xa0230" in page


def test_the_good_part_is_taken_and_the_rest_stays_as_it_was(desk: Desk, home: Home) -> None:
    """Left out: the change of 1, the end of 2; taken: 3, which is new."""
    desk.publish(file(act(1, 100), act(2, 50)))
    upload = desk.send(file(act(1, 999), act(3, 30), act(4, 1)))
    lines = {line.record.identifier[-1]: line.number for line in read_preview(upload.preview).lines}
    upload = desk.accept(desk.submit(upload, f"{lines['1']},{lines['2']},{lines['4']}"))
    assert upload.state == State.RELEASED
    assert released(home, upload) == {f"{PARTNER}-1", f"{PARTNER}-2", f"{PARTNER}-3"}
    again = desk.send(file(act(1, 100), act(2, 50), act(3, 30)), name="same.xml")
    assert read_preview(again.preview).lines == ()
    with pytest.raises(InvalidInputError):
        desk.submit(again)


def test_the_same_file_again_changes_nothing_and_says_so(desk: Desk, client_of: Callable[[User], Client]) -> None:
    first = desk.publish(file(act(1, 100)))
    again = desk.send(file(act(1, 100)))
    page = client_of(desk.partner).get(again.get_absolute_url()).text
    assert "Nothing would change" in page
    assert first.get_absolute_url() in page
    assert "Take this part" not in page


def test_a_large_loss_is_confirmed_by_both(desk: Desk) -> None:
    """21 of 100 EUR go: more than a fifth; 20 would not be."""
    desk.publish(file(act(1, 100)))
    assert read_preview(desk.send(file(act(1, 80))).preview).losses(()) == (False, [])
    upload = desk.send(file(act(1, 79)))
    with pytest.raises(InvalidInputError) as refused:
        desk.submit(upload)
    assert "confirmed" in refused.value.form.errors
    upload = desk.submit(upload, confirmed="on")
    with pytest.raises(InvalidInputError):
        desk.accept(upload)
    assert desk.accept(upload, confirmed="on").state == State.RELEASED


def test_another_publishers_activities_are_never_taken(desk: Desk, home: Home) -> None:
    upload = desk.send(file(act(1, 100), act(2, 5, org="XM-DAC-7"), activity(f"{PARTNER}-3", org="XM-DAC-7")))
    shown = read_preview(upload.preview)
    assert shown.foreign == {"XM-DAC-7-2", f"{PARTNER}-3"}
    desk.accept(desk.submit(upload))
    assert released(home, upload) == {f"{PARTNER}-1"}


def test_an_organisation_with_a_longer_identifier_keeps_its_own(desk: Desk, person: People) -> None:
    person(Role.PARTNER, f"{PARTNER}-9", name="longer")
    upload = desk.send(file(act(1, 1), activity(f"{PARTNER}-9-1", org=PARTNER)))
    assert read_preview(upload.preview).foreign == {f"{PARTNER}-9-1"}


def test_two_partners_at_once(desk: Desk, home: Home, person: People) -> None:
    """Both preview on the same release; after the first is released the second is previewed again, by one click."""
    other = person(Role.PARTNER, "XM-DAC-7", name="other")
    one, two = desk.send(file(act(1, 1))), desk.send(file(act(1, 2, org="XM-DAC-7")), by=other)
    one, two = desk.submit(one), desk.submit(two, by=other)
    desk.accept(one)
    with pytest.raises(GuardError, match="moved on"):
        desk.accept(two)
    perform(PreviewAgain, two, desk.officer)
    two = desk.done(tasks.read, two)
    assert two.state == State.SUBMITTED, "nothing that was agreed to is different"
    assert desk.accept(two).state == State.RELEASED
    assert len(read_release(home).snapshots) == 2


def test_a_release_in_between_makes_it_out_of_date(desk: Desk, home: Home, person: People) -> None:
    other = person(Role.PARTNER, "XM-DAC-7", name="other")
    one, two = desk.submit(desk.send(file(act(1, 1)))), desk.send(file(act(1, 2, org="XM-DAC-7")), by=other)
    two = desk.submit(two, by=other)
    perform(Accept, one, desk.officer)
    perform(Accept, two, desk.officer)
    assert desk.done(tasks.release, one).state == State.RELEASED
    current = home.current()
    assert desk.done(tasks.release, two).state == State.EXPIRED
    assert home.current() == current


def test_a_worker_killed_behind_the_switch_tells_it_afterwards(
    desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.publish(file(act(1, 100), act(2, 50)))
    upload = desk.send(file(act(1, 120), act(3, 1)))
    gone = next(x.number for x in read_preview(upload.preview).lines if x.record.outcome == "removed")
    perform(Accept, desk.submit(upload, str(gone)), desk.officer)
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "perform", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            desk.done(tasks.release, upload)
    made = home.current()
    upload = desk.done(tasks.release, upload)
    assert (upload.state, upload.released_as, home.current()) == (State.RELEASED, made, made)
    assert released(home, upload) == {f"{PARTNER}-{n}" for n in (1, 2, 3)}
    assert desk.done(tasks.release, upload).version == upload.version


def test_who_sent_it_does_not_accept_it_and_others_do_not_see_it(
    desk: Desk, person: People, client_of: Callable[[User], Client]
) -> None:
    upload = desk.submit(desk.send(file(act(1, 1))))
    stranger = person(Role.PARTNER, "XM-DAC-7", name="stranger")
    with pytest.raises(NotPermittedError):
        perform(Accept, upload, desk.partner)
    with pytest.raises(NotPermittedError):
        perform(Withdraw, upload, stranger)
    assert client_of(stranger).get(upload.get_absolute_url()).status_code == 404
    assert not Upload.objects.seen_by(stranger).exists()
    auditor = person(Role.AUDITOR)
    page = client_of(auditor).get(upload.get_absolute_url())
    assert page.status_code == 200
    assert "<form" not in page.text.split("<main", 1)[1].replace('<form method="post" action="/en/work/uploads/', "")
    assert not may(Submit, upload, auditor)
    with pytest.raises(WrongStateError):
        perform(Submit, upload, desk.partner)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not IATI at all", "XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><iati-activities version="2.03"/>', "entit"),
        (b'<iati-activities version="2.03"><iati-activity>', "end"),
        (b'<iati-organisations version="2.03"></iati-organisations>', "no activities"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(
    desk: Desk, home: Home, client_of: Callable[[User], Client], content: bytes, words: str
) -> None:
    upload = desk.send(content)
    assert upload.state == State.REFUSED
    page = client_of(desk.partner).get(upload.get_absolute_url()).text
    assert "This was refused" in page
    assert words in page
    assert home.current() == ""


def test_a_zip_bomb_is_refused_before_it_is_unpacked(desk: Desk) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b" " * (20 << 20))
    upload = desk.send(out.getvalue(), "a.zip")
    assert upload.state == State.REFUSED


def test_what_cannot_be_taken_is_not_called_the_same(desk: Desk, client_of: Callable[[User], Client]) -> None:
    client = client_of(desk.partner)
    nameless = desk.send(file(activity("", paid(1), org=PARTNER)))
    page = client.get(nameless.get_absolute_url()).text
    assert "No activity of this file can be taken" in page
    assert "Nothing would change" not in page
    foreign = client.get(desk.send(file(act(1, 1, org="XM-DAC-7"))).get_absolute_url()).text
    assert "Nothing of this file can be taken" in foreign
    assert "Take this part" not in foreign


@pytest.mark.parametrize(
    ("sent", "english", "dutch"),
    [
        (
            act(1, 1, org="XM-DAC-7"),
            f"The reporting organisation is XM-DAC-7, not {PARTNER}.",
            f"De rapporterende organisatie is XM-DAC-7, niet {PARTNER}.",
        ),
        (
            act(1, 1, org=""),
            f"It does not tell its reporting organisation, which has to be {PARTNER}.",
            f"De rapporterende organisatie is niet vermeld; dat moet {PARTNER} zijn.",
        ),
        (
            activity("XX-1", org=PARTNER),
            f"The identifier does not begin with {PARTNER}-.",
            f"De identificatie begint niet met {PARTNER}-.",
        ),
    ],
)
def test_why_an_activity_cannot_be_taken_is_told_in_the_language_of_the_page(
    sent: str, english: str, dutch: str, desk: Desk, client_of: Callable[[User], Client]
) -> None:
    upload, client = desk.send(file(sent)), client_of(desk.partner)
    for language, told in (("en", english), ("nl", dutch)):
        page = client.get(f"/{language}/work/uploads/{upload.pk}/").text
        assert told in page
        assert told in client.get(f"/{language}/work/uploads/{upload.pk}/activity/0/").text
    assert english not in page


def test_pressed_twice_it_is_submitted_and_accepted_once(desk: Desk, client_of: Callable[[User], Client]) -> None:
    upload = desk.send(file(act(1, 1)))
    partner, officer = client_of(desk.partner), client_of(desk.officer)
    for client, name, data in ((partner, "submit", {"left_out_lines": ""}), (officer, "accept", {})):
        seen = data | {"version": Upload.objects.get().version}
        address = reverse(f"uploads:{name}", args=[upload.pk])
        for _ in range(2):
            assert client.post(address, seen).headers["Location"] == upload.get_absolute_url()
    upload = desk.done(tasks.release, upload)
    late = officer.post(reverse("uploads:refuse", args=[upload.pk]), {"version": 1, "reason": "too late"})
    assert late.status_code == 409
    assert "no longer possible" in late.text


def test_a_request_that_is_too_large_is_not_read(
    desk: Desk, client_of: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grutto_web.work.uploads.limits.MOST_BYTES", 1000)
    data = {"organisation": "1", "dataset": "a", "file": io.BytesIO(b"x" * 2000)}
    answer = client_of(desk.partner).post(reverse("uploads:new"), data)
    assert answer.status_code == 413
    assert "This file is too large" in answer.text
    assert not Upload.objects.exists()


def test_the_spreadsheet_is_read_and_told_by_cell(
    desk: Desk, home: Home, tmp_path: Path, client_of: Callable[[User], Client]
) -> None:
    """A filled one with an amount that is none: the activity is taken, the cell is told."""
    with override("nl"):
        answer = client_of(desk.partner).get(reverse("uploads:template"))
    assert CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names[0] == "lees mij"
    assert desk.send(answer.content, "empty.xlsx").state == State.REFUSED
    book = tmp_path / "book.xlsx"
    declared = tables_of("iati")
    desk.publish(file(act(1, 100), act(2, 50)))
    filled = TemplateFiller(declared, {}, lists_of_columns(declared)).fill(selected(home, home.current(), (), []))
    amount = next(k for k in filled["transaction"][0] if filled["transaction"][0][k] == Decimal(100))
    filled["transaction"][1][amount] = "fifty"
    write_workbook(book, sheets_of(declared), filled, {}, lists_of_columns(declared), ENGLISH)
    upload = desk.send(book.read_bytes(), "book.xlsx")
    page = client_of(desk.partner).get(upload.get_absolute_url()).text
    assert "transaction!" in page
    assert "fifty" in page
    changed = [x.record.identifier for x in read_preview(upload.preview).lines if x.record.money]
    assert changed == [f"{PARTNER}-2", f"{PARTNER}-1"] or f"{PARTNER}-2" in changed
    text = client_of(desk.partner).get(reverse("uploads:file", args=[upload.pk]))
    assert b"<iati-activity" in text.getvalue()


@pytest.mark.parametrize(
    ("content", "told"), [(locked_workbook(), "vergrendeld"), (b"<html>x</html>", "webpagina"), (b" ", "leeg")]
)
def test_what_is_no_spreadsheet_is_told_in_the_language_of_the_page(
    desk: Desk, client_of: Callable[[User], Client], content: bytes, told: str
) -> None:
    upload = desk.send(content, "book.xlsx")
    page = client_of(desk.partner).get(upload.get_absolute_url().replace("/en/", "/nl/")).text
    assert "Deze werkmap is niet te lezen: het" in page
    assert told in page


def test_codes_of_rows_that_change_have_names_beside_them(
    desk: Desk, home: Home, client_of: Callable[[User], Client]
) -> None:
    codelists_at(home, "TransactionType,3,Disbursement")
    desk.publish(file(act(1, 100)))
    upload = desk.send(file(act(1, 100, 50)))
    address = reverse("uploads:activity", args=[upload.pk, 0]).replace("/en/", "/nl/")
    page = client_of(desk.partner).get(address).text
    assert "soort transactie 3 (Disbursement)" in page
    assert "transaction_type" not in page


@pytest.mark.skipif(not UNHCR.exists(), reason="the real file is not here")
def test_a_real_file_in_the_browser(desk: Desk, home: Home, client_of: Callable[[User], Client]) -> None:
    """UNHCR's file of 2023 by forms: sent, one activity left out, accepted."""
    partner, officer = client_of(desk.partner), client_of(desk.officer)
    organisation = desk.partner.held[0].organisation_id
    with UNHCR.open("rb") as stream:
        answer = partner.post(
            reverse("uploads:new"), {"organisation": organisation, "dataset": "activities", "file": stream}
        )
    upload = Upload.objects.get()
    assert answer.headers["Location"] == upload.get_absolute_url()
    assert "It waits for its turn" in partner.get(answer.headers["Location"]).text
    desk.done(tasks.read, upload)
    page = partner.get(answer.headers["Location"]).text
    assert "XM-DAC-41121-2023" in page
    chosen = partner.post(reverse("uploads:submit", args=[upload.pk]), {"leave": ["0"]})
    assert "1 is left out" in chosen.text
    seen = Upload.objects.get()
    partner.post(reverse("uploads:submit", args=[upload.pk]), {"left_out_lines": "0", "version": seen.version})
    assert "What was submitted" in officer.get(answer.headers["Location"]).text
    officer.post(reverse("uploads:accept", args=[upload.pk]), {"version": seen.version + 1})
    upload = desk.done(tasks.release, upload)
    assert upload.state == State.RELEASED
    assert len(released(home, upload)) == len(read_preview(upload.preview).lines) - 1
    assert reverse("uploads:file", args=[upload.pk]) in partner.get(answer.headers["Location"]).text


def _brought(home: Home, tmp_path: Path, *activities: str) -> None:
    """Take in a file that the partner did not send."""
    path = tmp_path / "zz-registry.xml"
    path.write_bytes(file(*activities))
    take_in(home, incoming_files([path]))


def _changed(text: str, day: str) -> str:
    return text.replace("<iati-activity ", f'<iati-activity last-updated-datetime="{day}T00:00:00Z" ')


def test_what_others_brought_of_a_partner_is_what_its_first_file_is_compared_with(
    desk: Desk, home: Home, tmp_path: Path
) -> None:
    """1 is 100, 2 is 50, both from elsewhere; sent with the same day of change, of fewer transactions: 1 is 70."""
    _brought(home, tmp_path, *(_changed(one, "2026-01-01") for one in (act(1, 60, 40), act(2, 50))))
    upload = desk.send(file(*(_changed(one, "2026-01-01") for one in (act(1, 70), act(2, 50)))))
    shown = read_preview(upload.preview)
    assert [(x.record.identifier[-1], x.record.outcome, x.record.elsewhere) for x in shown.lines] == [
        ("1", "changed", ("zz-registry.xml",))
    ]
    assert shown.same == 1
    assert shown.money_with(()) == [MoneyChange("3", "EUR", Decimal(150), Decimal(120))]
    assert desk.accept(desk.submit(upload)).state == State.RELEASED
    with open_release(home) as session:
        assert session.book.measure("spent").value == 120


def test_a_copy_that_would_not_count_says_so_and_is_not_taken(
    desk: Desk, home: Home, client_of: Callable[[User], Client], tmp_path: Path
) -> None:
    _brought(home, tmp_path, _changed(act(1, 100), "2026-01-02"))
    upload = desk.send(file(_changed(act(1, 70), "2026-01-01")))
    shown = read_preview(upload.preview)
    assert [x.record.outcome for x in shown.lines] == ["behind"]
    assert shown.money_with(()) == [MoneyChange("3", "EUR", Decimal(100), Decimal(100))]
    page = client_of(desk.partner).get(upload.get_absolute_url()).text
    assert "its copy goes on counting" in page
    assert "Take this part" not in page
    with pytest.raises(InvalidInputError):
        desk.submit(upload)
