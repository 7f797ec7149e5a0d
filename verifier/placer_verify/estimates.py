"""Official estimates of what can be dug: each is of something that is there, rests on a paper, and two people agreed."""


class Estimates:
    """What is known of estimates, and of what they may be."""

    def __init__(self, report, rulebook, authors):
        self._broken, self._rulebook, self._authors = report.broken, rulebook, authors
        self._there = {"site": set(), "licence": set(), "zone": set()}
        self._zones, self._known, self._waiting = {}, set(), {}

    def read(self, entry):
        """Judges the next entry and takes its effect on."""
        seq, kind, body = entry["seq"], entry["kind"], entry["body"]
        if kind == "site.registered":
            self._there["site"].add(body["site"])
        elif kind == "licence.issued":
            self._there["licence"].add(body["licence"])
        elif kind == "zone.proposed" and body["act"]["of"] == "zone" and body["zone"]:
            self._zones[body["change"]] = body["zone"]
        elif kind == "zone.decided":
            zone = self._zones.pop(body["change"], None)
            if zone and body["confirmed"]:
                self._there["zone"].add(zone)
        elif kind == "estimate.proposed":
            self._proposed(seq, entry, body)
        elif kind == "estimate.decided":
            self._decided(seq, entry, body)

    def _check(self, holds, seq, what):
        if not holds:
            self._broken("E1", seq, what)

    def _proposed(self, seq, entry, body):
        no, about, rules = body["no"], body["about"], self._rulebook.at(seq)
        self._check(body["estimate"] not in self._known and no == len(self._known) + 1, seq, f"estimate {no} is there, or is not the next one")
        self._known.add(body["estimate"])
        self._check(about["id"] in self._there[about["of"]], seq, f"estimate {no} is of something that is not there")
        whole = body["mct"] > 0 and (body["to"] is None or body["from"] <= body["to"])
        self._check(whole, seq, f"estimate {no} is of nothing, or ends before it begins")
        paper, today = body["document"], rules and rules.local_day(entry["recorded_at"])
        self._check(paper["title"].strip() and (not today or paper["on"] <= today), seq, f"estimate {no} rests on no paper of that day")
        self._waiting[body["estimate"]] = self._authors.hand(entry)

    def _decided(self, seq, entry, body):
        by = self._waiting.pop(body["estimate"], None)
        if by is None:
            self._broken("E1", seq, f"estimate {body['estimate']} did not wait")
            return
        self._check(not self._authors.same_hand(by, self._authors.hand(entry)), seq, "an estimate was not decided by a second person")
        self._check(body["confirmed"] or (body["reason"] or "").strip(), seq, "an estimate was refused without a reason")


class Held:
    """The part of the first walk: stones that are held take no act until an officer lets them go."""

    def __init__(self, custody):
        self._custody, self._held, self._gone = custody, set(), set()

    def read(self, entry, touched):
        """Takes the next entry, which does something with the parcels of `touched`."""
        seq, kind, body = entry["seq"], entry["kind"], entry["body"]
        if kind == "removal.reported" and body["cause"] != "domestic":
            self._gone.add(body["removal"])
        # What an order gives back is held as before.
        apart = kind == "seizure.order_decided" or (kind.startswith("removal.") and body["removal"] in self._gone)
        no = None if apart else next((no for no in touched if no in self._held), None)
        if no is not None:
            self._custody.broken("E2", seq, f"parcel {no} is held, for its site gave more than it can")
        if kind == "production.recorded" and "over_capacity" in body["facts"]["flags"]:
            self._held.add(body["parcel"]["no"])
        elif kind == "hold.lifted":
            if body["parcel_no"] not in self._held or not body["reason"].strip():
                self._custody.broken("E2", seq, f"parcel {body['parcel_no']} was not held, or is let go without a reason")
            self._held.discard(body["parcel_no"])
