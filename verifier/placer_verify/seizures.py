"""What the state took: what and from whom, where it is kept, and by which order it goes."""

from .authors import NOBODY
from .lineage import Source

_RELEASES = ("returned", "sold")
_SETTLES = ("returned", "forfeited")


class Keeping:
    """The part of the first walk: parcels that the state keeps, and what an order does with them."""

    def __init__(self, custody):
        self._custody = custody
        self._kept, self._differing, self._orders = set(), {}, {}

    def given_away(self, order):
        """The parcels that an order which waits gives to somebody else than their holder, or takes for good."""
        found = self._orders.get(order)
        return [p["parcel_no"] for p in found["parcels"]] if found and found["outcome"] not in _SETTLES else []

    def read(self, entry, touched):
        """Takes the next entry, which does something with the parcels of `touched`."""
        seq, kind, body = entry["seq"], entry["kind"], entry["body"]
        held = next((no for no in touched if no in self._kept), None)
        if held is not None and kind != "seizure.order_decided":
            self._custody.broken("C12", seq, f"parcel {held} is kept by the state")
        if kind == "seizure.recorded":
            self._taken(seq, body)
        elif kind == "seizure.moved" and body["differs"]:
            self._differing[body["seizure"]] = body
        elif kind == "seizure.moved":
            self._custody.weigh_all(seq, body["readings"])
        elif kind == "seizure.difference_answered":
            moved = self._differing.pop(body["seizure"], None)
            if moved and body["stands"]:
                self._custody.weigh_all(seq, moved["readings"])
        elif kind == "seizure.order_proposed":
            self._orders[body["order"]] = body
        elif kind == "seizure.order_decided":
            self._carried_out(seq, body)

    def _taken(self, seq, body):
        for p in body["taken"]:
            self._custody.seize(seq, p["parcel_no"], body["from"] or NOBODY, body["on"])
            self._kept.add(p["parcel_no"])
        for new in body["found"]:
            self._custody.find(seq, new, NOBODY, body["on"], body["test"])
            self._kept.add(new["no"])
        self._custody.end_all(body["offers"], body["shipments"])

    def _carried_out(self, seq, body):
        order = self._orders.pop(body["order"], None)
        if order is None or not body["confirmed"] or order["outcome"] == "forfeited":
            return
        to = order["to"] if order["outcome"] in _RELEASES else None
        for p in order["parcels"]:
            no = p["parcel_no"]
            if no not in self._kept:
                self._custody.broken("C5", seq, f"parcel {no} is not kept by the state")
                continue
            self._kept.discard(no)
            self._custody.let_go(no, to)


class _Taken:
    def __init__(self, entry, body, hand):
        self.no, self.office, self.whose, self.by, self.account = body["no"], body["office"], body["from"], hand, entry["account"]
        self.on, self.safe, self.seal = body["on"], body["safe"], body["seal"]
        # Parcels that are kept, and whether for good.
        self.kept = dict.fromkeys([p["parcel_no"] for p in body["taken"]] + [new["no"] for new in body["found"]], False)
        self.steps = self.orders = 0
        self.differs = self.waits = None


def _blank(text):
    return not text.strip()


class Seizures:
    """The part of the second walk that judges C12."""

    def __init__(self, ledger):
        self._ledger = ledger
        self._known, self._words, self._seals, self._orders, self._counts = {}, set(), set(), {}, set()

    def office_of(self, seizure):
        """The office of a seizure."""
        return self._known[seizure].office if seizure in self._known else None

    def knows(self, seizure):
        """Whether there is a seizure."""
        return seizure in self._known

    def order(self, order):
        """An order that waits."""
        return self._orders[order][0] if order in self._orders else None

    def _check(self, holds, seq, what, rule="C12"):
        if not holds:
            self._ledger.broken(rule, seq, what)

    def _stated(self, seq, no, weight, stones):
        if parcel := self._ledger.lineage.parcels.get(no):
            self._ledger.as_stated(seq, parcel, weight, stones)

    def recorded(self, seq, entry, body):
        """Stones were taken."""
        code, today = body["code"][:60], self._ledger.today(seq, entry)
        words = [("code", body["code"]), ("receipt", body["receipt"]), ("check", body["check_code"]), ("seal", body["seal"])]
        used = any(word in self._words for word in words) or body["seal"] in self._seals
        fresh = body["seizure"] not in self._known and body["no"] == len(self._known) + 1
        self._check(fresh and not used, seq, f"seizure {code} is there, or its receipt or seal is of another")
        self._words.update(words[:3])
        self._seals.add(body["seal"])
        self._check(not today or body["on"] <= today, seq, f"{body['on']} is after the day of the seizure")
        said = [body["place"], body["ground"], body["receipt"], body["seal"], body["safe"], *body["witnesses"]]
        self._check(len(body["witnesses"]) == 2 and not any(_blank(w) for w in said), seq, f"seizure {code} says too little")
        self._check(body["taken"] or body["found"], seq, f"seizure {code} takes nothing")
        self._ended(seq, body)
        for p in body["taken"]:
            self._take(seq, p, body)
        for new in body["found"]:
            source = Source(entry, new, None, None, body["on"], holder=NOBODY)
            self._ledger.lineage.add_source(new, body["test"], source)
            self._ledger.lineage.parcels[new["no"]].live = False
        self._known.setdefault(body["seizure"], _Taken(entry, body, self._ledger.authors.hand(entry)))

    def _ended(self, seq, body):
        parcels = [p for taken in body["taken"] if (p := self._ledger.lineage.parcels.get(taken["parcel_no"]))]
        offers = {p.offer for p in parcels if p.offer in self._ledger.offers}
        self._check(offers == set(body["offers"]), seq, "a seizure leaves an offer of its parcels, or ends another", "C7")
        shipments = {p.shipment for p in parcels if p.shipment is not None}
        self._check(shipments == set(body["shipments"]), seq, "a seizure leaves a parcel in a shipment, or takes another apart")
        for offer in body["offers"]:
            self._ledger.offers.pop(offer, None)
        for shipment in body["shipments"]:
            self._ledger.certificates.taken_apart(shipment)

    def _take(self, seq, taken, body):
        no = taken["parcel_no"]
        self._stated(seq, no, taken["weight_mct"], taken["stones"])
        parcel = self._ledger.lineage.parcels.get(no)
        if parcel is None:
            self._check(False, seq, f"there is no parcel {no}", "C6")
            return
        self._check(parcel.live and parcel.holder == body["from"], seq, f"parcel {no} is gone, or held by somebody else", "C5")
        self._check(parcel.test == body["test"], seq, "test and real parcels are mixed", "C3")
        if not parcel.pinned:
            parcel.taken_as_written = True
        parcel.live = False

    def moved(self, seq, entry, body):
        """Seized stones went from one safe to another."""
        taken = self._known.get(body["seizure"])
        if taken is None:
            self._check(False, seq, f"there is no seizure {body['seizure']}")
            return
        taken.steps += 1
        today, rules = self._ledger.today(seq, entry), self._ledger.rules(seq)
        self._check(taken.differs is None and taken.waits is None, seq, f"seizure {taken.no} waits for an answer or an order")
        self._check(body["step"] == taken.steps and body["from"] == taken.safe, seq, f"step {body['step']} of seizure {taken.no} leaves a gap, or does not begin where it is kept")
        self._check(taken.on <= body["on"] and (not today or body["on"] <= today), seq, f"seizure {taken.no} was moved before the step before it, or on a day to come")
        said = [body["to"], body["given_by"], body["taken_by"], body["seal_read"]]
        self._check(not any(_blank(w) for w in said), seq, f"seizure {taken.no} was moved by nobody, or nowhere")
        weighed = [r["parcel_no"] for r in body["readings"]]
        self._check(weighed == sorted(taken.kept), seq, f"not each parcel of seizure {taken.no} that is kept was weighed once")
        other = body["seal_read"] != taken.seal
        taken.safe, taken.on = body["to"], body["on"]
        if body["seal_new"] is not None:
            taken.seal = body["seal_new"]
            self._check(taken.seal not in self._seals, seq, "the new seal was used before", "C9")
            self._seals.add(taken.seal)
        for r in body["readings"]:
            self._stated(seq, r["parcel_no"], r["before_mct"], r["stones_before"])
        if rules:
            apart = any(
                abs(r["after_mct"] - r["before_mct"]) > rules.reweigh_cap(r["before_mct"]) or r["stones_before"] != r["stones_after"]
                for r in body["readings"])
            self._check((other or apart) == body["differs"], seq, f"step {body['step']} says that something differs, or does not, wrongly")
        if body["differs"]:
            taken.differs = body, self._ledger.authors.hand(entry)
        else:
            self._weigh(body["readings"])

    def _weigh(self, readings):
        for r in readings:
            if r["parcel_no"] in self._ledger.lineage.parcels:
                self._ledger.lineage.weigh(r["parcel_no"], r["after_mct"], r["stones_after"])

    def answered(self, seq, entry, body):
        """Somebody else answered for what differed."""
        taken = self._known.get(body["seizure"])
        found = taken.differs if taken else None
        if taken:
            taken.differs = None
        if found is None or found[0]["step"] != body["step"]:
            self._check(False, seq, f"nothing of step {body['step']} waits for an answer")
            return
        alone = self._ledger.authors.same_hand(found[1], self._ledger.authors.hand(entry))
        self._check(not alone and not _blank(body["reason"]), seq, "a difference was answered by who wrote it down, or with nothing")
        if body["stands"]:
            self._weigh(found[0]["readings"])

    def ordered(self, seq, entry, body):
        """An order came in."""
        taken = None if body["order"] in self._orders else self._known.get(body["seizure"])
        if taken is None:
            self._check(False, seq, f"there is no seizure {body['seizure']}, or its order is there")
            return
        taken.orders += 1
        today = self._ledger.today(seq, entry)
        idle = taken.differs is None and taken.waits is None and body["no"] == taken.orders
        self._check(idle, seq, f"seizure {taken.no} waits for an answer or another order, or the order leaves a gap")
        self._check(not _blank(body["number"]) and not _blank(body["authority"]), seq, "an order has no number, or nobody gave it")
        self._check(not today or body["on"] <= today, seq, f"the order is of {body['on']}, a day to come")
        numbers = [p["parcel_no"] for p in body["parcels"]]
        may = all(no in taken.kept and not (taken.kept[no] and body["outcome"] in _SETTLES) for no in numbers)
        self._check(numbers and len(set(numbers)) == len(numbers) and may, seq, f"the order is over what seizure {taken.no} does not keep, or has decided")
        self._check(_terms(taken, body), seq, "the order does not say to whom, for how much or how")
        taken.waits = body["order"]
        for p in body["parcels"]:
            self._stated(seq, p["parcel_no"], p["weight_mct"], p["stones"])
        self._orders[body["order"]] = body, self._ledger.authors.hand(entry)

    def decided(self, seq, entry, body):
        """A second person decided."""
        order, by = self._orders.pop(body["order"], (None, None))
        if order is None:
            self._check(False, seq, f"order {body['order']} was not waiting")
            return
        hand, taken = self._ledger.authors.hand(entry), self._known.get(order["seizure"])
        self._check(body["confirmed"] or not _blank(body["reason"] or ""), seq, "an order was refused without a reason")
        if taken:
            taken.waits = None
            alone = self._ledger.authors.same_hand(by, hand) or taken.account == entry["account"]
            self._check(not alone, seq, "an order was decided by who wrote it or the seizure down")
        for p in order["parcels"] if body["confirmed"] else []:
            self._stated(seq, p["parcel_no"], p["weight_mct"], p["stones"])
            if taken:
                self._let_go(taken, order, p["parcel_no"])

    def _let_go(self, taken, order, no):
        if order["outcome"] == "forfeited":
            if no in taken.kept:
                taken.kept[no] = True
            return
        taken.kept.pop(no, None)
        parcel = self._ledger.lineage.parcels.get(no)
        if parcel is None:
            return
        if order["outcome"] in _RELEASES and order["to"] is not None:
            parcel.live, parcel.holder, parcel.offer = True, order["to"], None
        else:
            parcel.removed = True

    def counted(self, seq, entry, body):
        """A safe was counted."""
        today = self._ledger.today(seq, entry)
        fresh = body["count"] not in self._counts and body["no"] == len(self._counts) + 1
        self._counts.add(body["count"])
        self._check(fresh, seq, f"count {body['no']} is there, or is not the next one")
        self._check(not today or body["on"] <= today, seq, f"{body['on']} is after the day of the count")
        here = [t for t in self._known.values() if t.kept]
        due = {t.no for t in here if t.safe == body["safe"]}
        told = body["there"] + body["missing"]
        others = {t.no for t in here} - due
        whole = len(told) == len(due) and set(told) <= due and set(body["elsewhere"]) <= others
        self._check(whole, seq, f"count {body['no']} leaves out what is kept there, or counts what is not")


def _terms(taken, order):
    """Whether an order says what it must: back to whom they were taken from; sold to somebody for something; how they are gone."""
    to, outcome = order["to"], order["outcome"]
    sale = order["licence"] is not None or order["price"] is not None or order["slip"] is not None
    if outcome == "returned":
        return to is not None and to == taken.whose and not sale
    if outcome == "sold":
        return to is not None and order["price"] is not None and order["price"]["minor"] > 0 and not _blank(order["slip"] or "")
    if outcome == "forfeited":
        return to is None and not sale
    return to is None and not sale and not _blank(order["note"] or "")
