"""Footprints: who adopted them, whether their numbers follow from the entries, and stones counted by size."""


def _by_size(lines):
    sizes = {}
    for line in lines:
        stones, mass = sizes.get(line["class"], (0, 0))
        sizes[line["class"]] = stones + line["stones"], mass + line["weight_mct"]
    return sizes


def _together(sizes):
    return sum(stones for stones, _ in sizes.values()), sum(mass for _, mass in sizes.values())


class Footprints:
    """What is known of sizes. Reads an entry before the ledger takes its effect on."""

    def __init__(self, report, rulebook, authors, ledger):
        self._broken, self._rulebook, self._authors, self._ledger = report.broken, rulebook, authors, ledger
        # Entries counted by size by parcel number: office, day, zones, lines; offices of all that are no test.
        self._dug, self._offices, self._corrections, self._waiting = {}, {}, {}, {}
        self._proposed = 0

    def read(self, entry):
        """Takes the next entry."""
        seq, kind, body = entry["seq"], entry["kind"], entry["body"]
        if kind == "production.recorded" and not body["test"]:
            self._offices[body["parcel"]["no"]] = body["office"]
            self._written(body["parcel"]["no"], body["facts"])
        elif kind == "correction.proposed":
            self._corrections[body["correction"]] = body["change"]
        elif kind == "correction.decided":
            change = self._corrections.pop(body["correction"], None)
            if change and body["approved"]:
                self._corrected(change)
        elif kind == "parcel.sized":
            self._sized(seq, body)
        elif kind == "footprint.proposed":
            self._propose(seq, entry, body)
        elif kind == "footprint.decided":
            self._decide(seq, entry, body)

    def _check(self, holds, rule, seq, what):
        if not holds:
            self._broken(rule, seq, what)

    def _corrected(self, change):
        if change["of"] == "production":
            self._written(change["parcel_no"], change["now"])
        elif change["of"] == "withdrawal":
            self._dug.pop(change["parcel_no"], None)

    def _written(self, no, facts):
        self._dug.pop(no, None)
        if no in self._offices and facts["classes"]:
            zones = {str(held["zone_no"]) for held in (facts.get("zone") or {"held": []})["held"]}
            self._dug[no] = self._offices[no], facts["on"], zones, facts["classes"]

    def _follows(self, body):
        of, _, which = body["area"].partition("/")
        lines, entries = [], 0
        for office, day, zones, own in self._dug.values():
            there = which in zones if of == "zone" else of == "office" and which == office
            if there and body["from"] <= day <= body["to"]:
                lines.extend(own)
                entries += 1
        stated = _by_size(body["lines"])
        once = len(stated) == len(body["lines"])
        return once and stated == _by_size(lines) and entries == body["entries"] and _together(stated) == (body["stones"], body["weight_mct"])

    def _propose(self, seq, entry, body):
        self._proposed += 1
        self._check(body["no"] == self._proposed, "G1", seq, "a footprint does not follow the one before")
        self._check(body["from"] <= body["to"], "G1", seq, "the days of a footprint end before they begin")
        rules = self._rulebook.at(seq)
        least = rules.footprint_least if rules else None
        self._check(least is None or body["stones"] >= least, "G1", seq, f"a footprint rests on fewer than {least} stones")
        self._check(self._follows(body), "G2", seq, "the numbers of a footprint do not follow from its entries")
        self._waiting[body["footprint"]] = body, self._authors.hand(entry)

    def _decide(self, seq, entry, body):
        waiting = self._waiting.pop(body["footprint"], None)
        if waiting is None:
            self._broken("G1", seq, f"footprint {body['footprint']} did not wait")
            return
        proposed, by = waiting
        self._check(not self._authors.same_hand(by, self._authors.hand(entry)), "G1", seq, "nobody else decided a footprint")
        self._check(body["adopted"] or (body["reason"] or "").strip(), "G1", seq, "a footprint was refused without a reason")
        self._check(not body["adopted"] or self._follows(proposed), "G2", seq, "the numbers of a footprint did not follow any more when it was adopted")

    def _sized(self, seq, body):
        no = body["parcel_no"]
        parcel = self._ledger.lineage.parcels.get(no)
        if parcel is None:
            self._broken("G3", seq, f"there is no parcel {no}")
            return
        self._check(parcel.live and parcel.seal is None, "G3", seq, f"the stones of parcel {no} were counted, and it is gone or under seal")
        sizes = _by_size(body["lines"])
        whole = len(sizes) == len(body["lines"]) and _together(sizes) == (parcel.stones, parcel.weight)
        self._check(whole, "G3", seq, f"stones counted by size are not those of parcel {no}")
