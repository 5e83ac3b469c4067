"""`grutto manage invite`: the first administrator of a new site; later ones are invited in the browser."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError
from django.utils.translation import gettext

from grutto_web.ground.management.commands.serve import prepare
from grutto_web.ground.management.terminal import TerminalCommand
from grutto_web.people.accounts.acts import EnterOrganisation, Invite
from grutto_web.people.accounts.letters import invitation_link
from grutto_web.people.accounts.models import Invitation, Organisation
from grutto_web.people.acts.perform import perform
from grutto_web.people.acts.refusals import InvalidInputError, RefusalError
from grutto_web.people.roles import Role

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(TerminalCommand):
    """Invite an administrator."""

    help = "Invite an administrator: enters the organisation if it is new, and prints the link of the invitation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare who is invited."""
        parser.add_argument("name")
        parser.add_argument("email")
        parser.add_argument("--organisation", required=True, metavar="IDENTIFIER", help="IATI identifier: XM-DAC-7")
        parser.add_argument("--organisation-name", default="", help="its name, if it is new")
        parser.add_argument("--language", default="en")

    def handle(self, *_: Any, **options: Any) -> None:
        """Invite, and print the link."""
        prepare()
        try:
            self.stdout.write(invitation_link(_invite(**options)))
        except (OSError, SMTPException) as error:
            sent = Invitation.objects.get(email=options["email"].lower(), state=Invitation.SENT)
            text = gettext("The letter could not be sent (%(reason)s): look at GRUTTO_MAIL, and pass on this link")
            self.stderr.write(text % {"reason": error})
            self.stdout.write(invitation_link(sent))
        except InvalidInputError as refusal:
            raise CommandError(refusal.form.errors.as_text()) from refusal
        except RefusalError as refusal:
            raise CommandError(str(refusal)) from refusal


def _invite(*, name: str, email: str, organisation: str, organisation_name: str, language: str, **_: Any) -> Invitation:
    place = Organisation.objects.filter(identifier=organisation).first() or perform(
        EnterOrganisation, None, None, {"identifier": organisation, "name": organisation_name}
    )
    offered = {"name": name, "email": email, "organisation": place.pk, "role": Role.ADMINISTRATOR, "language": language}
    return perform(Invite, None, None, offered)
