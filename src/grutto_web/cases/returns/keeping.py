"""When what is known about people who returned goes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework.retention import RETENTIONS, Retention
from grutto_web.cases.returns.acts import AskAboutMember, Erase
from grutto_web.cases.returns.models import ENDED

RETENTIONS.append(
    Retention(
        Erase,
        months=12,
        states=ENDED,
        whose="case",
        ask=AskAboutMember,
        why=_("a year after the case ended; to be set with the data protection officer"),
    )
)
