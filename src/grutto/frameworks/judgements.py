"""Signed judgements in a TOML file, for editions made without the web application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grutto.errors import DeclarationError
from grutto.model.judgement import CRITERIA, EVIDENCE, Judgement
from grutto.store.codec import Place, decode, read_toml

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
                f"Unknown key: {key}.", where=f"{path}, key {key}", repair="Use tables [[judgement]] only."
            )
    place = Place(path, "judgement")
    judgements: tuple[Judgement, ...] = decode(tree.get("judgement", []), tuple[Judgement, ...], place)
    seen: set[str] = set()
    for i, judgement in enumerate(judgements):
        _check(judgement, seen, place.at(i))
        seen.add(judgement.id)
    return judgements


def _check(judgement: Judgement, seen: set[str], place: Place) -> None:
    if judgement.id in seen:
        raise DeclarationError(
            f"The id {judgement.id} is given twice.",
            where=str(place.at("id")),
            repair="Give each its own.",
        )
    if not judgement.text or not all(text.strip() for text in judgement.text.values()):
        raise DeclarationError(
            f"Judgement {judgement.id} has no text.",
            where=str(place.at("text")),
            repair='Write it in at least one language: text = { nl = "…" }.',
        )
    if judgement.kind == "cause" and judgement.cause not in CAUSES:
        raise DeclarationError(
            f"Judgement {judgement.id} has an unknown cause: {judgement.cause!r}.",
            where=str(place.at("cause")),
            repair=f"Use one of: {', '.join(CAUSES)}.",
        )
    if judgement.kind != "cause" and judgement.cause:
        raise DeclarationError(
            f"Judgement {judgement.id} names a cause but is of kind {judgement.kind}.",
            where=str(place.at("kind")),
            repair='Set kind = "cause" or remove the cause.',
        )
    for part, known in (("criterion", CRITERIA), ("evidence", EVIDENCE)):
        given = getattr(judgement, part)
        if given and (judgement.kind != "assessment" or given not in known):
            raise DeclarationError(
                f"Judgement {judgement.id} has a {part} that does not fit: {given!r}.",
                where=str(place.at(part)),
                repair=f'Use one of: {", ".join(known)}; for kind = "assessment" only.',
            )
    if judgement.kind != "attribution" and (judgement.priority or judgement.budget_line):
        raise DeclarationError(
            f"Judgement {judgement.id} names a priority or budget line but is of kind {judgement.kind}.",
            where=str(place.at("kind")),
            repair='Set kind = "attribution" or remove them.',
        )
