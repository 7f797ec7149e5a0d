"""Shipments from abroad (K12): a foreign certificate is used once, within its days, and was issued by an authority that
might trade on its day; a detained one is decided upon once."""

import re
from datetime import date

_OTHER = re.compile(r"[^0-9A-Za-z]")
_DAYS = 60


class Arrivals:
    """The walk that judges K12."""

    def __init__(self, report, rulebook, participants):
        self._broken, self._rulebook, self._participants = report.broken, rulebook, participants
        self._detained, self._used, self._ids, self._nos = {}, set(), set(), set()

    def read(self, entry):
        """Takes the next entry."""
        if entry["kind"] == "arrival.recorded":
            self._recorded(entry["seq"], entry, entry["body"])
        elif entry["kind"] == "arrival.closed":
            self._closed(entry["seq"], entry["body"])

    def _recorded(self, seq, entry, body):
        key = body["issuer"], _OTHER.sub("", body["number"]).upper()
        if key in self._used or body["arrival"] in self._ids or body["no"] in self._nos:
            self._broken("K12", seq, f"certificate {body['number'][:60]} of {body['issuer'][:20]} came before")
        self._used.add(key)
        self._ids.add(body["arrival"])
        self._nos.add(body["no"])
        rules, code = self._rulebook.at(seq), body["code"][:60]
        today = rules and rules.local_day(entry["recorded_at"])
        if today and body["arrived_on"] > today:
            self._broken("K12", seq, f"{code} had not come when it was written down")
        if not body["lines"] or any(line["weight_mct"] == 0 or line["value_usd_cents"] <= 0 for line in body["lines"]):
            self._broken("K12", seq, f"{code} has no carats or no value")
        if body["detained"] is not None:
            self._detained[body["arrival"]] = key
            return
        days = (date.fromisoformat(body["expires_on"]) - date.fromisoformat(body["issued_on"])).days
        within = 0 <= days <= _DAYS and body["issued_on"] <= body["arrived_on"] <= body["expires_on"]
        if not within or not body["seals_intact"]:
            self._broken("K12", seq, f"{code} was let in outside the days of its certificate, or opened")
        if not self._participants.open(body["issuer"], body["issued_on"]):
            self._broken("K12", seq, f"{body['issuer'][:20]} was no participant to trade with on {body['issued_on']}")

    def _closed(self, seq, body):
        key = self._detained.pop(body["arrival"], None)
        if key is None:
            self._broken("K12", seq, f"arrival {body['arrival']} was not detained")
        elif body["outcome"] != "released":
            self._used.discard(key)
