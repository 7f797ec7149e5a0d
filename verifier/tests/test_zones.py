"""Zones: who confirmed them, what they make of entries, and what is done with frozen stones."""

import hashlib
import unittest

from placer_verify.ground import lies, site_touches, site_within, slack
from tests.story import AS, DEALER, MINER, NO, SITE, START, awake, production, story
from tests.support import FIXTURE, Export, judged_by_both, uid
from tests.told import Told

ZONE = uid(8000)
AROUND = [[[[-1000, -1000], [1000, -1000], [1000, 1000], [-1000, 1000]]]]
AWAY = [[[[5000, 5000], [6000, 5000], [6000, 6000], [5000, 6000]]]]
PAPER = {"title": "x", "number": None, "on": "2026-01-01"}


def stated(status, start, end=None):
    return {"status": status, "from": start, "to": end, "document": PAPER, "reason": "x"}


def proposed(number, act, zone=ZONE, by="officer"):
    return ("zone.proposed", {"change": uid(8100 + number), "no": number, "zone": zone, "act": act}, AS[by])


def decided(number, confirmed=True, reason=None, found=None, by="approver"):
    body = {"change": uid(8100 + number), "confirmed": confirmed, "reason": reason}
    if found:
        body["found"] = [{"parcel_no": no, "effect": effect} for no, effect in found]
    return ("zone.decided", body, AS[by])


def zone(*statuses, no=1, area=AROUND):
    return {
        "of": "zone", "no": no, "code": f"Z-{no}", "name": "x", "authority": "x", "office": None, "area": area, "document": PAPER,
        "statuses": list(statuses)}


def judged(at, status, effect, on="2026-02-25"):
    """An entry of the book that says what its zones made of it."""
    kind, body, by = production(at, 500, 1, on=on)
    body["facts"]["zone"] = {"held": [{"zone_no": 1, "status": status}], "effect": effect}
    if effect != "none":
        body["facts"]["flags"] = ["zone"]
    return kind, body, by


class Ground(unittest.TestCase):
    """Touching and lying within, as the other verifier has it."""

    def test_edges_holes_and_parts(self):
        square = [[(0, 0), (10, 0), (10, 10), (0, 10)], [(4, 4), (4, 6), (6, 6), (6, 4)]]
        self.assertEqual([lies(square, p) for p in [(1, 1), (0, 5), (10, 10), (11, 5), (5, 5), (4, 5)]], [1, 0, 0, -1, -1, 0])
        site = {"polygon": [[[8, 1], [12, 1], [12, 2], [8, 2]]]}
        self.assertTrue(site_touches(site, 0, [square]))
        self.assertFalse(site_within(site, [square]))
        self.assertTrue(site_within({"point": [1, 1]}, [square]))
        self.assertFalse(site_within({"polygon": [[[3, 3], [7, 3], [7, 7], [3, 7]]]}, [square]))

    def test_accuracy(self):
        self.assertEqual(slack([[(0, 0)]], 10), (910, 910))
        self.assertEqual(slack([[(0, 600_000_000)]], 10), (1820, 910))
        near = {"point": [1_000_900, 500_000]}
        square = [[[0, 0], [1_000_000, 0], [1_000_000, 1_000_000], [0, 1_000_000]]]
        self.assertFalse(site_touches(near, 9, [square]))
        self.assertTrue(site_touches(near, 10, [square]))


RULES = """
[zones]
closed = { value = "refuse", source = "assumption: x" }
embargo = { value = "freeze", source = "assumption: x" }
border = { value = "flag", source = "assumption: x" }
"""


class Zones(Told):
    """Z1 to Z4, under rules that say what zones do."""

    def told(self, change, *options):
        events, rules = story(), (FIXTURE / "rules/1.toml").read_text("utf-8") + RULES
        adopted = {"jurisdiction": "SL", "digest": hashlib.sha256(rules.encode()).hexdigest()}
        nobody = {"via": "console", "signed": None, "office": None}
        after = START + len(events)
        events["rules"] = ("rules.adopted", adopted, "00000000-0000-0000-0000-000000000000", nobody)
        change(events)
        names = {START + at: name for at, name in enumerate(events)} | {0: "end"}
        with Export() as export:
            export.path(f"rules/{after}.toml").write_text(rules, "utf-8")
            export.append([event for event in events.values() if event])
            _, found, _ = export.verdict(*options)
            judged_by_both(self, export, found)
        places = ((code, *at.partition(" at entry ")[::2]) for code, at in found)
        return {(rule, names.get(int(at), at)) if code == "rule.broken" else (code, rule) for code, rule, at in places}

    def test_a_true_story(self):
        embargo = zone(stated("embargo", "2026-02-20", "2026-02-28"))
        self.breaks(lambda s: s.update(z=proposed(1, embargo), ok=decided(1, found=self.known("2026-02-20", "2026-02-28"))))

    def known(self, first, last):
        """What the story had written down at the site by then."""
        dug = [body for kind, body, *_ in filter(None, story().values()) if kind == "production.recorded"]
        changes = [body["change"] for kind, body, *_ in filter(None, story().values()) if kind == "correction.proposed"]
        back = {change["parcel_no"] for change in changes if change["of"] == "withdrawal"}
        dug = [body for body in dug if body["parcel"]["no"] not in back]
        told = [(body["parcel"]["no"], "freeze") for body in dug if body["facts"]["site"] == SITE and first <= body["facts"]["on"] <= last]
        return sorted(told)

    def test_who_proposes_and_who_decides(self):
        plain = zone(stated("open", "2026-01-01"))
        self.breaks(lambda s: s.update(z=proposed(1, plain), ok=decided(1)))
        self.breaks(lambda s: s.update(z=proposed(2, plain), ok=decided(2)), shared=[("Z1", "z")])
        self.breaks(lambda s: s.update(ok=decided(1)), shared=[("Z1", "ok")])
        self.breaks(lambda s: s.update(z=proposed(1, plain), ok=decided(1, by="officer")), shared=[("L7", "ok"), ("Z1", "ok")])
        self.breaks(lambda s: s.update(z=proposed(1, plain), no=decided(1, False)), shared=[("Z1", "no")])
        self.breaks(lambda s: s.update(z=proposed(1, zone(stated("open", "2026-02-01", "2026-01-01")))), shared=[("Z1", "z")])
        self.breaks(lambda s: s.update(z=proposed(1, {"of": "status", "stated": stated("open", "2026-01-01")})), shared=[("Z1", "z")])

    def test_an_entry_says_what_its_zones_made_of_it(self):
        away = zone(stated("embargo", "2026-03-01"), area=AWAY)
        self.breaks(lambda s: s.update(z=proposed(1, away), ok=decided(1), dug=production(9, 500, 1)))
        border = zone(stated("border", "2026-02-26"))
        told = {"z": proposed(1, border), "ok": decided(1)}
        self.breaks(lambda s: s.update(**told, dug=judged(9, "border", "flag", on="2026-02-26")))
        self.breaks(lambda s: s.update(**told, dug=production(9, 500, 1, on="2026-02-26")), shared=[("Z2", "dug")])
        self.breaks(lambda s: s.update(**told, dug=judged(9, "border", "none", on="2026-02-26")), shared=[("Z2", "dug")])
        closed = zone(stated("closed", "2026-02-26"))
        self.breaks(
            lambda s: s.update(z=proposed(1, closed), ok=decided(1), dug=judged(9, "closed", "freeze", on="2026-02-26")),
            shared=[("Z2", "dug")])

    def test_what_was_found_late_is_told(self):
        embargo = zone(stated("embargo", "2026-02-20", "2026-02-28"))
        found = self.known("2026-02-20", "2026-02-28")
        self.assertTrue(found)
        self.breaks(lambda s: s.update(z=proposed(1, embargo), ok=decided(1, found=found[:-1])), shared=[("Z2", "ok")])
        self.breaks(lambda s: s.update(z=proposed(1, embargo), ok=decided(1)), shared=[("Z2", "ok")])

    def test_frozen_stones_take_no_act_but_a_seal(self):
        embargo, no = zone(stated("embargo", "2026-02-26")), NO + 9
        sealed = {"parcel": uid(2009), "parcel_no": no, "seal": "K-1"}
        acts = {"seal": ("parcel.sealed", sealed, AS["miner"]), "open": ("parcel.unsealed", {**sealed, "reason": "x"}, AS["miner"])}

        def tell(s, *released):
            awake(s)
            s.update(z=proposed(1, embargo), ok=decided(1), dug=judged(9, "embargo", "freeze", on="2026-02-26"))
            if released:
                order = {"of": "release", "parcels": list(released), "order": PAPER, "reason": "x"}
                s.update(r=proposed(2, order, zone=None), yes=decided(2))
            s.update(acts)

        self.breaks(tell, shared=[("Z3", "open")])
        self.breaks(lambda s: tell(s, no))
        self.breaks(lambda s: tell(s, NO + 8), shared=[("Z3", "yes"), ("Z3", "open")])

    def test_unlike_stones_are_not_combined(self):
        border = zone(stated("border", "2026-02-26"))

        def tell(s):
            awake(s)
            s.update(plain=production(11, 500, 1), z=proposed(1, border), ok=decided(1), dug=judged(9, "border", "flag", on="2026-02-26"))
            made = {"parcel": uid(2012), "no": NO + 12, "weight_mct": 1000, "stones": 2, "hs": "7102.10", "class": None}
            s["blend"] = ("parcel.combined", {
                "holder": MINER, "inputs": [NO + 11, NO + 9], "outputs": [made], "loss_mct": 0, "loss_reason": None, "stones_change": 0,
                "test": False}, AS["miner"])

        self.breaks(tell, shared=[("C7", "blend")])

    def test_stock_of_a_cut_off(self):
        embargo = zone(stated("embargo", "2026-03-01"))
        told = {"z": proposed(1, embargo), "ok": decided(1)}

        def stock(on="2026-03-01", seal="K-7", holder=DEALER, at=9, of=ZONE):
            item = {"parcel": {"parcel": uid(2000 + at), "no": NO + at, "weight_mct": 10, "stones": 1, "hs": "7102.10", "class": None}, "site": None, "note": None}
            body = {"holder": holder, "on": on, "office": None, "parcels": [{**item, **({"seal": seal} if seal else {})}], "test": False}
            return ("stock.declared", {**body, **({"zone": of} if of else {})}, AS["officer"])

        self.breaks(lambda s: s.update(**told, had=stock()))
        self.breaks(lambda s: s.update(**told, had=stock(on="2026-02-28")), shared=[("Z4", "had")])
        self.breaks(lambda s: s.update(**told, had=stock(seal=None)), shared=[("Z4", "had")])
        self.breaks(lambda s: s.update(**told, had=stock(of=None)), shared=[("Z4", "had")])
        self.breaks(lambda s: s.update(**told, had=stock(), again=stock(at=10, seal="K-8")), shared=[("Z4", "again")])
