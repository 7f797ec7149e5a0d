"""Shipments from abroad (K12) and who imports them (C8): told wrongly in one point at a time."""

from tests.story import AS, DEALER, confirmed, participants, standing
from tests.support import uid
from tests.test_returns import arrived, decided
from tests.told import Told

BARRED = ("party.state_changed", {"party": DEALER, "state": "barred", "on": "2026-03-01", "reason": "r", "note": None}, AS["officer"])


def warned(n=1, issuer="BE", numbers=("bw-1",), **other):
    return ("warning.listed", {"list": uid(7650 + n), "issuer": issuer, "source": "s", "numbers": list(numbers), **other}, AS["officer"])


def withdrawn(n=1, numbers=("BW1",), **other):
    return ("warning.withdrawn", {"list": uid(7650 + n), "numbers": list(numbers), "reason": "r", **other}, AS["approver"])


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
