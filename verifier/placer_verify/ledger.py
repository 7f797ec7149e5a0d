"""The journal entry by entry, as things stood at each: both sides of a sale, weighings, seals.

Beside `custody`, which reads corrections as if they had stood from the start, this walk knows what was known at the time.
"""

from .certificates import Certificates
from .corrections import Corrections
from .lineage import Lineage, Source
from .paths import Sum
from .removals import Reports
from .seizures import Seizures


class Ledger:
    """The second walk."""

    def __init__(self, report, rulebook, authors):
        self._broken, self._rulebook, self._authors = report.broken, rulebook, authors
        self.lineage = Lineage()
        # Open cases: office, claimant, and whose hand opened it.
        self.offers, self.slips, self.cases = {}, {}, {}
        self._came, self._counts = {}, set()
        # Set by whoever reads the journal: where may be sent to, and who abroad was told what.
        self.participants, self.abroad = None, None
        self.corrections = corrections = Corrections(self)
        self.certificates = certificates = Certificates(self)
        self.removals = removals = Reports(self)
        self.seizures = seizures = Seizures(self)
        # Set by whoever reads the journal: offences, inspections.
        self.offences = self.inspections = None
        self._read = {
            "production.recorded": self._production,
            "stock.declared": self._stock,
            "arrival.recorded": self._arrived,
            "arrival.closed": self._let_in,
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
            "removal.reported": removals.reported,
            "removal.decided": removals.decided,
            "seizure.recorded": seizures.recorded,
            "seizure.moved": seizures.moved,
            "seizure.difference_answered": seizures.answered,
            "seizure.order_proposed": seizures.ordered,
            "seizure.order_decided": seizures.decided,
            "safe.counted": seizures.counted,
            "stock.counted": self._stock_counted,
            "correction.proposed": corrections.proposed,
            "correction.decided": corrections.decided,
            "dispute.opened": self._case_opened,
            "dispute.decided": self._case_decided,
            "dispute.withdrawn": lambda seq, entry, body: self.cases.pop(body["dispute"], None),
            "shipment.prepared": certificates.prepared,
            "shipment.cancelled": certificates.cancelled,
            "shipment.presented": certificates.presented,
            "shipment.valued": certificates.valued,
            "certificate.proposed": certificates.proposed,
            "certificate.retracted": certificates.retracted,
            "certificate.declined": certificates.declined,
            "certificate.issued": certificates.issued,
            "certificate.printed": certificates.printed,
            "certificate.voided": certificates.voided,
        }

    def read(self, entry):
        """Takes the next entry."""
        step = self._read.get(entry["kind"])
        if step:
            step(entry["seq"], entry, entry["body"])

    def holder(self, no):
        """Who holds a parcel; none where there is none."""
        parcel = self.lineage.parcels.get(no)
        return parcel and parcel.holder

    def dug_under(self, no):
        """The licence under which a parcel was dug, where it is of one entry of the book at the pit."""
        parcel = self.lineage.parcels.get(no)
        source = parcel and self.lineage.sources.get(parcel.origin)
        return source and source.licence

    def broken(self, rule, seq, what):
        """Notes a broken rule."""
        self._broken(rule, seq, what)

    @property
    def authors(self):
        return self._authors

    def rules(self, seq):
        """The country's rules in force."""
        return self._rulebook.at(seq)

    def today(self, seq, entry):
        """The local day of an entry; none where the rules are not known."""
        rules = self.rules(seq)
        return rules and rules.local_day(entry["recorded_at"])

    def _production(self, seq, entry, body):
        new, facts = body["parcel"], body["facts"]
        if (new["weight_mct"], new["stones"]) != (facts["weight_mct"], facts["stones"]):
            self._broken("C1", seq, f"the book says {facts['weight_mct']} mct, parcel {new['no']} weighs {new['weight_mct']}")
        self.lineage.add_source(new, body["test"], Source(entry, new, facts["site"], facts["licence"], facts["on"]))

    def _stock(self, _, entry, body):
        for item in body["parcels"]:
            self.lineage.add_source(item["parcel"], body["test"], Source(entry, item["parcel"], item["site"], None, body["on"]))
            self.lineage.parcels[item["parcel"]["no"]].seal = item.get("seal")

    def _arrived(self, seq, entry, body):
        self._came[body["arrival"]] = body
        self._let_in(seq, entry, body)

    def _let_in(self, _, entry, body):
        came = self._came.get(body["arrival"])
        importer = came and (came["importer"] or body["importer"])
        for new in body.get("received", []) if importer else []:
            source = Source(entry, new, None, None, came["arrived_on"], (came["origins"], came["mixed"], importer))
            self.lineage.add_source(new, False, source)

    def _stock_counted(self, seq, entry, body):
        """A holder's stock was counted."""
        no, today = body["no"], self.today(seq, entry)
        if body["count"] in self._counts or no != len(self._counts) + 1:
            self._broken("C4", seq, f"count {no} is there, or is not the next one")
        self._counts.add(body["count"])
        if today and body["on"] > today:
            self._broken("C4", seq, f"{body['on']} is after the day of the count")
        named = {item["parcel_no"] for item in body["parcels"]}
        if len(named) != len(body["parcels"]) or not named <= set(self.lineage.parcels):
            self._broken("C4", seq, f"count {no} names a parcel twice, or one that is not there")
        sums = tuple(sum(item[part] for item in body["parcels"]) for part in ("weight_mct", "stones"))
        if (body["parcels"] and sums != (body["weight_mct"], body["stones"])) or body["stones"] < 0:
            self._broken("C4", seq, f"the parcels of count {no} do not make its whole")

    def open_offer(self, entry, parcel):
        """Whether a parcel stands in an offer that still waits."""
        offer = self.offers.get(parcel.offer)
        return offer is not None and entry["recorded_at"] <= offer[1]

    def free(self, seq, entry, no):
        """A parcel in an open offer or in a shipment takes no other act."""
        parcel = self.lineage.parcels.get(no)
        if parcel and self.open_offer(entry, parcel):
            self._broken("C7", seq, f"parcel {no} is offered to somebody")
        if parcel and parcel.shipment is not None:
            self._broken("C5", seq, f"parcel {no} is in a shipment")

    def _slip(self, seq, entry, slip):
        self.slips[slip["purchase"]] = (seq, (slip["seller"], slip["buyer"]))
        for item in slip["items"]:
            self.free(seq, entry, item["parcel_no"])
            parcel = self.lineage.parcels.get(item["parcel_no"])
            if parcel and parcel.test != slip["test"]:
                self._broken("C3", seq, "test and real parcels are mixed")

    def _side(self, seq, entry, party, what):
        if self._authors.party_of(entry["account"]) != party:
            self._broken("C7", seq, f"the author {what}")

    def _offered(self, seq, entry, body):
        slip = body["slip"]
        self._side(seq, entry, slip["seller"], "offers what another party holds")
        self._slip(seq, entry, slip)
        for item in slip["items"]:
            if parcel := self.lineage.parcels.get(item["parcel_no"]):
                parcel.offer = slip["purchase"]
        self.offers[slip["purchase"]] = (slip, body["expires_at"])

    def _accepted(self, seq, entry, body):
        slip, expires_at = self.offers.pop(body["purchase"], (None, None))
        if slip is None:
            return
        self._side(seq, entry, slip["buyer"], "accepts for another party than the named buyer")
        if entry["recorded_at"] > expires_at:
            self._broken("C7", seq, f"the offer ended at {expires_at}")
        self._sold(seq, slip, body["weighed"])

    def _closed(self, seq, entry, body):
        slip, expires_at = self.offers.pop(body["purchase"], (None, None))
        if slip is None:
            self._broken("C7", seq, f"purchase {body['purchase']} was not waiting")
        elif body["end"] == "withdrawn":
            self._side(seq, entry, slip["seller"], "takes back what another party offered")
        else:
            self._side(seq, entry, slip["buyer"], "declines what was offered to another party")
            if entry["recorded_at"] > expires_at:
                self._broken("C7", seq, f"the offer ended at {expires_at}")

    def _recorded(self, seq, entry, body):
        slip = body["slip"]
        self._side(seq, entry, slip["buyer"], "writes down a sale to another party")
        if self._authors.act_for(slip["seller"]):
            self._broken("C7", seq, "the seller has an account and offers by himself")
        self._slip(seq, entry, slip)
        self._sold(seq, slip, body["weighed"])

    def _sold(self, seq, slip, weighed):
        found = {}
        for w in weighed:
            found.setdefault(w["parcel_no"], w)
        if sorted(w["parcel_no"] for w in weighed) != sorted(item["parcel_no"] for item in slip["items"]):
            self._broken("C7", seq, "the buyer did not weigh each parcel of the slip once")
        for item in slip["items"]:
            parcel = self.lineage.parcels.get(item["parcel_no"])
            if parcel is None:
                continue
            parcel.holder = slip["buyer"]
            if parcel.shipment is not None:
                self._broken("C5", seq, f"parcel {parcel.no} is in a shipment")
            self.as_stated(seq, parcel, item["weight_mct"], item["stones"])
            own = found.get(parcel.no)
            if own:
                if own["stones"] != item["stones"]:
                    self._broken("C4", seq, f"the buyer counted {own['stones']} stones in parcel {parcel.no}, not {item['stones']}")
                self._differ(seq, parcel, item["weight_mct"], own["weight_mct"], own["stones"])
                if parcel.seal is not None and parcel.weight != own["weight_mct"]:
                    self._broken("C9", seq, f"parcel {parcel.no} weighs otherwise under its seal")
                self.lineage.weigh(parcel.no, own["weight_mct"], own["stones"])

    def as_stated(self, seq, parcel, weight, stones):
        """Notes mass and stones stated of a parcel that are not its own."""
        if parcel.weight != weight:
            self._broken("C1", seq, f"parcel {parcel.no} is stated with {weight} mct and weighs {parcel.weight}")
        if parcel.stones != stones:
            self._broken("C4", seq, f"parcel {parcel.no} is stated with {stones} stones and has {parcel.stones}")

    def _differ(self, seq, parcel, stated, weight, stones):
        rules = self.rules(seq)
        if rules is None:
            return
        within = abs(weight - stated) <= rules.reweigh_cap(stated)
        if not within:
            most = rules.reweigh_cap(stated)
            self._broken("C2", seq, f"parcel {parcel.no} weighed {stated} mct and then {weight}; two scales differ by {most} at most")
        if (weight, stones) == (parcel.weight, parcel.stones):
            return
        along, step = Sum(self.lineage, [parcel]), weight - parcel.weight
        if along.gains_too_much(step, rules):
            self._broken("C2", seq, f"weighings along the path of parcel {parcel.no} added too much")
        if within and along.loses_too_much(-step, rules):
            self._broken("C1", seq, f"too much was lost along the path of parcel {parcel.no}")
        if along.counts_too_much(stones - parcel.stones, rules):
            self._broken("C4", seq, f"the count changed too much along the path of parcel {parcel.no}")

    def _case_opened(self, _, entry, body):
        self.cases[body["dispute"]] = body["office"], body["claim"][body["claimant"]], self._authors.hand(entry)

    def _case_decided(self, seq, entry, body):
        case = self.cases.pop(body["dispute"], None)
        if case and self._authors.same_hand(case[2], self._authors.hand(entry)):
            self._broken("C8", seq, f"who opened case {body['dispute']} decided it")
        for moved in body["moved"]:
            if parcel := self.lineage.parcels.get(moved["parcel_no"]):
                parcel.holder = body["to"]
        for offer in body["offers"]:
            self.offers.pop(offer, None)
        for shipment in body["shipments"]:
            self.certificates.taken_apart(shipment)

    def _reworked(self, seq, entry, body):
        for no in body["inputs"]:
            self.free(seq, entry, no)
        inputs = [p for no in body["inputs"] if (p := self.lineage.parcels.get(no))]
        loss, change, reason = body["loss_mct"], body["stones_change"], (body["loss_reason"] or "").strip()
        if loss and not reason:
            self._broken("C1", seq, f"{loss} mct are lost without a reason")
        if change and not reason:
            self._broken("C4", seq, "the count of stones changes without a reason")
        mass = sum(p.weight for p in inputs)
        out = sum(new["weight_mct"] for new in body["outputs"])
        if mass - out != loss:
            self._broken("C1", seq, f"{mass} mct in as they stood, {out} out, {loss} stated as lost")
        if sum(p.stones for p in inputs) + change != sum(new["stones"] for new in body["outputs"]):
            self._broken("C4", seq, "the stones in as they stood do not come out")
        for parcel in inputs:
            if parcel.seal is not None:
                self._broken("C9", seq, f"parcel {parcel.no} is under seal {parcel.seal[:60]}")
        rules = self.rules(seq)
        if rules:
            self._along(seq, inputs, (mass, loss, change), rules)
        self.lineage.rework(seq, body)

    def _along(self, seq, inputs, stated, rules):
        mass, loss, change = stated
        if loss > rules.loss_cap(mass):
            self._broken("C1", seq, f"{loss} mct of {mass} are lost; {rules.loss_cap(mass)} at most may be")
        if not inputs:
            return
        along = Sum(self.lineage, inputs)
        if along.gathers and along.gathers_too_much(loss, rules):
            self._broken("C2", seq, "weighings along the paths of what comes together added too much")
        if along.loses_too_much(loss, rules):
            self._broken("C1", seq, "too much was lost along the path")
        if change and along.counts_too_much(change, rules):
            self._broken("C4", seq, "the count changed too much along the path")

    def _reweighed(self, seq, entry, body):
        parcel = self.lineage.parcels.get(body["parcel_no"])
        if parcel is None:
            return
        if not parcel.live:
            self._broken("C5", seq, f"parcel {parcel.no} is gone")
        if parcel.seal is not None:
            self._broken("C9", seq, f"parcel {parcel.no} is under seal {parcel.seal[:60]}")
        self.free(seq, entry, parcel.no)
        self.as_stated(seq, parcel, body["before_mct"], body["stones_before"])
        self._differ(seq, parcel, body["before_mct"], body["after_mct"], body["stones_after"])
        self.lineage.weigh(parcel.no, body["after_mct"], body["stones_after"])

    def _sealed(self, seq, entry, body):
        self.free(seq, entry, body["parcel_no"])
        parcel = self.lineage.parcels.get(body["parcel_no"])
        if parcel is None:
            self._broken("C6", seq, f"there is no parcel {body['parcel_no']}")
            return
        if not parcel.live:
            self._broken("C5", seq, f"parcel {parcel.no} is gone")
        if parcel.seal is not None:
            self._broken("C9", seq, f"parcel {parcel.no} has a seal")
        parcel.seal = body["seal"]

    def _unsealed(self, seq, entry, body):
        self.free(seq, entry, body["parcel_no"])
        parcel = self.lineage.parcels.get(body["parcel_no"])
        if parcel is None or parcel.seal != body["seal"]:
            self._broken("C9", seq, f"parcel {body['parcel_no']} is not under this seal")
        if parcel:
            parcel.seal = None
