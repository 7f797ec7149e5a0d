"""Parcels that left the trade inside the country: what was reported, and who agreed."""

from tests.story import AS, DEALER, MINER, NO, OFFICE, _correction, _decision, awake, items, place, production, slip
from tests.support import uid
from tests.test_disputes import claim
from tests.told import Told


def gone(number, at=5, by="dealer", weight=695, stones=2, **more):
    """The dealer says that he has lost parcel 5."""
    said = {
        "removal": uid(7300 + number), "no": number, "code": f"OUT-{number}", "parcel": uid(2000 + at), "parcel_no": NO + at,
        "holder": DEALER, "office": None, "weight_mct": weight, "stones": stones, "cause": "lost", "on": "2026-03-01",
        "taker": None, "reference": None, "happened": "x", **more}
    return ("removal.reported", said, AS[by])


def agreed(number, confirmed=True, reason="x", by="approver"):
    return ("removal.decided", {"removal": uid(7300 + number), "confirmed": confirmed, "reason": reason}, AS[by])


def weigh(after=694):
    return ("parcel.reweighed", {
        "parcel": uid(2005), "parcel_no": NO + 5, "before_mct": 695, "after_mct": after, "stones_before": 2, "stones_after": 2,
        "reason": "x"}, AS["dealer"])


class Removals(Told):
    """C11 and its neighbours."""

    def test_a_report_confirmed_and_one_refused(self):
        self.breaks(lambda s: s.update(said=gone(1), so=agreed(1, reason=None)))
        self.breaks(lambda s: s.update(said=gone(1), no=agreed(1, False), again=weigh()))
        self.breaks(lambda s: s.update(said=gone(1), no=agreed(1, False), again=gone(2), so=agreed(2)))

    def test_what_is_reported_takes_nothing_and_what_is_gone_is_gone(self):
        self.breaks(lambda s: s.update(said=gone(1), again=weigh()), shared=[("C11", "again")])
        self.breaks(lambda s: s.update(said=gone(1), again=gone(2)), shared=[("C11", "again")])
        self.breaks(lambda s: s.update(said=gone(1), so=agreed(1), again=weigh()), shared=[("C5", "again"), ("C3", "end")])

    def test_a_report_of_what_is_not_so(self):
        self.breaks(lambda s: s.update(said=gone(1, weight=696)), shared=[("C1", "said")])
        self.breaks(lambda s: s.update(said=gone(1, stones=3)), shared=[("C4", "said")])
        self.breaks(lambda s: s.update(said=gone(1, on="2026-02-01")), shared=[("C6", "said")])
        self.breaks(lambda s: s.update(said=gone(1, on="2027-02-01")), shared=[("C11", "said")])
        self.breaks(lambda s: s.update(said=gone(1, holder=MINER, by="officer")), shared=[("C5", "said")])
        self.breaks(lambda s: s.update(said=gone(1, at=99)), shared=[("C6", "said")])
        self.breaks(lambda s: s.update(said=gone(1, office=OFFICE)), shared=[("C11", "said")])
        self.breaks(lambda s: s.update(said=gone(1), no=agreed(1, False), again=gone(1, no=2, code="OUT-2")), shared=[("C11", "again")])

    def test_who_reports_and_who_decides(self):
        self.breaks(lambda s: s.update(said=gone(1, by="approver")), shared=[("L7", "said")])
        self.breaks(lambda s: s.update(said=gone(1), so=agreed(1, by="officer")), shared=[("L7", "so")])
        self.breaks(lambda s: s.update(said=gone(1, by="officer"), so=agreed(1, by="officer")), shared=[("L7", "so"), ("C11", "so")])
        self.breaks(lambda s: s.update(so=agreed(1)), shared=[("C11", "so")])
        self.breaks(lambda s: s.update(said=gone(1), no=agreed(1, False, None)), shared=[("C11", "no")])
        dug = {"dug 9": production(9, 500, 1)}
        at_pit = {"at": 9, "by": "registrar", "weight": 500, "stones": 1, "holder": MINER, "office": OFFICE}
        self.breaks(lambda s: s.update(**dug, said=gone(1, **at_pit), so=agreed(1)))
        self.breaks(lambda s: s.update(said=gone(1, by="registrar")), shared=[("L7", "said")])

    def test_what_is_bound_otherwise_is_not_reported(self):
        offer = ("purchase.offered", {"slip": slip(9, items((9, 500, 1))), "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["miner"])
        mine = gone(1, 9, "officer", 500, 1, holder=MINER, office=OFFICE)

        def offered(s):
            awake(s)
            s.update({"dug 9": production(9, 500, 1), "offer 9": offer, "said": mine})

        self.breaks(offered, shared=[("C7", "said")])
        self.breaks(lambda s: s.update(open=claim(1, 3), said=gone(1)), shared=[("C8", "said")])
        self.breaks(lambda s: s.update(said=gone(1), open=claim(1, 3), so=agreed(1)), shared=[("C8", "so")])

    def test_a_source_that_is_reported_or_gone_is_corrected_no_more(self):
        mine = gone(1, 9, "registrar", 500, 1, holder=MINER, office=OFFICE)

        def told(*ends):
            def change(s):
                s.update({"dug 9": production(9, 500, 1), "said": mine, **dict(ends)})
                s["wrong 9"] = _correction(9, 9, (500, 1), (520, 1), place("dug 9", s))
                s["right 9"] = _decision(9)

            return change

        self.breaks(told(), shared=[("C10", "right 9")])
        self.breaks(told(("so", agreed(1))), shared=[("C10", "right 9")])
