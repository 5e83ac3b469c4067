"""Personal fields: encrypted with a key for each record, declared with what they are for; reading them is logged."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from grutto_web.cases.casework import keys
from grutto_web.cases.casework.days import day_that_has_been
from grutto_web.people.acts.record import Record
from grutto_web.people.log.chain import READ, LoggedAct, append

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from django.utils.functional import Promise

    from grutto_web.people.accounts.models import User

NONCE = 12
"""Bytes that stand before what AES-GCM made."""


class Sex(models.TextChoices):
    """As statistics code it."""

    F = "F", _("woman")
    M = "M", _("man")
    X = "X", _("other or not told")


class PersonalText(models.BinaryField[Any, Any]):
    """A text about a person.

    Args:
        verbose_name: what it is called.
        purpose: what it is for, in words.
        basis: why it may be kept: the article of the law, or the contract.
        identifies: "direct" if it alone tells who somebody is, else "indirect".
    """

    def __init__(
        self,
        verbose_name: str | Promise | None = None,
        *,
        purpose: str | Promise = "",
        basis: str | Promise = "",
        identifies: Literal["direct", "indirect"] = "direct",
        **options: Any,
    ) -> None:
        settings: dict[str, Any] = {"default": b"", "editable": False, "blank": True} | options
        super().__init__(verbose_name, **settings)  # type: ignore[arg-type]  # a lazy text, as everywhere
        self.purpose, self.basis, self.identifies = purpose, basis, identifies

    def plain(self, value: Any) -> str:
        """Return what was filled in as a text."""
        return str(value or "")

    def question(self, options: dict[str, Any]) -> forms.Field:
        """Return the field of a form that asks for it."""
        return forms.CharField(max_length=200, **options)


class PersonalDay(PersonalText):
    """A day about a person that has been, such as that of birth."""

    def deconstruct(self) -> Any:
        """Return it as migrations know it."""
        name, _path, arguments, options = super().deconstruct()
        return name, f"{PersonalText.__module__}.PersonalText", arguments, options

    def plain(self, value: date | None) -> str:
        """Return the day as it is sealed."""
        return value.isoformat() if value else ""

    def question(self, options: dict[str, Any]) -> forms.Field:
        """Return the field of a form that asks for it."""
        return day_that_has_been(**options)


class KeyedHash(models.CharField[str, str]):
    """A number by which somebody is known, kept as a keyed hash only.

    Args:
        purpose: hashes of one purpose cannot be compared with those of another.
        outlives: whether it stays when the personal fields go, so that somebody is known again who comes back.
    """

    def __init__(
        self, verbose_name: str | Promise | None = None, *, purpose: str = "", outlives: bool = False, **options: Any
    ) -> None:
        settings: dict[str, Any] = {"max_length": 32, "blank": True, "editable": False} | options
        super().__init__(verbose_name, **settings)  # type: ignore[arg-type]  # a lazy text, as everywhere
        self.purpose, self.outlives = purpose, outlives

    def question(self, options: dict[str, Any]) -> forms.Field:
        """Return the field of a form that asks for it."""
        return forms.CharField(max_length=60, **options)

    def deconstruct(self) -> Any:
        """Return it as migrations know it: a column of text."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options


SEALED = (PersonalText, KeyedHash)
"""Fields whose values no form shows again, and no log has."""


ALONG: list[Callable[[PersonalRecord], None]] = []
"""What is erased along with a record: what stands beside it."""


class PersonalRecord(Record):
    """A record with personal fields; once `erase` was called, nobody reads them, in no backup either."""

    key_name = models.CharField(max_length=16, blank=True, editable=False)

    PERSONAL: ClassVar[frozenset[str]] = frozenset()
    """Each PersonalText and keyed hash of a subclass."""

    class Meta:
        """A base of tables, none itself."""

        abstract = True

    @classmethod
    def personal_texts(cls) -> list[PersonalText]:
        """Return the personal fields."""
        return [field for field in cls._meta.concrete_fields if isinstance(field, PersonalText)]

    @property
    def erased(self) -> bool:
        """Whether the personal fields are gone."""
        return not self.key_name

    def put(self, **texts: str) -> None:
        """Keep texts, in an act that creates or changes the record."""
        if not self.key_name:
            self.key_name = keys.new_key()
        box = AESGCM(self._key())
        for name, text in texts.items():
            nonce = secrets.token_bytes(NONCE)
            sealed = nonce + box.encrypt(nonce, text.encode(), self._place(name)) if text else b""
            setattr(self, name, sealed)

    def read(self, reader: User) -> dict[str, str]:
        """Return the personal fields that hold something, and log who read them.

        Raises:
            LookupError: the key is not in the file of keys, though the record was never erased.
        """
        held = [field.name for field in self.personal_texts() if getattr(self, field.name)]
        if self.erased or not held:
            return {}
        texts = dict(self._opened(held))
        with transaction.atomic():
            read = LoggedAct(READ, self._meta.label_lower, str(self.pk), self.version, self.state, self.state)
            append(read, reader)
        return texts

    def erase(self) -> None:
        """Forget the personal fields and destroy their key, in an act; the key goes when the act is kept."""
        name = self.key_name
        for field in self.personal_texts():
            setattr(self, field.name, b"")
        for number in self._meta.concrete_fields:
            if isinstance(number, KeyedHash) and not number.outlives:
                setattr(self, number.name, "")
        self.key_name = ""
        for erase in ALONG:
            erase(self)
        if name:
            transaction.on_commit(lambda: keys.destroy([name]))

    def _opened(self, names: list[str]) -> Iterator[tuple[str, str]]:
        box = AESGCM(self._key())
        for name in names:
            sealed = bytes(getattr(self, name))
            yield name, box.decrypt(sealed[:NONCE], sealed[NONCE:], self._place(name)).decode()

    def _key(self) -> bytes:
        found = keys.key(self.key_name)
        if found is None:
            raise LookupError(f"the file of keys has no key of {self._meta.label} {self.pk}: restore that file too")
        return found

    def _place(self, name: str) -> bytes:
        """Return what binds a sealed text to its record and field."""
        return f"{self._meta.label_lower} {self.key_name} {name}".encode()


def sealed_models() -> list[type[PersonalRecord]]:
    """Return every model with personal fields."""
    from django.apps import apps  # noqa: PLC0415 - the models are there once all apps are loaded

    return [model for model in apps.get_models() if issubclass(model, PersonalRecord)]


def destroy_unused() -> int:
    """Destroy the keys that no record has any more, after an act that was cut short; return how many there were."""
    used = {name for model in sealed_models() for name in model.objects.values_list("key_name", flat=True)}  # type: ignore[attr-defined]
    unused = keys.names() - used
    keys.destroy(unused)
    return len(unused)
