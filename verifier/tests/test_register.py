"""C8 and L4: licences, parties and sites on the day; entries made late."""

from tests.story import AS, DEALER, DEALS, DIGS, EXPORTS, MINER, NO, OFFICE, SITE, START, awake, facts, items, licence, parcel, party, production, site, slip, switched
from tests.support import uid
from tests.told import Told


def put(s, before, name, event):
    """Puts an event into the story before another, and what names positions follows."""
    events = list(s.items())
    at = list(s).index(before)
    s.clear()
    s.update(events[:at])
    s[name] = event
    s.update(events[at:])
    for name, of in (("wrong 3", "dug 3"), ("wrong 4", "dug 4"), ("price", "bought")):
        if name in s:
            s[name][1]["corrects_seq"] = START + list(s).index(of)


def state(key, what, on):
    return ("licence.state_changed", {"licence": key, "state": what, "on": on, "reason": "x"}, AS["officer"])


def stands(key, what, on):
    return ("party.state_changed", {"party": key, "state": what, "on": on, "reason": "x", "note": None}, AS["officer"])


DUG = [("C8", f"dug {n}") for n in (1, 2, 3, 4)]
SOLD = [("C8", name) for name in ("offer", "accept", "offer 2", "bought")]
HELD = [("C8", name) for name in ("split", "weigh", "mix", "sort", "seal 7", "open 7", "reseal 7", "seal 8")]
OUT = [("C8", name) for name in ("pack", "propose", "propose 2", "issue", "pack 2", "propose 3", "issue 2")]


class Licences(Told):
    def test_terms(self):
        self.breaks(lambda s: s["to dig"][1]["terms"].update(starts_on="2026-02-26"), *DUG, ("C8", "right 3"))
        self.breaks(lambda s: s["to dig"][1]["terms"].update(ends_on="2026-02-25"), *SOLD)
        self.breaks(lambda s: s["to deal"][1]["terms"].update(ends_on="2026-02-26"), ("C8", "accept"))
        self.breaks(lambda s: s["to export"][1]["terms"].update(ends_on="2026-02-28"), *OUT)
        # Without any licence to hold stones today nothing may be done with them.
        self.breaks(lambda s: (s["to deal"][1]["terms"].update(ends_on="2026-02-28"), s["to export"][1]["terms"].update(ends_on="2026-02-28")), ("C8", "accept"), *HELD, *OUT)

    def test_holders_and_kinds(self):
        self.breaks(lambda s: s["to dig"][1]["terms"].update(holder=DEALER), *DUG, ("C8", "offer"), ("C8", "offer 2"), ("C8", "bought"))
        self.breaks(lambda s: s["to deal"][1]["terms"].update(holder=uid(1)), ("C8", "offer"), ("C8", "offer 2"), ("C8", "bought"))
        self.breaks(lambda s: s["to export"][1]["terms"].update(holder=MINER), *OUT)
        self.breaks(lambda s: s["to dig"][1]["terms"].update(kind="dealer"), *DUG)
        self.breaks(lambda s: s["to export"][1]["terms"].update(kind="dealer"), *OUT)
        self.breaks(lambda s: s["pack 2"][1].update(licence=uid(1)), *OUT[4:])
        # A cooperative sells to no miner, and a kind that the rules do not know sells nothing.
        self.breaks(lambda s: s["to deal"][1]["terms"].update(kind="artisanal"), ("C8", "offer"), ("C8", "offer 2"), ("C8", "bought"))
        self.breaks(lambda s: s["to deal"][1]["terms"].update(kind="none"), ("C8", "offer"), ("C8", "offer 2"), ("C8", "bought"))

    def test_stops(self):
        self.breaks(lambda s: put(s, "dug 1", "stop", state(DIGS, "suspended", "2026-02-25")), *DUG, ("C8", "right 3"), *SOLD)
        self.breaks(lambda s: put(s, "offer", "stop", state(DIGS, "suspended", "2026-02-27")), *SOLD)
        self.breaks(lambda s: put(s, "offer", "stop", state(DIGS, "revoked", "2026-03-02")))
        self.breaks(lambda s: put(s, "accept", "stop", state(DEALS, "revoked", "2026-03-01")), ("C8", "accept"), ("C8", "offer 2"), ("C8", "bought"))

        def back(s):
            put(s, "offer", "stop", state(DIGS, "suspended", "2026-02-20"))
            put(s, "offer", "back", state(DIGS, "issued", "2026-02-26"))

        self.breaks(back)

        def revoked(s):
            put(s, "pack", "stop", state(EXPORTS, "revoked", "2026-02-20"))
            put(s, "pack", "back", state(EXPORTS, "issued", "2026-02-26"))

        self.breaks(revoked, *OUT)

    def test_parties_in_the_trade(self):
        self.breaks(lambda s: put(s, "dug 1", "barred", stands(MINER, "barred", "2026-02-25")), *DUG, *SOLD)
        self.breaks(lambda s: put(s, "offer", "barred", stands(MINER, "barred", "2026-02-27")), *SOLD)
        self.breaks(lambda s: put(s, "split", "ended", stands(DEALER, "ended", "2026-03-01")), *HELD, *OUT)
        self.breaks(lambda s: put(s, "split", "ended", stands(DEALER, "ended", "2026-03-02")))

        def back(s):
            put(s, "split", "barred", stands(DEALER, "barred", "2026-02-01"))
            put(s, "split", "back", stands(DEALER, "active", "2026-02-28"))

        self.breaks(back)

    def test_sites_and_renewals(self):
        self.breaks(lambda s: s.update({"dug 9": production(9, 10, 1, site=uid(1))}), ("C8", "dug 9"))
        self.breaks(lambda s: s["pit"][1]["facts"].update(licence=DEALS), *DUG, ("C8", "right 3"))

        def renewed(s, holder=MINER, renews=uid(982)):
            s["to dig 2"] = licence(uid(981), 981, "artisanal", holder, renews=renews)
            s["to dig 1"] = licence(uid(982), 982, "artisanal", MINER, renews=DIGS)
            s["dug 9"] = production(9, 10, 1)
            s["dug 9"][1]["facts"].update(licence=uid(981))
            s["pit 2"] = site(uid(983), 983, uid(981))
            s["dug 10"] = production(10, 10, 1, site=uid(983))

        self.breaks(renewed)
        self.breaks(lambda s: renewed(s, renews=None), ("C8", "dug 9"), ("C8", "dug 10"))
        self.breaks(lambda s: renewed(s, holder=DEALER), ("C8", "dug 9"), ("C8", "dug 10"))

    def test_corrections(self):
        self.breaks(lambda s: s["wrong 3"][1]["change"]["now"].update(licence=DEALS), ("C8", "right 3"))
        self.breaks(lambda s: s["wrong 3"][1]["change"]["now"].update(site=uid(1)), ("C8", "right 3"))

        def barred(s):
            put(s, "dug 1", "barred", stands(MINER, "barred", "2026-02-20"))
            put(s, "dug 1", "back", stands(MINER, "active", "2026-02-25"))
            s["wrong 3"][1]["change"]["now"].update(on="2026-02-24")

        self.breaks(barred, ("C8", "right 3"))

    def test_stock(self):
        def declared(s, holder, who="officer"):
            s["stock"] = ("stock.declared", {
                "holder": holder, "on": "2026-02-25", "office": OFFICE, "test": False,
                "parcels": [{"parcel": parcel(9, 10, 1), "site": None, "note": None}]}, AS[who])

        self.breaks(lambda s: declared(s, DEALER))
        self.breaks(lambda s: declared(s, uid(1)), ("C8", "stock"))
        for roles, wanted in ((["digger"], 1), (["agent", "courier", "supporter"], 1), (["digger", "miner"], 0)):
            self.breaks(lambda s: (s.update({"party 9": party(uid(985), 985, roles)}), declared(s, uid(985))), *[("C8", "stock")] * wanted)
        self.breaks(lambda s: (s.update({"dead": stands(DEALER, "dead", "2026-03-01")}), declared(s, DEALER)), ("C8", "stock"))

    def test_a_digger_sells_to_whom_he_dug_for(self):
        digger = uid(986)

        def sold(s, roles=("digger",), buyer=MINER, under=DIGS, kind="purchase.offered"):
            s["digger"] = party(digger, 986, list(roles))
            s["digger account"] = ("account.created", {"account": uid(987), "role": "buyer", "office": None, "party": digger}, s["miner"][2])
            s["dug 9"] = production(9, 10, 1)
            # It came to him by a sale of another kind that is told as such.
            s["to him"] = ("purchase.offered", {"slip": {**slip(8, items((9, 10, 1))), "buyer": digger, "buyer_licence": DIGS}, "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["miner"])
            s["his"] = ("purchase.accepted", {"purchase": uid(3008), "weighed": items((9, 10, 1))}, uid(987))
            body = {**slip(9, items((9, 10, 1))), "seller": digger, "seller_licence": under, "buyer": buyer, "buyer_licence": under}
            s["sale"] = ("purchase.offered", {"slip": body, "expires_at": "2026-03-02T00:00:00.000000Z"}, uid(987))
            awake(s)
            s["to him"] = s.pop("to him")
            s["his"] = s.pop("his")
            s["sale"] = s.pop("sale")

        to_him = [("C8", "to him")]
        self.breaks(sold, *to_him)
        self.breaks(lambda s: sold(s, roles=("agent",)), *to_him, ("C8", "sale"))
        self.breaks(lambda s: sold(s, buyer=DEALER, under=DEALS), *to_him, ("C8", "sale"))

    def test_go_betweens(self):
        agent = uid(988)

        def through(s, roles=("agent",), kind="dealer-agent", named=agent, **terms):
            put(s, "dug 1", "agent", party(agent, 988, list(roles)))
            put(s, "dug 1", "to act", licence(uid(989), 989, kind, agent, **terms))
            s["offer"][1]["slip"].update(agent=named)

        both = [("C8", "offer"), ("C8", "accept")]
        self.breaks(through)
        self.breaks(lambda s: through(s, roles=("dealer",)), *both)
        self.breaks(lambda s: through(s, kind="dealer"), *both)
        self.breaks(lambda s: through(s, ends_on="2026-02-26"), ("C8", "accept"))
        self.breaks(lambda s: through(s, starts_on="2026-02-27"), ("C8", "offer"))
        self.breaks(lambda s: through(s, named=MINER), *both)

        def side(s):
            s["digs"][1]["facts"].update(roles=["miner", "agent"])
            put(s, "dug 1", "to act", licence(uid(989), 989, "dealer-agent", MINER))
            s["offer"][1]["slip"].update(agent=MINER)

        self.breaks(side, ("C8", "offer"))
        self.breaks(lambda s: (through(s), put(s, "offer", "stop", state(uid(989), "suspended", "2026-02-28"))), *both)
        self.breaks(lambda s: (through(s), put(s, "offer", "dead", stands(agent, "dead", "2026-02-28"))), *both)

    def test_days_that_have_not_come(self):
        self.breaks(lambda s: s["dug 4"][1]["facts"].update(on="2026-03-02"), ("C8", "dug 4"), ("C10", "wrong 4"))
        self.breaks(lambda s: s["offer 2"][1]["slip"].update(on="2026-03-02"), ("C8", "offer 2"))

    def test_nobody_sells_to_himself(self):
        def own(s):
            s["offer 2"][1]["slip"].update(buyer=MINER, buyer_licence=DIGS)
            s["decline"] = (*s["decline"][:2], AS["miner"])

        self.breaks(own, ("C8", "offer 2"))

        def dealt(s):
            body = {**slip(9, items((5, 695, 2))), "seller": DEALER, "seller_licence": DEALS}
            s["own"] = ("purchase.offered", {"slip": body, "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["dealer"])

        # Dealers trade among themselves.
        self.breaks(dealt, ("C8", "own"))

    def test_the_states_own_buyer_needs_no_licence(self):
        def change(s, roles):
            s["deals"][1]["facts"].update(roles=roles)
            for name in ("to deal", "to export"):
                s[name][1]["terms"].update(ends_on="2026-02-28")

        self.breaks(lambda s: change(s, ["state_buyer"]), ("C8", "accept"), *OUT)


class Late(Told):
    def test_an_entry_made_late_says_so(self):
        def dug(s, on, flags, reason=None):
            s["dug 9"] = production(9, 10, 1, on=on)
            s["dug 9"][1]["facts"].update(flags=flags, late_reason=reason)

        # 2026-03-01 is a Sunday: ten working days are up to Friday the 13th of February and the weekend after it.
        self.breaks(lambda s: dug(s, "2026-02-13", []))
        self.breaks(lambda s: dug(s, "2026-02-13", ["late"], "rain"), ("L4", "dug 9"))
        self.breaks(lambda s: dug(s, "2026-02-12", ["late"], "rain"))
        self.breaks(lambda s: dug(s, "2026-02-12", [], "rain"), ("L4", "dug 9"))
        self.breaks(lambda s: dug(s, "2026-02-12", ["late"], " "), ("L4", "dug 9"))
        self.breaks(lambda s: dug(s, "2026-02-12", ["late"]), ("L4", "dug 9"))

    def test_an_entry_made_after_a_stop_says_so(self):
        def dug(s, stop, flags, reason="ill"):
            s["stop"] = stop
            s["dug 9"] = production(9, 10, 1)
            s["dug 9"][1]["facts"].update(flags=flags, late_reason=reason)

        for stop in (state(DIGS, "suspended", "2026-02-26"), stands(MINER, "barred", "2026-02-26")):
            self.breaks(lambda s: dug(s, stop, ["after_stop"]))
            self.breaks(lambda s: dug(s, stop, []), ("L4", "dug 9"))
            self.breaks(lambda s: dug(s, stop, ["after_stop"], None), ("L4", "dug 9"))
        self.breaks(lambda s: dug(s, state(DIGS, "suspended", "2026-03-02"), ["after_stop"]), ("L4", "dug 9"))

    def test_a_corrected_day(self):
        def moved(s, on, flags):
            s["wrong 3"][1]["change"]["now"].update(on=on, flags=flags)

        self.breaks(lambda s: moved(s, "2026-02-12", ["late"]))
        self.breaks(lambda s: moved(s, "2026-02-12", []), ("L4", "wrong 3"))
        self.breaks(lambda s: moved(s, "2026-02-20", ["late"]), ("L4", "wrong 3"))
