"""Statistics: a submitted return says what the entries before it say (R2), versions follow each other (R1), and tables of
partners are kept as they came (R3)."""

import hashlib
import re
from datetime import date, timedelta

PARTS = ("production", "production_region", "export_total", "export", "import_total", "import", "certificates")
_PERIOD = re.compile(r"([0-9]{4})(?:-(H)([12])|-(Q)([1-4]))?", re.ASCII)


def days(period):
    """The first and the last day of a period, and the letter that tells its length; none where it is no period."""
    found = _PERIOD.fullmatch(period)
    if not found or found[1] == "0000":
        return None
    year, letter, nth = int(found[1]), found[2] or found[4] or "", int(found[3] or found[5] or 1)
    months = {"H": 6, "Q": 3, "": 12}[letter]
    first, after = months * (nth - 1) + 1, months * nth + 1
    last = date(year, 12, 31) if after > 12 else date(year, after, 1) - timedelta(days=1)
    return str(date(year, first, 1)), str(last), letter


class Returns:
    """The walk that judges R1 to R3. The ledger is read as it was before an entry."""

    def __init__(self, report, rulebook, ledger):
        self._broken, self._rulebook, self._ledger = report.broken, rulebook, ledger
        self._regions, self._certificates, self._last = {}, {}, {}
        # Shipments from abroad, each with whether it was let in.
        self._arrivals = []
        self._submitted = self._received = 0
        self._read = {
            "site.registered": self._site, "site.changed": self._site, "certificate.issued": self._issued,
            "certificate.voided": self._voided, "arrival.recorded": self._arrived, "arrival.closed": self._decided, "return.submitted": self._return, "partner_figures.received": self._partner,
        }

    def read(self, entry):
        """Takes the next entry."""
        step = self._read.get(entry["kind"])
        if step:
            step(entry, entry["body"])

    def _site(self, _, body):
        self._regions[body["site"]] = body["facts"]["admin_code"] or ""

    def _issued(self, entry, body):
        # By entry, so that a number used twice counts twice; void by its id.
        self._certificates[entry["seq"]] = [body, False, True]

    def _voided(self, _, body):
        for found in reversed(self._certificates.values()):
            if found[0]["certificate"] == body["certificate"]:
                if not found[1]:
                    found[1], found[2] = True, body.get("goods") != "here"
                return

    def _arrived(self, _, body):
        self._arrivals.append([body, body["detained"] is None])

    def _decided(self, _, body):
        found = next((a for a in self._arrivals if a[0]["arrival"] == body["arrival"]), None)
        if found and found[0]["detained"] is not None:
            found[1] = body["outcome"] == "released"

    def _partner(self, entry, body):
        self._received += 1
        if hashlib.sha256(body["text"].encode()).hexdigest() != body["sha256"]:
            self._broken("R3", entry["seq"], f"table {body['no']} is not the file that was received")
        if body["no"] != self._received:
            self._broken("R3", entry["seq"], f"table {body['no']} is not the next")

    def _return(self, entry, body):
        seq, period = entry["seq"], body["period"]
        self._submitted += 1
        if body["no"] != self._submitted:
            self._broken("R1", seq, f"return {body['no']} is not the next")
        version, before = self._last.get(period, (0, None))
        if body["version"] != version + 1:
            self._broken("R1", seq, f"version {body['version']} of {period} is not the next")
        if bool(body["reason"] and body["reason"].strip()) != (version > 0):
            self._broken("R1", seq, f"a revision of {period} needs a reason, a first version none")
        if before == body["lines"]:
            self._broken("R1", seq, f"nothing of {period} was revised")
        rules = self._rulebook.at(seq)
        today, (first, last, letter) = rules and rules.local_day(entry["recorded_at"]), days(period)
        if today and last >= today:
            self._broken("R1", seq, f"{period} was not over")
        self._figures(seq, rules, body, [c for c in self._certificates.values() if first <= c[0]["issued_on"] <= last], letter)
        self._last[period] = body["version"], body["lines"]

    def _figures(self, seq, rules, body, certificates, letter):
        wanted, period = {}, body["period"]
        if letter != "Q":
            self._dug(wanted, days(period))
        if letter != "H":
            certifies = self._ledger.participants.certifies
            _certified(wanted, certificates, certifies)
            first, last, _ = days(period)
            _imported(wanted, certifies, [body for body, there in self._arrivals if there and first <= body["arrived_on"] <= last])
        names = [(PARTS.index(l["part"]), l["key"].encode(), l["origin"].encode(), l["hs"] or "") for l in body["lines"]]
        if any(a >= b for a, b in zip(names, names[1:])):
            self._broken("R2", seq, f"the lines of {period} are not in order")
        said = {(l["part"], l["key"], l["origin"], l["hs"]): [l["count"], l["weight_mct"], l["value_usd_cents"]] for l in body["lines"]}
        # The value of production is a rule of the country: none, or carats at the average certified value.
        total = said.get(("production", "", "", None))
        if total and total[2] is not None:
            value, total[2] = total[2], None
            if rules and value != self._worth(period, certificates, rules.country):
                self._broken("R2", seq, f"the value of production of {period} is another")
        if said != wanted:
            self._broken("R2", seq, f"the figures of {period} are not those of the entries before")

    def _worth(self, period, certificates, own):
        """What production is worth at the average of what left in its half-year; a year is its two halves."""
        value, year = 0, "-" not in period
        for half in [f"{period}-H1", f"{period}-H2"] if year else [period]:
            dug, (first, last, _) = {}, days(half)
            self._dug(dug, (first, last))
            mass = dug["production", "", "", None][1]
            imported = self._ledger.certificates.imported
            own_alone = [c for c in certificates if first <= c[0]["issued_on"] <= last and c[0]["certificate"] not in imported]
            average = _average(own_alone, own, mass)
            if average is None and (mass or not year):
                return None
            value += average or 0
        return value

    def _dug(self, wanted, within):
        wanted["production", "", "", None] = [0, 0, None]
        lineage = self._ledger.lineage
        for no, source in lineage.sources.items():
            # Declared stock has no licence, what was taken back no mass.
            if source.licence is None or source.weight <= 0 or not within[0] <= source.on <= within[1] or lineage.parcels[no].test:
                continue
            _add(wanted, ("production", "", "", None), source.weight, None)
            _add(wanted, ("production_region", self._regions.get(source.site, ""), "", None), source.weight, None)


def _add(sums, key, mass, cents):
    found = sums.setdefault(key, [0, 0, None])
    found[0] += 1
    found[1] += mass
    if cents is not None:
        found[2] = (found[2] or 0) + cents


def _origin(countries, mixed, unestablished):
    """Different countries in order, then an asterisk for those of a mixed certificate that nobody named."""
    named = sorted(set(countries), key=str.encode)
    rest = (mixed and len(named) < 2) or (unestablished and named)
    return "+".join([*named, "*"] if rest else named)


def _certified(wanted, certificates, certifies):
    wanted["export_total", "", "", None] = [0, 0, None]
    for key in ("issued", "void", "replacing"):
        wanted["certificates", key, "", None] = [0, 0, None]
    for body, void, left in certificates:
        mass, cents = body["weight_mct"], body["value_usd_cents"]
        for key, counts in (("issued", True), ("void", void), ("replacing", body["replaces"] is not None)):
            if counts:
                _add(wanted, ("certificates", key, "", None), mass, cents)
        if not left:
            continue
        _add(wanted, ("export_total", "", "", None), mass, cents)
        origin = _origin(body["origins"], body["mixed"], body["unestablished_mct"])
        to = certifies(body["importer"]["country"], body["issued_on"])
        for line in body["lines"]:
            _add(wanted, ("export", to, origin, line["hs"]), line["weight_mct"], line["value_usd_cents"])


def _imported(wanted, certifies, arrivals):
    wanted["import_total", "", "", None] = [0, 0, None]
    wanted["certificates", "received", "", None] = [0, 0, None]
    for body in arrivals:
        mass, cents = (sum(line[name] for line in body["lines"]) for name in ("weight_mct", "value_usd_cents"))
        _add(wanted, ("import_total", "", "", None), mass, cents)
        _add(wanted, ("certificates", "received", "", None), mass, cents)
        for line in body["lines"]:
            key = "import", certifies(body["issuer"], body["issued_on"]), _origin(body["origins"], body["mixed"], 0), line["hs"]
            _add(wanted, key, line["weight_mct"], line["value_usd_cents"])


def _average(certificates, own, mass):
    """Carats at the average value of a carat of own origin that left, to the nearest cent, halves up."""
    counted = [body for body, _, left in certificates if left and not body["mixed"] and body["origins"] == [own]]
    cents, carats = sum(b["value_usd_cents"] for b in counted), sum(b["weight_mct"] for b in counted)
    return (2 * mass * cents + carats) // (2 * carats) if carats > 0 else None
