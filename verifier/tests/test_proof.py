import base64
import tempfile
import unittest
from pathlib import Path

from placer_verify import tree
from tests.support import FIXTURE, LINES, LOG, ORIGIN, WITNESSES, Signer, checkpoint, run, text_of
from tests.test_tree import naive_path

LEAVES = [tree.leaf_hash(line) for line in LINES]


def proof(position=288, size=289, extra=None, index=None, path=None, note=None):
    """A proof file for an entry of the fixture."""
    lines = ["c2sp.org/tlog-proof@v1", "extra " + base64.b64encode(LINES[position - 1] if extra is None else extra).decode()]
    lines.append(f"index {position - 1 if index is None else index}")
    path = naive_path(position - 1, LEAVES[:size]) if path is None else path
    lines += [base64.b64encode(h).decode() for h in path]
    return "\n".join(lines).encode() + b"\n\n" + (checkpoint(LEAVES, size) if note is None else note)


class Proofs(unittest.TestCase):
    def judged(self, raw, *options, key=True):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.tlog-proof"
            path.write_bytes(raw)
            return run("proof", str(path), *(["--key", LOG.vkey] if key else []), *options)

    def test_every_entry_under_every_checkpoint(self):
        for size in (1, 2, 120, 256, 257, 289):
            for position in {1, 2, size // 2, size - 1, size}:
                if 1 <= position <= size:
                    code, found, told = self.judged(proof(position, size))
                    self.assertEqual((code, found), (0, set()), (position, size))
        code, _, told = self.judged(proof())
        self.assertEqual((told["entry"], told["kind"], told["certificate"], told["tree_size"]), (288, "certificate.issued", "SL 000001", 289))

    def test_another_entry_or_path_or_index(self):
        path = naive_path(287, LEAVES)
        wrong = {("proof.path", "entry 288")}
        self.assertEqual(self.judged(proof(path=path[:-1]))[1], wrong)
        self.assertEqual(self.judged(proof(path=path + [b"x" * 32]))[1], wrong)
        self.assertEqual(self.judged(proof(path=[b"x" * 32] + path[1:]))[1], wrong)
        self.assertEqual(self.judged(proof(path=[b"x" * 32] * 64))[1], wrong)
        self.assertEqual(self.judged(proof(extra=LINES[286]))[1], wrong)
        self.assertEqual(self.judged(proof(index=286))[1], {("proof.path", "entry 287")})
        self.assertEqual(self.judged(proof(index=289))[1], {("proof.path", "entry 290")})
        self.assertEqual(self.judged(proof(extra=LINES[287].replace(b":", b": ", 1)))[1], wrong | {("journal.unreadable", "entry 288")})

    def test_an_entry_hashed_at_another_place_than_it_says(self):
        leaves = LEAVES[:256] + LEAVES[255:]
        raw = proof(256, index=256, path=naive_path(256, leaves), note=checkpoint(leaves, 290))
        self.assertEqual(self.judged(raw)[1], {("proof.path", "entry 257")})

    def test_something_that_is_no_entry_was_logged(self):
        leaves = LEAVES + [tree.leaf_hash(b"{}")]
        raw = proof(1, extra=b"{}", index=289, path=naive_path(289, leaves), note=checkpoint(leaves, 290))
        self.assertEqual(self.judged(raw)[1], {("journal.unreadable", "entry 290")})

    def test_who_signed(self):
        thief = Signer(b"thief", ORIGIN)
        self.assertEqual(self.judged(proof(note=checkpoint(LEAVES, 289, [thief])))[1], {("checkpoint.signature", "checkpoint 289")})
        other = text_of(289, tree.root_of(LEAVES), "other.example")
        self.assertEqual(self.judged(proof(note=other + b"\n" + LOG.line(other)))[1], {("checkpoint.origin", "checkpoint 289")})

    def test_witnesses_are_counted(self):
        keys = [option for w in WITNESSES for option in ("--witness", w.vkey)]
        few = proof(note=checkpoint(LEAVES, 289, [LOG, WITNESSES[1]]))
        wanted = {("checkpoint.quorum", "checkpoint 289")}
        self.assertEqual(self.judged(proof(), *keys)[1], set())
        self.assertEqual(self.judged(few)[1], set())
        self.assertEqual(self.judged(few, *keys)[1], wanted)
        self.assertEqual(self.judged(few, *keys, "--quorum", "1")[1], set())
        self.assertEqual(self.judged(few, "--quorum", "1")[1], wanted)
        self.assertEqual(self.judged(proof(), "--witness", str(FIXTURE / "keys"), "--quorum", "2")[1], set())
        code, _, told = self.judged(few, *keys, "--quorum", "1")
        self.assertEqual(told["cosigned_by"], ["witness2.example"])

    def test_what_cannot_be_read_at_all(self):
        good = proof()
        bad = [
            b"", b"\xff", good.replace(b"@v1", b"@v2"), good.replace(b"extra ", b"extra", 1), good.replace(b"index 287", b"index 0287"),
            good.replace(b"index 287", b"index -1"), good.replace(b"index 287\n", b""), good.partition(b"\n\n")[0],
            b"c2sp.org/tlog-proof@v1\n\n" + checkpoint(LEAVES, 289), b"c2sp.org/tlog-proof@v1\nextra AA==\n\n" + checkpoint(LEAVES, 289),
            proof(path=[b"x" * 31]), proof(path=[b"x" * 32] * 65), good.replace(b"extra ", b"extra !", 1), good[:-1],
            b"c2sp.org/tlog-proof@v1\nindex 287\n\n" + checkpoint(LEAVES, 289), proof(note=b"a\n\nb\n"),
            proof(note=b"x\ny\n\n" + LOG.line(b"x\ny\n")),
        ]
        for raw in bad:
            self.assertEqual(self.judged(raw)[0], 2, raw[:60])
        self.assertEqual(self.judged(good, key=False)[0], 2, "nobody's key is nobody's word")
        self.assertEqual(self.judged(good, "--key", WITNESSES[0].vkey, key=False)[0], 2)
        self.assertEqual(run("proof", "/nothing", "--key", LOG.vkey)[0], 2)

    def test_no_byte_of_it_can_be_changed(self):
        good = proof(3, 5, note=checkpoint(LEAVES, 5, [LOG]))
        for at in range(0, len(good), 3):
            changed = bytearray(good)
            changed[at] ^= 1 << at % 7
            self.assertNotEqual(self.judged(bytes(changed))[0], 0, at)
