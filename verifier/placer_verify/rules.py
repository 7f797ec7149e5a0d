"""The country's rules as an export carries them: caps, licences, trade, times."""

import bisect
import hashlib
import re
import tomllib
from datetime import date, datetime, timedelta

ROLES = frozenset(("digger", "miner", "cooperative", "supporter", "dealer", "agent", "exporter", "courier", "state_buyer", "official", "valuer"))
STATUSES = ("open", "closed", "rebel", "embargo", "compliant", "protected", "border")
EFFECTS = ("none", "flag", "freeze", "refuse")
NAME = re.compile(r"(0|[1-9][0-9]{0,18})\.toml", re.ASCII)
RULES_MAX = 4_000_000


def larger(fixed, ppm, mass):
    """The larger of a fixed mass and a part of a mass in millionths, rounded down."""
    return max(fixed, mass * ppm // 1_000_000)


class Valuing:
    """How a shipment is valued, and what is paid on it."""

    def __init__(self, table, value, whole):
        basis = value("valuation", "basis", str)
        if basis not in ("highest", "government"):
            raise ValueError("valuation.basis")
        self.takes_highest = basis == "highest"
        self.independent, self.present = value("valuation", "independent", bool), whole("valuation", "present")
        self.table = value("valuation", "size_table", str)
        sizes = [row for row in _rows(table, "size_table") if type(row) is dict and row.get("code") == self.table]
        if not sizes:
            raise ValueError("valuation.size_table")
        self.classes = frozenset(_of(row, "code", str) for row in _of(sizes[0], "classes", list))
        section = table["valuation"]
        special = section.get("special")
        self._special = None if special is None else (_count(special["value"], "above_usd_cents"), _count(special["value"], "ppm"))
        self._duty = whole("valuation", "duty_ppm")
        self._funds = [(_of(row, "code", str), _count(row, "ppm")) for row in _rows(section, "funds")]
        self._fees = [(_of(row, "code", str), _count(row, "usd_cents"), _of(row, "per", str)) for row in _rows(section, "fees")]
        if any(per not in ("certificate", "parcel") for _, _, per in self._fees):
            raise ValueError("valuation.fees")

    def hides_special(self, stones, cents):
        """Whether one stone among several must be special, since they are on the mean."""
        return self._special is not None and stones > 1 and cents is not None and cents > self._special[0] * stones

    def charges(self, lines, parcels):
        """What is to be paid for so many parcels; each line as its stones and the value taken."""
        above = self._special[0] if self._special else None
        specials = sum(cents for stones, cents in lines if above is not None and stones == 1 and cents > above)
        whole = sum(cents for _, cents in lines)
        rates = [("special", specials, self._special[1])] if self._special else []
        rates += [("duty", whole - specials, self._duty), *((code, whole, ppm) for code, ppm in self._funds)]
        due = [
            {"code": code, "base_cents": base, "ppm": ppm, "count": None, "cents": (base * ppm + 500_000) // 1_000_000}
            for code, base, ppm in rates if base > 0 and ppm > 0]
        for code, cents, per in self._fees:
            count = parcels if per == "parcel" else 1
            due.append({"code": code, "base_cents": cents, "ppm": None, "count": count, "cents": cents * count})
        return due


def _of(row, name, kind):
    if type(row[name]) is not kind:
        raise ValueError(name)
    return row[name]


def _count(row, name):
    if not 0 <= _of(row, name, int) < 2**63:
        raise ValueError(name)
    return row[name]


def _rows(section, name):
    rows = section.get(name, [])
    if type(rows) is not list:
        raise ValueError(name)
    return rows


class Rules:
    """One country profile, as far as a journal can be held against it."""

    def __init__(self, table):
        def value(section, name, kind):
            found = table[section][name]["value"]
            if type(found) is not kind:
                raise ValueError(f"{section}.{name}")
            return found

        def whole(section, name):
            found = value(section, name, int)
            if not 0 <= found < 2**63:
                raise ValueError(f"{section}.{name}")
            return found

        def cap(fixed, ppm):
            return whole("tolerances", fixed), whole("tolerances", ppm)

        self.country = value("country", "alpha2", str)
        self._offset = value("country", "utc_offset_hours", int)
        if not -24 <= self._offset <= 24:
            raise ValueError("country.utc_offset_hours")
        self._reweigh, self._loss = cap("reweigh_abs_mct", "reweigh_ppm"), cap("loss_abs_mct", "loss_ppm")
        self._path_gain, self._path_loss = cap("path_gain_abs_mct", "path_gain_ppm"), cap("path_loss_abs_mct", "path_loss_ppm")
        self._count = cap("count_abs", "count_ppm")
        self._late = whole("times", "production_late_working_days")
        self.certificate_days = min(whole("certificate", "valid_days"), 60)
        self.container_serial = value("certificate", "container_serial", bool)
        self.blanks_of_year = value("certificate", "blanks_of_year", bool)
        self._confirmation = whole("confirmation", "tolerance_abs_mct"), whole("confirmation", "tolerance_ppm")
        self.valuation_required = value("valuation", "required", bool)
        self.valuing = Valuing(table, value, whole)
        self.site_accuracy_max = whole("tolerances", "site_accuracy_max_m")
        if self.site_accuracy_max >= 2**32:
            raise ValueError("tolerances.site_accuracy_max_m")
        zones = {name: row["value"] for name, row in table.get("zones", {}).items() if "value" in row}
        self.compliant_only = zones.get("compliant_only", False)
        self.zones = {status: zones.get(status, "none") for status in STATUSES}
        if type(self.compliant_only) is not bool or any(effect not in EFFECTS for effect in self.zones.values()):
            raise ValueError("zones")
        footprint = table.get("footprint", {}).get("least_stones", {}).get("value")
        self.footprint_least = footprint if type(footprint) is int and 0 <= footprint < 2**63 else None
        self.kinds, self._trade = {}, {}
        for kind in table["licence_type"]:
            role, needs_site = kind["role"]["value"], kind["needs_site"]["value"]
            if type(kind["code"]) is not str or role not in ROLES or type(needs_site) is not bool:
                raise ValueError("licence_type")
            self.kinds.setdefault(kind["code"], (role, needs_site))
        for rule in table["trade"]["rules"]:
            allowed, own = rule["allowed"], rule.get("own_licence_holder_only", False)
            if rule["seller"] not in ROLES or rule["buyer"] not in ROLES or type(allowed) is not bool or type(own) is not bool:
                raise ValueError("trade")
            self._trade.setdefault((rule["seller"], rule["buyer"]), "no" if not allowed else "own" if own else "yes")

    def may_sell(self, seller, buyer):
        """Whether one role may sell to another: yes, own (only to the holder for whom he dug), or no."""
        return self._trade.get((seller, buyer), "no")

    def local_day(self, instant):
        """The calendar day in the country; none past the ends of the calendar."""
        try:
            return str((datetime.fromisoformat(instant) + timedelta(hours=self._offset)).date())
        except OverflowError:
            return None

    def is_late(self, on, written):
        """Whether what was dug on a day was written down late: counted in Mondays to Fridays after it."""
        first = date.fromisoformat(on)
        weeks, rest = divmod(max((date.fromisoformat(written) - first).days, 0), 7)
        return weeks * 5 + sum((first.weekday() + step) % 7 < 5 for step in range(1, rest + 1)) > self._late

    def loss_cap(self, mass):
        """The most milli-carats that one act may lose of a mass."""
        return min(larger(*self._loss, mass), mass)

    def confirmation_cap(self, mass):
        """The most milli-carats by which what is confirmed abroad may differ from what was certified."""
        return larger(*self._confirmation, mass)

    def reweigh_cap(self, mass):
        """The most milli-carats by which a second weighing may differ from a mass."""
        return larger(*self._reweigh, mass)

    def path_gain_cap(self, mass):
        """The most milli-carats that weighings along a path may add to a mass."""
        return larger(*self._path_gain, mass)

    def path_loss_cap(self, mass):
        """The most milli-carats that everything along a path may take from a mass."""
        return min(larger(*self._path_loss, mass), mass)

    def count_cap(self, stones):
        """By how many a count of stones may change along a path."""
        return larger(*self._count, max(stones, 0))

    @property
    def count_least(self):
        """By how many stones even the smallest parcel may be counted otherwise."""
        return self._count[0]


class RuleBook:
    """All rules of an export, each in force for the entries after the one that adopted it."""

    def __init__(self, folder):
        self._after, self._rules, self._digests, self.unreadable = [], [], {}, []
        files = sorted((int(m[1]), path) for path in _listed(folder) if (m := NAME.fullmatch(path.name)) and int(m[1]) < 2**63)
        for seq, path in files:
            rules = None
            try:
                with open(path, "rb") as file:
                    raw = file.read(RULES_MAX + 1)
                text = raw.decode("utf-8")
                if len(raw) <= RULES_MAX:
                    self._digests[seq] = hashlib.sha256(raw).hexdigest()
                    rules = Rules(tomllib.loads(text))
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                pass
            if rules is None:
                self.unreadable.append(path.name)
            self._after.append(seq)
            self._rules.append(rules)

    def hold(self, adopted, report):
        """Holds the files against the entries that adopted rules: (position, digest), in order."""
        if not adopted or adopted[0][0] != 1:
            report.find("rules.none", "entry 1", "the journal does not begin with the adoption of rules")
        found = dict(zip(self._after, self._rules))
        for seq, digest in dict.fromkeys(adopted):
            at = f"entry {seq}"
            if seq not in found:
                report.find("rules.missing", at, "the rules that it adopted are not there")
            elif seq not in self._digests:
                report.find("rules.unreadable", at, "the rules that it adopted cannot be read")
            elif self._digests[seq] != digest:
                report.find("rules.differ", at, "the rules are not those that it adopted")
            elif found[seq] is None:
                report.find("rules.unreadable", at, "the rules that it adopted lack a value")
        for seq in found.keys() - {seq for seq, _ in adopted}:
            report.find("rules.extra", f"entry {seq}", "it adopted no rules, and some are there as if it had")

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
