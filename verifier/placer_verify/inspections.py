"""Inspections: how they are drawn (I1, I2), who inspects what (I3), what was put right (I4), dry runs (I5)."""

import hashlib

from .tree import Frontier

WEIGHT_MAX = 100
DRAWN_MAX = 50


def _blank(text):
    return not text.strip()


def _sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def draw(seed, pool, count):
    """The targets with the least lots, each with as many lots as it weighs."""
    lots = sorted(
        (min(_sha256(f"{seed}:{p['code']}:{n}") for n in range(1, min(max(p["weight"], 1), WEIGHT_MAX) + 1)), p["target"]) for p in pool)
    return [target for _, target in lots[:max(count, 0)]]


class Inspections:
    """The walk that judges I1 to I5."""

    def __init__(self, report, rulebook, register, ledger, authors):
        self._broken, self._rulebook = report.broken, rulebook
        self._register, self._ledger, self._authors = register, ledger, authors
        # The tree up to the entry before; whoever reads the journal lets it grow.
        self.tree = Frontier()
        # Size and root when days ended that a draw waits for.
        self._heads = {}
        # Plans as [facts, what was drawn, what was visited]; inspections as [office, target, day, open actions].
        self._plans, self._known = {}, {}
        self._sites, self._offices, self._tests, self._runs = {}, set(), set(), {}

    def office_of(self, body):
        """The office of the plan, inspection or dry run that an entry is about."""
        if "plan" in body:
            return self._plans[body["plan"]][0]["office"] if body["plan"] in self._plans else None
        if "run" in body:
            return self._runs[body["run"]][0] if body["run"] in self._runs else None
        return self._known[body["inspection"]][0] if body["inspection"] in self._known else None

    def read(self, entry):
        """Takes the next entry."""
        kind, body, seq = entry["kind"], entry["body"], entry["seq"]
        day = entry["recorded_at"][:10]
        for waiting in self._heads:
            if self._heads[waiting] is None and waiting < day:
                self._heads[waiting] = (self.tree.size, self.tree.root().hex())
        rules = self._rulebook.at(seq)
        today = rules and rules.local_day(entry["recorded_at"])
        if kind == "office.opened":
            self._offices.add(body["office"])
        elif kind == "site.registered":
            self._sites[body["site"]] = entry["account"]
        elif kind == "production.recorded" and body["test"]:
            self._tests.add(body["parcel"]["no"])
        elif kind == "inspection.announced":
            self._announced(seq, day, today, body)
        elif kind == "inspection.drawn":
            self._drawn(seq, body)
        elif kind == "inspection.recorded":
            self._recorded(seq, today, entry, body)
        elif kind == "inspection.action_done":
            self._done(seq, today, entry, body)
        elif kind == "dry_run.started":
            self._started(seq, body)
        elif kind == "dry_run.concluded":
            run = self._runs.get(body["run"])
            if run is None or not run[1] or _blank(body["report"]):
                self._broken("I5", seq, "the dry run is not open, or nothing is said of it")
            if run is not None:
                run[1] = False

    def _announced(self, seq, day, today, body):
        code, pool, kind = body["code"][:60], body["pool"], body["kind"]
        if body["plan"] in self._plans or body["no"] != len(self._plans) + 1:
            self._broken("I1", seq, f"plan {code} is there, or is not the next one")
        if body["draw_on"] <= day or body["until"] <= body["draw_on"]:
            self._broken("I1", seq, f"the day of plan {code} had begun, or its end comes before")
        if not 1 <= body["count"] <= min(DRAWN_MAX, len(pool)):
            self._broken("I1", seq, f"plan {code} draws {body['count']} of {len(pool)}")
        if len({p["code"] for p in pool}) != len(pool) or any(not 1 <= p["weight"] <= WEIGHT_MAX or _blank(p["code"]) for p in pool):
            self._broken("I1", seq, f"plan {code} has weights or codes that are none")
        targets = {p["target"] for p in pool}
        possible = targets
        if kind == "office":
            possible = self._offices
        elif today:
            possible = self._register.inspectable(kind, body["office"], today)
        if len(targets) != len(pool) or targets != possible:
            self._broken("I1", seq, f"plan {code} does not draw from all that it should")
        if kind == "office" and body["office"] is not None:
            self._broken("I1", seq, "an office draws among offices")
        self._heads.setdefault(body["draw_on"], None)
        self._plans.setdefault(body["plan"], [body, None, set()])

    def _drawn(self, seq, body):
        plan = self._plans.get(body["plan"])
        if plan is None:
            self._broken("I2", seq, f"plan {body['plan']} is not there")
            return
        facts, head = plan[0], self._heads.get(plan[0]["draw_on"])
        if plan[1] is not None:
            self._broken("I2", seq, "the plan was drawn before")
        if head is None:
            self._broken("I2", seq, "the day of the plan was not over")
        elif head != (body["size"], body["root"]):
            self._broken("I2", seq, "it was not drawn with the head of its day")
        if body["seed"] != _sha256(f"{facts['draw_on']}:{body['size']}:{body['root']}"):
            self._broken("I2", seq, "the seed is not that of the head")
        if body["drawn"] != draw(body["seed"], facts["pool"], facts["count"]):
            self._broken("I2", seq, "the list does not follow from its seed")
        plan[1] = body["drawn"]

    def _target(self, body):
        kind, target = body["kind"], body["target"]
        if kind == "site":
            return (self._register.office_of("site", target), self._register.holder_at(target)) if target in self._sites else None
        if kind == "office":
            return (target, None) if target in self._offices else None
        return (self._register.office_of("party", target), target) if self._register.knows("party", target) else None

    def _recorded(self, seq, today, entry, body):
        code, target, party, on = body["code"][:60], body["target"], body["party"], body["on"]
        if body["inspection"] in self._known or body["no"] != len(self._known) + 1:
            self._broken("I3", seq, f"inspection {code} is there, or is not the next one")
        if self._target(body) != (body["office"], party):
            self._broken("I3", seq, f"inspection {code} is of nothing known, or of another office or party")
        if today and on > today:
            self._broken("I3", seq, f"inspection {code} is to come")
        own = (body["kind"] == "site" and self._sites.get(target) == entry["account"]
               or body["kind"] == "office" and entry["office"] == target
               or party is not None and self._authors.party_of(entry["account"]) == party)
        if own:
            self._broken("I3", seq, f"inspection {code} is of the inspector's own")
        if body["plan"] is not None:
            plan = self._plans.get(body["plan"])
            fits = (plan is not None and plan[0]["kind"] == body["kind"] and plan[1] is not None and target in plan[1]
                    and on > plan[0]["draw_on"] and target not in plan[2])
            if fits:
                plan[2].add(target)
            else:
                self._broken("I3", seq, f"inspection {code} was not drawn, or was made before")
        before = self._known.get(body["again"])
        if body["again"] is not None and (before is None or before[1] != target or before[2] > on):
            self._broken("I3", seq, f"inspection {code} looks again into something else")
        blank = any(_blank(f["text"]) for f in body["findings"]) or any(_blank(a["what"]) for a in body["actions"])
        if blank or len({c["item"] for c in body["checked"]}) != len(body["checked"]):
            self._broken("I3", seq, f"inspection {code} says nothing, or twice")
        if any(a["due"] < on or a["party"] not in (None, party) for a in body["actions"]):
            self._broken("I3", seq, f"an action of {code} is due before, or is somebody else's")
        for counted in body["counted"]:
            if party is None or self._ledger.holder(counted["parcel_no"]) != party:
                self._broken("I3", seq, f"parcel {counted['parcel_no']} is not in the stock that was counted")
        self._known.setdefault(body["inspection"], [body["office"], target, on, set(range(1, len(body["actions"]) + 1))])

    def _done(self, seq, today, entry, body):
        known = self._known.get(body["inspection"])
        if known is None:
            self._broken("I4", seq, f"inspection {body['inspection']} is not there")
            return
        if body["action"] not in known[3]:
            self._broken("I4", seq, f"action {body['action']} is not there, or was done before")
        known[3].discard(body["action"])
        if body["on"] < known[2] or (today and body["on"] > today) or _blank(body["proof"]):
            self._broken("I4", seq, f"action {body['action']} was done before, to come, or without proof")
        if known[0] is not None and known[0] == entry["office"] == known[1]:
            self._broken("I4", seq, f"the office that was inspected says itself that action {body['action']} was done")

    def _started(self, seq, body):
        code = body["code"][:60]
        if body["run"] in self._runs or body["no"] != len(self._runs) + 1 or _blank(body["purpose"]):
            self._broken("I5", seq, f"dry run {code} is there, or not the next one, or for nothing")
        if body["parcel_no"] not in self._tests:
            self._broken("I5", seq, f"parcel {body['parcel_no']} is no test of the book at the pit")
        self._runs.setdefault(body["run"], [body["office"], True])
