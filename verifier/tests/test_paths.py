"""C1, C2 and C4 along a path, and what corrections leave: small steps add up."""

from placer_verify import pools
from tests.story import ADMIN, AS, DEALER, DEALS, MINER, NO, OFFICE, START, facts, items, licence, parcel, party, production, rework, slip
from tests.support import uid
from tests.told import Told


def weigh(s, name, at, before, after, stones=(2, 2)):
    s[name] = ("parcel.reweighed", {
        "parcel": uid(2000 + at), "parcel_no": NO + at, "before_mct": before, "after_mct": after, "stones_before": stones[0],
        "stones_after": stones[1], "reason": "x"}, AS["dealer"])


def have(s, at, weight, stones):
    """The dealer bought a parcel as it was dug."""
    s[f"dug {at}"] = production(at, weight, stones)
    what = items((at, weight, stones))
    s[f"sold {at}"] = ("purchase.recorded", {"slip": slip(at, what), "weighed": what}, AS["dealer"])


def cut(s, name, kind, inputs, outputs, **more):
    s[name] = (f"parcel.{kind}", rework(DEALER, inputs, outputs, **more), AS["dealer"])


def corrected(s, at, was, now):
    body = {**s["wrong 3"][1], "correction": uid(5000 + at), "no": 900 + at, "corrects_seq": START + list(s).index(f"dug {at}")}
    body["change"] = {"of": "production", "parcel_no": NO + at, "was": facts(*was), "now": facts(*now)}
    s[f"wrong {at}"] = ("correction.proposed", body, AS["registrar"])
    s[f"right {at}"] = ("correction.decided", {"correction": uid(5000 + at), "approved": True, "reason": None}, AS["approver"])


class Paths(Told):
    def test_small_gains_add_up(self):
        def change(s, last):
            have(s, 20, 5_000, 2)
            weigh(s, "w1", 20, 5_000, 5_020)
            weigh(s, "w2", 20, 5_020, last)

        self.breaks(lambda s: change(s, 5_040))
        self.breaks(lambda s: change(s, 5_041), ("C2", "w2"))

    def test_gains_at_a_sale_count(self):
        def change(s, sold, last):
            s["dug 20"] = production(20, 5_000, 2)
            s["sold 20"] = ("purchase.recorded", {"slip": slip(20, items((20, 5_000, 2))), "weighed": items((20, sold, 2))}, AS["dealer"])
            weigh(s, "w2", 20, sold, last)

        self.breaks(lambda s: change(s, 5_020, 5_040))
        self.breaks(lambda s: change(s, 5_020, 5_041), ("C2", "w2"))

    def test_ten_parts_do_not_gain_ten_times(self):
        def change(s, last):
            have(s, 20, 1_000, 20)
            cut(s, "cut", "split", [20], [parcel(21 + n, 100, 2) for n in range(10)])
            weigh(s, "w1", 21, 100, last)

        self.breaks(lambda s: change(s, 104))
        self.breaks(lambda s: change(s, 105), ("C2", "w1"))

    def test_gains_gather(self):
        def change(s, loss):
            for at in (20, 21):
                have(s, at, 100, 2)
                weigh(s, f"w{at}", at, 100, 120)
                weigh(s, f"v{at}", at, 120, 121)
            cut(s, "mix 20", "combined", [20, 21], [parcel(22, 242 - loss, 4)], loss=loss, reason="x" if loss else None)

        self.breaks(lambda s: change(s, 2))
        self.breaks(lambda s: change(s, 1), ("C2", "mix 20"))

    def test_small_losses_add_up(self):
        def change(s, last):
            have(s, 20, 1_000, 2)
            for at, (before, after) in enumerate([(1_000, 980), (980, 960), (960, 940)]):
                cut(s, f"cut {at}", "sorted", [20 + at], [parcel(21 + at, after, 2)], loss=before - after, reason="x")
            cut(s, "cut 3", "sorted", [23], [parcel(24, last, 2)], loss=940 - last, reason="x")

        self.breaks(lambda s: change(s, 920))
        # One more in all, by a weighing.
        self.breaks(lambda s: (change(s, 920), weigh(s, "w", 24, 920, 919)), ("C1", "w"))

        def otherwise(s):
            change(s, 921)
            cut(s, "cut 4", "sorted", [24], [parcel(25, 919, 2)], loss=2, reason="x")

        self.breaks(otherwise, ("C1", "cut 4"))

    def test_losses_at_a_sale_count(self):
        def change(s, last):
            s["dug 20"] = production(20, 1_000, 2)
            for at, (before, after) in enumerate([(1_000, 980), (980, 960), (960, 940)]):
                s[f"cut {at}"] = ("parcel.sorted", rework(MINER, [20 + at], [parcel(21 + at, after, 2)], before - after, 0, "x"), AS["miner"])
            s["sold"] = ("purchase.recorded", {"slip": slip(20, items((23, 940, 2))), "weighed": items((23, last, 2))}, AS["dealer"])
            from tests.story import switched

            s["off"] = switched("miner", False)
            s["sold"] = s.pop("sold")
            events = list(s.items())
            s.clear()
            at = next(n for n, (name, _) in enumerate(events) if name == "cut 0")
            s.update(events[:at])
            s["on"] = switched("miner", True)
            s.update(events[at:])

        self.breaks(lambda s: change(s, 920))

    def test_counts_add_up(self):
        def change(s, *counts):
            have(s, 20, 10_000, 100)
            before = 100
            for at, stones in enumerate(counts):
                weigh(s, f"w{at}", 20, 10_000, 10_000, (before, stones))
                before = stones

        self.breaks(lambda s: change(s, 101, 102))
        self.breaks(lambda s: change(s, 101, 103), ("C4", "w1"))
        self.breaks(lambda s: change(s, 102, 100, 98))
        self.breaks(lambda s: change(s, 102, 97), ("C4", "w1"))

    def test_a_count_in_a_rework_counts(self):
        def change(s, more):
            have(s, 20, 10_000, 100)
            cut(s, "cut", "sorted", [20], [parcel(21, 10_000, 102)], change=2, reason="x")
            cut(s, "cut 2", "sorted", [21], [parcel(22, 10_000, 102 + more)], change=more, reason="x")

        self.breaks(lambda s: change(s, -4))
        self.breaks(lambda s: change(s, 1), ("C4", "cut 2"))

    def test_the_buyer_counts_as_stated(self):
        self.breaks(lambda s: s["bought"][1]["weighed"][0].update(stones=3), ("C4", "bought"), ("C4", "split"), shared=[("C4", "split")])

    def test_no_weight_changes_under_a_seal(self):
        def change(s, after):
            s["dug 20"] = production(20, 5_000, 2)
            s["seal 20"] = ("parcel.sealed", {"parcel": uid(2020), "parcel_no": NO + 20, "seal": "T-20"}, AS["miner"])
            s["sold 20"] = ("purchase.recorded", {"slip": slip(20, items((20, 5_000, 2))), "weighed": items((20, after, 2))}, AS["dealer"])
            from tests.story import switched

            s["on"] = switched("miner", True)
            s["seal 20"] = s.pop("seal 20")
            s["off"] = switched("miner", False)
            s["sold 20"] = s.pop("sold 20")

        self.breaks(lambda s: change(s, 5_000))
        self.breaks(lambda s: change(s, 5_001), ("C9", "sold 20"))


class Corrections(Told):
    def test_what_was_weighed_since_stands(self):
        def change(s, now, stones=2):
            have(s, 20, 5_000, 2)
            weigh(s, "w", 20, 5_000, 5_010)
            corrected(s, 20, (5_000, 2), (now, stones))

        self.breaks(lambda s: change(s, 4_990))
        self.breaks(lambda s: change(s, 4_989), ("C10", "right 20"))
        self.breaks(lambda s: change(s, 5_030))
        self.breaks(lambda s: change(s, 5_031), ("C10", "right 20"))
        self.breaks(lambda s: change(s, 4_990, 3), ("C10", "right 20"))

    def test_what_was_sold_as_it_was_stands(self):
        def change(s, now, stones=2):
            have(s, 20, 5_000, 2)
            corrected(s, 20, (5_000, 2), (now, stones))

        self.breaks(lambda s: change(s, 5_020))
        self.breaks(lambda s: change(s, 5_021), ("C10", "right 20"))
        self.breaks(lambda s: change(s, 5_000, 3), ("C10", "right 20"))

    def test_a_mix_keeps_its_loss(self):
        def change(s, now, stones=2):
            from tests.story import switched

            s["on"] = switched("miner", True)
            s["dug 20"], s["dug 21"] = production(20, 1_000, 2), production(21, 1_000, 2)
            s["mix 20"] = ("parcel.combined", rework(MINER, [20, 21], [parcel(22, 1_990, 4)], 10, 0, "x"), AS["miner"])
            corrected(s, 20, (1_000, 2), (now, stones))

        self.breaks(lambda s: change(s, 990))
        self.breaks(lambda s: change(s, 989), ("C10", "right 20"), shared=[("C1", "mix 20")])
        self.breaks(lambda s: change(s, 1_010))
        self.breaks(lambda s: change(s, 1_011), ("C10", "right 20"))

    def test_what_is_packed_stands(self):
        def change(s, packed):
            from tests.story import IMPORTER, LEAVES, account, licence, switched

            s["on"] = switched("miner", True)
            s["shipper"] = account("shipper", "exporter", MINER)
            s["to leave"] = licence(LEAVES, 904, "exporter", MINER)
            s["dug 20"] = production(20, 1_000, 2)
            s["seal 20"] = ("parcel.sealed", {"parcel": uid(2020), "parcel_no": NO + 20, "seal": "T-20"}, AS["miner"])
            put = {"parcel_no": NO + 20, "weight_mct": 1_000, "stones": 2, "hs": "7102.10", "seal": "T-20", "value_usd_cents": 9}
            if packed:
                s["pack 20"] = ("shipment.prepared", {
                    "shipment": uid(6020), "no": 920, "code": "E-Y", "exporter": MINER, "licence": LEAVES, "importer": IMPORTER, "parcels": [put],
                    "test": False}, AS["shipper"])
            corrected(s, 20, (1_000, 2), (999, 2))

        self.breaks(lambda s: change(s, False))
        self.breaks(lambda s: change(s, True), ("C10", "right 20"))

    def test_what_came_of_it_is_held_against_the_caps(self):
        def change(s, now):
            have(s, 20, 5_000, 4)
            weigh(s, "w", 20, 5_000, 5_015, (4, 4))
            cut(s, "cut", "split", [20], [parcel(21, 2_515, 2), parcel(22, 2_500, 2)])
            weigh(s, "w1", 21, 2_515, 2_527)
            weigh(s, "w2", 22, 2_500, 2_512)
            corrected(s, 20, (5_000, 4), (now, 4))

        self.breaks(lambda s: change(s, 4_998))
        self.breaks(lambda s: change(s, 4_995), ("C10", "right 20"))

    def test_one_correction_at_a_time(self):
        def change(s):
            s["again 3"] = ("correction.proposed", {**s["wrong 3"][1], "correction": uid(5099)}, AS["registrar"])
            events = list(s.items())
            at = list(s).index("right 3")
            s.clear()
            s.update(events[:at] + events[-1:] + events[at:-1])
            for name, of in (("wrong 4", "dug 4"), ("price", "bought")):
                s[name][1]["corrects_seq"] = START + list(s).index(of)

        self.breaks(change, ("C10", "again 3"))

    def test_what_was_written_is_all_of_it(self):
        for other in ({"on": "2026-02-24"}, {"site": uid(1)}, {"licence": uid(1)}):
            self.breaks(lambda s: s["wrong 4"][1]["change"]["was"].update(other), ("C10", "wrong 4"))
        self.breaks(lambda s: s["wrong 4"][1].update(office=None), ("C10", "wrong 4"))

    def test_a_waiting_correction_holds_the_certificate(self):
        def change(s):
            have(s, 20, 1, 1)
            body = {**s["wrong 3"][1], "correction": uid(5001 + 50), "corrects_seq": START + list(s).index("dug 1")}
            body["change"] = {"of": "production", "parcel_no": NO + 1, "was": facts(1_000, 3), "now": facts(1_001, 3)}
            s["wrong 1"] = ("correction.proposed", body, AS["registrar"])
            s["propose 3"], s["issue 2"] = s.pop("propose 3"), s.pop("issue 2")

        self.breaks(change, ("K3", "propose 3"), ("K3", "issue 2"))

    def test_nothing_was_done_with_what_is_taken_back(self):
        def sealed(s):
            from tests.story import switched

            s["on"] = switched("miner", True)
            s["seal 4"] = ("parcel.sealed", {"parcel": uid(2004), "parcel_no": NO + 4, "seal": "T-4"}, AS["miner"])
            s["wrong 4"], s["gone 4"] = s.pop("wrong 4"), s.pop("gone 4")

        self.breaks(sealed, ("C10", "gone 4"))


class Shipments(Told):
    def test_a_shipment_takes_no_other_act(self):
        def change(s):
            events = list(s.items())
            at = list(s).index("propose")
            s.clear()
            s.update(events[:at])
            s["open 8"] = ("parcel.unsealed", {"parcel": uid(2008), "parcel_no": NO + 8, "seal": "T-2", "reason": "x"}, AS["dealer"])
            s["seal 8 again"] = ("parcel.sealed", {"parcel": uid(2008), "parcel_no": NO + 8, "seal": "T-2"}, AS["dealer"])
            s.update(events[at:])

        self.breaks(change, ("C5", "open 8"), ("C5", "seal 8 again"))

    def test_what_is_offered_is_not_packed_nor_what_is_packed_sold(self):
        def change(s):
            offered = ("purchase.offered", {
                "slip": {**slip(9, [{"parcel_no": NO + 8, "weight_mct": 995, "stones": 3}]), "seller": DEALER, "seller_licence": DEALS, "buyer": uid(990),
                         "buyer_licence": uid(991)}, "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["dealer"])
            buyer = [("other", party(uid(990), 990, ["dealer"])), ("to deal 2", licence(uid(991), 991, "dealer", uid(990)))]
            buyer.append(("other buyer", ("account.created", {"account": uid(992), "role": "buyer", "office": None, "party": uid(990)}, ADMIN)))
            events = list(s.items())
            at = list(s).index("pack")
            s.clear()
            s.update(events[:at] + buyer + [("offer 9", offered), events[at]])
            s["accept 9"] = ("purchase.accepted", {"purchase": uid(3009), "weighed": [{"parcel_no": NO + 8, "weight_mct": 995, "stones": 3}]}, uid(992))
            for name in ("wrong 3",):
                s[name][1]["corrects_seq"] = START + list(s).index("dug 3")

        self.breaks(change, ("C7", "pack"), ("C5", "accept 9"))

    def test_carats_without_origin_ask_for_a_reason_at_once(self):
        def change(s, reason):
            s["dug 9"] = ("stock.declared", {
                "holder": DEALER, "on": "2026-02-25", "office": OFFICE, "test": False,
                "parcels": [{"parcel": parcel(9, 500, 1), "site": None, "note": None}]}, AS["officer"])
            s["seal 9"] = ("parcel.sealed", {"parcel": uid(2009), "parcel_no": NO + 9, "seal": "T-9"}, AS["dealer"])
            put = {"parcel_no": NO + 9, "weight_mct": 500, "stones": 1, "hs": "7102.10", "seal": "T-9", "value_usd_cents": 9}
            s["pack 9"] = ("shipment.prepared", {**s["pack"][1], "shipment": uid(6009), "parcels": [put]}, AS["exporter"])
            signed = pools.digest([(NO + 9, 500)], b"\n 500\n")
            s["propose 9"] = ("certificate.proposed", {**s["propose"][1], "shipment": uid(6009), "unestablished_reason": reason, "signed_digest": signed, "blank": "SL T3"}, AS["officer"])

        self.breaks(lambda s: change(s, "counted"))
        self.breaks(lambda s: change(s, None), ("K3", "propose 9"))

    def test_what_was_sorted_keeps_its_code(self):
        def change(s):
            for name in ("pack", "pack 2"):
                s[name][1]["parcels"][0].update(hs="7102.21")
            for name in ("value", "value 2"):
                s[name][1]["lines"][0].update(hs="7102.21")
            for name in ("issue", "issue 2"):
                s[name][1]["lines"][1].update(hs="7102.21")

        self.breaks(change, ("K3", "pack"), ("K3", "pack 2"))

    def test_sent_back_and_answered(self):
        def sent(s, answered):
            s["propose 3"], s["issue 2"] = s.pop("propose 3"), s.pop("issue 2")
            s["back"] = ("certificate.declined", {"shipment": uid(941), "reason": "x"}, AS["officer"])
            if answered:
                s["answer"] = ("shipment.presented", {"shipment": uid(941), "answer": "x"}, AS["exporter"])
            s["propose 3"], s["issue 2"] = s.pop("propose 3"), s.pop("issue 2")

        self.breaks(lambda s: sent(s, True))
        self.breaks(lambda s: sent(s, False), ("K3", "propose 3"))

        def unasked(s):
            s["answer"] = ("shipment.presented", {"shipment": uid(941), "answer": "x"}, AS["exporter"])

        self.breaks(unasked, ("K3", "answer"))

        def late(s):
            s["back"] = ("certificate.declined", {"shipment": uid(941), "reason": "x"}, AS["officer"])

        self.breaks(late, ("K3", "back"))

    def test_the_day_of_issue(self):
        def other(s):
            s["issue"][1].update(issued_on="2026-03-02", expires_on="2026-04-30")

        self.breaks(other, ("K4", "issue"))

    def test_worth_something(self):
        def nothing(s):
            for name in ("pack 2", "issue 2"):
                lines = s[name][1].get("parcels") if name == "pack 2" else s[name][1]["lines"]
                for line in lines:
                    line.update(value_usd_cents=0)
            s["issue 2"][1].update(value_usd_cents=0)

        self.breaks(nothing, ("K3", "value 2"), ("K3", "issue 2"))
