"""Signed notes, checkpoints and cosignatures as C2SP describes them."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOG = 0x01
WITNESS = 0x04
NOTE_MAX = 256 * 1024
SIGNATURES_MAX = 64
SIZE_MAX = 2**63 - 1


class BadNote(Exception):
    """The bytes are no signed note, no checkpoint or no key."""


def unbase64(text):
    """The bytes of standard base64 with padding, in its one written form."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote("no base64") from None
    if base64.b64encode(raw).decode() != text:
        raise BadNote("base64 written in another way than the usual one")
    return raw


def decimal(text):
    """A whole number without sign and leading zeros, at most 2^63 - 1."""
    plain = text.isascii() and text.isdigit() and len(text) <= 19
    if not plain or (text[0] == "0" and text != "0") or int(text) > SIZE_MAX:
        raise BadNote("no number")
    return int(text)


def _good_name(name):
    return 0 < len(name.encode()) <= 200 and all(c != "+" and c.isprintable() and not c.isspace() for c in name)


@dataclass(frozen=True)
class Key:
    """A public key: its name, its kind (LOG or WITNESS) and its 32 bytes."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self):
        """The four bytes by which signature lines name the key."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def signed(self, message, signature):
        """Whether this key made the signature."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


def read_key(text):
    """A key as C2SP writes verifier keys: name, key id and key, with + between them."""
    parts = text.strip().split("+", 2)
    if len(parts) != 3 or not _good_name(parts[0]):
        raise BadNote("no verifier key")
    raw = unbase64(parts[2])
    if len(raw) != 33 or raw[0] not in (LOG, WITNESS):
        raise BadNote("no Ed25519 key of a log or a witness")
    key = Key(parts[0], raw[0], raw[1:])
    if key.id.hex() != parts[1]:
        raise BadNote("the key id is not that of the key")
    return key


@dataclass
class Note:
    """A note taken apart: its text with the last newline, and (name, key id, signature) of each line."""

    text: bytes
    signatures: list


def read_note(raw):
    """Takes a signed note apart; nothing of it is to be believed before a signature was verified."""
    if len(raw) > NOTE_MAX:
        raise BadNote("too long for a note")
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise BadNote("no UTF-8") from None
    if any(c < " " and c != "\n" for c in whole) or not whole.endswith("\n"):
        raise BadNote("control characters, or no newline at the end")
    text, between, lines = whole.rpartition("\n\n")
    if not between or not lines:
        raise BadNote("no signatures")
    signatures = []
    for line in lines[:-1].split("\n"):
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not _good_name(parts[1]):
            raise BadNote("a line below the text is no signature")
        signature = unbase64(parts[2])
        if len(signature) < 5:
            raise BadNote("a signature is too short")
        signatures.append((parts[1], signature[:4], signature[4:]))
    if len(signatures) > SIGNATURES_MAX:
        raise BadNote("too many signatures")
    return Note((text + "\n").encode(), signatures)


@dataclass
class Checkpoint:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes


def read_checkpoint(text):
    """The three lines of a checkpoint's text."""
    lines = text.decode("utf-8").split("\n")[:-1]
    if len(lines) < 3 or any(not line for line in lines):
        raise BadNote("no checkpoint: three lines at least, none of them empty")
    root = unbase64(lines[2])
    if len(root) != 32:
        raise BadNote("the root is no SHA-256 hash")
    return Checkpoint(lines[0], decimal(lines[1]), root)


@dataclass
class Verdict:
    """Which witnesses signed a checkpoint, and what is wrong with it: a code and words."""

    code: str = ""
    what: str = ""
    witnesses: dict = field(default_factory=dict)


def _cosigned(key, text, signature):
    """The time (seconds since 1970) of a valid cosignature; None when it is not valid."""
    if len(signature) != 72:
        return None
    time = int.from_bytes(signature[:8], "big")
    message = b"cosignature/v1\ntime " + str(time).encode() + b"\n" + text
    return time if time <= SIZE_MAX and key.signed(message, signature[8:]) else None


def judge(note, checkpoint, keys):
    """Verifies each signature line that names a known key; lines of unknown keys are passed over.

    One wrong signature of a known key spoils the note. A checkpoint needs the signature of a log key of its origin's name.
    """
    known = {(key.name, key.id): key for key in keys}
    verdict, by_log = Verdict(), False
    logs = sorted({key.name for key in keys if key.kind == LOG})
    if logs and checkpoint.origin not in logs:
        return Verdict("checkpoint.origin", f"it is of {checkpoint.origin[:80]}, the key is of {', '.join(logs)[:160]}")
    for name, key_id, signature in note.signatures:
        key = known.get((name, key_id))
        if key is None:
            continue
        if key.kind == LOG:
            holds = len(signature) == 64 and key.signed(note.text, signature)
            by_log = by_log or (holds and key.name == checkpoint.origin)
        else:
            time = _cosigned(key, note.text, signature)
            holds = time is not None
            verdict.witnesses[key] = time
        if not holds:
            return Verdict("checkpoint.signature", f"the signature of {name} does not verify")
    return verdict if by_log else Verdict("checkpoint.signature", "no key of the log signed it")
