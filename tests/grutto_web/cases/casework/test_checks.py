"""What a declaration may not say, seeded: each mistake is told by its code, and by file and line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core import checks
from django.db import models
from django.test.utils import isolate_apps

from grutto_web.cases.casework import steps as declarations
from grutto_web.cases.casework.checks import check_declarations, mistakes_in, mistakes_in_register
from grutto_web.cases.casework.entered import entered, filled
from grutto_web.cases.casework.personal import KeyedHash, PersonalRecord, PersonalText
from grutto_web.cases.casework.register import Register
from grutto_web.cases.casework.steps import Create, Step, Steps
from grutto_web.cases.research.models import Study, Use
from grutto_web.cases.research.register import REGISTER
from grutto_web.cases.research.steps import StudySteps
from grutto_web.people.acts import act
from grutto_web.people.acts.duty import Duty
from grutto_web.people.acts.record import Record
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OFFICER = frozenset({Role.OFFICER})


class Stage(models.TextChoices):
    """How far a thing is."""

    NEW = "new", "new"
    SEEN = "seen", "seen"
    DONE = "done", "done"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Forget what a test declares."""
    known, listed = dict(act.ACTS), list(declarations.STEPS)
    yield
    act.ACTS.clear()
    act.ACTS.update(known)
    declarations.STEPS[:] = listed


def thing(base: Any = Record, /, **fields: Any) -> type[Record]:
    """Return a kind of record, in no table."""
    with isolate_apps("trial"):
        own = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "trial"}), "STATES": Stage}
        title = {"title": entered(models.CharField("title", max_length=9))}
        return type("Thing", (base,), own | title | fields)


def good() -> dict[str, Any]:
    """Return steps without a mistake."""
    return {
        "register": Create("Register", after=Stage.NEW, asks="*"),
        "look": Step("Look", Stage.NEW, Stage.SEEN),
        "end": Step("End", Stage.SEEN, Stage.DONE),
        "roles": OFFICER,
        "ends": frozenset({Stage.DONE}),
    }


def declare(model: type[Record], named: dict[str, Any]) -> type[Steps[Any]]:
    """Return steps as a class of them would be."""
    return declarations._StepsMeta.__call__(  # type: ignore[no-any-return]
        declarations._StepsMeta, "ThingSteps", (Steps,), _body(model, named)
    )


def _body(model: type[Record], named: dict[str, Any]) -> Any:
    body = declarations._StepsMeta.__prepare__("ThingSteps", ())
    body |= {"__module__": __name__, "__orig_bases__": (Steps[model],)}  # type: ignore[valid-type]
    for name, value in named.items():
        body[name] = value
    return body


def codes(model: Any, changed: dict[str, Any]) -> set[str]:
    """Return what is wrong with good steps, some of them changed; none leaves one out."""
    act.ACTS.clear()  # of what was declared before under the same names
    named = {name: value for name, value in (good() | changed).items() if value is not None}
    return {mistake.code for mistake in mistakes_in(declare(model, named))}


def test_what_is_right_is_not_refused() -> None:
    assert codes(thing(), {}) == set()
    assert mistakes_in(StudySteps) == []
    assert mistakes_in_register(REGISTER) == []
    assert check_declarations(None) == []


def right(_thing: Thing) -> None:  # type: ignore[name-defined]  # noqa: F821 - as a declaration names it
    """Guard nothing."""


def of_a_use(_use: Use) -> None:
    """Guard something else."""


def of_two(_one: Any, _other: Any) -> None:
    """Take two things."""


def of_none() -> None:
    """Take nothing."""


def does(_record: Any, _data: Any, _actor: Any) -> None:
    """Do something."""


def does_to_a_use(_use: Use, _data: Any, _actor: Any) -> None:
    """Do something to something else."""


type Make = Callable[[], dict[str, Any]]
DECIDE, PAY, ASSESS, REGISTER_DUTY = Duty.DECIDE, Duty.PAY, Duty.ASSESS, Duty.REGISTER

STATES: list[tuple[str, Make]] = [
    ("E01", lambda: {"look": Step("Look", "nwe", Stage.SEEN)}),
    ("E01", lambda: {"look": Step("Look", Stage.NEW, "sene")}),
    ("E01", lambda: {"look": Step("Look", {Stage.NEW, "old"}, Stage.SEEN)}),
    ("E01", lambda: {"register": Create("Register", after="newer", asks="*")}),
    ("E01", lambda: {"more": Step("More", "gone", reason=True)}),
    ("E02", lambda: {"look": None}),
    ("E02", lambda: {"end": None, "ends": frozenset(Stage)}),
    ("E02", lambda: {"register": Create("Register", after=Stage.SEEN, asks="*")}),
    ("E02", lambda: {"look": Step("Look", Stage.NEW, Stage.DONE)}),
    ("E02", lambda: {"register": Create("Register", asks="*")}),
    ("E03", lambda: {"ends": frozenset()}),
    ("E03", lambda: {"end": Step("End", Stage.NEW, Stage.DONE)}),
    ("E03", lambda: {"end": Step("End", Stage.SEEN, Stage.SEEN)}),
    ("E03", lambda: {"look": Step("Look", Stage.SEEN, Stage.NEW)}),
    ("E03", lambda: {"end": Step("End", Stage.SEEN, reason=True)}),
]
NAMES: list[tuple[str, Make]] = [
    *[("E04", lambda name=name: {name: Step("Another", Stage.NEW, reason=True)}) for name in (
        "note", "correct", "void", "attach", "assign", "hand_over", "follow_up", "followed_up", "conflict", "hold_back",
    )],
    ("E05", lambda: {"again": Step("Look", Stage.NEW, reason=True)}),
    ("E05", lambda: {"again": Step("End", {Stage.NEW, Stage.SEEN}, Stage.DONE)}),
    ("E05", lambda: {"again": Create("Register", after=Stage.NEW, asks="*")}),
]  # fmt: skip
FUNCTIONS: list[tuple[str, Make]] = [
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, guards=[None])}),  # type: ignore[list-item]
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, guards=["right"])}),  # type: ignore[list-item]
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, guards=[of_a_use])}),
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, guards=[of_two])}),  # type: ignore[list-item]
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, guards=[of_none])}),  # type: ignore[list-item]
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, offered=[of_a_use])}),
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, effect=right)}),  # type: ignore[arg-type]
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, effect=does_to_a_use)}),
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, follows=of_none)}),  # type: ignore[arg-type]
    ("E06", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, effect="does")}),  # type: ignore[arg-type]
    ("E07", lambda: {"look_again": Step("Look again", Stage.NEW)}),
    ("E07", lambda: {"look_again": Step("Look again", days=3)}),
    ("E08", lambda: {"roles": frozenset()}),
]
FIELDS: list[tuple[str, Make, dict[str, Any]]] = [
    ("E09", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, asks=["colour"])}, {}),
    ("E09", lambda: {"look": Step("Look", Stage.NEW, Stage.SEEN, asks=["title", "seen"])}, {}),
    ("E10", dict, {"seen": entered(models.DateField("seen", null=True), at="looked")}),
    ("E10", dict, {"seen": entered(models.DateField("seen", null=True), at=("look", "looked"))}),
    ("E11", lambda: {"register": Create("Register", after=Stage.NEW)}, {}),
    ("E11", lambda: {"register": Create("Register", after=Stage.NEW, asks=["title"])}, {
        "seen": entered(models.DateField("seen", null=True)),
    }),
    ("E12", dict, {"seen": entered(models.DateField("seen"), optional=True)}),
    ("E12", dict, {"number": entered(models.IntegerField("number"), optional=("register",))}),
    ("E13", dict, {"seen": models.DateField("seen", null=True)}),
    ("E13", dict, {"number": models.IntegerField("number", default=1)}),
]  # fmt: skip
APART: list[tuple[str, Make]] = [
    ("E14", lambda: {"end": Step("End", Stage.SEEN, Stage.DONE, duty=DECIDE, by_system=True)}),
    ("E14", lambda: {"end": Step("End", Stage.SEEN, Stage.DONE, duty=PAY, by_system=True)}),
    ("E15", lambda: {"end": Step("End", Stage.SEEN, Stage.DONE, duty=DECIDE)}),
    ("E15", lambda: {"end": Step("End", Stage.SEEN, Stage.DONE, duty=PAY)}),
    ("E15", lambda: {"end": Step("End", Stage.SEEN, Stage.DONE, duty=Duty.REVIEW)}),
    ("E15", lambda: {"end": Step("End", Stage.SEEN, Stage.DONE, duty=Duty.SCORE)}),
    ("E15", lambda: {"end": Step("End", Stage.SEEN, Stage.DONE, duty=Duty.SUPERVISE)}),
    ("E16", lambda: {
        "look": Step("Look", Stage.NEW, Stage.SEEN, duty=ASSESS),
        "end": Step("End", Stage.SEEN, Stage.DONE, duty=DECIDE),
        "skip": Step("Skip", {Stage.NEW, Stage.SEEN}, Stage.DONE),
    }),
    ("E16", lambda: {
        "look": Step("Look", Stage.NEW, Stage.SEEN, duty=ASSESS),
        "end": Step("End", Stage.SEEN, Stage.DONE, duty=DECIDE),
        "skip": Step("Skip", Stage.SEEN, Stage.DONE, duty=ASSESS),
    }),
    ("E16", lambda: {
        "register": Create("Register", after=Stage.NEW, asks="*", duty=REGISTER_DUTY),
        "end": Step("End", Stage.SEEN, Stage.DONE, duty=DECIDE),
        "past": Step("Quietly", Stage.SEEN, Stage.DONE, reason=True),
    }),
]  # fmt: skip


@pytest.mark.parametrize(("code", "changed"), [*STATES, *NAMES, *FUNCTIONS, *APART])
def test_a_mistake_in_steps_is_refused(code: str, changed: Make) -> None:
    assert code in codes(thing(), changed())


@pytest.mark.parametrize(("code", "changed", "fields"), FIELDS)
def test_a_mistake_in_fields_is_refused(code: str, changed: Make, fields: dict[str, Any]) -> None:
    assert code in codes(thing(**fields), changed())


def test_two_steps_of_one_name_are_seen() -> None:
    class TwiceSteps(Steps[Study]):
        """Steps of which one hides another."""

        roles, ends = OFFICER, frozenset(Study.STATES.values)
        again = Step("Again", reason=True)
        again = Step("Once more", reason=True)  # noqa: PIE794 - this is the mistake

    (mistake,) = [each for each in mistakes_in(TwiceSteps) if each.code == "E04"]
    file, line = mistake.place
    assert "Once more" in Path(file).read_text().splitlines()[line - 1]


def test_what_is_decided_around_a_record_binds_it() -> None:
    """A payment that leads to a study with duties, and does not belong to it, lets one person decide and pay."""
    declare(Study, {"judge": Step("Judge", Study.STATES.DELIVERED, duty=DECIDE, reason=True), "roles": OFFICER})
    way = {"study": entered(models.ForeignKey(Study, models.PROTECT, related_name="+"))}
    paid = {"end": Step("End", Stage.SEEN, Stage.DONE, duty=PAY)}
    planned = {"look": Step("Look", Stage.NEW, Stage.SEEN, duty=Duty.PLAN)}
    assert "E17" in codes(thing(**way), planned | paid)
    assert "E17" not in codes(thing(BELONGS_TO="study", **way), paid | {"roles": frozenset({Role.PAYER})})
    assert "E17" not in codes(thing(INDEPENDENT_OF=frozenset({"study"}), **way), {
        **planned, "done": Step("Done", Stage.SEEN, Stage.DONE, duty=PAY), "end": None,
    })  # fmt: skip


PERSONAL: list[tuple[str, dict[str, Any]]] = [
    ("E18", {"name": entered(PersonalText("name", purpose="p", basis="b"))}),
    ("E18", {"number": entered(KeyedHash("number", purpose="n"))}),
    ("E18", {"PERSONAL": frozenset({"name"}), "story": entered(PersonalText("story", purpose="p", basis="b"))}),
    ("E19", {"PERSONAL": frozenset({"name"}), "name": entered(PersonalText("name"))}),
    ("E19", {"PERSONAL": frozenset({"name"}), "name": entered(PersonalText("name", purpose="p"))}),
    ("E19", {"PERSONAL": frozenset({"name"}), "name": entered(PersonalText("name", basis="b"))}),
    ("E20", {"PERSONAL": frozenset({"name"}), "name": entered(PersonalText("name", purpose="p", basis="b"))}),
    ("E20", {}),
]


@pytest.mark.parametrize(("code", "fields"), PERSONAL)
def test_a_personal_field_says_what_it_is_for_and_goes(code: str, fields: dict[str, Any]) -> None:
    assert code in codes(thing(PersonalRecord, **fields), {})


REGISTERS: list[tuple[str, str, tuple[str, ...]]] = [
    ("E21", "columns", ("title", "colour")),
    ("E21", "facts", ("colour",)),
    ("E21", "filters", ("colour",)),
    ("E21", "search", ("colour",)),
    ("E21", "same", ("colour",)),
    ("E22", "columns", ("name",)),
    ("E22", "facts", ("title", "name")),
    ("E22", "search", ("name",)),
    ("E22", "filters", ("name",)),
    ("E22", "columns", ("number",)),
    ("E22", "same", ("number",)),
    ("E23", "filters", ("title",)),
    ("E23", "filters", ("seen",)),
    ("E24", "search", ("seen",)),
]


@pytest.mark.parametrize(("code", "where", "names"), REGISTERS)
def test_a_register_shows_what_there_is_and_nothing_personal(code: str, where: str, names: tuple[str, ...]) -> None:
    model = thing(
        PersonalRecord,
        name=PersonalText("name"),
        number=KeyedHash("number"),
        seen=filled(models.DateField("seen", null=True)),
    )
    said: dict[str, Any] = {"columns": ("title",), "facts": ("title",), "model": model, "readers": OFFICER}
    register: Any = Register(
        name="things", title="Things", lead="", create=StudySteps.register, acts={}, **said | {where: names}
    )
    assert {mistake.code for mistake in mistakes_in_register(register)} == {code}


def test_django_tells_it_by_file_and_line() -> None:
    model = thing()
    mistake = next(iter(mistakes_in(declare(model, good() | {"look": Step("Look", "nwe", Stage.SEEN)}))))
    message = mistake.message()
    assert isinstance(message, checks.Error)
    file, line = str(message.obj).rsplit(":", 1)
    assert 'Step("Look", "nwe"' in Path(file).read_text().splitlines()[int(line) - 1]
    assert message.id == "casework.E01"
