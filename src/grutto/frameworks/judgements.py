"""Signed judgements in a TOML file, for editions made without the web application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.errors import DeclarationError
from grutto.message import Message
from grutto.model.judgement import CRITERIA, EVIDENCE, Judgement
from grutto.store.codec import CodecPlace, decode, read_toml

if TYPE_CHECKING:
    from pathlib import Path

CAUSES = (
    "late-start",
    "volume",
    "duration",
    "price",
    "exchange-rate",
    "lower-uptake",
    "cancelled",
    "administrative",
    "other",
)
"""Causes of underspending: late start, fewer units, shorter units, price, exchange rate, lower uptake, …"""


def load_judgements(path: Path) -> tuple[Judgement, ...]:
    """Return the judgements of a file with tables `[[judgement]]`, in its order.

    Raises:
        DeclarationError: the file is wrong, two judgements share an id, one has no text, or a cause is not in
            `CAUSES` or stands at another kind than `cause`.
    """
    tree = read_toml(path)
    for key in tree:
        if key != "judgement":
            raise DeclarationError(
                "Unknown key: {key}.",
                where=Message("{path}, key {key}", path=path, key=key),
                repair="Use tables [[judgement]] only.",
                key=key,
            )
    place = CodecPlace(path, "judgement")
    judgements: tuple[Judgement, ...] = decode(tree.get("judgement", []), tuple[Judgement, ...], place)
    seen: set[str] = set()
    for i, judgement in enumerate(judgements):
        _check(judgement, seen, place.at(i))
        seen.add(judgement.id)
    return judgements


def _check(judgement: Judgement, seen: set[str], place: CodecPlace) -> None:
    if judgement.id in seen:
        raise DeclarationError(
            "The id {judgement} is given twice.",
            where=place.at("id").message,
            repair="Give each its own.",
            judgement=judgement.id,
        )
    if not judgement.text or not all(text.strip() for text in judgement.text.values()):
        raise DeclarationError(
            "Judgement {judgement} has no text.",
            where=place.at("text").message,
            repair='Write it in at least one language: text = { nl = "…" }.',
            judgement=judgement.id,
        )
    if judgement.kind == "cause" and judgement.cause not in CAUSES:
        raise DeclarationError(
            "Judgement {judgement} has an unknown cause: {cause}.",
            where=place.at("cause").message,
            repair="Use one of: {causes}.",
            judgement=judgement.id,
            cause=f"{judgement.cause!r}",
            causes=", ".join(CAUSES),
        )
    if judgement.kind != "cause" and judgement.cause:
        raise DeclarationError(
            "Judgement {judgement} names a cause but is of kind {kind}.",
            where=place.at("kind").message,
            repair='Set kind = "cause" or remove the cause.',
            judgement=judgement.id,
            kind=judgement.kind,
        )
    for part, known in (("criterion", CRITERIA), ("evidence", EVIDENCE)):
        code = getattr(judgement, part)
        if code and (judgement.kind != "assessment" or code not in known):
            raise DeclarationError(
                "Judgement {judgement} has a {part} that does not fit: {given}.",
                where=place.at(part).message,
                repair='Use one of: {known}; for kind = "assessment" only.',
                judgement=judgement.id,
                part=part,
                given=f"{code!r}",
                known=", ".join(known),
            )
    if judgement.kind != "attribution" and (judgement.priority or judgement.budget_line):
        raise DeclarationError(
            "Judgement {judgement} names a priority or budget line but is of kind {kind}.",
            where=place.at("kind").message,
            repair='Set kind = "attribution" or remove them.',
            judgement=judgement.id,
            kind=judgement.kind,
        )
