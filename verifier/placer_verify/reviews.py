"""Review visits (R4): recommendations belong to a visit, and what is said of them follows one upon the other."""

OPEN = ("open", "in_hand")


def _blank(text):
    return not text.strip()


class Reviews:
    """The walk that judges R4."""

    def __init__(self, report, rulebook):
        self._report, self._rulebook = report.broken, rulebook
        self._offices = set()
        # Visits as [first day, number of recommendations, earliest day of one]; recommendations as [state, number of
        # statements, day of the last, due day].
        self._visits, self._standings = {}, {}

    def read(self, entry):
        """Takes the next entry."""
        seq, kind, body = entry["seq"], entry["kind"], entry["body"]
        rules = self._rulebook.at(seq)
        today = rules and rules.local_day(entry["recorded_at"])
        if kind == "office.opened":
            self._offices.add(body["office"])
        elif kind == "review.recorded":
            self._facts(seq, today, body["facts"])
            if body["review"] in self._visits or body["no"] != len(self._visits) + 1:
                self._report("R4", seq, f"visit {body['no']} is there, or is not the next one")
            self._visits.setdefault(body["review"], [body["facts"]["first_on"], 0, None])
        elif kind == "review.changed":
            self._changed(seq, today, body)
        elif kind == "recommendation.recorded":
            self._recommended(seq, today, body)
        elif kind == "recommendation.followed_up":
            self._followed_up(seq, today, body)

    def _facts(self, seq, today, facts):
        first = facts["first_on"]
        if (today and first > today) or facts["last_on"] < first:
            self._report("R4", seq, "a visit ends before it begins, or is to come")
        report = facts["report"]
        bad = report and (_blank(report["reference"]) or report["on"] < first or (today and report["on"] > today))
        if bad or _blank(facts["team"]):
            self._report("R4", seq, "nobody came on a visit, or its report came before it or is to come")

    def _changed(self, seq, today, body):
        self._facts(seq, today, body["facts"])
        visit = self._visits.get(body["review"])
        if visit is None or _blank(body["reason"]):
            self._report("R4", seq, "a visit is not there to be changed, or for no reason")
        if visit is None:
            return
        visit[0] = body["facts"]["first_on"]
        if visit[2] is not None and visit[2] < visit[0]:
            self._report("R4", seq, "a visit begins after its recommendations")

    def _recommended(self, seq, today, body):
        visit = self._visits.get(body["review"])
        if visit is None or body["recommendation"] in self._standings:
            self._report("R4", seq, "a recommendation is there, or its visit is not")
            return
        visit[1] += 1
        given, due = body["given_on"], body["due_on"]
        if body["no"] != visit[1]:
            self._report("R4", seq, f"recommendation {body['no']} leaves a gap")
        if not visit[0] <= given <= due or (today and given > today):
            self._report("R4", seq, "a recommendation was not given between its visit and its due day")
        known = body["office"] is None or body["office"] in self._offices
        if _blank(body["text"]) or _blank(body["owner"]) or not known:
            self._report("R4", seq, "a recommendation says nothing, or nobody there answers for it")
        visit[2] = given if visit[2] is None else min(visit[2], given)
        self._standings[body["recommendation"]] = ["open", 0, given, due]

    def _followed_up(self, seq, today, body):
        standing = self._standings.get(body["recommendation"])
        if standing is None:
            self._report("R4", seq, "a recommendation is not there")
            return
        state, count, last, due = standing
        on, to, evidence = body["on"], body["state"], body["evidence"]
        if body["no"] != count + 1:
            self._report("R4", seq, f"statement {body['no']} leaves a gap")
        if on < last or (today and on > today):
            self._report("R4", seq, "a statement speaks for a day before the one before it, or to come")
        if state not in OPEN and to != "open":
            self._report("R4", seq, "what is done or declined was not opened again")
        shown = not _blank(evidence) if evidence is not None else None
        if _blank(body["statement"]) or shown != (True if to == "done" else None):
            self._report("R4", seq, "a statement says nothing, or nothing shows it")
        moved = body["moved"]
        if moved:
            if to not in OPEN or moved["due_on"] == due or moved["due_on"] < on or _blank(moved["reason"]):
                self._report("R4", seq, "a statement moves the due day to none that can be, or for no reason")
            due = moved["due_on"]
        self._standings[body["recommendation"]] = [to, count + 1, on, due]
