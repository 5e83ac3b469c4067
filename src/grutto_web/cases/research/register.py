"""The register of studies, as people at work see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.register import Register
from grutto_web.cases.research.acts import BY_NAME, RegisterStudy
from grutto_web.cases.research.models import READERS, Study
from grutto_web.cases.research.views import designs, uses_table
from grutto_web.ground.components import ColumnView, TableView
from grutto_web.ground.templatetags.grutto import day

if TYPE_CHECKING:
    from datetime import date


def _parts(study: Study) -> list[TableView]:
    columns = [
        ColumnView(gettext("Version")),
        ColumnView(gettext("Since")),
        ColumnView(gettext("Question")),
        ColumnView(gettext("Method")),
    ]
    rows = [[str(d["number"]), _day(d["on"]), str(d["question"]), str(d["method"])] for d in designs(study)]
    uses = uses_table(study)
    return [TableView(gettext("Question and method"), columns, rows), *([uses] if uses else [])]


def _day(value: object) -> str:
    moment: date = value  # type: ignore[assignment]
    return day(moment)


REGISTER = Register(
    name="research",
    title=_("Policy research"),
    lead=_("Question and method before the results; then the results, and what policy did with them."),
    model=Study,
    readers=READERS,
    create=RegisterStudy,
    acts=BY_NAME,
    columns=("title", "institution", "expected_until", "state"),
    facts=(
        "code", "kind", "institution", "parts", "paid_eur", "starts_on", "expected_from", "expected_until", "begun_on",
        "delivered_on", "published_on", "address", "source",
    ),
    later=frozenset({"begun_on", "delivered_on", "published_on", "address"}),
    filters=("kind",),
    same=("code",),
    parts=_parts,
)  # fmt: skip
