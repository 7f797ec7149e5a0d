"""Review visits (R4): told wrongly in one point at a time."""

from tests.story import AS
from tests.support import uid
from tests.told import Told

FACTS = {"kind": "visit", "first_on": "2026-01-05", "last_on": "2026-01-09", "team": "Canada", "report": None}


def visit(n=1, no=None, **other):
    return ("review.recorded", {"review": uid(8200 + n), "no": n if no is None else no, "facts": {**FACTS, **other}}, AS["officer"])


def changed(reason="x", **other):
    return ("review.changed", {"review": uid(8201), "facts": {**FACTS, **other}, "reason": reason}, AS["officer"])


def given(n=1, **other):
    body = {"recommendation": uid(8300 + n), "review": uid(8201), "no": n, "text": "x", "owner": "Ministry", "office": None,
            "given_on": "2026-01-09", "due_on": "2026-02-01"}
    return ("recommendation.recorded", {**body, **other}, AS["officer"])


def said(no=1, state="in_hand", **other):
    body = {"recommendation": uid(8301), "no": no, "on": "2026-02-01", "state": state, "statement": "x",
            "evidence": "letter" if state == "done" else None, "moved": None}
    return ("recommendation.followed_up", {**body, **other}, AS["officer"])


def moved(to="2026-05-01", reason="rains"):
    return {"due_on": to, "reason": reason}


class Reviews(Told):
    def test_visits_are_numbered_and_over_before_they_are_told(self):
        self.breaks(lambda s: s.update({"one": visit(), "two": visit(2, report={"reference": "R", "on": "2026-02-01"})}))
        for wrong in ({"no": 2}, {"last_on": "2026-01-04"}, {"first_on": "2999-01-01", "last_on": "2999-01-01"}, {"team": " "},
                      {"report": {"reference": "", "on": "2026-02-01"}}, {"report": {"reference": "R", "on": "2026-01-04"}},
                      {"report": {"reference": "R", "on": "2999-01-04"}}):
            self.breaks(lambda s, wrong=wrong: s.update({"one": visit(**wrong)}), ("R4", "one"))
        self.breaks(lambda s: s.update({"one": visit(), "again": visit(1, no=2)}), ("R4", "again"))

    def test_a_visit_is_changed_for_a_reason_and_stays_before_what_it_recommended(self):
        self.breaks(lambda s: s.update({"one": visit(), "given": given(), "changed": changed(first_on="2026-01-09")}))
        self.breaks(lambda s: s.update({"changed": changed()}), ("R4", "changed"))
        self.breaks(lambda s: s.update({"one": visit(), "changed": changed(" ")}), ("R4", "changed"))
        late = changed(first_on="2026-01-10", last_on="2026-01-10")
        self.breaks(lambda s: s.update({"one": visit(), "given": given(), "changed": late}), ("R4", "changed"))

    def test_a_recommendation_belongs_to_a_visit(self):
        self.breaks(lambda s: s.update({"one": visit(), "given": given(), "more": given(2)}))
        self.breaks(lambda s: s.update({"given": given()}), ("R4", "given"))
        for wrong in ({"no": 2}, {"given_on": "2026-01-04"}, {"due_on": "2026-01-08"}, {"given_on": "2999-01-01", "due_on": "2999-01-01"},
                      {"text": " "}, {"owner": ""}, {"office": uid(9999)}):
            self.breaks(lambda s, wrong=wrong: s.update({"one": visit(), "given": given(**wrong)}), ("R4", "given"))
        self.breaks(lambda s: s.update({"one": visit(), "given": given(), "again": given(1, no=2)}), ("R4", "again"))

    def test_statements_follow_one_upon_the_other(self):
        def told(*statements, wrong=None):
            names = [f"said {at}" for at in range(len(statements))]
            change = {"one": visit(), "given": given(), **dict(zip(names, statements))}
            self.breaks(lambda s: s.update(change), *([("R4", names[wrong])] if wrong is not None else []))

        told(said(), said(2, "done"), said(3, "open"), said(4, "declined"), said(5, "open", moved=moved()))
        self.breaks(lambda s: s.update({"said": said()}), ("R4", "said"))
        told(said(2), wrong=0)
        told(said(on="2026-01-08"), wrong=0)
        told(said(on="2999-01-08"), wrong=0)
        told(said(on="2026-02-02"), said(2), wrong=1)
        for state in ("in_hand", "done", "declined"):
            for last in ("done", "declined"):
                told(said(state=last), said(2, state), wrong=1)
        told(said(state="done", evidence=None), wrong=0)
        told(said(state="done", evidence=" "), wrong=0)
        told(said(evidence="x"), wrong=0)
        told(said(evidence=" "), wrong=0)
        told(said(statement=" "), wrong=0)

    def test_a_due_day_is_moved_for_a_reason(self):
        def told(*statements, wrong=0):
            change = {"one": visit(), "given": given(), **{f"said {at}": s for at, s in enumerate(statements)}}
            self.breaks(lambda s: s.update(change), ("R4", f"said {wrong}"))

        told(said(moved=moved(reason=" ")))
        told(said(moved=moved("2026-02-01")))
        told(said(moved=moved("2026-01-31")))
        told(said(state="done", moved=moved()))
        told(said(state="declined", moved=moved()))
        told(said(moved=moved()), said(2, moved=moved()), wrong=1)
