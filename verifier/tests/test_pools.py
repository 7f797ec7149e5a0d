import unittest

from placer_verify import pools


class Pools(unittest.TestCase):
    def test_largest_remainders(self):
        self.assertEqual(pools.apportion(10, [1, 1, 1]), [4, 3, 3])
        self.assertEqual(pools.apportion(100, [1, 2, 4]), [14, 29, 57])
        self.assertEqual(pools.apportion(7, [0, 5, 0, 5]), [0, 4, 0, 3])
        self.assertEqual(pools.apportion(0, []), [])
        self.assertEqual(pools.apportion(5, [0, 0]), [0, 0])
        for total in range(60):
            parts = pools.apportion(total, [3, 1, 7, 7, 2])
            self.assertEqual(sum(parts), total)
            self.assertTrue(all(abs(part - total * w / 20) < 1 for part, w in zip(parts, [3, 1, 7, 7, 2])))

    def test_scaling_drops_what_becomes_nothing(self):
        self.assertEqual(pools.scaled([(1, 1), (2, 999)], 10), [(2, 10)])
        self.assertEqual(pools.merged([[(2, 5)], [(1, 1), (2, 2)]]), [(1, 1), (2, 7)])

    def test_the_encoding_of_the_document(self):
        self.assertEqual(pools.encoded([(3, 1), (300, 200)]).hex(), "01020301a902c801")
        self.assertEqual(pools.encoded([]).hex(), "0100")
        self.assertEqual(pools.encoded([(1, 2**63 - 1)]).hex(), "010101" + "ff" * 8 + "7f")
        self.assertEqual(pools.encoded([(128, 127)]).hex(), "010180017f")
        self.assertIsNone(pools.digest([(-1, 5)]))
