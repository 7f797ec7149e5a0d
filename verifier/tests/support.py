"""Exports to be changed: the fixture as it is, and longer ones signed again with the fixture's throw-away keys."""

import base64
import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from placer_verify import canonical, tree
from placer_verify.__main__ import main
from placer_verify.authors import DEMANDS

FIXTURE = Path(__file__).parent / "fixture"
ORIGIN = "register.example/placer"
LINES = (FIXTURE / "journal.jsonl").read_bytes().split(b"\n")[:-1]
SIZES = [120, 256, 257, 289]


class Signer:
    """A key made from a word: it guards nothing."""

    def __init__(self, word, name, kind=1):
        self.name, self.kind = name, kind
        self._key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(word).digest())
        self.public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.id = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + self.public).digest()[:4]

    @property
    def vkey(self):
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([self.kind]) + self.public).decode()}"

    def line(self, text, time=1_760_000_000):
        """The signature line of a text."""
        if self.kind == 4:
            message = b"cosignature/v1\ntime %d\n" % time + text
            signature = time.to_bytes(8, "big") + self._key.sign(message)
        else:
            signature = self._key.sign(text)
        return f"\u2014 {self.name} {base64.b64encode(self.id + signature).decode()}\n".encode()


LOG = Signer(b"log", ORIGIN)
WITNESSES = [Signer(b"w%d" % i, f"witness{i}.example", 4) for i in (1, 2)]


def text_of(size, root, origin=ORIGIN):
    return f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode()


def checkpoint(leaves, size, signers=(LOG, *WITNESSES)):
    """A signed note over the first leaves."""
    text = text_of(size, tree.root_of(leaves[:size]))
    return text + b"\n" + b"".join(signer.line(text) for signer in signers)


class Export:
    """A folder of its own, gone when it is closed."""

    def __init__(self):
        self._temp = tempfile.TemporaryDirectory()
        self.dir = Path(self._temp.name) / "export"
        shutil.copytree(FIXTURE, self.dir)
        self.lines = list(LINES)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._temp.cleanup()

    def path(self, name):
        return self.dir / name

    def write_lines(self, lines=None):
        """Writes the journal alone: tiles and checkpoints stay as they were."""
        if lines is not None:
            self.lines = lines
        self.path("journal.jsonl").write_bytes(b"".join(line + b"\n" for line in self.lines))

    def edit(self, position, change):
        """Changes one entry by a function, in the journal alone."""
        entry = json.loads(self.lines[position - 1])
        change(entry)
        self.lines[position - 1] = canonical.encode(entry)
        self.write_lines()

    def sign_all(self, sizes=()):
        """Writes journal, tiles and checkpoints anew, all in agreement."""
        self.write_lines()
        leaves = [tree.leaf_hash(line) for line in self.lines]
        shutil.rmtree(self.path("tile"))
        level, hashes = 0, leaves
        while hashes:
            for start in range(0, len(hashes), 256):
                part = hashes[start : start + 256]
                name = tree.tile_name(level, start // 256) + ("" if len(part) == 256 else f".p/{len(part)}")
                path = self.path("tile") / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(b"".join(part))
            hashes = [tree.root_of(hashes[i : i + 256]) for i in range(0, len(hashes) // 256 * 256, 256)]
            level += 1
        shutil.rmtree(self.path("checkpoints"))
        self.path("checkpoints").mkdir()
        for size in {*sizes, len(leaves)}:
            self.path(f"checkpoints/{size}").write_bytes(checkpoint(leaves, size))
        self.path("checkpoint").write_bytes(checkpoint(leaves, len(leaves)))

    def append(self, events):
        """Adds entries (kind, body, account, and what else is said otherwise) after the fixture's, a minute apart, and signs
        everything again."""
        offices = {}
        for at, (kind, body, account, *other) in enumerate(events):
            seq = len(self.lines) + 1
            when = f"2026-03-01T{at // 60:02}:{at % 60:02}:00.000000Z"
            if kind == "account.created":
                offices[body["account"]] = body["office"]
            self.lines.append(canonical.encode({
                "account": account, "body": body, "device": None, "id": uid(seq), "idempotency_key": f"t{seq}", "kind": kind,
                "occurred_at": when, "office": offices.get(account), "recorded_at": when, "request_hash": "", "seq": seq,
                "signed": signed(kind, account, when), "v": 2, "via": "session", **(other[0] if other else {})}))
        self.sign_all()

    def verdict(self, *options, key=True):
        """(exit code, set of (code, at), the JSON) of the verifier over this export."""
        trusted = ["--key", str(FIXTURE / "keys")] if key else []
        return run("journal", str(self.dir), *trusted, *options)


def run(*args):
    """Runs the command line: (exit code, set of (code, at), the JSON object or the error text)."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*args, "--format", "json"])
    if code == 2:
        return code, set(), err.getvalue()
    told = json.loads(out.getvalue())
    return code, {(f["code"], f["at"]) for f in told["findings"]}, told


def judged_by_both(test, export, found):
    """Where the environment names a `placer` program, it must find the same at the same places."""
    program = os.environ.get("PLACER_PROGRAM")
    if program is None:
        return
    ran = subprocess.run(
        [program, "verify", "--journal", str(export.dir), "--trust", str(FIXTURE / "keys"), "--format", "json"],
        capture_output=True, text=True, check=False)
    test.assertIn(ran.returncode, (0, 1), ran.stderr)
    test.assertEqual({(f["code"], f["at"]) for f in json.loads(ran.stdout)["findings"]}, found)


def signed(kind, account, when):
    """From where an account signs, in a session that was asked for the password that minute; none where nothing is signed."""
    if not DEMANDS[kind][1] and kind not in ("correction.proposed", "dispute.opened", "removal.reported"):
        return None
    marks = {what: hashlib.sha256(f"{what} {account}".encode()).hexdigest()[:32] for what in ("session", "device", "factor")}
    return {"proved_at": when, **marks}


def uid(number):
    """An id for a number."""
    return f"00000000-0000-4000-8000-{number:012d}"
