"""Who may do what, and how he showed that it is he: roles and offices as the journal gives them, the way in, signatures."""

from datetime import datetime

PROOF_S = 300
NOBODY = "00000000-0000-0000-0000-000000000000"

# Kind: the roles that may, whether it signs, whether it may be done at the console, whether it may come from a file.
_OFFICE = ("registrar", "supervisor")
_PARTY = ("buyer", "exporter")
_ADMIN = (("administrator",), True, True, False)
_ADMIN_HERE = (("administrator",), True, False, False)
_KEPT = (("registrar", "supervisor", "officer"), False, False, True)
_GRANTED = (("supervisor", "officer"), True, False, True)
_STOPPED = (("supervisor", "officer"), True, False, False)
_TRADE = (_PARTY, False, False, False)
_CLAIM = (("registrar", "supervisor", "buyer", "exporter", "officer"), False, False, False)
_EXPORT = (("exporter",), False, False, False)
_SENT_BACK = (("officer", "approver"), True, False, False)
_OFFICER = (("officer",), False, False, False)
_APPROVED = (("approver",), True, False, False)
_RECOVERED = (("approver", "administrator"), True, False, False)
DEMANDS = {
    "account.created": _ADMIN, "account.state_changed": _ADMIN, "account.password_reset": _ADMIN, "account.factor_reset": _ADMIN,
    "key.adopted": _ADMIN, "certificate_key.adopted": _ADMIN, "account.changed": _ADMIN_HERE, "office.opened": _ADMIN_HERE, "office.changed": _ADMIN_HERE,
    # No role may: it is done at the console, by nobody's account.
    "rules.adopted": ((), True, True, False),
    "party.registered": _KEPT, "party.changed": _KEPT, "site.registered": _KEPT, "site.changed": _KEPT,
    "licence.issued": _GRANTED, "licence.changed": _GRANTED,
    "party.state_changed": _STOPPED, "licence.state_changed": _STOPPED, "stock.declared": _STOPPED,
    "party.details_erased": _APPROVED, "production.recorded": (_OFFICE, False, False, False),
    "slip_book.issued": (("supervisor", "officer"), False, False, False),
    "purchase.offered": _TRADE, "purchase.accepted": _TRADE, "purchase.closed": _TRADE, "purchase.recorded": _TRADE,
    "parcel.combined": _TRADE, "parcel.split": _TRADE, "parcel.sorted": _TRADE, "parcel.reweighed": _TRADE,
    "parcel.sealed": _TRADE, "parcel.unsealed": _TRADE,
    "correction.proposed": (("registrar", "supervisor", "buyer", "exporter", "officer"), False, False, False),
    "correction.decided": (("supervisor", "approver"), True, False, False),
    "removal.reported": _CLAIM, "removal.decided": _APPROVED,
    **dict.fromkeys(
        ("seizure.recorded", "seizure.moved", "seizure.order_proposed", "safe.counted", "offence.recorded", "offence.followed_up"), _STOPPED),
    "stock.counted": (("supervisor", "buyer", "exporter", "officer"), False, False, False),
    "seizure.difference_answered": _APPROVED, "seizure.order_decided": _APPROVED,
    "dispute.opened": _CLAIM, "dispute.withdrawn": _CLAIM, "dispute.decided": _SENT_BACK,
    "shipment.prepared": _EXPORT, "shipment.cancelled": _EXPORT, "shipment.presented": _EXPORT,
    "blank.received": (("officer",), True, False, False),
    "blank.allocated": (("officer",), True, False, False),
    "blank.reported": (("officer",), True, False, False),
    "blank.report_decided": (("approver",), True, False, False),
    **dict.fromkeys((
        "inspection.announced", "inspection.drawn", "inspection.recorded", "inspection.action_done", "dry_run.started",
        "dry_run.concluded"), (("supervisor", "officer"), False, False, False)),
    "parcel.sized": (("officer",), True, False, False),
    "footprint.proposed": (("officer",), True, False, False), "footprint.decided": _APPROVED,
    "zone.proposed": (("officer",), True, False, False), "zone.decided": _APPROVED,
    "estimate.proposed": (("officer",), True, False, False), "estimate.decided": _APPROVED,
    "hold.lifted": (("officer",), True, False, False),
    "participant.proposed": (("officer",), True, False, False),
    "participant.decided": (("approver",), True, False, False),
    "shipment.valued": (("officer",), True, False, False),
    "certificate.proposed": (("officer",), True, False, False), "certificate.retracted": _SENT_BACK,
    "certificate.declined": _SENT_BACK, "certificate.issued": _APPROVED, "certificate.voided": _APPROVED,
    "certificate.sealed": (("officer", "approver"), False, False, False),
    "certificate.departed": (("officer", "approver"), False, False, False),
    "certificate.endorsed": _APPROVED, "letter.issued": _APPROVED, "letter.withdrawn": _APPROVED,
    "arrival.recorded": (("officer",), True, False, False), "warning.listed": _OFFICER, "arrival.closed": _APPROVED, "warning.withdrawn": _APPROVED,
    "certificate.notified": (("officer",), False, False, False), "certificate.confirmed": (("officer",), False, False, False),
    "certificate.difference_answered": (("officer",), True, False, False),
    "certificate.printed": (("officer", "approver"), False, False, False),
    "return.submitted": _APPROVED,
    "difference.answered": (("officer",), False, False, False), "partner_figures.received": (("officer",), False, False, False),
    **dict.fromkeys(
        ("review.recorded", "review.changed", "recommendation.recorded", "recommendation.followed_up"), (("officer",), False, False, False)),
   
    "alert.handled": (("supervisor", "officer", "approver"), True, False, False),
    "report.made": (("officer", "approver", "reviewer"), False, False, False),
    "recovery.proposed": _RECOVERED, "recovery.approved": _RECOVERED,
}

# What the server may write by itself: in the name of the account that issued the certificate, or asked for the report (R5).
SERVER = ("certificate.notified", "certificate.confirmed", "report.made")


class _Account:
    __slots__ = ("role", "office", "party", "on")

    def __init__(self, role, office, party, on):
        self.role, self.office, self.party, self.on = role, office, party, on


class Authors:
    """Accounts, and recoveries that wait for a second person."""

    def __init__(self, report):
        self._broken = report.broken
        self._accounts, self._acting, self._recoveries = {}, {}, {}
        self._begun, self._demonstration = False, False

    def role_of(self, account):
        """The role of an account."""
        found = self._accounts.get(account)
        return found and found.role

    def party_of(self, account):
        """The party that an account acts for."""
        found = self._accounts.get(account)
        return found and found.party

    def act_for(self, party):
        """Whether an account that is on acts for a party."""
        return self._acting.get(party, 0) > 0

    def hand(self, entry):
        """The hand behind an entry: account, party, and from where it signed."""
        return entry["account"], self.party_of(entry["account"]), entry["signed"]

    def same_hand(self, one, other):
        """Whether two hands are one: an account, a party, or a place from which both signed."""
        if one[0] == other[0] or (one[1] is not None and one[1] == other[1]):
            return True
        if self._demonstration or one[2] is None or other[2] is None:
            return False
        same = (one[2][what] is not None and one[2][what] == other[2][what] for what in ("session", "device", "factor"))
        return any(same)

    def judge(self, entry, register, ledger):
        """Judges the author of an entry before it takes effect."""
        seq, kind, via = entry["seq"], entry["kind"], entry["via"]
        roles, signs, console, from_file = DEMANDS[kind]
        author = self._accounts.get(entry["account"])
        if author:
            may = via == "server" or author.role in roles and (via != "import" or author.role in ("supervisor", "officer"))
            if not may:
                self._broken("L7", seq, f"the role {author.role} may not write {kind}")
            if entry["office"] != author.office:
                self._broken("L7", seq, "the entry's office is not its author's")
            if may and not _reaches(author, *_belongs(entry, register, ledger)):
                self._broken("L7", seq, "it is of another office or party than the author's")
        if via == "server" and kind != "report.made" and (kind not in SERVER or ledger.abroad.issuer(entry["body"]["certificate"]) != entry["account"]):
            self._broken("L7", seq, "what the server did is not in the name of who issued the certificate")
        if kind == "rules.adopted" and entry["office"] is not None:
            self._broken("L7", seq, "the entry's office is not its author's")
        demonstration = self._demonstration if self._begun else via == "demonstration"
        admitted = {"session": bool(roles), "token": not signs, "console": console, "import": from_file, "demonstration": demonstration, "server": kind in SERVER}
        if not admitted[via]:
            self._broken("L7", seq, f"{kind} may not be written by way of {via}")
        self._signature(seq, entry, signs)
        if kind == "recovery.approved":
            first = self._recoveries.get(entry["body"]["recovery"])
            if first is None or self.same_hand(first, self.hand(entry)):
                self._broken("L7", seq, "the recovery was not agreed to by a second person")

    def _signature(self, seq, entry, signs):
        signed = entry["signed"]
        if entry["via"] != "session":
            if signed is not None:
                self._broken("L7", seq, f"what comes by way of {entry['via']} is no signature")
        elif signed is None:
            if signs or entry["kind"] in ("correction.proposed", "dispute.opened", "removal.reported"):
                self._broken("L7", seq, "it does not say from where it was signed")
        elif signs:
            proved = signed["proved_at"]
            age = _instant(entry["recorded_at"]) - _instant(proved) if proved else None
            if age is None or age.days < 0 or age.total_seconds() >= PROOF_S + 1:
                self._broken("L7", seq, "whoever signed had not just shown that it was he")

    def apply(self, entry):
        """Takes an entry's effect on."""
        if not self._begun:
            self._begun, self._demonstration = True, entry["via"] == "demonstration"
        kind, body = entry["kind"], entry["body"]
        if kind == "account.created":
            self._set(body["account"], _Account(body["role"], body["office"], body["party"], True))
        elif kind == "account.changed" and (before := self._accounts.get(body["account"])):
            self._set(body["account"], _Account(body["role"], body["office"], body["party"], before.on))
        elif kind == "account.state_changed" and (before := self._accounts.get(body["account"])):
            self._set(body["account"], _Account(before.role, before.office, before.party, body["active"]))
        elif kind == "recovery.proposed":
            self._recoveries[body["recovery"]] = self.hand(entry)
        elif kind == "recovery.approved":
            self._recoveries.pop(body["recovery"], None)

    def _set(self, account, now):
        before = self._accounts.get(account)
        self._accounts[account] = now
        for state, step in ((before, -1), (now, 1)):
            if state and state.on and state.party is not None:
                self._acting[state.party] = self._acting.get(state.party, 0) + step


def _instant(text):
    return datetime.fromisoformat(text)


def _reaches(author, offices, parties):
    if author.role in _OFFICE:
        return author.office is not None and bool(offices) and all(office == author.office for office in offices)
    if author.role in _PARTY:
        # A thing that the journal does not know is told as such, not as somebody else's.
        return not parties or author.party in parties
    return True


def _belongs(entry, register, ledger):
    """The offices that keep the thing of an entry, before and after, and the parties it concerns."""
    kind, body = entry["kind"], entry["body"]
    known = register.office_of
    if kind in ("party.registered", "site.registered"):
        return [body["facts"]["office"]], []
    if kind == "party.changed":
        return [known("party", body["party"]), body["facts"]["office"]], []
    if kind == "party.state_changed":
        return [known("party", body["party"])], []
    if kind in ("stock.declared", "slip_book.issued"):
        return [known("party", body["holder"])], []
    if kind == "licence.issued":
        return [body["terms"]["office"]], []
    if kind == "licence.changed":
        return [known("licence", body["licence"]), body["terms"]["office"]], []
    if kind == "licence.state_changed":
        return [known("licence", body["licence"])], []
    if kind == "site.changed":
        return [known("site", body["site"]), body["facts"]["office"]], []
    if kind in ("production.recorded", "alert.handled"):
        return [body["office"]], []
    if kind == "correction.proposed":
        return _of_correction(body["change"], ledger)
    if kind == "correction.decided":
        return [ledger.corrections.office_of(body["correction"])], []
    if kind == "removal.reported":
        return [body["office"]], [body["holder"]]
    if kind in ("inspection.drawn", "inspection.action_done", "dry_run.concluded"):
        return [ledger.inspections.office_of(body)], []
    if kind in (
            "seizure.recorded", "safe.counted", "offence.recorded", "inspection.announced", "inspection.recorded", "dry_run.started"):
        return [body["office"]], []
    if kind == "stock.counted":
        return [known("party", body["holder"])], [body["holder"]]
    if kind in ("seizure.moved", "seizure.order_proposed"):
        return [ledger.seizures.office_of(body["seizure"])], []
    if kind == "offence.followed_up":
        return [ledger.offences.office_of(body["offence"])], []
    if kind == "dispute.opened":
        return [body["office"]], [body["claim"][body["claimant"]]]
    if kind == "dispute.withdrawn":
        case = ledger.cases.get(body["dispute"])
        return ([case[0]], [case[1]]) if case else ([None], [])
    return [], _parties(kind, body, ledger)


def _of_correction(change, ledger):
    if change["of"] == "purchase":
        return [], ledger.slips.get(change["purchase"], (0, ()))[1]
    source = ledger.lineage.sources.get(change["parcel_no"])
    return ([source.office], [source.holder]) if source else ([None], [])


def _parties(kind, body, ledger):
    if kind in ("purchase.offered", "purchase.recorded"):
        return [body["slip"]["seller"], body["slip"]["buyer"]]
    if kind in ("purchase.accepted", "purchase.closed"):
        return ledger.slips.get(body["purchase"], (0, ()))[1]
    if kind in ("parcel.combined", "parcel.split", "parcel.sorted"):
        return [body["holder"]]
    if kind.startswith("parcel."):
        parcel = ledger.lineage.parcels.get(body["parcel_no"])
        return [parcel.holder] if parcel else []
    if kind == "shipment.prepared":
        return [body["exporter"]]
    if kind.startswith("shipment."):
        shipment = ledger.certificates.shipments.get(body["shipment"])
        return [shipment.body["exporter"]] if shipment else []
    return []
