"""Cases about two acts that cannot both hold: what they freeze, and how they may end."""

from tests.story import AS, DEALER, EXPORTER, MINER, NO, licence, party
from tests.support import uid
from tests.told import Told


def claim(number, *at, by=EXPORTER, no=None, author="officer", **more):
    """The exporter says that he bought parcels of the miner."""
    said = {
        "act": "sale", "seller": MINER, "seller_licence": uid(931), "buyer": by, "buyer_licence": uid(933), "agent": None,
        "parcels": [{"parcel_no": NO + n, "weight_mct": 700, "stones": 2} for n in at],
        "price": {"minor": 1, "currency": "USD"}, "slip": None, "place": None, "on": "2026-02-26", **more}
    return ("dispute.opened", {
        "dispute": uid(7000 + number), "no": no or number, "code": f"D-{number}", "office": None, "claimant": "buyer", "claim": said,
        "statement": "x", "against": []}, AS[author])


def ruling(number, word, *moved, to=EXPORTER, author="approver", **more):
    """What an officer decided."""
    return ("dispute.decided", {
        "dispute": uid(7000 + number), "ruling": word, "reason": "x", "to": to if moved else None,
        "moved": [{"parcel_no": NO + n, "from": holder} for n, holder in moved], "offers": [], "shipments": [], **more}, AS[author])


def weigh(after=696):
    return ("parcel.reweighed", {
        "parcel": uid(2005), "parcel_no": NO + 5, "before_mct": 695, "after_mct": after, "stones_before": 2, "stones_after": 2,
        "reason": "x"}, AS["dealer"])


HIM = {"claims": party(EXPORTER, 903, ["exporter"]), "to claim": licence(uid(935), 905, "exporter", EXPORTER)}


class Disputes(Told):
    """C8 and its neighbours. (Of parcel 3 there is 5, which the dealer holds; 1 and 2 were mixed and have left.)"""

    def test_a_case_in_each_of_its_outcomes(self):
        self.breaks(lambda s: s.update(open=claim(1, 3)))
        self.breaks(lambda s: s.update(open=claim(1, 3), end=ruling(1, "stands"), again=weigh(695)))
        self.breaks(lambda s: s.update(open=claim(1, 3), end=ruling(1, "settled")))
        self.breaks(lambda s: s.update(**HIM, open=claim(1, 3), end=ruling(1, "upheld", (5, DEALER))))
        self.breaks(lambda s: s.update(open=claim(1, 3), end=("dispute.withdrawn", {"dispute": uid(7001), "reason": "x"}, AS["officer"])))

    def test_what_is_frozen_takes_nothing(self):
        self.breaks(lambda s: s.update(open=claim(1, 3), again=weigh()), shared=[("C8", "again")])
        self.breaks(lambda s: s.update(open=claim(1, 3), end=ruling(1, "stands"), again=weigh()))

    def test_a_case_of_what_left_freezes_nothing_and_gives_nothing(self):
        self.breaks(lambda s: s.update(open=claim(1, 1, 2), end=ruling(1, "stands")))
        self.breaks(lambda s: s.update(open=claim(1, 1, 2), end=ruling(1, "upheld")), shared=[("C8", "end")])

    def test_a_claim_of_what_was_never_his(self):
        self.breaks(lambda s: s.update(open=claim(1, 5)), shared=[("C6", "open")])
        self.breaks(lambda s: s.update(open=claim(1, 99)), shared=[("C6", "open")])

    def test_numbers_follow_each_other_and_nobody_claims_twice(self):
        self.breaks(lambda s: s.update(open=claim(1, 3, no=2)), shared=[("L1", "open")])
        self.breaks(lambda s: s.update(open=claim(1, 3), again=claim(2, 3)), shared=[("C8", "again")])
        self.breaks(lambda s: s.update(open=claim(1, 3), end=ruling(1, "stands"), again=claim(2, 3)))

    def test_a_decision_that_is_not_his_or_of_no_case(self):
        self.breaks(lambda s: s.update(open=claim(1, 3), end=ruling(1, "stands", author="officer")), shared=[("C8", "end")])
        self.breaks(lambda s: s.update(end=ruling(1, "stands")), shared=[("C8", "end")])
        self.breaks(lambda s: s.update(open=claim(1, 3), end=ruling(1, "stands"), again=ruling(1, "settled")), shared=[("C8", "again")])

    def test_whoever_is_given_stones_is_in_the_trade_and_licensed(self):
        end = ruling(1, "upheld", (5, DEALER))
        self.breaks(lambda s: s.update(open=claim(1, 3), end=end), shared=[("C8", "end")])
        self.breaks(lambda s: s.update(claims=HIM["claims"], open=claim(1, 3), end=end), shared=[("C8", "end")])

    def test_a_decision_that_gives_what_it_may_not(self):
        for end in [
            ruling(1, "upheld"), ruling(1, "stands", (5, DEALER)), ruling(1, "upheld", (5, DEALER), to=MINER),
        ]:
            self.breaks(lambda s, end=end: s.update(open=claim(1, 3), end=end), shared=[("C8", "end")])
        gone = ruling(1, "upheld", (5, DEALER), shipments=[uid(941)])
        self.breaks(lambda s: s.update(open=claim(1, 3), end=gone), shared=[("C8", "end")])
        other = ruling(1, "upheld", (5, MINER))
        self.breaks(lambda s: s.update(**HIM, open=claim(1, 3), end=other), shared=[("C5", "end")])
        ended = ruling(1, "upheld", (5, DEALER), offers=[uid(3001)])
        self.breaks(lambda s: s.update(**HIM, open=claim(1, 3), end=ended), shared=[("C7", "end")])
