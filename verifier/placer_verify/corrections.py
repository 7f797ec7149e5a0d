"""What a correction corrects, who agreed to it, and that it breaks nothing that was measured since."""

from .paths import Sum


class _Proposal:
    __slots__ = ("office", "by", "corrects", "change", "waits")

    def __init__(self, body, by):
        self.office, self.corrects, self.change = body["office"], body["corrects_seq"], body["change"]
        self.by, self.waits = by, True


class Corrections:
    """The part of the second walk that judges C10."""

    def __init__(self, ledger):
        self._ledger = ledger
        self._known, self._entries, self._sources = {}, set(), set()

    def waiting(self, correction):
        """The change of a correction that waits; none where none does."""
        proposal = self._known.get(correction)
        return proposal.change if proposal and proposal.waits else None

    def office_of(self, correction):
        """The office that decides."""
        proposal = self._known.get(correction)
        return proposal and proposal.office

    def waits_for(self, source):
        """Whether a correction of a source parcel waits."""
        return source in self._sources

    def proposed(self, seq, entry, body):
        """Somebody found an entry to be wrong."""
        broken, change = self._ledger.broken, body["change"]
        if body["correction"] in self._known:
            broken("C10", seq, f"correction {body['correction']} is proposed twice")
        if body["corrects_seq"] in self._entries:
            broken("C10", seq, f"another correction of entry {body['corrects_seq']} waits")
        made, office, as_written = self._corrected(change)
        if made != body["corrects_seq"]:
            broken("C10", seq, f"entry {body['corrects_seq']} is not the one that made what is corrected")
        if not as_written:
            broken("C10", seq, "it was not written down as the correction says")
        if body["office"] != office:
            broken("C10", seq, "the office that decides is not that of the entry")
        self._entries.add(body["corrects_seq"])
        if change["of"] != "purchase":
            self._sources.add(change["parcel_no"])
        self._known[body["correction"]] = _Proposal(body, self._ledger.authors.hand(entry))

    def _corrected(self, change):
        if change["of"] == "purchase":
            made = self._ledger.slips.get(change["purchase"])
            return made and made[0], None, True
        source, was = self._ledger.lineage.sources.get(change["parcel_no"]), change["was"]
        if source is None:
            return None, None, True
        written = (source.weight, source.stones, source.site, source.licence)
        said = (was["weight_mct"], was["stones"], was["site"], was.get("licence"))
        # What came from abroad was never declared as stock.
        return source.seq, source.office, written == said and source.on == was.get("on", source.on) and not source.abroad

    def decided(self, seq, entry, body):
        """Somebody else decided."""
        proposal = self._known.get(body["correction"])
        if proposal is None or not proposal.waits:
            self._ledger.broken("C10", seq, f"correction {body['correction']} was not waiting")
            return
        proposal.waits = False
        authors = self._ledger.authors
        if body["approved"] and authors.same_hand(proposal.by, authors.hand(entry)):
            self._ledger.broken("C10", seq, f"correction {body['correction']} was decided by who proposed it")
        self._entries.discard(proposal.corrects)
        change = proposal.change
        if change["of"] == "purchase":
            return
        no = change["parcel_no"]
        self._sources.discard(no)
        if body["approved"] and change["of"] == "withdrawal":
            self._withdrawn(seq, entry, no)
        elif body["approved"]:
            self._read_again(seq, no, change["now"])

    def _withdrawn(self, seq, entry, no):
        parcel = self._ledger.lineage.parcels.get(no)
        if parcel:
            if not parcel.live:
                self._ledger.broken("C5", seq, f"parcel {no} is gone")
            if parcel.pinned or parcel.seal is not None or parcel.certified or parcel.taken_as_written or self._ledger.removals.waits_for(no):
                self._ledger.broken("C10", seq, f"something was done with parcel {no}")
        self._ledger.free(seq, entry, no)
        self._ledger.lineage.withdraw(no)

    def _read_again(self, seq, no, now):
        lineage, rules = self._ledger.lineage, self._ledger.rules(seq)
        source, parcel = lineage.sources.get(no), lineage.parcels.get(no)
        if source is None or parcel is None:
            return
        weight, stones, written = now["weight_mct"], now["stones"], (source.weight, source.stones)
        step, later = weight - source.weight, None
        if (weight, stones) != written:
            later = source.later or (written if parcel.pinned else None)
            if parcel.taken_as_written:
                self._ledger.broken("C10", seq, f"parcel {no} was seized at the mass and count of its entry")
            used = None if parcel.certified else lineage.use_of(no)
            if later:
                if (rules and abs(weight - later[0]) > rules.reweigh_cap(weight)) or stones != later[1]:
                    self._ledger.broken("C10", seq, f"parcel {no} was weighed and counted since: {later}")
            elif used:
                loss, mass = used[0] + step, used[1] + step
                if loss < 0 or (rules and loss > rules.loss_cap(mass)) or stones != written[1]:
                    self._ledger.broken("C10", seq, f"what parcel {no} went into would have lost {loss} mct")
            elif parcel.shipment is not None or parcel.certified or parcel.removed or self._ledger.removals.waits_for(no):
                self._ledger.broken("C10", seq, f"parcel {no} is packed, or left the trade")
        made = lineage.correct(no, weight, stones, now["site"], now.get("licence"), now.get("on", source.on))
        for each in ([no] if later else []) + made if rules and step else []:
            along = Sum(lineage, [lineage.parcels[each]])
            if (along.has_gained_too_much if step < 0 else along.has_lost_too_much)(rules):
                self._ledger.broken("C10", seq, f"small steps along the path of parcel {each} add up to too much")
