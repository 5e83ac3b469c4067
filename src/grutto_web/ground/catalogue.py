"""The catalogue of a release, held open by each process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from grutto.catalogue.read import Catalogues
from grutto.store.home import Home

if TYPE_CHECKING:
    from grutto.catalogue.read import Catalogue


@cache
def _catalogues(home: str) -> Catalogues:
    del home  # another data folder has other catalogues
    return Catalogues(Home())


def catalogue_of(release: str = "") -> Catalogue:
    """Return the catalogue of a release, of the current one unless named.

    Raises:
        StoreError: nothing was imported yet.
        UnknownNameError: there is no release of this name.
    """
    return _catalogues(str(Home().path)).catalogue(release)
