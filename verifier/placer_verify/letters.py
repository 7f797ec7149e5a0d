"""Technical certificates and letters of comfort (K11)."""

from datetime import date


class Letters:
    """The walk that judges K11, and K4 of what goes to a laboratory."""

    def __init__(self, report, rulebook, participants):
        self._broken, self._rulebook, self._participants = report.broken, rulebook, participants
        self._withdrawn, self._codes, self._nos = {}, set(), set()

    def read(self, entry):
        """Takes the next entry."""
        seq, body = entry["seq"], entry["body"]
        if entry["kind"] == "letter.issued":
            self._issued(seq, entry, body)
        elif entry["kind"] == "letter.withdrawn":
            if self._withdrawn.get(body["letter"]) is not False:
                self._broken("K11", seq, f"letter {body['letter']} was not there to be withdrawn")
            self._withdrawn[body["letter"]] = True

    def _issued(self, seq, entry, body):
        code, rules = body["code"][:60], self._rulebook.at(seq)
        if body["letter"] in self._withdrawn or body["code"] in self._codes or body["no"] in self._nos:
            self._broken("K11", seq, f"letter {code} was issued before")
        self._withdrawn.setdefault(body["letter"], False)
        self._codes.add(body["code"])
        self._nos.add(body["no"])
        if (body["purpose"] == "samples") != (body["paper"] == "comfort"):
            self._broken("K11", seq, f"letter {code} is not the paper for its purpose")
        country, today = body["addressee"]["country"], rules and rules.local_day(entry["recorded_at"])
        if body["purpose"] == "research" and today and not self._participants.open(country, today):
            self._broken("K4", seq, f"{country[:20]} is no participant to trade with on {today}")
        days = (date.fromisoformat(body["expires_on"]) - date.fromisoformat(body["issued_on"])).days
        if (today and today != body["issued_on"]) or not 0 <= days <= (rules.certificate_days if rules else 60):
            self._broken("K11", seq, f"letter {code} was not issued on its day, or is valid for {days} days")
        if rules and body["addressee"]["country"] == rules.country:
            self._broken("K11", seq, f"letter {code} goes to the own country")
