"""The way out of the country (K4, K10), and letters (K11): told wrongly in one point at a time."""

from tests.story import AS
from tests.support import uid
from tests.told import Told


def closed(no=1, seal="B-1", parcel_number="X/2", reason=None, **other):
    def event(s):
        issue = s["issue 2"][1]
        body = {"certificate": issue["certificate"], "no": no, "seal": seal, "number": issue["number"], "parcel_number": parcel_number,
                "on": issue["issued_on"], "reason": reason}
        return ("certificate.sealed", {**body, **other}, AS["officer"])
    return event


def left(**other):
    def event(s):
        issue = s["issue 2"][1]
        body = {"certificate": issue["certificate"], "on": issue["issued_on"], "place": "Lungi", "transport": "air", "reference": "XY 1",
                "courier": None, "seal": "B-1"}
        return ("certificate.departed", {**body, **other}, AS["officer"])
    return event


def arrived():
    def event(s):
        issue = s["issue 2"][1]
        body = {"confirmation": uid(8001), "no": 1, "certificate": issue["certificate"], "way": "officer", "received_on": issue["issued_on"],
                "parcels": issue["parcels"], "weight_mct": issue["weight_mct"], "value_usd_cents": None, "importer": "x", "seals_intact": True,
                "confirmed_by": "x", "reference": "x", "remark": None, "supersedes": None, "differences": []}
        return ("certificate.confirmed", body, AS["officer"])
    return event


def endorsed(no=1, was=None, becomes="Scheldt N.V."):
    def event(s):
        issue = s["issue 2"][1]
        body = {"certificate": issue["certificate"], "no": no, "field": "importer_name",
                "was": issue["importer"]["name"] if was is None else was, "is": becomes, "reason": "a slip"}
        return ("certificate.endorsed", body, AS["approver"])
    return event


def story(**events):
    """A change of the story: these events at its end, with the right serial on containers unless something else is wanted."""
    def change(s):
        serial = s["issue 2"][1]["number"][-1]
        for name, event in events.items():
            kind, body, author = event(s)
            if kind == "certificate.sealed" and body["parcel_number"] == "X/2":
                body["parcel_number"] = f"X/{serial}"
            s[name.replace("_", " ")] = (kind, body, author)
    return change


class Departures(Told):
    def test_it_leaves_once_and_under_its_seal(self):
        self.breaks(story(close=closed(), leave=left()))
        self.breaks(story(close=closed(parcel_number="X/00{}"), leave=left()), ("K10", "close"))
        self.breaks(story(leave=left()), ("K10", "leave"))
        self.breaks(story(close=closed(), leave=left(seal="B-2")), ("K10", "leave"))
        self.breaks(story(close=closed(), leave=left(), twice=left()), ("K10", "twice"))
        self.breaks(story(close=closed(), leave=left(), again=closed(2, "B-2", reason="r")), ("K10", "again"))
        self.breaks(story(close=closed(), leave=left(certificate=uid(1))), ("K10", "leave"))

    def test_the_container_bears_the_number(self):
        self.breaks(story(close=closed(number="SL X")), ("K10", "close"))
        for wrong in ("X/4199", None, "X/", "X/2A"):
            self.breaks(story(close=closed(parcel_number=wrong)), ("K10", "close"))

    def test_it_is_closed_again_with_a_reason_and_another_seal(self):
        self.breaks(story(close=closed(), again=closed(2, "B-2", reason="customs"), leave=left(seal="B-2")))
        self.breaks(story(close=closed(), again=closed(2, "B-2")), ("K10", "again"))
        self.breaks(story(close=closed(), again=closed(3, "B-2", reason="customs")), ("K10", "again"))
        self.breaks(story(close=closed(), again=closed(2, reason="customs")), ("K10", "again"))
        self.breaks(story(close=closed(reason="why")), ("K10", "close"))

    def test_days_are_those_of_the_validity(self):
        self.breaks(story(close=closed(on="2020-01-01")), ("K4", "close"))
        self.breaks(story(close=closed(), leave=left(on="2020-01-01")), ("K4", "leave"), ("K10", "leave"))
        self.breaks(story(close=closed(on="2999-01-01")), ("K4", "close"))

    def test_endorsements_follow_each_other(self):
        self.breaks(story(one=endorsed(), two=endorsed(2, "Scheldt N.V.", "Schelde N.V.")))
        self.breaks(story(one=endorsed(2)), ("K10", "one"))
        self.breaks(story(one=endorsed(was="Somebody")), ("K10", "one"))
        self.breaks(story(one=endorsed(), two=endorsed(2, "Scheldt N.V.", "Scheldt N.V.")), ("K10", "two"))

    def test_goods_that_left_are_not_here(self):
        def back(**said):
            def event(s):
                return ("certificate.voided", {"certificate": s["issue 2"][1]["certificate"], "reason": "r", **said}, AS["approver"])
            return event

        self.breaks(story(close=closed(), leave=left(), back=back(goods="gone", cause="lost")))
        self.breaks(story(close=closed(), leave=left(), back=back(goods="here", cause="error")), ("K10", "back"))
        self.breaks(story(close=closed(), leave=left(), back=back(goods="gone", cause="unused")), ("K10", "back"))
        self.breaks(story(close=closed(), back=back(goods="here", cause="unused")))
        self.breaks(story(close=closed(), back=back(goods="gone", cause="unused")), ("K10", "back"))
        self.breaks(story(close=closed(), back=back(goods="gone", cause="error")))
        # Received abroad, whoever forgot to say that they left.
        self.breaks(story(arrived=arrived(), back=back(goods="gone", cause="lost")))
        self.breaks(story(arrived=arrived(), back=back(goods="here", cause="error")), ("K10", "back"))
        self.breaks(story(arrived=arrived(), back=back(goods="gone", cause="unused")), ("K10", "back"))
        self.breaks(story(back=back(goods="gone", cause="lost"), close=closed()), ("K10", "close"))


def letter(n=1, **other):
    def event(s):
        day = s["issue 2"][1]["issued_on"]
        body = {"letter": uid(7500 + n), "no": n, "paper": "technical", "code": f"TC-{n}", "purpose": "research", "issued_on": day,
                "expires_on": day, "addressee": {"name": "L", "address": "1", "country": "BE"}, "goods": "g", "weight_mct": 5, "reference": "r"}
        return ("letter.issued", {**body, **other}, AS["approver"])
    return event


def withdrawn(n=1):
    return lambda s: ("letter.withdrawn", {"letter": uid(7500 + n), "reason": "r"}, AS["approver"])


class Letters(Told):
    def test_each_is_its_own(self):
        self.breaks(story(one=letter(), two=letter(2), gone=withdrawn()))
        for same in ({"letter": uid(7501)}, {"no": 1}, {"code": "TC-1"}):
            self.breaks(story(one=letter(), two=letter(2, **same)), ("K11", "two"))

    def test_the_paper_fits_and_the_days_do(self):
        self.breaks(story(one=letter(purpose="samples", paper="comfort")))
        for wrong in ({"purpose": "samples"}, {"paper": "comfort"}, {"expires_on": "2020-01-01"}, {"expires_on": "2999-01-01"},
                      {"issued_on": "2020-01-01", "expires_on": "2020-01-01"},
                      {"purpose": "customs", "addressee": {"name": "L", "address": "1", "country": "SL"}}):
            self.breaks(story(one=letter(**wrong)), ("K11", "one"))

    def test_what_goes_to_a_laboratory_goes_where_there_is_trade(self):
        elsewhere = {"addressee": {"name": "L", "address": "1", "country": "FJ"}}
        self.breaks(story(one=letter(**elsewhere)), ("K4", "one"))
        self.breaks(story(one=letter(purpose="seized", **elsewhere)))

    def test_it_is_withdrawn_once(self):
        self.breaks(story(one=letter(), gone=withdrawn(), twice=withdrawn()), ("K11", "twice"))
        self.breaks(story(gone=withdrawn()), ("K11", "gone"))
