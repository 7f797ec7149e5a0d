"""Judges a proof file: one entry, its path, and the checkpoint it leads to."""

from . import note
from .entry import read_entry
from .export import CannotRead
from .kinds import Unreadable
from .tree import leaf_hash, root_by_path

HEAD = "c2sp.org/tlog-proof@v1"
PROOF_MAX = 32 * 1024 * 1024
PATH_MAX = 64


class Proof:
    """A proof file taken apart."""

    def __init__(self, raw):
        try:
            head, between, checkpoint = raw.decode("utf-8").partition("\n\n")
            lines = head.split("\n")
            if not between or lines[0] != HEAD or len(raw) > PROOF_MAX:
                raise note.BadNote(f"the first line is not {HEAD}")
            if len(lines) < 3 or not lines[1].startswith("extra ") or not lines[2].startswith("index "):
                raise note.BadNote("extra and index do not follow")
            self.data = note.unbase64(lines[1][6:])
            self.index = note.decimal(lines[2][6:])
            self.path = [note.unbase64(line) for line in lines[3:]]
            if len(self.path) > PATH_MAX or any(len(h) != 32 for h in self.path):
                raise note.BadNote("a line of the path is no SHA-256 hash, or there are too many")
            self.note = note.read_note(checkpoint.encode())
            self.checkpoint = note.read_checkpoint(self.note.text)
        except UnicodeDecodeError:
            raise CannotRead("no proof file: no UTF-8") from None
        except note.BadNote as error:
            raise CannotRead(f"no proof file: {error}") from None


def verify(raw, keys, quorum, report):
    """Judges a proof file against the log's keys and those of witnesses."""
    proof = Proof(raw)
    at, place = f"checkpoint {proof.checkpoint.size}", f"entry {proof.index + 1}"
    verdict = note.judge(proof.note, proof.checkpoint, keys)
    if verdict.code:
        report.find(verdict.code, at, verdict.what)
    names = sorted(key.name for key in verdict.witnesses)
    if len(names) < quorum:
        report.find("checkpoint.quorum", at, f"{len(names)} of the given witnesses signed it, {quorum} are asked for")
    root = root_by_path(leaf_hash(proof.data), proof.index, proof.checkpoint.size, proof.path)
    if root != proof.checkpoint.root:
        report.find("proof.path", place, "the path does not lead from the entry to the checkpoint's root")
    try:
        entry = read_entry(proof.data)
    except Unreadable as error:
        report.find("journal.unreadable", place, str(error))
    else:
        if entry["seq"] != proof.index + 1:
            report.find("proof.path", place, f"the entry says that it is entry {entry['seq']}")
        report.facts["entry"] = entry["seq"]
        report.facts["kind"] = entry["kind"]
        report.facts["recorded_at"] = entry["recorded_at"]
        if entry["kind"] == "certificate.issued":
            report.facts["certificate"] = entry["body"]["number"]
            report.facts["weight_mct"] = entry["body"]["weight_mct"]
    report.entries = 1
    report.facts["tree_size"] = proof.checkpoint.size
    report.facts["cosigned_by"] = names
