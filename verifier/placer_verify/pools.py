"""Origin pools: shares of pit and stock parcels, and their exact rounding."""

import hashlib


def apportion(total, weights):
    """Shares a total by weights: floors, then one unit each to the largest remainders, the earlier of equal ones first."""
    whole = sum(weights)
    if whole <= 0:
        return [0] * len(weights)
    parts, remainders = [], []
    for at, weight in enumerate(weights):
        part, rest = divmod(total * weight, whole)
        parts.append(part)
        remainders.append((-rest, at))
    remainders.sort()
    for _, at in remainders[: total - sum(parts)]:
        parts[at] += 1
    return parts


def scaled(pool, total):
    """The same proportions at another total; what becomes nothing is left out."""
    parts = apportion(total, [share for _, share in pool])
    return [(no, part) for (no, _), part in zip(pool, parts) if part > 0]


def merged(pools):
    """The sum of pools, in the order of source numbers."""
    sums = {}
    for pool in pools:
        for no, share in pool:
            sums[no] = sums.get(no, 0) + share
    return sorted(sums.items())


def _leb128(value):
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def encoded(pool):
    """Version 1, the count, then for each source the step from the number before and its share, all as LEB128.

    None for a pool with numbers that no parcel can have.
    """
    if pool and pool[0][0] < 1:
        return None
    found = bytearray(b"\x01" + _leb128(len(pool)))
    before = 0
    for no, share in pool:
        found += _leb128(no - before) + _leb128(share)
        before = no
    return bytes(found)


def digest(pool, after=b""):
    """SHA-256 of the encoding, and of what follows it, in hex; none where there is no encoding."""
    raw = encoded(pool)
    return None if raw is None else hashlib.sha256(raw + after).hexdigest()
