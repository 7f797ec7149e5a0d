import hashlib
import unittest

from placer_verify import tree

# The inputs and roots that Certificate Transparency implementations publish with their tests of RFC 6962.
PUBLISHED = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves):
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(index, leaves):
    """RFC 6962, 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return naive_path(index, leaves[:k]) + [naive_root(leaves[k:])]
    return naive_path(index - k, leaves[k:]) + [naive_root(leaves[:k])]


class Tree(unittest.TestCase):
    def test_published_roots(self):
        leaves = [tree.leaf_hash(bytes.fromhex(data)) for data in PUBLISHED]
        self.assertEqual(tree.root_of([]).hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        for size, root in enumerate(ROOTS, 1):
            self.assertEqual(tree.root_of(leaves[:size]).hex(), root)

    def test_every_size_and_leaf_up_to_130_as_the_naive_tree(self):
        leaves = [tree.leaf_hash(bytes([i])) for i in range(130)]
        frontier = tree.Frontier()
        for size in range(1, 131):
            frontier.push(leaves[size - 1])
            root = naive_root(leaves[:size])
            self.assertEqual(frontier.root(), root)
            for index in range(size):
                path = naive_path(index, leaves[:size])
                self.assertEqual(tree.root_by_path(leaves[index], index, size, path), root)

    def test_a_path_of_another_length_or_place_leads_nowhere(self):
        leaves = [tree.leaf_hash(bytes([i])) for i in range(21)]
        root = naive_root(leaves)
        for index in range(21):
            path = naive_path(index, leaves)
            self.assertIsNone(tree.root_by_path(leaves[index], index, 21, path + [root]))
            self.assertIsNone(tree.root_by_path(leaves[index], index, 21, path[:-1]))
            self.assertIsNone(tree.root_by_path(leaves[index], 21, 21, path))
            self.assertIsNone(tree.root_by_path(leaves[index], -1, 21, path))
            for other in range(21):
                found = tree.root_by_path(leaves[index], other, 21, path)
                self.assertEqual(found == root, other == index)

    def test_an_index_must_be_below_the_size(self):
        leaf = tree.leaf_hash(b"x")
        self.assertEqual(tree.root_by_path(leaf, 0, 1, []), leaf)
        self.assertIsNone(tree.root_by_path(leaf, 1, 1, []))
        self.assertIsNone(tree.root_by_path(leaf, 0, 0, []))

    def test_tile_names(self):
        self.assertEqual(tree.tile_name(0, 5), "0/005")
        self.assertEqual(tree.tile_name(2, 1234067), "2/x001/x234/067")
        self.assertEqual(tree.tile_name(1, 1000), "1/x001/000")
