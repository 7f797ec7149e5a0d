"""Directed changes of a real export: each gives its code at its place, and nothing else but what follows from it."""

import json
import os
import unittest

from placer_verify import canonical, tree
from tests.support import FIXTURE, LINES, LOG, ORIGIN, SIZES, WITNESSES, Export, Signer, checkpoint, judged_by_both, run, text_of, uid

LEAVES = [tree.leaf_hash(line) for line in LINES]


def roots(since, until=10**9):
    """The checkpoints that cover a position."""
    return {("checkpoint.root", f"checkpoint {size}") for size in SIZES if since <= size <= until}


def find(kind, nth=0):
    """The position of an entry of a kind."""
    return [at for at, line in enumerate(LINES, 1) if json.loads(line)["kind"] == kind][nth]


class Journal(unittest.TestCase):
    def found(self, export, wanted, *options, key=True, rules=True):
        """What is found; without `rules`, what a changed journal breaks besides is left out."""
        code, found, told = export.verdict(*options, key=key)
        if key and not options:
            judged_by_both(self, export, found)
        self.assertEqual({f for f in found if rules or f[0] != "rule.broken"}, wanted)
        self.assertEqual(code, 1 if found else 0)
        return told

    def test_the_fixture_is_clean(self):
        with Export() as export:
            told = self.found(export, set())
            self.assertEqual((told["entries"], told["newest_checkpoint"]), (289, 289))
            self.assertEqual(told["cosigned_by"], ["witness1.example", "witness2.example"])
            self.assertEqual((told["keys_from"], told["rules_read"], told["tiles_compared"]), ("given", 1, True))
            told = self.found(export, set(), key=False)
            self.assertIn("not proven", told["keys_from"])

    def test_what_the_checks_make_is_what_the_fixture_has(self):
        with Export() as export:
            export.sign_all(SIZES)
            for path in FIXTURE.rglob("*"):
                if path.is_file() and path.parts[-2] != "checkpoints" and path.name != "checkpoint":
                    self.assertEqual(path.read_bytes(), export.path(path.relative_to(FIXTURE)).read_bytes(), path)

    def test_an_entry_is_edited(self):
        with Export() as export:
            export.edit(find("party.registered"), lambda e: e["body"].update(code="P-000001-X"))
            at = find("party.registered")
            self.found(export, {("journal.hash", f"entry {at}")} | roots(at))

    def test_an_entry_and_its_hash_are_edited(self):
        with Export() as export:
            export.edit(200, lambda e: e.update(request_hash="other"))
            tile = export.path("tile/0/000")
            raw = bytearray(tile.read_bytes())
            raw[199 * 32 : 200 * 32] = tree.leaf_hash(export.lines[199])
            tile.write_bytes(raw)
            # The level above still says what the tile was.
            self.found(export, {("journal.hash", "entry 1")} | roots(200))

    def test_everything_is_hashed_anew_but_not_signed(self):
        with Export() as export:
            old = {size: export.path(f"checkpoints/{size}").read_bytes() for size in SIZES}
            export.edit(200, lambda e: e.update(request_hash="other"))
            export.sign_all()
            for size, raw in old.items():
                export.path(f"checkpoints/{size}").write_bytes(raw)
            export.path("checkpoint").write_bytes(old[289])
            self.found(export, roots(200))

    def test_an_insider_signs_anew_and_last_months_checkpoint_tells(self):
        with Export() as export:
            kept = export.dir.parent / "printed"
            kept.write_bytes(export.path("checkpoints/256").read_bytes())
            export.edit(200, lambda e: e.update(request_hash="other"))
            export.sign_all()
            self.found(export, set())
            self.found(export, {("checkpoint.root", "checkpoint 256")}, "--checkpoint", str(kept))

    def test_everything_is_signed_with_another_key(self):
        with Export() as export:
            for size in SIZES:
                export.path(f"checkpoints/{size}").write_bytes(checkpoint(LEAVES, size, [Signer(b"thief", ORIGIN)]))
            export.path("checkpoint").write_bytes(checkpoint(LEAVES, 289, [Signer(b"thief", ORIGIN)]))
            export.path("keys").write_text(Signer(b"thief", ORIGIN).vkey)
            self.found(export, {("checkpoint.signature", f"checkpoint {size}") for size in SIZES})
            # Whoever takes the keys from the export itself is told nothing but that.
            self.found(export, set(), key=False)

    def test_a_checkpoint_of_another_register(self):
        with Export() as export:
            other = Signer(b"log", "other.example")
            text = text_of(256, tree.root_of(LEAVES[:256]), "other.example")
            export.path("checkpoints/256").write_bytes(text + b"\n" + other.line(text))
            self.found(export, {("checkpoint.origin", "checkpoint 256")})

    def test_a_cosignature_is_changed(self):
        with Export() as export:
            text = text_of(256, tree.root_of(LEAVES[:256]))
            wrong = WITNESSES[0].line(text.replace(b"256", b"255"))
            export.path("checkpoints/256").write_bytes(text + b"\n" + LOG.line(text) + wrong)
            self.found(export, {("checkpoint.signature", "checkpoint 256")})

    def test_the_newest_checkpoint_is_gone(self):
        with Export() as export:
            export.path("checkpoint").unlink()
            self.found(export, {("checkpoint.signature", "checkpoint checkpoint")})

    def test_a_checkpoint_that_is_none(self):
        with Export() as export:
            export.path("checkpoints/120").write_bytes(b"\xff\0")
            self.found(export, {("checkpoint.signature", "checkpoint 120")})

    def test_a_checkpoint_of_no_entries(self):
        with Export() as export:
            export.path("checkpoints/0").write_bytes(checkpoint([], 0))
            self.found(export, set())
            wrong = text_of(0, b"x" * 32)
            export.path("checkpoints/0").write_bytes(wrong + b"\n" + LOG.line(wrong))
            self.found(export, {("checkpoint.root", "checkpoint 0")})

    def test_the_tail_is_cut_off(self):
        with Export() as export:
            export.write_lines(LINES[:256])
            told = self.found(export, {("checkpoint.size", "checkpoint 257"), ("checkpoint.size", "checkpoint 289")})
            self.assertEqual(told["entries"], 256)
            export.write_lines([])
            none = {("rules.none", "entry 1"), ("rules.extra", "entry 1")}
            self.found(export, none | {("checkpoint.size", f"checkpoint {size}") for size in SIZES})

    def test_an_entry_is_taken_out(self):
        with Export() as export:
            at = find("slip_book.issued", 2)
            self.assertLess(at, 120)
            export.write_lines(LINES[: at - 1] + LINES[at:])
            self.found(export, {("journal.gap", f"entry {at}"), ("checkpoint.size", "checkpoint 289")} | roots(at, 288))

    def test_a_position_that_is_none(self):
        for seq, after in ((0, 1), (-5, -4), (2**63 - 1, 2**63 - 1), (500, 501)):
            with Export() as export:
                export.edit(200, lambda e: e.update(seq=seq))
                self.found(export, {("journal.gap", "entry 200"), ("journal.gap", f"entry {after}")} | roots(200), rules=False)

    def test_an_entry_is_written_twice(self):
        with Export() as export:
            at = find("party.registered", 3)
            export.write_lines(LINES[:at] + LINES[at - 1 :])
            wanted = {("journal.gap", f"entry {at + 1}"), ("journal.key_twice", f"entry {at}")}
            self.found(export, wanted | roots(at + 1))

    def test_two_entries_are_exchanged(self):
        with Export() as export:
            lines = list(LINES)
            times = [json.loads(line)["recorded_at"] for line in lines]
            at = next(at for at in range(130, 256) if times[at - 1] < times[at])
            lines[at - 1 : at + 1] = lines[at], lines[at - 1]
            export.write_lines(lines)
            code, found, _ = export.verdict()
            gaps = {("journal.gap", f"entry {place}") for place in (at, at + 1, at + 2)}
            wanted = gaps | {("journal.time", f"entry {at}")} | roots(at)
            self.assertEqual({f for f in found if f[0] != "rule.broken"}, wanted)

    def test_a_line_is_no_entry_or_not_canonical(self):
        at = find("slip_book.issued", 1)
        for line in (b"{}", b"", b"\xff", LINES[at - 1].replace(b":", b": ", 1), LINES[at - 1] + b"\r", b"[" * 50_000):
            with Export() as export:
                export.write_lines(LINES[: at - 1] + [line] + LINES[at:])
                self.found(export, {("journal.unreadable", f"entry {at}")} | roots(at))

    def test_no_newline_at_the_end_is_no_fault(self):
        with Export() as export:
            export.path("journal.jsonl").write_bytes(b"\n".join(LINES))
            self.found(export, set())

    def test_a_hash_of_the_tiles_is_changed_or_missing(self):
        with Export() as export:
            tile = export.path("tile/0/001.p/33")
            raw = bytearray(tile.read_bytes())
            raw[-1] ^= 1
            tile.write_bytes(raw)
            self.found(export, {("journal.hash", "entry 289")})
            raw[-1] ^= 1
            raw[32 * 3] ^= 1
            tile.write_bytes(raw)
            self.found(export, {("journal.hash", "entry 260")})
            tile.write_bytes(raw[:70])
            self.found(export, {("journal.hash", "entry 259")})
            tile.unlink()
            self.found(export, {("journal.hash", "entry 257")})
        with Export() as export:
            tile = export.path("tile/1/000.p/1")
            raw = tile.read_bytes()
            # A tile that is not full has no hash above it, not even the right one.
            export.path("tile/1/000.p/2").write_bytes(raw + tree.root_of(LEAVES[256:]))
            self.found(export, {("journal.hash", "entry 257")})
            export.path("tile/1/000.p/2").unlink()
            tile.write_bytes(b"x" * 32)
            self.found(export, {("journal.hash", "entry 1")})

    def test_without_tiles_the_roots_still_tell(self):
        with Export() as export:
            for root, folders, files in os.walk(export.path("tile"), topdown=False):
                for name in files:
                    os.unlink(os.path.join(root, name))
                for name in folders:
                    os.rmdir(os.path.join(root, name))
            export.path("tile").rmdir()
            self.assertFalse(self.found(export, set())["tiles_compared"])
            export.edit(200, lambda e: e.update(request_hash="other"))
            self.found(export, roots(200))

    def test_times(self):
        with Export() as export:
            last = json.loads(LINES[-1])
            office = {"office": uid(1), "name": "x", "areas": []}
            export.append([("office.changed", office, last["account"])])
            entry = json.loads(export.lines[-1])
            self.found(export, set(), rules=False)
            for change, wanted in [
                ({"recorded_at": "2025-01-01T00:00:00.000000Z", "occurred_at": "2025-01-01T00:00:00.000000Z"}, 1),
                ({"occurred_at": "2026-03-01T00:00:00.000001Z"}, 1),
                ({"occurred_at": "2020-03-01T00:00:00.000001Z"}, 0),
            ]:
                export.lines[-1] = canonical.encode({**entry, **change})
                export.sign_all()
                self.found(export, {("journal.time", "entry 290")} if wanted else set(), rules=False)

    def test_a_key_twice(self):
        with Export() as export:
            last = json.loads(LINES[-1])
            office = {"office": uid(1), "name": "x", "areas": []}
            export.append([("office.changed", office, last["account"])])
            entry = json.loads(export.lines[-1])
            export.lines[-1] = canonical.encode({**entry, "idempotency_key": last["idempotency_key"]})
            export.sign_all()
            self.found(export, {("journal.key_twice", "entry 290")}, rules=False)
            other = json.loads(LINES[1])["account"]
            export.lines[-1] = canonical.encode({**entry, "idempotency_key": last["idempotency_key"], "account": other})
            export.sign_all()
            self.found(export, set(), rules=False)

    def test_authors(self):
        office = {"office": uid(1), "name": "x", "areas": []}
        admin = json.loads(LINES[1])["account"]
        made = {"account": uid(7), "office": None, "party": None, "role": "officer"}

        def state(active):
            return ("account.state_changed", {"account": uid(7), "active": active, "reason": "x"}, admin)

        with Export() as export:
            export.append([
                ("office.changed", office, uid(7)),
                ("account.created", made, uid(7)),
                ("office.changed", office, uid(7)),
                state(False),
                ("office.changed", office, uid(7)),
                state(True),
                ("office.changed", office, uid(7)),
            ])
            self.found(export, {("journal.author", f"entry {at}") for at in (290, 291, 294)}, rules=False)

    def test_the_first_author(self):
        first, office = json.loads(LINES[1]), json.loads(LINES[2])
        for entries, wanted in [
            ([first], set()),
            ([{**first, "account": uid(7)}], {2}),
            ([{**office, "seq": 2}], {2}),
            ([{**office, "seq": 2}, {**first, "seq": 3}], {2}),
        ]:
            with Export() as export:
                export.lines = [LINES[0], *(canonical.encode(entry) for entry in entries)]
                export.sign_all()
                self.found(export, {("journal.author", f"entry {at}") for at in wanted}, rules=False)

    def test_a_state_makes_no_account(self):
        admin = json.loads(LINES[1])["account"]
        with Export() as export:
            export.append([
                ("account.state_changed", {"account": uid(7), "active": True, "reason": "x"}, admin),
                ("office.changed", {"office": uid(1), "name": "x", "areas": []}, uid(7)),
            ])
            self.found(export, {("journal.author", "entry 291")}, rules=False)

    def test_entries_after_the_newest_checkpoint_are_counted(self):
        with Export() as export:
            admin = json.loads(LINES[1])["account"]
            kept = {path: path.read_bytes() for path in export.dir.rglob("*") if path.is_file()}
            export.append([("account.password_reset", {"account": admin}, admin)])
            lines = export.path("journal.jsonl").read_bytes()
            export.path("checkpoints/290").unlink()
            export.path("tile/0/001.p/34").unlink()
            for path, raw in kept.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(raw)
            export.path("journal.jsonl").write_bytes(lines)
            self.assertEqual(self.found(export, set())["entries_after_newest_checkpoint"], 1)


class Flips(unittest.TestCase):
    def test_a_flipped_bit_anywhere_in_the_journal_is_told(self):
        raw = (FIXTURE / "journal.jsonl").read_bytes()
        with Export() as export:
            for at in range(1_000, len(raw) - 1, len(raw) // 12):
                changed = bytearray(raw)
                changed[at] ^= 1 << at % 8
                export.path("journal.jsonl").write_bytes(changed)
                code, found, _ = export.verdict()
                self.assertEqual(code, 1)
                self.assertTrue(any(c.startswith("checkpoint.") for c, _ in found), at)
                self.assertTrue(any(c.startswith("journal.") for c, _ in found), at)

    def test_a_flipped_bit_in_any_other_file_is_told(self):
        with Export() as export:
            for name in ("checkpoint", "checkpoints/120", "tile/0/000", "tile/0/001.p/33", "tile/1/000.p/1"):
                raw = export.path(name).read_bytes()
                # A witness whose name or key id is not known any more is passed over, as C2SP wants it.
                most = raw.find(b"witness1") - 4 if name.startswith("checkpoint") else len(raw)
                for at in range(0, most, max(1, most // 16)):
                    changed = bytearray(raw)
                    changed[at] ^= 1 << at % 8
                    export.path(name).write_bytes(changed)
                    self.assertEqual(export.verdict()[0], 1, (name, at))
                export.path(name).write_bytes(raw)


class CommandLine(unittest.TestCase):
    def test_what_cannot_be_read_at_all(self):
        with Export() as export:
            self.assertEqual(run("journal", str(export.path("nothing")))[0], 2)
            self.assertEqual(export.verdict("--key", "no key")[0], 2)
            self.assertEqual(export.verdict("--checkpoint", str(export.path("nothing")))[0], 2)
            bad = export.dir.parent / "bad"
            for text in (b"x+y+z\n", b"", b"\xff\xfe", LOG.vkey.encode() + b"\nnonsense\n"):
                bad.write_bytes(text)
                self.assertEqual(export.verdict("--key", str(bad), key=False)[0], 2)
            export.path("journal.jsonl").write_bytes(b"x" * (16 * 1024 * 1024 + 2))
            self.assertEqual(export.verdict()[0], 2)
            export.path("journal.jsonl").unlink()
            self.assertEqual(export.verdict()[0], 2)
            export.path("journal.jsonl").mkdir()
            self.assertEqual(export.verdict()[0], 2)

    def test_keys_of_the_export_that_are_none_are_passed_over(self):
        with Export() as export:
            export.path("keys").write_bytes(b"\xff\n\nnonsense\n" + export.path("keys").read_bytes())
            self.assertEqual(export.verdict(key=False)[0], 0)
            export.path("keys").unlink()
            code, found, _ = export.verdict(key=False)
            self.assertEqual(found, {("checkpoint.signature", f"checkpoint {size}") for size in SIZES})

    def test_nothing_from_an_export_steers_a_terminal(self):
        import contextlib
        import io

        from placer_verify.__main__ import main

        with Export() as export:
            export.edit(find("party.registered"), lambda e: e.update(kind="\x1b[2J\u202e"))
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                self.assertEqual(main(["journal", str(export.dir)]), 1)
            self.assertIn("journal.unreadable", out.getvalue())
            self.assertNotIn("\x1b", out.getvalue())
            self.assertNotIn("\u202e", out.getvalue())

    def test_a_long_list_of_findings_is_cut_and_counted(self):
        from unittest import mock

        from placer_verify import report

        with Export() as export, mock.patch.object(report, "LISTED", 3):
            export.write_lines([b"{}"] * 10)
            code, found, told = export.verdict()
            self.assertEqual((code, len(told["findings"])), (1, 3))
            # Ten lines, four sizes that the journal does not reach, and rules that no entry adopted, at the first and at all.
            self.assertEqual(told["more"], 10 + 4 + 2 - 3)
