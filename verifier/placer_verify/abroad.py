"""What other countries were told (K8) and what they confirmed (K9)."""


class Abroad:
    """Certificates as far as other countries are concerned, and differences that wait for an answer."""

    def __init__(self, report, rulebook):
        self._broken, self._rulebook = report.broken, rulebook
        # Certificates: what was issued, by whom, whether it is void, and the confirmation in force.
        self._issued, self._void, self._in_force, self._known, self._open = {}, set(), {}, set(), {}
        self._read = {
            "certificate.issued": self._issue,
            "certificate.voided": lambda _, __, body: self._void.add(body["certificate"]),
            "certificate.notified": self._notified,
            "certificate.confirmed": self._confirmed,
            "certificate.difference_answered": self._answered,
        }

    def read(self, entry):
        """Takes the next entry."""
        step = self._read.get(entry["kind"])
        if step:
            step(entry["seq"], entry, entry["body"])

    def issuer(self, certificate):
        """The account that issued a certificate."""
        found = self._issued.get(certificate)
        return found and found[0]

    def _issue(self, _, entry, body):
        self._issued.setdefault(body["certificate"], (entry["account"], body))

    def _there(self, certificate):
        return certificate in self._issued and certificate not in self._void

    def _over(self, entry, day):
        """Whether a day had come when an entry was recorded."""
        rules = self._rulebook.at(entry["seq"])
        return not rules or day <= rules.local_day(entry["recorded_at"])

    def _notified(self, seq, entry, body):
        if not self._there(body["certificate"]):
            self._broken("K8", seq, f"certificate {body['certificate']} was not there to be told of")
        if (body["way"] == "smtp") != (entry["via"] == "server"):
            self._broken("K8", seq, "it does not say how the notice went out")
        if not body["recipient"].strip() or body["size"] <= 0:
            self._broken("K8", seq, "it does not say what went out to whom")
        if not self._over(entry, body["on"]):
            self._broken("K8", seq, f"it went out on {body['on']}, which had not come")

    def _confirmed(self, seq, entry, body):
        confirmation, certificate = body["confirmation"], body["certificate"]
        if confirmation in self._known:
            self._broken("K9", seq, f"confirmation {confirmation} was there before")
        self._known.add(confirmation)
        if (body["way"] == "code") != (entry["via"] == "server") or (body["way"] == "file") != ("file_sha256" in body):
            self._broken("K9", seq, "it does not say how the confirmation came")
        if not self._over(entry, body["received_on"]):
            self._broken("K9", seq, f"it arrived on {body['received_on']}, which had not come")
        if not self._there(certificate):
            self._broken("K9", seq, f"certificate {certificate} was not there to be confirmed")
            return
        before, way = self._in_force.get(certificate, (None, "code"))
        self._in_force[certificate] = (confirmation, body["way"])
        if before != body["supersedes"]:
            self._broken("K9", seq, "it does not take the place of the confirmation in force")
        if body["way"] == "code" != way:
            self._broken("K9", seq, "a code took the place of what was confirmed without one")
        rules = self._rulebook.at(seq)
        if rules and body["differences"] != _differences(self._issued[certificate][1], body, rules):
            self._broken("K9", seq, "it does not say in what it differs from the certificate")
        self._open[confirmation] = list(body["differences"])

    def _answered(self, seq, _, body):
        waits = self._open.get(body["confirmation"], [])
        if body["difference"] not in waits or not body["reason"].strip():
            self._broken("K9", seq, f"no difference {body['difference']} waited for an answer")
        if body["difference"] in waits:
            waits.remove(body["difference"])


def _differences(issued, said, rules):
    found = {
        "weight": abs(issued["weight_mct"] - said["weight_mct"]) > rules.confirmation_cap(issued["weight_mct"]),
        "parcels": issued["parcels"] != said["parcels"],
        "value": said["value_usd_cents"] not in (None, issued["value_usd_cents"]),
        "early": said["received_on"] < issued["issued_on"],
        "late": said["received_on"] > issued["expires_on"],
        "seals": not said["seals_intact"],
    }
    return [name for name, differs in found.items() if differs]
