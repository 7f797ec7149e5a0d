"""Offences (O1): what became of them follows one upon the other, and who is stopped for one is of it."""

OVER = ("convicted", "acquitted", "fined", "dropped", "settled")


def _blank(text):
    return not text.strip()


class Offences:
    """The walk that judges O1."""

    def __init__(self, report, rulebook, register, ledger):
        self._broken, self._rulebook, self._register, self._ledger = report.broken, rulebook, register, ledger
        # Offences as [office, parties, state, number of statements, day].
        self._known = {}

    def office_of(self, offence):
        """The office that keeps an offence."""
        return self._known[offence][0] if offence in self._known else None

    def read(self, entry):
        """Takes the next entry."""
        seq, kind, body = entry["seq"], entry["kind"], entry["body"]
        rules = self._rulebook.at(seq)
        today = rules and rules.local_day(entry["recorded_at"])
        if kind == "offence.recorded":
            self._recorded(seq, today, body)
        elif kind == "offence.followed_up":
            self._followed_up(seq, today, body)
        elif kind == "licence.state_changed" and "offence" in body:
            self._stops(seq, body["offence"], self._register.holder_of(body["licence"]))
        elif kind == "party.state_changed" and "offence" in body:
            self._stops(seq, body["offence"], body["party"])

    def _recorded(self, seq, today, body):
        code = body["code"][:60]
        if body["offence"] in self._known or body["no"] != len(self._known) + 1:
            self._broken("O1", seq, f"offence {code} is there, or is not the next one")
        if _blank(body["account"]) or _blank(body["ground"]) or (today and body["on"] > today):
            self._broken("O1", seq, f"offence {code} says nothing, or is to come")
        if body["seizure"] is not None and not self._ledger.seizures.knows(body["seizure"]):
            self._broken("O1", seq, f"offence {code} goes with a seizure that is not there")
        self._known.setdefault(body["offence"], [body["office"], body["parties"], "suspected", 0, body["on"]])

    def _followed_up(self, seq, today, body):
        known = self._known.get(body["offence"])
        if known is None:
            self._broken("O1", seq, f"offence {body['offence']} is not there")
            return
        known[3] += 1
        state, fine = body["state"], body["fine"]
        if body["no"] != known[3]:
            self._broken("O1", seq, f"statement {body['no']} leaves a gap")
        if state == "suspected" or (known[2] in OVER and state != "charged"):
            self._broken("O1", seq, "what is over was not charged again")
        if body["on"] < known[4] or (state != "hearing" and today and body["on"] > today):
            self._broken("O1", seq, f"statement {body['no']} speaks for a day before the offence, or to come")
        fined = fine is not None and fine["minor"] > 0
        fits = fined if state == "fined" else fine is None or (state == "convicted" and fined)
        if not fits or _blank(body["authority"]):
            self._broken("O1", seq, f"statement {body['no']} is of nobody, or its fine is not of it")
        known[2] = state

    def _stops(self, seq, offence, party):
        if offence not in self._known or party is None or party not in self._known[offence][1]:
            self._broken("O1", seq, f"who is stopped is not of offence {offence}")
