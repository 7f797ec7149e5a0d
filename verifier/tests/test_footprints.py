"""Footprints: their numbers, who adopts them, and stones counted by size."""

from tests.story import AS, NO, OFFICE, awake, production
from tests.support import uid
from tests.told import Told


def line(name, stones, mass):
    return {"class": name, "stones": stones, "weight_mct": mass}


def counted(at, *lines, on="2026-02-25", test=False):
    """An entry of the book with its stones counted by size."""
    kind, body, by = production(at, sum(each["weight_mct"] for each in lines), sum(each["stones"] for each in lines), on=on)
    body["facts"]["classes"], body["test"] = list(lines), test
    return kind, body, by


def proposed(*lines, entries, number=1, by="officer", **more):
    body = {
        "footprint": uid(8200), "no": number, "area": f"office/{OFFICE}", "table": "weight", "from": "2026-02-20", "to": "2026-02-28",
        "entries": entries, "stones": sum(each["stones"] for each in lines), "weight_mct": sum(each["weight_mct"] for each in lines),
        "lines": list(lines), "reason": "x"}
    return ("footprint.proposed", {**body, **more}, AS[by])


def decided(adopted=True, reason=None, by="approver"):
    return ("footprint.decided", {"footprint": uid(8200), "adopted": adopted, "reason": reason}, AS[by])


SMALL, LARGE = line("w0", 6, 300), line("w1", 2, 2400)
BOTH = (line("w0", 12, 600), line("w1", 2, 2400))


def dug(s):
    s.update(
        one=counted(9, SMALL), two=counted(10, SMALL, LARGE, on="2026-02-26"), early=counted(11, SMALL, on="2026-02-19"),
        trial=counted(12, SMALL, test=True))


class Footprints(Told):
    """G1 to G3."""

    def breaks_after(self, *shared, **acts):
        def tell(s):
            dug(s)
            s.update(acts)

        self.breaks(tell, shared=shared)

    def test_a_true_story(self):
        self.breaks_after(p=proposed(*BOTH, entries=2), ok=decided())
        self.breaks_after(p=proposed(*BOTH[::-1], entries=2), no=decided(False, "x"))

    def test_who_proposes_and_who_decides(self):
        self.breaks_after(("G1", "p"), p=proposed(*BOTH, entries=2, number=2))
        self.breaks_after(("G1", "p"), ("G2", "p"), p=proposed(*BOTH, entries=2, **{"from": "2026-03-01"}))
        self.breaks_after(("G1", "ok"), ok=decided())
        self.breaks_after(("G1", "no"), p=proposed(*BOTH, entries=2), no=decided(False))
        self.breaks_after(("L7", "ok"), ("G1", "ok"), p=proposed(*BOTH, entries=2), ok=decided(by="officer"))

    def test_the_numbers_follow_from_the_entries(self):
        self.breaks_after(("G2", "p"), p=proposed(*BOTH, entries=3))
        self.breaks_after(("G2", "p"), p=proposed(*BOTH, entries=2, stones=15))
        self.breaks_after(("G2", "p"), p=proposed(SMALL, LARGE, entries=2))
        self.breaks_after(("G2", "p"), p=proposed(SMALL, SMALL, LARGE, entries=2))
        self.breaks_after(("G2", "p"), p=proposed(*BOTH, entries=2, area="zone/1"))
        self.breaks_after(("G2", "ok"), p=proposed(*BOTH, entries=2), late=counted(13, SMALL), ok=decided())

    def test_what_was_counted_is_the_parcel(self):
        def sized(*lines, at=10):
            body = {"parcel": uid(2000 + at), "parcel_no": NO + at, "on": "2026-02-27", "table": "weight", "lines": list(lines)}
            return ("parcel.sized", body, AS["officer"])

        self.breaks_after(n=sized(SMALL, LARGE))
        self.breaks_after(("G3", "n"), n=sized(SMALL))
        self.breaks_after(("G3", "n"), n=sized(line("w0", 3, 300), line("w0", 3, 0), LARGE))
        self.breaks_after(("G3", "n"), n=sized(SMALL, LARGE, at=14))

        def tell(s):
            dug(s)
            awake(s)
            s["seal"] = ("parcel.sealed", {"parcel": uid(2010), "parcel_no": NO + 10, "seal": "K-1"}, AS["miner"])
            s["n"] = sized(SMALL, LARGE)

        self.breaks(tell, shared=[("G3", "n")])
