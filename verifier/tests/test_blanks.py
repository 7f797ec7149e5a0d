"""Blank certificates (K1), what is replaced (K2), valuations (K3) and prints (K7): told wrongly in one point at a time."""

from tests.story import AS, CUSTOMS, DEALER, MONITOR, VALUER, charges, forms, proposal, valuation
from tests.support import uid
from tests.told import Told


class Blanks(Told):
    def test_a_delivery_that_is_none(self):
        for change in ({"first": -1}, {"first": 10}, {"last": 10}, {"width": 13}, {"before": "S" * 41}):
            gone = [(rule, name) for rule, name in (
                ("K1", "move"), ("K1", "stolen"), ("K1", "it is so"), ("K1", "propose"), ("K1", "propose 2"), ("K1", "propose 3"))]
            self.breaks(lambda s: s["forms"][1].update(change), ("K1", "forms"), *gone)

    def test_a_number_is_received_once(self):
        self.breaks(lambda s: s.update({"again": forms(2, 9, 9)}), ("K1", "again"))
        self.breaks(lambda s: s.update({"again": forms(1, 1, 1, before="SL X")}), ("K1", "again"))
        self.breaks(lambda s: s.update({"more": forms(2, 10, 20, width=2)}))

    def test_forms_are_where_they_should_be(self):
        self.breaks(lambda s: s["move"][1].update(last=10), ("K1", "move"))
        self.breaks(lambda s: s["move"][1].update(run=uid(1)), ("K1", "move"))
        self.breaks(lambda s: s["stolen"][1].update(last=10), ("K1", "stolen"), ("K1", "it is so"))
        self.breaks(lambda s: s["propose"][1].update(blank="SL T9"), ("K1", "propose"))
        self.breaks(lambda s: s["propose"][1].update(blank="SL 7"), ("K1", "propose"))

        def late(s):
            s["lost"] = ("blank.reported", {**s["stolen"][1], "report": uid(7102), "first": 1, "last": 1, "fate": "lost"}, AS["officer"])

        self.breaks(late, ("K1", "lost"))

    def test_two_people_say_that_forms_are_gone(self):
        def turned(s):
            s["officer 2"] = ("account.changed", {"account": AS["officer"], "role": "approver", "office": None, "party": None}, s["office"][2])
            s["officer 3"] = ("account.changed", {"account": AS["officer"], "role": "officer", "office": None, "party": None}, s["office"][2])
            order = ["it is so"]
            s["it is so"] = (*s["it is so"][:2], AS["officer"])
            events = list(s.items())
            s.clear()
            for name, event in events:
                if name in ("officer 2", "officer 3"):
                    continue
                if name in order:
                    s["officer 2"] = dict(events)["officer 2"]
                s[name] = event
                if name in order:
                    s["officer 3"] = dict(events)["officer 3"]

        self.breaks(turned, ("K1", "it is so"))
        self.breaks(lambda s: s["it is so"][1].update(report=uid(1)), ("K1", "it is so"))

        def refused(s):
            s["it is so"][1].update(confirmed=False, reason="there it is")
            s["propose"][1].update(blank="SL T8")

        self.breaks(refused)

    def test_the_form_set_aside_is_the_one_issued_on(self):
        self.breaks(lambda s: s["propose 3"][1].update(blank="SL T3"), ("K1", "issue 2"))
        self.breaks(lambda s: s["propose 3"][1].update(blank="SL T1"), ("K1", "propose 3"), ("K1", "issue 2"))
        self.breaks(lambda s: s["forms"][1].update(year=2025), *[("K1", name) for name in ("propose", "propose 2", "issue", "propose 3", "issue 2")])

    def test_what_is_replaced_is_said(self):
        self.breaks(lambda s: s["issue 2"][1].update(replaces=None), ("K2", "issue 2"))
        self.breaks(lambda s: s["issue"][1].update(replaces=uid(4002)), ("K2", "issue"))


class Valuations(Told):
    def test_it_waits_for_an_officer(self):
        self.breaks(lambda s: s.update({"value 3": valuation()}), ("K3", "value 3"))
        self.breaks(lambda s: s.pop("value 2"), ("K3", "issue 2"))

    def test_the_sheet_has_what_was_packed(self):
        self.breaks(lambda s: s["value 2"][1]["lines"][0].update(stones=4), ("K3", "value 2"))

    def test_the_value_taken_is_the_one_of_the_rules(self):
        def dearer(s):
            s["value 2"][1]["lines"][0].update(independent_cents=501)

        self.breaks(dearer, ("K3", "value 2"))

        def taken(s):
            dearer(s)
            s["value 2"][1].update(taken="independent", value_usd_cents=601, charges=charges(601))
            s["issue 2"][1].update(value_usd_cents=601)
            s["issue 2"][1]["lines"][1].update(value_usd_cents=501)

        self.breaks(taken)
        self.breaks(lambda s: s["value 2"][1].update(value_usd_cents=601), ("K3", "value 2"), ("K3", "issue 2"))
        self.breaks(lambda s: s["value 2"][1]["lines"][0].update(exporter_cents=0), ("K3", "value 2"))

    def test_a_stone_that_must_be_special_has_a_line_of_its_own(self):
        def worth(cents):
            def change(s):
                s["value 2"][1]["lines"][0].update(independent_cents=cents)
                s["value 2"][1].update(taken="independent", value_usd_cents=cents + 100, charges=charges(cents + 100))
                s["issue 2"][1].update(value_usd_cents=cents + 100)
                s["issue 2"][1]["lines"][1].update(value_usd_cents=cents)
            return change

        self.breaks(worth(5 * 50_000_000))
        self.breaks(worth(5 * 50_000_000 + 1), ("K3", "value 2"))

    def test_nobody_judges_his_own_stones_and_nobody_sits_twice(self):
        def all_roles(s, **changed):
            for name in ("deals", "monitor"):
                s[name][1]["facts"]["roles"] = sorted([*s[name][1]["facts"]["roles"], *{"official", "valuer"} - {*s[name][1]["facts"]["roles"]}])
            s["value 2"][1].update(changed)

        self.breaks(all_roles)
        for changed in ({"independent": DEALER}, {"present": [DEALER, CUSTOMS]}, {"independent": MONITOR}):
            with self.subTest(changed):
                self.breaks(lambda s: all_roles(s, **changed), ("K3", "value 2"))

    def test_the_exporters_values_are_those_that_he_declared(self):
        def said(first, second):
            def change(s):
                lines = s["value 2"][1]["lines"]
                lines[0].update(exporter_cents=first)
                lines[1].update(exporter_cents=second)
            return change

        self.breaks(said(500, 100))
        self.breaks(said(499, 100), ("K3", "value 2"))
        self.breaks(said(499, 101), ("K3", "value 2"))

    def test_a_line_has_stones_and_carats(self):
        def hollow(s, **changed):
            s["value 2"][1]["lines"].append({**s["value 2"][1]["lines"][0], "exporter_cents": 1, **changed})
            s["value 2"][1]["lines"][0]["exporter_cents"] -= 1
            for line, stones, weight in zip(s["value 2"][1]["lines"], (5, 3, 0), (2_005, 995, 0)):
                line.update(stones=stones, weight_mct=weight)
            value = sum(line["government_cents"] for line in s["value 2"][1]["lines"])
            s["value 2"][1].update(value_usd_cents=value, charges=charges(value))
            s["issue 2"][1].update(value_usd_cents=value)
            s["issue 2"][1]["lines"][1].update(value_usd_cents=value - 100)

        self.breaks(hollow, ("K3", "value 2"))

    def test_the_day_is_between_packing_and_writing_it_down(self):
        self.breaks(lambda s: s["value 2"][1].update(on="2026-03-02"), ("K3", "value 2"))
        self.breaks(lambda s: s["value 2"][1].update(on="2026-02-28"), ("K3", "value 2"))

    def test_officials_and_an_independent_valuer_were_there(self):
        for changed in (
            {"present": [MONITOR]}, {"present": [MONITOR, MONITOR]}, {"present": [MONITOR, CUSTOMS, CUSTOMS]},
            {"present": [MONITOR, VALUER]}, {"present": [MONITOR, DEALER]}, {"present": [MONITOR, uid(99)]}, {"independent": None},
            {"independent": MONITOR}, {"independent": uid(99)},
        ):
            with self.subTest(changed):
                self.breaks(lambda s: s["value 2"][1].update(changed), ("K3", "value 2"))
        self.breaks(lambda s: s["value 2"][1].update(present=[CUSTOMS, MONITOR]))
        self.breaks(lambda s: s["value 2"][1]["lines"][0].update(independent_cents=None), ("K3", "value 2"))

        def barred(s, on):
            events = list(s.items())
            at = list(s).index("value 2")
            state = ("party.state_changed", {"party": CUSTOMS, "state": "barred", "on": on, "reason": "x", "note": None}, AS["officer"])
            s.clear()
            s.update([*events[:at], ("barred", state), *events[at:]])

        self.breaks(lambda s: barred(s, "2026-03-01"), ("K3", "value 2"))
        self.breaks(lambda s: barred(s, "2026-03-02"))

    def test_the_table_and_its_classes_are_those_of_the_rules(self):
        self.breaks(lambda s: s["value 2"][1].update(table="carat"), ("K3", "value 2"))
        self.breaks(lambda s: s["value 2"][1]["lines"][0].update({"class": "3gr"}), ("K3", "value 2"))
        self.breaks(lambda s: s["value 2"][1]["lines"][0].update({"class": "+11"}))

    def test_what_is_paid_is_what_the_rules_say(self):
        for change in (
            lambda c: c.clear(), lambda c: c.pop(), lambda c: c.reverse(), lambda c: c[0].update(cents=17), lambda c: c[0].update(ppm=29_999),
            lambda c: c[0].update(base_cents=599), lambda c: c[0].update(code="tax"), lambda c: c[0].update(count=1), lambda c: c[0].update(ppm=None),
            lambda c: c.append({"code": "paper", "base_cents": 1, "ppm": None, "count": 1, "cents": 1}),
        ):
            self.breaks(lambda s: change(s["value 2"][1]["charges"]), ("K3", "value 2"))
        self.breaks(lambda s: s.update({"propose 3": proposal(3)}), ("K1", "issue 2"))


def printed(certificate, copy, reason=None):
    body = {"certificate": certificate, "copy": copy, "sha256": "0" * 64, "size": 1, "template": "0" * 64, "reason": reason}
    return ("certificate.printed", body, AS["officer"])


class Prints(Told):
    def test_copies_are_counted_and_reprints_have_a_reason(self):
        def twice(s, first=None, number=2, second="coffee on it"):
            s["print"] = printed(uid(4002), 1, first)
            s["print again"] = printed(uid(4002), number, second)

        self.breaks(twice)
        self.breaks(lambda s: twice(s, number=3), ("K7", "print again"))
        self.breaks(lambda s: twice(s, number=1, second=None), ("K7", "print again"))
        self.breaks(lambda s: twice(s, second=None), ("K7", "print again"))
        self.breaks(lambda s: twice(s, second=" "), ("K7", "print again"))
        self.breaks(lambda s: twice(s, first="no need"), ("K7", "print"))

    def test_what_is_void_or_unknown_is_not_printed(self):
        self.breaks(lambda s: s.update({"print": printed(uid(4001), 1)}), ("K7", "print"))
        self.breaks(lambda s: s.update({"print": printed(uid(1), 1)}), ("K7", "print"))
