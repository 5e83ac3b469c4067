"""From adoption to a seal: the package, two signatures made elsewhere, and the check in the browser."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from signing import make_signers, signature

from grutto.editions.record import kept_edition
from grutto.editions.seal.check import Trust, check_package
from grutto.editions.seal.proof import prove
from grutto.protect.cases import KnownStatement
from grutto.protect.ledger import Cell, Ledger
from grutto_web.cases.casework.models import ProtectedEdition
from grutto_web.cases.casework.models import State as Released
from grutto_web.people.acts.perform import may, perform
from grutto_web.people.acts.record import open_door
from grutto_web.people.acts.refusals import InvalidInputError, NotPermittedError
from grutto_web.people.jobs.models import Job
from grutto_web.people.log.chain import head, is_anchored
from grutto_web.people.roles import Role
from grutto_web.work.editions.acts import Adopt, Declare, FreezeAgain, Order, Publish, Review, Sign, Submit, Withdraw
from grutto_web.work.editions.making import make
from grutto_web.work.editions.models import Publication, State
from grutto_web.work.editions.sealing import checking, freezing, manifest_bytes, package_of, signers, start_checking

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People

    from grutto.store.home import Home
    from grutto_web.people.accounts.models import User

pytestmark = pytest.mark.django_db
CONTEXT = SimpleNamespace(task_result=SimpleNamespace(id="5b3c6f0e-0000-4000-8000-000000000001"))


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> dict[str, Path]:
    """Two people with keys; the site has their list."""
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, folder=tmp_path)
    return make_signers(tmp_path, tmp_path)


@pytest.fixture
def people(person: People) -> dict[Role, User]:
    return {role: person(role) for role in (Role.OFFICER, Role.REVIEWER, Role.ADOPTER, Role.AUDITOR)}


def _adopted(people: dict[Role, User]) -> Publication:
    order = {"framework": "nl-2008", "year": 2010, "languages": ["en"]}
    ordered = perform(Order, None, people[Role.OFFICER], order)
    make.func(CONTEXT, ordered.pk, ordered.version, "en")
    made = Publication.objects.get(pk=ordered.pk)
    assert (made.state, made.found) == (State.DRAFT, []), made.fault
    for act, role in ((Submit, Role.OFFICER), (Review, Role.REVIEWER), (Adopt, Role.ADOPTER)):
        made = perform(act, made, people[role])
    return made


@pytest.mark.outside_database
def test_two_people_seal_what_was_adopted(
    home: Home, people: dict[Role, User], keys: dict[str, Path], client_of: Any
) -> None:
    adopted, log, visitor = _adopted(people), str(head()), Client()
    freezing.func(CONTEXT, adopted.pk, "en")
    frozen = Publication.objects.get()
    assert (frozen.state, frozen.fault) == (State.FROZEN, "")
    assert not may(Publish, frozen, people[Role.OFFICER])
    page = f"/en/work/editions/{frozen.pk}/"
    manifest = client_of(people[Role.ADOPTER]).get(f"{page}manifest.json").content
    assert manifest == manifest_bytes(frozen)
    assert f'"log":"{log}"'.encode() in manifest
    first, second = (signature(manifest, key) for key in keys.values())
    with pytest.raises(NotPermittedError):
        perform(Sign, frozen, people[Role.OFFICER], {"signature": first})
    once = perform(Sign, frozen, people[Role.REVIEWER], {"signature": first})
    assert once.state == State.FROZEN
    with pytest.raises(NotPermittedError):
        perform(Sign, once, people[Role.REVIEWER], {"signature": second})
    for text, why in (
        (first, "signed already"),
        (signature(b"x", keys["bram@ministry.example"]), "not of these bytes"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            perform(Sign, once, people[Role.ADOPTER], {"signature": text})
        assert why in str(refused.value.form.errors)
    sealed = perform(Sign, once, people[Role.ADOPTER], {"signature": second.replace("\n", "\r\n")})
    assert sealed.state == State.SEALED
    job = start_checking(sealed, people[Role.AUDITOR], "en")
    checking.func(SimpleNamespace(task_result=SimpleNamespace(id=job.pk)), sealed.pk, "en")
    told = Job.objects.get(pk=job.pk).found
    figures = len(kept_edition(sealed.edition, home).edition.figures)
    assert figures > 0
    assert told.startswith(f"The seal holds: {figures} figures were computed again")
    assert "anna@ministry.example, bram@ministry.example" in told
    package = b"".join(client_of(people[Role.AUDITOR]).get(f"{page}package.zip").streaming_content)
    assert "seal/anna@ministry.example.sig" in zipfile.ZipFile(io.BytesIO(package)).namelist()
    (package_of(sealed) / "index.html").write_text("changed")
    report = check_package(package_of(sealed), Trust(signers()), replay=False)
    assert report.faults == ("index.html: the file was changed after it was sealed",)
    assert visitor.get(f"/en/reports/{sealed.edition}/package.zip").status_code == 404
    early = {"file": SimpleUploadedFile("f.json", prove(package_of(sealed), 1))}
    assert f"/en/reports/{sealed.edition}/" not in visitor.post("/en/check/", early).text
    assert perform(Publish, sealed, people[Role.OFFICER]).state == State.PUBLISHED
    _anyone_checks_a_figure(visitor, sealed.edition, hashlib.sha256(manifest).hexdigest())


def _anyone_checks_a_figure(visitor: Any, edition: str, digest: str) -> None:
    """What a reader takes along holds on the page that checks it, and not once a digit was changed."""
    page = visitor.get(f"/en/reports/{edition}/figures/1/").text
    assert f"/en/reports/{edition}/figures/1/proof.json" in page
    assert visitor.get(f"/en/reports/{edition}/figures/9999/proof.json").status_code == 404
    assert "Signed by anna@ministry.example, bram@ministry.example." in visitor.get(f"/en/reports/{edition}/").text
    packed = b"".join(visitor.get(f"/en/reports/{edition}/package.zip").streaming_content)
    assert "seal/manifest.json" in zipfile.ZipFile(io.BytesIO(packed)).namelist()
    proof = visitor.get(f"/en/reports/{edition}/figures/1/proof.json").content
    figure = json.loads(proof)["figure"]["id"]

    def checked(content: bytes, printed: str = "") -> Any:
        return visitor.post("/en/check/", {"file": SimpleUploadedFile("f.json", content), "printed": printed})

    held = checked(proof, digest[:16])
    assert held.status_code == 200
    for words in ("This figure stands in that edition", figure, "anna@ministry.example", digest[:16]):
        assert words in held.text, words
    assert not held.cookies
    for content, printed, why in (
        (proof.replace(figure.encode(), figure.encode() + b"x"), "", "does not lead to the sealed root"),
        (proof, "0" * 16, "another one"),
        (b"{}", "", "This is not the proof of a figure"),
        (b"x" * 2_000_001, "", "larger than any proof"),
    ):
        refused = checked(content, printed)
        assert (refused.status_code, why in refused.text) == (422, True), (why, refused.text)


def test_what_became_of_it_is_signed_into_its_package(
    home: Home, people: dict[Role, User], keys: dict[str, Path], client_of: Any
) -> None:
    adopted = _adopted(people)
    freezing.func(CONTEXT, adopted.pk, "en")
    found, page = Publication.objects.get(), f"/en/work/editions/{adopted.pk}/"
    anna, bram = keys.values()
    for key, role in ((anna, Role.REVIEWER), (bram, Role.ADOPTER)):
        found = perform(Sign, found, people[role], {"signature": signature(manifest_bytes(found), key)})
    adopter = client_of(people[Role.ADOPTER])
    assert adopter.get(f"{page}statement.json").status_code == 404
    found = perform(Publish, found, people[Role.OFFICER])
    visitor: Any = Client()
    address = f"/en/reports/{found.edition}/"
    assert "the package says so" not in visitor.get(address).text
    assert "statement.json" in adopter.get(page).text
    published = adopter.get(f"{page}statement.json").content
    assert b'"state":"published"' in published
    with pytest.raises(InvalidInputError) as refused:
        perform(Declare, found, people[Role.ADOPTER], {"signature": signature(b"other", bram)})
    assert "not of these bytes" in str(refused.value.form.errors)
    found = perform(Declare, found, people[Role.ADOPTER], {"signature": signature(published, bram)})
    assert not may(Declare, found, people[Role.ADOPTER])
    assert "Published on " in visitor.get(address).text
    found = perform(Withdraw, found, people[Role.ADOPTER], {"reason": "A rate was wrong"})
    withdrawn = adopter.get(f"{page}statement.json").content
    found = perform(Declare, found, people[Role.REVIEWER], {"signature": signature(withdrawn, anna)})
    assert "Withdrawn on " in visitor.get(address).text
    assert b"".join(visitor.get(f"{address}package.zip").streaming_content)
    report = check_package(package_of(found), Trust(signers()), replay=False)
    assert (report.faults, report.state) == ((), "withdrawn")
    assert report.stated[-1].statement.reason == "A rate was wrong"


def test_a_package_is_made_once(home: Home, people: dict[Role, User], keys: dict[str, Path]) -> None:
    adopted = _adopted(people)
    perform(FreezeAgain, adopted, people[Role.OFFICER])
    freezing.func(CONTEXT, adopted.pk, "en")
    first = Publication.objects.get()
    freezing.func(CONTEXT, adopted.pk, "en")
    again = Publication.objects.get()
    assert (again.version, again.manifest) == (first.version, first.manifest)


def test_without_a_list_of_signers_nothing_is_sealed(
    home: Home, people: dict[Role, User], settings: Any, tmp_path: Path
) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, folder=tmp_path)
    adopted = _adopted(people)
    assert may(Publish, adopted, people[Role.OFFICER])


def test_what_cannot_be_fixed_says_why(home: Home, people: dict[Role, User], keys: dict[str, Path]) -> None:
    adopted = _adopted(people)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grutto.editions.again.rendered_again", lambda _: {"index.html": b"another page"})
        freezing.func(CONTEXT, adopted.pk, "en")
    found = Publication.objects.get()
    assert found.state == State.ADOPTED
    assert "does not follow from its sources" in found.fault
    assert not package_of(found).exists()


def test_it_is_anchored_in_the_log_and_in_the_ledgers(
    home: Home, people: dict[Role, User], keys: dict[str, Path]
) -> None:
    ledger = Ledger("returns").with_edition([Cell(KnownStatement(0, "all", ()), 12)])
    with open_door():
        ProtectedEdition.objects.create(
            population="returns", number=0, cells=1, hidden=0, line=ledger.to_lines().strip(), state=Released.RELEASED
        )
    adopted = _adopted(people)
    anchored = str(head())
    freezing.func(CONTEXT, adopted.pk, "en")
    frozen = Publication.objects.get()
    rests_on = json.loads(manifest_bytes(frozen))["rests_on"]
    assert (rests_on["log"], rests_on["ledger/returns"]) == (anchored, f"1:{ledger.head}")

    def found() -> str:
        job = start_checking(frozen, people[Role.AUDITOR], "en")
        checking.func(SimpleNamespace(task_result=SimpleNamespace(id=job.pk)), frozen.pk, "en")
        return str(Job.objects.get(pk=job.pk).found)

    assert "ledger" not in found()
    other = Ledger("returns").with_edition([Cell(KnownStatement(0, "all", ()), 13)])
    with open_door():
        ProtectedEdition.objects.update(line=other.to_lines().strip())
    assert "The ledger of returns was changed since this edition was fixed." in found()


def test_an_anchor_of_the_log_holds_until_the_log_was_changed(home: Home, people: dict[Role, User]) -> None:
    assert is_anchored(f"0:{'0' * 64}")
    perform(Order, None, people[Role.OFFICER], {"framework": "nl-2008", "year": 2010, "languages": ["en"]})
    assert is_anchored(str(head()))
    assert not is_anchored(f"{head().number}:{'1' * 64}")
    assert not is_anchored(f"{head().number + 1}:{head().digest}")
    assert not is_anchored("nonsense")
