"""Shipments from abroad (K12): told wrongly in one point at a time."""

from tests.test_returns import arrived, decided
from tests.told import Told


class Arrivals(Told):
    def test_a_certificate_is_used_once(self):
        self.breaks(lambda s: s.update({"came": arrived(), "other": arrived(2)}))
        self.breaks(lambda s: s.update({"came": arrived(), "again": arrived(2, number="bw-1")}), ("K12", "again"))
        self.breaks(lambda s: s.update({"came": arrived(), "again": arrived(2, no=1)}), ("K12", "again"))

        def back(s, outcome):
            s.update({"came": arrived(detained="why"), "decided": decided(outcome), "again": arrived(2, number="BW 1")})

        self.breaks(lambda s: back(s, "returned"))
        self.breaks(lambda s: back(s, "released"), ("K12", "again"))

    def test_it_is_let_in_within_its_days_and_whole(self):
        for wrong in ({"expires_on": "2026-05-01"}, {"expires_on": "2026-02-28"}, {"arrived_on": "2026-02-28"}, {"seals_intact": False},
                      {"issuer": "KE"}, {"lines": []}, {"arrived_on": "2999-01-01"}):
            self.breaks(lambda s, wrong=wrong: s.update({"came": arrived(**wrong)}), ("K12", "came"))
        self.breaks(lambda s: s.update({"came": arrived(detained="why", seals_intact=False, issuer="KE")}))

    def test_a_detained_one_is_decided_once(self):
        self.breaks(lambda s: s.update({"came": arrived(detained="why"), "one": decided("seized"), "two": decided("released")}), ("K12", "two"))
        self.breaks(lambda s: s.update({"came": arrived(), "one": decided("released")}), ("K12", "one"))
