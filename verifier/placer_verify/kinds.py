"""The kinds of values an entry is made of. Each is a function that raises Unreadable for anything else."""

import functools
import re
from datetime import date

MASS_MAX = 10_000_000_000_000
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z", re.ASCII)
_PERIOD = re.compile(r"[0-9]{4}(-H[12]|-Q[1-4])?", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


class Unreadable(Exception):
    """A value is not of its kind."""


def whole(low, high):
    """Whole numbers within bounds."""

    def check(value):
        # True and False are whole numbers to Python, not to the format.
        if type(value) is not int or not low <= value <= high:
            raise Unreadable(f"no whole number from {low} to {high}")

    return check


I64 = whole(-(2**63), 2**63 - 1)
I32 = whole(-2**31, 2**31 - 1)
U32 = whole(0, 2**32 - 1)
MASS = whole(0, MASS_MAX)


def text(value):
    """Any text."""
    if type(value) is not str:
        raise Unreadable("no text")


def flag(value):
    """True or false."""
    if type(value) is not bool:
        raise Unreadable("neither true nor false")


def ident(value):
    """A UUID in small letters with hyphens."""
    if type(value) is not str or not _ID.fullmatch(value):
        raise Unreadable("no id")


@functools.lru_cache(maxsize=4096)
def _is_day(value):
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def day(value):
    """A day of the calendar, YYYY-MM-DD."""
    if type(value) is not str or not _is_day(value):
        raise Unreadable("no day")


def instant(value):
    """An instant in UTC with six decimals."""
    if type(value) is not str or value[10:11] != "T" or not _is_day(value[:10]) or not _TIME.fullmatch(value[11:]):
        raise Unreadable("no instant")


def period(value):
    """A year, a half or a quarter of one: 2026, 2026-H1, 2026-Q3."""
    if type(value) is not str or not _PERIOD.fullmatch(value) or value.startswith("0000"):
        raise Unreadable("no period")


def currency(value):
    """Three capital letters."""
    if type(value) is not str or not _CURRENCY.fullmatch(value):
        raise Unreadable("no currency")


def one_of(*words):
    """One of a closed list of words."""
    known = frozenset(words)

    def check(value):
        if type(value) is not str or value not in known:
            raise Unreadable(f"none of {', '.join(words)}")

    return check


def maybe(kind):
    """The kind, or null."""

    def check(value):
        if value is not None:
            kind(value)

    return check


def list_of(kind):
    """A list of the kind, of any length."""

    def check(value):
        if type(value) is not list:
            raise Unreadable("no list")
        for item in value:
            kind(item)

    return check


def members(needed, optional=None):
    """An object with exactly these members; the optional ones may be absent, but are never null."""
    optional = optional or {}
    names = frozenset(needed)

    def check(value):
        if type(value) is not dict:
            raise Unreadable("no object")
        for name, kind in needed.items():
            if name not in value:
                raise Unreadable(f"{name} is missing")
            try:
                kind(value[name])
            except Unreadable as error:
                raise Unreadable(f"{name}: {error}") from None
        if len(value) != len(names):
            for name in value.keys() - names:
                if name not in optional:
                    raise Unreadable(f"{name[:40]} is no member")
                optional[name](value[name])

    return check


def position(value):
    """Longitude and latitude in 1e-7 degrees."""
    if type(value) is not list or len(value) != 2:
        raise Unreadable("no position")
    _LON(value[0])
    _LAT(value[1])


_LON = whole(-1_800_000_000, 1_800_000_000)
_LAT = whole(-900_000_000, 900_000_000)


def shape(value):
    """A point, or an area as rings of corners: the outline counter-clockwise, holes clockwise, none closed."""
    if type(value) is not dict or len(value) != 1:
        raise Unreadable("no shape")
    if "point" in value:
        position(value["point"])
        return
    rings = value.get("polygon")
    list_of(list_of(position))(rings)
    if not rings or sum(len(ring) for ring in rings) > 2_000:
        raise Unreadable("no area, or too many corners")
    for at, ring in enumerate(rings):
        _ring(ring, outline=at == 0)


def areas(value):
    """The areas of a zone, each as rings."""
    list_of(lambda rings: shape({"polygon": rings}))(value)
    if not value:
        raise Unreadable("a zone without an area")


def _ring(ring, outline):
    corners = [tuple(corner) for corner in ring]
    if len(set(corners)) < 3 or any(a == b for a, b in zip(corners, corners[1:] + corners[:1])):
        raise Unreadable("a ring has too few corners, or one twice in a row")
    if any(max(axis) - min(axis) > 100_000_000 for axis in zip(*corners)) or any(abs(lat) > 850_000_000 for _, lat in corners):
        raise Unreadable("a ring is too wide, or too near a pole")
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, corners[1:] + corners[:1]))
    if twice == 0 or (twice > 0) != outline:
        raise Unreadable("a ring runs the wrong way round")
