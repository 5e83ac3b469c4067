"""Which editions anyone may read."""

from __future__ import annotations

from grutto_web.work.editions.models import PUBLIC, Publication


def standings() -> dict[str, Publication] | None:
    """Return the public editions by id, the one published last first; none at all where none was ever ordered here.

    A data folder that only the command line writes to has no order: whoever runs `grutto serve` on it shows what it
    keeps. From the first order in the browser on, only what was published there is shown; and migration profiles, which
    hold official statistics and no decision of anybody here.
    """
    if not Publication.objects.exists():
        return None
    found = Publication.objects.filter(state__in=PUBLIC).prefetch_related("corrections")
    return {publication.edition: publication for publication in found}


def corrected_by(publication: Publication) -> Publication | None:
    """Return the published edition that corrects another one, the last of them."""
    return max(
        (each for each in publication.corrections.all() if each.state in PUBLIC), key=lambda p: p.since, default=None
    )
