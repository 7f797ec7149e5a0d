"""Whatever an export holds, the verdict is 0, 1 or 2 and never a fault of the program."""

import json
import random
import unittest

from placer_verify import canonical
from tests.story import story
from tests.support import LINES, Export

VALUES = [None, True, 0, -1, 1, 2**63 - 1, -(2**63), 2**64, "", "x", [], {}, [None], {"a": 1}, "7102.10", "here", "2026-01-01", "\u202e\x1b"]


def places(value, path=()):
    yield path
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(part, (*path, name))


class Hostile(unittest.TestCase):
    def test_any_value_anywhere(self):
        chance = random.Random(2026)
        with Export() as export:
            export.append(story().values())
            lines = list(export.lines)
            for _ in range(25):
                changed = list(lines)
                for _ in range(12):
                    at = chance.randrange(280, len(lines)) if chance.random() < 0.8 else chance.randrange(len(lines))
                    entry = json.loads(changed[at])
                    path = chance.choice(list(places(entry))[1:])
                    there = entry
                    for step in path[:-1]:
                        there = there[step]
                    # Of the same kind half the time, so that it is read and walked.
                    same = [v for v in VALUES if type(v) is type(there[path[-1]])]
                    there[path[-1]] = chance.choice(same if same and chance.random() < 0.5 else VALUES)
                    changed[at] = canonical.encode(entry)
                chance.shuffle(changed) if chance.random() < 0.2 else None
                export.write_lines(changed)
                self.assertEqual(export.verdict()[0], 1)

    def test_any_number_in_the_story(self):
        chance = random.Random(7)
        with Export() as export:
            for _ in range(25):
                events = story()
                for _ in range(3):
                    body = events[chance.choice(list(events))][1]
                    found = [path for path in places(body) if path and type(_at(body, path)) is int and type(_at(body, path)) is not bool]
                    if found:
                        path = chance.choice(found)
                        _at(body, path[:-1])[path[-1]] = chance.choice([0, 1, 2, 5, 10_000_000_000_000, -1, 107, 108, 109])
                export.lines = export.lines[:289]
                export.append(events.values())
                self.assertIn(export.verdict()[0], (0, 1))

    def test_a_text_that_looks_like_the_kind_of_a_correction(self):
        licence = next(json.loads(line) for line in LINES if b"licence.issued" in line)
        licence["body"]["terms"]["kind"] = "correction.decided"
        with Export() as export:
            export.append([("licence.issued", licence["body"], licence["account"])])
            self.assertEqual(export.verdict()[0], 0)

    def test_files_of_other_kinds(self):
        with Export() as export:
            for name in ("checkpoints/7", "tile/0/002", "rules/5.toml", "rules/x.toml", "checkpoints/x/y", "tile/0/001.p/200", "tile/1/000", "tile/0/001.p/\u00b2"):
                path = export.path(name)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(b"\0\xff" * 9_000)
            export.path("tile/0/001.p/abc").mkdir()
            export.path("rules/6.toml").mkdir()
            self.assertEqual(export.verdict()[0], 1)


def _at(value, path):
    for step in path:
        value = value[step]
    return value
