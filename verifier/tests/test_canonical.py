import unittest

from placer_verify.canonical import NotCanonical, decode, encode

GOOD = [
    b'{"a":1,"b":[true,false,null,-7,9223372036854775807],"c":{"d":"x"}}',
    b'"B\xc3\xb4 \\"x\\"\\\\ \\b\\t\\n\\f\\r \\u0000\\u001f/\x7f\xe2\x80\xa8\xf0\x9f\x92\x8e"',
    b"{}",
    b"0",
]
BAD = [
    b"", b" {}", b"{} ", b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"1.0", b"1e3", b"-0", b"01", b"+1", b"NaN", b"Infinity",
    b'"\\u00e9"', b'"\\/"', b'"\\u000a"', b'"\\u001F"', b'"\n"', b'"\xff"', b'"\\ud800"', b'"\\ud83d\\ude00"', b"\xef\xbb\xbf{}", b"{",
    b"[1,]", b"{'a':1}", b"[" * 100_000, b"1" * 5_000,
]


class Canonical(unittest.TestCase):
    def test_read_and_written_the_same(self):
        for raw in GOOD:
            self.assertEqual(encode(decode(raw)), raw)

    def test_everything_else_is_refused(self):
        for raw in BAD:
            with self.assertRaises(NotCanonical, msg=raw[:40]):
                decode(raw)

    def test_members_are_sorted(self):
        self.assertEqual(encode({"b": 1, "a_b": 2, "a": 3}), b'{"a":3,"a_b":2,"b":1}')
