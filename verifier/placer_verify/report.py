"""What was found, and how it is told."""

import json

LISTED = 10_000


class Report:
    """Findings with a code, a place and words for a person."""

    def __init__(self):
        self.entries = 0
        self.findings = []
        self.more = 0
        self.facts = {}
        self._broken = set()

    def find(self, code, at, what):
        """Notes a finding; a place with many keeps its first ones, the rest is counted."""
        if len(self.findings) >= LISTED:
            self.more += 1
            return
        self.findings.append({"code": code, "at": at, "what": what})

    def broken(self, rule, seq, what):
        """Notes a broken rule; of one rule at one entry the first breach."""
        if (rule, seq) in self._broken:
            return
        if len(self._broken) < LISTED:
            self._broken.add((rule, seq))
        self.find("rule.broken", f"{rule} at entry {seq}", what)

    def exit_code(self):
        """0 clean, 1 findings."""
        return 1 if self.findings else 0

    def json(self):
        """One JSON object on one line."""
        whole = {"entries": self.entries, "findings": self.findings, **self.facts}
        if self.more:
            whole["more"] = self.more
        return json.dumps(whole, ensure_ascii=True)

    def text(self):
        """Lines for a person."""
        lines = [f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in self.facts.items()]
        lines.append(f"entries: {self.entries}")
        lines += [f"{f['code']}  {f['at']}: {f['what']}" for f in self.findings]
        if self.more:
            lines.append(f"and {self.more} more findings")
        lines.append("findings: none" if not self.findings else f"findings: {len(self.findings) + self.more}")
        # Nothing that came with an export may steer a terminal.
        return "\n".join("".join(c if c.isprintable() else "\ufffd" for c in line) for line in lines)


def _plain(value):
    return ", ".join(str(v) for v in value) or "none" if isinstance(value, list) else value
