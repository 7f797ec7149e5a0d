"""The tables of docs/journal-events.md against the shapes: what the document describes is read, and nothing less or more."""

import copy
import re
import unittest
from pathlib import Path

from placer_verify.authors import DEMANDS
from placer_verify.canonical import encode
from placer_verify.entry import EVENTS, read_entry
from placer_verify.kinds import Unreadable
from tests.support import uid

TEXT = (Path(__file__).parents[2] / "docs/journal-events.md").read_text("utf-8")
PLAIN = {
    "id": uid(1), "text": "x", "day": "2026-01-01", "instant": "2026-01-01T00:00:00.000000Z", "mass": 1, "i32": 1, "i64": -1, "u32": 1,
    "money": {"currency": "USD", "minor": 1}, "place": [1, 2], "shape": {"point": [1, 2]}, "HS code": "7102.10", "period": "2026-Q3", "areas": [[[[0, 0], [1000, 0], [1000, 1000]]]], "true or false": True,
}


def rows(title, until):
    """The rows of a table: its cells without the bars."""
    part = TEXT[TEXT.index(title) : TEXT.index(until)]
    return [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("| ") and not line.startswith(("| name |", "| kind |", "| `of`"))]


def pieces(text):
    """Splits at commas that stand in no brackets."""
    found, depth = [""], 0
    for c in text:
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            found.append("")
        else:
            found[-1] += c
    return [piece.strip() for piece in found if piece.strip()]


class Document:
    """Examples of everything, made from the tables: (value, paths that may be null, paths that may be left out)."""

    def __init__(self):
        self.shared = {name.strip(): members.strip() for name, members in rows("### Objects", "### Kinds")}
        self.kinds = {}
        for kinds, members, _ in rows("### Kinds", "`change` is one of"):
            for kind in re.findall(r"`([a-z_.]+)`", kinds):
                self.kinds[kind] = members.strip()
        self.changes = {of.strip().strip("`"): members for of, members in (row[:2] for row in rows("| `of` |", "`act` is one of"))}
        self.acts = {of.strip().strip("`"): members for of, members in rows("`act` is one of", "*Areas*")}

    def body(self, kind):
        members = self.kinds[kind].replace("as created", self.kinds["account.created"])
        members = members.replace("as sealed, and", self.kinds.get("parcel.sealed", "") + ",")
        return self.kind(members) if members in self.shared else self.object(members)

    def object(self, text):
        """An object of `name` kind, `name` kind, ..."""
        value, null, out = {}, [], []
        for piece in pieces(text):
            name, kind = re.fullmatch(r"`(\w+)` ?(.*)", piece).groups()
            if "*left out*" in kind:
                out.append((name,))
            # A question mark within a list is that of a member of its items.
            if "?" in kind and not kind.startswith("["):
                null.append((name,))
                kind = kind.replace("?", "")
            value[name], inner_null, inner_out = self.kind(kind)
            null += [(name, *path) for path in inner_null]
            out += [(name, *path) for path in inner_out]
        return value, null, out

    def kind(self, text):
        words = re.match(r"\(`(\w+)`", text)
        if words:
            return words[1], [], []
        text = re.sub(r" ?\([^()]*\)", "", text).strip()
        if text == "below":
            value, null, out = self.object(self.changes["stock"])
            return {**value, "of": "stock"}, null, out
        if text == "further below":
            value, null, out = self.object(self.acts["release"])
            return {**value, "of": "release"}, null, out
        if text in PLAIN:
            return copy.deepcopy(PLAIN[text]), [], []
        if text in self.shared:
            members = self.shared[text]
            return self.kind(members) if members.startswith("[") else self.object(members)
        inner = text[1:-1].partition(":")[0].split(" (")[0]
        if re.fullmatch(r"`\w+`(, `\w+`)*", text[1:-1]):
            return [text[2:].partition("`")[0]], [], []
        value, null, out = self.object(text[1:-1]) if inner.startswith("`") else self.kind(inner)
        return [value], [(0, *path) for path in null], [(0, *path) for path in out]


def at(value, path):
    for step in path:
        value = value[step]
    return value


def places(value, path=()):
    yield path
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(part, (*path, name))


def is_read(kind, body):
    entry = {
        "account": uid(1), "body": body, "device": None, "id": uid(2), "idempotency_key": "k", "kind": kind,
        "occurred_at": PLAIN["instant"], "office": None, "recorded_at": PLAIN["instant"], "request_hash": "", "seq": 1, "signed": None, "v": 2,
        "via": "console"}
    try:
        read_entry(encode(entry))
    except Unreadable:
        return False
    return True


class Tables(unittest.TestCase):
    def setUp(self):
        self.document = Document()

    def bodies(self):
        for kind in self.document.kinds:
            yield kind, *self.document.body(kind)
        for of, members in self.document.changes.items():
            body, own, _ = self.document.body("correction.proposed")
            change, null, out = self.document.object(members.partition(": the")[0])
            body["change"] = {**change, "of": of}
            null = [path for path in own if path[0] != "change"] + [("change", *path) for path in null]
            yield "correction.proposed", body, null, [("change", *path) for path in out]
        for of, members in self.document.acts.items():
            body, own, _ = self.document.body("zone.proposed")
            act, null, out = self.document.object(members.strip())
            body["act"] = {**act, "of": of}
            null = [path for path in own if path[0] != "act"] + [("act", *path) for path in null]
            yield "zone.proposed", body, null, [("act", *path) for path in out]

    def test_every_kind_is_described(self):
        self.assertEqual(set(self.document.kinds), set(EVENTS))

    def test_what_the_tables_describe_is_read(self):
        for kind, body, null, out in self.bodies():
            self.assertTrue(is_read(kind, body), (kind, body))
            for path in null:
                other = copy.deepcopy(body)
                at(other, path[:-1])[path[-1]] = None
                self.assertTrue(is_read(kind, other), (kind, path, "null"))
            for path in out:
                other = copy.deepcopy(body)
                del at(other, path[:-1])[path[-1]]
                self.assertTrue(is_read(kind, other), (kind, path, "left out"))

    def test_nothing_else_may_be_null_or_missing(self):
        for kind, body, null, out in self.bodies():
            for path in places(body):
                if not path:
                    continue
                other = copy.deepcopy(body)
                at(other, path[:-1])[path[-1]] = None
                if path not in null:
                    self.assertFalse(is_read(kind, other), (kind, path, "null"))
                if isinstance(path[-1], str) and path not in out:
                    other = copy.deepcopy(body)
                    del at(other, path[:-1])[path[-1]]
                    self.assertFalse(is_read(kind, other), (kind, path, "missing"))


class WhoMayWriteWhat(unittest.TestCase):
    def test_the_table_is_what_is_asked(self):
        told = {}
        for kinds, roles, signs, ways in rows("### 3.1", "L7 is broken when"):
            if not kinds.strip().startswith("`"):
                continue
            noun = ""
            for name in re.findall(r"`([a-z_.*]+)`", kinds):
                noun = name.partition(".")[0] or noun
                name = noun + name if name.startswith(".") else name
                for kind in [k for k in EVENTS if k.startswith(f"{noun}.")] if name.endswith("*") else [name]:
                    roles_of = tuple(role.strip(" \u00b0\u207a") for role in roles.split(",") if role.strip() != "nobody")
                    told[kind] = (set(roles_of), signs.strip() == "yes", "console" in ways, "import" in ways)
                    self.assertEqual("token" in ways, signs.strip() == "no", kind)
        self.assertEqual(told, {kind: (set(roles), *rest) for kind, (roles, *rest) in DEMANDS.items()})
