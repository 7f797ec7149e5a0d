"""Long reports (R5): each is numbered, of days in order, has the digest and the size of its file, and names a journal that was
there when it was written down.

Answers for alerts (R6): each says what was seen by its digest, a case has its number, nobody answers for his own account."""

import re

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Reports:
    """The walk that judges R5. Authors are read as they were before an entry."""

    def __init__(self, report, rulebook, authors):
        self._broken, self._rulebook, self._authors = report.broken, rulebook, authors
        self._known, self._made = set(), 0

    def read(self, entry):
        """Takes the next entry."""
        if entry["kind"] == "alert.handled":
            return self._answered(entry)
        if entry["kind"] != "report.made":
            return
        seq, body = entry["seq"], entry["body"]
        no = body["no"]
        self._made += 1
        if body["report"] in self._known or no != self._made:
            self._broken("R5", seq, f"report {no} is not the next")
        self._known.add(body["report"])
        if not (_DIGEST.fullmatch(body["sha256"]) and _DIGEST.fullmatch(body["head_root"])) or body["size"] <= 0:
            self._broken("R5", seq, f"report {no} has no file with a digest")
        rules = self._rulebook.at(seq)
        today = rules and rules.local_day(entry["recorded_at"])
        if body["first"] > body["last"] or (today and body["first"] > today):
            self._broken("R5", seq, f"the days of report {no} are not in order, or have not begun")
        if not 1 <= body["head_size"] < seq:
            self._broken("R5", seq, f"report {no} was read from {body['head_size']} entries, which were not there")
        if entry["via"] not in ("server", "demonstration"):
            self._broken("R5", seq, f"report {no} was not written down by the server that made it")
        if self._authors.role_of(entry["account"]) not in ("officer", "approver", "reviewer"):
            self._broken("R5", seq, f"report {no} was made for somebody who may not have it")

    def _answered(self, entry):
        seq, body = entry["seq"], entry["body"]
        if not _DIGEST.fullmatch(body["evidence"]):
            self._broken("R6", seq, "an alert was answered for without a digest of what was seen")
        if bool((body["case"] or "").strip()) != (body["state"] == "case"):
            self._broken("R6", seq, "an alert is a case without a number, or has a number and is none")
        if not body["reason"].strip():
            self._broken("R6", seq, "an alert was answered for without a reason")
        subject = body["alert"]["subject"]
        if subject["kind"] == "account" and subject["id"] == entry["account"]:
            self._broken("R6", seq, "somebody answered for an alert about his own account")
