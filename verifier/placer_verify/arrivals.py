"""Shipments from abroad (K12): a foreign certificate lets one shipment in, within its days, whole and with its carats, of an
authority that might trade on its day and that does not warn of it; a detained shipment is decided upon once, and what nobody
can clear up lets none in. What is let in was weighed and counted by subheading, and becomes just those parcels."""

import re
from datetime import date

_OTHER = re.compile(r"[^0-9A-Za-z]")
_NOUGHTS = re.compile("(?<![0-9])0+(?=[0-9])")
_DAYS = 60


class _Paper:
    """A certificate as a shipment came with it."""

    def __init__(self, body):
        self.issuer, self.on, self.number = body["issuer"], body["issued_on"], _plain(body["number"])
        self.importer = body["importer"]
        self.goods = _Goods(body)


class _Goods:
    """What a certificate states, and what was found of it."""

    def __init__(self, body):
        self.stated = sorted({line["hs"] for line in body["lines"]})
        self.mct, self.found = body["found_mct"], body.get("found", [])
        self.whole = sum(line["weight_mct"] for line in body["lines"])

    def are(self, lines):
        """Whether lines are what was found: the stated subheadings, once each, and as much in all."""
        return sorted(line["hs"] for line in lines) == self.stated and self.add_up(lines)

    def add_up(self, lines):
        """Whether lines add up to what was found, whatever they are."""
        real = all(line["weight_mct"] > 0 and line["stones"] > 0 for line in lines)
        return real and sum(line["weight_mct"] for line in lines) == self.mct


def _became(lines, parcels):
    """Whether parcels are those that lines become, in their order."""
    due = [(line["hs"], line["weight_mct"], line["stones"], None) for line in lines]
    return due == [(new["hs"], new["weight_mct"], new["stones"], new["class"]) for new in parcels]


def _plain(number):
    return _NOUGHTS.sub("", _OTHER.sub("", number).upper())


class Arrivals:
    """The walk that judges K12."""

    def __init__(self, report, rulebook, participants, register):
        self._broken, self._rulebook, self._participants, self._register = report.broken, rulebook, participants, register
        # Detained ones by id; what let shipments in, by number; and warnings that stand, by number: list and issuer.
        self._detained, self._inside, self._warned = {}, {}, {}
        self._ids, self._nos, self._lists = set(), set(), set()
        self._read = {
            "arrival.recorded": self._recorded, "arrival.closed": self._closed, "warning.listed": self._listed, "warning.withdrawn": self._withdrawn}

    def read(self, entry):
        """Takes the next entry."""
        step = self._read.get(entry["kind"])
        if step:
            step(entry["seq"], entry, entry["body"])

    def _recorded(self, seq, entry, body):
        rules, code = self._rulebook.at(seq), body["code"][:60]
        if body["arrival"] in self._ids or body["no"] in self._nos:
            self._broken("K12", seq, f"{code} came before")
        self._ids.add(body["arrival"])
        self._nos.add(body["no"])
        today = rules and rules.local_day(entry["recorded_at"])
        if today and body["arrived_on"] > today:
            self._broken("K12", seq, f"{code} had not come when it was written down")
        if not body["lines"] or any(line["weight_mct"] == 0 or line["value_usd_cents"] <= 0 for line in body["lines"]):
            self._broken("K12", seq, f"{code} has no carats or no value")
        if rules and body["issuer"] == rules.country:
            self._broken("K12", seq, f"{code} comes with a certificate of this country")
        if (body["importer"] is None) == (body["importer_stated"] is None):
            self._broken("K12", seq, f"{code} does not say who imports it")
        paper = _Paper(body)
        goods, detained = paper.goods, body["detained"] is not None
        if goods.found and not (goods.add_up if detained else goods.are)(goods.found):
            self._broken("K12", seq, f"what was found of {code} is not what its certificate has, or not found_mct")
        if not _became([] if detained or paper.importer is None else goods.found, body.get("received", [])):
            self._broken("K12", seq, f"the parcels of {code} are not what was found")
        if detained:
            self._detained[body["arrival"]] = paper
            return
        days = (date.fromisoformat(body["expires_on"]) - date.fromisoformat(body["issued_on"])).days
        within = 0 <= days <= _DAYS and body["issued_on"] <= body["arrived_on"] <= body["expires_on"]
        if not within or not body["seals_intact"]:
            self._broken("K12", seq, f"{code} was let in outside the days of its certificate, or opened")
        if body.get("found_parcels", body["parcels"]) != body["parcels"]:
            self._broken("K12", seq, f"{code} was let in with another number of parcels than stated")
        stated = sum(line["weight_mct"] for line in body["lines"])
        if rules and abs(body["found_mct"] - stated) > rules.reweigh_cap(stated):
            self._broken("K12", seq, f"{body['found_mct']} mct were found of {stated} stated")
        for line in goods.found if rules else []:
            said = sum(other["weight_mct"] for other in body["lines"] if other["hs"] == line["hs"])
            if abs(line["weight_mct"] - said) > rules.reweigh_cap(said):
                self._broken("K12", seq, f"{code} has other carats of a subheading")
        if any(self._one(held, paper) for held in self._detained.values()):
            self._broken("K12", seq, f"certificate {paper.number[:60]} of {paper.issuer[:20]} is that of a detained shipment")
        self._lets_in(seq, entry, paper)

    def _one(self, a, b):
        """Whether two shipments came with one certificate."""
        return a.number == b.number and self._participants.one_issuer((a.issuer, a.on), (b.issuer, b.on))

    def _lets_in(self, seq, entry, paper):
        """What must hold of every shipment that is let in, at once or later."""
        if paper.importer is None:
            self._broken("K12", seq, "nobody in the register imports it")
        self._register.holds(entry, paper.importer)
        issuer = paper.issuer[:20]
        there = self._inside.setdefault(paper.number, [])
        if any(self._one(before, paper) for before in there):
            self._broken("K12", seq, f"certificate {paper.number[:60]} of {issuer} let another shipment in")
        if not self._participants.open(paper.issuer, paper.on):
            self._broken("K12", seq, f"{issuer} was no participant to trade with on {paper.on}")
        by = (paper.issuer, paper.on)
        if any(self._participants.one_issuer((warns, paper.on), by) for _, warns in self._warned.get(paper.number, ())):
            self._broken("K12", seq, f"its authority warns of certificate {paper.number[:60]} of {issuer}")
        there.append(paper)

    def _closed(self, seq, entry, body):
        paper = self._detained.pop(body["arrival"], None)
        if paper is None:
            self._broken("K12", seq, f"arrival {body['arrival']} was not detained")
            return
        released = body["outcome"] == "released"
        if body["importer"] is not None and not (released and paper.importer is None):
            self._broken("K12", seq, "it names an importer who was not asked for")
        goods, now = paper.goods, body.get("found", [])
        if now and (not released or goods.found or not goods.are(now)):
            self._broken("K12", seq, "what is found now is not what its certificate has, was found before, or is nobody's")
        if not _became((goods.found or now) if released else [], body.get("received", [])):
            self._broken("K12", seq, "its parcels are not what was found")
        if released and goods.found and not goods.are(goods.found):
            self._broken("K12", seq, "what was found is not what its certificate states")
        rules = self._rulebook.at(seq)
        if released and rules and goods.mct > goods.whole + rules.reweigh_cap(goods.whole):
            self._broken("K12", seq, f"{goods.mct} mct were let in of {goods.whole} stated")
        if released:
            paper.importer = paper.importer or body["importer"]
            self._lets_in(seq, entry, paper)

    def _listed(self, seq, _, body):
        if body["list"] in self._lists:
            self._broken("K12", seq, f"list {body['list']} of warnings was there before")
        self._lists.add(body["list"])
        for number in body["numbers"]:
            self._warned.setdefault(_plain(number), []).append((body["list"], body["issuer"]))

    def _withdrawn(self, seq, _, body):
        for number in body["numbers"]:
            before = self._warned.get(number, [])
            self._warned[number] = [warning for warning in before if warning[0] != body["list"]]
            if len(self._warned[number]) == len(before):
                self._broken("K12", seq, f"{number[:60]} was not warned of by list {body['list']}")
        if not body["numbers"] or not body["reason"].strip():
            self._broken("K12", seq, "it does not say which warnings are withdrawn, or why")
