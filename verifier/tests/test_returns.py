"""Returns of statistics (R1, R2) and tables of partners (R3): told wrongly in one point at a time."""

import hashlib
import json

from tests.story import AS, DEALER
from tests.story import production as production_entry
from tests.support import LINES, signed, uid
from tests.told import Told

LATER = "2027-01-05T00:00:00.000000Z"


def later(kind, body, by, when=LATER):
    """An event of the year after the story's."""
    return (kind, body, by, {"recorded_at": when, "occurred_at": when, "signed": signed(kind, by, when)})


def dug(events, first, last):
    """Production of some days, counted by hand: entries and milli-carats by region, corrections applied."""
    told = [(e["kind"], e["body"]) for e in map(json.loads, LINES)] + [event[:2] for event in events]
    regions, entries, proposed = {}, {}, {}
    for kind, body in told:
        if kind in ("site.registered", "site.changed"):
            regions[body["site"]] = body["facts"]["admin_code"] or ""
        elif kind == "production.recorded" and not body["test"]:
            entries[body["parcel"]["no"]] = body["facts"]
        elif kind == "correction.proposed":
            proposed[body["correction"]] = body["change"]
        elif kind == "correction.decided" and body["approved"]:
            change = proposed[body["correction"]]
            if change["of"] == "production":
                entries[change["parcel_no"]] = change["now"]
            elif change["of"] == "withdrawal":
                entries.pop(change["parcel_no"])
    found = {}
    for of in entries.values():
        if first <= of["on"] <= last:
            count, mass = found.get(regions[of["site"]], (0, 0))
            found[regions[of["site"]]] = count + 1, mass + of["weight_mct"]
    return found


def line(part, key="", origin="", hs=None, count=0, weight=0, value=None):
    return {"part": part, "key": key, "origin": origin, "hs": hs, "count": count, "weight_mct": weight, "value_usd_cents": value}


def production(events, first, last, average=None):
    """The lines of production; `average` is cents and milli-carats of what left."""
    by = sorted(dug(events, first, last).items())
    mass = sum(m for _, (_, m) in by)
    value = None if average is None else (2 * mass * average[0] + average[1]) // (2 * average[1])
    total = line("production", count=sum(n for _, (n, _) in by), weight=mass, value=value)
    return [total] + [line("production_region", key, count=n, weight=m) for key, (n, m) in by]


def submitted(number, period, lines, version=1, reason=None, **other):
    body = {
        "submission": uid(8000 + number), "no": number, "period": period, "version": version, "lines": lines, "sha256": "0" * 64,
        "reason": reason}
    return later("return.submitted", body, AS["approver"], **other)


def half(s):
    """The half-year before the story's, as the fixture has it: nothing left in it."""
    s["half"] = submitted(1, "2025-H2", production(s.values(), "2025-07-01", "2025-12-31"))


def fixture():
    return [json.loads(raw)["body"] for raw in LINES if json.loads(raw)["kind"] == "certificate.issued"]


def arrived(n=1, **other):
    """A shipment from abroad."""
    body = {"arrival": uid(7600 + n), "no": n, "code": f"IM-{n}", "importer": DEALER, "importer_stated": None, "number": f"BW {n}", "issuer": "BE", "issued_on": "2026-03-01",
            "expires_on": "2026-04-30", "arrived_on": "2026-03-01", "exporter": {"name": "O", "address": "1", "country": "BE"}, "origins": ["BW", "ZA"],
            "mixed": True, "parcels": 1, "lines": [{"hs": "7102.31", "weight_mct": 700, "value_usd_cents": 7_000}], "found_mct": 700,
            "seals_intact": True, "detained": None, "against": [], "remark": None}
    return ("arrival.recorded", {**body, **other}, AS["officer"])


def decided(outcome, n=1, **other):
    return ("arrival.closed", {"arrival": uid(7600 + n), "outcome": outcome, "importer": None, "reason": "r", **other}, AS["approver"])


# Members of a union in the fixture, which is one partner.
MEMBERS = {"BE": "EU"}


def year(s, imports=()):
    """The story's year: what the fixture certified, and the second certificate of the story; the first is void."""
    left = fixture() + [s["issue 2"][1]]
    cents, mass = sum(c["value_usd_cents"] for c in left), sum(c["weight_mct"] for c in left)
    sums = {}
    for c in left:
        # Of one country alone, or of it and others that nobody named.
        origin = "+".join(sorted(set(c["origins"])) + ["*"] * c["mixed"])
        for of in c["lines"]:
            key = MEMBERS.get(c["importer"]["country"], c["importer"]["country"]), origin, of["hs"]
            n, m, v = sums.get(key, (0, 0, 0))
            sums[key] = n + 1, m + of["weight_mct"], v + of["value_usd_cents"]
    # Only what is wholly of the own country says what its carats are worth.
    own = [c for c in left if c["origins"] == ["SL"] and not c["mixed"]]
    average = sum(c["value_usd_cents"] for c in own), sum(c["weight_mct"] for c in own)
    lines = production(s.values(), "2026-01-01", "2026-12-31", average)
    lines.append(line("export_total", count=len(left), weight=mass, value=cents))
    lines += [line("export", key, origin, hs, *of) for (key, origin, hs), of in sorted(sums.items())]
    came = {"count": len(imports), "weight": sum(i[0] for i in imports), "value": sum(i[1] for i in imports)} if imports else {}
    lines.append(line("import_total", **came))
    if imports:
        lines.append(line("import", "EU", "BW+ZA", "7102.31", **came))
    void = s["issue"][1]
    lines.append(line("certificates", "issued", count=len(left) + 1, weight=mass + void["weight_mct"], value=cents + void["value_usd_cents"]))
    again = s["issue 2"][1]
    lines.append(line("certificates", "received", **came))
    lines.append(line("certificates", "replacing", count=1, weight=again["weight_mct"], value=again["value_usd_cents"]))
    lines.append(line("certificates", "void", count=1, weight=void["weight_mct"], value=void["value_usd_cents"]))
    s["year"] = submitted(1, "2026", lines)


class Returns(Told):
    def test_the_figures_are_those_of_the_entries_before(self):
        self.breaks(half)
        self.breaks(year)

    def test_imports_count_once_they_are_let_in(self):
        def told(imports, **events):
            def change(s):
                s.update(events)
                year(s, imports)
            return change

        self.breaks(told([(700, 7_000)], came=arrived()))
        self.breaks(told([], came=arrived()), ("R2", "year"))
        detained = arrived(detained="why")
        self.breaks(told([], came=detained))
        self.breaks(told([(700, 7_000)], came=detained, released=decided("released")))
        self.breaks(told([], came=detained, back=decided("returned")))

    def test_a_union_is_one_partner_and_what_is_mixed_is_not_of_one_country(self):
        def told(**wrong):
            def change(s):
                s["came"] = arrived(origins=["BW"])
                year(s, [(700, 7_000)])
                lines = s["year"][1]["lines"]
                of = next(line for line in lines if line["part"] == "import")
                of["origin"] = "BW+*"
                of.update(wrong)
            return change

        self.breaks(told())
        self.breaks(told(origin="BW"), ("R2", "year"))
        self.breaks(told(key="BE"), ("R2", "year"))

    def test_a_year_is_worth_what_its_halves_are(self):
        # Nothing left in the second half, so nobody knows what its carats are worth, nor those of the year.
        def told(value, *wanted):
            def change(s):
                kind, body, by = production_entry(9, 500, 1, on="2026-08-03")
                when = "2026-08-04T00:00:00.000000Z"
                s["dug 9"] = (kind, body, by, {"recorded_at": when, "occurred_at": when, "signed": signed(kind, by, when)})
                year(s)
                first = s["year"][1]["lines"][0]
                first["value_usd_cents"] = first["value_usd_cents"] if value else None

            self.breaks(change, *wanted)

        told(False)
        told(True, ("R2", "year"))

    def test_a_figure_that_is_another(self):
        def told(change, of=half, name="half"):
            def both(s):
                of(s)
                change(s[name][1]["lines"])

            self.breaks(both, ("R2", name))

        told(lambda lines: lines[0].update(weight_mct=lines[0]["weight_mct"] + 1))
        told(lambda lines: lines[0].update(count=lines[0]["count"] - 1))
        told(lambda lines: lines[1].update(key="XX"))
        told(lambda lines: lines.pop())
        told(lambda lines: lines.append(lines[-1]))
        told(lambda lines: lines.reverse())
        told(lambda lines: lines[0].update(value_usd_cents=5))
        for at in range(20):
            for change in ({"value_usd_cents": 1}, {"weight_mct": 1}, {"count": 99}):
                if at in (0, 7, 8, 9, -1):
                    told(lambda lines, at=at, change=change: lines[at].update(change), year, "year")

    def test_no_value_of_production_is_a_rule_too(self):
        def silent(s):
            year(s)
            s["year"][1]["lines"][0]["value_usd_cents"] = None

        self.breaks(silent)

    def test_what_comes_later_is_not_in_it(self):
        def late(s):
            half(s)
            s["half 2"] = submitted(2, "2025-H2", s["half"][1]["lines"], 2, "x")

        self.breaks(late, ("R1", "half 2"))

    def test_versions_follow_each_other(self):
        def changed(**to):
            def change(s):
                half(s)
                s["half"][1].update(to)

            return change

        self.breaks(changed(no=2), ("R1", "half"))
        self.breaks(changed(version=2), ("R1", "half"))
        self.breaks(changed(reason="x"), ("R1", "half"))

    def test_a_period_must_be_over(self):
        def early(s):
            half(s)
            s["half"] = submitted(1, "2026-H2", [line("production")])

        self.breaks(early)

        def too_early(s):
            s["half"] = submitted(1, "2027-Q1", [line("export_total"), line("import_total"), *(line("certificates", key) for key in ("issued", "received", "replacing", "void"))])

        self.breaks(too_early, ("R1", "half"))

    def test_a_partners_table_is_kept_as_it_came(self):
        def table(no=1, text="partner,period,carats\n", sha256=None):
            kept = hashlib.sha256(text.encode()).hexdigest() if sha256 is None else sha256
            body = {"file": uid(8100), "no": no, "source": "x", "text": text, "sha256": kept}
            return ("partner_figures.received", body, AS["officer"])

        self.breaks(lambda s: s.update({"table": table()}))
        self.breaks(lambda s: s.update({"table": table(no=2)}), ("R3", "table"))
        self.breaks(lambda s: s.update({"table": table(sha256="0" * 64)}), ("R3", "table"))

    def test_an_answer_changes_nothing(self):
        body = {"period": "2026-Q1", "difference": "ratio", "mct": -5, "cause": "inquiry", "answer": "x"}
        for more in ({}, {"usd_cents": -5}):
            self.breaks(lambda s, more=more: s.update({"answer": ("difference.answered", {**body, **more}, AS["officer"])}))
