"""What nothing needs any more; clearing it away is tested through the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grutto.errors import InputError
from grutto.tables.tidy import unneeded_files

if TYPE_CHECKING:
    from grutto.store.home import Home


def test_less_than_no_release_cannot_be_kept(nl_home: Home) -> None:
    assert unneeded_files(nl_home, 0).releases == ()
    with pytest.raises(InputError, match="0 or more"):
        unneeded_files(nl_home, -1)
