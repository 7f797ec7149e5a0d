"""Long reports (R5): told wrongly in one point at a time."""

from tests.story import AS
from tests.support import uid
from tests.told import Told

LATER = "2027-01-05T00:00:00.000000Z"


def made(number, by="officer", via="server", **change):
    body = {
        "report": uid(8500 + number), "no": number, "kind": "review", "first": "2026-01-01", "last": "2026-12-31", "sha256": "a" * 64,
        "size": 10, "head_size": 1, "head_root": "b" * 64, **change}
    return ("report.made", body, AS[by], {"recorded_at": LATER, "occurred_at": LATER, "via": via, "signed": None})


class Reports(Told):
    def second(self, *wanted, **change):
        """A sound report, and one after it that is told otherwise."""
        self.breaks(lambda s: s.update({"one": made(1), "two": made(2, **change)}), *wanted)

    def test_reports_that_hold(self):
        self.second()
        self.second(by="approver")
        self.second(first="2026-05-01", last="2026-05-01")
        self.second(first="2027-01-05", last="2027-12-31")

    def test_each_is_the_next(self):
        self.second(("R5", "two"), no=3)
        self.second(("R5", "two"), no=1)
        self.second(("R5", "two"), report=uid(8501))

    def test_it_has_a_file_with_a_digest(self):
        self.second(("R5", "two"), sha256="A" * 64)
        self.second(("R5", "two"), sha256="a" * 63)
        self.second(("R5", "two"), head_root="")
        self.second(("R5", "two"), size=0)

    def test_its_days_are_in_order_and_begun(self):
        self.second(("R5", "two"), first="2026-12-31", last="2026-12-30")
        self.second(("R5", "two"), first="2027-01-06", last="2027-01-06")

    def test_it_was_read_from_entries_that_were_there(self):
        self.second(("R5", "two"), head_size=0)
        self.second(("R5", "two"), head_size=1_000_000)

    def test_the_server_tells_it_for_who_may_have_it(self):
        self.second(("R5", "two"), via="token")
        self.second(("R5", "two"), by="exporter")
