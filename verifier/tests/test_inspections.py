"""Inspections (I1 to I5)."""

import unittest
from hashlib import sha256

from placer_verify.inspections import Inspections, draw
from tests.story import AS, MINER, NO, OFFICE, SITE
from tests.support import uid
from tests.told import Told


def announced(number=1, **more):
    return ("inspection.announced", {
        "plan": uid(7900 + number), "no": number, "code": f"IP-{number}", "office": OFFICE, "kind": "site", "count": 1, "draw_on": "2027-01-01",
        "until": "2027-02-01", "pool": [{"target": SITE, "code": "S-1", "weight": 5}], **more}, AS["officer"])


def recorded(number=1, **more):
    return ("inspection.recorded", {
        "inspection": uid(7950 + number), "no": number, "code": f"IN-{number}", "office": OFFICE, "kind": "buyer", "target": MINER, "party": MINER,
        "plan": None, "again": None, "on": "2026-03-01", "position": None, "accuracy_m": None, "checked": [], "findings": [], "counted": [],
        "actions": [{"what": "x", "party": MINER, "due": "2026-03-09"}], "account": None, **more}, AS["officer"])


def done(action=1, **more):
    return ("inspection.action_done", {"inspection": uid(7951), "action": action, "on": "2026-03-01", "proof": "x", **more}, AS["officer"])


class Inspected(Told):
    """I1 to I5."""

    def one(self, rule, event, **before):
        self.breaks(lambda s: s.update({**before, "wrong": event}), shared=[(rule, "wrong")])

    def test_what_is_drawn_from(self):
        for more in (
            {"no": 2}, {"draw_on": "2026-02-01"}, {"until": "2027-01-01"}, {"count": 2}, {"count": 0}, {"pool": []},
            {"pool": [{"target": SITE, "code": "S-1", "weight": 101}]}, {"pool": [{"target": MINER, "code": "S-1", "weight": 1}]}, {"kind": "office"}):
            self.one("I1", announced(**more))

    def test_a_draw_before_its_day_is_over(self):
        drawn = ("inspection.drawn", {"plan": uid(7901), "size": 1, "root": "0" * 64, "seed": "0" * 64, "drawn": [SITE]}, AS["officer"])
        self.one("I2", drawn, first=announced())
        self.one("I2", drawn)

    def test_who_inspects_what(self):
        self.breaks(lambda s: s.update(first=recorded(), second=done()))
        due = [{"what": "x", "party": None, "due": "2026-02-01"}]
        for more in (
            {"no": 2}, {"on": "2027-01-01"}, {"party": None, "actions": []}, {"target": uid(1)}, {"plan": uid(7901)}, {"again": uid(7951)}, {"actions": due},
            {"findings": [{"severity": "minor", "text": " "}]}, {"checked": [{"item": "pit_book", "answer": "yes"}] * 2},
            {"counted": [{"parcel_no": NO + 999, "book_mct": 1, "book_stones": 1, "counted_mct": 1, "counted_stones": 1}]}):
            self.one("I3", recorded(**more))

    def test_what_was_put_right(self):
        for more in ({"action": 2}, {"proof": " "}, {"on": "2026-02-01"}):
            self.one("I4", done(**more), first=recorded())
        self.one("I4", done(), first=recorded(), second=done())
        self.one("I4", done())

    def test_dry_runs(self):
        self.one("I5", ("dry_run.started", {
            "run": uid(7990), "no": 1, "code": "DR-1", "office": None, "parcel": uid(2005), "parcel_no": NO + 5, "purpose": "x"}, AS["officer"]))
        self.one("I5", ("dry_run.concluded", {"run": uid(7990), "outcome": "passed", "report": "x"}, AS["officer"]))


class Draw(unittest.TestCase):
    def test_the_order_of_the_pool_changes_nothing(self):
        pool = [{"target": uid(n), "code": f"S-{n}", "weight": n} for n in range(1, 30)]
        self.assertEqual(draw("x", pool, 5), draw("x", pool[::-1], 5))
        self.assertEqual(len(draw("x", pool, 100)), 29)


class Broken:
    """Takes what is broken."""

    def __init__(self):
        self.found = []

    def broken(self, rule, seq, why):
        self.found.append((rule, seq, why))


class Drawn(unittest.TestCase):
    """A draw of a plan whose day is over, and each thing that may be wrong with it alone (I2)."""

    POOL = [{"target": uid(n), "code": f"S-{n}", "weight": n} for n in range(1, 9)]

    def told(self, **more):
        told = Broken()
        judge = Inspections(told, None, None, None, None)
        judge._plans["plan"] = [{"draw_on": "2026-03-01", "pool": self.POOL, "count": 3}, None, set()]
        judge._heads["2026-03-01"] = (7, "ab" * 32)
        size, root = more.get("size", 7), "ab" * 32
        seed = sha256(f"2026-03-01:{size}:{root}".encode()).hexdigest()
        body = {"plan": "plan", "size": size, "root": root, "seed": seed, **more}
        judge._drawn(9, {"drawn": draw(body["seed"], self.POOL, 3), **body})
        return [why for rule, seq, why in told.found if (rule, seq) == ("I2", 9)]

    def test_each_part_of_a_draw_is_judged_by_itself(self):
        self.assertEqual(self.told(), [])
        self.assertEqual(self.told(drawn=[uid(8), uid(7), uid(6)]), ["the list does not follow from its seed"])
        self.assertEqual(self.told(seed="cd" * 32), ["the seed is not that of the head"])
        self.assertEqual(self.told(size=6), ["it was not drawn with the head of its day"])
