"""Blank certificates: every form of every run in exactly one state at every moment (K1), and which void certificate a
certificate replaces (K2)."""

RUN_MAX, WIDTH_MAX, TEXT_MAX = 10_000, 12, 40


class Blanks:
    """The walk that judges K1."""

    def __init__(self, report, rulebook, authors):
        self._broken, self._rulebook, self._authors = report.broken, rulebook, authors
        # Runs; forms by number: [year, state]; what is set aside, reported and issued.
        self._runs, self._forms, self._set_aside, self._waiting, self._last = {}, {}, {}, {}, {}
        self._read = {
            "blank.received": self._received,
            "blank.allocated": lambda seq, _, body: self._taken(seq, body["run"], body["first"], body["last"], "stock", "stock"),
            "blank.reported": self._reported,
            "blank.report_decided": self._decided,
            "certificate.proposed": self._proposed,
            "certificate.retracted": lambda _, __, body: self._free(body["shipment"]),
            "certificate.declined": lambda _, __, body: self._free(body["shipment"]),
            "shipment.cancelled": lambda _, __, body: self._free(body["shipment"]),
            "dispute.decided": lambda _, __, body: [self._free(shipment) for shipment in body["shipments"]],
            "seizure.recorded": lambda _, __, body: [self._free(shipment) for shipment in body["shipments"]],
            "certificate.issued": self._issued,
        }

    def read(self, entry):
        """Takes the next entry."""
        step = self._read.get(entry["kind"])
        if step:
            step(entry["seq"], entry, entry["body"])

    def _received(self, seq, _, body):
        first, last = body["first"], body["last"]
        plain = body["width"] <= WIDTH_MAX and len((body["before"] + body["after"]).encode()) <= TEXT_MAX
        fits = plain and 0 <= first <= last and last - first < RUN_MAX and len(str(last)) <= body["width"]
        if not fits or body["run"] in self._runs:
            self._broken("K1", seq, "a delivery of forms that is none")
        if not fits:
            return
        for serial in range(first, last + 1):
            number = _number(body, serial)
            if number in self._forms:
                self._broken("K1", seq, f"form {number[:60]} was received before")
            else:
                self._forms[number] = [body["year"], "stock"]
        self._runs[body["run"]] = body

    def _taken(self, seq, run, first, last, before, after):
        """Takes forms of a run from one state to another; nothing moves unless all of them were there."""
        known = self._runs.get(run)
        forms = []
        if known and known["first"] <= first <= last <= known["last"]:
            forms = [self._forms.get(_number(known, serial)) for serial in range(first, last + 1)]
        there = bool(forms) and all(form and form[1] == before for form in forms)
        if not there:
            self._broken("K1", seq, f"forms {first} to {last} of a run are not where they should be")
            return False
        for form in forms:
            form[1] = after
        return True

    def _reported(self, seq, entry, body):
        if self._taken(seq, body["run"], body["first"], body["last"], "stock", "reported"):
            self._waiting[body["report"]] = body, self._authors.hand(entry)

    def _decided(self, seq, entry, body):
        found = self._waiting.pop(body["report"], None)
        if found is None:
            self._broken("K1", seq, f"report {body['report']} did not wait")
            return
        report, by = found
        if self._authors.same_hand(by, self._authors.hand(entry)):
            self._broken("K1", seq, f"forms reported {report['fate']} were not confirmed by a second person")
        after = "gone" if body["confirmed"] else "stock"
        self._taken(seq, report["run"], report["first"], report["last"], "reported", after)

    def _proposed(self, seq, entry, body):
        number = body["blank"]
        form = self._forms.get(number)
        if form is None or form[1] != "stock":
            self._broken("K1", seq, f"form {number[:60]} was not in stock")
        self._of_year(seq, entry, number)
        if form:
            form[1] = "reserved"
        self._set_aside[body["shipment"]] = number

    def _free(self, shipment):
        """Nobody has signed for the shipment any more: its form is in stock again."""
        form = self._forms.get(self._set_aside.pop(shipment, None))
        if form:
            form[1] = "stock"

    def _of_year(self, seq, entry, number):
        form, rules = self._forms.get(number), self._rulebook.at(seq)
        today = rules and rules.local_day(entry["recorded_at"])
        if form and today and rules.blanks_of_year and form[0] != int(today[:4]):
            self._broken("K1", seq, f"form {number[:60]} is of the range of {form[0]}")

    def _issued(self, seq, entry, body):
        number = self._set_aside.pop(body["shipment"], None)
        if number != body["number"]:
            self._broken("K1", seq, f"certificate {body['number'][:60]} was issued on a form that was not set aside for it")
        if number is not None:
            self._of_year(seq, entry, number)
            if form := self._forms.get(number):
                form[1] = "issued"
        before = self._last.get(body["shipment"])
        self._last[body["shipment"]] = body["certificate"]
        if before != body["replaces"]:
            self._broken("K2", seq, f"certificate {body['number'][:60]} does not say which one it replaces")


def _number(run, serial):
    return f"{run['before']}{serial:0{run['width']}d}{run['after']}"
