"""The journal entry by entry, as things stood at each: both sides of a sale, weighings, seals, corrections.

Beside `custody`, which reads corrections as if they had stood from the start, this walk knows what was known at the
time. All its rules are marked as own: `placer verify --journal` may not judge them.
"""

from .certificates import Certificates
from .lineage import Lineage


class Ledger:
    """The second walk."""

    def __init__(self, report, rulebook):
        self._report, self._rulebook = report, rulebook
        self._lineage = Lineage()
        self._certificates = Certificates(self._broken, self._lineage, rulebook)
        self._parties, self._offers, self._corrections, self._slips = {}, {}, {}, {}
        certificates = self._certificates
        self._read = {
            "account.created": self._account,
            "account.changed": self._account,
            "production.recorded": self._production,
            "stock.declared": self._stock,
            "purchase.offered": self._offered,
            "purchase.accepted": self._accepted,
            "purchase.closed": self._closed,
            "purchase.recorded": self._recorded,
            "parcel.combined": self._reworked,
            "parcel.split": self._reworked,
            "parcel.sorted": self._reworked,
            "parcel.reweighed": self._reweighed,
            "parcel.sealed": self._sealed,
            "parcel.unsealed": self._unsealed,
            "correction.proposed": self._proposed,
            "correction.decided": self._decided,
            "dispute.decided": self._dispute_decided,
            "shipment.prepared": certificates.prepared,
            "shipment.cancelled": certificates.cancelled,
            "certificate.proposed": certificates.proposed,
            "certificate.retracted": certificates.unsigned,
            "certificate.declined": certificates.unsigned,
            "certificate.issued": certificates.issued,
            "certificate.voided": certificates.voided,
        }

    def read(self, entry):
        """Takes the next entry."""
        step = self._read.get(entry["kind"])
        if step:
            step(entry["seq"], entry, entry["body"])

    def _broken(self, rule, seq, what):
        self._report.broken(rule, seq, what, own=True)

    def _account(self, _, __, body):
        self._parties[body["account"]] = body["party"]

    def _production(self, seq, _, body):
        new, facts = body["parcel"], body["facts"]
        if (new["weight_mct"], new["stones"]) != (facts["weight_mct"], facts["stones"]):
            self._broken("C1", seq, f"the book says {facts['weight_mct']} mct, parcel {new['no']} weighs {new['weight_mct']}")
        self._lineage.add_source(seq, new, body["holder"], facts["site"], body["test"])

    def _stock(self, seq, _, body):
        for item in body["parcels"]:
            self._lineage.add_source(seq, item["parcel"], body["holder"], item["site"], body["test"])

    def _offered(self, seq, entry, body):
        slip = body["slip"]
        self._slips[slip["purchase"]] = seq
        self._offers[slip["purchase"]] = (slip, body["expires_at"])
        self._side(seq, entry, slip["seller"], "offers what another party holds")

    def _side(self, seq, entry, party, what):
        if self._parties.get(entry["account"]) != party:
            self._broken("C7", seq, f"the author {what}")

    def _accepted(self, seq, entry, body):
        slip, expires_at = self._offers.pop(body["purchase"], (None, None))
        if slip is None:
            return
        self._side(seq, entry, slip["buyer"], "accepts for another party than the named buyer")
        if entry["recorded_at"] > expires_at:
            self._broken("C7", seq, f"the offer ended at {expires_at}")
        self._sold(seq, slip, body["weighed"])

    def _closed(self, seq, _, body):
        if self._offers.pop(body["purchase"], None) is None:
            self._broken("C7", seq, f"purchase {body['purchase']} was not waiting")

    def _recorded(self, seq, entry, body):
        slip = body["slip"]
        self._slips[slip["purchase"]] = seq
        self._side(seq, entry, slip["buyer"], "writes down a sale to another party")
        self._sold(seq, slip, body["weighed"])

    def _sold(self, seq, slip, weighed):
        found = {w["parcel_no"]: w for w in weighed}
        if sorted(w["parcel_no"] for w in weighed) != sorted(item["parcel_no"] for item in slip["items"]):
            self._broken("C7", seq, "the buyer did not weigh each parcel of the slip once")
        for item in slip["items"]:
            parcel = self._lineage.parcels.get(item["parcel_no"])
            if parcel is None:
                continue
            self._as_stated(seq, parcel, item["weight_mct"], item["stones"])
            parcel.holder = slip["buyer"]
            own = found.get(parcel.no)
            if own:
                self._differ(seq, parcel.no, item["weight_mct"], own["weight_mct"])
                parcel.weight, parcel.stones, parcel.pinned = own["weight_mct"], own["stones"], True

    def _as_stated(self, seq, parcel, weight, stones):
        if parcel.weight != weight:
            self._broken("C1", seq, f"parcel {parcel.no} is stated with {weight} mct and weighs {parcel.weight}")
        if parcel.stones != stones:
            self._broken("C4", seq, f"parcel {parcel.no} is stated with {stones} stones and has {parcel.stones}")

    def _differ(self, seq, no, before, after):
        rules = self._rulebook.at(seq)
        if rules and abs(after - before) > rules.reweigh_cap(before):
            most = rules.reweigh_cap(before)
            self._broken("C2", seq, f"parcel {no} weighed {before} mct and then {after}; two scales differ by {most} at most")

    def _dispute_decided(self, seq, entry, body):
        for moved in body["moved"]:
            if parcel := self._lineage.parcels.get(moved["parcel_no"]):
                parcel.holder = body["to"]
        for offer in body["offers"]:
            self._offers.pop(offer, None)
        for shipment in body["shipments"]:
            self._certificates.cancelled(seq, entry, {"shipment": shipment})

    def _reworked(self, seq, _, body):
        inputs = [p for no in body["inputs"] if (p := self._lineage.parcels.get(no))]
        loss, reason = body["loss_mct"], (body["loss_reason"] or "").strip()
        if loss and not reason:
            self._broken("C1", seq, f"{loss} mct are lost without a reason")
        if body["stones_change"] and not reason:
            self._broken("C4", seq, "the count of stones changes without a reason")
        rules, mass = self._rulebook.at(seq), sum(p.weight for p in inputs)
        out = sum(new["weight_mct"] for new in body["outputs"])
        if mass - out != loss:
            self._broken("C1", seq, f"{mass} mct in as they stood, {out} out, {loss} stated as lost")
        stones = sum(p.stones for p in inputs) + body["stones_change"]
        if stones != sum(new["stones"] for new in body["outputs"]):
            self._broken("C4", seq, f"{stones} stones in as they stood do not come out")
        if rules and loss > rules.loss_cap(mass):
            self._broken("C1", seq, f"{loss} mct of {mass} are lost; {rules.loss_cap(mass)} at most may be")
        for parcel in inputs:
            if parcel.seal is not None:
                self._broken("C9", seq, f"parcel {parcel.no} is under seal {parcel.seal[:60]}")
        self._lineage.rework(seq, body)

    def _reweighed(self, seq, _, body):
        parcel = self._lineage.parcels.get(body["parcel_no"])
        if parcel is None:
            return
        self._usable(seq, parcel)
        if parcel.seal is not None:
            self._broken("C9", seq, f"parcel {parcel.no} is under seal {parcel.seal[:60]}")
        self._as_stated(seq, parcel, body["before_mct"], body["stones_before"])
        self._differ(seq, parcel.no, body["before_mct"], body["after_mct"])
        parcel.weight, parcel.stones, parcel.pinned = body["after_mct"], body["stones_after"], True

    def _usable(self, seq, parcel):
        if not parcel.live:
            self._broken("C5", seq, f"parcel {parcel.no} is gone")

    def _sealed(self, seq, _, body):
        parcel = self._lineage.parcels.get(body["parcel_no"])
        if parcel is None:
            self._broken("C6", seq, f"there is no parcel {body['parcel_no']}")
            return
        self._usable(seq, parcel)
        if parcel.seal is not None:
            self._broken("C9", seq, f"parcel {parcel.no} has a seal")
        parcel.seal = body["seal"]

    def _unsealed(self, seq, _, body):
        parcel = self._lineage.parcels.get(body["parcel_no"])
        if parcel is None or parcel.seal != body["seal"]:
            self._broken("C9", seq, f"parcel {body['parcel_no']} is not under this seal")
        if parcel:
            parcel.seal = None

    def _proposed(self, seq, entry, body):
        change = body["change"]
        if body["correction"] in self._corrections:
            self._broken("C10", seq, f"correction {body['correction']} is proposed twice")
        self._corrections[body["correction"]] = (entry["account"], change)
        if change["of"] == "purchase":
            made = self._slips.get(change["purchase"])
        else:
            source = self._lineage.sources.get(change["parcel_no"])
            made = source.seq if source else None
            was = change["was"]
            if source and (source.weight, source.stones) != (was["weight_mct"], was["stones"]):
                self._broken("C10", seq, f"parcel {change['parcel_no']} was not written down as the correction says")
        if made != body["corrects_seq"]:
            self._broken("C10", seq, f"entry {body['corrects_seq']} is not the one that made what is corrected")

    def _decided(self, seq, entry, body):
        author, change = self._corrections.get(body["correction"], (None, None))
        if author is None or change is None:
            self._broken("C10", seq, f"correction {body['correction']} was not waiting")
            return
        if author == entry["account"]:
            self._broken("C10", seq, f"correction {body['correction']} was decided by who proposed it")
        self._corrections[body["correction"]] = (author, None)
        if not body["approved"] or change["of"] == "purchase":
            return
        no = change["parcel_no"]
        if change["of"] == "withdrawal":
            parcel = self._lineage.parcels.get(no)
            if parcel:
                self._usable(seq, parcel)
            self._lineage.withdraw(no)
        else:
            now = change["now"]
            self._lineage.correct(no, now["weight_mct"], now["stones"], now["site"])
