"""An export folder: its lines, its tiles, its keys and its checkpoints."""

from pathlib import Path

from . import note
from .tree import TILE, root_of, tile_name

LINE_MAX = 16 * 1024 * 1024
KEYS_MAX = 1_000_000
HASH = 32


class CannotRead(Exception):
    """There is nothing to judge: a file is missing, or is not what it should be at all."""


def lines(path):
    """The lines of a journal as bytes, without their newlines."""
    try:
        with open(path, "rb") as file:
            while line := file.readline(LINE_MAX + 1):
                if len(line) > LINE_MAX:
                    raise CannotRead(f"{path}: a line is longer than {LINE_MAX} bytes")
                yield line[:-1] if line.endswith(b"\n") else line
    except OSError as error:
        raise CannotRead(f"{path}: {error.strerror}") from None


def small_file(path, most=note.NOTE_MAX):
    """The bytes of a small file; those over the limit are cut, which no reader takes."""
    try:
        with open(path, "rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise CannotRead(f"{path}: {error.strerror}") from None


def keys_in(raw, strict):
    """The keys in a text, one a line. Strict: every line must be one; else other lines are passed over."""
    found = []
    for line in raw[:KEYS_MAX].decode("utf-8", "replace").splitlines():
        if not line.strip():
            continue
        try:
            found.append(note.read_key(line))
        except note.BadNote as error:
            if strict:
                raise CannotRead(f"{line[:80]}: {error}") from None
    return found


def given_keys(values):
    """The keys of command-line values, each a verifier key or a file of them."""
    found = []
    for value in values:
        try:
            found.append(note.read_key(value))
        except note.BadNote:
            if not Path(value).is_file():
                raise CannotRead(f"{value[:80]}: neither a verifier key nor a file of them") from None
            found += keys_in(small_file(value, KEYS_MAX), strict=True)
    if values and not found:
        raise CannotRead("no key given")
    return found


def checkpoint_files(folder):
    """The checkpoints of an export: (name, bytes), the newest first."""
    found = []
    newest = folder / "checkpoint"
    found.append(("checkpoint", small_file(newest) if newest.is_file() else None))
    try:
        kept = sorted((p for p in (folder / "checkpoints").iterdir() if p.is_file()), key=lambda p: (len(p.name), p.name))
    except OSError:
        kept = []
    return found + [(path.name, small_file(path)) for path in kept]


class Tiles:
    """The hashes below DIR/tile."""

    def __init__(self, folder):
        self._folder = folder / "tile"
        self.there = self._folder.is_dir()
        self._number, self._hashes = None, b""

    def load(self, level, number):
        """The bytes of a tile: the full one, else its widest part; none where there is neither."""
        full = self._folder / tile_name(level, number)
        parts = full.with_name(full.name + ".p")
        try:
            if full.is_file():
                return small_file(full, TILE * HASH)
            widths = [int(p.name) for p in parts.iterdir() if p.name.isascii() and p.name.isdigit() and len(p.name) < 4]
            return small_file(parts / str(max(widths)), TILE * HASH) if widths else b""
        except (OSError, CannotRead):
            return b""

    def leaf(self, index):
        """The level-0 hash with this index; None where the tiles have none."""
        number, at = divmod(index, TILE)
        if number != self._number:
            self._number, self._hashes = number, self.load(0, number)
        found = self._hashes[at * HASH : at * HASH + HASH]
        return found if len(found) == HASH else None

    def upper(self):
        """Checks every hash above level 0 against the tile it stands for: yields (level, index) of those that differ."""
        for level in range(1, 8):
            if not (self._folder / str(level)).is_dir():
                return
            number = 0
            while raw := self.load(level, number):
                for at in range(len(raw) // HASH):
                    below = self.load(level - 1, number * TILE + at)
                    whole = [below[i : i + HASH] for i in range(0, len(below), HASH)]
                    if len(below) != TILE * HASH or root_of(whole) != raw[at * HASH : at * HASH + HASH]:
                        yield level, number * TILE + at
                if len(raw) < TILE * HASH:
                    break
                number += 1
