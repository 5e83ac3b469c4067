"""Casework as Django knows it."""

from django.apps import AppConfig
from django.core import checks


class CaseworkConfig(AppConfig):
    """The frame of casework."""

    name = "grutto_web.cases.casework"
    label = "casework"

    def ready(self) -> None:
        """Let reminders wait for people, refuse declarations that cannot work, and say that ledgers are kept here."""
        from grutto_web.cases.casework.checks import check_declarations  # noqa: PLC0415
        from grutto_web.cases.casework.deadlines import terms_waiting  # noqa: PLC0415
        from grutto_web.cases.casework.populations import anchors, is_anchored  # noqa: PLC0415
        from grutto_web.cases.casework.reminders import questions_of, reminders_of  # noqa: PLC0415
        from grutto_web.people.acts.waiting import OTHERS  # noqa: PLC0415 - models are there only now
        from grutto_web.people.log.ledgers import KEEPERS, LedgerKeeper  # noqa: PLC0415

        OTHERS.extend((reminders_of, questions_of, terms_waiting))
        checks.register(check_declarations)
        KEEPERS[self.label] = LedgerKeeper(anchors, is_anchored)
