"""Cases about two acts that cannot both hold: which parcels an open case freezes, and how it may end."""


class _Case:
    def __init__(self, body, holds):
        self.code, self.claim, self.holds = body["code"], body["claim"], holds
        self.claimant = self.claim[body["claimant"]]
        self.recipient = self.claim["buyer" if self.claim["act"] == "sale" else "seller"]
        self.claimed = {p["parcel_no"] for p in self.claim["parcels"]}


class Disputes:
    """The part of the first walk that judges C8 for frozen parcels. `custody` is what it reads and, on a decision, changes."""

    def __init__(self, custody):
        self._custody = custody
        self._open, self._count = {}, 0
        self._held, self._used, self._acts = set(), {}, {}
        self._withdrawals, self._withdrawn = {}, set()
        self._read = {
            "production.recorded": lambda seq, e, body: self._held.add((body["parcel"]["no"], body["holder"])),
            "stock.declared": lambda seq, e, body: self._held.update((p["parcel"]["no"], body["holder"]) for p in body["parcels"]),
            "arrival.recorded": self._received,
            "arrival.closed": self._received,
            "purchase.recorded": lambda seq, e, body: self._bought(body["slip"]),
            "purchase.accepted": lambda seq, e, body: self._bought(custody.offers.get(body["purchase"])),
            "parcel.combined": self._reworked,
            "parcel.split": self._reworked,
            "parcel.sorted": self._reworked,
            "correction.proposed": self._proposed,
            "correction.decided": self._corrected,
            "dispute.opened": self._opened,
            "dispute.decided": self._decided,
            "dispute.withdrawn": self._ended,
        }

    def read(self, entry):
        """Takes the next entry, before anything else is done with it. Gives the parcels that it does something with."""
        touched = self._touched(entry["kind"], entry["body"])
        self._check_frozen(entry["seq"], entry["kind"], touched)
        step = self._read.get(entry["kind"])
        if step:
            step(entry["seq"], entry, entry["body"])
        return touched

    def _broken(self, rule, seq, what):
        self._custody.broken(rule, seq, what)

    def held_by(self, no, holder):
        """Somebody was given a parcel."""
        self._held.add((no, holder))

    def _bought(self, slip):
        if slip:
            self._held.update((item["parcel_no"], slip["buyer"]) for item in slip["items"])

    def _received(self, _, __, body):
        importer, _ = self._custody.came(body)
        if importer:
            self._held.update((new["no"], importer) for new in body.get("received", []))

    def _reworked(self, seq, _, body):
        made = [new["no"] for new in body["outputs"]]
        self._used.update((no, seq) for no in body["inputs"])
        self._held.update((no, body["holder"]) for no in made)
        self._acts[seq] = (body["inputs"], made)

    def _proposed(self, _, __, body):
        self._withdrawals[body["correction"]] = body["change"]["parcel_no"] if body["change"]["of"] == "withdrawal" else None

    def _corrected(self, _, __, body):
        no = self._withdrawals.get(body["correction"])
        if body["approved"] and no is not None:
            self._withdrawn.add(no)

    def _touched(self, kind, body):
        if kind in ("purchase.offered", "purchase.recorded"):
            return [item["parcel_no"] for item in body["slip"]["items"]]
        if kind == "purchase.accepted":
            slip = self._custody.offers.get(body["purchase"])
            return [item["parcel_no"] for item in slip["items"]] if slip else []
        if kind in ("parcel.combined", "parcel.split", "parcel.sorted"):
            return body["inputs"]
        if kind == "removal.decided":
            no = self._custody.removals.parcel(body["removal"])
            return [no] if body["confirmed"] and no is not None else []
        if kind in ("parcel.reweighed", "parcel.sealed", "parcel.unsealed", "removal.reported"):
            return [body["parcel_no"]]
        if kind == "seizure.order_decided":
            return self._custody.seizures.given_away(body["order"]) if body["confirmed"] else []
        if kind == "shipment.prepared":
            return [put["parcel_no"] for put in body["parcels"]]
        if kind in ("shipment.presented", "certificate.proposed", "certificate.issued"):
            packed = self._custody.shipments.get(body["shipment"])
            return [put["parcel_no"] for put in packed["parcels"]] if packed else []
        return []

    def _check_frozen(self, seq, kind, touched):
        if not self._open:
            return
        for no in touched:
            case = next((case for case in self._open.values() if no in case.holds), None)
            if case:
                rule = "K3" if kind.startswith("certificate.") else "C8"
                self._broken(rule, seq, f"parcel {no} is frozen by case {case.code[:60]}")
                return

    def lives(self, no):
        """Whether a parcel lives now. What a later correction takes back lives until then."""
        if self._custody.taken_back(no) and no not in self._withdrawn and no not in self._used:
            return True
        held = self._custody.parcels.get(no)
        return bool(held and held.live)

    def remains(self, numbers):
        """What lives or left of parcels and of all that was made of them, each with whether it was made of these alone."""
        whole = dict.fromkeys(numbers, True)
        todo = {self._used[no] for no in numbers if no in self._used}
        while todo:
            seq = min(todo)
            todo.remove(seq)
            inputs, made = self._acts[seq]
            alone = all(whole.get(no, False) for no in inputs)
            for no in made:
                whole[no] = alone
                if no in self._used:
                    todo.add(self._used[no])
        parcels = self._custody.parcels
        return {no: alone for no, alone in whole.items() if self.lives(no) or (no in parcels and (parcels[no].exported or parcels[no].seized))}

    def _opened(self, seq, entry, body):
        self._count += 1
        if body["no"] != self._count:
            self._broken("L1", seq, f"case number {body['no']} does not follow {self._count - 1}")
        claim = body["claim"]
        numbers = [p["parcel_no"] for p in claim["parcels"]]
        for no in numbers:
            if (no, claim["seller"]) not in self._held:
                self._broken("C6", seq, f"parcel {no} never was in the hands of the claimed seller")
        case = _Case(body, self.remains(numbers))
        if any(c.claimant == case.claimant and c.claimed & case.claimed for c in self._open.values()):
            self._broken("C8", seq, "the claimant has an open case about it already")
        self._open[body["dispute"]] = case

    def _ended(self, seq, _, body):
        case = self._open.pop(body["dispute"], None)
        if case is None:
            self._broken("C8", seq, f"case {body['dispute']} was not open")
        return case

    def _decided(self, seq, entry, body):
        case = self._ended(seq, entry, body)
        if case is None:
            return
        custody, upheld = self._custody, body["ruling"] == "upheld"
        here = sorted(no for no in case.holds if self.lives(no))
        elsewhere = [no for no in here if (held := custody.parcels.get(no)) and held.holder != case.recipient]
        due = elsewhere if upheld else []
        given = [moved["parcel_no"] for moved in body["moved"]]
        if given != due or body["to"] != (case.recipient if due else None):
            self._broken("C8", seq, f"case {case.code[:60]} gives other parcels than it holds, or to somebody else")
        if upheld and not (here and all(case.holds[no] for no in here)):
            self._broken("C8", seq, f"case {case.code[:60]} gives away what is not there, or was mixed")
        bound = set(given)
        packed = {id for id, s in custody.shipments.items() if bound & {put["parcel_no"] for put in s["parcels"]}}
        if packed != set(body["shipments"]):
            self._broken("C8", seq, f"case {case.code[:60]} leaves a parcel in a shipment, or takes another apart")
        for offer in body["offers"]:
            slip = custody.offers.get(offer)
            if not slip or not bound & {item["parcel_no"] for item in slip["items"]}:
                self._broken("C7", seq, f"case {case.code[:60]} ends an offer that did not wait for its parcels")
        self._held.update((no, case.recipient) for no in custody.give(seq, body, case.recipient))
