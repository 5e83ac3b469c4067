"""Letters of a register: written when they are asked for, from the record as it is; none is kept.

They name people, so that each personal field read for one is logged, as any reading is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from grutto_web.ground.settings.base import SITE_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import Promise

    from grutto.render.letter import Letter
    from grutto_web.cases.casework.register import Register
    from grutto_web.people.accounts.models import User
    from grutto_web.people.acts.record import Record

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: dict[str, tuple[str | Promise, str]] = {"pdf": (_("PDF"), "application/pdf"), "docx": (_("Word"), WORD)}
"""Form of a letter by the ending of its file: in words, and media type."""


@dataclass(frozen=True, slots=True)
class LetterKind[R: Record]:
    """A letter that a register knows.

    Args:
        title: what it is called.
        due: whether a record is so far that the letter can be written.
        write: returns it in the language of the page; it reads the personal fields that it needs for who asks.
    """

    title: str | Promise
    due: Callable[[R], bool]
    write: Callable[[R, User], Letter]


class LetterForm(forms.Form):
    """Which letter, in which language, as what."""

    kind = forms.ChoiceField(label=_("Letter"))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=SITE_LANGUAGES)
    file_format = forms.ChoiceField(
        label=_("As"), choices=[(ending, words) for ending, (words, _media) in FORMATS.items()]
    )

    def __init__(self, *arguments: Any, kinds: list[tuple[str, str | Promise]], **options: Any) -> None:
        """Offer the letters that can be written now."""
        super().__init__(*arguments, **options)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


def due_letters[R: Record](register: Register[R], record: R) -> list[tuple[str, str | Promise]]:
    """Return the letters that can be written of a record: name and title."""
    return [(name, kind.title) for name, kind in register.letters.items() if kind.due(record)]


def letter_file[R: Record](register: Register[R], record: R, form: LetterForm, reader: User) -> HttpResponse:
    """Return a letter as a file to download; nothing about a person stands in its name.

    Args:
        register: which knows the letter.
        record: what it is about.
        form: what was asked, valid.
        reader: who asks; what they read is logged.
    """
    from grutto.render import letter as letters  # noqa: PLC0415 - heavy, and seldom needed

    kind, language, file_format = (form.cleaned_data[name] for name in ("kind", "language", "file_format"))
    with override(language):
        letter = register.letters[kind].write(record, reader)
    content = letters.as_pdf(letter) if file_format == "pdf" else letters.as_docx(letter)
    answer = HttpResponse(content, content_type=FORMATS[file_format][1])
    answer["Content-Disposition"] = (
        f'attachment; filename="{register.name}-{record.pk}-{kind}-{language}.{file_format}"'
    )
    answer["Cache-Control"] = "no-store"
    return answer
