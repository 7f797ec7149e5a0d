"""Certificates on their way out: containers, the border and endorsements (K10), all of it within the validity (K4)."""

import re

_DIGITS = re.compile(r"0*([0-9]*)\Z", re.ASCII)
_FIELDS = {"importer_name": "name", "importer_address": "address"}


class _Out:
    def __init__(self, body):
        self.body, self.importer = body, dict(body["importer"])
        self.void = self.left = self.received = False
        self.closed, self.endorsed, self.seal = 0, 0, None


class Departures:
    """The walk that judges K10."""

    def __init__(self, report, rulebook):
        self._broken, self._rulebook = report.broken, rulebook
        self._known, self._seals, self._runs = {}, set(), []
        self._read = {
            "blank.received": lambda _, __, body: self._runs.append(body),
            "certificate.issued": lambda _, __, body: self._known.setdefault(body["certificate"], _Out(body)),
            "certificate.sealed": self._sealed,
            "certificate.departed": self._departed,
            "certificate.endorsed": self._endorsed,
            "certificate.confirmed": self._received,
            "certificate.voided": self._voided,
        }

    def read(self, entry):
        """Takes the next entry."""
        step = self._read.get(entry["kind"])
        if step:
            step(entry["seq"], entry, entry["body"])

    def _there(self, seq, entry, body):
        """A certificate that is not void; with a day also one whose goods are here, and a day of its validity."""
        out, on = self._known.get(body["certificate"]), body.get("on")
        if out is None or out.void or (on and out.left):
            self._broken("K10", seq, f"certificate {body['certificate']} is not one whose goods may leave")
            return None
        rules = self._rulebook.at(seq)
        today = rules and rules.local_day(entry["recorded_at"])
        if on and (not out.body["issued_on"] <= on <= out.body["expires_on"] or (today and on > today)):
            self._broken("K4", seq, f"certificate {_number(out)} is not valid on {on}")
        return out

    def _sealed(self, seq, entry, body):
        if body["seal"] in self._seals:
            self._broken("K10", seq, f"seal {body['seal'][:60]} was on another container")
        self._seals.add(body["seal"])
        out, rules = self._there(seq, entry, body), self._rulebook.at(seq)
        if out is None:
            return
        written = self._ends_in_serial(body["parcel_number"], body["number"])
        if body["number"] != out.body["number"] or (rules and rules.container_serial and not written):
            self._broken("K10", seq, f"the container of certificate {_number(out)} does not bear its number")
        said = bool((body["reason"] or "").strip())
        if body["no"] != out.closed + 1 or said != (body["no"] > 1):
            self._broken("K10", seq, f"the container of certificate {_number(out)} was closed again without a reason")
        out.closed, out.seal = body["no"], (body["seal"], body["on"])

    def _ends_in_serial(self, text, number):
        """Whether the last digits of a text are the serial of the form with a number."""
        serial = next((serial for serial in (_serial(run, number) for run in self._runs) if serial is not None), None)
        return serial is not None and _DIGITS.search((text or "").rstrip()).group(1) == str(serial)

    def _departed(self, seq, entry, body):
        out = self._there(seq, entry, body)
        if out is None:
            return
        if out.seal is None or out.seal[0] != body["seal"] or out.seal[1] > body["on"]:
            self._broken("K10", seq, f"certificate {_number(out)} did not leave under the seal of its container")
        out.left = True

    def _endorsed(self, seq, entry, body):
        out, field = self._there(seq, entry, body), _FIELDS[body["field"]]
        if out is None:
            return
        if body["no"] != out.endorsed + 1 or out.importer[field] != body["was"] or body["was"] == body["is"]:
            self._broken("K10", seq, f"the endorsement of certificate {_number(out)} is not of what stood there")
        out.importer[field], out.endorsed = body["is"], body["no"]

    def _received(self, _, __, body):
        if body["certificate"] in self._known:
            self._known[body["certificate"]].received = True

    def _voided(self, seq, _, body):
        """Goods that left or were received abroad are not here, and a certificate they left with was used."""
        out = self._known.get(body["certificate"])
        if out is None:
            return
        if (out.left or out.received) and (body.get("goods") == "here" or body.get("cause") == "unused"):
            self._broken("K10", seq, f"the goods of certificate {_number(out)} had left")
        if (body.get("goods"), body.get("cause")) == ("gone", "unused"):
            self._broken("K10", seq, f"certificate {_number(out)} was not used, and its goods are gone")
        out.void = True


def _number(out):
    return out.body["number"][:60]


def _serial(run, number):
    """The serial of a number that is printed as those of a run, and of the run."""
    before, after = run["before"], run["after"]
    digits = number[len(before):len(number) - len(after)]
    if not (number.startswith(before) and number.endswith(after) and digits.isascii() and digits.isdigit() and len(digits) <= 20):
        return None
    same = f"{int(digits):0{min(run['width'], 12)}d}" == digits
    return int(digits) if same and run["first"] <= int(digits) <= run["last"] else None
