"""Licences, parties and sites on the day of an act, and entries of the book at the pit that were made late."""

_RENEWALS = 40
_HOLDS_NOTHING = ("agent", "courier", "supporter")


class _Licence:
    __slots__ = ("terms", "states")

    def __init__(self, terms, states):
        self.terms, self.states = terms, states

    def stopped_by(self, day):
        """Whether it was suspended or revoked by a day, whether or not its term was over."""
        begun = [(on, at, state) for at, (on, state) in enumerate(self.states) if on <= day]
        return bool(begun) and (max(begun)[2] == "suspended" or any(state == "revoked" for _, _, state in begun))

    def _term(self, day):
        return self.terms["starts_on"] <= day <= self.terms["ends_on"]

    def valid_on(self, day):
        """Whether it may be used on a day."""
        return self._term(day) and not self.stopped_by(day)

    def stands_stopped(self, day):
        """Whether it was revoked by a day, or stands suspended within its term on it."""
        return any(on <= day and state == "revoked" for on, state in self.states) or (self._term(day) and self.stopped_by(day))


class _Party:
    __slots__ = ("office", "roles", "states", "licences")

    def __init__(self):
        self.office, self.roles, self.states, self.licences = None, (), [], []

    def out_on(self, day):
        """Whether it is dead, ended or barred on a day."""
        return next((state for on, state in reversed(self.states) if on <= day), "active") != "active"


class Register:
    """Licences, parties and sites as the journal has them."""

    def __init__(self, report, rulebook):
        self._report, self._rulebook = report, rulebook
        self._parties, self._licences, self._sites = {}, {}, {}
        self._judges = {
            "production.recorded": self._production,
            "stock.declared": self._stock,
            "purchase.offered": lambda e, ledger: self._sale(e, ledger, True),
            "purchase.recorded": lambda e, ledger: self._sale(e, ledger, False),
            "purchase.accepted": self._accepted,
            "correction.proposed": self._moved,
            "correction.decided": self._read_again,
            "shipment.valued": self._sat,
            "shipment.prepared": lambda e, _: self._exports(e, e["body"]["exporter"], e["body"]["licence"]),
            "certificate.proposed": self._leaves,
            "certificate.issued": self._leaves,
        }
        self._judges["dispute.decided"] = lambda e, _: self._holds(e, e["body"]["to"])
        self._judges["seizure.order_decided"] = self._let_go
        for kind in ("combined", "split", "sorted"):
            self._judges[f"parcel.{kind}"] = lambda e, _: self._holds(e, e["body"]["holder"])
        for kind in ("reweighed", "sealed", "unsealed"):
            self._judges[f"parcel.{kind}"] = lambda e, ledger: self._holds(e, ledger.holder(e["body"]["parcel_no"]))

    def office_of(self, what, key):
        """The office that keeps a party, a licence or a site."""
        if what == "party":
            return self._parties[key].office if key in self._parties else None
        if what == "licence":
            return self._licences[key].terms["office"] if key in self._licences else None
        return self._sites.get(key, (None, None))[1]

    def holder_of(self, licence):
        """Who holds a licence."""
        return self._licences[licence].terms["holder"] if licence in self._licences else None

    def holder_at(self, site):
        """Who holds the licence of a site."""
        return self.holder_of(self._sites[site][0]) if site in self._sites and self._sites[site][0] else None

    def knows(self, what, key):
        """Whether a party or a site is registered."""
        return key in (self._parties if what == "party" else self._sites)

    def inspectable(self, kind, office, day):
        """What may be drawn: sites with a licence, parties in the trade with the role of a kind, of one office or all."""
        if kind == "site":
            return {site for site, (licence, own) in self._sites.items() if licence is not None and office in (None, own)}
        role = {"buyer": "dealer", "exporter": "exporter"}[kind]
        return {
            key for key, party in self._parties.items()
            if role in party.roles and office in (None, party.office) and not party.out_on(day)}

    def judge(self, entry, ledger):
        """Judges an entry before it takes effect."""
        step = self._judges.get(entry["kind"])
        if step:
            step(entry, ledger)

    def _check(self, holds, entry, what, rule="C8"):
        if not holds:
            self._report.broken(rule, entry["seq"], what)

    def _rules(self, entry):
        """The rules in force and the local day; neither where there are none."""
        rules = self._rulebook.at(entry["seq"])
        today = rules.local_day(entry["recorded_at"]) if rules else None
        return (rules, today) if today else (None, None)

    def _out(self, party, day):
        return party in self._parties and self._parties[party].out_on(day)

    def _in_trade(self, entry, party, day):
        self._check(not self._out(party, day), entry, f"party {party} is dead, ended or barred on {day}")

    def _is(self, party, role):
        return party in self._parties and role in self._parties[party].roles

    def _sat(self, entry, _):
        """Who is named at a valuation has the role for it, and is in the trade on its day."""
        body = entry["body"]
        named = [(party, "official") for party in body["present"]] + [(party, "valuer") for party in [body["independent"]] if party]
        for party, role in named:
            may = self._is(party, role) and not self._out(party, body["on"])
            self._check(may, entry, f"party {party} is no {role} in the trade on {body['on']}", "K3")

    def _own(self, party):
        return [self._licences[each] for each in self._parties[party].licences] if party in self._parties else []

    def _valid(self, entry, licence, holder, day):
        found = self._licences.get(licence)
        if found is None:
            self._check(False, entry, f"there is no licence {licence}")
            return None
        self._check(found.valid_on(day), entry, f"licence {licence} is not valid on {day}")
        self._check(holder is None or found.terms["holder"] == holder, entry, f"licence {licence} is another party's")
        return found

    def _kind(self, rules, licence):
        return rules.kinds.get(licence.terms["kind"], (None, False))

    def _production(self, entry, _):
        facts, (rules, today) = entry["body"]["facts"], self._rules(entry)
        on = facts["on"]
        self._check(today is None or on <= today, entry, f"{on} has not come")
        licence = self._valid(entry, facts["licence"], entry["body"]["holder"], on)
        if licence is None:
            return
        if rules:
            role, needs_site = self._kind(rules, licence)
            self._check(role in ("miner", "cooperative") and needs_site, entry, f"licence {facts['licence']} is not one to dig under")
        self._check(self._dug_under(facts["site"], facts["licence"]), entry, f"site {facts['site']} is not dug under it")
        self._in_trade(entry, licence.terms["holder"], on)
        if rules:
            self._late(entry, facts, licence, rules, today)

    def _dug_under(self, site, licence):
        own = self._sites.get(site, (None, None))[0]
        return own is not None and (own == licence or self._renews(own, licence) or self._renews(licence, own))

    def _renews(self, last, wanted):
        for _ in range(_RENEWALS):
            found = self._licences.get(last)
            before = found and found.terms["renews"]
            if before is None or before not in self._licences or self._licences[before].terms["holder"] != found.terms["holder"]:
                return False
            if before == wanted:
                return True
            last = before
        return False

    def _late(self, entry, facts, licence, rules, today):
        on, holder = facts["on"], licence.terms["holder"]

        def out(day):
            return self._out(holder, day) or licence.stopped_by(day)

        late, after_stop = rules.is_late(on, today), on < today and not out(on) and out(today)
        for is_so, flag in ((late, "late"), (after_stop, "after_stop")):
            self._check(is_so == (flag in facts["flags"]), entry, f"dug on {on}, written down on {today}: marked {flag} or not, wrongly", "L4")
        said = (facts["late_reason"] or "").strip()
        self._check(said or not (late or after_stop), entry, "nobody says why it was written down only then", "L4")

    def _moved(self, entry, ledger):
        change, (rules, _) = entry["body"]["change"], self._rules(entry)
        if change["of"] != "production" or rules is None or change["now"]["on"] == change["was"]["on"]:
            return
        source = ledger.lineage.sources.get(change["parcel_no"])
        written = source and rules.local_day(source.recorded_at)
        if written:
            late = rules.is_late(change["now"]["on"], written)
            self._check(late == ("late" in change["now"]["flags"]), entry, "the day becomes another: marked late or not, wrongly", "L4")

    def _read_again(self, entry, ledger):
        change = ledger.corrections.waiting(entry["body"]["correction"])
        if not entry["body"]["approved"] or change is None or change["of"] != "production":
            return
        now = change["now"]
        licence = self._valid(entry, now["licence"], None, now["on"])
        if licence is None:
            return
        self._check(self._dug_under(now["site"], now["licence"]), entry, f"site {now['site']} is not dug under licence {now['licence']}")
        if now["on"] != change["was"]["on"]:
            self._in_trade(entry, licence.terms["holder"], now["on"])

    def _stock(self, entry, _):
        holder, (_, today) = entry["body"]["holder"], self._rules(entry)
        roles = self._parties[holder].roles if holder in self._parties else ()
        may = any(role not in _HOLDS_NOTHING and role != "digger" for role in roles)
        self._check(may, entry, f"party {holder} has no role to hold stones in")
        if today:
            self._in_trade(entry, holder, today)

    def holds(self, entry, holder):
        """Judges that a party may hold stones on the day of an entry."""
        self._holds(entry, holder)

    def _holds(self, entry, holder):
        rules, today = self._rules(entry)
        if holder is None or rules is None:
            return
        kinds = [self._kind(rules, licence)[0] for licence in self._own(holder) if licence.valid_on(today)]
        licensed = any(role is not None and role not in _HOLDS_NOTHING for role in kinds)
        self._check(licensed or self._is(holder, "state_buyer"), entry, f"party {holder} has no licence to hold stones on {today}")
        self._in_trade(entry, holder, today)

    def _let_go(self, entry, ledger):
        """Whoever buys from the state has a licence to buy, valid today, or is the state's buyer, and is in the trade."""
        order = ledger.seizures.order(entry["body"]["order"])
        rules, today = self._rules(entry)
        if not entry["body"]["confirmed"] or not order or order["outcome"] != "sold" or order["to"] is None or rules is None:
            return
        if order["licence"] is None:
            self._check(self._is(order["to"], "state_buyer"), entry, f"party {order['to']} is not the state's buyer")
        else:
            found = self._valid(entry, order["licence"], order["to"], today)
            buys = found is not None and self._kind(rules, found)[0] in ("dealer", "exporter", "state_buyer")
            self._check(buys, entry, f"licence {order['licence']} is not one to buy under")
        self._in_trade(entry, order["to"], today)

    def _sale(self, entry, ledger, offered):
        slip, (rules, today) = entry["body"]["slip"], self._rules(entry)
        on, sides = slip["on"], (slip["seller"], slip["buyer"])
        self._check(today is None or on <= today, entry, f"{on} has not come")
        self._check(sides[0] != sides[1], entry, "a party sells to itself")
        named = self._licences.get(slip["seller_licence"])
        digs = offered and slip["seller_licence"] == slip["buyer_licence"] and named is not None and named.terms["holder"] != sides[0]
        seller = self._valid(entry, slip["seller_licence"], None if digs else sides[0], on)
        buyer = self._valid(entry, slip["buyer_licence"], sides[1], on)
        self._check(not digs or self._is(sides[0], "digger"), entry, "the seller has no licence of his own and is no digger")
        for party in sides:
            for day in (on, today) if today else (on,):
                self._in_trade(entry, party, day)
        if rules is None:
            return
        for licence in (seller, buyer):
            self._check(licence is None or not licence.stands_stopped(today), entry, f"a licence of the sale is stopped on {today}")
        if slip["agent"] is not None:
            self._check(slip["agent"] not in sides, entry, "the go-between is a side of the sale")
            self._goes_between(entry, slip["agent"], on, today, rules)
        if seller and buyer:
            sells = "digger" if digs else self._kind(rules, seller)[0]
            may = rules.may_sell(sells, self._kind(rules, buyer)[0])
            own = may == "own" and offered and all(self._dug_for(item, sides[1], ledger) for item in slip["items"])
            self._check(may == "yes" or own, entry, "the one may not sell to the other")

    def _dug_for(self, item, buyer, ledger):
        licence = self._licences.get(ledger.dug_under(item["parcel_no"]))
        return licence is not None and licence.terms["holder"] == buyer

    def _goes_between(self, entry, agent, day, today, rules):
        self._check(self._is(agent, "agent"), entry, f"party {agent} is no go-between")
        self._in_trade(entry, agent, day)
        self._in_trade(entry, agent, today)
        if any(role == "agent" for role, _ in rules.kinds.values()):
            own = [each for each in self._own(agent) if self._kind(rules, each)[0] == "agent"]
            licensed = any(each.valid_on(day) and not each.stopped_by(today) for each in own)
            self._check(licensed, entry, f"go-between {agent} has no licence on {day}")

    def _accepted(self, entry, ledger):
        slip, (rules, today) = ledger.offers.get(entry["body"]["purchase"], (None,))[0], self._rules(entry)
        if slip is None or today is None:
            return
        for side in ("seller", "buyer"):
            self._valid(entry, slip[f"{side}_licence"], None, today)
            self._in_trade(entry, slip[side], today)
        if slip["agent"] is not None:
            self._goes_between(entry, slip["agent"], today, today, rules)

    def _exports(self, entry, exporter, licence):
        rules, today = self._rules(entry)
        if rules is None:
            return
        found = self._valid(entry, licence, exporter, today)
        self._check(found is None or self._kind(rules, found)[0] == "exporter", entry, f"licence {licence} is not one to export by")
        self._in_trade(entry, exporter, today)

    def _leaves(self, entry, ledger):
        shipment = ledger.certificates.shipments.get(entry["body"]["shipment"])
        if shipment:
            self._exports(entry, shipment.body["exporter"], shipment.body["licence"])

    def apply(self, entry):
        """Takes an entry's effect on."""
        kind, body = entry["kind"], entry["body"]
        if kind in ("party.registered", "party.changed"):
            party = self._parties.setdefault(body["party"], _Party())
            party.office, party.roles = body["facts"]["office"], tuple(body["facts"]["roles"])
        elif kind == "party.state_changed":
            self._parties.setdefault(body["party"], _Party()).states.append((body["on"], body["state"]))
        elif kind in ("licence.issued", "licence.changed"):
            self._licence(body["licence"], body["terms"])
        elif kind == "licence.state_changed" and body["licence"] in self._licences:
            self._licences[body["licence"]].states.append((body["on"], body["state"]))
        elif kind in ("site.registered", "site.changed"):
            self._sites[body["site"]] = (body["facts"]["licence"], body["facts"]["office"])

    def _licence(self, key, terms):
        kept = {name: terms[name] for name in ("kind", "holder", "office", "starts_on", "ends_on", "renews")}
        if key in self._licences:
            self._licences[key].terms = kept
        else:
            self._licences[key] = _Licence(kept, [])
            self._parties.setdefault(terms["holder"], _Party()).licences.append(key)
