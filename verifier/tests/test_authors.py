"""L7, K5 and C10: who may write what, how he showed that it is he, and that two people are two."""

import unittest

from placer_verify.authors import DEMANDS
from placer_verify.entry import EVENTS
from tests.story import ADMIN, AS, DEALER, MINER, NO, OFFICE, START, account, awake, licence, party, place, site, slip, items, story, switched
from tests.support import Export, judged_by_both, signed, uid
from tests.told import Told

WHEN = "2026-03-01T00:%02d:00.000000Z"


def said(s, name, **other):
    """The entry says something else of how its author was let in."""
    s[name] = (*s[name][:3], other)


def when(name):
    """When an event of the story is recorded."""
    return WHEN % (place(name) - START)


class Demands(unittest.TestCase):
    def test_every_kind_asks_something(self):
        self.assertEqual(set(DEMANDS), set(EVENTS))


class Authors(Told):
    def test_roles(self):
        for name, wrong in (
            ("office", "officer"), ("digs", "approver"), ("to dig", "registrar"), ("pit", "approver"), ("dug 1", "officer"), ("seal 7", "officer"),
            ("wrong 4", "approver"), ("gone 4", "officer"), ("propose", "approver"), ("void", "officer"),
        ):
            with self.subTest(name):
                kind, body, _ = story()[name]
                self.breaks(lambda s: s.update({name: (kind, body, AS[wrong], {"signed": signed(kind, AS[wrong], when(name)), "office": _office(wrong)})}) if name != "office" else late_office(s, wrong), ("L7", name), *_besides(name))

    def test_what_the_role_was_then(self):
        def changed(s):
            s["moved"] = ("account.changed", {"account": AS["dealer"], "role": "reviewer", "office": None, "party": DEALER}, ADMIN)
            s["late seal"] = ("parcel.sealed", {"parcel": uid(2005), "parcel_no": NO + 5, "seal": "T-7"}, AS["dealer"])

        self.breaks(changed, ("L7", "late seal"))

    def test_offices(self):
        self.breaks(lambda s: said(s, "dug 1", office=None), ("L7", "dug 1"))
        self.breaks(lambda s: said(s, "seal 7", office=OFFICE), ("L7", "seal 7"))
        self.breaks(lambda s: s["dug 4"][1].update(office=uid(7)), ("L7", "dug 4"), ("C10", "wrong 4"), ("L7", "wrong 4"))

        def elsewhere(s):
            s["supervisor"] = ("account.created", {"account": uid(970), "role": "supervisor", "office": uid(971), "party": None}, ADMIN)
            for name, event in (
                ("party 9", party(uid(972), 909, ["miner"])), ("licence 9", licence(uid(973), 909, "artisanal", MINER)), ("site 9", site(uid(974), 909, uid(973))),
                ("party 9 changed", ("party.changed", {"party": MINER, "facts": party(MINER, 901, ["miner"])[1]["facts"], "reason": "x"})),
                ("barred", ("party.state_changed", {"party": DEALER, "state": "active", "on": "2026-03-01", "reason": "x", "note": None})),
                ("suspended", ("licence.state_changed", {"licence": uid(973), "state": "suspended", "on": "2026-03-01", "reason": "x"})),
                ("book", ("slip_book.issued", {"book": uid(975), "no": 909, "holder": DEALER, "office": OFFICE, "prefix": "", "first": 1, "last": 9, "width": 1})),
                ("stock", ("stock.declared", {"holder": MINER, "on": "2026-03-01", "office": OFFICE, "test": False, "parcels": []})),
            ):
                s[name] = (*event[:2], uid(970))

        names = ("party 9", "licence 9", "site 9", "party 9 changed", "barred", "suspended", "book", "stock")
        self.breaks(elsewhere, *[("L7", name) for name in names])

    def test_parties(self):
        def change(s):
            s["other"] = ("account.created", {"account": uid(976), "role": "exporter", "office": None, "party": uid(977)}, ADMIN)
            for name in ("seal 7", "weigh", "split", "pack 2", "cancel"):
                s[name] = (*s[name][:2], uid(976))
            s["price"] = (*s["price"][:2], uid(976))
            names = list(s)
            first = names.index("dug 1")
            events = [(name, s[name]) for name in ["other"]] + [(name, s[name]) for name in names if name != "other"]
            s.clear()
            s.update(events[1 : first + 1] + events[:1] + events[first + 1 :])
            for name, of in (("wrong 3", "dug 3"), ("wrong 4", "dug 4"), ("price", "bought")):
                s[name][1]["corrects_seq"] = START + list(s).index(of)

        self.breaks(change, *[("L7", name) for name in ("seal 7", "weigh", "split", "pack 2", "cancel", "price")])

    def test_the_way_in(self):
        for name, via, wanted in (
            ("dug 1", "token", False), ("to dig", "token", True), ("issue", "token", True), ("dug 1", "console", True), ("miner off", "console", False),
            ("issue", "console", True), ("digs", "import", False), ("to dig", "import", False), ("dug 1", "import", True), ("seal 7", "demonstration", True),
        ):
            with self.subTest((name, via)):
                self.breaks(lambda s: said(s, name, via=via, signed=None), *[("L7", name)] * wanted)
        self.breaks(lambda s: said(s, "miner off", via="console"), ("L7", "miner off"))

        def imported(s):
            s["party 9"] = (*party(uid(972), 909, ["miner"])[:2], AS["registrar"], {"via": "import"})

        self.breaks(imported, ("L7", "party 9"))

    def test_signatures(self):
        for name in ("to dig", "propose", "issue", "void", "gone 4", "wrong 4"):
            with self.subTest(name):
                self.breaks(lambda s: said(s, name, signed=None), ("L7", name))
        fresh = signed("certificate.voided", AS["approver"], None)
        minute = when("void")[14:16]
        for proved, wanted in (
            (None, True), (f"2026-03-01T00:{int(minute) - 5:02}:00.000000Z", False), (f"2026-03-01T00:{int(minute) - 6:02}:59.000001Z", False),
            (f"2026-03-01T00:{int(minute) - 6:02}:58.999999Z", True), (f"2026-03-01T00:{int(minute) - 6:02}:59.000000Z", True),
            (f"2026-03-01T00:{minute}:00.000001Z", True),
        ):
            with self.subTest(proved):
                self.breaks(lambda s: said(s, "void", signed={**fresh, "proved_at": proved}), *[("L7", "void")] * wanted)
        # Who proposes a correction is not asked again, but says from where.
        self.breaks(lambda s: said(s, "wrong 4", signed={**signed("correction.proposed", AS["registrar"], None), "proved_at": None}))

    def test_two_places(self):
        mine = signed("certificate.issued", AS["approver"], when("issue"))
        first = signed("certificate.proposed", AS["officer"], when("propose 2"))
        for what in ("session", "device", "factor"):
            with self.subTest(what):
                self.breaks(lambda s: said(s, "issue", signed={**mine, what: first[what]}), ("K5", "issue"))
        # Nobody's browser is not the same as nobody's.
        none = {"device": None, "factor": None}
        self.breaks(lambda s: (said(s, "issue", signed={**mine, **none}), said(s, "propose 2", signed={**first, **none})))
        other = signed("correction.decided", AS["approver"], when("gone 4"))
        proposer = signed("correction.proposed", AS["registrar"], when("wrong 4"))
        self.breaks(lambda s: said(s, "gone 4", signed={**other, "session": proposer["session"]}), ("C10", "gone 4"))
        # Whoever proposed may take it back.
        both = {"account": AS["approver"], "role": "supervisor", "office": OFFICE, "party": None}

        def own(s, approved):
            s["both"] = ("account.created", {**both, "account": uid(978)}, ADMIN)
            s["wrong 5"] = ("correction.proposed", {**s["price"][1], "correction": uid(5005)}, AS["dealer"])
            s["role"] = ("account.changed", {"account": AS["dealer"], "role": "approver", "office": None, "party": DEALER}, ADMIN)
            s["own 5"] = ("correction.decided", {"correction": uid(5005), "approved": approved, "reason": "x"}, AS["dealer"])

        self.breaks(lambda s: own(s, False))
        self.breaks(lambda s: own(s, True), ("C10", "own 5"))

    def test_one_party_is_one_hand(self):
        def change(s):
            for name, role in (("officer 2", "officer"), ("approver 2", "approver")):
                s[name] = ("account.changed", {"account": AS[name.split()[0]], "role": role, "office": None, "party": uid(7)}, ADMIN)
            events = list(s.items())
            at = list(s).index("propose")
            s.clear()
            s.update(events[:at] + events[-2:] + events[at:-2])
            s["price"][1]["corrects_seq"] = START + list(s).index("bought")

        self.breaks(change, ("K5", "issue"), ("K5", "issue 2"))

    def test_a_signature_is_taken_back_by_who_gave_it(self):
        def other(s):
            s["officer 2"] = ("account.created", {"account": uid(979), "role": "officer", "office": None, "party": None}, ADMIN)
            s["retract"] = (*s["retract"][:2], uid(979))
            events = list(s.items())
            s.clear()
            s.update(events[:3] + events[-1:] + events[3:-1])
            for name, of in (("wrong 3", "dug 3"), ("wrong 4", "dug 4"), ("price", "bought")):
                s[name][1]["corrects_seq"] = START + list(s).index(of)

        self.breaks(other, ("K5", "retract"))

    def test_recovery_by_two(self):
        def change(s, who, recovery=uid(7), **more):
            lost = {"recovery": uid(7), "known_origin": "x", "known_size": 1, "known_root": "0", "reason": "x"}
            s["lost"] = ("recovery.proposed", lost, ADMIN)
            s["agreed"] = ("recovery.approved", {"recovery": recovery}, who, *([more] if more else []))

        self.breaks(lambda s: change(s, AS["approver"]))
        self.breaks(lambda s: change(s, ADMIN), ("L7", "agreed"))
        self.breaks(lambda s: change(s, AS["approver"], uid(8)), ("L7", "agreed"))
        at = WHEN % (len(story()) + 1)
        same = {**signed("recovery.approved", AS["approver"], at), "factor": signed("recovery.proposed", ADMIN, at)["factor"]}
        self.breaks(lambda s: change(s, AS["approver"], signed=same), ("L7", "agreed"))

    def test_a_buyer_acts_for_who_has_an_account(self):
        self.breaks(lambda s: s.update({"miner off": switched("miner", True)}), ("C7", "bought"))

    def test_an_offer_is_closed_by_its_side(self):
        self.breaks(lambda s: s.update({"decline": (*s["decline"][:2], AS["miner"])}), ("C7", "decline"))
        self.breaks(lambda s: s["decline"][1].update(end="withdrawn"), ("C7", "decline"))
        self.breaks(lambda s: (s["decline"][1].update(end="withdrawn"), s.update({"decline": (*s["decline"][:2], AS["miner"])})))
        self.breaks(lambda s: s["offer 2"][1].update(expires_at=when("offer 2")), ("C7", "decline"))

    def test_a_demonstration_is_one_person(self):
        """In a journal that begins as a demonstration, one person may sign twice, and nobody needs to have come in."""
        import json

        from placer_verify import canonical

        events = story()
        mine = signed("certificate.issued", AS["approver"], when("issue"))
        first = signed("certificate.proposed", AS["officer"], when("propose 2"))
        said(events, "issue", signed={**mine, **{what: first[what] for what in ("session", "device", "factor")}})
        said(events, "seal 7", via="demonstration")
        for begins, wanted in (("console", {("rule.broken", f"L7 at entry {place('seal 7')}"), ("rule.broken", f"K5 at entry {place('issue')}")}), ("demonstration", set())):
            with Export() as export:
                export.lines[0] = canonical.encode({**json.loads(export.lines[0]), "via": begins})
                export.append(events.values())
                found = export.verdict()[1]
                judged_by_both(self, export, found)
                self.assertEqual(found, wanted)

    def test_an_offer_of_an_offered_parcel(self):
        def again(s):
            s["miner on"] = switched("miner", True)
            s["offer 9"] = ("purchase.offered", {"slip": slip(9, items((4, 400, 1))), "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["miner"])
            s["offer 10"] = ("purchase.offered", {"slip": slip(10, items((4, 400, 1))), "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["miner"])
            s["seal 4"] = ("parcel.sealed", {"parcel": uid(2004), "parcel_no": NO + 4, "seal": "T-44"}, AS["miner"])
            del s["wrong 4"], s["gone 4"]
            s["price"][1]["corrects_seq"] = START + list(s).index("bought")

        self.breaks(again, ("C7", "offer 10"), ("C7", "seal 4"))


def _office(name):
    return OFFICE if name == "registrar" else None


def late_office(s, who):
    """The story's office is opened by somebody who may not."""
    body = s["office"][1]
    s["office"] = ("office.opened", body, ADMIN)
    s.pop("office")
    events = list(s.items())
    at = list(s).index("digs")
    s.clear()
    s.update(events[:at])
    s["office"] = ("office.opened", body, AS[who])
    s.update(events[at:])


def _besides(name):
    return {"seal 7": [], "propose": [("K5", "retract")], "gone 4": [], "wrong 4": [("C10", "gone 4")]}.get(name, [])
