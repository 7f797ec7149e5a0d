"""Rules K2 to K6, and the country's rules: see test_rules."""

import hashlib
import shutil
import unittest

from placer_verify import pools
from placer_verify.authors import NOBODY
from tests.story import ADMIN, AS, COMPOSITION, MINER, NO, OFFICE, SITE, START, parcel, place, production, story
from tests.support import Export, judged_by_both, signed, uid
from tests.told import Told, ship


class Certificates(Told):
    """K2 to K6."""

    def test_two_people_sign(self):
        self.breaks(lambda s: s.update({"issue": (*s["issue"][:2], AS["officer"])}), shared=[("K5", "issue"), ("L7", "issue")])
        self.breaks(lambda s: s["issue"][1].update(proposed_by=AS["approver"]), shared=[("K5", "issue")])
        self.breaks(lambda s: s.pop("propose 2"), ("K5", "issue"), ("K1", "issue"))
        self.breaks(lambda s: s["propose 2"][1].update(signed_digest="00"), ("K3", "propose 2"), ("K5", "issue"))

        def nobody(s):
            for name in ("propose", "retract", "propose 2"):
                del s[name]

        self.breaks(nobody, ("K5", "issue"), shared=[("K5", "issue"), ("K1", "issue")])

    def test_the_first_signature_waits_for_a_prepared_shipment(self):
        self.breaks(lambda s: s.pop("retract"), ("K3", "propose 2"), ("K1", "propose 2"))
        self.breaks(lambda s: s["propose"][1].update(shipment=uid(1)), ("K3", "propose"), ("K3", "retract"), ("K1", "propose 2"))

    def test_days(self):
        def ends(s, day):
            s["issue"][1].update(expires_on=day)
            s["propose 2"][1].update(expires_on=day)

        for day in ("2026-03-01", "2026-04-29"):
            self.breaks(lambda s: ends(s, day))
        for day in ("2026-02-28", "2026-05-01"):
            self.breaks(lambda s: ends(s, day), ("K4", "propose 2"), ("K4", "issue"))
        self.breaks(lambda s: s["issue"][1].update(expires_on="2026-04-29"), ("K4", "issue"))

    def test_the_destination(self):
        own = {"name": "X", "address": "X", "country": "SL"}

        def change(s):
            for name in ("pack", "issue"):
                s[name][1].update(importer=own)

        self.breaks(change, ("K4", "pack"), ("K4", "propose"), ("K4", "propose 2"), ("K4", "issue"))

    def test_what_was_packed(self):
        self.breaks(lambda s: s["pack 2"][1]["parcels"][1].update(seal="T-9"), ("K3", "pack 2"), ("K3", "propose 3"), shared=[("K3", "issue 2")])
        self.breaks(lambda s: s["pack 2"][1]["parcels"][1].update(stones=4), ("K3", "pack 2"), ("K3", "value 2"), ("K3", "propose 3"), ("K3", "issue 2"))
        self.breaks(lambda s: s["issue 2"][1].update(weight_mct=3_001), shared=[("K3", "issue 2")])
        self.breaks(lambda s: s["issue 2"][1].update(shipment=uid(1)), shared=[("K3", "issue 2"), ("K5", "issue 2"), ("K1", "issue 2"), ("K2", "issue 2")])

        def lighter(s):
            s["pack 2"][1]["parcels"][0].update(weight_mct=2_004)
            s["issue 2"][1].update(weight_mct=2_999)

        self.breaks(lighter, ("K3", "pack 2"), ("K3", "value 2"), ("K3", "propose 3"), ("K5", "issue 2"), shared=[("K3", "issue 2")])

        def taken(s):
            s["pack 3"] = ("shipment.prepared", {**s["pack 2"][1], "shipment": uid(942), "parcels": s["pack 2"][1]["parcels"][:1]}, AS["exporter"])
            s["issue 2"] = s.pop("issue 2")
            s["cancel 3"] = ("shipment.cancelled", {"shipment": uid(942), "reason": "x"}, AS["exporter"])

        self.breaks(taken, ("K2", "pack 3"), ("K3", "issue 2"))

        def none(s):
            s["pack 2"][1]["parcels"].append({**s["pack 2"][1]["parcels"][0], "parcel_no": NO + 99, "weight_mct": 0, "stones": 0, "value_usd_cents": 0})
            s["issue 2"][1].update(parcels=3)

        self.breaks(none, ("C6", "pack 2"), ("K3", "propose 3"), ("K3", "issue 2"), shared=[("C6", "issue 2")])

        def another_holder(s):
            s["pack 2"][1].update(exporter=MINER)

        wanted = [("L7", "pack 2"), ("C8", "pack 2"), ("C8", "propose 3"), ("C8", "issue 2")]
        self.breaks(another_holder, *wanted, ("K3", "pack 2"), ("K3", "propose 3"), ("K3", "issue 2"), shared=[("C5", "issue 2"), ("K3", "issue 2")])

    def test_a_test_parcel_never_leaves(self):
        def change(s, test):
            s["dug 9"] = production(9, 500, 1)
            s["dug 9"][1].update(test=test)
            ship(s, 9, 500, 1, [(NO + 9, 500)])

        self.breaks(lambda s: change(s, False))
        self.breaks(lambda s: change(s, True), ("K3", "pack 9"), ("K3", "propose 9"), shared=[("K3", "issue 9")])

    def test_shipments_taken_apart(self):
        self.breaks(lambda s: s["cancel"][1].update(shipment=uid(1)), ("K3", "cancel"), ("K2", "pack 2"))

        def late(s):
            s["cancel 2"] = s["cancel"]

        self.breaks(late, ("K3", "cancel 2"))

        def then_issued(s):
            events = list(s.items())
            at = list(s).index("issue 2")
            s.clear()
            s.update(events[:at])
            s["cancel 2"] = s["cancel"]
            s.update(events[at:])

        self.breaks(then_issued, ("K3", "cancel 2"), shared=[("K3", "issue 2"), ("K1", "issue 2")])

    def test_a_parcel_stays_in_the_shipment_that_took_it_last(self):
        def change(s):
            del s["propose 3"], s["issue 2"]
            packed = s["pack 2"][1]
            for number in (942, 943):
                s[f"pack {number}"] = ("shipment.prepared", {**packed, "shipment": uid(number), "parcels": packed["parcels"][:1]}, AS["exporter"])
                s[f"cancel {number}"] = ("shipment.cancelled", {"shipment": uid(941 if number == 942 else 943), "reason": "x"}, AS["exporter"])

        self.breaks(change, ("K2", "pack 942"), ("K2", "pack 943"))

    def test_what_is_not_there_is_passed_over(self):
        def change(s):
            s["retract none"] = ("certificate.retracted", {"shipment": uid(1), "reason": "x"}, AS["officer"])
            none = {"parcel_no": NO + 99, "weight_mct": 1, "stones": 1, "hs": "7102.10", "seal": "T-99", "value_usd_cents": 1}
            s["pack none"] = ("shipment.prepared", {**s["pack 2"][1], "shipment": uid(944), "parcels": [none]}, AS["exporter"])
            s["cancel none"] = ("shipment.cancelled", {"shipment": uid(944), "reason": "x"}, AS["exporter"])

        self.breaks(change, ("K3", "retract none"), ("C6", "pack none"))

    def test_numbers_are_used_once(self):
        self.breaks(lambda s: s["issue 2"][1].update(number="SL T1"), ("K2", "issue 2"), ("K1", "issue 2"))
        self.breaks(lambda s: s["issue 2"][1].update(no=901), ("K2", "issue 2"))
        self.breaks(lambda s: s["issue 2"][1].update(certificate=uid(4001)), ("K2", "issue 2"))

    def test_what_the_certificate_says(self):
        for change in (
            {"exporter": MINER}, {"stones": 9}, {"parcels": 3}, {"value_usd_cents": 601}, {"lines": []}, {"mixed": True}, {"origins": []},
            {"origins": ["GN"]}, {"origins": ["SL", "GN"]}, {"unestablished_mct": 1}, {"composition_digest": "0" * 64},
            {"importer": {"name": "Y", "address": "X", "country": "BE"}},
        ):
            self.breaks(lambda s: s["issue"][1].update(change), ("K3", "issue"))

        def exchanged(s):
            s["issue"][1]["lines"].reverse()

        self.breaks(exchanged, ("K3", "issue"))

        def test(s):
            s["pack 2"][1].update(test=True)

        self.breaks(test, ("K3", "pack 2"), ("K3", "propose 3"), ("K3", "issue 2"))

    def test_carats_without_established_origin(self):
        def change(s, reason="counted at the start", mixed=True, signed=True):
            s["dug 1"] = ("stock.declared", {
                "holder": MINER, "on": "2026-02-25", "office": OFFICE, "test": False,
                "parcels": [{"parcel": parcel(1, 1_000, 3), "site": None, "note": None}]}, AS["officer"])
            without = sum(share for no, share in COMPOSITION if no == NO + 1)
            lines = f"\n{SITE} {3_000 - without}\n {without}\n".encode()
            for name in ("propose", "propose 2", "propose 3"):
                s[name][1].update(signed_digest=pools.digest(COMPOSITION, lines if signed else b"\n"), unestablished_reason="counted")
            for name in ("issue", "issue 2"):
                s[name][1].update(mixed=mixed, unestablished_mct=without, unestablished_reason=reason)

        self.breaks(change)
        self.breaks(lambda s: change(s, reason=" "), ("K3", "issue"), ("K3", "issue 2"))
        self.breaks(lambda s: change(s, mixed=False), ("K3", "issue"), ("K3", "issue 2"))
        self.breaks(lambda s: change(s, signed=False), *[("K3", name) for name in ("propose", "propose 2", "propose 3")], ("K5", "issue"), ("K5", "issue 2"))

    def test_no_carat_has_an_established_origin(self):
        def change(s, **said):
            s["dug 9"] = ("stock.declared", {
                "holder": MINER, "on": "2026-02-25", "office": OFFICE, "test": False,
                "parcels": [{"parcel": parcel(9, 500, 1), "site": None, "note": None}]}, AS["officer"])
            pool = [(NO + 9, 500)]
            ship(s, 9, 500, 1, pool)
            s["propose 9"][1].update(signed_digest=pools.digest(pool, b"\n 500\n"), unestablished_reason="counted")
            s["issue 9"][1].update({"origins": [], "mixed": False, "unestablished_mct": 500, "unestablished_reason": "counted", **said})

        self.breaks(change)
        for said in ({"origins": ["SL"]}, {"mixed": True}, {"unestablished_mct": 0}):
            self.breaks(lambda s: change(s, **said), ("K3", "issue 9"))

    def test_void_is_final(self):
        def twice(s):
            s["void again"] = s["void"]

        self.breaks(twice, shared=[("K6", "void again")])

        def gone(s):
            s["void"][1].update(goods="gone")

        wanted = [("K3", "cancel"), ("K3", "pack 2"), ("K3", "propose 3")]
        self.breaks(gone, *wanted, shared=[("C5", "issue 2"), ("K3", "issue 2")])

        def unsaid(s):
            del s["void"][1]["goods"]

        self.breaks(unsaid, *wanted, shared=[("C5", "issue 2"), ("K3", "issue 2")])


def adopted(text, **other):
    """The adoption of rules as an event, done at the console by nobody's account."""
    body = {"jurisdiction": "SL", "digest": hashlib.sha256(text.encode()).hexdigest()}
    return "rules.adopted", body, NOBODY, {"via": "console", "signed": None, "office": None, **other}


class Books(Told):
    """The country's rules."""

    def judged(self, export, wanted):
        found = export.verdict()[1]
        judged_by_both(self, export, found)
        self.assertEqual(found, wanted)

    def test_without_rules_caps_are_not_judged(self):
        events = story()
        events["weigh"][1].update(after_mct=600)
        unread = "[country]\nalpha2 = { value = 7 }"
        for wanted, change in [
            ({("rule.broken", f"C2 at entry {place('weigh')}")}, lambda path: None),
            ({("rules.differ", "entry 1")}, lambda path: (path / "1.toml").write_text("no = [toml")),
            ({("rules.differ", "entry 1")}, lambda path: (path / "1.toml").write_text(unread)),
            ({("rules.unreadable", "entry 1")}, lambda path: (path / "1.toml").write_bytes(b"\xff")),
            ({("rules.unreadable", "entry 1")}, lambda path: (path / "1.toml").write_text("#" * 4_000_001)),
            ({("rules.missing", "entry 1"), ("rules.extra", "entry 9999")}, lambda path: (path / "1.toml").rename(path / "9999.toml")),
            ({("rules.missing", "entry 1")}, lambda path: (path / "1.toml").rename(path / "01.toml")),
            ({("rules.missing", "entry 1")}, lambda path: (path / "1.toml").rename(path / f"{2**63}.toml")),
            ({("rules.missing", "entry 1")}, lambda path: shutil.rmtree(path)),
            ({("rules.missing", "entry 1")}, lambda path: ((path / "1.toml").unlink(), (path / "1.toml").mkdir())),
        ]:
            with Export() as export:
                export.append(events.values())
                change(export.path("rules"))
                self.judged(export, wanted)
        # An entry may adopt a file that lacks a value; from there on nothing is judged by it, which is told.
        with Export() as export:
            at = place("weigh")
            events = list(events.items())
            index = [name for name, _ in events].index("weigh")
            export.append([event for _, event in events[:index]] + [adopted(unread)] + [event for _, event in events[index:]])
            export.path(f"rules/{at}.toml").write_text(unread)
            self.judged(export, {("rules.unreadable", f"entry {at}")})

    def test_the_rules_in_force_are_those_of_the_last_adoption_before(self):
        events = list(story().items())
        dict(events)["weigh"][1].update(after_mct=679)
        index = [name for name, _ in events].index("weigh")
        for later in (0, 1):
            with Export() as export:
                text = export.path("rules/1.toml").read_text("utf-8").replace("reweigh_abs_mct = { value = 20", "reweigh_abs_mct = { value = 500")
                told = [event for _, event in events]
                told.insert(index + later, adopted(text))
                export.append(told)
                export.path(f"rules/{place('weigh') + later}.toml").write_text(text, "utf-8")
                self.judged(export, {("rule.broken", f"C2 at entry {place('weigh')}")} if later else set())

    def test_special_stones_and_fixed_fees_are_paid_by_the_rules_in_force(self):
        fees = """fees = [
            { code = "paper", name = { en = "Paper" }, usd_cents = 5000, per = "certificate", source = "x" },
            { code = "sealing", name = { en = "Sealing" }, usd_cents = 250, per = "parcel", source = "x" },
        ]
        low_ratio_ppm ="""
        for above, special, duty, right in ((400, 401, 199, True), (401, 401, 199, False), (401, 0, 600, True)):
            events = list(story().items())
            index = [name for name, _ in events].index("value 2")
            body = dict(events)["value 2"][1]
            one = body["lines"].pop(0)
            for stones, weight, cents in ((1, 2_000, 401), (4, 5, 99)):
                values = {f"{by}_cents": cents for by in ("exporter", "government", "independent")}
                body["lines"].append({**one, **values, "stones": stones, "weight_mct": weight})
            rate = [("special", special, 150_000), ("duty", duty, 30_000), ("rehabilitation", 600, 500)]
            body["charges"] = [
                {"code": code, "base_cents": base, "ppm": ppm, "count": None, "cents": (base * ppm + 500_000) // 1_000_000}
                for code, base, ppm in rate if base]
            for code, each, count in (("paper", 5_000, 1), ("sealing", 250, 2)):
                body["charges"].append({"code": code, "base_cents": each, "ppm": None, "count": count, "cents": each * count})
            with Export() as export:
                text = export.path("rules/1.toml").read_text("utf-8").replace("low_ratio_ppm =", fees, 1)
                text = text.replace("above_usd_cents = 50000000", f"above_usd_cents = {above}")
                told = [event for _, event in events]
                told.insert(index, adopted(text))
                export.append(told)
                export.path(f"rules/{START + index}.toml").write_text(text, "utf-8")
                self.judged(export, set() if right else {("rule.broken", f"K3 at entry {START + index + 1}")})

    def test_who_changes_the_past_is_told(self):
        events = story()
        events["weigh"][1].update(after_mct=679)
        with Export() as export:
            export.append(events.values())
            own = export.path("rules/1.toml")
            text = own.read_text("utf-8").replace("reweigh_abs_mct = { value = 20", "reweigh_abs_mct = { value = 500")
            whole = own.read_bytes()
            own.write_text(text, "utf-8")
            # The breach is hidden, but not that somebody changed what it is judged by.
            self.judged(export, {("rules.differ", "entry 1")})
            own.write_bytes(whole)
            export.path(f"rules/{place('weigh') - 1}.toml").write_text(text, "utf-8")
            self.judged(export, {("rules.extra", f"entry {place('weigh') - 1}")})

    def test_a_journal_that_does_not_begin_with_rules(self):
        with Export() as export:
            export.edit(1, lambda e: e.update(seq=2))
            found = export.verdict()[1]
            judged_by_both(self, export, found)
            self.assertLessEqual({("rules.none", "entry 1"), ("rules.missing", "entry 2"), ("rules.extra", "entry 1")}, found)
            export.write_lines([])
            self.assertLessEqual({("rules.none", "entry 1"), ("rules.extra", "entry 1")}, export.verdict()[1])

    def test_rules_are_adopted_by_nobody_at_the_console(self):
        text = "x"
        for other, wanted in [
            ({"account": ADMIN}, {("journal.author", "entry 290"), ("rule.broken", "L7 at entry 290")}),
            ({"office": OFFICE}, {("rule.broken", "L7 at entry 290")}),
            ({"via": "session", "signed": signed("rules.adopted", NOBODY, "2026-03-01T00:00:00.000000Z")}, {("rule.broken", "L7 at entry 290")}),
            ({"via": "token"}, {("rule.broken", "L7 at entry 290")}),
            ({"via": "import"}, {("rule.broken", "L7 at entry 290")}),
            ({"via": "demonstration"}, {("rule.broken", "L7 at entry 290")}),
        ]:
            with self.subTest(other), Export() as export:
                export.append([adopted(text, **other)])
                self.judged(export, wanted | {("rules.missing", "entry 290")})
        with Export() as export:
            export.append([("office.changed", {"office": OFFICE, "name": "x", "areas": []}, NOBODY)])
            self.judged(export, {("journal.author", "entry 290")})

    def test_fewer_days_than_sixty(self):
        events = list(story().items())
        index = [name for name, _ in events].index("propose 2")
        with Export() as export:
            text = export.path("rules/1.toml").read_text("utf-8").replace("valid_days = { value = 60", "valid_days = { value = 30")
            told = [event for _, event in events]
            told.insert(index, adopted(text))
            export.append(told)
            export.path(f"rules/{place('propose 2')}.toml").write_text(text, "utf-8")
            self.judged(export, {("rule.broken", f"K4 at entry {place(name) + 1}") for name in ("issue", "propose 3", "issue 2", "propose 2")})


class Positions(unittest.TestCase):
    def test_the_story_begins_after_the_fixture(self):
        self.assertEqual(place("office"), 290)
