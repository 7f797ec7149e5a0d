"""What small steps add up to along a parcel's path: gains by weighings, losses, counts. Shares are kept in millionths."""

FINE = 1_000_000
# Milli-carats by which a correction may be off for the rounding of shares.
ROUNDING = 2


def part_of(whole, part, everything):
    """whole * part / everything, cut towards nothing; nothing of nothing."""
    if everything == 0:
        return 0
    product = whole * part
    found = abs(product) // abs(everything)
    return found if (product < 0) == (everything < 0) else -found


def _allowed(first, root, cap):
    """The allowance of what first measured so much, on a path whose largest first measure was `root`: all millionths."""

    def whole(measure):
        return cap(part_of(measure, 1, FINE)) * FINE

    return whole(first) if root <= first else part_of(whole(root), first, root)


class Path:
    """What happened to a parcel on its way: the heaviest first mass (mct), the rest in millionths."""

    __slots__ = ("root", "root_stones", "lost", "stones")

    def __init__(self, root=0, root_stones=0, lost=0, stones=0):
        self.root, self.root_stones, self.lost, self.stones = root, root_stones, lost, stones


class Sum:
    """Parcels with their paths, added up."""

    def __init__(self, lineage, parcels):
        self._weight = self._gain = self._lost = self._stones = self._changed = self._root = self._root_stones = 0
        gains = []
        for parcel in parcels:
            path = lineage.path(parcel)
            gains.append(parcel.gain)
            self._weight += parcel.weight * FINE
            self._gain += parcel.gain * FINE
            self._lost += path.lost
            self._stones += parcel.stones * FINE
            self._changed += path.stones
            self._root = max(self._root, path.root)
            self._root_stones = max(self._root_stones, path.root_stones)
        self.gathers = len(gains) > 1 and max(gains) > 0

    def _gain_allowed(self, rules):
        return _allowed(self._weight - self._gain, self._root * FINE, rules.path_gain_cap)

    def gains_too_much(self, more, rules):
        """Whether a weighing that finds so much more goes beyond what the path may gain."""
        return more > 0 and self._gain + more * FINE > self._gain_allowed(rules) // FINE * FINE

    def gathers_too_much(self, loss, rules):
        """Whether parcels that come together gained too much; what was said to be lost is taken off."""
        gain = self._gain - loss * FINE - self._lost // FINE * FINE
        return gain > 0 and gain > self._gain_allowed(rules) // FINE * FINE

    def _loss_allowed(self, rules):
        return _allowed(self._weight + self._lost - self._gain, self._root * FINE, rules.path_loss_cap)

    def loses_too_much(self, loss, rules):
        """Whether losing so much more goes beyond what the path may lose."""
        return loss > 0 and self._lost - self._gain + loss * FINE > self._loss_allowed(rules)

    def counts_too_much(self, change, rules):
        """Whether counting so many stones more or fewer goes further from the first count than the path may."""
        changed = self._changed + change * FINE
        if abs(changed) <= abs(self._changed):
            return False
        least = rules.count_least * FINE + FINE // 10 if abs(self._changed) < FINE // 10 else FINE
        return abs(changed) > max(_allowed(self._stones - self._changed, self._root_stones, rules.count_cap), least)

    def has_gained_too_much(self, rules):
        """Whether a correction left more gain than the path may have."""
        gain = self._gain - self._lost
        return gain > 0 and gain > self._gain_allowed(rules) + ROUNDING * FINE

    def has_lost_too_much(self, rules):
        """Whether a correction left more loss than the path may have."""
        return self._lost - self._gain > self._loss_allowed(rules) + ROUNDING * FINE
