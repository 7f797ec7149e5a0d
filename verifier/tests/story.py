"""A short true story after the fixture's: one of every act of custody, to be told wrongly in one point at a time."""

import copy
import json

from placer_verify import pools
from tests.support import LINES, uid

_ENTRIES = [json.loads(line) for line in LINES]
START = len(LINES) + 1
ADMIN = _ENTRIES[1]["account"]
MINER, DEALER, EXPORTER = uid(901), uid(902), uid(903)
MONITOR, CUSTOMS, VALUER = uid(904), uid(905), uid(906)
AS = {name: uid(910 + at) for at, name in enumerate(["registrar", "dealer", "exporter", "officer", "approver", "miner", "shipper"])}
SITE, OFFICE, DIGS, DEALS, EXPORTS, LEAVES = uid(920), uid(922), uid(921), uid(932), uid(933), uid(934)


def _number():
    last = 0
    for entry in _ENTRIES:
        body = entry["body"]
        stock = [item["parcel"] for item in body["parcels"]] if entry["kind"] == "stock.declared" else []
        for new in [body.get("parcel"), *body.get("outputs", []), *stock]:
            if isinstance(new, dict):
                last = max(last, new["no"])
    return last


NO = _number()


def parcel(at, weight, stones, hs="7102.10"):
    """A new parcel, numbered from the fixture's last one on."""
    return {"parcel": uid(2000 + at), "no": NO + at, "weight_mct": weight, "stones": stones, "hs": hs, "class": None}


def facts(weight, stones, on="2026-02-25", site=SITE):
    return {
        "site": site, "licence": DIGS, "on": on, "stones": stones, "weight_mct": weight, "largest_mct": None, "classes": [],
        "diggers": None, "gravel_dm3": None, "page": None, "position": None, "accuracy_m": None, "flags": [], "late_reason": None}


def production(at, weight, stones, **more):
    body = {"parcel": parcel(at, weight, stones), "holder": MINER, "office": OFFICE, "test": False, "facts": facts(weight, stones, **more)}
    return ("production.recorded", body, AS["registrar"])


def account(name, role, party=None, office=None):
    return ("account.created", {"account": AS[name], "role": role, "office": office, "party": party}, ADMIN)


def switched(name, active):
    return ("account.state_changed", {"account": AS[name], "active": active, "reason": "x"}, ADMIN)


def party(key, number, roles):
    facts = {"kind": "organisation", "roles": roles, "office": OFFICE, "supporter": None, "details_digest": "x", "reference": None}
    return ("party.registered", {"party": key, "no": number, "code": f"X-{number}", "facts": facts}, AS["officer"])


def awake(s):
    """The miner's account is on again: in the story he has none by the time somebody else writes down his sale."""
    s.setdefault("miner on", switched("miner", True))


def licence(key, number, kind, holder, **more):
    terms = {
        "kind": kind, "holder": holder, "office": OFFICE, "issued_on": "2026-01-01", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
        "area": None, "area_m2": None, "fee": None, "receipt": None, "workers_max": None, "depth_max_dm": None, "documents": [],
        "conditions": None, "renews": None, "reference": None, **more}
    return ("licence.issued", {"licence": key, "no": number, "number": f"T/{number}", "terms": terms}, AS["officer"])


def site(key, number, of):
    facts = {
        "name": "Pit", "licence": of, "office": OFFICE, "shape": {"point": [1, 2]}, "centre": [1, 2], "area_m2": None, "accuracy_m": None,
        "obtained": "gps", "surveyed_on": None, "surveyor": None, "deposit": None, "admin_code": None, "admin_name": None,
        "locality": None, "border_m": None, "flags": [], "reference": None}
    return ("site.registered", {"site": key, "no": number, "code": f"S-{number}", "facts": facts}, AS["officer"])


def items(*of):
    return [{"parcel_no": NO + at, "weight_mct": weight, "stones": stones} for at, weight, stones in of]


def slip(number, what):
    return {
        "purchase": uid(3000 + number), "no": 900 + number, "book": uid(930), "serial": f"S{number}", "check_code": "X", "seller": MINER,
        "seller_licence": DIGS, "buyer": DEALER, "buyer_licence": DEALS, "agent": None, "items": what,
        "price": {"minor": 1, "currency": "USD"}, "rate_e6": 1_000_000, "usd_cents": 1, "payment": "cash", "payment_reference": None,
        "place": None, "on": "2026-02-26", "test": False}


def rework(holder, inputs, outputs, loss=0, change=0, reason=None):
    return {
        "holder": holder, "inputs": [NO + at for at in inputs], "outputs": outputs, "loss_mct": loss, "loss_reason": reason,
        "stones_change": change, "test": False}


IMPORTER = {"name": "Example (fictitious)", "address": "Somewhere", "country": "BE"}
PACKED = [
    {"parcel_no": NO + 7, "weight_mct": 2_005, "stones": 5, "hs": "7102.31", "seal": "T-1", "value_usd_cents": 500},
    {"parcel_no": NO + 8, "weight_mct": 995, "stones": 3, "hs": "7102.10", "seal": "T-2", "value_usd_cents": 100},
]
# 1 (1,000 mct after the sale) and 2 (2,010) were mixed to 6 (3,005), which was sorted into 7 and 8.
MIX = pools.scaled([(NO + 1, 1_000), (NO + 2, 2_010)], 3_005)
COMPOSITION = pools.merged([pools.scaled(MIX, 2_005), pools.scaled(MIX, 995)])
SIGNED = pools.digest(COMPOSITION, f"\n{SITE} 3000\n".encode())


def certificate(number, **changed):
    body = {
        "certificate": uid(4000 + number), "no": 900 + number, "number": f"SL T{number}", "replaces": None, "shipment": uid(941), "proposed_by": AS["officer"],
        "issued_on": "2026-03-01", "expires_on": "2026-04-30", "exporter": DEALER, "importer": IMPORTER, "origins": ["SL"], "mixed": False,
        "weight_mct": 3_000, "stones": 8, "value_usd_cents": 600, "parcels": 2,
        "lines": [{"hs": "7102.10", "weight_mct": 995, "value_usd_cents": 100}, {"hs": "7102.31", "weight_mct": 2_005, "value_usd_cents": 500}],
        "unestablished_mct": 0, "unestablished_reason": None, "composition_digest": pools.digest(COMPOSITION), **changed}
    return ("certificate.issued", body, AS["approver"])


def proposal(number=1, **changed):
    body = {
        "shipment": uid(941), "expires_on": "2026-04-30", "unestablished_reason": None, "signed_digest": SIGNED,
        "blank": f"SL T{number}", **changed}
    return ("certificate.proposed", body, AS["officer"])


def charges(value):
    """What is to be paid on a value by the fixture's rules, no stone being special."""
    rates = ("duty", 30_000), ("rehabilitation", 500)
    return [
        {"code": code, "base_cents": value, "ppm": ppm, "count": None, "cents": (value * ppm + 500_000) // 1_000_000} for code, ppm in rates]


def valuation(**changed):
    lines = [
        {
            "hs": put["hs"], "class": "+9", "stones": put["stones"], "weight_mct": put["weight_mct"], "exporter_cents": put["value_usd_cents"],
            "government_cents": put["value_usd_cents"], "independent_cents": put["value_usd_cents"]}
        for put in PACKED]
    body = {
        "shipment": uid(941), "on": "2026-03-01", "table": "dtc", "present": [MONITOR, CUSTOMS], "independent": VALUER, "lines": lines,
        "taken": "government", "value_usd_cents": 600, **changed}
    body.setdefault("charges", charges(body["value_usd_cents"]))
    return ("shipment.valued", body, AS["officer"])


def forms(number, first, last, **changed):
    body = {
        "run": uid(7000 + number), "no": 900 + number, "year": 2026, "before": "SL T", "width": 1, "after": "", "first": first, "last": last,
        "note": "x", "on": "2026-03-01", **changed}
    return ("blank.received", body, AS["officer"])


def standing(participant, what="trade", since=None, country=None):
    return {"participant": participant, "country": country, "standing": what, "from": since, "source": "x"}


def participants(number, *standings):
    body = {"change": uid(7200 + number), "no": 900 + number, "source": "x", "on": "2026-03-01", "standings": list(standings), "contacts": []}
    return ("participant.proposed", body, AS["officer"])


def confirmed(number, by="approver", **changed):
    return ("participant.decided", {"change": uid(7200 + number), "confirmed": True, "reason": None, **changed}, AS[by])


def _seal(at, seal, kind="parcel.sealed", **more):
    return (kind, {"parcel": uid(2000 + at), "parcel_no": NO + at, "seal": seal, **more}, AS["dealer"])


def _correction(number, no, was, now, seq):
    change = {"of": "production", "parcel_no": NO + no, "was": facts(*was), "now": facts(*now)}
    return ("correction.proposed", {
        "correction": uid(5000 + number), "no": 900 + number, "corrects_seq": seq, "office": OFFICE, "change": change, "reason": "x",
    }, AS["registrar"])


def _decision(number, approved=True):
    return ("correction.decided", {"correction": uid(5000 + number), "approved": approved, "reason": None}, AS["approver"])


def _prepared():
    return ("shipment.prepared", {
        "shipment": uid(941), "no": 901, "code": "E-X", "exporter": DEALER, "licence": EXPORTS, "importer": IMPORTER,
        "parcels": copy.deepcopy(PACKED), "test": False}, AS["exporter"])


def story():
    """Every event under a name, in order."""
    told = {
        "office": ("office.opened", {"office": OFFICE, "no": 99, "code": "X", "name": "X", "areas": []}, ADMIN),
        "registrar": account("registrar", "registrar", None, OFFICE),
        "dealer": account("dealer", "buyer", DEALER),
        "exporter": account("exporter", "exporter", DEALER),
        "officer": account("officer", "officer"),
        "approver": account("approver", "approver"),
        "miner": account("miner", "buyer", MINER),
        "digs": party(MINER, 901, ["miner", "exporter"]),
        "deals": party(DEALER, 902, ["dealer", "exporter"]),
        "monitor": party(MONITOR, 904, ["official"]),
        "customs": party(CUSTOMS, 905, ["official"]),
        "valuer": party(VALUER, 906, ["valuer"]),
        "to dig": licence(DIGS, 901, "artisanal", MINER),
        "to deal": licence(DEALS, 902, "dealer", DEALER),
        "to export": licence(EXPORTS, 903, "exporter", DEALER),
        "pit": site(SITE, 901, DIGS),
        "dug 1": production(1, 1_000, 3),
        "dug 2": production(2, 2_000, 5),
        "dug 3": production(3, 700, 2),
        "dug 4": production(4, 400, 1),
        "wrong 3": _correction(1, 3, (700, 2), (710, 2), 0),
        "right 3": _decision(1),
        "offer": ("purchase.offered", {"slip": slip(1, items((1, 1_000, 3), (2, 2_000, 5))), "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["miner"]),
        "accept": ("purchase.accepted", {"purchase": uid(3001), "weighed": items((1, 1_000, 3), (2, 2_010, 5))}, AS["dealer"]),
        "offer 2": ("purchase.offered", {"slip": slip(2, items((3, 710, 2))), "expires_at": "2026-03-02T00:00:00.000000Z"}, AS["miner"]),
        "decline": ("purchase.closed", {"purchase": uid(3002), "end": "declined", "reason": None}, AS["dealer"]),
        "miner off": switched("miner", False),
        "bought": ("purchase.recorded", {"slip": slip(3, items((3, 710, 2))), "weighed": items((3, 705, 2))}, AS["dealer"]),
        "split": ("parcel.split", rework(DEALER, [3], [parcel(5, 700, 2)], 5, 0, "cleaned"), AS["dealer"]),
        "weigh": ("parcel.reweighed", {
            "parcel": uid(2005), "parcel_no": NO + 5, "before_mct": 700, "after_mct": 695, "stones_before": 2, "stones_after": 2,
            "reason": "x"}, AS["dealer"]),
        "mix": ("parcel.combined", rework(DEALER, [1, 2], [parcel(6, 3_005, 8)], 5, 0, "cleaned"), AS["dealer"]),
        "sort": ("parcel.sorted", rework(DEALER, [6], [parcel(7, 2_005, 5, "7102.31"), parcel(8, 995, 3)], 5, 0, "dust"), AS["dealer"]),
        "seal 7": _seal(7, "T-0"),
        "open 7": _seal(7, "T-0", "parcel.unsealed", reason="x"),
        "reseal 7": _seal(7, "T-1"),
        "seal 8": _seal(8, "T-2"),
        "forms": forms(1, 1, 9),
        "move": ("blank.allocated", {"run": uid(7001), "first": 5, "last": 9, "office": OFFICE}, AS["officer"]),
        "stolen": ("blank.reported", {
            "report": uid(7101), "no": 901, "run": uid(7001), "first": 8, "last": 9, "fate": "stolen", "on": "2026-03-01", "reason": "x",
        }, AS["officer"]),
        "it is so": ("blank.report_decided", {"report": uid(7101), "confirmed": True, "reason": None}, AS["approver"]),
        "list": participants(1, standing("CH"), standing("EU", "suspended", "2026-03-02")),
        "list 2": confirmed(1),
        "pack": _prepared(),
        "value": valuation(),
        "propose": proposal(),
        "retract": ("certificate.retracted", {"shipment": uid(941), "reason": "x"}, AS["officer"]),
        "propose 2": proposal(),
        "issue": certificate(1),
        "void": ("certificate.voided", {"certificate": uid(4001), "reason": "x", "goods": "here"}, AS["approver"]),
        "cancel": ("shipment.cancelled", {"shipment": uid(941), "reason": "x"}, AS["exporter"]),
        "pack 2": _prepared(),
        "value 2": valuation(),
        "propose 3": proposal(2),
        "issue 2": certificate(2, replaces=uid(4001)),
        "wrong 4": ("correction.proposed", {
            "correction": uid(5002), "no": 902, "corrects_seq": 0, "office": OFFICE, "reason": "x",
            "change": {"of": "withdrawal", "parcel_no": NO + 4, "was": facts(400, 1)}}, AS["registrar"]),
        "gone 4": _decision(2),
        "price": ("correction.proposed", {
            "correction": uid(5003), "no": 903, "corrects_seq": 0, "office": None, "reason": "x", "change": {
                "of": "purchase", "purchase": uid(3003), "was": terms(1), "now": terms(2)}}, AS["dealer"]),
        "price 2": _decision(3),
    }
    told = copy.deepcopy(told)
    told["wrong 3"][1]["corrects_seq"] = place("dug 3", told)
    told["wrong 4"][1]["corrects_seq"] = place("dug 4", told)
    told["price"][1]["corrects_seq"] = place("bought", told)
    return told


def terms(minor):
    return {"price": {"minor": minor, "currency": "USD"}, "rate_e6": 1, "usd_cents": minor, "payment": "cash", "payment_reference": None}


def place(name, told=None):
    """The position of an event of the story."""
    return START + list(told or story()).index(name)
