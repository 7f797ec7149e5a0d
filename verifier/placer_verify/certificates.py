"""Shipments and certificates: what is packed, what is signed, and what the two signatures are for."""

from . import pools


class _Shipment:
    def __init__(self, body):
        self.body, self.state, self.proposal = body, "prepared", None


class Certificates:
    """The part of the second walk that judges K2 to K6."""

    def __init__(self, broken, lineage, rulebook):
        self._broken, self._lineage, self._rulebook = broken, lineage, rulebook
        self._shipments, self._valid = {}, {}
        self._numbers, self._ids, self._nos = set(), set(), set()

    def prepared(self, seq, _, body):
        """An exporter puts sealed parcels together."""
        for put in body["parcels"]:
            no = put["parcel_no"]
            parcel = self._lineage.parcels.get(no)
            if parcel is None:
                self._broken("C6", seq, f"there is no parcel {no}")
                continue
            there = parcel.live and parcel.holder == body["exporter"] and parcel.test == body["test"]
            same = (parcel.seal, parcel.weight, parcel.stones) == (put["seal"], put["weight_mct"], put["stones"])
            if not there or not same:
                self._broken("K3", seq, f"parcel {no} is not as it is packed")
            if parcel.shipment is not None:
                self._broken("K2", seq, f"parcel {no} is in another shipment")
            parcel.shipment = body["shipment"]
        self._shipments[body["shipment"]] = _Shipment(body)

    def cancelled(self, seq, _, body):
        """It is taken apart again."""
        shipment = self._shipments.pop(body["shipment"], None)
        if shipment is None or shipment.state == "certified":
            self._broken("K3", seq, f"shipment {body['shipment']} was not there to be cancelled")
        for put in shipment.body["parcels"] if shipment else []:
            parcel = self._lineage.parcels.get(put["parcel_no"])
            if parcel and parcel.shipment == body["shipment"]:
                parcel.shipment = None

    def proposed(self, seq, _, body):
        """The first signature."""
        shipment = self._shipments.get(body["shipment"])
        if shipment is None or shipment.state != "prepared":
            self._broken("K3", seq, f"shipment {body['shipment']} was not waiting for an officer")
        if shipment:
            shipment.state, shipment.proposal = "proposed", body

    def unsigned(self, _, __, body):
        """The first signature is gone."""
        shipment = self._shipments.get(body["shipment"])
        if shipment and shipment.state == "proposed":
            shipment.state, shipment.proposal = "prepared", None

    def issued(self, seq, _, body):
        """The second signature."""
        number = body["number"][:60]
        if body["number"] in self._numbers or body["certificate"] in self._ids or body["no"] in self._nos:
            self._broken("K2", seq, f"certificate {number} was issued before")
        self._numbers.add(body["number"])
        self._ids.add(body["certificate"])
        self._nos.add(body["no"])
        shipment = self._shipments.get(body["shipment"])
        if shipment is None:
            return
        composition = self._composition(shipment.body)
        if pools.digest(composition) != body["composition_digest"]:
            self._broken("K3", seq, f"the origins of certificate {number} are not those that were signed for")
        self._signatures(seq, number, shipment, body, composition)
        self._agrees(seq, number, shipment.body, body)
        self._origins(seq, number, body, composition)
        shipment.state, shipment.proposal = "certified", None
        for put in shipment.body["parcels"]:
            if parcel := self._lineage.parcels.get(put["parcel_no"]):
                parcel.live = False
        self._valid[body["certificate"]] = body["shipment"]

    def _composition(self, packed):
        parts = []
        for put in packed["parcels"]:
            if parcel := self._lineage.parcels.get(put["parcel_no"]):
                parts.append(self._lineage.composition(parcel, put["weight_mct"]))
        return pools.merged(parts)

    def _sites(self, composition):
        sites = {}
        for no, share in composition:
            source = self._lineage.sources.get(no)
            if source:
                sites[source.site] = sites.get(source.site, 0) + share
        return sites

    def _signatures(self, seq, number, shipment, body, composition):
        proposal = shipment.proposal
        if proposal is None:
            self._broken("K5", seq, f"nobody had signed first for certificate {number}")
            return
        sites = sorted(self._sites(composition).items(), key=lambda s: (s[0] is None, -s[1], s[0] or ""))
        lines = "".join(f"{site or ''} {share}\n" for site, share in sites)
        if pools.digest(composition, b"\n" + lines.encode()) != proposal["signed_digest"]:
            self._broken("K5", seq, f"the two signatures of certificate {number} are not for the same carats")
        if proposal["expires_on"] != body["expires_on"]:
            self._broken("K4", seq, f"certificate {number} ends on another day than was proposed")

    def _agrees(self, seq, number, packed, body):
        parcels = packed["parcels"]
        lines = []
        for hs in sorted({put["hs"] for put in parcels}):
            of_it = [put for put in parcels if put["hs"] == hs]
            weight, value = sum(put["weight_mct"] for put in of_it), sum(put["value_usd_cents"] for put in of_it)
            lines.append({"hs": hs, "weight_mct": weight, "value_usd_cents": value})
        same = (
            body["exporter"] == packed["exporter"]
            and body["importer"] == packed["importer"]
            and body["parcels"] == len(parcels)
            and body["stones"] == sum(put["stones"] for put in parcels)
            and body["value_usd_cents"] == sum(put["value_usd_cents"] for put in parcels)
            and body["lines"] == lines
            and not packed["test"]
        )
        if not same:
            self._broken("K3", seq, f"certificate {number} does not say what its shipment says")
        rules = self._rulebook.at(seq)
        if rules and body["importer"]["country"] == rules.country:
            self._broken("K4", seq, f"certificate {number} goes to the own country")

    def _origins(self, seq, number, body, composition):
        sites = self._sites(composition)
        unestablished = sites.pop(None, 0)
        rules = self._rulebook.at(seq)
        named = [rules.country] if rules and sites else body["origins"][:1] if sites else []
        mixed = bool(sites) and unestablished > 0
        said = (body["unestablished_reason"] or "").strip()
        same = (body["origins"], body["mixed"], body["unestablished_mct"]) == (named, mixed, unestablished)
        if not same or (sites and not body["origins"]) or (unestablished and not said):
            self._broken("K3", seq, f"certificate {number} does not say where its carats were mined")

    def voided(self, _, __, body):
        """A certificate is void; goods that never left come back."""
        shipment = self._shipments.get(self._valid.pop(body["certificate"], None))
        if shipment is None or body.get("goods") != "here":
            return
        shipment.state = "prepared"
        for put in shipment.body["parcels"]:
            if parcel := self._lineage.parcels.get(put["parcel_no"]):
                parcel.live = True
