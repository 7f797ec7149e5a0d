"""Judges an exported journal."""

import hashlib

from . import note
from .abroad import Abroad
from .arrivals import Arrivals
from .authors import NOBODY, Authors
from .blanks import Blanks
from .custody import Custody, Readings
from .departures import Departures
from .entry import read_entry
from .export import Tiles, checkpoint_files, lines
from .inspections import Inspections
from .kinds import Unreadable
from .ledger import Ledger
from .footprints import Footprints
from .letters import Letters
from .offences import Offences
from .participants import Participants
from .register import Register
from .reports import Reports
from .returns import Returns
from .reviews import Reviews
from .rules import RuleBook
from .tree import EMPTY, Frontier, leaf_hash
from .estimates import Estimates
from .zones import Zones


class Checkpoints:
    """The signed sizes and roots, held against the tree as it grows."""

    def __init__(self, report, keys):
        self._report, self._keys = report, keys
        self._wanted = {}
        self.cosigned = {}
        self.newest = 0

    def add(self, name, raw):
        """Takes a signed note; what cannot be believed of it is a finding."""
        if raw is None:
            self._report.find("checkpoint.signature", f"checkpoint {name}", "the file is missing: nothing says how long the journal was")
            return
        try:
            signed = note.read_note(raw)
            told = note.read_checkpoint(signed.text)
        except note.BadNote as error:
            self._report.find("checkpoint.signature", f"checkpoint {name[:60]}", str(error))
            return
        at = f"checkpoint {told.size}"
        verdict = note.judge(signed, told, self._keys)
        if verdict.code:
            self._report.find(verdict.code, at, verdict.what)
            return
        self._wanted.setdefault(told.size, set()).add(told.root)
        self.cosigned.setdefault(told.size, set()).update(key.name for key in verdict.witnesses)
        self.newest = max(self.newest, told.size)

    def grown(self, tree):
        """Compares the roots that were signed for the size the tree has now."""
        for root in self._wanted.pop(tree.size, ()):
            if root != tree.root():
                self._report.find("checkpoint.root", f"checkpoint {tree.size}", "the journal's first entries do not have this root")

    def close(self, size):
        """What was signed for sizes that the journal does not reach."""
        for wanted in sorted(self._wanted):
            self._report.find("checkpoint.size", f"checkpoint {wanted}", f"the journal ends after {size} entries")


class Order:
    """Positions, hashes, times, keys and authors: what an entry alone must satisfy beside those before it."""

    def __init__(self, report, tiles, hashed):
        self._report, self._tiles, self._hashed = report, tiles, hashed
        self.expected = 1
        self._before = ""
        self._keys, self._accounts = set(), {}
        self._bare = -1

    def read(self, entry, raw_hash):
        """Takes the next readable entry with the hash of its bytes."""
        seq = entry["seq"]
        at = f"entry {seq}"
        if seq != self.expected:
            self._report.find("journal.gap", f"entry {self.expected}", f"the next entry is {seq}")
        self.expected = min(seq + 1, 2**63 - 1)
        if self._tiles.there and 1 <= seq <= self._hashed:
            self._hash(seq, raw_hash)
        if entry["recorded_at"] < self._before:
            self._report.find("journal.time", at, "it was recorded before the entry it follows")
        if entry["occurred_at"] > entry["recorded_at"]:
            self._report.find("journal.time", at, "it happened after it was recorded")
        self._before = entry["recorded_at"]
        key = hashlib.sha256(f"{entry['account']} {entry['idempotency_key']}".encode()).digest()[:16]
        if key in self._keys:
            self._report.find("journal.key_twice", at, "the account sent an earlier act under the same key")
        self._keys.add(key)
        self._author(entry, at)

    def _hash(self, seq, raw_hash):
        kept = self._tiles.leaf(seq - 1)
        if kept is None:
            # Told once for a tile, at the first entry it lacks.
            if self._bare != (seq - 1) // 256:
                self._report.find("journal.hash", f"entry {seq}", "the tiles have no hash of it")
            self._bare = (seq - 1) // 256
        elif kept != raw_hash:
            self._report.find("journal.hash", f"entry {seq}", "the entry is not the one that was hashed")

    def _author(self, entry, at):
        kind, body, accounts = entry["kind"], entry["body"], self._accounts
        author = entry["account"]
        if kind == "rules.adopted":
            if author != NOBODY:
                self._report.find("journal.author", at, "rules are adopted by nobody's account")
            return
        first = not accounts and kind == "account.created" and body["account"] == author
        if not first and author not in accounts:
            self._report.find("journal.author", at, "there is no such account")
        elif not first and not accounts[author] and entry["via"] != "server":
            self._report.find("journal.author", at, "the account is off")
        if kind == "account.created":
            accounts[body["account"]] = True
        elif kind == "account.state_changed" and body["account"] in accounts:
            accounts[body["account"]] = body["active"]


def _learn(path):
    readings = Readings()
    for raw in lines(path):
        # Most lines need no second look; a text that looks so inside another member costs one.
        if b'"kind":"correction.' in raw:
            try:
                readings.learn(read_entry(raw))
            except Unreadable:
                continue
    return readings


def verify(folder, keys, others, report):
    """Judges the export in a folder against keys and further checkpoints, given as (name, bytes)."""
    path = folder / "journal.jsonl"
    readings = _learn(path)
    checkpoints = Checkpoints(report, keys)
    for name, raw in checkpoint_files(folder) + others:
        checkpoints.add(name, raw)
    tiles, rulebook = Tiles(folder), RuleBook(folder / "rules")
    order = Order(report, tiles, checkpoints.newest)
    authors, register = Authors(report), Register(report, rulebook)
    custody, ledger, tree = Custody(report, readings), Ledger(report, rulebook, authors), Frontier()
    blanks, participants = Blanks(report, rulebook, authors), Participants(report, authors)
    departures, letters = Departures(report, rulebook), Letters(report, rulebook, participants)
    ledger.participants, arrivals = participants, Arrivals(report, rulebook, participants, register)
    ledger.abroad = abroad = Abroad(report, rulebook)
    returns, reviews = Returns(report, rulebook, ledger), Reviews(report, rulebook)
    reports = Reports(report, rulebook, authors)
    ledger.offences = offences = Offences(report, rulebook, register, ledger)
    ledger.inspections = inspections = Inspections(report, rulebook, register, ledger, authors)
    zones, footprints = Zones(report, rulebook, authors), Footprints(report, rulebook, authors, ledger)
    estimates = Estimates(report, rulebook, authors)
    adopted = []
    checkpoints.grown(tree)
    for raw in lines(path):
        hashed = leaf_hash(raw)
        tree.push(hashed)
        try:
            entry = read_entry(raw)
        except Unreadable as error:
            report.find("journal.unreadable", f"entry {order.expected}", str(error))
            order.expected += 1
        else:
            order.read(entry, hashed)
            if entry["kind"] == "rules.adopted":
                adopted.append((entry["seq"], entry["body"]["digest"]))
            # Judged as things stand before the entry takes effect.
            authors.judge(entry, register, ledger)
            register.judge(entry, ledger)
            returns.read(entry)
            reports.read(entry)
            custody.read(entry)
            participants.read(entry)
            abroad.read(entry)
            footprints.read(entry)
            ledger.read(entry)
            blanks.read(entry)
            departures.read(entry)
            letters.read(entry)
            arrivals.read(entry)
            reviews.read(entry)
            offences.read(entry)
            inspections.read(entry)
            zones.read(entry)
            estimates.read(entry)
            register.apply(entry)
            authors.apply(entry)
        inspections.tree.push(hashed)
        checkpoints.grown(tree)
    checkpoints.close(tree.size)
    custody.close()
    rulebook.hold(adopted, report)
    for level, index in tiles.upper() if tiles.there else ():
        first = index * 256**level + 1
        report.find("journal.hash", f"entry {first}", f"hash {index} of level {level} is not that of the tile below it")
    report.entries = tree.size
    _facts(report, checkpoints, tree, tiles, rulebook)


def _facts(report, checkpoints, tree, tiles, rulebook):
    report.facts["root"] = tree.root().hex() if tree.size else EMPTY.hex()
    report.facts["newest_checkpoint"] = checkpoints.newest
    report.facts["cosigned_by"] = sorted(checkpoints.cosigned.get(checkpoints.newest, ()))
    report.facts["entries_after_newest_checkpoint"] = max(0, tree.size - checkpoints.newest)
    report.facts["tiles_compared"] = tiles.there
    report.facts["rules_read"] = len(rulebook)
    report.facts["rules_unreadable"] = rulebook.unreadable
