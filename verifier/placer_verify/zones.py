"""Zones: who confirmed what of them, what they make of entries and stock, and what is done with stones that they froze."""

from .ground import site_touches, site_within
from .rules import EFFECTS

_MARKS = {"flag": "flag", "freeze": "frozen", "refuse": "frozen"}
_ORDER = (None, "flag", "released", "frozen")


def _kept(effect):
    """What is kept of a judgement: what is written down cannot be refused any more."""
    return "freeze" if effect == "refuse" else effect


def _covers(stated, day):
    return stated["from"] <= day and (stated["to"] is None or day <= stated["to"])


def _strictest(effects):
    return max(effects, key=EFFECTS.index, default="none")


class Marks:
    """The part of the first walk: frozen parcels take no act but a seal, and what is unlike is not combined."""

    def __init__(self, custody, remains):
        self._custody, self._remains = custody, remains
        self._marks, self._releases, self._corrections, self._used = {}, {}, {}, set()

    def read(self, entry, touched):
        """Takes the next entry, which does something with the parcels of `touched`."""
        seq, kind, body = entry["seq"], entry["kind"], entry["body"]
        if kind == "removal.reported" and body["cause"] == "domestic":
            self._used.add(body["removal"])
        self._check(seq, kind, body, touched)
        if kind == "production.recorded":
            self._set(body["parcel"]["no"], _MARKS.get((body["facts"].get("zone") or {}).get("effect")))
        elif kind == "stock.declared":
            for item in body["parcels"]:
                if "zone" in body:
                    self._set(item["parcel"]["no"], "frozen")
                if "seal" in item:
                    self._custody.put_under(seq, item["seal"], item["parcel"]["no"])
        elif kind in ("parcel.combined", "parcel.split", "parcel.sorted"):
            self._reworked(seq, kind, body)
        elif kind == "zone.proposed" and body["act"]["of"] == "release":
            self._releases[body["change"]] = body["act"]["parcels"]
        elif kind == "zone.decided":
            self._decided(seq, body)
        elif kind == "correction.proposed" and body["change"]["of"] == "production":
            was, now = body["change"]["was"], body["change"]["now"]
            if (was["site"], was["on"]) != (now["site"], now["on"]):
                effect = (now.get("zone") or {}).get("effect", "none")
                self._corrections[body["correction"]] = body["change"]["parcel_no"], effect
        elif kind == "correction.decided":
            found = self._corrections.pop(body["correction"], None)
            if found and body["approved"]:
                self._anew(*found)

    def _set(self, no, mark):
        if mark is None:
            self._marks.pop(no, None)
        else:
            self._marks[no] = mark

    def _check(self, seq, kind, body, touched):
        if kind == "parcel.sealed" or (kind.startswith("removal.") and body["removal"] not in self._used):
            return
        no = next((no for no in touched if self._marks.get(no) == "frozen"), None)
        if no is not None:
            rule = "K3" if kind.startswith("certificate.") else "Z3"
            self._custody.broken(rule, seq, f"parcel {no} is frozen by the zone its stones are from")

    def _reworked(self, seq, kind, body):
        marks = [self._marks.get(no) for no in body["inputs"]]
        if kind == "parcel.combined" and len(set(marks)) > 1:
            self._custody.broken("C7", seq, "parcels of unlike judgement of zones are combined")
        strictest = max(marks, key=_ORDER.index, default=None)
        for new in body["outputs"]:
            self._set(new["no"], strictest)

    def _decided(self, seq, body):
        released = self._releases.pop(body["change"], [])
        for no in released if body["confirmed"] else []:
            if self._marks.get(no) != "frozen" or not self._custody.there(no):
                self._custody.broken("Z3", seq, f"parcel {no} is released and was not frozen")
            self._set(no, "released")
        for found in body.get("found", []):
            self._anew(found["parcel_no"], found["effect"])

    def _anew(self, source, effect):
        """What an entry is judged to be counts for all that there is of its carats."""
        new = _MARKS.get(effect)
        for no, whole in self._remains([source]).items():
            keep = max(self._marks.get(no), new, key=_ORDER.index)
            self._set(no, new if whole or new == "frozen" else keep)


class Zones:
    """What is known of zones, and the judgement of every entry of the book at the pit by it."""

    def __init__(self, report, rulebook, authors):
        self._broken, self._rulebook, self._authors = report.broken, rulebook, authors
        self._waiting, self._changes, self._proposed = {}, 0, 0
        # By number: boundaries as (first day or "", areas), statuses as stated; numbers by the id of the zone.
        self._numbers, self._boundaries, self._statuses = {}, {}, {}
        self._sites, self._dug, self._by_site, self._corrections = {}, {}, {}, {}
        self._declared, self._looked = set(), {}
        self._read = {
            "site.registered": self._site,
            "site.changed": self._site,
            "production.recorded": self._recorded,
            "correction.proposed": self._correction,
            "correction.decided": self._corrected,
            "stock.declared": self._stock,
            "zone.proposed": self._propose,
            "zone.decided": self._decide,
        }

    def read(self, entry):
        """Takes the next entry."""
        step = self._read.get(entry["kind"])
        if step:
            step(entry["seq"], entry, entry["body"])

    def _check(self, holds, rule, seq, what):
        if not holds:
            self._broken(rule, seq, what)

    def _site(self, seq, _, body):
        self._sites[body["site"]] = seq, body["facts"]

    def _propose(self, seq, entry, body):
        act, zone = body["act"], body["zone"]
        self._changes += 1
        self._check(body["no"] == self._changes, "Z1", seq, "a change of zones does not follow the one before")
        if act["of"] == "zone" and zone:
            self._proposed += 1
            self._check(act["no"] == self._proposed, "Z1", seq, "the number of a zone does not follow the one before")
            self._check(zone not in self._numbers, "Z1", seq, "the zone is known already")
        elif act["of"] in ("boundary", "status") and zone:
            self._check(zone in self._numbers, "Z1", seq, "there is no such zone")
        elif act["of"] != "release" or zone:
            self._broken("Z1", seq, "a change of zones names a zone where it should not, or none")
        stated = act["statuses"] if act["of"] == "zone" else [act["stated"]] if act["of"] == "status" else []
        self._check(all(s["to"] is None or s["from"] <= s["to"] for s in stated), "Z1", seq, "a status ends before it begins")
        self._waiting[body["change"]] = body, self._authors.hand(entry)

    def _decide(self, seq, entry, body):
        waiting = self._waiting.pop(body["change"], None)
        if waiting is None:
            self._broken("Z1", seq, f"change {body['change']} of zones did not wait")
            return
        change, by = waiting
        self._check(not self._authors.same_hand(by, self._authors.hand(entry)), "Z1", seq, "nobody else decided a change of zones")
        self._check(body["confirmed"] or (body["reason"] or "").strip(), "Z1", seq, "a change of zones was refused without a reason")
        rules, due, told = self._rulebook.at(seq), [], body.get("found", [])
        if body["confirmed"]:
            no = self._take(change)
            if no is not None and rules:
                due = self._found(rules, no, change["act"])
        if rules or not body["confirmed"]:
            self._check(due == told, "Z2", seq, f"{len(due)} entries are judged anew by it, {len(told)} are told")
        for found in told:
            if found["parcel_no"] in self._dug:
                self._dug[found["parcel_no"]][2] = found["effect"]

    def _take(self, change):
        """Takes a confirmed change on; the number of its zone."""
        act, zone = change["act"], change["zone"]
        if act["of"] == "zone" and zone:
            self._numbers[zone] = act["no"]
        no = self._numbers.get(zone)
        if no is None or act["of"] == "release":
            return None
        boundaries, statuses = self._boundaries.setdefault(no, []), self._statuses.setdefault(no, [])
        if act["of"] == "zone":
            boundaries.append(("", act["area"]))
            statuses.extend(act["statuses"])
        elif act["of"] == "boundary":
            boundaries.append((act["from"], act["area"]))
        else:
            statuses.append(act["stated"])
        return no

    def _look(self, rules, site, no, boundary):
        """Whether a site touches a boundary, and lies in it; worked out once."""
        if site not in self._sites:
            return False, False
        version, facts = self._sites[site]
        accuracy = min(facts["accuracy_m"] or 0, rules.site_accuracy_max)
        key = site, version, no, boundary, accuracy
        if key not in self._looked:
            areas = self._boundaries[no][boundary][1]
            touches = site_touches(facts["shape"], accuracy, areas)
            self._looked[key] = touches, touches and site_within(facts["shape"], areas)
        return self._looked[key]

    def _judge(self, rules, site, day):
        """As it should stand in an entry, but for what is refused; none where there is nothing to judge."""
        held, inside = [], False
        for no in sorted(self._boundaries):
            boundaries = [at for at, (start, _) in enumerate(self._boundaries[no]) if start <= day]
            stated = [s for s in self._statuses[no] if _covers(s, day)]
            if not boundaries or not stated:
                continue
            touches, within = self._look(rules, site, no, boundaries[-1])
            if touches:
                held.append({"zone_no": no, "status": stated[-1]["status"]})
                inside = inside or (within and stated[-1]["status"] == "compliant")
        outside = rules.compliant_only and not inside
        if not held and not outside:
            return None
        effect = _strictest([rules.zones[h["status"]] for h in held] + (["freeze"] if outside else []))
        return {"held": held, "effect": effect, **({"outside": True} if outside else {})}

    def _found(self, rules, no, act):
        """Entries that a change judges more strictly: those of its days, of sites that touch any boundary of the zone."""
        if act["of"] == "zone":
            about = lambda day: any(_covers(s, day) for s in act["statuses"])  # noqa: E731
        elif act["of"] == "boundary":
            about = lambda day: act["from"] <= day  # noqa: E731
        else:
            about = lambda day: _covers(act["stated"], day)  # noqa: E731
        found = {}
        for site, parcels in self._by_site.items():
            if not any(self._look(rules, site, no, at)[0] for at in range(len(self._boundaries[no]))):
                continue
            for parcel in parcels:
                where, day, before = self._dug.get(parcel, (None, None, None))
                if where != site or not about(day):
                    continue
                judged = self._judge(rules, site, day)
                effect = _kept(judged["effect"]) if judged else "none"
                if EFFECTS.index(effect) > EFFECTS.index(before):
                    found[parcel] = effect
        return [{"parcel_no": parcel, "effect": found[parcel]} for parcel in sorted(found)]

    def _judged(self, seq, facts, written):
        rules = self._rulebook.at(seq)
        if not rules:
            return
        due = self._judge(rules, facts["site"], facts["on"])
        refused = bool(due) and due["effect"] == "refuse"
        self._check(written or not refused, "Z2", seq, f"a zone of the site lets nothing be dug on {facts['on']}")
        if due:
            due["effect"] = _kept(due["effect"])
        self._check(due == facts.get("zone"), "Z2", seq, "an entry is not judged as the zones of its site were on its day")
        flagged = bool(due) and due["effect"] != "none"
        self._check(flagged == ("zone" in facts["flags"]), "Z2", seq, "the mark of a zone is not as it should be")

    def _recorded(self, seq, _, body):
        self._judged(seq, body["facts"], False)
        self._written(body["parcel"]["no"], body["facts"])

    def _written(self, no, facts):
        effect = (facts.get("zone") or {}).get("effect", "none")
        self._dug[no] = [facts["site"], facts["on"], _kept(effect)]
        self._by_site.setdefault(facts["site"], []).append(no)

    def _correction(self, seq, _, body):
        change = body["change"]
        self._corrections[body["correction"]] = change
        if change["of"] == "production":
            was, now = change["was"], change["now"]
            if (was["site"], was["on"]) == (now["site"], now["on"]):
                same = was.get("zone") == now.get("zone") and ("zone" in was["flags"]) == ("zone" in now["flags"])
                self._check(same, "Z2", seq, "a correction of neither day nor site changes what zones make of an entry")

    def _corrected(self, seq, _, body):
        change = self._corrections.pop(body["correction"], None)
        if change is None or not body["approved"]:
            return
        if change["of"] == "withdrawal":
            self._dug.pop(change["parcel_no"], None)
        elif change["of"] == "production":
            was, now = change["was"], change["now"]
            if (was["site"], was["on"]) != (now["site"], now["on"]):
                self._judged(seq, now, True)
                self._written(change["parcel_no"], now)

    def _stock(self, seq, _, body):
        sealed = sum("seal" in item for item in body["parcels"])
        zone = body.get("zone")
        if zone is None:
            self._check(sealed == 0, "Z4", seq, "stock of no zone is declared under a seal")
            return
        self._check(sealed == len(body["parcels"]), "Z4", seq, "stock of a cut-off is not under seals")
        key = body["holder"], zone, body["test"]
        self._check(key not in self._declared, "Z4", seq, "stock of a cut-off is declared twice")
        self._declared.add(key)
        rules = self._rulebook.at(seq)
        if rules:
            stated = [s for s in self._statuses.get(self._numbers.get(zone), []) if _covers(s, body["on"])]
            begins = bool(stated) and stated[-1]["from"] == body["on"] and rules.zones[stated[-1]["status"]] in ("freeze", "refuse")
            self._check(begins, "Z4", seq, f"nothing that stops the trade began in the zone on {body['on']}")
