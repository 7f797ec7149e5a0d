"""Participants (K4): told wrongly in one point at a time."""

from tests.story import confirmed, participants, standing
from tests.told import Told

SIGNED = ["propose", "propose 2", "issue", "propose 3", "issue 2"]


def before(s, name, more):
    """Puts events before another."""
    events = list(s.items())
    s.clear()
    for at, event in events:
        if at == name:
            s.update(more)
        s[at] = event


class Participants(Told):
    def changed(self, *standings, wanted=()):
        def told(s):
            before(s, "pack", {"more": participants(2, *standings), "more 2": confirmed(2)})

        self.breaks(told, *[("K4", name) for name in wanted])

    def test_there_must_be_trade_on_the_day(self):
        for what in ("member", "suspended", "left"):
            self.changed(standing("EU", what, "2026-03-01"), wanted=SIGNED)
            self.changed(standing("EU", what, None), wanted=SIGNED)
            # From tomorrow, or ended by a later word of the same day.
            self.changed(standing("EU", what, "2026-03-02"))
            self.changed(standing("EU", what, "2026-03-01"), standing("EU", "trade", "2026-03-01"))
            self.changed(standing("EU", "trade", "2026-03-01"), standing("EU", what, "2026-02-28"))

    def test_a_country_is_one_itself_or_is_covered(self):
        self.changed(standing("EU", "left", None, "BE"), wanted=SIGNED)
        self.changed(standing("EU", "left", None, "BE"), standing("BE"))
        self.changed(standing("EU", "left", None, "BE"), standing("CH", country="BE"))
        self.changed(standing("EU", "left", None, "BE"), standing("BR", country="BE"), wanted=SIGNED)
        self.changed(standing("BE", "suspended"))

    def test_two_people_put_it_on_the_list(self):
        def alone(s):
            officer = s["list"][2]
            s["list 2"] = (*s["list 2"][:2], officer)
            role = lambda role: ("account.changed", {"account": officer, "role": role, "office": None, "party": None}, s["office"][2])
            before(s, "list 2", {"turned": role("approver")})
            before(s, "pack", {"turned back": role("officer")})

        self.breaks(alone, ("K4", "list 2"))
        self.breaks(lambda s: before(s, "pack", {"again": confirmed(1)}), ("K4", "again"))

    def test_what_was_not_confirmed_counts_for_nothing(self):
        def refused(s):
            before(s, "pack", {"more": participants(2, standing("EU", "left", None)), "more 2": confirmed(2, confirmed=False, reason="x")})

        self.breaks(refused)

        def waits(s):
            before(s, "pack", {"more": participants(2, standing("EU", "left", None))})

        self.breaks(waits)
