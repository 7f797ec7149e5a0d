"""Whether a site touches a zone, or lies in it: in whole numbers of 1e-7 degrees, on the plane of longitude and latitude."""

# 1e-7 degrees of latitude to a metre, rounded up; and where longitudes are not stretched further, in degrees.
UNITS_PER_M = 91
LATITUDE_MAX = 85


def area_of_shape(shape):
    """The rings of a site; a point is a ring of one corner."""
    rings = [[shape["point"]]] if "point" in shape else shape["polygon"]
    return [[tuple(corner) for corner in ring] for ring in rings]


def area_of_rings(rings):
    """The rings of one area of a zone."""
    return [[tuple(corner) for corner in ring] for ring in rings]


def _sides(area):
    for ring in area:
        yield from zip(ring, ring[1:] + ring[:1])


def _corners(area):
    for ring in area:
        yield from ring


def _turn(a, b, c):
    """Above zero where c lies left of the line from a to b, 0 on it."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _sign(value):
    return (value > 0) - (value < 0)


def _between(a, b, p):
    return min(a[0], b[0]) <= p[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= p[1] <= max(a[1], b[1])


def _crosses(one, other):
    (a, b), (c, d) = one, other
    return (
        _sign(_turn(a, b, c)) * _sign(_turn(a, b, d)) < 0
        and _sign(_turn(c, d, a)) * _sign(_turn(c, d, b)) < 0)


def _meet(one, other):
    (a, b), (c, d) = one, other
    for axis in (0, 1):
        if max(a[axis], b[axis]) < min(c[axis], d[axis]) or max(c[axis], d[axis]) < min(a[axis], b[axis]):
            return False
    on = lambda a, b, p: _turn(a, b, p) == 0 and _between(a, b, p)  # noqa: E731
    return _crosses(one, other) or on(a, b, c) or on(a, b, d) or on(c, d, a) or on(c, d, b)


def lies(area, place):
    """-1 outside, 0 on an edge, 1 inside: by the sides that a line to the east crosses."""
    odd = False
    for a, b in _sides(area):
        side = _turn(a, b, place)
        if side == 0 and _between(a, b, place):
            return 0
        if (a[1] <= place[1]) != (b[1] <= place[1]) and (b[1] > a[1]) == (side > 0):
            odd = not odd
    return 1 if odd else -1


def _touch(one, other):
    return (
        any(lies(other, p) >= 0 for p in _corners(one))
        or any(lies(one, p) >= 0 for p in _corners(other))
        or any(_meet(s, o) for s in _sides(one) for o in _sides(other)))


def slack(site, accuracy):
    """By how much a position may be off east and north, so many metres at the greatest latitude of a site."""
    north = accuracy * UNITS_PER_M
    furthest = max(abs(p[1]) for p in _corners(site))
    degrees = min(-(-furthest // 10_000_000), LATITUDE_MAX)
    under = max(32_400 - 4 * degrees * degrees, 1)
    return -(-north * (32_400 + degrees * degrees) // under), north


def _square(place, off):
    (x, y), (dx, dy) = place, off
    return [[(x - dx, y - dy), (x + dx, y - dy), (x + dx, y + dy), (x - dx, y + dy)]]


def _far(one, other, off):
    for axis in (0, 1):
        a, b = [p[axis] for p in _corners(one)], [p[axis] for p in _corners(other)]
        if min(b) - max(a) > off[axis] or min(a) - max(b) > off[axis]:
            return True
    return False


def site_touches(shape, accuracy, areas):
    """Whether a site has a place in common with one of the areas, or the square around a corner of either reaches it."""
    site = area_of_shape(shape)
    off = slack(site, accuracy)
    for area in map(area_of_rings, areas):
        if _far(site, area, off):
            continue
        if _touch(site, area):
            return True
        if accuracy > 0 and (
                any(_touch(_square(p, off), area) for p in _corners(site))
                or any(_touch(_square(p, off), site) for p in _corners(area))):
            return True
    return False


def site_within(shape, areas):
    """Whether the whole of a site lies in one of the areas."""
    site = area_of_shape(shape)
    for area in map(area_of_rings, areas):
        if all(lies(area, p) >= 0 for p in _corners(site)):
            cut = any(_crosses(s, o) for s in _sides(site) for o in _sides(area))
            if not cut and not any(lies(site, p) > 0 for p in _corners(area)):
                return True
    return False
