"""The country's rules as an export carries them: caps of losses and of differences between weighings."""

import bisect
import re
import tomllib

NAME = re.compile(r"(0|[1-9][0-9]{0,18})\.toml", re.ASCII)
RULES_MAX = 4_000_000


def larger(fixed, ppm, mass):
    """The larger of a fixed mass and a part of a mass in millionths, rounded down."""
    return max(fixed, mass * ppm // 1_000_000)


class Rules:
    """One country profile, as far as a journal can be held against it."""

    def __init__(self, table):
        def value(section, name, kind):
            found = table[section][name]["value"]
            if type(found) is not kind or (kind is int and found < 0):
                raise ValueError(f"{section}.{name}")
            return found

        self.country = value("country", "alpha2", str)
        self._reweigh = (value("tolerances", "reweigh_abs_mct", int), value("tolerances", "reweigh_ppm", int))
        self._loss = (value("tolerances", "loss_abs_mct", int), value("tolerances", "loss_ppm", int))

    def loss_cap(self, mass):
        """The most milli-carats that one act may lose of a mass."""
        return min(larger(*self._loss, mass), mass)

    def reweigh_cap(self, mass):
        """The most milli-carats by which a second weighing may differ from a mass."""
        return larger(*self._reweigh, mass)


class RuleBook:
    """All rules of an export, each in force for the entries after a position."""

    def __init__(self, folder):
        self._after, self._rules, self.unreadable = [], [], []
        files = sorted((int(m[1]), path) for path in _listed(folder) if (m := NAME.fullmatch(path.name)))
        for after, path in files:
            try:
                if path.stat().st_size > RULES_MAX:
                    raise ValueError("too long")
                rules = Rules(tomllib.loads(path.read_text("utf-8")))
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                self.unreadable.append(path.name)
                rules = None
            self._after.append(after)
            self._rules.append(rules)

    def __len__(self):
        return sum(rules is not None for rules in self._rules)

    def at(self, seq):
        """The rules in force for an entry; none where the export has none that can be read."""
        found = bisect.bisect_left(self._after, seq)
        return self._rules[found - 1] if found else None


def _listed(folder):
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []
