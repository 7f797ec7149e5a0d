"""Shipments and certificates: what is packed, what is signed, and what the two signatures are for."""

from datetime import date

from . import pools


class _Shipment:
    def __init__(self, body, packed_at):
        self.body, self.state, self.proposal, self.by = body, "prepared", None, None
        self.packed_at = packed_at
        # Lines of the certificate and value by the last valuation.
        self.valued = None


class Certificates:
    """The part of the second walk that judges K2 to K5 and K7."""

    def __init__(self, ledger):
        # Certificates with carats from abroad.
        self.imported = set()
        self._ledger, self._broken = ledger, ledger.broken
        self.shipments, self._valid = {}, {}
        self._numbers, self._ids, self._nos = set(), set(), set()
        self._copies = {}

    def _parcel(self, put):
        return self._ledger.lineage.parcels.get(put["parcel_no"])

    def prepared(self, seq, entry, body):
        """An exporter puts sealed parcels together."""
        for put in body["parcels"]:
            no, parcel = put["parcel_no"], self._parcel(put)
            if parcel is None:
                self._broken("C6", seq, f"there is no parcel {no}")
                continue
            if self._ledger.open_offer(entry, parcel):
                self._broken("C7", seq, f"parcel {no} is offered to somebody")
            there = parcel.live and parcel.holder == body["exporter"] and parcel.test == body["test"]
            same = (parcel.seal, parcel.weight, parcel.stones) == (put["seal"], put["weight_mct"], put["stones"])
            if not there or not same or parcel.hs not in ("7102.10", put["hs"]):
                self._broken("K3", seq, f"parcel {no} is not as it is packed")
            if parcel.shipment is not None:
                self._broken("K2", seq, f"parcel {no} is in another shipment")
            parcel.shipment = body["shipment"]
        self._abroad(seq, body["importer"])
        self.shipments[body["shipment"]] = _Shipment(body, entry["recorded_at"])

    def _abroad(self, seq, importer):
        rules = self._ledger.rules(seq)
        if rules and importer["country"] == rules.country:
            self._broken("K4", seq, "the destination is the own country")

    def _sent_to(self, seq, entry, packed):
        """On the day of either signature there may be trade with the participant that stands for the destination."""
        rules, country = self._ledger.rules(seq), packed["importer"]["country"]
        today = rules and rules.local_day(entry["recorded_at"])
        if today and not self._ledger.participants.open(country, today):
            self._broken("K4", seq, f"{country[:20]} is no participant to trade with on {today}")

    def cancelled(self, seq, _, body):
        """It is taken apart again."""
        shipment = self.shipments.get(body["shipment"])
        if shipment is None or shipment.state not in ("prepared", "sent back"):
            self._broken("K3", seq, f"shipment {body['shipment']} was not there to be cancelled")
        self.taken_apart(body["shipment"])

    def taken_apart(self, id):
        """It is no more, and its parcels are free."""
        shipment = self.shipments.pop(id, None)
        for put in shipment.body["parcels"] if shipment else []:
            parcel = self._parcel(put)
            if parcel and parcel.shipment == id:
                parcel.shipment = None

    def presented(self, seq, _, body):
        """It had been sent back and is ready again."""
        shipment = self.shipments.get(body["shipment"])
        if shipment is None or shipment.state != "sent back":
            self._broken("K3", seq, f"shipment {body['shipment']} was not sent back")
        else:
            shipment.state = "prepared"

    def valued(self, seq, entry, body):
        """It was valued in one sitting."""
        shipment = self.shipments.get(body["shipment"])
        if shipment is None or shipment.state != "prepared":
            self._broken("K3", seq, f"shipment {body['shipment']} was not waiting for an officer")
            return
        lines, taken = body["lines"], f"{body['taken']}_cents"
        if {shipment.body["exporter"], body["independent"]} & {*body["present"]} or body["independent"] == shipment.body["exporter"]:
            self._broken("K3", seq, "the exporter, or one person twice, judged what the stones are worth")
        if _contents(shipment.body["parcels"], "stones") != _contents(lines, "stones"):
            self._broken("K3", seq, "the sheet does not have what was packed")
        sums = {by: _sum([line[f"{by}_cents"] for line in lines]) for by in ("exporter", "government", "independent")}
        value = sums[body["taken"]]
        least = all(cents is None or cents > 0 for line in lines for cents in (line[f"{by}_cents"] for by in sums))
        if not least or value != body["value_usd_cents"]:
            self._broken("K3", seq, "the value taken is not that of its lines")
        if any(line["stones"] <= 0 or line["weight_mct"] == 0 for line in lines):
            self._broken("K3", seq, "a line of the sheet has no stones or no carats")
        stated, declared = (_contents(of, what) for of, what in ((lines, "exporter_cents"), (shipment.body["parcels"], "value_usd_cents")))
        if stated != declared:
            self._broken("K3", seq, "the exporter's values are not those that he declared")
        rules = self._ledger.rules(seq)
        if rules:
            self._sat(seq, entry, rules, shipment, value)
        if rules and value is not None:
            others = [other for other in sums.values() if other is not None]
            if max(others) > value if rules.valuing.takes_highest else body["taken"] != "government":
                self._broken("K3", seq, "the value taken is not the one that the rules take")
        shipment.valued = _lines([{**line, "value": line[taken] or 0} for line in lines], "value"), body["value_usd_cents"]

    def _sat(self, seq, entry, rules, shipment, value):
        """A sitting by the rules in force: its day, the people, the table, and what is to be paid."""
        body, valuing = entry["body"], rules.valuing
        today, packed_on = rules.local_day(entry["recorded_at"]), rules.local_day(shipment.packed_at)
        if today is None:
            return
        if not packed_on or not packed_on <= body["on"] <= today:
            self._broken("K3", seq, f"{body['on']} is not between the day of packing and the entry's")
        if len(set(body["present"])) < max(valuing.present, len(body["present"])):
            self._broken("K3", seq, "too few officials were present")
        stated = {body["independent"] is not None, *(line["independent_cents"] is not None for line in body["lines"])}
        if stated != {valuing.independent}:
            self._broken("K3", seq, "the independent valuer is missing, or not asked")
        if body["table"] != valuing.table or any(line["class"] not in valuing.classes for line in body["lines"]):
            self._broken("K3", seq, "the sheet has other size classes than the rules")
        taken = f"{body['taken']}_cents"
        if any(valuing.hides_special(line["stones"], line[taken]) for line in body["lines"]):
            self._broken("K3", seq, "a special stone has no line of its own")
        parcels = len(shipment.body["parcels"])
        if value is None or body["charges"] != valuing.charges([(line["stones"], line[taken]) for line in body["lines"]], parcels):
            self._broken("K3", seq, "what is to be paid is not what the rules say")

    def proposed(self, seq, entry, body):
        """The first signature."""
        shipment = self.shipments.get(body["shipment"])
        if shipment is None or shipment.state != "prepared":
            self._broken("K3", seq, f"shipment {body['shipment']} was not waiting for an officer")
        if shipment is None:
            return
        self._sent_to(seq, entry, shipment.body)
        composition = self._composition(shipment.body)
        if self._signed(composition) != body["signed_digest"]:
            self._broken("K3", seq, "the signature is not for the carats as they are")
        said = (body["unestablished_reason"] or "").strip()
        if self._unestablished(composition) and not said:
            self._broken("K3", seq, "nobody says why carats are without established origin")
        self._stands(seq, body["shipment"], shipment.body, composition)
        rules = self._ledger.rules(seq)
        today = rules and rules.local_day(entry["recorded_at"])
        if today and not 0 <= _days(today, body["expires_on"]) <= rules.certificate_days:
            self._broken("K4", seq, f"it would be valid until {body['expires_on']}")
        shipment.state, shipment.proposal, shipment.by = "proposed", body, self._ledger.authors.hand(entry)

    def _stands(self, seq, shipment, packed, composition):
        """What is packed is there as it was packed, and no correction of what it is made of waits."""
        for put in packed["parcels"]:
            p = self._parcel(put)
            same = p and p.live and p.holder == packed["exporter"] and p.shipment == shipment and p.test == packed["test"]
            if not same or (p.weight, p.stones, p.seal) != (put["weight_mct"], put["stones"], put["seal"]):
                self._broken("K3", seq, f"parcel {put['parcel_no']} is not as it was packed")
        if any(self._ledger.corrections.waits_for(no) for no, _ in composition):
            self._broken("K3", seq, "a correction of what it is made of waits")
        self._abroad(seq, packed["importer"])

    def retracted(self, seq, entry, body):
        """The officer who proposed takes his signature back."""
        shipment = self.shipments.get(body["shipment"])
        if shipment is None or shipment.state != "proposed":
            self._broken("K3", seq, f"nobody had signed for shipment {body['shipment']}")
            return
        if shipment.by[0] != entry["account"]:
            self._broken("K5", seq, "the signature of somebody else is taken back")
        shipment.state, shipment.proposal = "prepared", None

    def declined(self, seq, _, body):
        """The shipment goes back to its exporter."""
        shipment = self.shipments.get(body["shipment"])
        if shipment is None or shipment.state == "certified":
            self._broken("K3", seq, f"shipment {body['shipment']} was not there to be sent back")
        else:
            shipment.state, shipment.proposal = "sent back", None

    def issued(self, seq, entry, body):
        """The second signature."""
        number = body["number"][:60]
        if body["number"] in self._numbers or body["certificate"] in self._ids or body["no"] in self._nos:
            self._broken("K2", seq, f"certificate {number} was issued before")
        self._numbers.add(body["number"])
        self._ids.add(body["certificate"])
        self._nos.add(body["no"])
        self._copies.setdefault(body["certificate"], 0)
        rules = self._ledger.rules(seq)
        today = rules and rules.local_day(entry["recorded_at"])
        if today and today != body["issued_on"]:
            self._broken("K4", seq, f"{body['issued_on']} is not its day of issue")
        shipment = self.shipments.get(body["shipment"])
        if shipment is None:
            return
        self._sent_to(seq, entry, shipment.body)
        composition = self._composition(shipment.body)
        if self._abroad_in(composition):
            self.imported.add(body["certificate"])
        if pools.digest(composition) != body["composition_digest"]:
            self._broken("K3", seq, f"the origins of certificate {number} are not those that were signed for")
        self._signatures(entry, number, shipment, composition)
        self._agrees(seq, number, shipment.body, shipment.valued, body)
        self._origins(seq, number, body, composition)
        self._stands(seq, body["shipment"], shipment.body, composition)
        if shipment.state != "certified":
            self._valid[body["certificate"]] = body["shipment"]
        shipment.state, shipment.proposal = "certified", None
        for put in shipment.body["parcels"]:
            if parcel := self._parcel(put):
                parcel.live, parcel.certified = False, True

    def _composition(self, packed):
        parts = []
        for put in packed["parcels"]:
            if parcel := self._parcel(put):
                parts.append(self._ledger.lineage.composition(parcel, put["weight_mct"]))
        return pools.merged(parts)

    def _sites(self, composition):
        sites = {}
        for no, share in composition:
            source = self._ledger.lineage.sources.get(no)
            if source:
                sites[source.site] = sites.get(source.site, 0) + share
        return sites

    def _abroad_in(self, composition):
        """Countries of mining, and whether they are mixed, of each share that came from abroad."""
        sources = (self._ledger.lineage.sources.get(no) for no, _ in composition)
        return [source.abroad[:2] for source in sources if source and source.site is None and source.abroad]

    def _unestablished(self, composition):
        """Carats neither of a site nor from abroad."""
        sources = self._ledger.lineage.sources
        return sum(share for no, share in composition if no in sources and sources[no].site is None and not sources[no].abroad)

    def _signed(self, composition):
        """What two people sign for: the carats by source parcel and by site, the most first, those without a site last."""
        sites = sorted(self._sites(composition).items(), key=lambda s: (s[0] is None, -s[1], s[0] or ""))
        lines = "".join(f"{site or ''} {share}\n" for site, share in sites)
        return pools.digest(composition, b"\n" + lines.encode())

    def _signatures(self, entry, number, shipment, composition):
        seq, body, first = entry["seq"], entry["body"], shipment.proposal
        if first is None:
            self._broken("K5", seq, f"nobody had signed first for certificate {number}")
            return
        authors = self._ledger.authors
        if authors.same_hand(shipment.by, authors.hand(entry)):
            self._broken("K5", seq, f"certificate {number} was not signed by two people from two places")
        if self._signed(composition) != first["signed_digest"]:
            self._broken("K5", seq, f"the two signatures of certificate {number} are not for the same carats")
        if first["expires_on"] != body["expires_on"]:
            self._broken("K4", seq, f"certificate {number} ends on another day than was proposed")
        rules = self._ledger.rules(seq)
        if rules and _days(body["issued_on"], body["expires_on"]) > rules.certificate_days:
            self._broken("K4", seq, f"certificate {number} is valid until {body['expires_on']}")

    def _agrees(self, seq, number, packed, valued, body):
        parcels = packed["parcels"]
        rules = self._ledger.rules(seq)
        if valued is None and rules and rules.valuation_required:
            self._broken("K3", seq, f"certificate {number} was never valued")
        lines, value = valued or (_lines(parcels, "value_usd_cents"), sum(put["value_usd_cents"] for put in parcels))
        same = (
            body["exporter"] == packed["exporter"]
            and body["importer"] == packed["importer"]
            and body["parcels"] == len(parcels)
            and body["stones"] == sum(put["stones"] for put in parcels)
            and body["value_usd_cents"] == value
            and body["value_usd_cents"] > 0
            and body["weight_mct"] > 0
            and body["lines"] == lines
            and not packed["test"]
        )
        if not same:
            self._broken("K3", seq, f"certificate {number} does not say what its shipment says")

    def _origins(self, seq, number, body, composition):
        rules, origins = self._ledger.rules(seq), body["origins"]
        mined = any(site is not None for site in self._sites(composition))
        abroad = self._abroad_in(composition)
        wanted = {country for countries, _ in abroad for country in countries}
        if mined and rules:
            wanted.add(rules.country)
        elif mined:
            # Which country is the own is not known: one that no foreign certificate names, or one of theirs.
            wanted.update(([country for country in origins if country not in wanted] or origins)[:1])
        named = origins == sorted(wanted) and (origins or not mined)
        unestablished = self._unestablished(composition)
        several = len(wanted) > 1 or any(mixed or len(countries) != 1 for countries, mixed in abroad)
        mixed = several or (unestablished > 0 and bool(mined or abroad))
        said = bool((body["unestablished_reason"] or "").strip())
        same = (body["mixed"], body["unestablished_mct"]) == (mixed, unestablished)
        if not named or not same or said != (unestablished > 0):
            self._broken("K3", seq, f"certificate {number} does not say where its carats were mined")

    def printed(self, seq, _, body):
        """A certificate is put on paper: copies are counted, and each after the first has a reason."""
        certificate = body["certificate"]
        if certificate not in self._copies:
            self._broken("K7", seq, f"certificate {certificate} was not there to be printed")
            return
        said = bool((body["reason"] or "").strip())
        if body["copy"] != self._copies[certificate] + 1 or said != (body["copy"] > 1):
            self._broken("K7", seq, f"copy {body['copy']} of certificate {certificate} is not the next, or not with its reason")
        self._copies[certificate] = body["copy"]

    def voided(self, _, __, body):
        """A certificate is void; goods that never left come back."""
        self._copies.pop(body["certificate"], None)
        shipment = self.shipments.get(self._valid.pop(body["certificate"], None))
        if shipment is None or body.get("goods") != "here":
            return
        shipment.state = "prepared"
        for put in shipment.body["parcels"]:
            if parcel := self._parcel(put):
                parcel.live = True


def _sum(cents):
    """The sum, or none where one is none."""
    return None if None in cents else sum(cents)


def _contents(items, what):
    """Milli-carats, and another sum, by subheading."""
    found = {}
    for item in items:
        weight, other = found.get(item["hs"], (0, 0))
        found[item["hs"]] = weight + item["weight_mct"], other + item[what]
    return found


def _lines(items, value):
    """Lines of a certificate."""
    sums = sorted(_contents(items, value).items())
    return [{"hs": hs, "weight_mct": weight, "value_usd_cents": cents} for hs, (weight, cents) in sums]


def _days(first, last):
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
