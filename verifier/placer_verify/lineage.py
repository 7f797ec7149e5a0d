"""Where the carats of parcels came from, as it was known at each entry; corrections change it from their approval on."""

from . import pools


class Parcel:
    """A parcel as it stands."""

    __slots__ = ("no", "weight", "stones", "holder", "origin", "live", "pinned", "seal", "shipment", "test", "used_by")

    def __init__(self, no, weight, stones, holder, origin, test):
        self.no, self.weight, self.stones, self.holder, self.origin, self.test = no, weight, stones, holder, origin, test
        self.live, self.pinned, self.seal, self.shipment, self.used_by = True, False, None, None, None


class Source:
    """Where carats came in: a pit or stock parcel, with what is now believed of it."""

    __slots__ = ("seq", "weight", "stones", "site")

    def __init__(self, seq, weight, stones, site):
        self.seq, self.weight, self.stones, self.site = seq, weight, stones, site


class Lineage:
    """Parcels, what they were made of, and their origin pools."""

    def __init__(self):
        self.parcels, self.sources = {}, {}
        self._pools, self._acts = {}, {}

    def add_source(self, seq, new, holder, site, test):
        """A pit or stock parcel."""
        no = new["no"]
        self.parcels[no] = Parcel(no, new["weight_mct"], new["stones"], holder, no, test)
        self.sources[no] = Source(seq, new["weight_mct"], new["stones"], site)

    def composition(self, parcel, weight):
        """The origins of a parcel at a mass."""
        pool = self._pools.get(parcel.origin)
        if pool is None:
            return [(parcel.origin, weight)] if weight > 0 else []
        return pools.scaled(pool, weight)

    def rework(self, seq, body):
        """Uses up parcels and makes others."""
        inputs = [p for no in body["inputs"] if (p := self.parcels.get(no))]
        for parcel in inputs:
            parcel.live, parcel.used_by = False, seq
        outputs = body["outputs"]
        if not inputs or not outputs:
            return
        self._acts[seq] = (inputs, [new["no"] for new in outputs], sum(new["weight_mct"] for new in outputs))
        origin = self._mix(seq)
        for new in outputs:
            no = new["no"]
            self.parcels[no] = Parcel(no, new["weight_mct"], new["stones"], body["holder"], origin, body["test"])

    def _mix(self, seq):
        """The origin of what an act made: that of its inputs where they share one, else a pool of its own."""
        inputs, made, out_mct = self._acts[seq]
        if all(p.origin == inputs[0].origin for p in inputs):
            return inputs[0].origin
        parts = [self.composition(p, p.weight) for p in inputs]
        self._pools[made[0]] = pools.scaled(pools.merged(parts), out_mct)
        return made[0]

    def correct(self, no, weight, stones, site):
        """Another reading of what came in: the parcel follows unless somebody weighed it since, and so do mixes."""
        source, parcel = self.sources.get(no), self.parcels.get(no)
        if source is None or parcel is None:
            return
        moved = weight != source.weight
        if (moved or stones != source.stones) and not parcel.pinned:
            parcel.weight, parcel.stones = weight, stones
        source.weight, source.stones, source.site = weight, stones, site
        todo = {parcel.used_by} if moved and parcel.used_by in self._acts else set()
        while todo:
            seq = min(todo)
            todo.discard(seq)
            self._mix(seq)
            used = (self.parcels[made].used_by for made in self._acts[seq][1] if made in self.parcels)
            # Onward only, so that a journal with numbers used twice cannot lead round in a circle.
            todo.update(later for later in used if later in self._acts and later > seq)

    def withdraw(self, no):
        """Nothing came in by this entry."""
        source, parcel = self.sources.get(no), self.parcels.get(no)
        if source and parcel:
            source.weight = source.stones = 0
            parcel.live = False
