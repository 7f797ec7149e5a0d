"""An entry of the journal and every kind of event, as shapes."""

from .canonical import NotCanonical, decode
from .kinds import (
    I32, I64, MASS, U32, Unreadable, areas, currency, day, flag, ident, instant, list_of, maybe, members, one_of, period, position, shape,
    text, whole,
)

_money = members({"minor": I64, "currency": currency})
_reference = members({"source": text, "key": text})
_hs = one_of("7102.10", "7102.21", "7102.31")


def _not_nothing(value):
    """A number that is left out when it is 0."""
    I64(value)
    if value == 0:
        raise Unreadable("a 0 that should be left out")


def _filled(kind):
    """A list that is left out when it is empty."""

    def check(value):
        kind(value)
        if not value:
            raise Unreadable("an empty list that should be left out")

    return check


_found = list_of(members({"hs": _hs, "weight_mct": MASS, "stones": I64}))
_new_parcel = members({"parcel": ident, "no": I64, "weight_mct": MASS, "stones": I64, "hs": _hs, "class": maybe(text)})
_review_facts = members({
    "kind": one_of("visit", "mission", "follow_up", "internal"), "first_on": day, "last_on": day, "team": text,
    "report": maybe(members({"reference": text, "on": day})),
})
_size_line = members({"class": text, "stones": I64, "weight_mct": MASS})
_account = {
    "account": ident,
    "role": one_of("registrar", "supervisor", "buyer", "exporter", "officer", "approver", "reviewer", "administrator"),
    "office": maybe(ident),
    "party": maybe(ident),
}
_party_facts = members({
    "kind": one_of("person", "organisation"),
    "roles": list_of(one_of(
        "digger", "miner", "cooperative", "supporter", "dealer", "agent", "exporter", "courier", "state_buyer", "official", "valuer")),
    "office": maybe(ident),
    "supporter": maybe(ident),
    "details_digest": text,
    "reference": maybe(_reference),
})
_licence_terms = members({
    "kind": text, "holder": ident, "office": maybe(ident), "issued_on": day, "starts_on": day, "ends_on": day,
    "area": maybe(shape), "area_m2": maybe(I64), "fee": maybe(_money), "receipt": maybe(text), "workers_max": maybe(U32),
    "depth_max_dm": maybe(U32), "documents": list_of(text), "conditions": maybe(text), "renews": maybe(ident),
    "reference": maybe(_reference),
})
_site_facts = members({
    "name": text, "licence": maybe(ident), "office": maybe(ident), "shape": shape, "centre": position,
    "area_m2": maybe(I64), "accuracy_m": maybe(U32), "obtained": one_of("gps", "survey", "map", "estimate", "unknown"),
    "surveyed_on": maybe(day), "surveyor": maybe(text), "deposit": maybe(text), "admin_code": maybe(text),
    "admin_name": maybe(text), "locality": maybe(text), "border_m": maybe(I64), "flags": list_of(text),
    "reference": maybe(_reference),
})
_zone_status = one_of("open", "closed", "rebel", "embargo", "compliant", "protected", "border")
_document = members({"title": text, "number": maybe(text), "on": day})
_stated = members({"status": _zone_status, "from": day, "to": maybe(day), "document": _document, "reason": text})
_ZONE_ACTS = {
    "zone": members({
        "of": text, "no": I64, "code": text, "name": text, "authority": text, "office": maybe(ident), "area": areas,
        "document": _document, "statuses": list_of(_stated)}),
    "boundary": members({"of": text, "from": day, "area": areas, "document": _document, "reason": text}),
    "status": members({"of": text, "stated": _stated}),
    "release": members({"of": text, "parcels": list_of(I64), "order": _document, "reason": text}),
}


_estimate_of = members({"of": one_of("site", "licence", "zone"), "id": ident})


def _zone_act(value):
    if type(value) is not dict or type(value.get("of")) is not str or value["of"] not in _ZONE_ACTS:
        raise Unreadable("no act of a known kind about zones")
    _ZONE_ACTS[value["of"]](value)


def _yes(value):
    if value is not True:
        raise Unreadable("left out when it is false")


_production = members({
    "site": ident, "licence": ident, "on": day, "stones": I64, "weight_mct": MASS, "largest_mct": maybe(MASS),
    "classes": list_of(_size_line), "diggers": maybe(U32), "gravel_dm3": maybe(I64), "page": maybe(text),
    "position": maybe(position), "accuracy_m": maybe(U32),
    "flags": list_of(one_of("late", "outside_site", "no_position", "too_many_diggers", "after_stop", "zone", "over_capacity")),
    "late_reason": maybe(text),
}, {"days_worked": U32, "zone": members(
    {"held": list_of(members({"zone_no": I64, "status": _zone_status})), "effect": one_of("none", "flag", "freeze", "refuse")}, {"outside": _yes})})
_inspected = one_of("site", "buyer", "exporter", "office")
INSPECTION_ITEMS = (
    "licence_shown", "boundary_marked", "pit_book", "diggers_fit", "stones_in_book", "no_children", "holes_safe", "purchase_book",
    "slips_in_order", "stock_matches", "seals_intact", "scale_tested", "payment_papers", "safe_storage", "certificate_copies",
    "forms_counted", "staffed", "entries_in_time", "own_accounts", "seized_kept")
_slip = members({
    "purchase": ident, "no": I64, "book": ident, "serial": text, "check_code": text, "seller": ident,
    "seller_licence": ident, "buyer": ident, "buyer_licence": ident, "agent": maybe(ident),
    "items": list_of(members({"parcel_no": I64, "weight_mct": MASS, "stones": I64})), "price": _money, "rate_e6": I64,
    "usd_cents": I64, "payment": text, "payment_reference": maybe(text), "place": maybe(text), "on": day, "test": flag,
})
_weighed = list_of(members({"parcel_no": I64, "weight_mct": MASS, "stones": I64}))
_rework = members({
    "holder": ident, "inputs": list_of(I64), "outputs": list_of(_new_parcel), "loss_mct": MASS,
    "loss_reason": maybe(text), "stones_change": I64, "test": flag,
})
_purchase_terms = members({
    "price": _money, "rate_e6": I64, "usd_cents": I64, "payment": text, "payment_reference": maybe(text),
})
_stock_facts = members({"site": maybe(ident), "stones": I64, "weight_mct": MASS, "note": maybe(text)})
_CHANGES = {
    "production": members({"of": text, "parcel_no": I64, "was": _production, "now": _production}),
    "purchase": members({"of": text, "purchase": ident, "was": _purchase_terms, "now": _purchase_terms}),
    "stock": members({"of": text, "parcel_no": I64, "was": _stock_facts, "now": _stock_facts}),
    "withdrawal": members({"of": text, "parcel_no": I64, "was": _production}),
}


def _change(value):
    if type(value) is not dict or type(value.get("of")) is not str or value["of"] not in _CHANGES:
        raise Unreadable("no change of a known kind")
    _CHANGES[value["of"]](value)


_taken = list_of(members({"parcel": ident, "parcel_no": I64, "weight_mct": MASS, "stones": I64}))
_importer = members({"name": text, "address": text, "country": text})
_difference = one_of("weight", "parcels", "value", "early", "late", "seals")
_shipment_reason = members({"shipment": ident, "reason": text})

EVENTS = {
    "account.created": members(_account),
    "account.changed": members(_account),
    "account.state_changed": members({"account": ident, "active": flag, "reason": text}),
    "account.password_reset": members({"account": ident}),
    "account.factor_reset": members({"account": ident, "reason": text}),
    "office.opened": members({"office": ident, "no": I64, "code": text, "name": text, "areas": list_of(text)}),
    "office.changed": members({"office": ident, "name": text, "areas": list_of(text)}),
    "party.registered": members({"party": ident, "no": I64, "code": text, "facts": _party_facts}),
    "party.changed": members({"party": ident, "facts": _party_facts, "reason": text}),
    "party.state_changed": members({
        "party": ident, "state": one_of("active", "barred", "dead", "ended"), "on": day, "reason": text,
        "note": maybe(text)}, {"offence": ident}),
    "party.details_erased": members({"party": ident, "reason": text}),
    "licence.issued": members({"licence": ident, "no": I64, "number": text, "terms": _licence_terms}),
    "licence.changed": members({"licence": ident, "terms": _licence_terms, "reason": text}),
    "licence.state_changed": members({
        "licence": ident, "state": one_of("issued", "suspended", "revoked"), "on": day, "reason": text}, {"offence": ident}),
    "site.registered": members({"site": ident, "no": I64, "code": text, "facts": _site_facts}),
    "site.changed": members({"site": ident, "facts": _site_facts, "reason": text}),
    "production.recorded": members({
        "parcel": _new_parcel, "holder": ident, "office": maybe(ident), "test": flag, "facts": _production}),
    "stock.declared": members({
        "holder": ident, "on": day, "office": maybe(ident), "test": flag,
        "parcels": list_of(members({"parcel": _new_parcel, "site": maybe(ident), "note": maybe(text)}, {"seal": text}))}, {"zone": ident}),
    "slip_book.issued": members({
        "book": ident, "no": I64, "holder": ident, "office": maybe(ident), "prefix": text, "first": I64, "last": I64,
        "width": U32}),
    "purchase.offered": members({"slip": _slip, "expires_at": instant}),
    "purchase.accepted": members({"purchase": ident, "weighed": _weighed}),
    "purchase.closed": members({
        "purchase": ident, "end": one_of("declined", "withdrawn"), "reason": maybe(text)}),
    "purchase.recorded": members({"slip": _slip, "weighed": _weighed}),
    "parcel.combined": _rework,
    "parcel.split": _rework,
    "parcel.sorted": _rework,
    "parcel.reweighed": members({
        "parcel": ident, "parcel_no": I64, "before_mct": MASS, "after_mct": MASS, "stones_before": I64,
        "stones_after": I64, "reason": text}),
    "parcel.sealed": members({"parcel": ident, "parcel_no": I64, "seal": text}),
    "parcel.unsealed": members({"parcel": ident, "parcel_no": I64, "seal": text, "reason": text}),
    "removal.reported": members({
        "removal": ident, "no": I64, "code": text, "parcel": ident, "parcel_no": I64, "holder": ident, "office": maybe(ident),
        "weight_mct": MASS, "stones": I64, "cause": one_of("domestic", "lost", "stolen", "destroyed"), "on": day,
        "taker": maybe(text), "reference": maybe(text), "happened": text}),
    "removal.decided": members({"removal": ident, "confirmed": flag, "reason": maybe(text)}),
    "seizure.recorded": members({
        "seizure": ident, "no": I64, "code": text, "check_code": text, "office": maybe(ident), "from": maybe(ident), "on": day,
        "place": text, "ground": text, "receipt": text, "seal": text, "safe": text, "witnesses": list_of(text), "account": maybe(text),
        "taken": _taken, "found": list_of(_new_parcel), "offers": list_of(ident), "shipments": list_of(ident), "test": flag}),
    "seizure.moved": members({
        "seizure": ident, "step": I64, "on": day, "from": text, "to": text, "given_by": text, "taken_by": text, "seal_read": text,
        "seal_new": maybe(text), "differs": flag, "readings": list_of(members({
            "parcel_no": I64, "before_mct": MASS, "after_mct": MASS, "stones_before": I64, "stones_after": I64}))}),
    "seizure.difference_answered": members({"seizure": ident, "step": I64, "stands": flag, "reason": text}),
    "seizure.order_proposed": members({
        "order": ident, "seizure": ident, "no": I64, "outcome": one_of("returned", "sold", "forfeited", "abroad", "destroyed"),
        "number": text, "authority": text, "on": day, "parcels": _taken, "to": maybe(ident), "licence": maybe(ident),
        "price": maybe(_money), "slip": maybe(text), "note": maybe(text)}),
    "seizure.order_decided": members({"order": ident, "confirmed": flag, "reason": maybe(text)}),
    "safe.counted": members({
        "count": ident, "no": I64, "office": maybe(ident), "safe": text, "on": day, "there": list_of(I64), "missing": list_of(I64),
        "elsewhere": list_of(I64), "note": maybe(text)}),
    "stock.counted": members({
        "count": ident, "no": I64, "holder": ident, "office": maybe(ident), "on": day,
        "parcels": list_of(members({"parcel_no": I64, "weight_mct": MASS, "stones": I64})), "weight_mct": MASS, "stones": I64,
        "note": maybe(text)}),
    "offence.recorded": members({
        "offence": ident, "no": I64, "code": text, "office": maybe(ident), "ground": text, "parties": list_of(ident), "on": day,
        "account": text, "seizure": maybe(ident), "parcels": list_of(I64), "certificate": maybe(ident), "arrival": maybe(ident),
        "licence": maybe(ident)}),
    "offence.followed_up": members({
        "offence": ident, "no": I64, "on": day, "authority": text, "case_number": maybe(text), "fine": maybe(_money),
        "note": maybe(text), "state": one_of(
            "suspected", "charged", "hearing", "convicted", "acquitted", "fined", "dropped", "settled")}),
    "inspection.announced": members({
        "plan": ident, "no": I64, "code": text, "office": maybe(ident), "kind": _inspected, "count": I64, "draw_on": day, "until": day,
        "pool": list_of(members({"target": ident, "code": text, "weight": I64}))}),
    "inspection.drawn": members({"plan": ident, "size": I64, "root": text, "seed": text, "drawn": list_of(ident)}),
    "inspection.recorded": members({
        "inspection": ident, "no": I64, "code": text, "office": maybe(ident), "kind": _inspected, "target": ident, "party": maybe(ident),
        "plan": maybe(ident), "again": maybe(ident), "on": day, "position": maybe(position), "accuracy_m": maybe(U32),
        "checked": list_of(members({"item": one_of(*INSPECTION_ITEMS), "answer": one_of("yes", "no", "not_seen")})),
        "findings": list_of(members({"severity": one_of("minor", "major", "critical"), "text": text})),
        "counted": list_of(members({
            "parcel_no": I64, "book_mct": MASS, "book_stones": I64, "counted_mct": MASS, "counted_stones": I64})),
        "actions": list_of(members({"what": text, "party": maybe(ident), "due": day})), "account": maybe(text)}),
    "inspection.action_done": members({"inspection": ident, "action": I64, "on": day, "proof": text}),
    "dry_run.started": members({
        "run": ident, "no": I64, "code": text, "office": maybe(ident), "parcel": ident, "parcel_no": I64, "purpose": text}),
    "dry_run.concluded": members({"run": ident, "outcome": one_of("stopped", "let_through", "passed"), "report": text}),
    "zone.proposed": members({"change": ident, "no": I64, "zone": maybe(ident), "act": _zone_act}),
    "hold.lifted": members({"parcel": ident, "parcel_no": I64, "reason": text}),
    "estimate.proposed": members({
        "estimate": ident, "no": I64, "about": _estimate_of, "from": day, "to": maybe(day), "mct": I64, "per": one_of("month", "year"),
        "document": _document, "reason": text}),
    "estimate.decided": members({"estimate": ident, "confirmed": flag, "reason": maybe(text)}),
    "zone.decided": members({"change": ident, "confirmed": flag, "reason": maybe(text)}, {
        "found": _filled(list_of(members({"parcel_no": I64, "effect": one_of("none", "flag", "freeze", "refuse")})))}),
    "parcel.sized": members({"parcel": ident, "parcel_no": I64, "on": day, "table": text, "lines": list_of(_size_line)}),
    "footprint.proposed": members({
        "footprint": ident, "no": I64, "area": text, "table": text, "from": day, "to": day, "entries": I64,
        "stones": I64, "weight_mct": MASS, "lines": list_of(_size_line), "reason": text}),
    "footprint.decided": members({"footprint": ident, "adopted": flag, "reason": maybe(text)}),
    "correction.proposed": members({
        "correction": ident, "no": I64, "corrects_seq": I64, "office": maybe(ident), "change": _change, "reason": text}),
    "correction.decided": members({"correction": ident, "approved": flag, "reason": maybe(text)}),
    "dispute.opened": members({
        "dispute": ident, "no": I64, "code": text, "office": maybe(ident), "claimant": one_of("buyer", "seller"),
        "claim": members({
            "act": one_of("sale", "offer"), "seller": ident, "seller_licence": ident, "buyer": ident, "buyer_licence": ident,
            "agent": maybe(ident), "price": _money, "slip": maybe(text), "place": maybe(text), "on": day,
            "parcels": list_of(members({"parcel_no": I64, "weight_mct": MASS, "stones": I64}))}),
        "statement": text, "against": list_of(I64)}),
    "dispute.decided": members({
        "dispute": ident, "ruling": one_of("stands", "upheld", "settled"), "reason": text, "to": maybe(ident),
        "moved": list_of(members({"parcel_no": I64, "from": ident})), "offers": list_of(ident), "shipments": list_of(ident)}),
    "dispute.withdrawn": members({"dispute": ident, "reason": text}),
    "blank.received": members({
        "run": ident, "no": I64, "year": I32, "before": text, "width": U32, "after": text, "first": I64, "last": I64,
        "note": text, "on": day}),
    "blank.allocated": members({"run": ident, "first": I64, "last": I64, "office": maybe(ident)}),
    "blank.reported": members({
        "report": ident, "no": I64, "run": ident, "first": I64, "last": I64,
        "fate": one_of("spoiled", "lost", "stolen", "returned"), "on": day, "reason": text}),
    "blank.report_decided": members({"report": ident, "confirmed": flag, "reason": maybe(text)}),
    "shipment.prepared": members({
        "shipment": ident, "no": I64, "code": text, "exporter": ident, "licence": ident, "importer": _importer,
        "parcels": list_of(members({
            "parcel_no": I64, "weight_mct": MASS, "stones": I64, "hs": _hs, "seal": text, "value_usd_cents": I64})),
        "test": flag}),
    "shipment.cancelled": _shipment_reason,
    "shipment.presented": members({"shipment": ident, "answer": text}),
    "participant.proposed": members({
        "change": ident, "no": I64, "source": text, "on": day,
        "standings": list_of(members({
            "participant": text, "country": maybe(text), "standing": one_of("trade", "member", "suspended", "left"),
            "from": maybe(day), "source": text})),
        "contacts": list_of(members({
            "participant": text, "country": maybe(text), "duty": one_of("importing", "exporting"), "authority": text, "email": maybe(text),
            "address": maybe(text), "source": text}))}),
    "participant.decided": members({"change": ident, "confirmed": flag, "reason": maybe(text)}),
    "shipment.valued": members({
        "shipment": ident, "on": day, "table": text, "present": list_of(ident), "independent": maybe(ident),
        "lines": list_of(members({
            "hs": _hs, "class": text, "stones": I64, "weight_mct": MASS, "exporter_cents": I64, "government_cents": I64,
            "independent_cents": maybe(I64)})),
        "taken": one_of("exporter", "government", "independent"), "value_usd_cents": I64,
        "charges": list_of(members({"code": text, "base_cents": I64, "ppm": maybe(I64), "count": maybe(I64), "cents": I64}))}),
    "certificate.proposed": members({
        "shipment": ident, "expires_on": day, "unestablished_reason": maybe(text), "signed_digest": text, "blank": text}),
    "certificate.retracted": _shipment_reason,
    "certificate.declined": _shipment_reason,
    "certificate.issued": members({
        "certificate": ident, "no": I64, "number": text, "replaces": maybe(ident), "shipment": ident, "proposed_by": ident, "issued_on": day,
        "expires_on": day, "exporter": ident, "importer": _importer, "origins": list_of(text), "mixed": flag,
        "weight_mct": MASS, "stones": I64, "value_usd_cents": I64, "parcels": I64,
        "lines": list_of(members({"hs": _hs, "weight_mct": MASS, "value_usd_cents": I64})), "unestablished_mct": MASS,
        "unestablished_reason": maybe(text), "composition_digest": text}),
    "certificate.printed": members({
        "certificate": ident, "copy": I64, "sha256": text, "size": I64, "template": text, "reason": maybe(text)}),
    "certificate.sealed": members({
        "certificate": ident, "no": I64, "seal": text, "number": text, "parcel_number": maybe(text), "on": day, "reason": maybe(text)}),
    "certificate.departed": members({
        "certificate": ident, "on": day, "place": text, "transport": one_of("air", "road", "water"), "reference": text,
        "courier": maybe(ident), "seal": text}),
    "certificate.endorsed": members({
        "certificate": ident, "no": I64, "field": one_of("importer_name", "importer_address"), "was": text, "is": text, "reason": text}),
    "arrival.recorded": members({
        "arrival": ident, "no": I64, "code": text, "importer": maybe(ident), "importer_stated": maybe(text), "number": text, "issuer": text,
        "issued_on": day, "expires_on": day, "arrived_on": day, "exporter": _importer, "origins": list_of(text), "mixed": flag, "parcels": I64,
        "lines": list_of(members({"hs": _hs, "weight_mct": MASS, "value_usd_cents": I64})), "found_mct": MASS, "seals_intact": flag,
        "detained": maybe(text), "against": list_of(text), "remark": maybe(text)}, {"found": _filled(_found), "found_parcels": I64, "received": _filled(list_of(_new_parcel))}),
    "arrival.closed": members(
        {"arrival": ident, "outcome": one_of("released", "returned", "seized"), "importer": maybe(ident), "reason": text},
        {"found": _filled(_found), "received": _filled(list_of(_new_parcel))}),
    "warning.listed": members({"list": ident, "issuer": text, "source": text, "numbers": list_of(text)}),
    "warning.withdrawn": members({"list": ident, "numbers": list_of(text), "reason": text}),
    "letter.issued": members({
        "letter": ident, "no": I64, "paper": one_of("technical", "comfort"), "code": text,
        "purpose": one_of("customs", "seized", "research", "samples"), "issued_on": day, "expires_on": day, "addressee": _importer,
        "goods": text, "weight_mct": maybe(MASS), "reference": text}),
    "letter.withdrawn": members({"letter": ident, "reason": text}),
    "certificate.notified": members({
        "certificate": ident, "way": one_of("smtp", "hand"), "recipient": text, "sha256": text, "size": I64, "on": day,
        "reference": maybe(text)}),
    "certificate.confirmed": members({
        "confirmation": ident, "no": I64, "certificate": ident, "way": one_of("officer", "file", "code"), "received_on": day,
        "parcels": I64, "weight_mct": MASS, "value_usd_cents": maybe(I64), "importer": text, "seals_intact": flag, "confirmed_by": text,
        "reference": maybe(text), "remark": maybe(text), "supersedes": maybe(ident), "differences": list_of(_difference)},
        {"file_sha256": text}),
    "certificate.difference_answered": members({
        "confirmation": ident, "difference": _difference, "answer": one_of("explained", "corrected", "case"), "reason": text}),
    "certificate.voided": members({"certificate": ident, "reason": text}, {"goods": one_of("here", "gone"), "cause": one_of("error", "spoiled", "lost", "stolen", "unused")}),
    "return.submitted": members({
        "submission": ident, "no": I64, "period": period, "version": I64,
        "lines": list_of(members({
            "part": one_of("production", "production_region", "export_total", "export", "import_total", "import", "certificates"), "key": text, "origin": text,
            "hs": maybe(_hs), "count": I64, "weight_mct": I64, "value_usd_cents": maybe(I64)})),
        "sha256": text, "reason": maybe(text)}),
    "difference.answered": members({
        "period": period, "difference": text, "mct": I64,
        "cause": one_of("late", "correction", "timing", "rounding", "classification", "stock", "inquiry", "other"), "answer": text},
        {"usd_cents": _not_nothing}),
    "partner_figures.received": members({"file": ident, "no": I64, "source": text, "text": text, "sha256": text}),
    "review.recorded": members({"review": ident, "no": I64, "facts": _review_facts}),
    "review.changed": members({"review": ident, "facts": _review_facts, "reason": text}),
    "recommendation.recorded": members({
        "recommendation": ident, "review": ident, "no": I64, "text": text, "owner": text, "office": maybe(ident), "given_on": day,
        "due_on": day}),
    "recommendation.followed_up": members({
        "recommendation": ident, "no": I64, "on": day, "state": one_of("open", "in_hand", "done", "declined"), "statement": text,
        "evidence": maybe(text), "moved": maybe(members({"due_on": day, "reason": text}))}),
    "alert.handled": members({
        "alert": members({
            "control": text, "period": text,
            "subject": members({
                "kind": one_of("site", "party", "licence", "office", "account", "shipment", "certificate", "parcel", "country"), "id": text})}),
        "state": one_of("open", "explained", "case", "false"), "office": maybe(ident), "owner": maybe(ident), "reason": text, "case": maybe(text),
        "severity": one_of("notice", "alarm", "critical"), "measure": I64, "evidence": text}),
    "report.made": members({
        "report": ident, "no": I64, "kind": one_of("review"), "first": day, "last": day, "sha256": text, "size": I64,
        "head_size": I64, "head_root": text}),
    "rules.adopted": members({"jurisdiction": text, "digest": text}),
    "key.adopted": members({"vkey": text, "reason": text}),
    "certificate_key.adopted": members({"kid": text, "public_key": text, "reason": text}),
    "recovery.proposed": members({
        "recovery": ident, "known_origin": text, "known_size": I64, "known_root": text, "reason": text}),
    "recovery.approved": members({"recovery": ident}),
}

_version = whole(2, 2)
_signed = members({"proved_at": maybe(instant), "session": text, "device": maybe(text), "factor": maybe(text)})
_entry = members({
    "v": _version, "seq": I64, "id": ident, "recorded_at": instant, "occurred_at": instant, "account": ident,
    "office": maybe(ident), "device": maybe(text), "via": one_of("session", "token", "console", "import", "server", "demonstration"),
    "signed": maybe(_signed), "idempotency_key": text, "request_hash": text, "kind": text,
    "body": lambda _: None,
})


def read_entry(raw):
    """The entry behind a line's bytes; raises Unreadable when it is none in canonical form."""
    try:
        entry = decode(raw)
    except NotCanonical as error:
        raise Unreadable(str(error)) from None
    _entry(entry)
    event = EVENTS.get(entry["kind"])
    if event is None:
        raise Unreadable(f"{entry['kind'][:40]} is no kind of event")
    event(entry["body"])
    return entry
