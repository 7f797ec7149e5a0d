import json
import unittest

from placer_verify.canonical import encode
from placer_verify.entry import EVENTS, read_entry
from placer_verify.kinds import Unreadable
from tests.support import LINES, uid

ENTRIES = [json.loads(line) for line in LINES]
FIRST = {}
for entry in ENTRIES:
    FIRST.setdefault(entry["kind"], entry)

PLACE = [-112652957, 87498685]
SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]]


def refused(value):
    try:
        read_entry(encode(value))
    except Unreadable:
        return True
    return False


def changed(entry, path, value):
    copy = json.loads(json.dumps(entry))
    there = copy
    for step in path[:-1]:
        there = there[step]
    there[path[-1]] = value
    return copy


def leaves(value, path=()):
    """Every place in a value, objects and lists included."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in inner:
        yield from leaves(part, (*path, name))


class Entries(unittest.TestCase):
    def test_every_line_of_a_real_register_is_read(self):
        for line in LINES:
            read_entry(line)

    def test_nothing_of_another_kind_is_taken_anywhere(self):
        for kind, entry in FIRST.items():
            for path in leaves(entry):
                if not path:
                    continue
                for bad in ({"x": 1}, [[1]], "\u0001!", True, -(2**63) - 1):
                    place = entry
                    for step in path:
                        place = place[step]
                    if type(bad) is type(place) and isinstance(bad, (str, bool)):
                        continue
                    # A text may stand where the example has null, and so may a list or a truth value nowhere else.
                    if place is None and isinstance(bad, str):
                        continue
                    self.assertTrue(refused(changed(entry, path, bad)), f"{kind} {path} {bad!r}")

    def test_every_member_is_needed_and_no_other_taken(self):
        for kind, entry in FIRST.items():
            for path in leaves(entry):
                copy = changed(entry, ("v",), 2)
                there = copy
                for step in path[:-1]:
                    there = there[step]
                if path and isinstance(there, dict):
                    del there[path[-1]]
                    self.assertTrue(refused(copy), f"{kind} without {path}")
                place = entry
                for step in path:
                    place = place[step]
                if isinstance(place, dict):
                    self.assertTrue(refused(changed(entry, (*path, "zzz"), None)), f"{kind} {path} with another member")

    def test_words_outside_closed_lists(self):
        for kind, path in [
            ("account.created", ("role",)), ("party.registered", ("facts", "kind")), ("site.registered", ("facts", "obtained")),
            ("production.recorded", ("parcel", "hs")),
        ]:
            self.assertTrue(refused(changed(FIRST[kind], ("body", *path), "other")), kind)
        self.assertTrue(refused(changed(FIRST["party.registered"], ("body", "facts", "roles"), ["king"])))
        self.assertTrue(refused(changed(FIRST["production.recorded"], ("body", "facts", "flags"), ["odd"])))
        self.assertTrue(refused(changed(FIRST["account.created"], ("kind",), "account.other")))
        self.assertTrue(refused(changed(FIRST["account.created"], ("kind",), "office.changed")))

    def test_figures_at_their_bounds(self):
        production = FIRST["production.recorded"]
        for path, good, bad in [
            (("body", "facts", "weight_mct"), 10_000_000_000_000, 10_000_000_000_001),
            (("body", "facts", "weight_mct"), 0, -1),
            (("body", "facts", "diggers"), 2**32 - 1, 2**32),
            (("body", "facts", "stones"), -(2**63), 2**63),
            (("body", "facts", "position"), [1_800_000_000, -900_000_000], [1_800_000_001, 0]),
            (("body", "facts", "position"), [-1_800_000_000, 900_000_000], [0, 900_000_001]),
            (("body", "facts", "position"), None, [0, 0, 0]),
            (("body", "facts", "days_worked"), 3, None),
            (("body", "facts", "on"), "2024-02-29", "2023-02-29"),
            (("body", "facts", "on"), "2026-01-01", "2026-1-01"),
            (("body", "facts", "on"), "2026-01-01", "\u0662026-01-01"),
            (("recorded_at",), "2026-01-01T23:59:59.999999Z", "2026-01-01T24:00:00.000000Z"),
            (("recorded_at",), "2026-01-01T00:00:00.000000Z", "2026-01-01T00:00:00Z"),
            (("recorded_at",), "2026-02-28T00:00:00.000000Z", "2026-02-30T00:00:00.000000Z"),
            (("recorded_at",), "2026-01-01T00:00:00.000000Z", "2026-01-01 00:00:00.000000Z"),
            (("account",), uid(1), uid(1).replace("-", "")),
            (("account",), "0" * 8 + "-abcd-0000-0000-" + "f" * 12, "0" * 8 + "-ABCD-0000-0000-" + "f" * 12),
            (("v",), 2, 1),
            (("seq",), -(2**63), 2**63),
        ]:
            self.assertFalse(refused(changed(production, path, good)), (path, good))
            self.assertTrue(refused(changed(production, path, bad)), (path, bad))
        offer = FIRST["purchase.offered"]
        self.assertFalse(refused(changed(offer, ("body", "slip", "price", "currency"), "XAF")))
        for bad in ("xaf", "XA", "XAFF", 7):
            self.assertTrue(refused(changed(offer, ("body", "slip", "price", "currency"), bad)))

    def test_shapes(self):
        site = FIRST["site.registered"]
        shape = ("body", "facts", "shape")
        hole = [[10, 10], [10, 20], [20, 20], [20, 10]]
        wide = [[0, 0], [100_000_001, 0], [100, 100]]
        polar = [[0, 849_999_999], [100, 849_999_999], [100, 850_000_001]]
        long = [[i, i * i] for i in range(2_001)]
        widest, northern = [[1, 0], *wide[1:]], [*polar[:2], [100, 850_000_000]]
        for good in ({"point": PLACE}, *({"polygon": rings} for rings in ([SQUARE], [SQUARE, hole], [long[:-1]], [widest], [northern]))):
            self.assertFalse(refused(changed(site, shape, good)), good)
        for bad in (
            {}, {"point": PLACE, "polygon": [SQUARE]}, {"circle": PLACE}, {"polygon": []}, {"polygon": [[]]}, {"polygon": [SQUARE[::-1]]},
            {"polygon": [SQUARE + SQUARE[:1]]}, {"polygon": [SQUARE[:1] + SQUARE]}, {"polygon": [SQUARE, hole[::-1]]},
            {"polygon": [SQUARE[:2]]}, {"polygon": [[[0, 0], [1, 1], [2, 2]]]}, {"polygon": [wide]}, {"polygon": [polar]},
            {"polygon": [long]}, {"polygon": [SQUARE, [[1, 1], [2, 2], [3, 3]]]}, {"polygon": None}, {"point": None}, [], None,
        ):
            self.assertTrue(refused(changed(site, shape, bad)), bad)

    def test_corrections_are_told_apart_by_what_they_correct(self):
        entry = FIRST["correction.proposed"]
        for bad in ("purchase", "other", None, ["production"]):
            self.assertTrue(refused(changed(entry, ("body", "change", "of"), bad)), bad)
        self.assertTrue(refused(changed(entry, ("body", "change"), None)))

    def test_lines_that_are_no_entry(self):
        for raw in (b"", b"{}", b"[]", b"null", b"1", b'"x"', LINES[0] + b" ", LINES[0] + b"\r", LINES[0][:-1], b"\xff", b"[" * 100_000):
            with self.assertRaises(Unreadable):
                read_entry(raw)
