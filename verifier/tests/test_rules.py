"""Each rule of docs/journal-events.md, section 3: a true story is told wrongly in one point, hashed and signed as if it were true."""

from placer_verify import pools
from tests.story import AS, DEALER, MINER, NO, OFFICE, START, awake, facts, parcel, place, production, story, switched
from tests.support import Export, uid
from tests.told import Told, ship


class Custody(Told):
    """C1 to C10 and L1."""

    def test_the_true_story_is_clean(self):
        self.breaks(lambda s: None)

    def test_a_parcel_number_used_twice(self):
        def change(s):
            s["twice"] = production(9, 10, 1)
            s["again"] = production(9, 10, 1)

        self.breaks(change, shared=[("L1", "again"), ("C3", "end")])

        def by_rework(s):
            s["dug 9"] = production(9, 10, 1)
            s["dug 10"] = production(10, 10, 1)
            body = {**s["split"][1], "holder": MINER, "inputs": [NO + 10], "outputs": [parcel(9, 10, 1)], "loss_mct": 0, "loss_reason": None}
            awake(s)
            s["split 10"] = ("parcel.split", body, AS["miner"])

        self.breaks(by_rework, shared=[("L1", "split 10"), ("C3", "end")])

    def test_a_sale_of_what_is_not_there_or_not_his(self):
        self.breaks(lambda s: s["bought"][1]["slip"].update(seller=uid(1)), ("C8", "bought"), shared=[("C5", "bought"), ("C5", "split"), ("C1", "split"), ("C4", "split"), ("C6", "weigh"), ("C3", "end")])

        def nothing(s):
            s["bought"][1]["slip"]["items"].append({"parcel_no": NO + 99, "weight_mct": 1, "stones": 1})
            s["bought"][1]["weighed"].append({"parcel_no": NO + 99, "weight_mct": 1, "stones": 1})

        self.breaks(nothing, shared=[("C6", "bought")])

        def gone(s):
            s["late"] = ("purchase.recorded", {**s["bought"][1], "slip": {**s["bought"][1]["slip"], "purchase": uid(3009)}}, AS["dealer"])

        self.breaks(gone, ("C1", "late"), shared=[("C5", "late")])

    def test_a_sale_before_the_stones_were_dug(self):
        self.breaks(lambda s: s["dug 2"][1]["facts"].update(on="2026-02-27"), shared=[("C6", "accept")])
        self.breaks(lambda s: s["dug 2"][1]["facts"].update(on="2026-02-26"))

        def of_a_mix(s):
            awake(s)
            s["sell 5"] = ("purchase.recorded", {
                "slip": {**s["bought"][1]["slip"], "purchase": uid(3008), "on": "2026-02-24", "seller": DEALER, "buyer": MINER,
                         "items": [{"parcel_no": NO + 5, "weight_mct": 695, "stones": 2}]},
                "weighed": [{"parcel_no": NO + 5, "weight_mct": 695, "stones": 2}]}, AS["miner"])

        # What was dealt in does not go back to the pit, and the dealer has an account of his own.
        self.breaks(of_a_mix, ("C7", "sell 5"), ("C8", "sell 5"), shared=[("C6", "sell 5")])

    def test_an_offer_that_does_not_wait(self):
        def unknown(s):
            s["accept none"] = ("purchase.accepted", {"purchase": uid(1), "weighed": []}, AS["dealer"])

        self.breaks(unknown, shared=[("C7", "accept none")])

        def twice(s):
            s["accept again"] = s["accept"]

        self.breaks(twice, shared=[("C7", "accept again")])

        def closed(s):
            s["accept 2"] = ("purchase.accepted", {"purchase": uid(3002), "weighed": []}, AS["dealer"])

        self.breaks(closed, shared=[("C7", "accept 2")])

    def test_two_sides_of_a_sale(self):
        sold = place("accept") - START
        self.breaks(lambda s: s.update({"offer": (*s["offer"][:2], AS["dealer"])}), ("C7", "offer"))
        self.breaks(lambda s: s.update({"accept": (*s["accept"][:2], AS["miner"])}), ("C7", "accept"))
        self.breaks(lambda s: s.update({"miner off": switched("miner", True), "bought": (*s["bought"][:2], AS["miner"])}), ("C7", "bought"))
        self.breaks(lambda s: s["offer"][1].update(expires_at=f"2026-03-01T00:{sold - 1}:59.999999Z"), ("C7", "accept"))
        self.breaks(lambda s: s["offer"][1].update(expires_at=f"2026-03-01T00:{sold}:00.000000Z"))
        # What is still on offer may not be sold or cut.
        self.breaks(lambda s: s["decline"][1].update(purchase=uid(1)), ("C7", "decline"), ("C7", "bought"), ("C7", "split"))
        self.breaks(lambda s: s["accept"][1]["weighed"].append(s["accept"][1]["weighed"][0]), ("C7", "accept"))

        def moved(s):
            # Who is bound to another party now acts for that one.
            s["bound"] = ("account.changed", {"account": AS["miner"], "role": "buyer", "office": None, "party": uid(7)}, s["miner"][2])
            awake(s)
            s["late offer"] = ("purchase.offered", {**s["offer 2"][1], "slip": {**s["offer 2"][1]["slip"], "purchase": uid(3010)}}, AS["miner"])

        self.breaks(moved, ("C7", "late offer"), ("L7", "late offer"))

    def test_stated_masses_and_counts(self):
        self.breaks(lambda s: s["bought"][1]["slip"]["items"][0].update(weight_mct=709), ("C1", "bought"))
        self.breaks(lambda s: s["bought"][1]["slip"]["items"][0].update(stones=3), ("C4", "bought"))
        self.breaks(lambda s: s["weigh"][1].update(before_mct=701), ("C1", "weigh"))
        self.breaks(lambda s: s["weigh"][1].update(stones_before=3), ("C4", "weigh"))
        self.breaks(lambda s: s["dug 4"][1]["facts"].update(weight_mct=401), ("C1", "dug 4"))
        self.breaks(lambda s: s["dug 4"][1]["facts"].update(stones=2), ("C1", "dug 4"))

    def test_two_scales_differ_too_much(self):
        self.breaks(lambda s: s["weigh"][1].update(after_mct=680))
        self.breaks(lambda s: s["weigh"][1].update(after_mct=679), ("C2", "weigh"))
        self.breaks(lambda s: s["weigh"][1].update(after_mct=720))
        self.breaks(lambda s: s["weigh"][1].update(after_mct=721), ("C2", "weigh"))

    def test_two_scales_differ_too_much_at_a_sale(self):
        def change(s, weight):
            s["dug 9"] = production(9, 500, 1)
            what = [{"parcel_no": NO + 9, "weight_mct": 500, "stones": 1}]
            s["sold 9"] = ("purchase.recorded", {
                "slip": {**s["bought"][1]["slip"], "purchase": uid(3006), "items": what}, "weighed": [{**what[0], "weight_mct": weight}]}, AS["dealer"])

        for weight in (480, 520):
            self.breaks(lambda s: change(s, weight))
        for weight in (479, 521):
            self.breaks(lambda s: change(s, weight), ("C2", "sold 9"))

    def test_a_later_correction_does_not_put_a_count_right(self):
        def change(s):
            s["dug 9"] = production(9, 500, 2)
            awake(s)
            s["cut 9"] = ("parcel.split", {
                **s["split"][1], "holder": MINER, "inputs": [NO + 9], "outputs": [parcel(10, 500, 3)], "loss_mct": 0, "loss_reason": None}, AS["miner"])
            body = {**s["wrong 3"][1], "correction": uid(5009), "corrects_seq": START + list(s).index("dug 9")}
            body["change"] = {"of": "production", "parcel_no": NO + 9, "was": facts(500, 2), "now": facts(500, 3)}
            s["wrong 9"] = ("correction.proposed", body, AS["registrar"])
            s["right 9"] = ("correction.decided", {"correction": uid(5009), "approved": True, "reason": None}, AS["approver"])

        self.breaks(change, ("C4", "cut 9"), ("C10", "right 9"))

    def test_conservation_in_a_rework(self):
        self.breaks(lambda s: s["mix"][1].update(loss_mct=6), shared=[("C1", "mix")])
        # Parcel 3 was corrected, so only the walk through the time says what it should have been.
        self.breaks(lambda s: s["split"][1].update(loss_mct=6), ("C1", "split"))
        # A milli-carat more than came in.
        more = [parcel(5, 706, 2)]

        def gained(s):
            s["split"][1].update(outputs=more, loss_mct=0)
            s["weigh"][1].update(before_mct=706)

        self.breaks(gained, shared=[("C1", "split")])
        self.breaks(lambda s: s["split"][1].update(stones_change=1), shared=[("C4", "split")])
        self.breaks(lambda s: s["split"][1].update(test=True), shared=[("C3", "split"), ("C3", "end")])
        self.breaks(lambda s: s["split"][1].update(loss_reason=None), ("C1", "split"))
        self.breaks(lambda s: s["split"][1].update(loss_reason="  "), ("C1", "split"))

        def broke(s, reason):
            s["split"][1].update(outputs=[parcel(5, 705, 3)], loss_mct=0, loss_reason=reason, stones_change=1)
            s["weigh"][1].update(before_mct=705, stones_before=3)

        self.breaks(lambda s: broke(s, "a stone broke"))
        self.breaks(lambda s: broke(s, None), ("C4", "split"))

    def test_both_walks_tell_a_breach_once(self):
        events = story()
        events["mix"][1].update(loss_mct=6)
        with Export() as export:
            export.append(events.values())
            _, _, told = export.verdict()
            self.assertEqual([f["at"] for f in told["findings"]], [f"C1 at entry {place('mix')}"])

    def test_a_loss_over_the_cap(self):
        def lost(s, mct):
            s["split"][1].update(outputs=[parcel(5, 705 - mct, 2)], loss_mct=mct)
            s["weigh"][1].update(before_mct=705 - mct)
            s["weigh"][1].update(after_mct=700 - mct)

        self.breaks(lambda s: lost(s, 20))
        self.breaks(lambda s: lost(s, 21), ("C1", "split"))

    def test_a_rework_of_what_is_not_his(self):
        wanted = [("C5", "split"), ("C1", "split"), ("C4", "split"), ("C6", "weigh"), ("C3", "end"), *[(rule, name) for rule in ("C8", "L7") for name in ("split", "weigh")]]
        self.breaks(lambda s: s["split"][1].update(holder=uid(1)), shared=wanted)

        def twice(s):
            s["split again"] = ("parcel.split", {**s["split"][1], "outputs": [parcel(9, 1, 1)]}, AS["dealer"])

        self.breaks(twice, shared=[("C5", "split again"), ("C1", "split again"), ("C4", "split again"), ("C3", "end")])

    def test_seals(self):
        self.breaks(lambda s: s["seal 8"][1].update(seal="T-1"), *[("K3", name) for name in ("pack", "propose", "propose 2", "pack 2", "propose 3", "issue 2")], shared=[("C9", "seal 8"), ("K3", "issue")])
        self.breaks(lambda s: s["open 7"][1].update(seal="T-9"), ("C9", "open 7"))
        self.breaks(lambda s: s["open 7"][1].update(parcel_no=NO + 99), ("C9", "open 7"), ("C9", "reseal 7"))

        def gone(s):
            s["seal 6"] = ("parcel.sealed", {"parcel": uid(1), "parcel_no": NO + 6, "seal": "T-6"}, AS["dealer"])
            s["seal none"] = ("parcel.sealed", {"parcel": uid(1), "parcel_no": NO + 99, "seal": "T-7"}, AS["dealer"])

        self.breaks(gone, ("C5", "seal 6"), ("C6", "seal none"))

        def under(s):
            s["seal 5"] = ("parcel.sealed", {"parcel": uid(2005), "parcel_no": NO + 5, "seal": "T-5"}, AS["dealer"])
            s["weigh 5"] = ("parcel.reweighed", {**s["weigh"][1], "before_mct": 695}, AS["dealer"])
            s["split 5"] = ("parcel.split", {**s["split"][1], "inputs": [NO + 5], "outputs": [parcel(9, 690, 2)]}, AS["dealer"])

        self.breaks(under, ("C9", "weigh 5"), ("C9", "split 5"))

        def back(s):
            s["seal 5"] = ("parcel.sealed", {"parcel": uid(2005), "parcel_no": NO + 5, "seal": "T-1"}, AS["dealer"])
            s["void 2"] = ("certificate.voided", {"certificate": uid(4002), "reason": "x", "goods": "here"}, AS["approver"])

        self.breaks(back, shared=[("C9", "void 2")])

    def test_a_weighing_of_what_is_gone(self):
        def late(s):
            s["weigh 6"] = ("parcel.reweighed", {**s["weigh"][1], "parcel_no": NO + 6, "before_mct": 3_005, "after_mct": 3_005, "stones_before": 8, "stones_after": 8}, AS["dealer"])
            s["weigh none"] = ("parcel.reweighed", {**s["weigh"][1], "parcel_no": NO + 99}, AS["dealer"])

        self.breaks(late, ("C5", "weigh 6"), shared=[("C6", "weigh none")])

    def test_corrections(self):
        self.breaks(lambda s: s.update({"right 3": (*s["right 3"][:2], AS["registrar"])}), ("L7", "right 3"), ("C10", "right 3"))
        self.breaks(lambda s: s["wrong 3"][1].update(corrects_seq=1), ("C10", "wrong 3"))
        self.breaks(lambda s: s["price"][1].update(corrects_seq=1), ("C10", "price"))
        self.breaks(lambda s: s["wrong 3"][1]["change"].update(was=facts(701, 2)), ("C10", "wrong 3"))
        self.breaks(lambda s: s["wrong 4"][1]["change"].update(was=facts(400, 2)), ("C10", "wrong 4"))

        def again(s):
            s["again"] = s["price 2"]
            s["propose again"] = s["price"]

        self.breaks(again, ("C10", "again"), ("C10", "propose again"))

        def refused(s):
            s["right 3"][1].update(approved=False)

        # Without the correction the slips state a mass that the parcel has not.
        self.breaks(refused, ("C1", "bought"))

    def test_a_corrected_day_counts_from_the_start(self):
        self.breaks(lambda s: s["wrong 3"][1]["change"]["now"].update(on="2026-02-27"), shared=[("C6", "bought")])
        self.breaks(lambda s: (s["dug 3"][1]["facts"].update(on="2026-02-27"), s["wrong 3"][1]["change"]["was"].update(on="2026-02-27")))

    def test_a_decision_on_nothing(self):
        def change(s):
            s["nothing"] = ("correction.decided", {"correction": uid(1), "approved": True, "reason": None}, AS["approver"])

        self.breaks(change, ("C10", "nothing"))

    def test_a_correction_of_nothing(self):
        self.breaks(lambda s: s["wrong 4"][1]["change"].update(parcel_no=NO + 99), ("C10", "wrong 4"), ("L7", "wrong 4"))

    def test_a_refused_withdrawal_takes_nothing_away(self):
        def change(s):
            s["gone 4"][1].update(approved=False)
            s["sold 4"] = ("purchase.recorded", {
                "slip": {**s["bought"][1]["slip"], "purchase": uid(3007), "items": [{"parcel_no": NO + 4, "weight_mct": 400, "stones": 1}]},
                "weighed": [{"parcel_no": NO + 4, "weight_mct": 400, "stones": 1}]}, AS["dealer"])

        self.breaks(change)

    def test_what_is_withdrawn_was_never_there(self):
        def used(s):
            s["sold 4"] = ("purchase.recorded", {
                "slip": {**s["bought"][1]["slip"], "purchase": uid(3007), "items": [{"parcel_no": NO + 4, "weight_mct": 400, "stones": 1}]},
                "weighed": [{"parcel_no": NO + 4, "weight_mct": 400, "stones": 1}]}, AS["dealer"])
            s["wrong 4"], s["gone 4"] = s.pop("wrong 4"), s.pop("gone 4")

        self.breaks(used, ("C10", "gone 4"), shared=[("C5", "sold 4")])

        def used_up(s):
            awake(s)
            s["cut 4"] = ("parcel.split", {**s["split"][1], "holder": MINER, "inputs": [NO + 4], "outputs": [parcel(9, 395, 1)]}, AS["miner"])
            s["wrong 4"], s["gone 4"] = s.pop("wrong 4"), s.pop("gone 4")

        self.breaks(used_up, ("C5", "gone 4"), shared=[("C5", "cut 4"), ("C1", "cut 4"), ("C4", "cut 4"), ("C3", "end")])

    def test_a_correction_moves_mixes_downstream(self):
        """Parcel 11 goes into a mix unweighed and is corrected afterwards: a later certificate is of the new shares."""

        def change(s, was_known):
            s["dug 11"], s["dug 12"] = production(11, 1_000, 2), production(12, 1_000, 2)
            body = {**s["split"][1], "holder": MINER, "inputs": [NO + 11, NO + 12], "outputs": [parcel(13, 1_990, 4)], "loss_mct": 10}
            awake(s)
            s["mix 13"] = ("parcel.combined", body, AS["miner"])
            s["cut 14"] = ("parcel.split", {**body, "inputs": [NO + 13], "outputs": [parcel(14, 1_990, 4)], "loss_mct": 0, "loss_reason": None}, AS["miner"])
            names = list(s)
            change = {"of": "production", "parcel_no": NO + 11, "was": facts(1_000, 2), "now": facts(995, 2)}
            s["wrong 11"] = ("correction.proposed", {
                "correction": uid(5011), "no": 911, "corrects_seq": START + names.index("dug 11"), "office": OFFICE, "change": change, "reason": "x"}, AS["registrar"])
            s["right 11"] = ("correction.decided", {"correction": uid(5011), "approved": True, "reason": None}, AS["approver"])
            pool = pools.scaled([(NO + 11, 1_000 if was_known else 995), (NO + 12, 1_000)], 1_990)
            ship(s, 14, 1_990, 4, pool)

        self.breaks(lambda s: change(s, was_known=False))
        self.breaks(lambda s: change(s, was_known=True), ("K3", "propose 14"), ("K3", "issue 14"), ("K5", "issue 14"))

    def test_the_sum_over_everything(self):
        # A test parcel sold as a real one would be counted nowhere.
        self.breaks(lambda s: s["dug 3"][1].update(test=True), ("C3", "offer 2"), ("C3", "bought"), shared=[("C3", "split"), ("C3", "end")])
