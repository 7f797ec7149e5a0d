"""Parcels that left the trade inside the country: what was reported, who agreed, and that nothing else is done meanwhile."""


class Held:
    """The part of the first walk: parcels that a report holds, and what a confirmed one takes away."""

    def __init__(self, custody):
        self._custody = custody
        self._waiting, self._parcels = {}, {}

    def parcel(self, removal):
        """The parcel of a report that waits; none where none does."""
        found = self._waiting.get(removal)
        return found and found[0]

    def read(self, entry, touched):
        """Takes the next entry, which does something with the parcels of `touched`."""
        seq, kind, body = entry["seq"], entry["kind"], entry["body"]
        held = next((no for no in touched if no in self._parcels), None)
        if held is not None and kind not in ("removal.decided", "seizure.order_decided"):
            self._custody.broken("C11", seq, f"parcel {held} is reported as gone")
        if kind == "removal.reported":
            self._reported(seq, body)
        elif kind == "removal.decided":
            self._decided(seq, body)

    def _reported(self, seq, body):
        no = body["parcel_no"]
        held = self._custody.parcels.get(no)
        if held and held.came_on > body["on"]:
            self._custody.broken("C6", seq, f"parcel {no} was gone on {body['on']} and dug on {held.came_on}")
        self._waiting[body["removal"]] = no, body["holder"]
        self._parcels[no] = body["removal"]

    def _decided(self, seq, body):
        found = self._waiting.pop(body["removal"], None)
        if found is None:
            return
        self._parcels.pop(found[0], None)
        if body["confirmed"]:
            self._custody.take_away(seq, *found)


class Reports:
    """The part of the second walk that judges C11."""

    def __init__(self, ledger):
        self._ledger = ledger
        self._ids, self._codes, self._nos, self._parcels, self._waiting = set(), set(), set(), set(), {}

    def waits_for(self, parcel):
        """Whether a report of a parcel waits."""
        return parcel in self._parcels

    def reported(self, seq, entry, body):
        """Somebody says that a parcel is gone."""
        broken, code, today = self._ledger.broken, body["code"][:60], self._ledger.today(seq, entry)
        if body["removal"] in self._ids or body["code"] in self._codes or body["no"] in self._nos:
            broken("C11", seq, f"report {code} was made before")
        self._ids.add(body["removal"])
        self._codes.add(body["code"])
        self._nos.add(body["no"])
        if today and body["on"] > today:
            broken("C11", seq, f"{body['on']} is after the day of the report")
        source = self._ledger.lineage.sources.get(body["parcel_no"])
        if body["office"] != (source.office if source else None):
            broken("C11", seq, f"report {code} is not of the office of its parcel")
        self._there(seq, entry, body)
        self._parcels.add(body["parcel_no"])
        self._waiting[body["removal"]] = body, self._ledger.authors.hand(entry)

    def _there(self, seq, entry, said):
        no = said["parcel_no"]
        parcel = self._ledger.lineage.parcels.get(no)
        if parcel is None:
            self._ledger.broken("C6", seq, f"there is no parcel {no}")
            return
        if not parcel.live or parcel.holder != said["holder"]:
            self._ledger.broken("C5", seq, f"parcel {no} is gone, or held by somebody else")
        self._ledger.as_stated(seq, parcel, said["weight_mct"], said["stones"])
        self._ledger.free(seq, entry, no)

    def decided(self, seq, entry, body):
        """Somebody else decided."""
        found = self._waiting.pop(body["removal"], None)
        if found is None:
            self._ledger.broken("C11", seq, f"report {body['removal']} was not waiting")
            return
        said, by = found
        self._parcels.discard(said["parcel_no"])
        if self._ledger.authors.same_hand(by, self._ledger.authors.hand(entry)):
            self._ledger.broken("C11", seq, f"report {said['code'][:60]} was decided by who made it")
        if not body["confirmed"] and not (body["reason"] or "").strip():
            self._ledger.broken("C11", seq, f"report {said['code'][:60]} was refused without a reason")
        if body["confirmed"]:
            self._there(seq, entry, said)
            if parcel := self._ledger.lineage.parcels.get(said["parcel_no"]):
                parcel.live, parcel.removed = False, True
