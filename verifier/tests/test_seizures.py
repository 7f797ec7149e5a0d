"""What the state took: C12 and its neighbours, and offences (O1)."""

from tests.story import AS, DEALER, DEALS, MINER, NO, OFFICE, awake, items, parcel, production, slip
from tests.support import uid
from tests.test_disputes import claim
from tests.told import Told


def taken(number=1, at=5, by="officer", weight=695, stones=2, **more):
    """An officer takes parcel 5 from the dealer."""
    what = [{"parcel": uid(2000 + at), "parcel_no": NO + at, "weight_mct": weight, "stones": stones}] if at else []
    said = {
        "seizure": uid(7500 + number), "no": number, "code": f"SZ-{number}", "check_code": f"C-{number}", "office": None, "from": DEALER,
        "on": "2026-03-01", "place": "x", "ground": "other", "receipt": f"R-{number}", "seal": f"EV-{number}", "safe": "one",
        "witnesses": ["a", "b"], "account": None, "taken": what, "found": [], "offers": [], "shipments": [], "test": False, **more}
    return ("seizure.recorded", said, AS[by])


def moved(step=1, before=695, after=695, differs=False, by="officer", **more):
    reading = {"parcel_no": NO + 5, "before_mct": before, "after_mct": after, "stones_before": 2, "stones_after": 2}
    return ("seizure.moved", {
        "seizure": uid(7501), "step": step, "on": "2026-03-01", "from": "one", "to": "one", "given_by": "a", "taken_by": "b",
        "seal_read": "EV-1", "seal_new": None, "readings": [reading], "differs": differs, **more}, AS[by])


def answered(step=1, stands=True, by="approver"):
    return ("seizure.difference_answered", {"seizure": uid(7501), "step": step, "stands": stands, "reason": "x"}, AS[by])


def ordered(which=1, outcome="returned", by="officer", weight=695, **more):
    to = {"returned": DEALER, "sold": DEALER}.get(outcome)
    sale = {"licence": DEALS, "price": {"minor": 5, "currency": "USD"}, "slip": "T"} if outcome == "sold" else {}
    gone = {"note": "x"} if outcome in ("abroad", "destroyed") else {}
    said = {
        "order": uid(7600 + which), "seizure": uid(7501), "no": which, "outcome": outcome, "number": "HC 1", "authority": "court",
        "on": "2026-03-01", "parcels": [{"parcel": uid(2005), "parcel_no": NO + 5, "weight_mct": weight, "stones": 2}], "to": to,
        "licence": None, "price": None, "slip": None, "note": None, **sale, **gone, **more}
    return ("seizure.order_proposed", said, AS[by])


def decided(number=1, confirmed=True, reason="x", by="approver"):
    return ("seizure.order_decided", {"order": uid(7600 + number), "confirmed": confirmed, "reason": reason}, AS[by])


def weigh(after=694):
    return ("parcel.reweighed", {
        "parcel": uid(2005), "parcel_no": NO + 5, "before_mct": 695, "after_mct": after, "stones_before": 2, "stones_after": 2,
        "reason": "x"}, AS["dealer"])


def counted(there=(1,), missing=(), elsewhere=(), **more):
    return ("safe.counted", {
        "count": uid(7700), "no": 1, "office": None, "safe": "one", "on": "2026-03-01", "there": list(there), "missing": list(missing),
        "elsewhere": list(elsewhere), "note": None, **more}, AS["officer"])


class Seizures(Told):
    """C12 and its neighbours."""

    def test_every_outcome_adds_up(self):
        for outcome in ("returned", "sold", "forfeited", "abroad", "destroyed"):
            self.breaks(lambda s, o=outcome: s.update(took=taken(), order=ordered(outcome=o), so=decided()))
        self.breaks(lambda s: s.update(took=taken(), order=ordered(), no=decided(confirmed=False)))
        self.breaks(lambda s: s.update(took=taken(), order=ordered(), so=decided(), again=weigh()))

    def test_stones_of_no_register(self):
        found = {"found": [parcel(60, 400, 2)], "from": None}
        bag = {"parcel": uid(2060), "parcel_no": NO + 60, "weight_mct": 400, "stones": 2}
        self.breaks(lambda s: s.update(took=taken(at=None, **found), order=ordered(outcome="sold", parcels=[bag]), so=decided()))
        self.breaks(lambda s: s.update(took=taken(at=None)), shared=[("C12", "took")])

    def test_what_is_kept_takes_nothing(self):
        self.breaks(lambda s: s.update(took=taken(), again=weigh()), shared=[("C12", "again"), ("C5", "again")])
        self.breaks(lambda s: s.update(took=taken(), again=taken(2)), shared=[("C5", "again")])
        self.breaks(lambda s: s.update(took=taken(), open=claim(1, 3), order=ordered(outcome="destroyed"), so=decided()), shared=[("C8", "so")])
        self.breaks(lambda s: s.update(took=taken(), open=claim(1, 3), order=ordered(), so=decided()))

    def test_a_seizure_of_what_is_not_so(self):
        for more, rule in (
            ({"weight": 696}, "C1"), ({"stones": 3}, "C4"), ({"on": "2026-02-01"}, "C6"), ({"on": "2027-02-01"}, "C12"), ({"from": MINER}, "C5"),
            ({"at": 99}, "C6"), ({"no": 2}, "C12"), ({"place": " "}, "C12"), ({"witnesses": ["a"]}, "C12"), ({"by": "approver"}, "L7")):
            self.breaks(lambda s, m=more: s.update(took=taken(**m)), shared=[(rule, "took")])
        self.breaks(lambda s: s.update(took=taken(), again=taken(2, None, receipt="R-1", found=[parcel(60, 400, 2)])), shared=[("C12", "again")])
        self.breaks(lambda s: s.update(took=taken(office=OFFICE)))

    def test_offers_end_by_it(self):
        offer = ("purchase.offered", {"slip": slip(9, items((9, 500, 1))), "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["miner"])

        def offered(**more):
            def change(s):
                awake(s)
                s.update({"dug 9": production(9, 500, 1), "offer 9": offer, "took": taken(1, 9, weight=500, stones=1, **{"from": MINER}, **more)})

            return change

        self.breaks(offered(offers=[uid(3009)]))
        self.breaks(offered(), shared=[("C7", "took")])

    def test_the_way_from_safe_to_safe(self):
        self.breaks(lambda s: s.update(took=taken(), step=moved(after=694)))
        self.breaks(lambda s: s.update(took=taken(), step=moved(after=300, differs=True), word=answered(), order=ordered(weight=300), so=decided()))
        self.breaks(lambda s: s.update(took=taken(), step=moved(after=300, differs=True), word=answered(stands=False), order=ordered(), so=decided()))
        self.breaks(lambda s: s.update(took=taken(), step=moved(after=300)), shared=[("C12", "step")])
        self.breaks(lambda s: s.update(took=taken(), step=moved(differs=True)), shared=[("C12", "step")])
        self.breaks(lambda s: s.update(took=taken(), step=moved(seal_read="x")), shared=[("C12", "step")])
        self.breaks(lambda s: s.update(took=taken(), step=moved(seal_read="x", differs=True), order=ordered()), shared=[("C12", "order")])
        self.breaks(lambda s: s.update(took=taken(), step=moved(step=2)), shared=[("C12", "step")])
        self.breaks(lambda s: s.update(took=taken(), step=moved(**{"from": "two"})), shared=[("C12", "step")])
        self.breaks(lambda s: s.update(took=taken(), step=moved(seal_new="EV-1")), shared=[("C9", "step")])
        self.breaks(lambda s: s.update(took=taken(), step=moved(readings=[])), shared=[("C12", "step")])
        self.breaks(lambda s: s.update(took=taken(), word=answered()), shared=[("C12", "word")])
        own = {"took": taken(), "step": moved(after=300, differs=True), "word": answered(by="officer")}
        self.breaks(lambda s: s.update(own), shared=[("L7", "word"), ("C12", "word")])

    def test_an_order_that_is_none(self):
        for more, rule in (
            ({"number": " "}, "C12"), ({"authority": ""}, "C12"), ({"on": "2027-02-01"}, "C12"), ({"no": 2}, "C12"), ({"to": MINER}, "C12"),
            ({"parcels": []}, "C12"), ({"weight": 696}, "C1"), ({"outcome": "sold", "slip": None}, "C12"), ({"outcome": "sold", "price": None}, "C12"),
            ({"outcome": "abroad", "note": None}, "C12"), ({"outcome": "forfeited", "to": DEALER}, "C12")):
            self.breaks(lambda s, m=more: s.update(took=taken(), order=ordered(**m)), shared=[(rule, "order")])
        self.breaks(lambda s: s.update(took=taken(), order=ordered(), again=ordered(2)), shared=[("C12", "again")])
        self.breaks(lambda s: s.update(order=ordered()), shared=[("C12", "order")])
        kept = {"took": taken(), "order": ordered(outcome="forfeited"), "so": decided()}
        self.breaks(lambda s: s.update(**kept, back=ordered(2)), shared=[("C12", "back")])

    def test_who_decides(self):
        self.breaks(lambda s: s.update(took=taken(), order=ordered(), so=decided(by="officer")), shared=[("L7", "so"), ("C12", "so")])
        self.breaks(lambda s: s.update(so=decided()), shared=[("C12", "so")])
        self.breaks(lambda s: s.update(took=taken(), order=ordered(), no=decided(confirmed=False, reason=None)), shared=[("C12", "no")])
        other = ordered(outcome="sold", licence=uid(921))
        self.breaks(lambda s: s.update(took=taken(), order=other, so=decided()), shared=[("C8", "so")])

    def test_a_safe_is_counted(self):
        self.breaks(lambda s: s.update(took=taken(), count=counted()))
        self.breaks(lambda s: s.update(took=taken(), count=counted((), (1,))))
        self.breaks(lambda s: s.update(took=taken(), count=counted(())), shared=[("C12", "count")])
        self.breaks(lambda s: s.update(took=taken(), count=counted(elsewhere=(1,))), shared=[("C12", "count")])


def suspected(**more):
    return ("offence.recorded", {
        "offence": uid(7800), "no": 1, "code": "OF-1", "office": None, "ground": "other", "parties": [DEALER], "on": "2026-03-01", "account": "x",
        "seizure": None, "parcels": [], "certificate": None, "arrival": None, "licence": None, **more}, AS["officer"])


def said(number, state, **more):
    return ("offence.followed_up", {
        "offence": uid(7800), "no": number, "state": state, "on": "2026-03-01", "authority": "court", "case_number": None, "fine": None,
        "note": None, **more}, AS["officer"])


class Offences(Told):
    """O1."""

    def test_an_offence_to_its_outcome(self):
        fine = {"minor": 5, "currency": "USD"}
        self.breaks(lambda s: s.update(
            a=suspected(), b=said(1, "charged"), c=said(2, "hearing", on="2027-01-01"), d=said(3, "convicted", fine=fine), e=said(4, "charged"),
            f=said(5, "acquitted")))

    def test_what_cannot_be(self):
        fine = {"minor": 5, "currency": "USD"}
        for event in (suspected(no=2), suspected(account=" "), suspected(on="2027-01-01"), suspected(seizure=uid(7501))):
            self.breaks(lambda s, e=event: s.update(a=e), shared=[("O1", "a")])
        for event in (
            said(2, "charged"), said(1, "suspected"), said(1, "fined"), said(1, "dropped", fine=fine), said(1, "charged", authority=" "),
            said(1, "charged", on="2026-02-01"), said(1, "charged", on="2027-02-01")):
            self.breaks(lambda s, e=event: s.update(a=suspected(), b=e), shared=[("O1", "b")])
        self.breaks(lambda s: s.update(a=suspected(), b=said(1, "dropped"), c=said(2, "settled")), shared=[("O1", "c")])

    def test_who_is_stopped_is_of_it(self):
        def stop(party):
            return ("party.state_changed", {
                "party": party, "state": "barred", "on": "2026-03-01", "reason": "x", "note": None, "offence": uid(7800)}, AS["officer"])

        self.breaks(lambda s: s.update(a=suspected(), b=stop(DEALER)))
        self.breaks(lambda s: s.update(a=suspected(), b=stop(MINER)), shared=[("O1", "b")])
        self.breaks(lambda s: s.update(b=stop(DEALER)), shared=[("O1", "b")])
