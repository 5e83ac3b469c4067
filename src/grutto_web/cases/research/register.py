"""The register of studies, as people at work see it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.register import register_of
from grutto_web.cases.research.steps import StudySteps
from grutto_web.cases.research.views import designs_table

REGISTER = register_of(
    StudySteps,
    name="research",
    title=_("Policy research"),
    lead=_("Question and method before the results; then the results, and what policy did with them."),
    columns=("title", "institution", "expected_until", "state"),
    search=("title", "institution", "question"),
    filters=("kind",),
    same=("code",),
    tables=(("uses", ("policy", "document", "document_on")),),
    parts=designs_table,
)
