import base64
import hashlib
import unittest

from placer_verify import note
from tests.support import LOG, ORIGIN, WITNESSES, Signer, text_of

KEYS = [note.read_key(signer.vkey) for signer in (LOG, *WITNESSES)]
TEXT = text_of(7, b"r" * 32)


def judged(raw, keys=KEYS):
    read = note.read_note(raw)
    return note.judge(read, note.read_checkpoint(read.text), keys)


class Notes(unittest.TestCase):
    def test_the_published_key_and_note(self):
        # The example of the reference implementation's documentation.
        key = note.read_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
        raw = (
            "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
            "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")
        read = note.read_note(raw.encode())
        name, key_id, signature = read.signatures[0]
        self.assertEqual((name, key_id), (key.name, key.id))
        self.assertTrue(key.signed(read.text, signature))
        self.assertFalse(key.signed(read.text + b"\n", signature))

    def test_log_and_witnesses_are_told_apart(self):
        verdict = judged(TEXT + b"\n" + LOG.line(TEXT) + WITNESSES[0].line(TEXT, 1_700_000_000))
        self.assertEqual(verdict.code, "")
        self.assertEqual({key.name: time for key, time in verdict.witnesses.items()}, {"witness1.example": 1_700_000_000})

    def test_unknown_keys_are_passed_over_and_do_not_count(self):
        stranger = Signer(b"other", "other.example")
        namesake = Signer(b"other", ORIGIN)
        self.assertEqual(judged(TEXT + b"\n" + stranger.line(TEXT) + namesake.line(TEXT) + LOG.line(TEXT)).code, "")
        self.assertEqual(judged(TEXT + b"\n" + namesake.line(TEXT)).code, "checkpoint.signature")
        self.assertEqual(judged(TEXT + b"\n" + WITNESSES[0].line(TEXT)).code, "checkpoint.signature")
        self.assertEqual(judged(TEXT + b"\n" + LOG.line(TEXT), []).code, "checkpoint.signature")

    def test_a_wrong_signature_of_a_known_key_spoils_the_note(self):
        other = text_of(8, b"r" * 32)
        for signer in (LOG, *WITNESSES):
            with_wrong = TEXT + b"\n" + LOG.line(TEXT) + signer.line(other)
            self.assertEqual(judged(with_wrong).code, "checkpoint.signature", signer.name)
        short = base64.b64encode(LOG.id + b"x").decode()
        self.assertEqual(judged(TEXT + b"\n" + LOG.line(TEXT) + f"\u2014 {ORIGIN} {short}\n".encode()).code, "checkpoint.signature")
        witness = WITNESSES[0]
        for tail in (b"x", b"\xff" * 72, b"\0" * 73):
            short = base64.b64encode(witness.id + tail).decode()
            raw = TEXT + b"\n" + LOG.line(TEXT) + f"\u2014 {witness.name} {short}\n".encode()
            self.assertEqual(judged(raw).code, "checkpoint.signature")

    def test_a_time_past_the_bound_is_no_cosignature(self):
        raw = TEXT + b"\n" + LOG.line(TEXT) + WITNESSES[0].line(TEXT, 2**63)
        self.assertEqual(judged(raw).code, "checkpoint.signature")

    def test_another_origin(self):
        other = text_of(7, b"r" * 32, "other.example")
        self.assertEqual(judged(other + b"\n" + LOG.line(other)).code, "checkpoint.origin")

    def test_a_log_key_of_another_origin_does_not_speak_for_this_one(self):
        second = Signer(b"second", ORIGIN + "/2")
        keys = [*KEYS, note.read_key(second.vkey)]
        self.assertEqual(judged(TEXT + b"\n" + second.line(TEXT), keys).code, "checkpoint.signature")

    def test_two_keys_of_the_log(self):
        second = Signer(b"second", ORIGIN + "/2")
        keys = [*KEYS, note.read_key(second.vkey)]
        for lines in (LOG.line(TEXT) + second.line(TEXT), second.line(TEXT) + LOG.line(TEXT)):
            self.assertEqual(judged(TEXT + b"\n" + lines, keys).code, "")

    def test_the_last_time_there_is(self):
        self.assertEqual(judged(TEXT + b"\n" + LOG.line(TEXT) + WITNESSES[0].line(TEXT, 2**63 - 1)).code, "")

    def test_what_is_no_note(self):
        line = LOG.line(TEXT)
        bad = [
            b"", b"a\n", TEXT, TEXT + line, TEXT + b"\n", TEXT + b"\n" + line[:-1], TEXT + b"\n" + line.replace(b" ", b"  ", 1),
            TEXT + b"\n" + line + b"x\n", TEXT + b"\n" + line.replace(b"=", b""), TEXT.replace(b"\n", b"\r\n") + b"\n" + line,
            b"\xff" + TEXT + b"\n" + line, TEXT + b"\n" + line * 65, b"x" * 300_000 + b"\n\n" + line, "— n AAAA\n".encode(),
            TEXT + b"\n" + line[:-1] + b"Z", line, TEXT + "\n— n\n".encode(), TEXT + "\n— n AAAAAAA= x\n".encode(),
            TEXT + "\n— n AAAAAA==\n".encode(), TEXT + "\n— n+m AAAAAAA=\n".encode(), TEXT + "\n-- n AAAAAAA=\n".encode(),
        ]
        for raw in bad:
            with self.assertRaises(note.BadNote, msg=raw[:80]):
                note.read_note(raw)
        note.read_note(TEXT + b"\n" + line * 64)
        rest = 256 * 1024 - len(b"\n\n" + line)
        note.read_note(b"x" * rest + b"\n\n" + line)
        with self.assertRaises(note.BadNote):
            note.read_note(b"x" * (rest + 1) + b"\n\n" + line)

    def test_what_is_no_checkpoint(self):
        good = TEXT.decode()
        note.read_checkpoint((good + "more\n").encode())
        root = good.split("\n")[2]
        self.assertEqual(note.read_checkpoint(f"a\n9223372036854775807\n{root}\n".encode()).size, 2**63 - 1)
        self.assertEqual(note.read_checkpoint(f"a\n0\n{root}\n".encode()).size, 0)
        for bad in (
            "a\n7\n", f"\n7\n{root}\n", f"a\n07\n{root}\n", f"a\n-7\n{root}\n", f"a\n7.0\n{root}\n", f"a\n\u0667\n{root}\n",
            f"a\n9223372036854775808\n{root}\n", f"a\n99999999999999999999\n{root}\n", f"a\n{'9' * 5000}\n{root}\n", f"a\n\n{root}\n", "a\n7\nAAAA\n", "a\n7\n!\n",
            f"a\n7\n{root}\n\nx\n",
        ):
            with self.assertRaises(note.BadNote, msg=bad):
                note.read_checkpoint(bad.encode())

    def test_what_is_no_key(self):
        good = LOG.vkey
        name, key_id, key = good.split("+", 2)
        kind = Signer(b"x", "n", 2).vkey
        named = [Signer(b"x", name).vkey for name in ("n" * 201, "", "a b", "a\u200bb", "a\u00a0b", "\u00e9" * 101)]
        wide = LOG.public + b"x"
        wide_id = hashlib.sha256(b"n\n\x01" + wide).hexdigest()[:8]
        for bad in ("", "n", f"{name}+{key_id}", f"{name}+00000000+{key}", f"x{good}", f"a b+{key_id}+{key}", good[:-4], kind, *named,
                    f"n+{wide_id}+{base64.b64encode(bytes([1]) + wide).decode()}",
                    f"{name}+{key_id}+!", f"+{key_id}+{key}"):
            with self.assertRaises(note.BadNote, msg=bad):
                note.read_key(bad)
        self.assertEqual(note.read_key(good + "\n").public, LOG.public)
        note.read_key(Signer(b"x", "n" * 200).vkey)

    def test_base64_has_one_form(self):
        self.assertEqual(note.unbase64("AA=="), b"\0")
        for bad in ("AB==", "AA", "AA=", "AA==\n", "A A=", "-_==", "é"):
            with self.assertRaises(note.BadNote, msg=bad):
                note.unbase64(bad)
