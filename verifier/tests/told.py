"""The story changed and judged."""

import unittest

from placer_verify import pools
from tests.story import AS, IMPORTER, LEAVES, MINER, NO, SITE, START, account, awake, forms, licence, parcel, story, valuation
from tests.support import Export, judged_by_both, uid


def ship(s, at, weight, stones, pool):
    """One of the miner's parcels is sealed, packed and certified by itself, as carats of the story's site."""
    awake(s)
    if "shipper" not in s:
        s["shipper"] = account("shipper", "exporter", MINER)
        s["to leave"] = licence(LEAVES, 904, "exporter", MINER)
    seal = f"T-{at}"
    s[f"seal {at}"] = ("parcel.sealed", {"parcel": uid(2000 + at), "parcel_no": NO + at, "seal": seal}, AS["miner"])
    put = {"parcel_no": NO + at, "weight_mct": weight, "stones": stones, "hs": "7102.10", "seal": seal, "value_usd_cents": 9}
    s[f"pack {at}"] = ("shipment.prepared", {
        "shipment": uid(6000 + at), "no": 900 + at, "code": "E-Y", "exporter": MINER, "licence": LEAVES, "importer": IMPORTER,
        "parcels": [put], "test": False}, AS["shipper"])
    cents = {"exporter_cents": 9, "government_cents": 9, "independent_cents": 9}
    s[f"value {at}"] = valuation(
        shipment=uid(6000 + at), value_usd_cents=9, lines=[{"hs": "7102.10", "class": "+9", "stones": stones, "weight_mct": weight, **cents}])
    s[f"forms {at}"] = forms(at, at, at, before="SL Z", width=len(str(at)))
    signed = pools.digest(pool, f"\n{SITE} {weight}\n".encode())
    s[f"propose {at}"] = ("certificate.proposed", {
        "shipment": uid(6000 + at), "expires_on": "2026-04-30", "unestablished_reason": None, "signed_digest": signed,
        "blank": f"SL Z{at}"}, AS["officer"])
    s[f"issue {at}"] = ("certificate.issued", {
        **s["issue"][1], "certificate": uid(4000 + at), "no": 900 + at, "number": f"SL Z{at}", "replaces": None, "shipment": uid(6000 + at), "exporter": MINER,
        "weight_mct": weight, "stones": stones, "value_usd_cents": 9, "parcels": 1,
        "lines": [{"hs": "7102.10", "weight_mct": weight, "value_usd_cents": 9}], "composition_digest": pools.digest(pool)}, AS["approver"])


class Told(unittest.TestCase):
    def told(self, change, *options):
        """The findings after a change of the story, places by name."""
        events = story()
        change(events)
        names = {START + at: name for at, name in enumerate(events)} | {0: "end"}
        with Export() as export:
            export.append([event for event in events.values() if event])
            _, found, _ = export.verdict(*options)
            judged_by_both(self, export, found)
        told = set()
        for code, at in found:
            rule, _, position = at.partition(" at entry ")
            told.add((rule, names.get(int(position), position)) if code == "rule.broken" else (code, at))
        return told

    def breaks(self, change, *wanted, shared=()):
        """What is found after a change of the story: `wanted`, and what follows from it, `shared`."""
        self.assertEqual(self.told(change), set(wanted) | set(shared))
