"""Shipments from abroad (K12) and who imports them (C8): told wrongly in one point at a time."""

from placer_verify import pools
from tests.story import AS, DEALER, MINER, NO, SITE, awake, confirmed, parcel, participants, place, production, rework, standing
from tests.support import uid
from tests.test_returns import arrived, decided
from tests.told import Told, ship

BARRED = ("party.state_changed", {"party": DEALER, "state": "barred", "on": "2026-03-01", "reason": "r", "note": None}, AS["officer"])


def warned(n=1, issuer="BE", numbers=("bw-1",), **other):
    return ("warning.listed", {"list": uid(7650 + n), "issuer": issuer, "source": "s", "numbers": list(numbers), **other}, AS["officer"])


def withdrawn(n=1, numbers=("BW1",), **other):
    return ("warning.withdrawn", {"list": uid(7650 + n), "numbers": list(numbers), "reason": "r", **other}, AS["approver"])


def found(weight=700, stones=2, hs="7102.31"):
    return [{"hs": hs, "weight_mct": weight, "stones": stones}]


def became(weight=700, stones=2, hs="7102.31", at=9, **other):
    return [{**parcel(at, weight, stones, hs), **other}]


def unsorted(importer=MINER, **other):
    """A shipment of one parcel of 500 mct that the miner imports."""
    lines = [{"hs": "7102.10", "weight_mct": 500, "value_usd_cents": 7_000}]
    goods = {"lines": lines, "found_mct": 500, "found": found(500, 1, "7102.10"), "received": became(500, 1, "7102.10")}
    return arrived(importer=importer, **{**goods, **other})


class Arrivals(Told):
    def test_a_certificate_lets_one_shipment_in(self):
        self.breaks(lambda s: s.update({"came": arrived(), "other": arrived(2)}))
        self.breaks(lambda s: s.update({"came": arrived(), "again": arrived(2, number="bw-1")}), ("K12", "again"))
        self.breaks(lambda s: s.update({"came": arrived(), "again": arrived(2, no=1)}), ("K12", "again"))

        def back(s, outcome):
            s.update({"came": arrived(detained="why"), "decided": decided(outcome), "again": arrived(2, number="BW 1")})

        self.breaks(lambda s: back(s, "returned"))
        self.breaks(lambda s: back(s, "released"), ("K12", "again"))
        # A copy beside one that is detained is let in by nobody but who decides, and then the other is not.
        copy = arrived(2, number="BW 1", detained="copied")
        self.breaks(lambda s: s.update({"copy": copy, "came": arrived()}), ("K12", "came"))
        self.breaks(lambda s: s.update({"came": arrived(), "copy": copy, "decided": decided("seized", 2)}))
        self.breaks(lambda s: s.update({"came": arrived(), "copy": copy, "decided": decided("released", 2)}), ("K12", "decided"))

    def test_a_union_is_one_issuer(self):
        more = {"more": participants(2, standing("EU", "trade", None, "NL"), standing("BR")), "more 2": confirmed(2)}

        def told(s, *, issuer, **first):
            s.update({**more, "came": arrived(**first), "again": arrived(2, number="BW 1", issuer=issuer)})

        for issuer in ("NL", "EU", "BE"):
            self.breaks(lambda s, issuer=issuer: told(s, issuer=issuer), ("K12", "again"))
        self.breaks(lambda s: told(s, issuer="BR"))
        for issuer in ("NL", "EU", "BE"):
            self.breaks(lambda s, issuer=issuer: s.update({**more, "list of": warned(issuer=issuer), "came": arrived()}), ("K12", "came"))
        self.breaks(lambda s: s.update({**more, "list of": warned(issuer="BR"), "came": arrived()}))

    def test_it_is_let_in_within_its_days_and_whole(self):
        for wrong in ({"expires_on": "2026-05-01"}, {"expires_on": "2026-02-28"}, {"arrived_on": "2026-02-28"}, {"seals_intact": False},
                      {"issuer": "KE"}, {"lines": []}, {"arrived_on": "2999-01-01"}, {"issuer": "SL"}, {"found_mct": 600}, {"found_mct": 800},
                      {"importer": None, "importer_stated": "a firm"}, {"importer_stated": "a firm"}):
            self.breaks(lambda s, wrong=wrong: s.update({"came": arrived(**wrong)}), ("K12", "came"))
        self.breaks(lambda s: s.update({"came": arrived(found_mct=701)}))
        self.breaks(lambda s: s.update({"came": arrived(found_parcels=1)}))
        self.breaks(lambda s: s.update({"came": arrived(found_parcels=2)}), ("K12", "came"))
        self.breaks(lambda s: s.update({"came": arrived(detained="why", found_parcels=2)}))
        self.breaks(lambda s: s.update({"came": arrived(detained="why", seals_intact=False, issuer="KE", found_mct=600)}))
        self.breaks(lambda s: s.update({"came": arrived(detained="why", issuer="SL")}), ("K12", "came"))

    def test_who_imports_is_in_the_trade_and_licensed(self):
        self.breaks(lambda s: s.update({"came": arrived(importer=uid(1))}), ("C8", "came"))
        self.breaks(lambda s: s.update({"out": BARRED, "came": arrived()}), ("C8", "came"))
        self.breaks(lambda s: s.update({"out": BARRED, "came": arrived(detained="barred"), "decided": decided("seized")}))
        self.breaks(lambda s: s.update({"came": arrived(detained="why"), "out": BARRED, "decided": decided("released")}), ("C8", "decided"))
        nobody = {"came": arrived(detained="why", importer=None, importer_stated="a firm")}
        self.breaks(lambda s: s.update({**nobody, "decided": decided("released")}), ("K12", "decided"))
        self.breaks(lambda s: s.update({**nobody, "decided": decided("released", importer=DEALER)}))
        self.breaks(lambda s: s.update({**nobody, "decided": decided("seized", importer=DEALER)}), ("K12", "decided"))
        self.breaks(lambda s: s.update({"came": arrived(detained="why"), "decided": decided("released", importer=DEALER)}), ("K12", "decided"))
        self.breaks(lambda s: s.update({"came": arrived(detained="why", importer=None)}), ("K12", "came"))

    def test_a_detained_one_is_decided_once(self):
        self.breaks(lambda s: s.update({"came": arrived(detained="why"), "one": decided("seized"), "two": decided("released")}), ("K12", "two"))
        self.breaks(lambda s: s.update({"came": arrived(), "one": decided("released")}), ("K12", "one"))

    def test_what_nobody_can_clear_up_lets_nothing_in(self):
        def told(s, **other):
            s.update({"came": arrived(detained="why", **other), "one": decided("released")})

        self.breaks(lambda s: told(s, seals_intact=False, found_mct=600, expires_on="2026-09-01"))
        self.breaks(lambda s: told(s, issuer="KE"), ("K12", "one"))
        # Suspended from the next day on.
        self.breaks(lambda s: told(s, issued_on="2026-03-02"), ("K12", "one"))
        self.breaks(lambda s: s.update({"list of": warned()}) or told(s), ("K12", "one"))
        self.breaks(lambda s: s.update({"list of": warned(), "taken back": withdrawn()}) or told(s))

    def test_each_subheading_has_its_carats_and_nothing_more_is_released(self):
        def both(first, second):
            lines = [{"hs": "7102.31", "weight_mct": 690, "value_usd_cents": 9}, {"hs": "7102.21", "weight_mct": 10, "value_usd_cents": 9}]
            parts = {"found": found(first) + found(second, hs="7102.21"), "received": became(first) + became(second, hs="7102.21", at=10)}
            return {"lines": lines, "found_mct": first + second, **parts}

        self.breaks(lambda s: s.update({"came": arrived(**both(690, 10))}))
        self.breaks(lambda s: s.update({"came": arrived(**both(10, 690))}), ("K12", "came"))
        more = {"detained": "why", "found_mct": 900, "found": found(900)}
        self.breaks(lambda s: s.update({"came": arrived(**more), "back": decided("returned")}))
        self.breaks(lambda s: s.update({"came": arrived(**more), "in": decided("released", received=became(900))}), ("K12", "in"))
        other = {"detained": "why", "found": found(hs="7102.10")}
        self.breaks(lambda s: s.update({"came": arrived(**other), "back": decided("seized")}))
        self.breaks(lambda s: s.update({"came": arrived(**other), "in": decided("released", received=became(hs="7102.10"))}), ("K12", "in"))

    def test_warnings(self):
        self.breaks(lambda s: s.update({"list of": warned(), "came": arrived()}), ("K12", "came"))
        self.breaks(lambda s: s.update({"list of": warned(numbers=("BW 2",)), "came": arrived()}))
        self.breaks(lambda s: s.update({"list of": warned(), "came": arrived(detained="why")}))
        self.breaks(lambda s: s.update({"list of": warned(), "list 7": warned(2), "taken back": withdrawn(), "came": arrived()}), ("K12", "came"))
        self.breaks(lambda s: s.update({"list of": warned(), "taken back": withdrawn(), "came": arrived()}))
        for wrong in ({"n": 2}, {"numbers": ("bw 1",)}, {"numbers": ()}, {"reason": " "}):
            self.breaks(lambda s, wrong=wrong: s.update({"list of": warned(), "taken back": withdrawn(**wrong)}), ("K12", "taken back"))
        twice = {"list of": warned(), "taken back": withdrawn(), "again": withdrawn()}
        self.breaks(lambda s: s.update(twice), ("K12", "again"))
        self.breaks(lambda s: s.update({"list of": warned(), "again": warned()}), ("K12", "again"))


class Received(Told):
    """What is let in becomes the parcels that were found, and stands with its own origin on certificates."""

    def test_what_is_let_in_becomes_what_was_found(self):
        whole = {"found": found(), "received": became()}
        self.breaks(lambda s: s.update({"came": arrived(**whole)}))
        two = [{"hs": hs, "weight_mct": 350, "value_usd_cents": 9} for hs in ("7102.31", "7102.10")]
        both = {"found": found(350) + found(350, hs="7102.10"), "received": became(350) + became(350, hs="7102.10", at=10)}
        self.breaks(lambda s: s.update({"came": arrived(lines=two, **both)}))
        for wrong in ({"received": became(701)}, {"received": became(stones=3)}, {"received": became(hs="7102.10")}, {"received": became(**{"class": "+11"})},
                      {"found": found(stones=0), "received": became(stones=0)}, {"found_mct": 701}, {"detained": "why"},
                      {"found": found(hs="7102.10"), "received": became(hs="7102.10")}, both):
            self.breaks(lambda s, wrong=wrong: s.update({"came": arrived(**{**whole, **wrong})}), ("K12", "came"))
        for wrong in ({"found": found()}, {"received": became()}):
            self.breaks(lambda s, wrong=wrong: s.update({"came": arrived(**wrong)}), ("K12", "came"))
        nobody = {**whole, "importer": None, "importer_stated": "a firm"}
        self.breaks(lambda s: s.update({"came": arrived(**nobody)}), ("K12", "came"))
        again = arrived(2, **{**whole, "received": became(at=3)})
        self.breaks(lambda s: s.update({"came": arrived(**whole), "again": again}), ("L1", "again"))

    def test_a_detained_one_becomes_it_when_it_is_let_in(self):
        def told(s, outcome="released", **other):
            s.update({"came": arrived(detained="why", **{"found": found(), **other.pop("came", {})}), "decided": decided(outcome, **other)})

        self.breaks(lambda s: told(s, received=became()))
        self.breaks(lambda s: told(s), ("K12", "decided"))
        self.breaks(lambda s: told(s, received=became(stones=3)), ("K12", "decided"))
        self.breaks(lambda s: told(s, found=found(), received=became()), ("K12", "decided"))
        self.breaks(lambda s: told(s, "seized", received=became()), ("K12", "decided"))
        self.breaks(lambda s: told(s, "seized"))

        def old(s, outcome="released", **other):
            s.update({"came": arrived(detained="why"), "decided": decided(outcome, **other)})

        self.breaks(lambda s: old(s, found=found(), received=became()))
        self.breaks(lambda s: old(s, found=found(699), received=became(699)), ("K12", "decided"))
        self.breaks(lambda s: old(s, found=found(hs="7102.10"), received=became(hs="7102.10")), ("K12", "decided"))
        self.breaks(lambda s: old(s, received=became()), ("K12", "decided"))
        self.breaks(lambda s: old(s, "returned", found=found()), ("K12", "decided"))
        nobody = arrived(detained="why", importer=None, importer_stated="a firm", found=found())
        named = decided("released", importer=DEALER, received=became())
        weighed = ("parcel.reweighed", {
            "parcel": uid(2009), "parcel_no": NO + 9, "before_mct": 700, "after_mct": 699, "stones_before": 2, "stones_after": 2,
            "reason": "x"}, AS["dealer"])
        self.breaks(lambda s: s.update({"came": nobody, "decided": named, "weighed": weighed}))

    def test_a_certificate_says_what_the_foreign_one_says(self):
        def told(s, came, **said):
            s["came"] = came
            pool = [(NO + 9, 500)]
            ship(s, 9, 500, 1, pool)
            s["propose 9"][1].update(signed_digest=pools.digest(pool, b"\n 500\n"))
            s["issue 9"][1].update(**said)

        several = {"origins": ["BW", "ZA"], "mixed": True}
        for came, said in ((unsorted(), several), (unsorted(mixed=False), several),
                           (unsorted(origins=["BW"], mixed=False), {"origins": ["BW"], "mixed": False}),
                           (unsorted(origins=["BW"]), {"origins": ["BW"], "mixed": True}),
                           (unsorted(origins=[]), {"origins": [], "mixed": True}),
                           (unsorted(origins=[], mixed=False), {"origins": [], "mixed": True})):
            self.breaks(lambda s, came=came, said=said: told(s, came, **said))
        for wrong in ({"origins": ["SL"]}, {"origins": []}, {"origins": ["ZA", "BW"]}, {"origins": ["BW", "SL", "ZA"]}, {"mixed": False},
                      {"unestablished_mct": 500, "unestablished_reason": "counted"}):
            self.breaks(lambda s, wrong=wrong: told(s, unsorted(), **{**several, **wrong}), ("K3", "issue 9"))

    def test_a_mix_of_own_stones_and_foreign_ones_names_both(self):
        def told(s, **said):
            awake(s)
            s["came"], s["dug 10"] = unsorted(), production(10, 500, 1)
            s["mix 11"] = ("parcel.combined", rework(MINER, [9, 10], [parcel(11, 1_000, 2)]), AS["miner"])
            pool = [(NO + 9, 500), (NO + 10, 500)]
            ship(s, 11, 1_000, 2, pool)
            s["propose 11"][1].update(signed_digest=pools.digest(pool, f"\n{SITE} 500\n 500\n".encode()))
            s["issue 11"][1].update({"origins": ["BW", "SL", "ZA"], "mixed": True, **said})

        self.breaks(told)
        for wrong in ({"origins": ["SL"]}, {"origins": ["BW", "ZA"]}, {"mixed": False}, {"unestablished_mct": 500, "unestablished_reason": "counted"}):
            self.breaks(lambda s, wrong=wrong: told(s, **wrong), ("K3", "issue 11"))

    def test_what_came_from_abroad_was_not_declared_as_stock(self):
        def told(s):
            s["came"] = unsorted()
            was = {"site": None, "stones": 1, "weight_mct": 500, "note": None}
            change = {"of": "stock", "parcel_no": NO + 9, "was": was, "now": {**was, "note": "x"}}
            s["wrong 9"] = ("correction.proposed", {
                "correction": uid(5009), "no": 909, "corrects_seq": place("came", s), "office": None, "reason": "x", "change": change,
            }, AS["officer"])

        self.breaks(told, ("C10", "wrong 9"))
