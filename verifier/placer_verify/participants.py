"""Participants (K4): two people put a change on the list, and on the day of a signature there may be trade with the
participant that stands for the destination."""


class Participants:
    """The list as it was confirmed, and the changes that wait."""

    def __init__(self, report, authors):
        self._broken, self._authors = report.broken, authors
        # Statements by (participant, country), each as (from, standing), the one confirmed last at the end.
        self._waiting, self._list = {}, {}

    def read(self, entry):
        """Takes the next entry."""
        seq, kind, body = entry["seq"], entry["kind"], entry["body"]
        if kind == "participant.proposed":
            self._waiting[body["change"]] = body, self._authors.hand(entry)
        elif kind == "participant.decided":
            found = self._waiting.pop(body["change"], None)
            if found is None:
                self._broken("K4", seq, f"change {body['change']} of the participants did not wait")
                return
            change, by = found
            if self._authors.same_hand(by, self._authors.hand(entry)):
                self._broken("K4", seq, "a change of the participants was not confirmed by a second person")
            for row in change["standings"] if body["confirmed"] else ():
                about = self._list.setdefault((row["participant"], row["country"]), [])
                about.append((row["from"] or "", row["standing"]))

    def _on(self, participant, country, day):
        """What holds on a day: of what begins by then the latest, and of those that begin together the one confirmed last."""
        begun = [(start, at) for at, (start, _) in enumerate(self._list.get((participant, country), [])) if start <= day]
        return self._list[participant, country][max(begun)[1]][1] if begun else None

    def certifies(self, country, day):
        """The participant whose certificates those of a country are: of itself and those that cover it the first with trade,
        else the first that covers it, else itself."""
        covering = sorted(p for p, covered in self._list if covered == country != p and self._on(p, country, day) == "trade")
        trades = [p for p in sorted({country, *covering}) if self._on(p, None, day) == "trade"]
        return (trades or covering or [country])[0]

    def one_issuer(self, one, other):
        """Whether certificates of two issuers, each with its day of issue, are of one country or one participant."""
        return one[0] == other[0] or self.certifies(*one) == self.certifies(*other)

    def open(self, country, day):
        """Whether rough diamonds may be sent to a country on a day."""
        standing = [participant for participant, covered in self._list if covered == country]
        trades = [p for p in (country, *standing) if self._on(p, None, day) == "trade"]
        return any(p == country or self._on(p, country, day) == "trade" for p in trades)
