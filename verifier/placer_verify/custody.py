"""The rules of custody over the whole journal, read as if every approved correction had stood from the start."""

from datetime import date

from .disputes import Disputes
from .removals import Held
from .seizures import Keeping
from .estimates import Held as HeldStones
from .zones import Marks


class Readings:
    """First reading: what approved corrections say of pit and stock parcels."""

    def __init__(self):
        self._proposed = {}
        self.of = {}

    def learn(self, entry):
        """Takes an entry; only corrections matter."""
        body = entry["body"]
        if entry["kind"] == "correction.proposed":
            self._proposed[body["correction"]] = body["change"]
        elif entry["kind"] == "correction.decided" and body["approved"]:
            change = self._proposed.get(body["correction"])
            if change is None or change["of"] == "purchase":
                return
            if change["of"] == "withdrawal":
                reading = (0, 0, True, None)
            else:
                now = change["now"]
                reading = (now["weight_mct"], now["stones"], False, now.get("on"))
            self.of[change["parcel_no"]] = reading


class _Held:
    __slots__ = ("weight", "stones", "holder", "live", "exported", "seized", "test", "corrected", "came_on")

    def __init__(self, weight, stones, holder, test, came_on):
        self.weight, self.stones, self.holder, self.test, self.came_on = weight, stones, holder, test, came_on
        self.live, self.exported, self.seized, self.corrected = True, False, False, False


class Custody:
    """Second reading: who holds what, and whether it adds up."""

    def __init__(self, report, readings):
        self._report = report
        self._readings = readings.of
        self._parcels = {}
        # Shipments from abroad: who imports them, and the day.
        self._came = {}
        self._offers = {}
        self._shipments = {}
        self._proposers = {}
        self._left = {}
        self._seals = {}
        self._came_in = self._lost = self._gained = 0
        self.removals = Held(self)
        self.seizures = Keeping(self)
        self._disputes = Disputes(self)
        self._zones = Marks(self, self._disputes.remains)
        self._held = HeldStones(self)
        self._read = {
            "production.recorded": self._production,
            "stock.declared": self._stock,
            "arrival.recorded": self._received,
            "arrival.closed": self._received,
            "purchase.offered": self._offered,
            "purchase.accepted": self._accepted,
            "purchase.closed": lambda seq, e, body: self._offers.pop(body["purchase"], None),
            "purchase.recorded": lambda seq, e, body: self._sold(seq, body["slip"], body["weighed"]),
            "parcel.combined": self._reworked,
            "parcel.split": self._reworked,
            "parcel.sorted": self._reworked,
            "parcel.reweighed": self._reweighed,
            "parcel.sealed": lambda seq, e, body: self._sealed(seq, body["seal"], body["parcel_no"]),
            "parcel.unsealed": lambda seq, e, body: self._seals.pop(body["seal"], None),
            "shipment.prepared": lambda seq, e, body: self._shipments.__setitem__(body["shipment"], body),
            "shipment.cancelled": lambda seq, e, body: self._shipments.pop(body["shipment"], None),
            "certificate.proposed": lambda seq, e, body: self._proposers.__setitem__(body["shipment"], e["account"]),
            "certificate.issued": self._issued,
            "certificate.voided": self._voided,
        }

    def read(self, entry):
        """Takes the next entry."""
        if entry["kind"] == "arrival.recorded":
            self._came[entry["body"]["arrival"]] = (entry["body"]["importer"], entry["body"]["arrived_on"])
        touched = self._disputes.read(entry)
        self._zones.read(entry, touched)
        self._held.read(entry, touched)
        self.removals.read(entry, touched)
        self.seizures.read(entry, touched)
        step = self._read.get(entry["kind"])
        if step:
            step(entry["seq"], entry, entry["body"])

    def _broken(self, rule, seq, what):
        self._report.broken(rule, seq, what)

    # What cases read, and what a decision changes.

    broken = _broken
    parcels = property(lambda self: self._parcels)
    offers = property(lambda self: self._offers)
    shipments = property(lambda self: self._shipments)

    def there(self, no):
        """Whether a parcel lives now."""
        return self._disputes.lives(no)

    def put_under(self, seq, seal, no):
        """A parcel comes in under a seal."""
        self._sealed(seq, seal, no)

    def taken_back(self, no):
        """Whether an approved correction, now or later, says that a parcel should not be there."""
        reading = self._readings.get(no)
        return bool(reading and reading[2])

    def give(self, seq, decision, to):
        """Parcels change hands by a decision, and what bound them ends; the numbers of those that did."""
        given = []
        for moved in decision["moved"]:
            if held := self._live(seq, moved["parcel_no"], moved["from"]):
                held.holder = to
                given.append(moved["parcel_no"])
        for offer in decision["offers"]:
            self._offers.pop(offer, None)
        for shipment in decision["shipments"]:
            self._shipments.pop(shipment, None)
            self._proposers.pop(shipment, None)
        return given

    def take_away(self, seq, no, holder):
        """A parcel leaves the trade; its carats count as lost."""
        if held := self._live(seq, no, holder):
            held.live = False
            if not held.test:
                self._lost += held.weight

    def seize(self, seq, no, holder, on):
        """The state takes a parcel and keeps it."""
        if held := self._live(seq, no, holder):
            if held.came_on > on:
                self._broken("C6", seq, f"parcel {no} was taken on {on} and dug on {held.came_on}")
            held.live, held.seized = False, True

    def find(self, seq, new, holder, on, test):
        """The state takes stones that are in no register."""
        self._born(seq, new, holder, on, test)
        self._parcels[new["no"]].live, self._parcels[new["no"]].seized = False, True

    def end_all(self, offers, shipments):
        """Offers and shipments end."""
        for offer in offers:
            self._offers.pop(offer, None)
        for shipment in shipments:
            self._shipments.pop(shipment, None)
            self._proposers.pop(shipment, None)

    def weigh_all(self, seq, readings):
        """What a scale found of parcels that the state keeps."""
        for r in readings:
            if held := self._parcels.get(r["parcel_no"]):
                self._weigh(held, r["after_mct"], r["stones_after"])
            else:
                self._broken("C6", seq, f"there is no parcel {r['parcel_no']}")

    def let_go(self, no, to):
        """A parcel goes from the state to somebody, or for good; then its carats count as lost."""
        held = self._parcels[no]
        held.seized = False
        if to is not None:
            held.live, held.holder = True, to
            self._disputes.held_by(no, to)
        elif not held.test:
            self._lost += held.weight

    def _add(self, seq, no, held):
        if no in self._parcels:
            self._broken("L1", seq, f"parcel number {no} is used twice")
        self._parcels[no] = held

    def _born(self, seq, new, holder, on, test):
        weight, stones, withdrawn, day = self._readings.get(new["no"], (new["weight_mct"], new["stones"], False, None))
        held = _Held(weight, stones, holder, test, day or on)
        held.live = not withdrawn
        held.corrected = weight != new["weight_mct"]
        if not test:
            self._came_in += weight
        self._add(seq, new["no"], held)

    def _production(self, seq, _, body):
        self._born(seq, body["parcel"], body["holder"], body["facts"]["on"], body["test"])

    def _stock(self, seq, _, body):
        for item in body["parcels"]:
            self._born(seq, item["parcel"], body["holder"], body["on"], body["test"])

    def came(self, body):
        """Who imports the shipment that an entry is of, and when it came; nobody where it is not known."""
        importer, on = self._came.get(body["arrival"], (None, None))
        return (importer or body["importer"] if on else None), on

    def _received(self, seq, _, body):
        importer, on = self.came(body)
        for new in body.get("received", []) if importer else []:
            self._born(seq, new, importer, on, False)

    def _live(self, seq, no, holder):
        held = self._parcels.get(no)
        if held is None:
            self._broken("C6", seq, f"there is no parcel {no}")
        elif not held.live:
            self._broken("C5", seq, f"parcel {no} is gone")
        elif held.holder != holder:
            self._broken("C5", seq, f"parcel {no} is held by somebody else")
        else:
            return held
        return None

    def _offered(self, _, __, body):
        self._offers[body["slip"]["purchase"]] = body["slip"]

    def _accepted(self, seq, _, body):
        slip = self._offers.pop(body["purchase"], None)
        if slip is None:
            self._broken("C7", seq, f"purchase {body['purchase']} was not waiting")
        else:
            self._sold(seq, slip, body["weighed"])

    def _sold(self, seq, slip, weighed):
        for item in slip["items"]:
            no = item["parcel_no"]
            held = self._live(seq, no, slip["seller"])
            if held is None:
                continue
            if held.came_on > slip["on"]:
                self._broken("C6", seq, f"parcel {no} was sold on {slip['on']} and dug on {held.came_on}")
            held.holder = slip["buyer"]
            found = next((w for w in weighed if w["parcel_no"] == no), None)
            if found:
                self._weigh(held, found["weight_mct"], found["stones"])

    def _weigh(self, held, weight, stones):
        if not held.test:
            self._gained += weight - held.weight
        held.weight, held.stones = weight, stones

    def _reweighed(self, seq, _, body):
        held = self._parcels.get(body["parcel_no"])
        if held is None:
            self._broken("C6", seq, f"there is no parcel {body['parcel_no']}")
        else:
            self._weigh(held, body["after_mct"], body["stones_after"])

    def _reworked(self, seq, _, body):
        inputs = [held for no in body["inputs"] if (held := self._live(seq, no, body["holder"]))]
        outputs = body["outputs"]
        in_mct, out_mct = sum(p.weight for p in inputs), sum(p["weight_mct"] for p in outputs)
        loss, stated = in_mct - out_mct, body["loss_mct"]
        corrected = any(p.corrected for p in inputs)
        if loss < 0 or (loss != stated and not corrected):
            self._broken("C1", seq, f"{in_mct} mct in, {out_mct} out, {stated} stated as lost")
        stones_in, stones_out = sum(p.stones for p in inputs) + body["stones_change"], sum(p["stones"] for p in outputs)
        if stones_in != stones_out:
            self._broken("C4", seq, f"{stones_in} stones in, {stones_out} out")
        if any(p.test != body["test"] for p in inputs):
            self._broken("C3", seq, "test and real parcels are mixed")
        if not body["test"]:
            self._lost += loss
        for no in body["inputs"]:
            if no in self._parcels:
                self._parcels[no].live = False
        if inputs:
            came_on = max(p.came_on for p in inputs)
            for new in outputs:
                self._add(seq, new["no"], _Held(new["weight_mct"], new["stones"], body["holder"], body["test"], came_on))

    def _sealed(self, seq, seal, no):
        if seal in self._seals:
            self._broken("C9", seq, f"seal {seal[:60]} was live on parcel {self._seals[seal]}")
        self._seals[seal] = no

    def _issued(self, seq, entry, body):
        number, shipment = body["number"][:60], body["shipment"]
        if self._proposers.get(shipment) != body["proposed_by"] or body["proposed_by"] == entry["account"]:
            self._broken("K5", seq, f"certificate {number} was not signed by two people")
        days = _days(body["issued_on"], body["expires_on"])
        if not 0 <= days <= 60:
            self._broken("K4", seq, f"certificate {number} is valid for {days} days")
        packed = self._shipments.pop(shipment, None)
        if packed is None:
            self._broken("K3", seq, f"certificate {number} has no shipment")
            return
        total = 0
        for put in packed["parcels"]:
            no, seal = put["parcel_no"], put["seal"]
            held = self._live(seq, no, packed["exporter"])
            if held is None:
                continue
            if held.test or held.weight != put["weight_mct"] or self._seals.get(seal) != no:
                self._broken("K3", seq, f"parcel {no} of certificate {number} is not as it was packed")
            total += put["weight_mct"]
            held.live, held.exported = False, True
            self._seals.pop(seal, None)
        if total != body["weight_mct"]:
            self._broken("K3", seq, f"certificate {number} says {body['weight_mct']} mct, its parcels weigh {total}")
        self._proposers.pop(shipment, None)
        self._left[body["certificate"]] = packed

    def _voided(self, seq, _, body):
        packed = self._left.pop(body["certificate"], None)
        if packed is None:
            self._broken("K6", seq, f"certificate {body['certificate']} was not valid")
            return
        if body.get("goods") != "here":
            return
        for put in packed["parcels"]:
            held = self._parcels.get(put["parcel_no"])
            if held:
                held.live, held.exported = True, False
            self._sealed(seq, put["seal"], put["parcel_no"])
        self._shipments[packed["shipment"]] = packed

    def close(self):
        """The sum over everything, after the last entry: what came in and was gained is held, kept by the state, exported or lost (C3)."""
        there = sum(p.weight for p in self._parcels.values() if not p.test and (p.live or p.exported or p.seized))
        expected = self._came_in + self._gained - self._lost
        if there != expected:
            self._broken("C3", 0, f"{expected} mct should be held, kept by the state or exported, {there} are")


def _days(first, last):
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
