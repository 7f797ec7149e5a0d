"""Notices (K8), confirmations (K9) and what the server does by itself (L7): told wrongly in one point at a time."""

from tests.story import AS
from tests.support import uid
from tests.told import Told

SERVER = {"via": "server", "signed": None}


def notified(certificate=4002, **changed):
    body = {"certificate": uid(certificate), "way": "hand", "recipient": "Office", "sha256": "0" * 64, "size": 1, "on": "2026-03-01", "reference": None}
    return ("certificate.notified", {**body, **changed}, AS["officer"])


def confirmed(number, certificate=4002, **changed):
    body = {
        "confirmation": uid(8000 + number), "no": number, "certificate": uid(certificate), "way": "officer", "received_on": "2026-03-01", "parcels": 2,
        "weight_mct": 3_000, "value_usd_cents": None, "importer": "x", "seals_intact": True, "confirmed_by": "x", "reference": "x",
        "remark": None, "supersedes": None, "differences": []}
    return ("certificate.confirmed", {**body, **changed}, AS["officer"])


def answered(number, difference, reason="x"):
    body = {"confirmation": uid(8000 + number), "difference": difference, "answer": "explained", "reason": reason}
    return ("certificate.difference_answered", body, AS["officer"])


def by_server(event, who="approver"):
    return (*event[:2], AS[who], SERVER)


class Notices(Told):
    def test_of_a_certificate_that_is_there(self):
        self.breaks(lambda s: s.update({"told": notified()}))
        self.breaks(lambda s: s.update({"told": notified(4001)}), ("K8", "told"))
        self.breaks(lambda s: s.update({"told": notified(1)}), ("K8", "told"))
        self.breaks(lambda s: s.update({"told": notified(recipient=" ")}), ("K8", "told"))
        self.breaks(lambda s: s.update({"told": notified(size=0)}), ("K8", "told"))
        self.breaks(lambda s: s.update({"told": notified(on="2999-01-01")}), ("K8", "told"))

    def test_the_server_sends_in_the_name_of_who_issued(self):
        self.breaks(lambda s: s.update({"told": by_server(notified(way="smtp"))}))
        self.breaks(lambda s: s.update({"told": by_server(notified(way="smtp"), "officer")}), ("L7", "told"))
        self.breaks(lambda s: s.update({"told": by_server(notified())}), ("K8", "told"))
        self.breaks(lambda s: s.update({"told": notified(way="smtp")}), ("K8", "told"))
        # Nothing else is done so.
        self.breaks(lambda s: s.update({"void 2": (*s["void"][:1], {**s["void"][1], "certificate": uid(4002), "goods": "gone"}, AS["approver"], SERVER)}), ("L7", "void 2"))

    def test_whoever_issued_need_not_be_there_any_more(self):
        def off(s):
            s["off"] = ("account.state_changed", {"account": AS["approver"], "active": False, "reason": "x"}, s["office"][2])
            s["told"] = by_server(notified(way="smtp"))

        self.breaks(off)


class Confirmations(Told):
    def test_one_is_in_force(self):
        def two(s, **changed):
            s["first"], s["second"] = confirmed(1), confirmed(2, **{"supersedes": uid(8001), **changed})

        self.breaks(two)
        self.breaks(lambda s: two(s, supersedes=None), ("K9", "second"))
        self.breaks(lambda s: two(s, confirmation=uid(8001)), ("K9", "second"))
        self.breaks(lambda s: s.update({"first": confirmed(1, supersedes=uid(8002))}), ("K9", "first"))
        self.breaks(lambda s: s.update({"first": confirmed(1, 4001)}), ("K9", "first"))
        self.breaks(lambda s: s.update({"first": confirmed(1, 1)}), ("K9", "first"))
        late = {"received_on": "2999-01-01", "differences": ["late"]}
        self.breaks(lambda s: s.update({"first": confirmed(1, **late)}), ("K9", "first"))

    def test_it_says_in_what_it_differs(self):
        def one(**changed):
            # Written down when every day named here has come.
            return lambda s: s.update({"first": (*confirmed(1, **changed), {"recorded_at": "2026-06-01T08:00:00.000000Z"})})

        for changed, difference in [
            ({"weight_mct": 3_021}, "weight"), ({"weight_mct": 2_979}, "weight"), ({"parcels": 1}, "parcels"), ({"value_usd_cents": 1}, "value"),
            ({"received_on": "2026-02-28"}, "early"), ({"received_on": "2026-05-01"}, "late"), ({"seals_intact": False}, "seals"),
        ]:
            self.breaks(one(**changed), ("K9", "first"))
            self.breaks(one(**changed, differences=[difference]))
        self.breaks(one(weight_mct=3_020, value_usd_cents=600))
        self.breaks(one(differences=["weight"]), ("K9", "first"))
        self.breaks(one(parcels=1, weight_mct=1, differences=["parcels", "weight"]), ("K9", "first"))

    def test_with_a_code_it_comes_by_the_server(self):
        self.breaks(lambda s: s.update({"first": by_server(confirmed(1, way="code"))}))
        self.breaks(lambda s: s.update({"first": by_server(confirmed(1, way="code"), "officer")}), ("L7", "first"))
        self.breaks(lambda s: s.update({"first": confirmed(1, way="code")}), ("K9", "first"))
        self.breaks(lambda s: s.update({"first": confirmed(1, way="file", file_sha256="0" * 64)}))
        self.breaks(lambda s: s.update({"first": confirmed(1, way="file")}), ("K9", "first"))
        self.breaks(lambda s: s.update({"first": confirmed(1, file_sha256="0" * 64)}), ("K9", "first"))
        self.breaks(lambda s: s.update({"first": by_server(confirmed(1))}), ("K9", "first"))

    def test_answers(self):
        def told(s, *more):
            s["first"] = confirmed(1, parcels=1, differences=["parcels"])
            for at, event in enumerate(more):
                s[f"answer {at}"] = event

        self.breaks(lambda s: told(s, answered(1, "parcels")))
        self.breaks(lambda s: told(s, answered(1, "weight")), ("K9", "answer 0"))
        self.breaks(lambda s: told(s, answered(1, "parcels", " ")), ("K9", "answer 0"))
        self.breaks(lambda s: told(s, answered(1, "parcels"), answered(1, "parcels")), ("K9", "answer 1"))
        self.breaks(lambda s: told(s, answered(2, "parcels")), ("K9", "answer 0"))
        # A later word takes the place of the first, and what differed waits for its answer all the same.
        self.breaks(lambda s: told(s, confirmed(2, supersedes=uid(8001)), answered(1, "parcels")))

    def test_a_code_takes_no_other_ones_place(self):
        def then(first, second):
            def change(s):
                s["first"], s["second"] = first, second
            return change

        code = by_server(confirmed(2, way="code", supersedes=uid(8001)))
        self.breaks(then(confirmed(1), code), ("K9", "second"))
        self.breaks(then(confirmed(1, way="file", file_sha256="0" * 64), code), ("K9", "second"))
        self.breaks(then(by_server(confirmed(1, way="code")), code))
        self.breaks(then(by_server(confirmed(1, way="code")), confirmed(2, supersedes=uid(8001))))
