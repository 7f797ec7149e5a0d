"""The Merkle tree of RFC 6962 over SHA-256, as far as a verifier needs it."""

import hashlib

EMPTY = hashlib.sha256(b"").digest()
TILE = 256


def leaf_hash(data):
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    """The hash of an interior node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The tree so far as the roots of its complete subtrees, the largest first: enough to go on and to give the root."""

    def __init__(self):
        self.size = 0
        self._roots = []

    def push(self, leaf):
        """Takes the next leaf hash."""
        # As many subtrees are complete with this leaf as the size has ones at its end.
        size = self.size
        while size & 1:
            leaf = node_hash(self._roots.pop(), leaf)
            size >>= 1
        self._roots.append(leaf)
        self.size += 1

    def root(self):
        """The root of the tree of all leaves so far."""
        if not self._roots:
            return EMPTY
        found = self._roots[-1]
        for left in reversed(self._roots[:-1]):
            found = node_hash(left, found)
        return found


def root_of(leaves):
    """The root over a sequence of leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.push(leaf)
    return frontier.root()


def root_by_path(leaf, index, size, path):
    """The root that an inclusion path leads to, or None when the path has not the right length for index and size."""
    if not 0 <= index < size:
        return None
    node, last, found = index, size - 1, leaf
    rest = list(path)
    while last > 0:
        if node & 1 or node < last:
            if not rest:
                return None
            other = rest.pop(0)
            found = node_hash(other, found) if node & 1 else node_hash(found, other)
        # A last node without a sibling goes up as it is.
        node >>= 1
        last >>= 1
    return None if rest else found


def tile_name(level, number):
    """The path of a full tile below the folder `tile`."""
    parts = [f"{number % 1000:03d}"]
    number //= 1000
    while number:
        parts.insert(0, f"x{number % 1000:03d}")
        number //= 1000
    return f"{level}/" + "/".join(parts)
