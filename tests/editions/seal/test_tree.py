"""The tree against the example of RFC 6962 and by every path."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from grutto.editions.seal.tree import audit_path, leaf_digest, node_digest, root, root_from_path

LEAVES = [leaf_digest(bytes([n])) for n in range(7)]


def test_a_tree_of_seven_is_the_one_of_the_standard() -> None:
    """RFC 6962, 2.1.3: hash = node(k, l) with k = node(node(a, b), node(c, d)), l = node(node(e, f), g)."""
    a, b, c, d, e, f, g = LEAVES
    k = node_digest(node_digest(a, b), node_digest(c, d))
    assert root(LEAVES) == node_digest(k, node_digest(node_digest(e, f), g))
    assert audit_path(LEAVES, 0) == [b, node_digest(c, d), node_digest(node_digest(e, f), g)]
    assert audit_path(LEAVES, 6) == [node_digest(e, f), k]


def test_the_empty_tree_and_the_empty_leaf_are_those_of_certificate_transparency() -> None:
    """Known digests of RFC 6962 logs."""
    assert root([]).hex() == hashlib.sha256(b"").hexdigest()
    assert leaf_digest(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_every_path_leads_to_the_root_and_to_no_other_place(contents: list[bytes], data: st.DataObject) -> None:
    """A changed leaf, a moved one, a shortened or changed path leads elsewhere."""
    leaves = [leaf_digest(one) for one in contents]
    place = data.draw(st.integers(0, len(leaves) - 1))
    path, size = audit_path(leaves, place), len(leaves)
    assert root_from_path(leaves[place], place, size, path) == root(leaves)
    assert root_from_path(leaf_digest(b"other"), place, size, path) != root(leaves)
    for other in set(range(size)) - {place}:
        if leaves[other] != leaves[place]:
            assert root_from_path(leaves[place], other, size, path) != root(leaves)
    if path:
        assert root_from_path(leaves[place], place, size, path[:-1]) != root(leaves)
    assert root_from_path(leaves[place], size, size, path) is None
