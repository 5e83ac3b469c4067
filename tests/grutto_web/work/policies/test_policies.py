"""A policy written in a form becomes the folder of files that an engineer would write, and reports are made by it."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

from grutto import frameworks
from grutto.store.home import Home
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import InvalidInputError
from grutto_web.people.roles import Role
from grutto_web.work.policies import folders
from grutto_web.work.policies.acts import Change, Write

if TYPE_CHECKING:
    from pathlib import Path

    from web_people import People

    from grutto_web.work.policies.models import Policy

pytestmark = pytest.mark.django_db
GIVEN = {
    "code": "xx-2026",
    "title_en": "Migration and “development”",
    "title_nl": 'Migratie en "ontwikkeling"',
    "owner": "XM-DAC-7",
    "language": "nl",
    "document": "Letter of 1 March 2026",
    "document_date": "2026-03-01",
    "holds_from": "2026-01-01",
    "priorities": "1; Protection; Bescherming; 72010, 730\n2; Work; Werk; 24050\n",
    "budget_lines": "art-3; Migration; Migratie; 1 2; 2026=9000000 2027=9500000.50",
    "threshold": "1000000",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty data folder."""
    monkeypatch.setenv("GRUTTO_HOME", str(tmp_path / "home"))
    return Home()


def _written(officer: Any, capture: Any, **other: str) -> Policy:
    with capture(execute=True):
        return perform(Write, None, officer, GIVEN | other)


def test_a_form_becomes_a_framework(person: People, django_capture_on_commit_callbacks: Any) -> None:
    _written(person(Role.OFFICER), django_capture_on_commit_callbacks)
    assert "xx-2026" in folders.names()
    made = folders.load("xx-2026")
    assert made.title == {"en": "Migration and “development”", "nl": 'Migratie en "ontwikkeling"'}
    assert [(p.code, p.name["nl"]) for p in made.priority] == [("1", "Bescherming"), ("2", "Werk")]
    (line,) = made.budget_line
    assert [(a.year, a.amount) for a in line.voted] == [(2026, Decimal(9000000)), (2027, Decimal("9500000.50"))]
    rules = [(r.priority or r.budget_line, r.relation, dict(r.where)) for r in made.attribution]
    assert rules == [
        ("1", "sector", {"vocabulary": ("1",), "code": ("72010",)}),
        ("1", "sector", {"vocabulary": ("2",), "code": ("730",)}),
        ("2", "sector", {"vocabulary": ("1",), "code": ("24050",)}),
        ("art-3", "attribution", {"priority": ("1", "2")}),
    ]
    assert made.threshold[0].policy == Decimal(1000000)


def test_its_folder_is_given_away(
    person: People, client_of: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    officer = person(Role.OFFICER)
    policy = _written(officer, django_capture_on_commit_callbacks)
    client = client_of(officer)
    content = client.get(f"/en/work/policies/{policy.pk}/folder.zip").content
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path / "taken")
    assert frameworks.load(tmp_path / "taken" / "xx-2026").sha256 == folders.load("xx-2026").sha256
    assert "72010" in client.get(policy.get_absolute_url()).text
    assert '<option value="xx-2026">' in client.get("/en/work/editions/order/").text


def test_a_change_is_written_too(person: People, django_capture_on_commit_callbacks: Any) -> None:
    officer = person(Role.OFFICER)
    policy = _written(officer, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        perform(Change, policy, officer, GIVEN | {"priorities": "1; Protection; Bescherming;", "budget_lines": ""})
    assert [p.code for p in folders.load("xx-2026").priority] == ["1"]


def test_a_policy_that_accounts_for_savings_has_a_ledger(
    person: People, client_of: Any, django_capture_on_commit_callbacks: Any
) -> None:
    officer = person(Role.OFFICER)
    policy = _written(officer, django_capture_on_commit_callbacks, savings="on")
    outline = folders.load("xx-2026").outline
    assert outline[outline.index("savings") + 1] == "priorities"
    page = "/en/work/savings/?framework=xx-2026"
    assert client_of(officer).get(page).status_code == 200
    form = client_of(officer).get(f"{policy.get_absolute_url()}change/").context["form"]
    assert form["savings"].value() is True
    with django_capture_on_commit_callbacks(execute=True):
        perform(Change, policy, officer, GIVEN)
    assert "savings" not in folders.load("xx-2026").outline
    assert client_of(officer).get(page).status_code == 404


def test_a_dutch_threshold_is_not_taken_as_a_thousandth(person: People) -> None:
    with translation.override("nl"), pytest.raises(InvalidInputError) as refused:
        perform(Write, None, person(Role.OFFICER), GIVEN | {"threshold": "250.000"})
    assert "250000" in str(refused.value.form.errors["threshold"])


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("priorities", "1; Protection", "Line 1: it needs 4 parts"),
        ("priorities", "1; A; B; 7x", "“7x” is no purpose code"),
        ("priorities", "1; A; B;\n1; C; D;", "The code “1” stands twice"),
        ("budget_lines", "a; A; B; 9; 2026=1", "there is no priority “9”"),
        ("budget_lines", "a; A; B; 1; 2026:1", "“2026:1” is no year with an amount"),
        ("code", "nl-2008", "There is a framework of this name already"),
    ],
)
def test_what_is_wrong_is_told_by_line(field: str, text: str, told: str, person: People) -> None:
    with pytest.raises(InvalidInputError) as refused:
        perform(Write, None, person(Role.OFFICER), GIVEN | {field: text})
    assert told in refused.value.form.errors.as_text()
